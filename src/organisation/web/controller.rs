//! Controllers (personuppgiftsansvariga).

use crate::account::Permission;
use crate::db::record::Stored;
use crate::organisation::form::controller as form;
use crate::organisation::{Controller, ControllerKind};
use crate::register::web::noun::{Noun, Pages, same_name};
use crate::site::Site;
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::form::{Errors, FieldError, Form, Values};
use crate::web::{App, PageError};

#[async_trait::async_trait]
impl Noun for Controller {
    type Offered = ();
    const PAGES: Pages = Pages {
        path: "/administration/personuppgiftsansvariga",
        new: "ny",
        new_title: "controller-new",
        edit_title: "controller-edit",
        trail: &[
            ("nav-administration", "/administration"),
            (
                "controller-list-title",
                "/administration/personuppgiftsansvariga",
            ),
        ],
    };

    async fn offered(_: &App, _: &Actor) -> Result<(), PageError> {
        Ok(())
    }

    async fn blank(_: &App, _: &Actor, _: Option<&Stored<Site>>) -> Result<Self, PageError> {
        Ok(Self {
            name: String::new(),
            kind: ControllerKind::Other,
            contact: String::new(),
        })
    }

    fn form(action: String, (): &()) -> Form {
        form::form(action)
    }

    fn values(&self) -> Values {
        form::values(self)
    }

    fn read(self, values: &Values, (): &()) -> Result<Self, Errors> {
        form::read(values)
    }

    fn name(&self, _: Loc) -> String {
        self.name.clone()
    }

    fn may_change(actor: &Actor, _: Option<&Stored<Site>>) -> bool {
        actor.account.may_somewhere(Permission::ManageOrganisation)
    }

    fn may_read(actor: &Actor) -> bool {
        Self::may_change(actor, None)
    }

    fn clash(&self, others: &[Stored<Self>]) -> Option<FieldError> {
        same_name(&self.name, others.iter().map(|other| &*other.data.name))
    }
}

//! Units.

use sea_orm::DbErr;

use crate::account::Permission;
use crate::db::WriteTx;
use crate::db::record::Stored;
use crate::organisation::form::unit as form;
use crate::organisation::{KommunId, Unit, UnitId};
use crate::register::web::noun::{Noun, Pages, same_name};
use crate::site::{self, Site, SiteId};
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::form::{Choice, Errors, FieldError, Form, Values};
use crate::web::{App, PageError};

#[async_trait::async_trait]
impl Noun for Unit {
    type Offered = Vec<Choice>;
    const PAGES: Pages = Pages {
        path: "/administration/enheter",
        new: "ny",
        new_title: "unit-new",
        edit_title: "unit-edit",
        trail: &[
            ("nav-administration", "/administration"),
            ("unit-list-title", "/administration/enheter"),
        ],
    };

    async fn offered(app: &App, actor: &Actor) -> Result<Vec<Choice>, PageError> {
        super::controllers(app, actor).await
    }

    async fn blank(_: &App, _: &Actor, _: Option<&Stored<Site>>) -> Result<Self, PageError> {
        Ok(Self::default())
    }

    fn form(action: String, controllers: &Vec<Choice>) -> Form {
        form::form(action, controllers)
    }

    fn values(&self) -> Values {
        form::values(self)
    }

    fn read(self, values: &Values, controllers: &Vec<Choice>) -> Result<Self, Errors> {
        form::read(values, controllers)
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

    /// Its sites stand in the list by its name.
    async fn used_at(tx: &WriteTx, kommun: KommunId, id: UnitId) -> Result<Vec<SiteId>, DbErr> {
        site::store::of_unit(&**tx, kommun, id).await
    }
}

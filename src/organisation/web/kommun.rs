//! Settings of the kommun: one record, always the person's own.

use axum::extract::State;
use axum::response::Response;

use crate::account::Permission;
use crate::db::record::Stored;
use crate::organisation::Kommun;
use crate::organisation::form::kommun as form;
use crate::register::web::noun::{Noun, Pages};
use crate::register::web::{edit_page, save};
use crate::site::Site;
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::form::{Errors, Form, Values};
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

pub async fn edit(State(app): State<App>, actor: Actor) -> Result<FormPage, PageError> {
    let id = actor.kommun.number();
    edit_page::<Kommun>(app, actor, id).await
}

pub async fn update(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    submitted: Submitted,
) -> Result<Response, PageError> {
    let id = actor.kommun.number();
    save::<Kommun>(app, actor, id, notices, submitted).await
}

#[async_trait::async_trait]
impl Noun for Kommun {
    type Offered = ();
    const PAGES: Pages = Pages {
        path: "/administration/kommunen",
        new: "ny",
        new_title: "kommun-edit",
        edit_title: "kommun-edit",
        trail: &[("nav-administration", "/administration")],
    };

    async fn offered(_: &App, _: &Actor) -> Result<(), PageError> {
        Ok(())
    }

    /// A kommun is founded, never registered by another.
    async fn blank(_: &App, _: &Actor, _: Option<&Stored<Site>>) -> Result<Self, PageError> {
        Err(PageError::NotFound)
    }

    fn form(action: String, (): &()) -> Form {
        form::form(action)
    }

    fn values(&self) -> Values {
        form::values(self)
    }

    fn read(self, values: &Values, (): &()) -> Result<Self, Errors> {
        form::read(values, self)
    }

    fn name(&self, _: Loc) -> String {
        self.name.clone()
    }

    fn may_change(actor: &Actor, _: Option<&Stored<Site>>) -> bool {
        actor.account.may(Permission::ManageOrganisation, None)
    }

    fn intro(&self, l: Loc) -> String {
        l.ta("kommun-log-origin-note", "origin", &self.log_origin)
    }

    fn back(_: i64) -> String {
        "/administration".to_owned()
    }

    fn path(_: i64) -> String {
        Self::PAGES.path.to_owned()
    }
}

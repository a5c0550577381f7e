//! Recorders on the web.

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::routing::{get, post};
use sea_orm::DbErr;

use super::{Recorder, RecorderId, form};
use crate::account::Permission;
use crate::camera;
use crate::db::WriteTx;
use crate::db::record::{self, Stored};
use crate::organisation::{self, KommunId};
use crate::register::page::ListPage;
use crate::register::web::list::list_of;
use crate::register::web::noun::{Noun, Pages, same_name};
use crate::register::web::of_kommun_shown_by;
use crate::site::{Site, SiteId};
use crate::texts::{Loc, Message};
use crate::web::actor::Actor;
use crate::web::form::{Choice, Errors, FieldError, Form, Values};
use crate::web::page::FormPage;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

mod access;
mod report;
mod show;
mod token;
pub(super) mod upload;

pub fn routes() -> Router<App> {
    of_kommun_shown_by::<Recorder>(get(show::show))
        .route("/inspelare", get(index))
        .route(
            "/inspelare/{id}/anslutning",
            get(access::edit).post(access::update),
        )
        .route("/inspelare/{id}/fraga", post(access::ask))
        .route("/inspelare/{id}/sandnyckel", post(token::make))
        .route("/inspelare/{id}/kontroller/ny", get(upload::new))
        .route(
            "/inspelare/{id}/kontroller",
            post(upload::create).layer(DefaultBodyLimit::max(upload::BODY_BYTES)),
        )
}

async fn index(State(app): State<App>, actor: Actor) -> Result<ListPage, PageError> {
    let columns = ["kind", "location", "configured_hours"];
    list_of::<Recorder>(&app, &actor, &columns, "recorder-none").await
}

/// A recorder of the kommun. Whether the person may do something with it is asked before.
async fn stored(app: &App, actor: &Actor, id: i64) -> Result<Stored<Recorder>, PageError> {
    let found = record::find::<Recorder>(app.db.read(), actor.kommun, RecorderId(id)).await?;
    found.ok_or(PageError::NotFound)
}

/// A recorder, to somebody who administers the kommun.
async fn administered(app: &App, actor: &Actor, id: i64) -> Result<Stored<Recorder>, PageError> {
    actor.require(Permission::ManageOrganisation, None)?;
    stored(app, actor, id).await
}

/// A form below a recorder, with a title and what to know first.
fn form_page(
    app: &App,
    actor: &Actor,
    recorder: &Stored<Recorder>,
    (title, lead): (&str, &str),
    form: Form,
) -> FormPage {
    let l = actor.l;
    let (title, path) = (l.t(title), Recorder::path(recorder.id.into()));
    let mut way = Crumb::way(l, Recorder::PAGES.trail, title);
    way.insert(1, Crumb::link(&recorder.data.name, l.path(&path)));
    FormPage::new(actor.shell(app), title, way, form).intro(l.t(lead))
}

/// The recorders of the kommun as choices of a form.
///
/// # Errors
/// When the database does not answer.
pub async fn choices(app: &App, actor: &Actor) -> Result<Vec<Choice>, PageError> {
    let recorders = record::all::<Recorder>(app.db.read(), actor.kommun).await?;
    Ok(recorders
        .into_iter()
        .map(|recorder| Choice::name(recorder.id, recorder.data.name))
        .collect())
}

#[async_trait::async_trait]
impl Noun for Recorder {
    type Offered = Vec<Choice>;
    const PAGES: Pages = Pages {
        path: "/inspelare",
        new: "ny",
        new_title: "recorder-new",
        edit_title: "recorder-edit",
        trail: &[("recorder-list-title", "/inspelare")],
    };

    async fn offered(app: &App, actor: &Actor) -> Result<Vec<Choice>, PageError> {
        organisation::web::units(app, actor).await
    }

    async fn blank(_: &App, _: &Actor, _: Option<&Stored<Site>>) -> Result<Self, PageError> {
        Ok(Self::unnamed())
    }

    fn form(action: String, units: &Vec<Choice>) -> Form {
        form::form(action, units)
    }

    fn values(&self) -> Values {
        form::values(self)
    }

    fn read(self, values: &Values, units: &Vec<Choice>) -> Result<Self, Errors> {
        form::read(values, units, &self)
    }

    fn name(&self, _: Loc) -> String {
        self.name.clone()
    }

    fn may_change(actor: &Actor, _: Option<&Stored<Site>>) -> bool {
        [Permission::EditSites, Permission::ManageOrganisation]
            .into_iter()
            .any(|permission| actor.account.may_somewhere(permission))
    }

    fn clash(&self, others: &[Stored<Self>]) -> Option<FieldError> {
        let key = &self.check_key;
        if !key.is_empty() && others.iter().any(|other| other.data.check_key == *key) {
            return Some(FieldError {
                field: "check_key".into(),
                message: Message::new("recorder-check-key-taken"),
            });
        }
        same_name(&self.name, others.iter().map(|other| &*other.data.name))
    }

    /// What a recorder is set to keep bears on every site with a camera that it records.
    async fn used_at(tx: &WriteTx, kommun: KommunId, id: RecorderId) -> Result<Vec<SiteId>, DbErr> {
        camera::store::sites_of_recorder(&**tx, kommun.unveiled(), id).await
    }
}

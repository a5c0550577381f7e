//! Holds on the web. A gagged order is a page that does not exist, for everybody but those who know of it.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use sea_orm::DbErr;

use super::form::{self, Offered};
use super::{Hold, HoldId};
use crate::account::{self, Permission};
use crate::camera::Camera;
use crate::compliance::{self, store};
use crate::db::record::Stored;
use crate::law::Outcome;
use crate::organisation::KommunId;
use crate::register::page::RecordPage;
use crate::register::web::noun::{Noun, Pages, site_of};
use crate::register::web::{added_to_site, edit_page, record_page, save};
use crate::site::Site;
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::form::{Choice, Errors, FieldError, Form, Values};
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    added_to_site::<Hold>()
        .route("/bevaranden/{id}", get(show).post(update))
        .route("/bevaranden/{id}/andra", get(edit))
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<RecordPage, PageError> {
    let (mut page, hold) = record_page::<Hold>(app.clone(), actor.clone(), id).await?;
    let found = store::dossier(app.db.read(), actor.kommun, hold.data.site).await?;
    let (_, dossier) = found.ok_or(PageError::NotFound)?;
    let (rules, today) = (actor.rules_then(&app), actor.as_of());
    for finding in compliance::of_hold(&rules, dossier, HoldId(id), hold.data, today) {
        if matches!(finding.outcome, Outcome::Breached | Outcome::AtRisk) {
            let outcome = actor.l.code(finding.outcome);
            let (what, remedy) = (finding.text(actor.l), finding.remedy(actor.l));
            page.note(format!("{outcome}. {what} {remedy}"));
        }
    }
    Ok(page)
}

async fn edit(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    edit_page::<Hold>(app, actor, id).await
}

async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    save::<Hold>(app, actor, id, notices, Submitted(values)).await
}

/// The people who can own a hold, and the cameras of a site.
pub(super) async fn offered_in(
    app: &App,
    kommun: KommunId,
    site: Option<&Stored<Site>>,
) -> Result<Offered, DbErr> {
    let people = account::store::all(app.db.read(), kommun).await?;
    let may_own = people.into_iter().filter(|person| {
        person.may_somewhere(Permission::RecordDisclosures)
            || person.may_somewhere(Permission::SignAssessments)
    });
    let mut offered = Offered {
        cameras: Vec::new(),
        people: may_own
            .map(|person| Choice::name(person.id, person.name))
            .collect(),
    };
    if let Some(site) = site {
        let cameras = store::parts_of::<Camera>(app.db.read(), kommun, site.id).await?;
        let named = |camera: Stored<Camera>| Choice::name(camera.id, camera.data.label);
        offered.cameras = cameras.into_iter().map(named).collect();
    }
    Ok(offered)
}

#[async_trait::async_trait]
impl Noun for Hold {
    type Offered = Offered;
    const PAGES: Pages = Pages {
        path: "/bevaranden",
        new: "nytt",
        new_title: "hold-new",
        edit_title: "hold-edit",
        trail: &[],
    };

    async fn offered(app: &App, actor: &Actor) -> Result<Offered, PageError> {
        Ok(offered_in(app, actor.kommun, None).await?)
    }

    async fn offered_at(
        app: &App,
        actor: &Actor,
        site: Option<&Stored<Site>>,
    ) -> Result<Offered, PageError> {
        Ok(offered_in(app, actor.kommun, site).await?)
    }

    async fn blank(_: &App, actor: &Actor, site: Option<&Stored<Site>>) -> Result<Self, PageError> {
        let mut hold = Self::at(site_of(site)?, actor.now);
        hold.owner = Some(actor.account.id);
        Ok(hold)
    }

    fn form(action: String, offered: &Offered) -> Form {
        form::form(action, offered)
    }

    fn values(&self) -> Values {
        form::values(self)
    }

    fn prefilled(&self) -> Values {
        form::prefilled(self)
    }

    fn read(self, values: &Values, offered: &Offered) -> Result<Self, Errors> {
        form::read(values, offered, self)
    }

    fn name(&self, l: Loc) -> String {
        self.name(l)
    }

    fn may_change(actor: &Actor, site: Option<&Stored<Site>>) -> bool {
        [Permission::RecordDisclosures, Permission::SignAssessments]
            .into_iter()
            .any(|permission| {
                site.is_some_and(|site| actor.account.may(permission, site.data.unit))
            })
    }

    /// Who sees disclosures, and who answers for the site: not the administrator.
    fn may_read(actor: &Actor) -> bool {
        [Permission::ReadDisclosures, Permission::EditSites]
            .into_iter()
            .any(|permission| actor.account.may_somewhere(permission))
    }

    fn is_seen_by(&self, actor: &Actor, site: Option<&Stored<Site>>) -> bool {
        let unit = site.and_then(|site| site.data.unit);
        self.is_seen_by(&actor.account, unit)
    }

    /// Two holds may look the same, and one of them may be an order that must not be known of.
    fn clash(&self, _others: &[Stored<Self>]) -> Option<FieldError> {
        None
    }
}

//! Assessments on the web, and signing them.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_sessions::Session;

use super::page::Sign;
use super::{Assessment, AssessmentId, Signature, form, store};
use crate::account::Permission;
use crate::db::record::{self, Stored};
use crate::register::page::RecordPage;
use crate::register::web::noun::{Noun, Pages, site_of};
use crate::register::web::part_of_site;
use crate::site::Site;
use crate::site::web::crumbs;
use crate::texts::{Loc, Message};
use crate::web::actor::{Actor, say};
use crate::web::change::replace;
use crate::web::form::{Errors, FieldError, Form, Values};
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

/// A signed assessment is immutable; a new version supersedes it.
const SIGNED: &str = "error-assessment-signed";

pub fn routes() -> Router<App> {
    part_of_site::<Assessment>().route("/bedomningar/{id}/underskrift", get(sign).post(signed))
}

#[async_trait::async_trait]
impl Noun for Assessment {
    type Offered = ();
    const PAGES: Pages = Pages {
        path: "/bedomningar",
        new: "ny",
        new_title: "assessment-new",
        edit_title: "assessment-edit",
        trail: &[],
    };

    async fn offered(_: &App, _: &Actor) -> Result<(), PageError> {
        Ok(())
    }

    async fn blank(
        app: &App,
        actor: &Actor,
        site: Option<&Stored<Site>>,
    ) -> Result<Self, PageError> {
        let site = site_of(site)?;
        let latest = store::latest(app.db.read(), actor.kommun, site).await?;
        Ok(Self::draft(
            site,
            latest.as_ref().map(|latest| &latest.data),
        ))
    }

    fn form(action: String, (): &()) -> Form {
        form::form(action)
    }

    fn values(&self) -> Values {
        form::values(self)
    }

    fn prefilled(&self) -> Values {
        form::values(self)
    }

    fn read(self, values: &Values, (): &()) -> Result<Self, Errors> {
        form::read(values, self)
    }

    fn name(&self, l: Loc) -> String {
        l.ta("assessment-name", "number", self.number)
    }

    /// One draft at a time: else nobody knows which of them is being worked on.
    fn clash(&self, others: &[Stored<Self>]) -> Option<FieldError> {
        let draft = others.iter().find(|other| !other.data.is_signed())?;
        let message =
            Message::new("assessment-draft-exists").with("number", draft.data.number.to_string());
        Some(FieldError {
            field: "kind".into(),
            message,
        })
    }

    fn closed(&self) -> Option<&'static str> {
        self.is_signed().then_some(SIGNED)
    }

    fn describe(record: &Stored<Self>, page: &mut RecordPage, may_sign: bool) {
        let (l, assessment) = (page.l, &record.data);
        if let Some(signed) = &assessment.signed {
            page.fact("assessment-signed", signed.on.to_string());
            page.fact("assessment-signed-by", &*signed.by);
            let path = format!("/bevakningar/{}/bedomningar/ny", assessment.site);
            page.action("assessment-new", &path);
        } else {
            page.fact("assessment-signed", l.t("assessment-draft"));
            if may_sign {
                let path = format!("/bedomningar/{}/underskrift", record.id);
                page.action("assessment-sign", &path);
            }
        }
    }
}

/// An assessment that the person may sign, with its site.
async fn signable(
    app: &App,
    actor: &Actor,
    id: i64,
) -> Result<(Stored<Assessment>, Stored<Site>), PageError> {
    let db = app.db.read();
    let found = record::find::<Assessment>(db, actor.kommun, AssessmentId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    let site = record::find::<Site>(db, actor.kommun, found.data.site)
        .await?
        .ok_or(PageError::NotFound)?;
    actor.require(Permission::SignAssessments, site.data.unit)?;
    if found.data.is_signed() {
        return Err(PageError::Closed(SIGNED));
    }
    Ok((found, site))
}

async fn sign(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Sign, PageError> {
    let (assessment, site) = signable(&app, &actor, id).await?;
    Ok(sign_page(&app, &actor, assessment, &site))
}

async fn signed(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    session: Session,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let (before, site) = signable(&app, &actor, id).await?;
    if !before.data.missing(&site.data.purposes).is_empty() {
        let page = sign_page(&app, &actor, before, &site);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut after = before.data.clone();
    after.signed = Some(Signature {
        by: actor.account.name.clone(),
        on: actor.today,
    });
    replace(&app, &actor, before, &values, after).await?;
    say(&session, "assessment-was-signed").await?;
    Ok(Redirect::to(&actor.l.path(&format!("/bedomningar/{id}"))).into_response())
}

fn sign_page(
    app: &App,
    actor: &Actor,
    assessment: Stored<Assessment>,
    site: &Stored<Site>,
) -> Sign {
    Sign {
        shell: actor.shell(app),
        l: actor.l,
        crumbs: crumbs(actor, actor.l.t("assessment-sign"), Some(site)),
        id: assessment.id,
        version: assessment.version,
        missing: assessment.data.missing(&site.data.purposes),
        assessment: assessment.data,
        by: actor.account.name.clone(),
    }
}

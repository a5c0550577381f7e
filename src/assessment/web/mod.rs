//! Assessments on the web: written whole or step by step, advised on, compared, signed, read as a document.

use axum::Router;
use axum::routing::get;

use super::hands::{Barred, Hands};
use super::{Assessment, AssessmentId, form, store};
use crate::account::Permission;
use crate::db::record::{self, Record, Stored};
use crate::register;
use crate::register::page::RecordPage;
use crate::register::web::noun::{Noun, Pages, site_of};
use crate::register::web::part_of_site;
use crate::site::Site;
use crate::texts::{Loc, Message};
use crate::web::actor::Actor;
use crate::web::form::{Errors, FieldError, Form, Values};
use crate::web::{App, PageError};

mod advice;
mod document;
mod sign;
mod steps;

/// A signed assessment is immutable; a new version supersedes it.
const SIGNED: &str = "error-assessment-signed";

pub fn routes() -> Router<App> {
    part_of_site::<Assessment>()
        .route(
            "/bedomningar/{id}/underskrift",
            get(sign::sign).post(sign::signed),
        )
        .route(
            "/bedomningar/{id}/rad",
            get(advice::advise).post(advice::advised),
        )
        .route("/bedomningar/{id}/dokument", get(document::document))
        .route("/bedomningar/{id}/jamforelse", get(document::compared))
        .route(
            "/bedomningar/{id}/steg/{step}",
            get(steps::step).post(steps::answered),
        )
        .route(
            "/bevakningar/{site}/bedomningar/steg",
            get(steps::begin).post(steps::begun),
        )
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
            page.action(
                "assessment-document",
                &format!("/bedomningar/{}/dokument", record.id),
            );
            let path = format!("/bevakningar/{}/bedomningar/ny", assessment.site);
            page.action("assessment-new", &path);
        } else {
            page.fact("assessment-signed", l.t("assessment-draft"));
            if may_sign {
                let path = format!("/bedomningar/{}/underskrift", record.id);
                page.action("assessment-sign", &path);
            }
            let path = format!("/bedomningar/{}/dokument", record.id);
            page.action("assessment-document", &path);
        }
        if !assessment.dpo_advice.is_empty() {
            page.fact("assessment-dpo-advice", &*assessment.dpo_advice);
        }
        if let Some(advice) = &assessment.advice {
            page.fact("advice-stance", l.code(advice.stance));
            page.fact("advice-by", format!("{}, {}", advice.by, l.date(advice.on)));
        }
    }
}

/// An assessment of the kommun with its site.
async fn found(
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
    Ok((found, site))
}

/// Whose hands it has been in.
async fn hands(
    app: &App,
    actor: &Actor,
    assessment: &Stored<Assessment>,
) -> Result<Hands, PageError> {
    let (db, kommun) = (app.db.read(), actor.kommun);
    let (kind, id) = (Assessment::KIND, assessment.id.0);
    let history = register::store::with_accounts(db, kommun, kind, id).await?;
    let changes = history.iter().map(|(account, one)| (*account, one));
    Ok(Hands::of(changes))
}

/// A version that the person may act on: with the permission, while it is not signed, and unless `bar` says that it has been
/// in their hands.
async fn unbarred(
    app: &App,
    actor: &Actor,
    id: i64,
    permission: Permission,
    bar: fn(&Hands, i64) -> Option<Barred>,
) -> Result<(Stored<Assessment>, Stored<Site>), PageError> {
    let (assessment, site) = found(app, actor, id).await?;
    actor.require(permission, site.data.unit)?;
    if assessment.data.is_signed() {
        return Err(PageError::Closed(SIGNED));
    }
    let hands = hands(app, actor, &assessment).await?;
    match bar(&hands, actor.account.id.0) {
        Some(barred) => Err(PageError::Closed(why(barred))),
        None => Ok((assessment, site)),
    }
}

/// The text that says why somebody may not do the next act.
const fn why(barred: Barred) -> &'static str {
    match barred {
        Barred::Wrote => "error-assessment-own",
        Barred::Advised => "error-assessment-advised",
    }
}

//! A version as a document, and two versions beside each other.

use axum::extract::{Path, Query, State};
use serde::Deserialize;

use super::{found, hands};
use crate::account::Permission;
use crate::assessment::page::{Comparison, Document};
use crate::assessment::{Assessment, AssessmentId, compare, form};
use crate::db::record::{self, Stored};
use crate::register::web::noun::Noun;
use crate::site::SiteId;
use crate::site::web::crumbs;
use crate::web::actor::Actor;
use crate::web::{App, PageError};

/// The versions of a site, the latest first.
async fn versions(
    app: &App,
    actor: &Actor,
    site: SiteId,
) -> Result<Vec<Stored<Assessment>>, PageError> {
    let mut all = record::at_site::<Assessment>(app.db.read(), actor.kommun, Some(site)).await?;
    all.sort_by_key(|one| std::cmp::Reverse(one.data.number));
    Ok(all)
}

pub(super) async fn document(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Document, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let (assessment, site) = found(&app, &actor, id).await?;
    let hands = hands(&app, &actor, &assessment).await?;
    let (me, unit) = (actor.account.id.0, site.data.unit);
    let may = |permission| !assessment.data.is_signed() && actor.account.may(permission, unit);
    let title = assessment.data.name(actor.l);
    let all = versions(&app, &actor, site.id).await?;
    let earlier = |one: &&Stored<Assessment>| one.data.number < assessment.data.number;
    Ok(Document {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs(&actor, &title, Some(&site)),
        id: assessment.id,
        may_write: may(Permission::EditSites),
        may_advise: may(Permission::AdviseOnAssessments) && hands.bars_from_advice(me).is_none(),
        may_sign: may(Permission::SignAssessments) && hands.bars_from_deciding(me).is_none(),
        compared_with: all.iter().find(earlier).map(|one| one.id),
        written_by: hands.writers.into_values().collect(),
        missing: assessment.data.missing(&site.data.purposes),
        changed_since_advice: assessment.data.changed_since_advice(assessment.version),
        form: form::form(String::new()).fill(form::values(&assessment.data)),
        assessment: assessment.data,
        site: site.data,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Against {
    /// Id of the version to compare with; else the one before.
    med: Option<i64>,
}

pub(super) async fn compared(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    Query(against): Query<Against>,
) -> Result<Comparison, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let (assessment, site) = found(&app, &actor, id).await?;
    let all = versions(&app, &actor, site.id).await?;
    let wanted = |one: &&Stored<Assessment>| match against.med {
        Some(other) => one.id == AssessmentId(other),
        None => one.data.number < assessment.data.number,
    };
    let other = all.iter().find(wanted).ok_or(PageError::NotFound)?;
    let l = actor.l;
    let others = all.iter().filter(|one| one.id != assessment.id);
    Ok(Comparison {
        shell: actor.shell(&app),
        l,
        crumbs: crumbs(&actor, l.t("assessment-compare"), Some(&site)),
        id: assessment.id,
        number: assessment.data.number,
        other: other.id,
        other_number: other.data.number,
        versions: others.map(|one| (one.id, one.data.number)).collect(),
        differ: compare::versions(&other.data, &assessment.data, l),
    })
}

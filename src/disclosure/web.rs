//! The disclosure desk on the web.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tower_sessions::Session;

use super::form::Desk;
use super::page::{Index, Line, Show, Where};
use super::store::Recorded;
use super::{Disclosure, DisclosureId, delivery, form, store};
use crate::account::Permission;
use crate::camera::Camera;
use crate::compliance::list::{self, Filter};
use crate::compliance::release::store::dossier_for;
use crate::compliance::{self, release};
use crate::db::record::{self, Stored};
use crate::law::{Finding, Outcome};
use crate::site::{Site, SiteId};
use crate::web::actor::{Actor, say};
use crate::web::form::{Choice, Form, Values};
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::view::{Crumb, Pages};
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/utlamnanden", get(index).post(create))
        .route("/utlamnanden/nytt", get(new))
        .route("/utlamnanden/{id}", get(show))
        .merge(super::correction::web::routes())
        .merge(super::coverage::web::routes())
        .merge(super::delivery::web::routes())
        .merge(super::receipt::web::routes())
}

/// Lines on a page of the log.
const LINES: u64 = 50;
/// Sites offered at the counter; a narrower search shows the rest.
const SITES: u64 = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    bevakning: Option<i64>,
    sok: String,
    fore: Option<i64>,
    /// What was found to cover the place: cameras, and the time asked about.
    kameror: String,
    fran: String,
    till: String,
}

impl Asked {
    /// What the question about cameras at a place has answered already.
    fn fill(&self, values: Values) -> Values {
        let at = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
        let (from, until) = (at(&self.fran), at(&self.till));
        let cameras = self
            .kameror
            .split(',')
            .filter_map(|id| id.parse::<i64>().ok());
        cameras
            .fold(values, |values, id| values.id("cameras", Some(id)))
            .instant("requested_from", from)
            .instant("requested_until", until)
            .instant("interval_from", from)
            .instant("interval_until", until)
    }
}

async fn index(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Index, PageError> {
    actor.require_somewhere(Permission::ReadDisclosures)?;
    let db = app.db.read();
    let recorded = store::latest(
        db,
        actor.kommun,
        asked.bevakning.map(SiteId),
        asked.fore,
        LINES,
    )
    .await?;
    let last = recorded
        .last()
        .filter(|_| recorded.len() as u64 == LINES)
        .map(|last| last.data.number);
    let path = |fore: i64| {
        actor
            .l
            .path(&format!("/utlamnanden?fore={fore}{}", of_site(&asked)))
    };
    let pages = Pages {
        first: asked.fore.map(|_| {
            actor.l.path(&format!(
                "/utlamnanden?{}",
                of_site(&asked).trim_start_matches('&')
            ))
        }),
        next: last.map(path),
        shown: String::new(),
    };
    let names =
        crate::site::store::names(db, actor.kommun, recorded.iter().map(|one| one.data.site))
            .await?;
    let lines = recorded.into_iter().map(|one| {
        let site = names.get(&one.data.site).cloned().unwrap_or_default();
        Line {
            recorded: one,
            site,
        }
    });
    let may_record = actor.account.may_somewhere(Permission::RecordDisclosures);
    Ok(Index {
        shell: actor.shell(&app),
        l: actor.l,
        lines: lines.collect(),
        pages,
        may_record,
    })
}

fn of_site(asked: &Asked) -> String {
    asked
        .bevakning
        .map_or(String::new(), |site| format!("&bevakning={site}"))
}

async fn new(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::RecordDisclosures)?;
    let Some(site) = asked.bevakning else {
        return Ok(which_site(&app, &actor, asked.sok).await?.into_response());
    };
    let site = stored_site(&app, &actor, site).await?;
    let desk = desk(&app, &actor, &site).await?;
    let values = form::prefilled(&actor.account.name, actor.now, actor.today, &request_key()?);
    let values = asked.fill(values);
    let occasion = desk.occasion(&values, actor.today);
    let form = form::form(&desk, occasion).fill(values);
    Ok(form_page(&app, &actor, &site, form).into_response())
}

async fn which_site(app: &App, actor: &Actor, search: String) -> Result<Where, PageError> {
    let filter = Filter {
        search: search.chars().take(200).collect(),
        ..Filter::default()
    };
    let found = list::lines(app.db.read(), actor.kommun, &filter, None, SITES).await?;
    let sites = found.into_iter().map(|line| {
        Choice::name(
            line.id,
            format!("{} ({}), {}", line.name, line.reference, line.address),
        )
    });
    Ok(Where {
        shell: actor.shell(app),
        l: actor.l,
        crumbs: crumbs(actor, actor.l.t("disclosure-new")),
        search,
        sites: sites.collect(),
    })
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    session: Session,
    Query(asked): Query<Asked>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let site = stored_site(&app, &actor, asked.bevakning.ok_or(PageError::NotFound)?).await?;
    let desk = desk(&app, &actor, &site).await?;
    let key = values.first(form::REQUEST_KEY).to_owned();
    if key.is_empty() || key.len() > 64 {
        return Err(PageError::BadRequest("disclosure-no-key"));
    }
    let form = form::form(&desk, desk.occasion(&values, actor.today));
    let refused = |form: Form| {
        let page = form_page(&app, &actor, &site, form);
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    };
    let disclosure = match form::read(&values, site.id, &desk.cameras, actor.now) {
        Ok(disclosure) => disclosure,
        Err(errors) => return Ok(refused(form.fill(values).refuse(errors))),
    };
    let found = judged(&app, &actor, &disclosure).await?;
    let warnings = form::warnings(&values, &disclosure, &found, actor.l);
    if !warnings.is_empty() {
        let form = form::with_box(form);
        return Ok(refused(form.fill(values).refuse(warnings)));
    }
    let tx = app.db.begin_write_together().await?;
    let recorded = store::record(&tx, actor.kommun, &disclosure, &key, actor.now).await?;
    tx.commit().await?;
    see_that_it_is_signed(&app, &actor, recorded.ledger_idx).await;
    say(&session, "disclosure-recorded").await?;
    Ok(Redirect::to(&actor.l.path(&format!("/utlamnanden/{}", recorded.id))).into_response())
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Show, PageError> {
    let (recorded, site) = recorded_at_a_site(&app, &actor, id).await?;
    actor.require(Permission::ReadDisclosures, site.data.unit)?;
    let db = app.db.read();
    let known = cameras(&app, &actor, site.id).await?;
    let chosen = known.iter().filter(|choice| {
        recorded
            .data
            .cameras
            .iter()
            .any(|id| id.to_string() == choice.value)
    });
    let cameras = chosen
        .map(|choice| choice.shown(&actor.l).to_owned())
        .collect();
    // What was erased can no longer be judged: an empty field would look like one that nobody filled in.
    let mut findings = if recorded.erased.is_empty() {
        judged(&app, &actor, &recorded.data).await?
    } else {
        Vec::new()
    };
    findings.retain(|finding| !matches!(finding.outcome, Outcome::Met | Outcome::NotApplicable));
    findings.sort_by_key(compliance::urgency);
    let cover = app
        .signers
        .covered(db, actor.kommun, entry_of(&recorded))
        .await?;
    Ok(Show {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs(
            &actor,
            &actor
                .l
                .ta("disclosure-number", "number", recorded.data.number),
        ),
        cover,
        corrected_by: store::correction_of(db, actor.kommun, recorded.id).await?,
        deliveries: delivery::store::of_disclosure(db, actor.kommun, recorded.id).await?,
        may_record: actor
            .account
            .may(Permission::RecordDisclosures, site.data.unit),
        recorded,
        site: site.data.name,
        cameras,
        findings,
    })
}

/// What the rules say of a disclosure, to someone who knows of the holds that they may know of.
pub(super) async fn judged(
    app: &App,
    actor: &Actor,
    disclosure: &Disclosure,
) -> Result<Vec<Finding>, PageError> {
    let db = app.db.read();
    let dossier = dossier_for(db, actor.kommun, disclosure.site, &actor.account)
        .await?
        .ok_or(PageError::NotFound)?;
    Ok(release::findings(
        &actor.rules_then(app),
        disclosure,
        &dossier,
        actor.as_of(),
    ))
}

/// Number of a release's entry in the log.
pub(super) fn entry_of(recorded: &Recorded) -> u64 {
    u64::try_from(recorded.ledger_idx).unwrap_or(u64::MAX)
}

/// A release of the person's kommun, and the site it is from. Whether the person may see it is for the caller to ask.
pub(super) async fn recorded_at_a_site(
    app: &App,
    actor: &Actor,
    id: i64,
) -> Result<(Recorded, Stored<Site>), PageError> {
    let db = app.db.read();
    let recorded = store::find(db, actor.kommun, DisclosureId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    let site = record::find::<Site>(db, actor.kommun, recorded.data.site)
        .await?
        .ok_or(PageError::NotFound)?;
    Ok((recorded, site))
}

/// Has the entry signed before anything leaves the house. What was recorded stands also when that fails: its page says
/// that it is not signed yet, why, and offers to try again.
pub(super) async fn see_that_it_is_signed(app: &App, actor: &Actor, ledger_idx: i64) {
    let idx = u64::try_from(ledger_idx).unwrap_or(u64::MAX);
    let signed = app.signers.cover(&app.db, actor.kommun, idx, actor.now);
    if let Err(error) = signed.await {
        tracing::warn!(entry = idx, %error, "the entry is not signed yet");
    }
}

/// A site whose footage the person may release.
async fn stored_site(app: &App, actor: &Actor, id: i64) -> Result<Stored<Site>, PageError> {
    let site = record::find::<Site>(app.db.read(), actor.kommun, SiteId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    actor.require(Permission::RecordDisclosures, site.data.unit)?;
    Ok(site)
}

pub(super) async fn cameras(
    app: &App,
    actor: &Actor,
    site: SiteId,
) -> Result<Vec<Choice>, PageError> {
    let found =
        crate::compliance::store::parts_of::<Camera>(app.db.read(), actor.kommun, site).await?;
    Ok(found
        .into_iter()
        .map(|camera| {
            let place = if camera.data.placement.is_empty() {
                String::new()
            } else {
                format!(", {}", camera.data.placement)
            };
            Choice::name(camera.id, format!("{}{place}", camera.data.label))
        })
        .collect())
}

/// What a form about a site's footage offers.
pub(super) async fn desk(app: &App, actor: &Actor, site: &Stored<Site>) -> Result<Desk, PageError> {
    Ok(Desk {
        site: site.id,
        secrecy: site.data.secrecy,
        cameras: cameras(app, actor, site.id).await?,
    })
}

fn form_page(app: &App, actor: &Actor, site: &Stored<Site>, form: Form) -> FormPage {
    let title = actor.l.ta("disclosure-new-at", "name", &site.data.name);
    FormPage::new(
        actor.shell(app),
        &title,
        crumbs(actor, actor.l.t("disclosure-new")),
        form,
    )
    .intro(actor.l.t("disclosure-intro"))
}

fn crumbs(actor: &Actor, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::link(actor.l.t("nav-disclosures"), actor.l.path("/utlamnanden")),
        Crumb::here(here),
    ]
}

/// The way to a page below a release.
pub(super) fn crumbs_below(actor: &Actor, recorded: &Recorded, here: &str) -> Vec<Crumb> {
    let number = actor
        .l
        .ta("disclosure-number", "number", recorded.data.number);
    let path = actor.l.path(&format!("/utlamnanden/{}", recorded.id));
    vec![
        Crumb::link(actor.l.t("nav-disclosures"), actor.l.path("/utlamnanden")),
        Crumb::link(number, path),
        Crumb::here(here),
    ]
}

/// Random, so that two people at two counters never share one.
pub(super) fn request_key() -> Result<String, PageError> {
    let mut key = [0_u8; 16];
    getrandom::fill(&mut key)
        .map_err(|error| PageError::Internal(format!("no random bytes: {error}")))?;
    Ok(URL_SAFE_NO_PAD.encode(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_forms_never_share_a_request_key() {
        assert_ne!(request_key().unwrap(), request_key().unwrap());
    }
}

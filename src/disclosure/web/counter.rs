//! The counter: one page with every question, and the one door through which a disclosure is recorded.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::clerk::Clerk;
use super::desk::{judged, to_release_from};
use super::{crumbs, request_key, see_that_it_is_signed, sent_key, to_release};
use crate::account::Permission;
use crate::compliance::list::{self, Filter};
use crate::compliance::release::Place;
use crate::db::record::{self, Stored};
use crate::disclosure::Disclosure;
use crate::disclosure::draft::store::End;
use crate::disclosure::draft::web::answer::note_request;
use crate::disclosure::draft::{self, DraftId, Typed};
use crate::disclosure::form::{self, Desk};
use crate::disclosure::page::{Counter, Where};
use crate::disclosure::store::{self, Recorded};
use crate::disclosure::trace::Act;
use crate::disclosure::trace::store::note_later;
use crate::site::{Site, SiteId};
use crate::web::actor::Actor;
use crate::web::form::{Choice, Errors, Form, Values};
use crate::web::notice::Notices;
use crate::web::page::refused;
use crate::web::router::POLICY_WITH_HASHING;
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

/// Sites offered at the counter; a narrower search shows the rest.
const SITES: u64 = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    bevakning: Option<i64>,
    sok: String,
    /// What was found to cover the place: cameras, and the time asked about.
    kameror: String,
    fran: String,
    till: String,
    /// A draft to go on with on this page.
    utkast: Option<i64>,
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

pub async fn new(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::RecordDisclosures)?;
    let Some(site) = asked.bevakning else {
        return Ok(which_site(&app, &actor, asked.sok).await?.into_response());
    };
    let desk = to_release_from(&app, &actor, site).await?;
    let values = if let Some(draft) = asked.utkast {
        draft::web::typed(&app, &actor, draft, desk.id).await?
    } else {
        let key = request_key()?;
        let person = &actor.account.name;
        asked.fill(form::prefilled(person, actor.now, actor.today, &key))
    };
    let occasion = desk.occasion(&values, actor.today);
    let form = form::form(&desk, occasion).fill(values);
    Ok(form_page(&app, &actor, &desk, form, asked.utkast.is_some()))
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

pub async fn create(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Query(asked): Query<Asked>,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::RecordDisclosures)?;
    let desk = to_release_from(&app, &actor, asked.bevakning.ok_or(PageError::NotFound)?).await?;
    let key = sent_key(&values)?;
    let clerk = Clerk::of(&app, &actor);
    match settle(&app, &clerk, &desk, &values, &key).await? {
        Ok(recorded) => {
            let said = "disclosure-recorded";
            Ok(to_release(&actor, &notices, recorded.id, said))
        }
        Err(why) => {
            let kept = keep(&app, &actor, desk.id, &key, &values).await?.is_some();
            let form = why.asked(form::form(&desk, desk.occasion(&values, actor.today)));
            let form = form.fill(values).refuse(why.errors);
            let page = form_page(&app, &actor, &desk, form, kept);
            Ok(refused(page))
        }
    }
}

/// Why a disclosure is not recorded yet.
#[derive(Debug)]
pub(in crate::disclosure) struct Refused {
    pub errors: Errors,
    /// It can be recorded all the same, by whoever says that it happened like that.
    pub asks: bool,
}

impl Refused {
    /// The form with the box that says so, where it is asked.
    pub fn asked(&self, form: Form) -> Form {
        if self.asks {
            form::with_box(form)
        } else {
            form
        }
    }
}

/// What was typed, if it can be read, and either no rule says anything against it or somebody has said that it was so.
pub(in crate::disclosure) fn meant(
    clerk: &Clerk<'_>,
    place: &Place,
    values: &Values,
    read: Result<Disclosure, Errors>,
) -> Result<Disclosure, Refused> {
    let disclosure = match read {
        Ok(disclosure) => disclosure,
        Err(errors) => {
            let asks = false;
            return Err(Refused { errors, asks });
        }
    };
    let found = judged(clerk, place, &disclosure);
    let errors = form::warnings(values, &disclosure, &found, clerk.l);
    if errors.is_empty() {
        return Ok(disclosure);
    }
    let asks = true;
    Err(Refused { errors, asks })
}

/// Records what was typed, ends its draft and has the entry signed; or says what is to be mended or meant. A key that was
/// seen before gives what was recorded then.
pub(in crate::disclosure) async fn settle(
    app: &App,
    clerk: &Clerk<'_>,
    desk: &Desk,
    values: &Values,
    key: &str,
) -> Result<Result<Recorded, Refused>, PageError> {
    let read = form::read(values, desk.id, &desk.cameras, clerk.now);
    let disclosure = match meant(clerk, &desk.place, values, read) {
        Ok(disclosure) => disclosure,
        Err(refused) => return Ok(Err(refused)),
    };
    let tx = app.db.begin_write_together().await?;
    let (kommun, now) = (clerk.kommun, clerk.now);
    let done = store::record(&tx, kommun, &disclosure, clerk.by(key), now).await?;
    let recorded = done.recorded;
    if done.is_new {
        let deed = clerk.deed(Act::Recorded, recorded.id);
        note_later(&tx, kommun, clerk.account, &deed, now).await?;
    }
    if done.has_draft
        && let Some(draft) = draft::store::by_key(&*tx, kommun, key).await?
    {
        // Somebody else works on it now: what they typed is not to be lost.
        let own = draft.holder == clerk.account.id;
        if !own || !draft::store::end(&*tx, kommun, &draft, End::Recorded, now).await? {
            return Err(PageError::Stale);
        }
    }
    tx.commit().await?;
    see_that_it_is_signed(app, kommun, recorded.ledger_idx, now);
    Ok(Ok(recorded))
}

/// Keeps what was typed as a draft, and says which; none when somebody else works on it or it has been recorded.
pub(in crate::disclosure) async fn keep(
    app: &App,
    actor: &Actor,
    site: SiteId,
    key: &str,
    values: &Values,
) -> Result<Option<DraftId>, PageError> {
    let typed = Typed::new(values);
    let tx = app.db.begin_write().await?;
    let kept = match draft::store::by_key(&*tx, actor.kommun, key).await? {
        Some(draft) if draft.holder == actor.account.id => {
            let person = &actor.account;
            draft::store::save(&*tx, actor.kommun, &draft, person, &typed, actor.now).await?;
            draft.id
        }
        Some(_) => return Ok(None),
        None => match draft::web::begin(&tx, actor, site, &typed, key).await {
            Ok(id) => id,
            Err(error) if crate::db::is_taken(&error) => return Ok(None),
            Err(error) => return Err(error.into()),
        },
    };
    note_request(&tx, actor, site, (values, key)).await?;
    tx.commit().await?;
    Ok(Some(kept))
}

/// A site whose footage the person may release.
pub(in crate::disclosure) async fn stored_site(
    app: &App,
    actor: &Actor,
    id: i64,
) -> Result<Stored<Site>, PageError> {
    let site = record::find::<Site>(app.db.read(), actor.kommun, SiteId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    actor.require(Permission::RecordDisclosures, site.data.unit)?;
    Ok(site)
}

fn form_page(app: &App, actor: &Actor, desk: &Desk, form: Form, kept: bool) -> Response {
    let page = Counter {
        shell: actor.shell(app),
        l: actor.l,
        title: actor
            .l
            .ta("disclosure-new-at", "name", &desk.place.site.name),
        crumbs: crumbs(actor, actor.l.t("disclosure-new")),
        form,
        kept,
    };
    (
        [(header::CONTENT_SECURITY_POLICY, POLICY_WITH_HASHING)],
        page,
    )
        .into_response()
}

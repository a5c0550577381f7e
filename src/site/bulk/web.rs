//! `/bevakningar/flera`

use std::collections::{BTreeMap, HashMap};

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::page::{Changed, Choose, Preview};
use super::undo::web::path as done_path;
use super::{MOST, PREVIEW, SHOWN, Step, Wanted, counted, form, read, seen};
use crate::account::Permission;
use crate::compliance::list::Line;
use crate::db::record::{self, Stored};
use crate::organisation::Controller;
use crate::register::ChangeError;
use crate::saved_view;
use crate::signage::{self, Sign};
use crate::site::web::list::Asked;
use crate::site::web::listed::List;
use crate::site::web::offered_units;
use crate::site::{Site, SiteId, store};
use crate::texts::Message;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::{Choice, ChoiceText, Errors, FieldError, Values};
use crate::web::notice::Notices;
use crate::web::submitted::Submitted;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

const PATH: &str = "/bevakningar/flera";
/// Name of the boxes.
const BOX: &str = "bevakning";

pub fn routes() -> Router<App> {
    Router::new()
        .route(PATH, get(choose).post(save))
        .route(PREVIEW, post(preview))
        .merge(super::undo::web::routes())
}

/// What can be chosen for all of them.
struct Offered {
    units: Vec<Choice>,
    controllers: Vec<Choice>,
}

async fn offered(app: &App, actor: &Actor) -> Result<Offered, PageError> {
    let may = |unit: &Choice| {
        let id = unit.value.parse().ok().map(crate::organisation::UnitId);
        id.is_some() && actor.account.may(Permission::EditSites, id)
    };
    let mut units = offered_units(app, actor).await?;
    units.retain(may);
    let controllers = record::all::<Controller>(app.db.read(), actor.kommun).await?;
    let controller = |one: Stored<Controller>| Choice::name(one.id, one.data.name);
    Ok(Offered {
        units,
        controllers: controllers.into_iter().map(controller).collect(),
    })
}

/// What the filter shows today, and which of it the person may change.
struct Found {
    lines: Vec<Line>,
    not_yours: usize,
    too_many: bool,
}

async fn found(app: &App, actor: &Actor, query: &str) -> Result<Found, PageError> {
    let asked: Asked = serde_urlencoded::from_str(query).unwrap_or_default();
    let mut from = actor.viewpoint(app);
    // A day that has passed is not changed.
    (from.as_of, from.known_then) = (from.today, false);
    from.rules = actor.rules.clone();
    let list = List::open(app, &from).await?;
    let mut lines = list.lines(&asked.filter(actor), None, MOST).await?;
    let all = lines.lines.len();
    lines
        .lines
        .retain(|line| actor.account.may(Permission::EditSites, line.unit_id));
    Ok(Found {
        not_yours: all - lines.lines.len(),
        too_many: lines.next.is_some(),
        lines: lines.lines,
    })
}

/// What the list was asked, as it stands in an address.
pub(super) fn asked(query: &str) -> String {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let today = pairs
        .iter()
        .filter(|(name, _)| name != "per" && name != "kand");
    saved_view::saved(today.map(|(name, value)| (&**name, &**value)))
}

async fn choose(
    State(app): State<App>,
    actor: Actor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Choose, PageError> {
    actor.require_somewhere(Permission::EditSites)?;
    let query = asked(&serde_urlencoded::to_string(pairs).unwrap_or_default());
    choice(&app, &actor, query, Values::default(), Vec::new()).await
}

async fn choice(
    app: &App,
    actor: &Actor,
    query: String,
    values: Values,
    errors: Errors,
) -> Result<Choose, PageError> {
    let offered = offered(app, actor).await?;
    let mut found = found(app, actor, &query).await?;
    let count = found.lines.len();
    found.lines.truncate(SHOWN);
    let form = form(offered.units, offered.controllers).fill(values);
    Ok(Choose {
        shell: actor.shell(app),
        l: actor.l,
        crumbs: crumbs(actor, "bulk-title"),
        query,
        lines: found.lines,
        count,
        not_yours: found.not_yours,
        too_many: found.too_many,
        form: form.refuse(errors),
    })
}

/// Shows what would change, and changes nothing.
async fn preview(
    State(app): State<App>,
    actor: Actor,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::EditSites)?;
    let query = asked(values.first("fraga"));
    let offered = offered(&app, &actor).await?;
    let read = read(&values, &offered.units, &offered.controllers, actor.today);
    let chosen: Vec<SiteId> = if values.first("vilka") == "alla" {
        let found = found(&app, &actor, &query).await?;
        let whole = found.lines.into_iter().filter(|_| !found.too_many);
        whole.map(|line| line.id).collect()
    } else {
        let ticked = values.all(BOX).filter_map(|id| id.parse().ok());
        ticked.take(MOST).map(SiteId).collect()
    };
    let mut errors = read.as_ref().err().cloned().unwrap_or_default();
    if chosen.is_empty() {
        errors.push(FieldError {
            field: BOX.into(),
            message: Message::new("bulk-nothing-chosen"),
        });
    }
    let Some(wanted) = read.ok().filter(|_| errors.is_empty()) else {
        let page = choice(&app, &actor, query, values, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let sites = sites(&app, &actor, &chosen).await?;
    let page = shown(&app, &actor, sites, &wanted, &offered, values).await?;
    Ok(page.into_response())
}

/// Sites as they are, of those that the person may change; and how many there are beside.
async fn sites(
    app: &App,
    actor: &Actor,
    chosen: &[SiteId],
) -> Result<(Vec<Stored<Site>>, usize), PageError> {
    let mut sites = store::some(app.db.read(), actor.kommun, chosen).await?;
    let all = sites.len();
    sites.retain(|site| actor.account.may(Permission::EditSites, site.data.unit));
    let not_yours = all - sites.len();
    Ok((sites, not_yours))
}

async fn shown(
    app: &App,
    actor: &Actor,
    (sites, not_yours): (Vec<Stored<Site>>, usize),
    wanted: &Wanted,
    offered: &Offered,
    values: Values,
) -> Result<Preview, PageError> {
    let ids: Vec<SiteId> = sites.iter().map(|site| site.id).collect();
    let signs = if wanted.touches_signs() {
        signage::store::at_sites(app.db.read(), actor.kommun, &ids).await?
    } else {
        Vec::new()
    };
    let mut inspected: HashMap<SiteId, usize> = HashMap::new();
    for sign in &signs {
        if wanted.on_sign(&sign.data, &actor.account.name) != sign.data {
            *inspected.entry(sign.data.site).or_default() += 1;
        }
    }
    let all = sites.len();
    let units = offered_units(app, actor).await?;
    let changed: Vec<Changed> = sites
        .into_iter()
        .map(|site| Changed {
            steps: {
                let after = wanted.on(&site.data);
                steps(actor, &site.data, &after, (&units, &offered.controllers))
            },
            signs: inspected.get(&site.id).copied().unwrap_or_default(),
            id: site.id,
            version: site.version,
            name: site.data.name,
            reference: site.data.reference,
        })
        .filter(|site| !site.steps.is_empty() || site.signs > 0)
        .collect();
    Ok(Preview {
        shell: actor.shell(app),
        l: actor.l,
        crumbs: crumbs(actor, "bulk-preview-title"),
        query: asked(values.first("fraga")),
        counted: counted(changed.iter().flat_map(|site| &site.steps)),
        unchanged: all - changed.len(),
        changed,
        not_yours,
        values,
        stale: false,
    })
}

/// What changes on a site, in words.
pub(super) fn steps(
    actor: &Actor,
    before: &Site,
    after: &Site,
    (units, controllers): (&[Choice], &[Choice]),
) -> Vec<Step> {
    let name = |choices: &[Choice], id: Option<i64>| {
        let chosen = choices
            .iter()
            .find(|choice| id.is_some_and(|id| choice.value == id.to_string()));
        match chosen.map(|choice| &choice.text) {
            Some(ChoiceText::Name(name)) => name.clone(),
            _ => String::new(),
        }
    };
    let day = |day: Option<time::Date>| day.map_or(String::new(), |day| actor.l.date(day));
    let unit = |site: &Site| name(units, site.unit.map(i64::from));
    let controller = |site: &Site| name(controllers, site.controller.map(i64::from));
    let steps = [
        (
            "bulk-responsible",
            before.responsible.clone(),
            after.responsible.clone(),
        ),
        ("bulk-unit", unit(before), unit(after)),
        ("bulk-controller", controller(before), controller(after)),
        (
            "bulk-reviewed-on",
            day(before.reviewed_on),
            day(after.reviewed_on),
        ),
    ];
    steps
        .into_iter()
        .filter(|(_, from, to)| from != to)
        .collect()
}

/// Changes all of them in one transaction, or none.
async fn save(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::EditSites)?;
    let offered = offered(&app, &actor).await?;
    let query = asked(values.first("fraga"));
    let read = read(&values, &offered.units, &offered.controllers, actor.today);
    let wanted = match read {
        Ok(wanted) => wanted,
        Err(errors) => {
            let page = choice(&app, &actor, query, values, errors).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let versions: BTreeMap<SiteId, i32> = values.all(BOX).filter_map(seen).take(MOST).collect();
    let ids: Vec<SiteId> = versions.keys().copied().collect();
    let (sites, not_yours) = sites(&app, &actor, &ids).await?;
    if not_yours > 0 {
        return Err(PageError::Forbidden);
    }
    let as_seen = |site: &Stored<Site>| versions.get(&site.id) == Some(&site.version);
    let whole = sites.len() == ids.len() && sites.iter().all(as_seen);
    let written = if whole {
        write(&app, &actor, &sites, &wanted).await?
    } else {
        Written::TooLate
    };
    if written == Written::TooLate {
        let sites = self::sites(&app, &actor, &ids).await?;
        let mut page = shown(&app, &actor, sites, &wanted, &offered, values).await?;
        page.stale = true;
        return Ok((StatusCode::CONFLICT, page).into_response());
    }
    notices.say("bulk-saved");
    let told = match written {
        Written::Under(entry) => done_path(entry),
        _ => "/bevakningar".to_owned(),
    };
    let mark = if query.is_empty() { "" } else { "?" };
    let told = actor.l.path(&format!("{told}{mark}{query}"));
    Ok(Redirect::to(&told).into_response())
}

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// Under this entry of the log.
    Under(i64),
    /// Everything was so already.
    Nothing,
    /// Somebody was faster: nothing is written.
    TooLate,
}

async fn write(
    app: &App,
    actor: &Actor,
    sites: &[Stored<Site>],
    wanted: &Wanted,
) -> Result<Written, PageError> {
    let author = actor.author();
    let mut change = change(app, actor, &author).await?;
    for site in sites {
        match change.update(site, &wanted.on(&site.data)).await {
            Err(ChangeError::Stale) => return Ok(Written::TooLate),
            done => done?,
        }
    }
    if wanted.touches_signs() {
        let ids: Vec<SiteId> = sites.iter().map(|site| site.id).collect();
        let signs: Vec<Stored<Sign>> =
            signage::store::at_sites(&**change.tx(), actor.kommun, &ids).await?;
        for sign in &signs {
            let after = wanted.on_sign(&sign.data, &author.name);
            change.update(sign, &after).await?;
        }
    }
    let entry = change.commit().await?;
    Ok(entry.map_or(Written::Nothing, Written::Under))
}

pub(super) fn crumbs(actor: &Actor, here: &str) -> Vec<Crumb> {
    let l = actor.l;
    Crumb::way(l, &[("site-list-title", "/bevakningar")], l.t(here))
}

//! The start page on the web: what stands on it follows from what the person may do.

use axum::Router;
use axum::extract::State;
use axum::routing::get;

use time::OffsetDateTime;
use tower_sessions::Session;

use super::page::{Action, Overview, Panel};
use super::{Due, Place, Timeline, UnitLine, store};
use crate::account::Permission;
use crate::code::Code;
use crate::compliance;
use crate::compliance::list::Distribution;
use crate::compliance::store::{Awaits, Judgement, ensure_fresh};
use crate::law::Standing;
use crate::site::page::outcome_symbol;
use crate::web::actor::{Actor, SIGNED_IN, SignedIn};
use crate::web::view::Symbol;
use crate::web::{App, PageError};

mod panels;

pub fn routes() -> Router<App> {
    Router::new().route("/", get(index))
}

/// Sites whose deadlines are read for the time line; a kommun with more sees the earliest.
const SITES: u64 = 200;
/// Deadlines shown on the time line and in its list.
const DEADLINES: usize = 40;

async fn index(
    State(app): State<App>,
    actor: Actor,
    session: Session,
) -> Result<Overview, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let (db, by) = (app.db.read(), judgement(&actor));
    let fresh = ensure_fresh(&app.db, actor.kommun, by).await?;
    let counted = app.counted.distribution(db, actor.kommun, fresh);
    let distribution = counted.await?;
    let signed_in: Option<SignedIn> = session.get(SIGNED_IN).await?;
    let mut page = Overview {
        l: actor.l,
        shell: actor.shell(&app),
        actions: actions(&actor, distribution.total() == 0),
        counts: counts(&actor, distribution),
        units: Vec::new(),
        timeline: None,
        panels: Vec::new(),
    };
    if distribution.total() > 0 {
        let units = units(&app, &actor).await?;
        page.timeline = Some(timeline(&app, &actor).await?);
        let at = signed_in.and_then(|one| OffsetDateTime::from_unix_timestamp(one.at).ok());
        page.panels = of_the_register(&app, &actor, at.unwrap_or(actor.now), &units).await?;
        page.units = units.into_iter().map(|(_, line)| line).collect();
    }
    if actor.account.may_somewhere(Permission::ReadDisclosures) {
        page.panels.extend(panels::desk(&app, &actor).await?);
    }
    let watches = [Permission::ReadLedger, Permission::ReadTimetable];
    if watches.iter().any(|one| actor.account.may_somewhere(*one)) {
        page.panels.push(panels::health_of(&app, &actor).await?);
    }
    Ok(page)
}

/// What there is to know and to do about sites, by what the person may.
async fn of_the_register(
    app: &App,
    actor: &Actor,
    signed_in: OffsetDateTime,
    units: &[(Option<i64>, UnitLine)],
) -> Result<Vec<Panel>, PageError> {
    let may = |permission| actor.account.may_somewhere(permission);
    let mut shown = vec![panels::became_red(app, actor, signed_in).await?];
    if may(Permission::ReadNotices) {
        shown.push(panels::tasks(app, actor).await?);
    }
    if may(Permission::EditSites) {
        shown.push(panels::own(actor, units));
    }
    let parts = [
        Permission::EditSites,
        Permission::AdviseOnAssessments,
        Permission::SignAssessments,
    ];
    if parts.iter().any(|one| may(*one)) {
        shown.push(panels::assessments(app, actor).await?);
    }
    Ok(shown)
}

/// The start page is about today, whatever day other pages are asked about.
fn judgement(actor: &Actor) -> Judgement<'_> {
    Judgement {
        policies: &actor.rules,
        today: actor.today,
    }
}

fn actions(actor: &Actor, empty: bool) -> Vec<Action> {
    let offered = [
        (
            Permission::RecordDisclosures,
            !empty,
            "/utlamnanden/nytt",
            "overview-disclose",
        ),
        (Permission::ImportSites, empty, "/import", "overview-import"),
        (
            Permission::EditSites,
            true,
            "/bevakningar/ny",
            "overview-register",
        ),
        (
            Permission::EditSites,
            !empty,
            "/bevakningar/bekraftelse",
            "confirmation-link",
        ),
    ];
    let fitting = offered
        .into_iter()
        .filter(|(permission, now, ..)| *now && actor.account.may_somewhere(*permission));
    fitting
        .map(|(_, _, path, text)| Action {
            href: actor.l.path(path),
            text,
        })
        .collect()
}

/// In the order of `Symbol::ALL`.
const STANDINGS: [Standing; 4] = [
    Standing::Breach,
    Standing::Partly,
    Standing::Unknown,
    Standing::Ok,
];

const fn in_order(distribution: Distribution) -> [u64; 4] {
    let d = distribution;
    [d.breach, d.partly, d.unknown, d.ok]
}

fn counts(actor: &Actor, distribution: Distribution) -> [(u64, String); 4] {
    let mut standings = STANDINGS.into_iter();
    in_order(distribution).map(|count| {
        let code = standings.next().map_or("", Code::code);
        (count, actor.l.path(&format!("/bevakningar?status={code}")))
    })
}

/// Each unit with how its sites stand; its number, or none for the sites without one.
async fn units(app: &App, actor: &Actor) -> Result<Vec<(Option<i64>, UnitLine)>, PageError> {
    let counted = store::by_unit(app.db.read(), actor.kommun).await?;
    let line = |count: store::UnitCount| {
        let (name, path) = match count.unit {
            Some(unit) => (count.name, format!("/bevakningar?enhet={unit}")),
            None => (
                actor.l.t("overview-no-unit").to_owned(),
                "/bevakningar".to_owned(),
            ),
        };
        let line = UnitLine {
            name,
            href: actor.l.path(&path),
            counts: in_order(count.distribution),
        };
        (count.unit.map(i64::from), line)
    };
    Ok(counted.into_iter().map(line).collect())
}

async fn timeline(app: &App, actor: &Actor) -> Result<Timeline, PageError> {
    let (db, today) = (app.db.read(), actor.today);
    let sites = compliance::store::coming(db, actor.kommun, today, SITES).await?;
    let due = sites.iter().flat_map(|site| deadlines(actor, site));
    let mut timeline = Timeline::new(today, due.collect());
    timeline.due.truncate(DEADLINES);
    Ok(timeline)
}

fn deadlines(actor: &Actor, awaits: &Awaits) -> Vec<Due> {
    let due = awaits.coming.iter().map(|coming| {
        let rule = actor.rules.get(&coming.policy);
        let title = rule.map_or(&*coming.policy, |rule| rule.title.get(actor.l.lang()));
        let anchor = format!("/bevakningar/{}#regel-{}", awaits.site, coming.policy);
        Due {
            on: coming.due_on,
            symbol: Some(outcome_symbol(coming.outcome)).filter(|one| *one != Symbol::Ok),
            title: title.to_owned(),
            sites: vec![Place {
                name: awaits.name.clone(),
                href: actor.l.path(&anchor),
            }],
        }
    });
    due.collect()
}

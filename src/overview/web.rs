//! The start page on the web: what stands on it follows from what the person may do.

use axum::Router;
use axum::extract::State;
use axum::routing::get;

use super::page::{Action, Item, Overview, Panel};
use super::{DAYS_AHEAD, Due, Place, Timeline, UnitLine, store};
use crate::account::Permission;
use crate::code::Code;
use crate::compliance::list::{self, Distribution, Filter};
use crate::compliance::store::{Judgement, ensure_fresh};
use crate::compliance::{Dossier, findings};
use crate::disclosure;
use crate::law::{Outcome, Standing};
use crate::site::page::{outcome_symbol, symbol};
use crate::web::actor::Actor;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new().route("/", get(index))
}

/// Lines of a panel.
const LINES: u64 = 6;
/// Sites whose deadlines are read for the time line; a kommun with more sees the earliest.
const SITES: u64 = 200;
/// Deadlines shown on the time line and in its list.
const DEADLINES: usize = 40;

async fn index(State(app): State<App>, actor: Actor) -> Result<Overview, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let (db, by) = (app.db.read(), judgement(&actor));
    let fresh = ensure_fresh(&app.db, actor.kommun, by).await?;
    let counted = app.counted.distribution(db, actor.kommun, fresh);
    let distribution = counted.await?;
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
        page.units = units(&app, &actor).await?;
        page.timeline = Some(timeline(&app, &actor, by).await?);
        page.panels.push(in_breach(&app, &actor).await?);
    }
    if actor.account.may_somewhere(Permission::ReadDisclosures) {
        page.panels.push(disclosures(&app, &actor).await?);
    }
    Ok(page)
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

async fn units(app: &App, actor: &Actor) -> Result<Vec<UnitLine>, PageError> {
    let counted = store::by_unit(app.db.read(), actor.kommun).await?;
    let line = |count: store::UnitCount| match count.unit {
        Some(unit) => UnitLine {
            name: count.name,
            href: actor.l.path(&format!("/bevakningar?enhet={unit}")),
            counts: in_order(count.distribution),
        },
        None => UnitLine {
            name: actor.l.t("overview-no-unit").to_owned(),
            href: actor.l.path("/bevakningar"),
            counts: in_order(count.distribution),
        },
    };
    Ok(counted.into_iter().map(line).collect())
}

async fn timeline(app: &App, actor: &Actor, by: Judgement<'_>) -> Result<Timeline, PageError> {
    let last = actor.today.saturating_add(time::Duration::days(DAYS_AHEAD));
    let days = (actor.today, last);
    let dossiers = store::with_deadlines(app.db.read(), actor.kommun, days, SITES).await?;
    let due = dossiers
        .iter()
        .flat_map(|dossier| deadlines(actor, dossier, by));
    let mut timeline = Timeline::new(actor.today, due.collect());
    timeline.due.truncate(DEADLINES);
    Ok(timeline)
}

fn deadlines(actor: &Actor, dossier: &Dossier, by: Judgement<'_>) -> Vec<Due> {
    let found = findings(by.policies, dossier, by.today);
    let due = found.iter().filter_map(|finding| {
        let on = finding.due.as_ref()?.on;
        let symbol = match finding.outcome {
            Outcome::NotApplicable => return None,
            Outcome::Met => None,
            outcome => Some(outcome_symbol(outcome)),
        };
        let anchor = format!("/bevakningar/{}#regel-{}", dossier.id, finding.policy.id);
        Some(Due {
            on,
            symbol,
            title: finding.policy.title.get(actor.l.lang()).to_owned(),
            sites: vec![Place {
                name: dossier.site.name.clone(),
                href: actor.l.path(&anchor),
            }],
        })
    });
    due.collect()
}

async fn in_breach(app: &App, actor: &Actor) -> Result<Panel, PageError> {
    let filter = Filter {
        standing: Some(Standing::Breach),
        ..Filter::default()
    };
    let lines = list::lines(app.db.read(), actor.kommun, &filter, None, LINES).await?;
    let all = format!("/bevakningar?status={}", Standing::Breach.code());
    Ok(Panel {
        id: "brister",
        heading: "overview-breaches",
        items: lines
            .into_iter()
            .map(|line| Item {
                symbol: Some(symbol(line.standing)),
                title: line.name,
                href: actor.l.path(&format!("/bevakningar/{}", line.id)),
                detail: actor.l.tn("overview-breach-count", line.breaches),
                day: None,
            })
            .collect(),
        empty: "overview-no-breaches",
        more: Some((actor.l.path(&all), "overview-all-breaches")),
    })
}

async fn disclosures(app: &App, actor: &Actor) -> Result<Panel, PageError> {
    let db = app.db.read();
    let latest = disclosure::store::latest(db, actor.kommun, None, None, LINES).await?;
    let sites = latest.iter().map(|one| one.data.site);
    let names = crate::site::store::names(db, actor.kommun, sites).await?;
    let item = |one: disclosure::store::Recorded| Item {
        symbol: None,
        title: format!("{} {}", one.data.number, actor.l.code(one.data.recipient)),
        href: actor.l.path(&format!("/utlamnanden/{}", one.id)),
        detail: names.get(&one.data.site).cloned().unwrap_or_default(),
        day: (!one.is_erased("decided_by")).then_some(one.data.decided_on),
    };
    Ok(Panel {
        id: "utlamnanden",
        heading: "overview-disclosures",
        items: latest.into_iter().map(item).collect(),
        empty: "overview-no-disclosures",
        more: Some((actor.l.path("/utlamnanden"), "overview-all-disclosures")),
    })
}

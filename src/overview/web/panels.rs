//! The panels of the start page: each is there for those who may do something about what it tells.

use time::macros::date;
use time::{Date, Duration, OffsetDateTime};

use crate::account::Permission;
use crate::assessment;
use crate::code::Code;
use crate::compliance::store;
use crate::disclosure::trace::store as trace;
use crate::disclosure::{self, draft, step};
use crate::law::Standing;
use crate::law::calendar::date_in_sweden;
use crate::ledger::verification;
use crate::ledger::verify::Verdict;
use crate::overview::UnitLine;
use crate::overview::page::{Item, Panel};
use crate::reminder::job::{Condition, Job, health};
use crate::reminder::store as notices;
use crate::site::{self, SiteId};
use crate::web::actor::Actor;
use crate::web::view::Symbol;
use crate::web::{App, PageError};

/// Lines of a panel.
const LINES: u64 = 6;
/// Drafts of assessments that are looked through for those that concern the person.
const DRAFTS: u64 = 50;
/// Latest runs that tell how each job fared.
const RUNS: u64 = 50;
/// Before anything was recorded here.
const EVER: Date = date!(1970 - 01 - 01);
/// Two sign-ins this close are one visit.
const ONE_VISIT: Duration = Duration::minutes(1);

fn item(title: impl Into<String>, href: String) -> Item {
    Item {
        symbol: None,
        title: title.into(),
        href,
        detail: String::new(),
        day: None,
    }
}

fn panel(id: &'static str, heading: &'static str, empty: &'static str) -> Panel {
    Panel {
        id,
        heading,
        lead: String::new(),
        items: Vec::new(),
        empty,
        more: None,
    }
}

/// What went into breach since the person signed in the time before this; at a first visit the latest.
pub(super) async fn became_red(
    app: &App,
    actor: &Actor,
    signed_in: OffsetDateTime,
) -> Result<Panel, PageError> {
    let (db, l) = (app.db.read(), actor.l);
    let before = signed_in.saturating_sub(ONE_VISIT);
    let last = trace::signed_in_before(db, actor.kommun, actor.account.id, before).await?;
    let from = last.map_or(EVER, crate::law::calendar::date_in_sweden);
    let found = store::red_since(db, actor.kommun, from, LINES).await?;
    let all = format!("/bevakningar?status={}", Standing::Breach.code());
    let mut panel = panel("brister", "overview-red", "overview-no-red");
    panel.lead = match last {
        Some(at) => l.ta("overview-red-since", "at", l.instant_long(at)),
        None => l.t("overview-red-first").to_owned(),
    };
    panel.items = found
        .into_iter()
        .map(|red| Item {
            symbol: Some(Symbol::No),
            detail: l.tn("overview-breach-count", red.breaches),
            day: Some(red.since_on),
            ..item(red.name, l.path(&format!("/bevakningar/{}", red.site)))
        })
        .collect();
    panel.more = Some((l.path(&all), "overview-all-breaches"));
    Ok(panel)
}

/// What the person has been told of and nobody has mended: the first to fall due first.
pub(super) async fn tasks(app: &App, actor: &Actor) -> Result<Panel, PageError> {
    let (db, l) = (app.db.read(), actor.l);
    let open = notices::open_of(db, actor.kommun, actor.account.id, LINES).await?;
    let sites = open.iter().map(|notice| notice.site);
    let names = site::store::names(db, actor.kommun, sites).await?;
    let mut panel = panel("uppgifter", "overview-tasks", "overview-no-tasks");
    panel.items = open
        .into_iter()
        .map(|notice| {
            let rule = actor.rules.get(&notice.policy);
            let title = rule.map_or(&*notice.policy, |rule| rule.title.get(l.lang()));
            let place = format!("/bevakningar/{}#regel-{}", notice.site, notice.policy);
            Item {
                symbol: Some(site::page::outcome_symbol(notice.outcome)),
                detail: names.get(&notice.site).cloned().unwrap_or_default(),
                day: Some(notice.due_on),
                ..item(title, l.path(&place))
            }
        })
        .collect();
    panel.more = Some((l.path("/paminnelser"), "overview-all-tasks"));
    Ok(panel)
}

/// The units whose sites the person answers for, and the yearly question whether all is still right.
pub(super) fn own(actor: &Actor, units: &[(Option<i64>, UnitLine)]) -> Panel {
    let l = actor.l;
    let may = |unit: Option<i64>| {
        let unit = unit.map(crate::organisation::UnitId);
        actor.account.may(Permission::EditSites, unit)
    };
    let own: Vec<&UnitLine> = units
        .iter()
        .filter(|(unit, _)| may(*unit))
        .map(|(_, line)| line)
        .collect();
    let sites: u64 = own.iter().map(|line| line.total()).sum();
    let mut panel = panel("egna", "overview-own", "overview-no-own");
    let lines = own
        .into_iter()
        .take(usize::try_from(LINES).unwrap_or(usize::MAX));
    panel.items = lines
        .map(|line| {
            let breaches = line.counts.first().copied().unwrap_or(0);
            let mut counted = Symbol::ALL.into_iter().zip(line.counts);
            Item {
                symbol: counted
                    .find(|(_, count)| *count > 0)
                    .map(|(worst, _)| worst),
                detail: l.ta2(
                    "overview-own-count",
                    ("sites", &line.total()),
                    ("breaches", &breaches),
                ),
                ..item(&line.name, line.href.clone())
            }
        })
        .collect();
    if sites > 0 {
        panel.lead = l.tn("overview-still-right", sites);
        panel.more = Some((l.path("/bevakningar/bekraftelse"), "confirmation-link"));
    }
    panel
}

/// Assessments that are written, or wait for advice or for a decision, as far as the person has a part in them.
pub(super) async fn assessments(app: &App, actor: &Actor) -> Result<Panel, PageError> {
    let (db, l) = (app.db.read(), actor.l);
    let drafts = assessment::store::drafts(db, actor.kommun, DRAFTS).await?;
    let ids: Vec<SiteId> = drafts.iter().map(|draft| draft.data.site).collect();
    let sites = site::store::some(db, actor.kommun, &ids).await?;
    let mut panel = panel(
        "bedomningar",
        "overview-assessments",
        "overview-no-assessments",
    );
    for draft in drafts {
        let Some(site) = sites.iter().find(|site| site.id == draft.data.site) else {
            continue;
        };
        let may = |permission| actor.account.may(permission, site.data.unit);
        let whole = draft.data.missing(&site.data.purposes).is_empty();
        let advised = draft.data.advice.is_some();
        let waits = match (whole, advised) {
            (true, false) if may(Permission::AdviseOnAssessments) => "overview-waits-for-advice",
            (true, _) if may(Permission::SignAssessments) => "overview-waits-for-decision",
            (true, false) if may(Permission::EditSites) => "overview-waits-for-advice",
            (true, true) if may(Permission::EditSites) => "overview-waits-for-decision",
            (false, _) if may(Permission::EditSites) => "overview-is-written",
            _ => continue,
        };
        let path = format!("/bedomningar/{}/dokument", draft.id);
        panel.items.push(Item {
            detail: l.t(waits).to_owned(),
            ..item(&site.data.name, l.path(&path))
        });
    }
    panel
        .items
        .truncate(usize::try_from(LINES).unwrap_or(usize::MAX));
    Ok(panel)
}

/// Cases that are under way at the desk, and the latest that were closed.
pub(super) async fn desk(app: &App, actor: &Actor) -> Result<Vec<Panel>, PageError> {
    let (db, l) = (app.db.read(), actor.l);
    let latest = disclosure::store::latest(db, actor.kommun, None, None, LINES).await?;
    let mut open = draft::web::offered(app, actor).await?;
    let may_record = actor.account.may_somewhere(Permission::RecordDisclosures);
    let mut waiting = Vec::new();
    if may_record {
        waiting = step::store::waiting(db, actor.kommun, LINES).await?;
        // What somebody has a draft of stands there as the draft.
        waiting.retain(|one| {
            open.iter()
                .all(|draft| draft.request_key != one.request_key)
        });
    }
    open.truncate(usize::try_from(LINES).unwrap_or(usize::MAX));
    let sites = latest.iter().map(|one| one.data.site);
    let sites = sites.chain(open.iter().map(|draft| draft.site));
    let sites = sites.chain(waiting.iter().map(|request| request.site));
    let names = site::store::names(db, actor.kommun, sites).await?;
    let name = |site: SiteId| names.get(&site).cloned().unwrap_or_default();
    let mut panels = Vec::new();
    if may_record {
        let mut cases = panel("arenden", "overview-cases", "overview-no-cases");
        cases.items = open
            .into_iter()
            .map(|draft| Item {
                detail: draft.holder_name,
                day: Some(date_in_sweden(draft.saved_at)),
                ..item(
                    name(draft.site),
                    l.path(&format!("/utlamnanden/utkast/{}", draft.id)),
                )
            })
            .chain(waiting.into_iter().map(|request| Item {
                detail: l.t("overview-waits-for-decision").to_owned(),
                day: Some(date_in_sweden(request.received_at())),
                ..item(name(request.site), l.path("/utlamnanden"))
            }))
            .collect();
        cases.more = Some((l.path("/utlamnanden/kopior"), "overview-copies"));
        panels.push(cases);
    }
    let mut closed = panel(
        "utlamnanden",
        "overview-disclosures",
        "overview-no-disclosures",
    );
    closed.items = latest
        .into_iter()
        .map(|one| {
            let recipient = l.code(one.data.recipient);
            Item {
                detail: name(one.data.site),
                day: (!one.is_erased("decided_by")).then_some(one.data.decided_on),
                ..item(
                    format!("{} {recipient}", one.data.number),
                    l.path(&format!("/utlamnanden/{}", one.id)),
                )
            }
        })
        .collect();
    closed.more = Some((l.path("/utlamnanden"), "overview-all-disclosures"));
    panels.push(closed);
    Ok(panels)
}

/// Whether the log is whole and the timetable runs.
pub(super) async fn health_of(app: &App, actor: &Actor) -> Result<Panel, PageError> {
    let mut panel = panel("drift", "overview-health", "overview-no-health");
    if actor.account.may_somewhere(Permission::ReadLedger) {
        panel.items.push(log(app, actor).await?);
    }
    if actor.account.may_somewhere(Permission::ReadTimetable) {
        panel.items.extend(jobs(app, actor).await?);
    }
    Ok(panel)
}

async fn log(app: &App, actor: &Actor) -> Result<Item, PageError> {
    let (db, l) = (app.db.read(), actor.l);
    let last = verification::store::last(db, actor.kommun).await?;
    let verdict = last.as_ref().and_then(|last| last.found.as_ref());
    let (symbol, words) = match verdict.map(|found| found.verdict) {
        Some(Verdict::Intact) => (Symbol::Ok, "overview-log-intact"),
        Some(Verdict::Tampered) => (Symbol::No, "overview-log-tampered"),
        _ => (Symbol::Unknown, "overview-log-unknown"),
    };
    let at = last.and_then(|last| last.finished_at);
    Ok(Item {
        symbol: Some(symbol),
        day: at.map(crate::law::calendar::date_in_sweden),
        ..item(l.t(words), l.path("/logg"))
    })
}

async fn jobs(app: &App, actor: &Actor) -> Result<Vec<Item>, PageError> {
    let (db, l) = (app.db.read(), actor.l);
    let states = notices::states(db, actor.kommun).await?;
    let runs = notices::recent(db, actor.kommun, RUNS).await?;
    let ill = Job::ALL
        .iter()
        .map(|job| health(*job, &states, &runs, actor.now))
        .filter(|health| matches!(health.condition, Condition::Failed | Condition::Silent));
    let path = l.path("/schemalaggaren");
    let mut items: Vec<Item> = ill
        .map(|health| Item {
            symbol: Some(Symbol::No),
            detail: l.code(health.job),
            ..item(l.code(health.condition), path.clone())
        })
        .collect();
    if items.is_empty() {
        items.push(Item {
            symbol: Some(Symbol::Ok),
            ..item(l.t("overview-jobs-fine"), path)
        });
    }
    // A timetable that stands still as a whole is one thing to say, not one for each job.
    if items.len() == Job::ALL.len() {
        items.truncate(1);
    }
    Ok(items)
}

//! The page of one recorder.

use axum::extract::{Path, State};
use time::Date;

use crate::account::Permission;
use crate::compliance::{Dossier, findings};
use crate::db::record;
use crate::law::{self, Finding, Outcome};
use crate::organisation::Unit;
use crate::recorder::check::RecorderCheck;
use crate::recorder::page::{Seen, Show, SiteLine};
use crate::recorder::status::due;
use crate::recorder::{ProofLevel, Recorder, round, store};
use crate::register::web::noun::Noun;
use crate::register::web::record_page;
use crate::retention::{DeletionEvidence, Span};
use crate::site::page::symbol;
use crate::web::actor::Actor;
use crate::web::view::Symbol;
use crate::web::works::Kind;
use crate::web::{App, PageError};

/// Sites on the page: a recorder of more is a central one, and its sites have pages of their own.
const MOST_SITES: usize = 100;
const MOST_CHECKS: u64 = 20;
/// The rules that tell whether footage is gone and whether somebody has looked.
const RULES: [&str; 2] = [round::RULE, "deletion-checked"];

pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Show, PageError> {
    let (mut page, recorder) = record_page::<Recorder>(app.clone(), actor.clone(), id).await?;
    let db = app.db.read();
    let (dossiers, more_sites) = round::dossiers(db, actor.kommun, recorder.id, MOST_SITES).await?;
    let units = record::all::<Unit>(db, actor.kommun).await?;
    let tolerance = round::tolerance(&app.policies, actor.today);
    let checks = store::check::newest(db, actor.kommun, recorder.id, MOST_CHECKS);
    let mut checks: Vec<RecorderCheck> = checks.await?.into_iter().map(|one| one.data).collect();
    let administers = actor.account.may(Permission::ManageOrganisation, None);
    // What a recorder calls its cameras, and how many there are, tells which they are.
    let secret = !administers && round::keeps_secrets(db, actor.kommun, recorder.id).await?;
    if secret {
        checks.clear();
    }
    let line = |dossier: &Dossier| {
        let unit = units.iter().find(|unit| Some(unit.id) == dossier.site.unit);
        let who = [
            dossier.site.responsible.as_str(),
            unit.map_or("", |unit| unit.data.manager.as_str()),
            recorder.data.operator.as_str(),
        ];
        site_line(&app, &actor, dossier, tolerance, &who)
    };
    let mut sites: Vec<SiteLine> = dossiers.iter().map(line).collect();
    // What needs attention first.
    let rank = |site: &SiteLine| Symbol::ALL.iter().position(|symbol| *symbol == site.symbol);
    sites.sort_by_key(rank);
    let may_change = Recorder::may_change(&actor, None);
    if may_change {
        page.action("check-upload", &format!("/inspelare/{id}/kontroller/ny"));
    }
    if administers {
        page.action("recorder-access", &format!("/inspelare/{id}/anslutning"));
    }
    let access = store::access::find(db, actor.kommun, recorder.id).await?;
    let ask = access.filter(|_| may_change);
    let l = page.l;
    Ok(Show {
        shell: page.shell,
        l,
        title: page.title,
        crumbs: page.crumbs,
        facts: page.facts,
        form: page.form,
        actions: page.actions,
        sites,
        more_sites,
        tolerance,
        ask: ask.map(|_| l.path(&format!("/inspelare/{id}/fraga"))),
        asked: app.works.so_far(Kind::Recorder, id).map(|(heard, _)| heard),
        token: administers.then(|| l.path(&format!("/inspelare/{id}/sandnyckel"))),
        secret,
        checks,
        by_hand: by_hand(&dossiers),
    })
}

/// What is known of one site, and who can act, the nearest first.
fn site_line(
    app: &App,
    actor: &Actor,
    dossier: &Dossier,
    tolerance: Span,
    who: &[&str],
) -> SiteLine {
    let below = format!("/bevakningar/{}", dossier.id);
    let may_confirm = actor.account.may(Permission::EditSites, dossier.site.unit);
    let found = findings(&app.policies, dossier, actor.today);
    let seen = seen(dossier, tolerance, actor.today);
    SiteLine {
        name: dossier.site.name.clone(),
        href: actor.l.path(&below),
        symbol: judged(&found, &seen),
        limit: round::limit(dossier, actor.today),
        seen,
        who: distinct(who),
        confirm: if may_confirm {
            actor.l.path(&format!("{below}/gallringsbevis/nytt"))
        } else {
            String::new()
        },
    }
}

/// The latest check at each level.
fn seen(dossier: &Dossier, tolerance: Span, today: Date) -> Vec<Seen> {
    let limit = round::limit(dossier, today);
    let latest = |level: ProofLevel| {
        let checks = dossier.evidence.iter().map(|entry| &entry.data);
        checks
            .filter(|check| check.level == level)
            .max_by_key(|check| check.checked_at)
    };
    [ProofLevel::Disk, ProofLevel::Index, ProofLevel::Claim]
        .into_iter()
        .filter_map(latest)
        .map(|evidence| Seen {
            due: limit
                .zip(evidence.oldest_seen_at)
                .map(|(limit, oldest)| due(limit, tolerance, oldest, evidence.checked_at)),
            evidence: evidence.clone(),
        })
        .collect()
}

/// What the rules say; and where none applies, because the surveillance has ended or is not recorded, what was seen.
fn judged(found: &[Finding], seen: &[Seen]) -> Symbol {
    let asked = || {
        found.iter().filter(|finding| {
            RULES.contains(&finding.policy.id.as_str()) && finding.outcome != Outcome::NotApplicable
        })
    };
    if asked().next().is_some() {
        return symbol(law::worst(asked()));
    }
    let is_late = |seen: &Seen| seen.due.is_some_and(|due| due.overdue.is_some());
    if seen.iter().any(is_late) {
        Symbol::No
    } else {
        Symbol::Unknown
    }
}

fn by_hand(dossiers: &[Dossier]) -> Vec<(String, DeletionEvidence)> {
    let mut found: Vec<(String, DeletionEvidence)> = Vec::new();
    for dossier in dossiers {
        let checks = dossier.evidence.iter().map(|entry| &entry.data);
        let checks = checks.filter(|check| check.check.is_none());
        found.extend(checks.map(|check| (dossier.site.name.clone(), check.clone())));
    }
    found.sort_by_key(|(_, check)| std::cmp::Reverse(check.checked_at));
    found.truncate(usize::try_from(MOST_CHECKS).unwrap_or(usize::MAX));
    found
}

fn distinct(names: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names.iter().map(|name| name.trim()) {
        if !name.is_empty() && !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    }
    found
}

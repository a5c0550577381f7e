//! `objektiv check`: the same findings as the pages.

use clap::Args;
use time::Date;

use super::{Format, Verdict, kommun, open, output, policies};
use crate::compliance::store::next_seen;
use crate::compliance::{Viewpoint, findings, past_breaches, release, shown};
use crate::config::RegisterArgs;
use crate::db::Db;
use crate::disclosure;
use crate::law::{Finding, Outcome, PolicySet, Report};
use crate::ledger::verification;
use crate::organisation::KommunId;
use crate::ruling;
use crate::site::SiteId;
use crate::texts::Loc;
use crate::web::form::parse_date;

/// Disclosures read at a time.
const BATCH: u64 = 500;

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The day to judge by: its law, and what had happened by then
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Date>,
    /// By what the register knew at the end of that day, and not by what is recorded today about it
    #[arg(long, requires = "as_of")]
    pub known_then: bool,
    /// Also breaches of rules that have ceased, as they stood on the rules' last day, while they can still be tried
    #[arg(long)]
    pub history: bool,
    /// Only the site with this reference
    #[arg(long, value_name = "REFERENCE")]
    pub site: Option<String>,
    /// Also what is met and what does not apply
    #[arg(long)]
    pub all: bool,
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

fn day(text: &str) -> Result<Date, String> {
    parse_date(text)
        .ok_or_else(|| format!("\"{text}\" is not a date; write for example 2025-03-31"))
}

/// Exit code 1 when anything is in breach.
///
/// # Errors
/// When the register cannot be read, or there is no such site.
pub async fn run(register: &RegisterArgs, arguments: &CheckArgs) -> anyhow::Result<Verdict> {
    let policies = policies(register)?;
    let db = open(register).await?;
    let (kommun, _) = kommun(register, &db).await?;
    let today = register.clock().today();
    let as_of = arguments.as_of.unwrap_or(today);
    let policies = ruling::store::rules(db.read(), kommun, &policies, as_of).await?;
    let known_then = arguments.known_then && as_of < today;
    let mut printer = Printer {
        arguments,
        reports: Vec::new(),
        breaches: 0,
        sites: 0,
        disclosures: 0,
        as_of,
    };
    let from = Viewpoint {
        kommun,
        unit: None,
        today,
        as_of,
        known_then,
        rules: policies,
    };
    let mut after = SiteId(0);
    while let Some((last, batch)) = next_seen(db.read(), &from, after).await? {
        after = last;
        for dossier in batch.iter().filter(|dossier| {
            arguments
                .site
                .as_ref()
                .is_none_or(|site| *site == dossier.site.reference)
        }) {
            let mut found = findings(&from.rules, dossier, as_of);
            if arguments.history {
                found.extend(past_breaches(&from.rules, dossier, as_of));
            }
            printer.sites += 1;
            let (reference, name) = (&dossier.site.reference, &dossier.site.name);
            printer.subject(reference, name, &found)?;
        }
    }
    releases(&mut printer, &db, kommun, &from.rules).await?;
    log(&mut printer, &db, kommun, &from.rules).await?;
    if printer.sites == 0
        && let Some(site) = &arguments.site
    {
        if known_then {
            anyhow::bail!("the register knew of no site with the reference {site} on {as_of}");
        }
        anyhow::bail!("there is no site with the reference {site}");
    }
    printer.finish(known_then)
}

struct Printer<'a> {
    arguments: &'a CheckArgs,
    reports: Vec<Report>,
    breaches: usize,
    sites: usize,
    disclosures: usize,
    as_of: Date,
}

/// The disclosures that had been decided by the day, from the sites asked for.
async fn releases(
    printer: &mut Printer<'_>,
    db: &Db,
    kommun: KommunId,
    policies: &PolicySet,
) -> anyhow::Result<()> {
    let as_of = printer.as_of;
    let mut after = 0;
    loop {
        let batch = disclosure::store::after(db.read(), kommun, after, BATCH).await?;
        let Some(last) = batch.last() else {
            return Ok(());
        };
        after = last.data.number;
        let places = release::store::places_of(db.read(), kommun, &batch).await?;
        for recorded in batch.iter().filter(|one| one.data.decided_on <= as_of) {
            let Some(place) = places.get(&recorded.data.site) else {
                continue;
            };
            let asked = printer.arguments.site.as_ref();
            if asked.is_none_or(|site| *site == place.site.reference) {
                printer.disclosures += 1;
                // What was erased can no longer be judged.
                if !recorded.erased.is_empty() {
                    continue;
                }
                let found = release::findings(policies, &recorded.data, place, as_of);
                let reference = release::reference(recorded.data.number);
                printer.subject(&reference, &place.site.name, &found)?;
            }
        }
    }
}

/// The log, as it was when it was last verified: `objektiv log verify` reads it anew.
async fn log(
    printer: &mut Printer<'_>,
    db: &Db,
    kommun: KommunId,
    policies: &PolicySet,
) -> anyhow::Result<()> {
    // It is of no site.
    if printer.arguments.site.is_some() {
        return Ok(());
    }
    let last = verification::store::last_answered(db.read(), kommun).await?;
    let found = last.and_then(|last| last.finding(policies, printer.as_of));
    match found {
        Some(found) => {
            printer.subject(verification::REFERENCE, Loc::sv().t("nav-ledger"), &[found])
        }
        None => Ok(()),
    }
}

impl Printer<'_> {
    fn subject(&mut self, reference: &str, name: &str, found: &[Finding]) -> anyhow::Result<()> {
        let l = Loc::sv();
        for finding in shown(found, self.arguments.all) {
            // What is history is shown and not counted.
            let present = finding.as_of == self.as_of;
            self.breaches += usize::from(present && finding.outcome == Outcome::Breached);
            let report = finding.report(reference, l);
            match self.arguments.format {
                Format::Json => self.reports.push(report),
                Format::Text => {
                    let outcome = l.code(finding.outcome);
                    let judged = if present {
                        String::new()
                    } else {
                        format!(" per {}", finding.as_of)
                    };
                    let since = report
                        .since
                        .map_or(String::new(), |since| format!(" sedan {since}"));
                    output::line(&format!(
                        "{}\t{name}\t{outcome}{judged}{since}\t{}\t{}",
                        report.site, report.finding, report.source
                    ))?;
                }
            }
        }
        Ok(())
    }

    fn finish(self, known_then: bool) -> anyhow::Result<Verdict> {
        match self.arguments.format {
            Format::Json => output::json(&self.reports)?,
            Format::Text => {
                let by = if known_then {
                    ", efter vad registret visste då"
                } else {
                    ""
                };
                output::line(&format!(
                    "{} bevakningar och {} utlämnanden per {}{by}: {} brister",
                    self.sites, self.disclosures, self.as_of, self.breaches
                ))?;
            }
        }
        Ok(Verdict::fine_if(self.breaches == 0))
    }
}

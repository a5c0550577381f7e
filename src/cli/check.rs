//! `objektiv check`: the same findings as the pages, of sites and of disclosures.
//!
//! Orders that must not be known of (RB 27:16 a) are not looked at: whoever runs the command is not known.

use clap::Args;
use time::Date;

use super::{Format, Verdict, kommun, open, output, policies};
use crate::compliance::{self, findings, release};
use crate::config::RegisterArgs;
use crate::db::Db;
use crate::disclosure;
use crate::law::{Finding, Outcome, PolicySet, Report};
use crate::organisation::KommunId;
use crate::site::SiteId;
use crate::texts::Loc;
use crate::web::form::parse_date;

/// Disclosures in memory at a time.
const BATCH: u64 = 500;

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The day to judge by: its law, and what had happened by then
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Date>,
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
    let as_of = arguments.as_of.unwrap_or_else(|| register.clock().today());
    let mut printer = Printer {
        arguments,
        reports: Vec::new(),
        breaches: 0,
        sites: 0,
        disclosures: 0,
    };
    let mut after = SiteId(0);
    loop {
        let batch = compliance::store::next_dossiers(db.read(), kommun, after).await?;
        let Some(last) = batch.last() else { break };
        after = last.id;
        for dossier in batch.iter().filter(|dossier| {
            arguments
                .site
                .as_ref()
                .is_none_or(|site| *site == dossier.site.reference)
        }) {
            printer.sites += 1;
            let (reference, name) = (&dossier.site.reference, &dossier.site.name);
            printer.subject(reference, name, &findings(&policies, dossier, as_of))?;
        }
    }
    releases(&mut printer, &db, kommun, &policies, as_of).await?;
    if printer.sites == 0
        && let Some(site) = &arguments.site
    {
        anyhow::bail!("there is no site with the reference {site}");
    }
    printer.finish(as_of)
}

struct Printer<'a> {
    arguments: &'a CheckArgs,
    reports: Vec<Report>,
    breaches: usize,
    sites: usize,
    disclosures: usize,
}

/// The disclosures that had been decided by the day, from the sites asked for.
async fn releases(
    printer: &mut Printer<'_>,
    db: &Db,
    kommun: KommunId,
    policies: &PolicySet,
    as_of: Date,
) -> anyhow::Result<()> {
    let mut after = 0;
    loop {
        let batch = disclosure::store::after(db.read(), kommun, after, BATCH).await?;
        let Some(last) = batch.last() else {
            return Ok(());
        };
        after = last.data.number;
        let dossiers = release::store::dossiers_of(db.read(), kommun, &batch).await?;
        for recorded in batch.iter().filter(|one| one.data.decided_on <= as_of) {
            let Some(dossier) = dossiers.get(&recorded.data.site) else {
                continue;
            };
            let asked = printer.arguments.site.as_ref();
            if asked.is_none_or(|site| *site == dossier.site.reference) {
                printer.disclosures += 1;
                let found = release::findings(policies, &recorded.data, dossier, as_of);
                let reference = release::reference(recorded.data.number);
                printer.subject(&reference, &dossier.site.name, &found)?;
            }
        }
    }
}

impl Printer<'_> {
    fn subject(&mut self, reference: &str, name: &str, found: &[Finding]) -> anyhow::Result<()> {
        let l = Loc::sv();
        let mut shown: Vec<_> = found
            .iter()
            .filter(|finding| {
                self.arguments.all
                    || !matches!(finding.outcome, Outcome::Met | Outcome::NotApplicable)
            })
            .collect();
        shown.sort_by_key(|finding| compliance::urgency(finding));
        for finding in shown {
            self.breaches += usize::from(finding.outcome == Outcome::Breached);
            let report = finding.report(reference, l);
            match self.arguments.format {
                Format::Json => self.reports.push(report),
                Format::Text => {
                    let outcome = l.code(finding.outcome);
                    let since = report
                        .since
                        .map_or(String::new(), |since| format!(" sedan {since}"));
                    output::line(&format!(
                        "{}\t{name}\t{outcome}{since}\t{}\t{}",
                        report.site, report.finding, report.source
                    ))?;
                }
            }
        }
        Ok(())
    }

    fn finish(self, as_of: Date) -> anyhow::Result<Verdict> {
        match self.arguments.format {
            Format::Json => output::json(&self.reports)?,
            Format::Text => output::line(&format!(
                "{} bevakningar och {} utlämnanden per {as_of}: {} brister",
                self.sites, self.disclosures, self.breaches
            ))?,
        }
        Ok(Verdict::fine_if(self.breaches == 0))
    }
}

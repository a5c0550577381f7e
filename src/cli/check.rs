//! `objektiv check`: the same findings as the pages.

use clap::Args;
use time::Date;

use super::{Format, Verdict, kommun, open, output, policies};
use crate::compliance::{self, findings};
use crate::config::RegisterArgs;
use crate::law::{Outcome, Report};
use crate::site::SiteId;
use crate::texts::Loc;
use crate::web::form::parse_date;

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
            printer.site(dossier, &findings(&policies, dossier, as_of))?;
        }
    }
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
}

impl Printer<'_> {
    fn site(
        &mut self,
        dossier: &compliance::Dossier,
        found: &[crate::law::Finding],
    ) -> anyhow::Result<()> {
        let l = Loc::sv();
        self.sites += 1;
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
            let report = finding.report(&dossier.site.reference, l);
            match self.arguments.format {
                Format::Json => self.reports.push(report),
                Format::Text => {
                    let outcome = l.code(finding.outcome);
                    let since = report
                        .since
                        .map_or(String::new(), |since| format!(" sedan {since}"));
                    let name = &dossier.site.name;
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
                "{} bevakningar per {as_of}: {} brister",
                self.sites, self.breaches
            ))?,
        }
        Ok(Verdict::fine_if(self.breaches == 0))
    }
}

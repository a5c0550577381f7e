//! `objektiv policy`: the rules, their examples, one rule in words.

use anyhow::Context;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Format, Verdict, output, policies};
use crate::config::RegisterArgs;
use crate::law::{PeriodInForce, Policy, PolicyKind, PolicySet, Severity};
use crate::texts::Lang;

#[derive(Debug, Args)]
pub struct PolicyArgs {
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    /// List the rules
    List {
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Run the examples of every rule; exit code 1 when one has another outcome than it says
    Test,
    /// One rule in words
    Explain {
        /// Its id or number, such as kbl-9-assessment-exists or R01
        rule: String,
    },
}

#[derive(Debug, Serialize)]
struct Listed<'a> {
    id: &'a str,
    number: &'a str,
    title: &'a str,
    kind: PolicyKind,
    severity: Severity,
    source: String,
    in_force: Period,
    digest: &'a str,
}

#[derive(Debug, Serialize)]
struct Period {
    from: String,
    until: Option<String>,
}

impl From<PeriodInForce> for Period {
    fn from(period: PeriodInForce) -> Self {
        Self {
            from: period.from.to_string(),
            until: period.until.map(|day| day.to_string()),
        }
    }
}

/// # Errors
/// When the rules cannot be read, or there is no such rule.
pub fn run(register: &RegisterArgs, arguments: &PolicyArgs) -> anyhow::Result<Verdict> {
    let policies = policies(register)?;
    match &arguments.action {
        Action::List { format } => list(&policies, *format),
        Action::Test => test(&policies),
        Action::Explain { rule } => {
            let found = policies
                .iter()
                .find(|policy| policy.id == *rule || policy.number.eq_ignore_ascii_case(rule));
            let found = found.with_context(|| {
                format!("there is no rule {rule}; `objektiv policy list` shows them")
            })?;
            output::line(found.title.get(Lang::Sv))?;
            Ok(Verdict::Fine)
        }
    }
}

fn list(policies: &PolicySet, format: Format) -> anyhow::Result<Verdict> {
    let listed: Vec<Listed> = policies
        .iter()
        .map(|policy| listed(policies, policy))
        .collect();
    match format {
        Format::Json => output::json(&listed)?,
        Format::Text => {
            for rule in &listed {
                output::line(&format!(
                    "{}\t{}\t{}\t{}",
                    rule.number, rule.id, rule.title, rule.source
                ))?;
            }
            output::line(&format!(
                "{} regler, kontrollsumma {}",
                listed.len(),
                policies.digest()
            ))?;
        }
    }
    Ok(Verdict::Fine)
}

fn listed<'a>(policies: &'a PolicySet, policy: &'a Policy) -> Listed<'a> {
    Listed {
        id: &policy.id,
        number: &policy.number,
        title: policy.title.get(Lang::Sv),
        kind: policy.kind,
        severity: policy.severity,
        source: policy.source.citation(),
        in_force: policy.in_force.into(),
        digest: policies.digest_of(policy).unwrap_or_default(),
    }
}

fn test(policies: &PolicySet) -> anyhow::Result<Verdict> {
    let failures = policies.failing_examples();
    for failure in &failures {
        output::line(&failure.to_string())?;
    }
    let examples: usize = policies.iter().map(|policy| policy.examples.len()).sum();
    output::line(&format!(
        "{} exempel, {} med annat utfall",
        examples,
        failures.len()
    ))?;
    Ok(Verdict::fine_if(failures.is_empty()))
}

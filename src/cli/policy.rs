//! `objektiv policy`: the rules, their examples, one rule in words.

use std::sync::Arc;

use anyhow::Context;
use clap::{Args, Subcommand};

use super::{Format, Verdict, is_there, open, output, policies};
use crate::config::RegisterArgs;
use crate::law::{Policy, PolicySet, Ruling};
use crate::organisation::{self, KommunId};
use crate::ruling;
use crate::texts::Loc;

#[derive(Debug, Args)]
pub struct PolicyArgs {
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    /// List the rules, and what the kommun has decided about them
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
    /// Which outcomes the examples of each rule show, and what each fact is for
    Coverage,
}

/// # Errors
/// When the rules cannot be read, or there is no such rule.
pub async fn run(register: &RegisterArgs, arguments: &PolicyArgs) -> anyhow::Result<Verdict> {
    let policies = policies(register)?;
    match &arguments.action {
        Action::List { format } => list(&*ruled(register, &policies).await?, *format),
        Action::Test => test(&policies),
        Action::Explain { rule } => {
            let policies = ruled(register, &policies).await?;
            let found = policies
                .iter()
                .find(|policy| policy.id == *rule || policy.number.eq_ignore_ascii_case(rule));
            let found = found.with_context(|| {
                format!("there is no rule {rule}; `objektiv policy list` shows them")
            })?;
            explain(&policies, found)
        }
        Action::Coverage => {
            output::line(policies.coverage().trim_end())?;
            Ok(Verdict::Fine)
        }
    }
}

/// The rules as the kommun has them today; the rules as they are written where there is no register, or where several
/// kommuner share one and none is named.
async fn ruled(
    register: &RegisterArgs,
    policies: &Arc<PolicySet>,
) -> anyhow::Result<Arc<PolicySet>> {
    if !is_there(&register.database) {
        return Ok(Arc::clone(policies));
    }
    let db = open(register).await?;
    let number = match organisation::store::kommuner(db.read()).await?.as_slice() {
        [] => return Ok(Arc::clone(policies)),
        [(only, _)] if register.kommun.is_none() => KommunId::acting_for(*only).unveiled(),
        _ if register.kommun.is_none() => return Ok(Arc::clone(policies)),
        _ => super::kommun(register, &db).await?.0,
    };
    let today = register.clock().today();
    Ok(ruling::store::rules(db.read(), number, policies, today).await?)
}

fn explain(policies: &PolicySet, policy: &Policy) -> anyhow::Result<Verdict> {
    output::line(policies.explain(policy, Loc::sv()).trim_end())?;
    if let Some(ruling) = policies.ruling(policy) {
        output::line(&in_words(ruling))?;
    }
    Ok(Verdict::Fine)
}

/// `Avstängd 2026-11-22 av Vera Lind: skälet`
fn in_words(ruling: &Ruling) -> String {
    let l = Loc::sv();
    let made = l.ta2(
        "ruling-by",
        ("day", &l.date(ruling.on)),
        ("name", &ruling.by),
    );
    format!("{} {made}: {}", l.code(ruling.kind), ruling.reason)
}

fn list(policies: &PolicySet, format: Format) -> anyhow::Result<Verdict> {
    let listed = policies.listed(Loc::sv());
    match format {
        Format::Json => output::json(&listed)?,
        Format::Text => {
            for rule in &listed {
                let decided = rule
                    .ruling
                    .as_ref()
                    .map_or_else(String::new, |ruling| format!("\t{}", in_words(ruling)));
                output::line(&format!(
                    "{}\t{}\t{}\t{}{decided}",
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

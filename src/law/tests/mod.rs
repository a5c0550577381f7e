//! The rules as a specification: every rule's own examples, and that the examples guard the rule.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::evaluate::evaluate;
use super::*;
use crate::texts::Loc;

fn rules() -> PolicySet {
    PolicySet::embedded().unwrap_or_else(|errors| panic!("{}", listed(&errors)))
}

fn listed(errors: &[PolicyError]) -> String {
    errors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

fn judged(policy: &Arc<Policy>, example: &Example) -> Finding {
    let facts = Arc::new(example.facts.on(policy.subject, example.today));
    let found = if policy.in_force.contains(example.today) {
        evaluate(policy, &facts, example.today)
    } else {
        None
    };
    found.unwrap_or_else(|| {
        panic!(
            "{}: the rule is not in force on {}",
            policy.id, example.today
        )
    })
}

fn agrees(policy: &Arc<Policy>, example: &Example) -> bool {
    let finding = judged(policy, example);
    finding.outcome == example.outcome
        && example
            .since
            .is_none_or(|since| finding.since == Some(since))
        && example
            .due
            .is_none_or(|due| finding.due.is_some_and(|found| found.on == due))
}

fn judging(rules: &PolicySet) -> impl Iterator<Item = &Arc<Policy>> {
    rules.iter().filter(|policy| policy.requires.is_some())
}

#[test]
fn every_file_in_the_folder_is_part_of_the_program() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/policies");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| {
            entry
                .expect("readable")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .filter(|name| name != "terms")
        .collect();
    files.sort();
    let embedded: Vec<&str> = embedded::FILES.iter().map(|(id, _)| *id).collect();
    assert_eq!(embedded, files);
}

#[test]
fn every_example_of_every_rule_has_its_outcome() {
    let mut wrong = Vec::new();
    for policy in rules().iter() {
        for example in policy
            .examples
            .iter()
            .filter(|example| !agrees(policy, example))
        {
            let finding = judged(policy, example);
            let (outcome, since, due) = (
                finding.outcome,
                finding.since,
                finding.due.map(|due| due.on),
            );
            wrong.push(format!(
                "{}: {}: {outcome:?} since {since:?} due {due:?}",
                policy.id, example.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_shows_a_case_that_is_met_one_that_is_not_and_one_at_the_edge() {
    for policy in judging(&rules()) {
        let has = |outcome| {
            policy
                .examples
                .iter()
                .any(|example| example.outcome == outcome)
        };
        assert!(has(Outcome::Met), "{} has no case that is met", policy.id);
        assert!(
            has(Outcome::Breached),
            "{} has no case that is breached",
            policy.id
        );
        assert!(
            policy.examples.iter().any(|example| example.boundary),
            "{} has no case at the edge",
            policy.id
        );
        assert!(
            !policy.has_deadline() || has(Outcome::AtRisk),
            "{} has a deadline but no case at risk",
            policy.id
        );
    }
}

#[test]
fn a_rule_that_can_lack_facts_shows_a_case_that_cannot_be_judged() {
    for policy in judging(&rules()) {
        let can_be_unknown = policy.examples.iter().any(|example| {
            example.facts.0.iter().any(|(fact, _)| {
                let mut facts = example.facts.on(policy.subject, example.today);
                facts.set(*fact, None::<bool>);
                let found = evaluate(policy, &Arc::new(facts), example.today);
                fact.absence() != Absence::Never
                    && found.is_some_and(|finding| finding.outcome == Outcome::Unknown)
            })
        });
        let shows = policy
            .examples
            .iter()
            .any(|example| example.outcome == Outcome::Unknown);
        assert!(shows || !can_be_unknown, "{}", policy.id);
    }
}

#[test]
fn names_of_examples_tell_cases_apart() {
    for policy in rules().iter() {
        let names: BTreeSet<&str> = policy
            .examples
            .iter()
            .map(|example| example.name.as_str())
            .collect();
        assert_eq!(
            names.len(),
            policy.examples.len(),
            "{} uses the name of a case twice",
            policy.id
        );
    }
}

#[test]
fn a_finding_that_cannot_be_judged_says_what_is_missing() {
    for policy in rules().iter() {
        for example in policy
            .examples
            .iter()
            .filter(|example| example.outcome == Outcome::Unknown)
        {
            let finding = judged(policy, example);
            assert!(
                finding.because().any(|(_, value)| value.is_none()),
                "{}: {}",
                policy.id,
                example.name
            );
        }
    }
}

#[test]
fn turning_any_condition_of_a_rule_around_makes_one_of_its_examples_fail() {
    let mut survivors = Vec::new();
    for policy in judging(&rules()) {
        for (what, mutant) in mutation::mutants(policy) {
            let mutant = Arc::new(mutant);
            if policy
                .examples
                .iter()
                .all(|example| agrees(&mutant, example))
            {
                survivors.push(format!("{}: {what}", policy.id));
            }
        }
    }
    assert!(
        survivors.is_empty(),
        "no example notices:\n{}",
        survivors.join("\n")
    );
}

#[test]
fn every_text_of_every_example_is_without_gaps() {
    let rules = rules();
    for policy in rules.iter() {
        for example in &policy.examples {
            let report = judged(policy, example).report("LKF-1", Loc::sv());
            let english = judged(policy, example).report("LKF-1", Loc::en());
            for text in [
                report.finding,
                report.remedy,
                english.finding,
                english.remedy,
            ] {
                assert!(
                    !text.trim().is_empty() && !text.contains(['{', '}']),
                    "{}: {text}",
                    policy.id
                );
            }
        }
    }
}

#[test]
fn every_site_rule_of_the_statute_book_is_there() {
    let rules = rules();
    let numbers: BTreeSet<&str> = rules.iter().map(|policy| policy.number.as_str()).collect();
    // R17, R18 and R37 are of records that are no sites.
    for number in (1..=55).filter(|number| ![17, 18, 37].contains(number)) {
        let number = format!("R{number:02}");
        assert!(numbers.contains(&*number), "{number} is missing");
    }
}

#[test]
fn every_fact_is_used_by_a_rule() {
    let rules = rules();
    let used: BTreeSet<Fact> = rules.iter().flat_map(|policy| policy.facts()).collect();
    let unused: Vec<&str> = Fact::ALL
        .iter()
        .filter(|fact| !used.contains(fact))
        .map(|fact| fact.name())
        .collect();
    assert!(unused.is_empty(), "no rule uses: {unused:?}");
}

mod mutation;
mod set;

#[test]
fn a_rule_in_words_holds_its_source_its_demand_and_its_cases_in_both_languages() {
    let rules = rules();
    for policy in rules.iter() {
        for l in [Loc::sv(), Loc::en()] {
            let words = rules.explain(policy, l);
            assert!(words.contains(policy.title.get(l.lang())), "{words}");
            assert!(words.contains(&policy.source.citation()), "{words}");
            assert!(!words.contains(['{', '}']), "{words}");
            // A text that is missing is shown as its id.
            assert!(
                !words.contains("condition-") && !words.contains("rule-"),
                "{words}"
            );
            assert!(
                policy
                    .examples
                    .iter()
                    .all(|example| words.contains(&example.name)),
                "{words}"
            );
        }
    }
}

#[test]
fn the_storage_rule_reads_like_this() {
    let rules = rules();
    let policy = rules
        .get("storage-over-72-hours-justified")
        .expect("an embedded rule");
    let words = rules.explain(policy, Loc::sv());
    assert!(words.contains("lagringstid i timmar: högst 72"), "{words}");
    assert!(words.contains("Vägledning; Risk"), "{words}");
}

//! A fact that is missing reads well wherever a text names it.

use std::sync::Arc;

use super::super::evaluate::evaluate;
use super::super::wording::next_optional;
use super::*;

/// What is left when everything in brackets is taken away.
fn without_optional(text: &str) -> String {
    let (mut left, mut rest) = (String::new(), text);
    while let Some((before, _, after)) = next_optional(rest) {
        left.push_str(before);
        rest = after;
    }
    left + rest
}

/// "Saken: saknas." and "(saknas)" read well; "är saknas timmar" does not.
fn reads_well(text: &str, fact: Fact) -> bool {
    let text = without_optional(text);
    let name = format!("{{{}}}", fact.name());
    text.match_indices(&name).all(|(at, name)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let labelled = before.ends_with(": ") || before.ends_with('(');
        labelled && (after.is_empty() || after.starts_with(['.', ',', ';', ')']))
    })
}

/// The texts that are shown for an outcome.
fn shown(policy: &Policy, outcome: Outcome) -> Vec<&Bilingual> {
    let finding = &policy.finding;
    match outcome {
        Outcome::Breached => vec![&finding.because, &finding.remedy],
        Outcome::AtRisk => finding.soon.iter().chain([&finding.remedy]).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_missing_fact_reads_well_in_every_text_in_which_it_can_be_missing() {
    let rules = rules();
    let mut wrong = BTreeSet::new();
    for policy in judging(&rules) {
        let facts = policy.facts();
        let can_lack = facts.iter().filter(|fact| fact.absence() != Absence::Never);
        for (fact, example) in
            can_lack.flat_map(|fact| policy.examples.iter().map(move |example| (*fact, example)))
        {
            let mut facts = example.facts.on(policy.subject, example.today);
            facts.set(fact, None::<bool>);
            let Some(finding) = evaluate(policy, &Arc::new(facts), example.today) else {
                continue;
            };
            for text in shown(policy, finding.outcome) {
                for words in [&text.sv, &text.en] {
                    if !reads_well(words, fact) {
                        wrong.insert(format!("{}: {{{}}} in: {words}", policy.id, fact.name()));
                    }
                }
            }
        }
    }
    let wrong: Vec<String> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn brackets_are_left_out_with_the_fact_that_is_missing() {
    let rules = rules();
    let policy = rules
        .get("footage-deleted-in-time")
        .expect("an embedded rule");
    let example = policy
        .examples
        .iter()
        .find(|example| example.name == "en timme utanför i index")
        .expect("the example");
    let text = judged(policy, example).text(Loc::sv());
    assert_eq!(
        text,
        "Lagringstiden är 72 timmar, men det finns äldre material. I systemets förteckning är det äldsta 97 timmar \
         gammalt. Senaste kontroll: 2026-11-20."
    );
}

#[test]
fn the_test_itself_sees_what_reads_badly() {
    let hours = Fact::StorageHours;
    assert!(!reads_well("Tiden är {storage_hours} timmar.", hours));
    assert!(!reads_well("Tid: {storage_hours} timmar.", hours));
    assert!(reads_well("Tid: {storage_hours}. Mer.", hours));
    assert!(reads_well("[Tiden är {storage_hours} timmar.] Mer.", hours));
}

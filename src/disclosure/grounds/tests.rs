//! Every ground's own examples, and that the grounds and the rules for disclosures never contradict each other.

use std::collections::BTreeSet;
use std::sync::Arc;

use time::macros::date;

use super::*;
use crate::law::{Fact, Facts, Outcome, PolicySet, Subject, Value, findings};

#[test]
fn every_file_in_the_folder_is_a_ground_and_every_ground_has_its_file() {
    for (code, text) in FILES {
        let read: Result<GroundRule, _> = toml::from_str(text);
        let rule = read.unwrap_or_else(|error| panic!("grounds/{code}.toml: {error}"));
        assert_eq!(rule.code.code(), *code);
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/grounds");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    let codes: BTreeSet<String> = Ground::ALL
        .iter()
        .map(|one| one.code().to_owned())
        .collect();
    assert_eq!(files, codes);
    assert_eq!(all().len(), Ground::ALL.len());
}

#[test]
fn each_example_comes_out_as_it_says() {
    for rule in all() {
        for example in &rule.examples {
            let occasion = Occasion {
                recipient: example.recipient,
                secrecy: example.secrecy,
                decided_on: example.decided_on,
            };
            let found = rule.obstacle(occasion);
            assert_eq!(found, example.obstacle, "{:?}: {}", rule.code, example.name);
        }
    }
}

/// Whoever changes a condition must change an example.
#[test]
fn each_condition_of_a_ground_is_shown_by_examples() {
    for rule in all() {
        let shows = |obstacle| rule.examples.iter().any(|one| one.obstacle == obstacle);
        assert!(shows(None), "{:?} has no valid example", rule.code);
        let first = |on: Date| rule.examples.iter().any(|one| one.decided_on == on);
        if rule.in_force.from > date!(2018 - 08 - 01) {
            let before = rule.in_force.from.previous_day().unwrap();
            assert!(
                first(rule.in_force.from) && first(before),
                "{:?}",
                rule.code
            );
        }
        if rule.recipients.is_some() {
            assert!(shows(Some(Obstacle::Recipient)), "{:?}", rule.code);
        }
        if !rule.not_under.is_empty() {
            assert!(shows(Some(Obstacle::Secrecy)), "{:?}", rule.code);
        }
        assert!(!rule.test.has_blank());
        assert_eq!(
            rule.details.is_some(),
            rule.needs.contains(&Need::GroundDetails)
        );
    }
}

/// The form offers what the rules D01, D02, D04 and D05 accept, and sets aside what one of them finds wrong.
#[test]
fn a_ground_is_valid_exactly_when_the_rules_for_disclosures_say_nothing_against_it() {
    let rules = PolicySet::embedded().unwrap();
    let about = [
        "ground-in-force-when-decided",
        "recipient-fits-the-ground",
        "lub-8-other-secrecy-excepted",
        "lub-7-own-initiative-to-the-police",
    ];
    let days = [
        date!(2018 - 08 - 01),
        date!(2025 - 03 - 31),
        date!(2025 - 04 - 01),
        date!(2025 - 11 - 30),
        date!(2025 - 12 - 01),
        date!(2026 - 11 - 26),
    ];
    let mut compared = 0;
    for rule in all() {
        for recipient in Recipient::ALL {
            for secrecy in SecrecyRegime::ALL {
                for decided_on in days {
                    let mut facts = Facts::about(Subject::Disclosure);
                    facts.set(Fact::Ground, Some(Value::code(rule.code)));
                    facts.set(Fact::Recipient, Some(Value::code(*recipient)));
                    facts.set(Fact::FootageSecrecy, Some(Value::code(*secrecy)));
                    facts.set(Fact::DecidedOn, Some(decided_on));
                    // By the rules of today, as a disclosure is judged when it is looked at.
                    let found = findings(&rules, &Arc::new(facts), date!(2026 - 11 - 26));
                    let against = found.iter().any(|finding| {
                        finding.outcome == Outcome::Breached
                            && about.contains(&finding.policy.id.as_str())
                    });
                    let occasion = Occasion {
                        recipient: *recipient,
                        secrecy: *secrecy,
                        decided_on,
                    };
                    let obstacle = rule.obstacle(occasion);
                    let case = format!("{:?} {occasion:?} {obstacle:?}", rule.code);
                    assert_eq!(obstacle.is_some(), against, "{case}");
                    compared += 1;
                }
            }
        }
    }
    assert_eq!(compared, 16 * 11 * 4 * 6);
}

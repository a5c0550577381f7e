use serde_json::json;
use time::macros::datetime;

use super::*;
use crate::disclosure::erased::tests::full;

const PER: By<'_> = By {
    account: AccountId(3),
    name: "Per Holm",
    key: "nyckel",
};

fn told() -> Disclosure {
    serde_json::from_value(full()).unwrap()
}

/// As it would stand in the log.
fn logged(idx: i64, entry: &NewEntry, erased: &[&str]) -> Logged {
    let fields = entry.fields.iter();
    let mut said: Said = fields
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    for field in erased {
        said.insert((*field).to_owned(), json!(""));
    }
    Logged {
        id: StepId(idx),
        kind: entry.kind,
        site: SiteId(3),
        request_key: "nyckel".into(),
        ledger_idx: idx,
        recorded_at: datetime!(2026-11-22 09:00 UTC),
        account: AccountId(3),
        said,
        erased: erased.iter().map(ToString::to_string).collect(),
    }
}

fn of(told: &Disclosure) -> [NewEntry; 3] {
    [
        request(told, PER),
        assessment(told, PER),
        decision(told, PER),
    ]
}

/// Whatever the entry of the disclosure holds of the request, the assessment and the decision stands in a step, and whatever
/// a person wrote in a step goes when all of the disclosure is erased.
#[test]
fn nothing_that_was_written_in_a_step_outlives_the_disclosure() {
    let told = told();
    let all: Vec<&str> = told
        .sealed_fields()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let kept = ["site", "decision", "request", "disclosure", "form"];
    let ended = withdrawal(&logged(1, &request(&told, PER), &[]), "spår", PER);
    let entries = of(&told).into_iter().chain([ended]);
    let mut gone = 0;
    for entry in entries {
        for (field, value) in &entry.fields {
            let goes = all
                .iter()
                .any(|erased| goes_with(entry.kind, field, erased));
            assert_eq!(goes, !kept.contains(field), "{:?} {field}", entry.kind);
            if !goes {
                let text = value.to_string();
                assert!(!text.contains("spår") && !text.contains("Holm"), "{text}");
            }
            gone += usize::from(goes);
        }
    }
    assert_eq!(gone, 16);
}

#[test]
fn a_step_that_says_the_same_is_not_taken_again_whoever_takes_it() {
    let told = told();
    let stands: Vec<Logged> = (5..)
        .zip(&of(&told))
        .map(|(idx, e)| logged(idx, e, &[]))
        .collect();
    let vera = By {
        account: AccountId(9),
        name: "Vera Lind",
        ..PER
    };
    let (new, steps) = missing(&stands, &told, vera, 40);
    assert!(new.is_empty());
    assert_eq!((steps.request, steps.assessment, steps.decision), (5, 6, 7));
    let mut changed = told;
    changed.assessment = "Något annat".into();
    let (new, steps) = missing(&stands, &changed, vera, 40);
    assert_eq!(new.len(), 1);
    assert_eq!(
        (steps.request, steps.assessment, steps.decision),
        (5, 40, 7)
    );
}

#[test]
fn what_was_erased_is_not_written_again() {
    let told = told();
    let stands = [logged(5, &request(&told, PER), &["requester", "by"])];
    assert!(!is_new(&stands, &request(&told, PER)));
    let mut other = told;
    other.dnr = "KS 2027/1".into();
    assert!(is_new(&stands, &request(&other, PER)));
    assert_eq!(stands[0].person(), None);
}

#[test]
fn a_request_that_ended_begins_anew() {
    let told = told();
    let first = logged(5, &request(&told, PER), &[]);
    let ended = logged(6, &withdrawal(&first, "Togs tillbaka", PER), &[]);
    let steps = [first, ended];
    assert_eq!(last(&steps, EntryKind::Request), None);
    assert!(is_new(&steps, &request(&told, PER)));
}

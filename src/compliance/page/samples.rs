//! A few rules as the kommun has them: one adopted, one with another parameter, one switched off, and a statute.

use std::collections::BTreeMap;
use std::sync::Arc;

use time::macros::date;

use super::{Index, Show};
use crate::law::{PolicySet, Ruling, RulingKind, Setting, may_be_adjusted};
use crate::web::page_tests::{Sample, shell};
use crate::web::view::{Crumb, Loc};

const STATUTE: &str = "kbl-9-assessment-before-start";
const ADOPTED: &str = "every-entrance-signed";
const ADJUSTED: &str = "yearly-review";
const OFF: &str = "dpia-made";
/// Guidance that nobody has decided about.
const UNDECIDED: &str = "no-face-recognition";
/// Digests change with every word of a rule; what is looked at here is where they stand.
const DIGEST: &str = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

pub(crate) fn samples(l: Loc) -> Vec<Sample> {
    let shown = |name, id| Sample::new(name, &show(l, id));
    vec![
        Sample::new("rules", &index(l)),
        shown("rule-statute", STATUTE),
        shown("rule-undecided", UNDECIDED),
        shown("rule-adopted", ADOPTED),
        shown("rule-adjusted", ADJUSTED),
        shown("rule-off", OFF),
    ]
}

fn rulings() -> Vec<Ruling> {
    let ruling = |policy: &str, kind, reason: &str, on| Ruling {
        policy: policy.into(),
        kind,
        parameters: BTreeMap::new(),
        reason: reason.into(),
        by: "Vera Lind".into(),
        on,
    };
    let mut adjusted = ruling(
        ADJUSTED,
        RulingKind::Adjusted,
        "Vartannat år räcker.\nNämndens beslut 2026-10-05 § 112.",
        date!(2026 - 10 - 06),
    );
    adjusted
        .parameters
        .insert("months".into(), Setting::Number(24));
    vec![
        ruling(
            ADOPTED,
            RulingKind::Adopted,
            "Kommunens riktlinje säger det.",
            date!(2026 - 09 - 01),
        ),
        ruling(
            ADJUSTED,
            RulingKind::Off,
            "Prövas på nytt i höst.",
            date!(2026 - 04 - 01),
        ),
        adjusted,
        ruling(
            OFF,
            RulingKind::Off,
            "Konsekvensbedömningar följs i ett annat system.",
            date!(2026 - 11 - 02),
        ),
    ]
}

fn set() -> PolicySet {
    let embedded = PolicySet::embedded().unwrap();
    embedded.ruled(&rulings(), date!(2026 - 11 - 22))
}

fn index(l: Loc) -> Index {
    let set = set();
    let few = [STATUTE, UNDECIDED, ADOPTED, ADJUSTED, OFF];
    Index {
        shell: shell(l, "/regler"),
        l,
        rules: few.map(|id| Arc::clone(set.get(id).unwrap())).to_vec(),
        set: Arc::new(set),
        digest: DIGEST.into(),
    }
}

fn show(l: Loc, id: &str) -> Show {
    let set = set();
    let rule = Arc::clone(set.get(id).unwrap());
    let about = rulings().into_iter().rev();
    Show {
        shell: shell(l, &format!("/regler/{id}")),
        l,
        crumbs: vec![
            Crumb::link(l.t("nav-rules"), l.path("/regler")),
            Crumb::here(&rule.number),
        ],
        rulings: about.filter(|ruling| ruling.policy == id).collect(),
        may_decide: may_be_adjusted(rule.kind),
        words: set.in_words(&rule, l),
        digest: DIGEST.into(),
        rule,
    }
}

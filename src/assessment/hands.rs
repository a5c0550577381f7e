//! Whose hands a version has been in, by its history: who wrote it, who gave advice. Whoever wrote it does neither give the
//! advice nor decide, and whoever gave the advice does not decide.

use std::collections::BTreeMap;

use crate::register::Revision;

/// The members of the record that are acts of their own.
const ACTS: [&str; 2] = ["advice", "signed"];

/// People by the number of their account; those without one (an import, the command line) decide nothing here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hands {
    pub writers: BTreeMap<i64, String>,
    /// Who gave the advice that stands.
    pub adviser: Option<i64>,
}

/// Why somebody may not do the next act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barred {
    Wrote,
    Advised,
}

impl Hands {
    /// From the history of the version, the oldest first, with the account of each change.
    pub fn of<'a>(history: impl IntoIterator<Item = (Option<i64>, &'a Revision)>) -> Self {
        let mut hands = Self::default();
        for (account, revision) in history {
            let differences = revision.differences();
            let Some(account) = account else { continue };
            if differences.iter().any(|one| !ACTS.contains(&&*one.field)) {
                hands.writers.insert(account, revision.author.clone());
            }
            if differences.iter().any(|one| one.field == "advice") {
                hands.adviser = Some(account);
            }
        }
        hands
    }

    pub fn bars_from_advice(&self, account: i64) -> Option<Barred> {
        self.writers.contains_key(&account).then_some(Barred::Wrote)
    }

    pub fn bars_from_deciding(&self, account: i64) -> Option<Barred> {
        let advised = self.adviser == Some(account);
        self.bars_from_advice(account)
            .or_else(|| advised.then_some(Barred::Advised))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::RecordKind;
    use serde_json::{Value, json};
    use time::macros::datetime;

    fn revision(author: &str, before: Option<Value>, after: Value) -> Revision {
        Revision {
            at: datetime!(2026-11-22 07:00 UTC),
            author: author.into(),
            kind: RecordKind::Assessment,
            record: 7,
            site: None,
            before,
            after,
            undoes: None,
        }
    }

    #[test]
    fn each_act_has_hands_of_its_own() {
        let (new, more) = (json!({"dnr": "1"}), json!({"dnr": "2"}));
        let advised = json!({"dnr": "2", "advice": {"by": "Dina"}});
        let history = [
            (Some(1), revision("Maja", None, new.clone())),
            (None, revision("Import", Some(new.clone()), more.clone())),
            (Some(2), revision("Kim", Some(new), more.clone())),
            (Some(3), revision("Dina", Some(more), advised)),
        ];
        let hands = Hands::of(history.iter().map(|(account, one)| (*account, one)));
        assert_eq!(hands.writers.keys().collect::<Vec<_>>(), [&1, &2]);
        assert_eq!(hands.bars_from_deciding(1), Some(Barred::Wrote));
        assert_eq!(hands.bars_from_deciding(3), Some(Barred::Advised));
        assert_eq!(hands.bars_from_deciding(4), None);
        assert_eq!(hands.bars_from_advice(2), Some(Barred::Wrote));
        assert_eq!(
            hands.bars_from_advice(3),
            None,
            "advice can be mended by whoever gave it"
        );
    }

    #[test]
    fn whoever_writes_and_advises_at_once_has_written() {
        let after = json!({"dnr": "1", "advice": {"by": "Maja"}});
        let both = revision("Maja", None, after);
        let hands = Hands::of([(Some(1), &both)]);
        assert_eq!(hands.bars_from_advice(1), Some(Barred::Wrote));
    }
}

//! The history as people read it: what each change was, in the words of the forms that make such changes.

use crate::texts::Loc;
use crate::web::form::{Form, Values};

pub mod page;
pub mod web;

/// One answer that a change gave or took away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub label: String,
    /// `None` when the record was new.
    pub before: Option<String>,
    pub after: String,
}

/// What differs between two fillings of a form; of a new record, what was filled in at all.
pub(crate) fn between(l: Loc, blank: &Form, before: Option<Values>, after: Values) -> Vec<Changed> {
    let is_new = before.is_none();
    let old = blank.clone().fill(before.unwrap_or_default());
    let new = blank.clone().fill(after);
    let mut changed = Vec::new();
    for field in blank.all_fields() {
        let (was, became) = (old.shown(&l, field), new.shown(&l, field));
        if was == became || (is_new && is_unanswered(l, &became)) {
            continue;
        }
        changed.push(Changed {
            label: blank.label(&l, field),
            before: (!is_new).then_some(was),
            after: became,
        });
    }
    changed
}

fn is_unanswered(l: Loc, answer: &str) -> bool {
    ["not-stated", "not-answered-yet"]
        .map(|id| l.t(id))
        .contains(&answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::form::{Offered, form};

    fn camera(status: &str) -> Values {
        Values::default()
            .text("label", "0042")
            .text("status", status)
            .number("range_metres", Some(25))
    }

    fn blank() -> Form {
        form(String::new(), &Offered::default())
    }

    #[test]
    fn a_change_is_told_in_the_words_of_the_form_and_never_in_stored_codes() {
        let changed = between(
            Loc::sv(),
            &blank(),
            Some(camera("i-drift")),
            camera("avslutad"),
        );
        assert_eq!(changed.len(), 1, "{changed:?}");
        assert_eq!(changed[0].before.as_deref(), Some("I drift"));
        assert_ne!(changed[0].after, "avslutad");
    }

    #[test]
    fn of_a_new_record_only_what_was_answered_is_told() {
        let told = between(Loc::sv(), &blank(), None, camera("i-drift"));
        let answers: Vec<&str> = told.iter().map(|one| one.after.as_str()).collect();
        assert_eq!(answers, ["0042", "I drift", "25 meter"]);
        assert!(told.iter().all(|one| one.before.is_none()));
    }
}

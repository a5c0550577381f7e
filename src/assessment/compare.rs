//! Two versions beside each other, word by word.

use similar::{ChangeTag, TextDiff};

use super::{Assessment, form};
use crate::texts::Loc;
use crate::web::form::Form;

/// Words that follow each other and have the same fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    Same(String),
    Gone(String),
    New(String),
}

/// A question whose answer differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub label: String,
    pub runs: Vec<Run>,
}

/// Where the words of two texts part.
pub fn words(before: &str, after: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let word = change.value();
        match (runs.last_mut(), change.tag()) {
            (Some(Run::Same(text)), ChangeTag::Equal)
            | (Some(Run::Gone(text)), ChangeTag::Delete)
            | (Some(Run::New(text)), ChangeTag::Insert) => text.push_str(word),
            (_, tag) => runs.push(match tag {
                ChangeTag::Equal => Run::Same(word.to_owned()),
                ChangeTag::Delete => Run::Gone(word.to_owned()),
                ChangeTag::Insert => Run::New(word.to_owned()),
            }),
        }
    }
    runs
}

/// A short answer was another one, all of it: nobody reads a date or a choice word by word.
fn whole(before: String, after: String) -> Vec<Run> {
    vec![
        Run::Gone(before),
        Run::Same(" ".to_owned()),
        Run::New(after),
    ]
}

/// The questions whose answers differ between two versions, in the order of the form.
pub fn versions(before: &Assessment, after: &Assessment, l: Loc) -> Vec<Compared> {
    let filled = |assessment| form::form(String::new()).fill(form::values(assessment));
    let (old, new): (Form, Form) = (filled(before), filled(after));
    let mut differ = Vec::new();
    for field in new.all_fields() {
        let (was, is) = (old.shown(&l, field), new.shown(&l, field));
        if was != is {
            let answered = |form: &Form| !form.values.first(field.name).is_empty();
            let prose = field.widget() == "textarea" && answered(&old) && answered(&new);
            differ.push(Compared {
                label: new.label(&l, field),
                runs: if prose {
                    words(&was, &is)
                } else {
                    whole(was, is)
                },
            });
        }
    }
    differ
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteId;

    #[test]
    fn only_the_words_that_differ_are_told_apart() {
        let runs = words(
            "Två kameror, nattetid.",
            "Tre kameror, nattetid och helger.",
        );
        assert_eq!(runs[0], Run::Gone("Två".into()));
        assert_eq!(runs[1], Run::New("Tre".into()));
        assert!(matches!(&runs[2], Run::Same(text) if text.contains("kameror,")));
        let kept = |wanted: fn(&Run) -> Option<&String>| {
            runs.iter().filter_map(wanted).cloned().collect::<String>()
        };
        let old = kept(|run| match run {
            Run::Same(text) | Run::Gone(text) => Some(text),
            Run::New(_) => None,
        });
        let new = kept(|run| match run {
            Run::Same(text) | Run::New(text) => Some(text),
            Run::Gone(_) => None,
        });
        assert_eq!(old, "Två kameror, nattetid.");
        assert_eq!(new, "Tre kameror, nattetid och helger.");
    }

    #[test]
    fn a_day_a_choice_and_what_was_not_answered_are_told_apart_as_wholes() {
        let before = Assessment {
            dnr: "KS 2026/4".into(),
            mitigations: "Maskering av grannens tomt.".into(),
            ..Assessment::draft(SiteId(1), None)
        };
        let after = Assessment {
            dnr: String::new(),
            mitigations: String::new(),
            ..before.clone()
        };
        for compared in versions(&before, &after, Loc::sv()) {
            let told = matches!(
                &compared.runs[..],
                [Run::Gone(_), Run::Same(_), Run::New(_)]
            );
            assert!(told, "{compared:?}");
        }
    }

    #[test]
    fn a_question_with_the_same_answer_is_not_among_them() {
        let before = Assessment::draft(SiteId(1), None);
        let after = Assessment {
            mitigations: "Maskering.".into(),
            ..before.clone()
        };
        let found = versions(&before, &after, Loc::sv());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].label, Loc::sv().t("assessment-mitigations"));
        assert!(versions(&after, &after, Loc::sv()).is_empty());
    }
}

//! What has been typed of a disclosure that is not recorded yet (utkast). It survives logging out, somebody else can take
//! it over. What somebody has gone on from is in the log, a step at a time (`step/`); the rest is nowhere but here.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::code::{codes, ids};
use crate::ledger::EntryKind;
use crate::site::SiteId;
use crate::web::form::{Errors, Form, Values};

pub mod page;
pub mod store;
pub mod web;

ids! { DraftId }

codes! {
    /// The steps, in the order of the talk.
    Step, "desk-step" {
        Request = "begaran",
        Footage = "bilder",
        Examination = "provning",
        Decision = "beslut",
        Files = "filer",
        Review = "granska",
    }
}

impl Step {
    /// The sections of the form that the step asks about.
    const fn sections(self) -> &'static [&'static str] {
        match self {
            Self::Request => &["who"],
            Self::Footage => &["what"],
            Self::Examination => &["examination"],
            Self::Decision => &["decision", "refusal"],
            Self::Files => &["files"],
            Self::Review => &[],
        }
    }

    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Request => Self::Footage,
            Self::Footage => Self::Examination,
            Self::Examination => Self::Decision,
            Self::Decision => Self::Files,
            Self::Files | Self::Review => Self::Review,
        }
    }

    /// The whole form with nothing but what the step asks about.
    pub fn of(self, mut form: Form) -> Form {
        form.sections
            .retain(|section| self.sections().contains(&section.name));
        form
    }
}

/// The step in which a field of the form is asked about.
pub fn step_of(form: &Form, field: &str) -> Step {
    use crate::code::Code;
    let section = form
        .sections
        .iter()
        .find(|section| section.fields.iter().any(|one| one.name == field));
    let name = section.map_or("", |section| section.name);
    let steps = Step::ALL.iter().copied();
    steps
        .into_iter()
        .find(|step| step.sections().contains(&name))
        .unwrap_or(Step::Review)
}

/// What was typed, in a form that later versions of the program can read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// Version of the fields.
    pub v: u32,
    pub pairs: Vec<(String, String)>,
}

/// Version of the fields that the program writes. Fields with other names later: another number, and a translation.
const VERSION: u32 = 1;

impl Typed {
    pub fn new(values: &Values) -> Self {
        Self {
            v: VERSION,
            pairs: values.pairs().to_vec(),
        }
    }

    /// `None` when a newer program wrote it.
    pub fn values(&self) -> Option<Values> {
        (self.v == VERSION).then(|| Values::from_pairs(self.pairs.clone()))
    }
}

/// A draft as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    pub version: i32,
    pub site: SiteId,
    /// Who works on it.
    pub holder: AccountId,
    pub holder_name: String,
    pub request_key: String,
    pub begun_at: OffsetDateTime,
    pub saved_at: OffsetDateTime,
    pub typed: Typed,
}

/// What was typed before, with the answers of one step in place of those that it had.
pub fn merged(before: &Values, step: &Form, typed: &Values) -> Values {
    let asked = |name: &str| {
        let field = name.split('-').next().unwrap_or(name);
        step.all_fields().any(|one| one.name == field)
    };
    let kept = before.pairs().iter().filter(|(name, _)| !asked(name));
    let new = typed.pairs().iter().filter(|(name, _)| asked(name));
    Values::from_pairs(kept.chain(new).cloned().collect())
}

/// Which steps somebody has gone on from, beside what was typed in them.
const ANSWERED: &str = "answered";

/// What was typed, with a step marked as gone on from, or no longer.
pub fn answered(values: Values, step: Step, is: bool) -> Values {
    use crate::code::Code;
    let mut pairs = values.pairs().to_vec();
    pairs.retain(|(name, text)| name != ANSWERED || text != step.code());
    let values = Values::from_pairs(pairs);
    if is {
        values.text(ANSWERED, step.code())
    } else {
        values
    }
}

/// The kinds of entries whose steps are answered without an error; what is filled in beforehand is no answer.
pub fn complete(values: &Values, form: &Form, errors: &Errors) -> Vec<EntryKind> {
    use crate::code::Code;
    let wrong: Vec<Step> = errors
        .iter()
        .map(|error| step_of(form, &error.field))
        .collect();
    let is_answered =
        |step: &Step| values.is_chosen(ANSWERED, step.code()) && !wrong.contains(step);
    let kinds: [(EntryKind, &[Step]); 3] = [
        (EntryKind::Request, &[Step::Request]),
        (EntryKind::Assessment, &[Step::Footage, Step::Examination]),
        (EntryKind::Decision, &[Step::Decision]),
    ];
    let complete = kinds
        .into_iter()
        .filter(|(_, steps)| steps.iter().all(is_answered));
    complete.map(|(kind, _)| kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::form::Field;

    #[test]
    fn a_step_replaces_its_own_answers_and_no_others() {
        let form = Form::new("disclosure", "").fields(vec![
            Field::instant("interval_from"),
            Field::checkboxes("cameras", Vec::new()),
        ]);
        let before = Values::default()
            .text("matter", "Skadegörelse")
            .text("interval_from", "2026-11-20")
            .text("interval_from-tid", "22:00")
            .text("cameras", "1")
            .text("cameras", "2");
        let typed = Values::default()
            .text("interval_from", "2026-11-21")
            .text("interval_from-tid", "23:00")
            .text("matter", "something that the step does not ask about");
        let after = merged(&before, &form, &typed);
        assert_eq!(after.first("matter"), "Skadegörelse");
        assert_eq!(after.first("interval_from"), "2026-11-21");
        assert_eq!(after.part("interval_from", "tid"), "23:00");
        assert_eq!(after.all("cameras").count(), 0, "no box is ticked any more");
    }

    #[test]
    fn what_a_newer_program_wrote_is_not_guessed_at() {
        let typed = Typed::new(&Values::default().text("matter", "Skadegörelse"));
        let newer = Typed {
            v: 2,
            ..typed.clone()
        };
        assert_eq!(typed.values().unwrap().first("matter"), "Skadegörelse");
        assert_eq!(newer.values(), None);
    }
}

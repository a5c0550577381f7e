//! What was seen of a store when someone checked that footage is gone.

use time::OffsetDateTime;

use crate::recorder::ProofLevel;
use crate::retention::DeletionEvidence;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values, choices};

/// The recorders that can be chosen, and the time that nothing can have been seen after.
#[derive(Debug, Clone)]
pub struct Offered {
    pub recorders: Vec<Choice>,
    pub now: OffsetDateTime,
}

pub fn form(action: String, offered: &Offered) -> Form {
    Form::new("deletion-evidence", action).fields(vec![
        Field::radios("level", choices::<ProofLevel>()).required(),
        Field::text("store").required(),
        Field::select("recorder", offered.recorders.clone()),
        Field::instant("checked_at").required(),
        Field::instant("oldest_seen_at"),
        Field::checkboxes(
            "nothing_seen",
            vec![Choice::id("ja", "deletion-evidence-nothing-seen-yes")],
        ),
        Field::textarea("not_covered"),
        Field::text("checked_by"),
        Field::textarea("note"),
    ])
}

/// What stands in the fields for a check.
pub fn values(evidence: &DeletionEvidence) -> Values {
    Values::default()
        .code("level", Some(evidence.level))
        .text("store", &evidence.store)
        .id("recorder", evidence.recorder)
        .instant("checked_at", Some(evidence.checked_at))
        .instant("oldest_seen_at", evidence.oldest_seen_at)
        .text("not_covered", &evidence.not_covered)
        .text("checked_by", &evidence.checked_by)
        .text("note", &evidence.note)
}

/// Reads the form over `onto`.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(
    values: &Values,
    offered: &Offered,
    onto: DeletionEvidence,
) -> Result<DeletionEvidence, Errors> {
    let mut reader = Reader::new(values);
    let level = reader.required_code("level");
    let evidence = DeletionEvidence {
        site: onto.site,
        recorder: reader.id("recorder", &offered.recorders),
        level: level.unwrap_or(onto.level),
        checked_at: reader
            .required_instant("checked_at")
            .unwrap_or(onto.checked_at),
        oldest_seen_at: reader.instant("oldest_seen_at"),
        store: reader.required_text("store", 300),
        not_covered: reader.text("not_covered"),
        checked_by: reader.text_up_to("checked_by", 200),
        note: reader.text("note"),
        check: None,
        incomplete: false,
    };
    if evidence.checked_at > offered.now {
        reader.refuse("checked_at", Message::new("deletion-evidence-in-future"));
    }
    read_oldest(&mut reader, values, level, &evidence);
    reader.finish(evidence)
}

/// An empty field must never come to mean that everything was gone: that is said, or a time is.
fn read_oldest(
    reader: &mut Reader,
    values: &Values,
    level: Option<ProofLevel>,
    evidence: &DeletionEvidence,
) {
    let nothing_seen = values.is_chosen("nothing_seen", "ja");
    let why = match (evidence.oldest_seen_at, nothing_seen) {
        (Some(_), true) => "deletion-evidence-seen-and-not",
        (Some(oldest), false) if oldest > evidence.checked_at => {
            "deletion-evidence-seen-after-check"
        }
        // A setting is a claim: nobody has looked, so there is no oldest footage to tell of.
        (None, false)
            if matches!(level, Some(ProofLevel::Index | ProofLevel::Disk))
                && values.first("oldest_seen_at").is_empty() =>
        {
            "deletion-evidence-oldest-needed"
        }
        _ => return,
    };
    reader.refuse("oldest_seen_at", Message::new(why));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteId;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-22 07:00 UTC);

    fn offered() -> Offered {
        Offered {
            recorders: Vec::new(),
            now: NOW,
        }
    }

    fn typed(level: &str) -> Values {
        Values::default()
            .text("level", level)
            .text("store", "NVR i källaren")
            .text("checked_at", "2026-11-22")
            .text("checked_at-tid", "07.30")
    }

    fn wrong(typed: &Values) -> Vec<String> {
        let blank = DeletionEvidence::at(SiteId(1), NOW);
        let errors = read(typed, &offered(), blank).unwrap_err();
        errors
            .into_iter()
            .map(|error| error.message.id.into_owned())
            .collect()
    }

    #[test]
    fn whoever_looked_says_what_was_oldest_or_that_nothing_was_there() {
        assert_eq!(wrong(&typed("disk")), ["deletion-evidence-oldest-needed"]);
        let gone = typed("disk").text("nothing_seen", "ja");
        let read = read(&gone, &offered(), DeletionEvidence::at(SiteId(1), NOW)).unwrap();
        assert_eq!(read.oldest_seen_at, None);
        assert_eq!(read.checked_at, datetime!(2026-11-22 06:30 UTC));
    }

    #[test]
    fn a_setting_tells_of_no_footage() {
        let claim = typed("uppgift");
        assert!(read(&claim, &offered(), DeletionEvidence::at(SiteId(1), NOW)).is_ok());
    }

    #[test]
    fn nothing_is_seen_after_the_check_nor_checked_tomorrow() {
        let late = typed("index")
            .text("oldest_seen_at", "2026-11-22")
            .text("oldest_seen_at-tid", "07.45");
        assert_eq!(wrong(&late), ["deletion-evidence-seen-after-check"]);
        let tomorrow = Values::default()
            .text("level", "uppgift")
            .text("store", "NVR")
            .text("checked_at", "2026-11-23")
            .text("checked_at-tid", "07.30");
        assert_eq!(wrong(&tomorrow), ["deletion-evidence-in-future"]);
    }
}

//! What a person types about a recorder.

use super::{Recorder, RecorderKind};
use crate::ledger::note::VerificationKey;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values, choices};

pub fn form(action: String, units: &[Choice]) -> Form {
    Form::new("recorder", action).fields(vec![
        Field::text("name").required(),
        Field::radios("kind", choices::<RecorderKind>()).required(),
        Field::select("unit", units.to_vec()),
        Field::text("location"),
        Field::text("operator"),
        Field::yes_no_unknown("outside_operator"),
        Field::number("configured_hours").unit("unit-hours"),
        Field::yes_no_unknown("automatic_deletion"),
        Field::textarea("note"),
        Field::text("check_key"),
    ])
}

/// What stands in the fields for a recorder.
pub fn values(recorder: &Recorder) -> Values {
    Values::default()
        .text("name", &recorder.name)
        .code("kind", Some(recorder.kind))
        .id("unit", recorder.unit)
        .text("location", &recorder.location)
        .text("operator", &recorder.operator)
        .yes_no("outside_operator", recorder.outside_operator)
        .number("configured_hours", recorder.configured_hours)
        .yes_no("automatic_deletion", recorder.automatic_deletion)
        .text("note", &recorder.note)
        .text("check_key", &recorder.check_key)
}

/// Reads the form over `onto`.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, units: &[Choice], onto: &Recorder) -> Result<Recorder, Errors> {
    let mut reader = Reader::new(values);
    let recorder = Recorder {
        name: reader.required_text("name", 120),
        kind: reader.required_code("kind").unwrap_or(onto.kind),
        unit: reader.id("unit", units),
        location: reader.text_up_to("location", 300),
        operator: reader.text_up_to("operator", 200),
        outside_operator: reader.yes_no("outside_operator"),
        configured_hours: reader.number("configured_hours", 0..=87_600),
        automatic_deletion: reader.yes_no("automatic_deletion"),
        note: reader.text("note"),
        check_key: reader.text_up_to("check_key", 400),
        report: onto.report.clone(),
    };
    if !recorder.check_key.is_empty() && VerificationKey::parse(&recorder.check_key).is_err() {
        reader.refuse("check_key", Message::new("recorder-check-key-unreadable"));
    }
    reader.finish(recorder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_shown_again_unchanged() {
        let units = [Choice::name(3, "Fastighet")];
        let typed = Values::default()
            .text("name", "NVR Hedeskolan")
            .text("kind", "nvr")
            .text("unit", "3")
            .text("configured_hours", "72");
        let recorder = read(&typed, &units, &Recorder::unnamed()).unwrap();
        assert_eq!(recorder.configured_hours, Some(72));
        assert_eq!(
            read(&values(&recorder), &units, &Recorder::unnamed()),
            Ok(recorder)
        );
    }

    #[test]
    fn a_unit_of_another_kommun_cannot_be_chosen() {
        let typed = Values::default()
            .text("name", "NVR")
            .text("kind", "nvr")
            .text("unit", "4");
        let errors = read(
            &typed,
            &[Choice::name(3, "Fastighet")],
            &Recorder::unnamed(),
        );
        assert_eq!(errors.unwrap_err()[0].field, "unit");
    }
}

//! What a person types about a permit or another decision.

use super::{DecisionKind, DecisionStatus, Permit};
use crate::site::Purpose;
use crate::site::form::read_hours;
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values, choices};

pub fn form(action: String) -> Form {
    Form::new("permit", action)
        .section(
            "decision",
            vec![
                Field::select("kind", choices::<DecisionKind>()).required(),
                Field::radios("status", choices::<DecisionStatus>()).required(),
                Field::text("dnr").wide(20),
                Field::text("authority"),
                Field::date("decided_on"),
                Field::date("valid_from"),
                Field::date("valid_until"),
                Field::date("revoked_on"),
            ],
        )
        .section(
            "conditions",
            vec![
                Field::checkboxes("purposes", choices::<Purpose>()),
                Field::number("max_cameras"),
                Field::textarea("area"),
                Field::text("hours"),
                Field::number("storage_hours").unit("unit-hours"),
                Field::yes_no_unknown("live_only"),
                Field::yes_no_unknown("audio_allowed"),
                Field::textarea("conditions"),
            ],
        )
        .section(
            "follow-up",
            vec![
                Field::yes_no_unknown("area_as_permitted"),
                Field::yes_no_unknown("conditions_followed"),
                Field::textarea("note"),
            ],
        )
}

/// What stands in the fields for a decision.
pub fn values(permit: &Permit) -> Values {
    Values::default()
        .code("kind", Some(permit.kind))
        .code("status", Some(permit.status))
        .text("dnr", &permit.dnr)
        .text("authority", &permit.authority)
        .date("decided_on", permit.decided_on)
        .date("valid_from", permit.valid_from)
        .date("valid_until", permit.valid_until)
        .date("revoked_on", permit.revoked_on)
        .codes("purposes", &permit.purposes)
        .number("max_cameras", permit.max_cameras)
        .text("area", &permit.area)
        .text("hours", &permit.hours)
        .number("storage_hours", permit.storage_hours)
        .yes_no("live_only", permit.live_only)
        .yes_no("audio_allowed", permit.audio_allowed)
        .text("conditions", &permit.conditions)
        .yes_no("area_as_permitted", permit.area_as_permitted)
        .yes_no("conditions_followed", permit.conditions_followed)
        .text("note", &permit.note)
}

/// Reads the form over `onto`.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, onto: Permit) -> Result<Permit, Errors> {
    let mut reader = Reader::new(values);
    let permit = Permit {
        site: onto.site,
        kind: reader.required_code("kind").unwrap_or(onto.kind),
        status: reader.required_code("status").unwrap_or(onto.status),
        dnr: reader.text_up_to("dnr", 100),
        authority: reader.text_up_to("authority", 200),
        decided_on: reader.date("decided_on"),
        valid_from: reader.date("valid_from"),
        valid_until: reader.date("valid_until"),
        revoked_on: reader.date("revoked_on"),
        purposes: reader.codes("purposes"),
        max_cameras: reader.number("max_cameras", 0..=9_999),
        area: reader.text("area"),
        hours: read_hours(&mut reader, "hours"),
        storage_hours: reader.number("storage_hours", 0..=87_600),
        live_only: reader.yes_no("live_only"),
        audio_allowed: reader.yes_no("audio_allowed"),
        conditions: reader.text("conditions"),
        area_as_permitted: reader.yes_no("area_as_permitted"),
        conditions_followed: reader.yes_no("conditions_followed"),
        note: reader.text("note"),
    };
    if let (Some(from), Some(until)) = (permit.in_effect_from(), permit.valid_until)
        && until < from
    {
        reader.refuse("valid_until", Message::new("permit-ends-before-start"));
    }
    if permit.status == DecisionStatus::Revoked && permit.revoked_on.is_none() {
        reader.refuse("revoked_on", Message::new("permit-revoked-when"));
    }
    reader.finish(permit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteId;

    fn typed() -> Values {
        Values::default()
            .text("kind", "tillstand-imy")
            .text("status", "beviljat")
            .text("decided_on", "14/3 2022")
    }

    #[test]
    fn what_was_read_is_shown_again_unchanged() {
        let typed = typed()
            .text("hours", "mån-fre 20-06")
            .text("storage_hours", "72")
            .text("purposes", "brott");
        let permit = read(&typed, Permit::at(SiteId(1))).unwrap();
        assert_eq!(permit.storage_hours, Some(72));
        assert_eq!(read(&values(&permit), Permit::at(SiteId(1))), Ok(permit));
    }

    #[test]
    fn a_decision_cannot_end_before_it_begins() {
        let errors = read(
            &typed().text("valid_until", "2022-03-13"),
            Permit::at(SiteId(1)),
        )
        .unwrap_err();
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].field, "valid_until");
    }

    #[test]
    fn a_revoked_decision_says_when() {
        let typed = Values::default()
            .text("kind", "tillstand-imy")
            .text("status", "aterkallat");
        let errors = read(&typed, Permit::at(SiteId(1))).unwrap_err();
        assert_eq!(errors[0].field, "revoked_on");
    }
}

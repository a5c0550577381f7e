//! How long footage is kept.

use crate::retention::{StoragePeriod, StorageUnit};
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values, choices};

/// Ten years in hours: longer than any footage is kept, whichever unit is meant.
const LONGEST: u32 = 87_600;

pub fn form(action: String) -> Form {
    Form::new("storage-period", action).fields(vec![
        Field::number("length").required(),
        Field::radios("unit", choices::<StorageUnit>()).required(),
        Field::date("applies_from"),
        Field::text("ground"),
        Field::textarea("justification"),
        Field::yes_no_unknown("automatic_deletion"),
        Field::text("disposal_decision_reference"),
    ])
}

/// What stands in the fields for a storage period.
pub fn values(period: &StoragePeriod) -> Values {
    Values::default()
        .number("length", Some(period.length))
        .code("unit", Some(period.unit))
        .date("applies_from", period.applies_from)
        .text("ground", &period.ground)
        .text("justification", &period.justification)
        .yes_no("automatic_deletion", period.automatic_deletion)
        .text(
            "disposal_decision_reference",
            &period.disposal_decision_reference,
        )
}

/// Reads the form over `onto`.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, onto: StoragePeriod) -> Result<StoragePeriod, Errors> {
    let mut reader = Reader::new(values);
    if values.first("length").trim().is_empty() {
        reader.refuse("length", Message::new("form-required"));
    }
    let period = StoragePeriod {
        site: onto.site,
        length: reader.number("length", 0..=LONGEST).unwrap_or(onto.length),
        unit: reader.required_code("unit").unwrap_or(onto.unit),
        applies_from: reader.date("applies_from"),
        ground: reader.text_up_to("ground", 300),
        justification: reader.text("justification"),
        automatic_deletion: reader.yes_no("automatic_deletion"),
        disposal_decision_reference: reader.text_up_to("disposal_decision_reference", 200),
    };
    reader.finish(period)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteId;

    #[test]
    fn three_days_stay_three_days_and_are_seventy_two_hours() {
        let typed = Values::default().text("length", "3").text("unit", "dygn");
        let period = read(&typed, StoragePeriod::at(SiteId(1))).unwrap();
        assert_eq!((period.length, period.unit), (3, StorageUnit::Days));
        assert_eq!(period.hours(), 72);
        assert_eq!(
            read(&values(&period), StoragePeriod::at(SiteId(1))),
            Ok(period)
        );
    }

    #[test]
    fn a_period_without_a_length_or_a_unit_says_nothing() {
        let errors = read(&Values::default(), StoragePeriod::at(SiteId(1))).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| &*error.field).collect();
        assert_eq!(fields, ["length", "unit"]);
    }
}

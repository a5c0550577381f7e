//! What a person types about a hold.

use time::OffsetDateTime;

use super::{Hold, HoldKind};
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values, choices};

/// The cameras of the site and the people that can be chosen.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    pub cameras: Vec<Choice>,
    pub people: Vec<Choice>,
}

pub fn form(action: String, offered: &Offered) -> Form {
    Form::new("hold", action)
        .section(
            "who",
            vec![
                Field::radios("kind", choices::<HoldKind>()).required(),
                Field::text("issued_by"),
                Field::text("reference"),
                Field::date("decided_on").required(),
                Field::checkboxes("gag", vec![Choice::id("ja", "hold-gag-yes")]),
            ],
        )
        .section(
            "what",
            vec![
                Field::checkboxes("cameras", offered.cameras.clone()),
                Field::instant("interval_from").required(),
                Field::instant("interval_until").required(),
                Field::textarea("reason"),
                Field::select("owner", offered.people.clone()),
                Field::text("secured_at"),
            ],
        )
        .section(
            "until",
            vec![
                Field::date("ends_on"),
                Field::date("extended_until"),
                Field::date("lifted_on"),
                Field::text("lifted_because"),
                Field::textarea("note"),
            ],
        )
}

/// What stands in the fields for a hold.
pub fn values(hold: &Hold) -> Values {
    let values = hold
        .cameras
        .iter()
        .fold(Values::default(), |values, camera| {
            values.id("cameras", Some(*camera))
        });
    let values = if hold.gag {
        values.text("gag", "ja")
    } else {
        values
    };
    values
        .code("kind", Some(hold.kind))
        .text("issued_by", &hold.issued_by)
        .text("reference", &hold.reference)
        .date("decided_on", Some(hold.decided_on))
        .instant("interval_from", Some(hold.interval_from))
        .instant("interval_until", Some(hold.interval_until))
        .text("reason", &hold.reason)
        .id("owner", hold.owner)
        .text("secured_at", &hold.secured_at)
        .date("ends_on", hold.ends_on)
        .date("extended_until", hold.extended_until)
        .date("lifted_on", hold.lifted_on)
        .text("lifted_because", &hold.lifted_because)
        .text("note", &hold.note)
}

/// What stands in an empty form.
pub fn prefilled(hold: &Hold) -> Values {
    Values::default()
        .date("decided_on", Some(hold.decided_on))
        .id("owner", hold.owner)
}

/// Reads the form over `onto`.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, offered: &Offered, onto: Hold) -> Result<Hold, Errors> {
    let mut reader = Reader::new(values);
    let interval: [Option<OffsetDateTime>; 2] = [
        reader.required_instant("interval_from"),
        reader.required_instant("interval_until"),
    ];
    let hold = Hold {
        site: onto.site,
        kind: reader.required_code("kind").unwrap_or(onto.kind),
        issued_by: reader.text_up_to("issued_by", 200),
        reference: reader.text_up_to("reference", 100),
        decided_on: reader
            .required_date("decided_on")
            .unwrap_or(onto.decided_on),
        cameras: reader.ids("cameras", &offered.cameras),
        interval_from: interval[0].unwrap_or(onto.interval_from),
        interval_until: interval[1].unwrap_or(onto.interval_until),
        reason: reader.text("reason"),
        owner: reader.id("owner", &offered.people),
        ends_on: reader.date("ends_on"),
        extended_until: reader.date("extended_until"),
        gag: values.is_chosen("gag", "ja"),
        secured_at: reader.text_up_to("secured_at", 200),
        lifted_on: reader.date("lifted_on"),
        lifted_because: reader.text_up_to("lifted_because", 500),
        note: reader.text("note"),
    };
    refuse_impossible(&mut reader, &hold);
    reader.finish(hold)
}

/// What contradicts itself. What only breaks a rule is saved, and shown as a finding.
fn refuse_impossible(reader: &mut Reader, hold: &Hold) {
    let before = |day: Option<time::Date>, first: time::Date| day.is_some_and(|day| day < first);
    if hold.interval_until < hold.interval_from {
        reader.refuse("interval_until", Message::new("hold-interval-backwards"));
    }
    if before(hold.ends_on, hold.decided_on) {
        reader.refuse("ends_on", Message::new("hold-ends-before-start"));
    }
    if before(hold.extended_until, hold.ends_on.unwrap_or(hold.decided_on)) {
        reader.refuse("extended_until", Message::new("hold-extended-backwards"));
    }
    if before(hold.lifted_on, hold.decided_on) {
        reader.refuse("lifted_on", Message::new("hold-ends-before-start"));
    }
    if hold.lifted_on.is_some() && hold.lifted_because.is_empty() {
        reader.refuse("lifted_because", Message::new("hold-lifted-why"));
    }
    if hold.gag && !hold.is_order() {
        reader.refuse("gag", Message::new("hold-gag-without-order"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteId;
    use time::macros::datetime;

    fn blank() -> Hold {
        Hold::at(SiteId(1), datetime!(2026-11-22 08:00 UTC))
    }

    fn typed() -> Values {
        Values::default()
            .text("kind", "forelaggande")
            .text("decided_on", "2026-11-20")
            .text("interval_from", "2026-11-19")
            .text("interval_from-tid", "22.00")
            .text("interval_until", "2026-11-19")
            .text("interval_until-tid", "23.00")
    }

    fn wrong(typed: &Values) -> Vec<String> {
        let errors = read(typed, &Offered::default(), blank()).unwrap_err();
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn what_was_read_is_shown_again_unchanged() {
        let typed = typed().text("gag", "ja").text("ends_on", "2027-02-18");
        let hold = read(&typed, &Offered::default(), blank()).unwrap();
        assert!(hold.gag && hold.is_order());
        assert_eq!(read(&values(&hold), &Offered::default(), blank()), Ok(hold));
    }

    #[test]
    fn an_order_that_is_too_long_is_a_finding_and_not_an_error() {
        let long = typed().text("ends_on", "2028-01-01");
        assert!(read(&long, &Offered::default(), blank()).is_ok());
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        assert_eq!(wrong(&typed().text("ends_on", "2026-11-19")), ["ends_on"]);
        let lifted = typed().text("lifted_on", "2026-11-21");
        assert_eq!(wrong(&lifted), ["lifted_because"]);
        let request = Values::default().text("kind", "begaran").text("gag", "ja");
        assert!(wrong(&request).contains(&"gag".to_owned()));
        let extended = typed()
            .text("ends_on", "2027-02-18")
            .text("extended_until", "2027-02-17");
        assert_eq!(wrong(&extended), ["extended_until"]);
    }
}

//! What is filled in at the counter, in the order of the talk.

use time::{Date, OffsetDateTime};

use super::manifest::{self, ManifestError};
use super::{Channel, Disclosure, Ground, Medium, Recipient};
use crate::site::SiteId;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, FieldError, Form, Reader, Values, choices};

/// Name of the hidden field that makes a form sent twice one release.
pub const REQUEST_KEY: &str = "request_key";
/// Name of the box that says: it happened, although a rule says otherwise.
pub const AWARE: &str = "aware";

pub fn form(site: SiteId, cameras: &[Choice]) -> Form {
    Form::new("disclosure", format!("/utlamnanden?bevakning={site}"))
        .submit("disclosure-submit")
        .cancel("/utlamnanden")
        .section("who", who())
        .section("what", what(cameras))
        .section("ground", ground())
        .section("files", files())
        .section("", vec![Field::hidden(REQUEST_KEY)])
}

fn who() -> Vec<Field> {
    vec![
        Field::radios("recipient", choices::<Recipient>()).required(),
        Field::text("recipient_name"),
        Field::text("officer"),
        Field::text("case_reference"),
        Field::text("matter").required(),
        Field::text("dnr"),
        Field::radios("channel", choices::<Channel>()).required(),
        Field::instant("received_at").required(),
        Field::text("received_by").required(),
    ]
}

fn what(cameras: &[Choice]) -> Vec<Field> {
    vec![
        Field::checkboxes("cameras", cameras.to_vec()).required(),
        Field::instant("interval_from").required(),
        Field::instant("interval_until").required(),
    ]
}

fn ground() -> Vec<Field> {
    vec![
        Field::radios("ground", choices::<Ground>()).required(),
        Field::yes_no_unknown("imprisonment_in_scale"),
        Field::text("decided_by").required(),
        Field::date("decided_on").required(),
        Field::text("delegation_reference"),
    ]
}

fn files() -> Vec<Field> {
    vec![
        Field::textarea("files").required(),
        Field::radios("medium", choices::<Medium>()).required(),
        Field::text("medium_reference"),
        Field::text("handed_to"),
        Field::textarea("note"),
    ]
}

/// What stands in an empty form: today, now and the person at the counter, all of it changeable.
pub fn prefilled(person: &str, now: OffsetDateTime, today: Date, request_key: &str) -> Values {
    Values::default()
        .code("recipient", Some(Recipient::Police))
        .code("channel", Some(Channel::Counter))
        .instant("received_at", Some(now))
        .text("received_by", person)
        .code("ground", Some(Ground::Lub6))
        .text("decided_by", person)
        .date("decided_on", Some(today))
        .code("medium", Some(Medium::Usb))
        .text(REQUEST_KEY, request_key)
}

/// What stands in the form when a recorded release is corrected: all of it, to be changed.
pub fn filled(disclosure: &Disclosure, request_key: &str) -> Values {
    let values = Values::default()
        .code("recipient", Some(disclosure.recipient))
        .text("recipient_name", &disclosure.recipient_name)
        .text("officer", &disclosure.officer)
        .text("case_reference", &disclosure.case_reference)
        .text("matter", &disclosure.matter)
        .text("dnr", &disclosure.dnr)
        .code("channel", Some(disclosure.channel))
        .instant("received_at", Some(disclosure.received_at))
        .text("received_by", &disclosure.received_by)
        .instant("interval_from", Some(disclosure.interval_from))
        .instant("interval_until", Some(disclosure.interval_until))
        .code("ground", Some(disclosure.ground))
        .yes_no("imprisonment_in_scale", disclosure.imprisonment_in_scale)
        .text("decided_by", &disclosure.decided_by)
        .date("decided_on", Some(disclosure.decided_on))
        .text("delegation_reference", &disclosure.delegation_reference)
        .text("files", manifest::format(&disclosure.files))
        .code("medium", Some(disclosure.medium))
        .text("medium_reference", &disclosure.medium_reference)
        .text("handed_to", &disclosure.handed_to)
        .text("note", &disclosure.note)
        .text(REQUEST_KEY, request_key);
    disclosure
        .cameras
        .iter()
        .fold(values, |values, camera| values.id("cameras", Some(*camera)))
}

/// Reads the form. The number is given when it is recorded.
///
/// # Errors
/// Every field that is missing or cannot be read, with what to do.
pub fn read(
    values: &Values,
    site: SiteId,
    cameras: &[Choice],
    now: OffsetDateTime,
) -> Result<Disclosure, Errors> {
    let mut reader = Reader::new(values);
    let recipient = reader.required_code("recipient");
    let channel = reader.required_code("channel");
    let received_at = reader.required_instant("received_at");
    let (from, until) = (
        reader.required_instant("interval_from"),
        reader.required_instant("interval_until"),
    );
    let ground = reader.required_code("ground");
    let decided_on = reader.required_date("decided_on");
    let medium = reader.required_code("medium");
    let chosen = reader.ids("cameras", cameras);
    if chosen.is_empty() {
        reader.refuse("cameras", Message::new("disclosure-no-camera"));
    }
    let disclosure = Disclosure {
        site,
        number: 0,
        dnr: reader.text_up_to("dnr", 100),
        recipient: recipient.unwrap_or(Recipient::Other),
        recipient_name: reader.text_up_to("recipient_name", 200),
        officer: reader.text_up_to("officer", 200),
        case_reference: reader.text_up_to("case_reference", 100),
        matter: reader.required_text("matter", 500),
        channel: channel.unwrap_or(Channel::Counter),
        received_at: received_at.unwrap_or(now),
        received_by: reader.required_text("received_by", 200),
        ground: ground.unwrap_or(Ground::Lub6),
        imprisonment_in_scale: reader.yes_no("imprisonment_in_scale"),
        decided_on: decided_on.unwrap_or(Date::MIN),
        decided_by: reader.required_text("decided_by", 200),
        delegation_reference: reader.text_up_to("delegation_reference", 200),
        cameras: chosen,
        interval_from: from.unwrap_or(now),
        interval_until: until.unwrap_or(now),
        files: read_files(&mut reader, values),
        medium: medium.unwrap_or(Medium::Other),
        medium_reference: reader.text_up_to("medium_reference", 200),
        handed_to: reader.text_up_to("handed_to", 200),
        note: reader.text("note"),
        corrects: None,
        correction: None,
    };
    refuse_impossible_times(&mut reader, &disclosure, now);
    reader.finish(disclosure)
}

fn read_files(reader: &mut Reader, values: &Values) -> Vec<super::ReleasedFile> {
    match manifest::parse(values.first("files")) {
        Ok(files) if files.is_empty() => {
            reader.refuse("files", Message::new("disclosure-no-files"));
        }
        Ok(files) => return files,
        Err(ManifestError::Line { line }) => {
            reader.refuse(
                "files",
                Message::new("disclosure-files-line").with("line", line.to_string()),
            );
        }
        Err(ManifestError::Contradiction { name }) => {
            reader.refuse(
                "files",
                Message::new("disclosure-files-contradiction").with("name", name),
            );
        }
        Err(ManifestError::TooMany) => {
            reader.refuse("files", Message::new("disclosure-files-many"));
        }
    }
    Vec::new()
}

/// What cannot have happened: footage of the future, an interval that ends before it begins.
fn refuse_impossible_times(reader: &mut Reader, disclosure: &Disclosure, now: OffsetDateTime) {
    if disclosure.interval_until < disclosure.interval_from {
        reader.refuse(
            "interval_until",
            Message::new("disclosure-interval-backwards"),
        );
    }
    for (field, at) in [
        ("received_at", disclosure.received_at),
        ("interval_until", disclosure.interval_until),
    ] {
        if at > now + time::Duration::MINUTE {
            reader.refuse(field, Message::new("disclosure-in-the-future"));
        }
    }
}

/// A personnummer has no place here unless it is clearly justified (DSL 3:10): said before saving, not refused.
pub fn looks_like_personnummer(text: &str) -> bool {
    let mut digits = String::new();
    let mut runs = Vec::new();
    for c in text.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if !(matches!(c, '-' | '+') && matches!(digits.len(), 6 | 8)) {
            runs.push(std::mem::take(&mut digits));
        }
    }
    runs.iter().any(|run| match run.len() {
        10 => is_birth_date(&run[2..6]),
        12 => (run.starts_with("19") || run.starts_with("20")) && is_birth_date(&run[4..8]),
        _ => false,
    })
}

/// Month and day; coordination numbers add 60 to the day.
fn is_birth_date(month_and_day: &str) -> bool {
    let (month, day) = month_and_day.split_at(2);
    let in_range = |text: &str, range: std::ops::RangeInclusive<u8>| {
        text.parse::<u8>()
            .is_ok_and(|number| range.contains(&number))
    };
    in_range(month, 1..=12) && (in_range(day, 1..=31) || in_range(day, 61..=91))
}

/// The error that asks whether a personnummer was meant.
pub fn personnummer_warning(values: &Values) -> Option<FieldError> {
    if values.first(AWARE) == "ja" {
        return None;
    }
    let free = ["matter", "note", "officer", "case_reference", "handed_to"];
    let field = free
        .into_iter()
        .find(|field| looks_like_personnummer(values.first(field)))?;
    Some(FieldError {
        field: field.to_owned(),
        message: Message::new("disclosure-personnummer"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-22 09:00 UTC);
    const SITE: SiteId = SiteId(3);

    fn cameras() -> Vec<Choice> {
        vec![Choice::name(7, "0007"), Choice::name(8, "0008")]
    }

    fn typed() -> Values {
        prefilled("Anna Ek", NOW, NOW.date(), "nyckel")
            .text("matter", "Skadegörelse")
            .text("cameras", "7")
            .text("interval_from", "2026-11-21")
            .text("interval_from-tid", "22.00")
            .text("interval_until", "2026-11-21")
            .text("interval_until-tid", "23.30")
            .text("files", format!("{}  entre.mp4", "a".repeat(64)))
    }

    #[test]
    fn the_standard_release_to_the_police_needs_only_matter_camera_interval_and_files() {
        let disclosure = read(&typed(), SITE, &cameras(), NOW).unwrap();
        assert_eq!(disclosure.recipient, Recipient::Police);
        assert_eq!(disclosure.ground, Ground::Lub6);
        assert_eq!(disclosure.interval_from, datetime!(2026-11-21 21:00 UTC));
        assert_eq!(disclosure.files.len(), 1);
    }

    #[test]
    fn everything_that_is_missing_is_named_at_once() {
        let errors = read(&Values::default(), SITE, &cameras(), NOW).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        for field in [
            "recipient",
            "channel",
            "received_at",
            "cameras",
            "interval_from",
            "ground",
            "decided_on",
            "matter",
            "files",
        ] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
    }

    #[test]
    fn a_camera_of_another_site_is_refused() {
        let errors = read(&typed().text("cameras", "99"), SITE, &cameras(), NOW).unwrap_err();
        assert_eq!(errors[0].field, "cameras");
    }

    #[test]
    fn footage_of_the_future_is_refused() {
        let values = Values::from_pairs(vec![("interval_until".into(), "2026-11-23".into())]);
        let errors = read(
            &values.text("interval_until-tid", "10:00"),
            SITE,
            &cameras(),
            NOW,
        )
        .unwrap_err();
        let future = errors
            .iter()
            .any(|e| e.field == "interval_until" && e.message.id == "disclosure-in-the-future");
        assert!(future, "{errors:?}");
    }

    #[test]
    fn a_personnummer_is_seen_with_and_without_century_and_a_case_number_is_not() {
        for text in [
            "19850214-1234",
            "850214-1234",
            "198502141234 hämtade",
            "misstänkt 8502741234",
        ] {
            assert!(looks_like_personnummer(text), "{text}");
        }
        for text in [
            "5000-K253428-25",
            "K5409342",
            "2026-11-22 14:00",
            "046-359 50 00",
            "9999999999",
        ] {
            assert!(!looks_like_personnummer(text), "{text}");
        }
    }
}

//! From what was typed to a disclosure, or to every field that cannot be read.

use time::{Date, OffsetDateTime};

use crate::disclosure::manifest::{self, ManifestError};
use crate::disclosure::{Channel, Decision, Disclosure, Ground, Medium, Recipient, ReleasedFile};
use crate::site::SiteId;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Reader, Values};

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
    let disclosure = gather(&mut reader, values, site, cameras, now);
    reader.finish(disclosure)
}

/// What can be read so far, and every field that cannot: one step can be complete while others are not.
pub fn so_far(
    values: &Values,
    site: SiteId,
    cameras: &[Choice],
    now: OffsetDateTime,
) -> (Disclosure, Errors) {
    let mut reader = Reader::new(values);
    let disclosure = gather(&mut reader, values, site, cameras, now);
    (disclosure, reader.finish(()).err().unwrap_or_default())
}

fn gather(
    reader: &mut Reader,
    values: &Values,
    site: SiteId,
    cameras: &[Choice],
    now: OffsetDateTime,
) -> Disclosure {
    let decision = reader
        .required_code("decision")
        .unwrap_or(Decision::Released);
    let mut disclosure = blank(site, now);
    disclosure.decision = decision;
    read_request(reader, &mut disclosure);
    read_footage(reader, &mut disclosure, cameras);
    read_decision(reader, &mut disclosure);
    if decision.releases() {
        disclosure.files = read_files(reader, values);
        disclosure.medium = reader.required_code("medium").unwrap_or(Medium::Other);
        disclosure.medium_reference = reader.text_up_to("medium_reference", 200);
        disclosure.handed_to = reader.text_up_to("handed_to", 200);
    }
    disclosure.note = reader.text("note");
    refuse_impossible_times(reader, &disclosure, now);
    disclosure
}

/// A request of which nothing is known yet.
const fn blank(site: SiteId, now: OffsetDateTime) -> Disclosure {
    Disclosure {
        site,
        number: 0,
        dnr: String::new(),
        recipient: Recipient::Other,
        recipient_name: String::new(),
        officer: String::new(),
        case_reference: String::new(),
        matter: String::new(),
        channel: Channel::Counter,
        received_at: now,
        received_by: String::new(),
        ground: Ground::Lub6,
        imprisonment_in_scale: None,
        decided_on: Date::MIN,
        decided_by: String::new(),
        delegation_reference: String::new(),
        cameras: Vec::new(),
        interval_from: now,
        interval_until: now,
        files: Vec::new(),
        medium: Medium::Nothing,
        medium_reference: String::new(),
        handed_to: String::new(),
        note: String::new(),
        corrects: None,
        correction: None,
        steps: None,
        requested_from: None,
        requested_until: None,
        noted_at: None,
        noted_by: String::new(),
        decision: Decision::Released,
        told_of_appeal: None,
        decision_asked_for: None,
        written_decision: None,
        refusal_reasons: String::new(),
        served_on: None,
        ground_details: String::new(),
        assessment: String::new(),
        public_matter: String::new(),
        overlapping: Vec::new(),
        marking_rule: String::new(),
        marking_on: None,
        marking_authority: String::new(),
    }
}

fn read_request(reader: &mut Reader, into: &mut Disclosure) {
    if let Some(recipient) = reader.required_code("recipient") {
        into.recipient = recipient;
    }
    if let Some(channel) = reader.required_code("channel") {
        into.channel = channel;
    }
    if let Some(at) = reader.required_instant("received_at") {
        into.received_at = at;
    }
    into.recipient_name = reader.text_up_to("recipient_name", 200);
    into.officer = reader.text_up_to("officer", 200);
    into.case_reference = reader.text_up_to("case_reference", 100);
    into.matter = reader.required_text("matter", 500);
    into.public_matter = reader.text_up_to("public_matter", 500);
    into.dnr = reader.text_up_to("dnr", 100);
    into.received_by = reader.required_text("received_by", 200);
    if into.channel.is_oral() {
        into.noted_at = reader.instant("noted_at");
        into.noted_by = reader.text_up_to("noted_by", 200);
    }
}

fn read_footage(reader: &mut Reader, into: &mut Disclosure, cameras: &[Choice]) {
    into.requested_from = reader.instant("requested_from");
    into.requested_until = reader.instant("requested_until");
    if into.requested_from.is_some() != into.requested_until.is_some() {
        reader.refuse("requested_until", Message::new("disclosure-requested-both"));
    }
    if let Some(from) = reader.required_instant("interval_from") {
        into.interval_from = from;
    }
    if let Some(until) = reader.required_instant("interval_until") {
        into.interval_until = until;
    }
    into.cameras = reader.ids("cameras", cameras);
    if into.cameras.is_empty() && into.decision.releases() {
        reader.refuse("cameras", Message::new("disclosure-no-camera"));
    }
}

fn read_decision(reader: &mut Reader, into: &mut Disclosure) {
    if let Some(ground) = reader.required_code("ground") {
        into.ground = ground;
    }
    into.imprisonment_in_scale = reader.yes_no("imprisonment_in_scale");
    read_examination(reader, into);
    if let Some(day) = reader.required_date("decided_on") {
        into.decided_on = day;
    }
    into.decided_by = reader.required_text("decided_by", 200);
    into.delegation_reference = reader.text_up_to("delegation_reference", 200);
    if into.decision.refuses() {
        into.refusal_reasons = reader.text("refusal_reasons");
        into.told_of_appeal = reader.yes_no("told_of_appeal");
        into.decision_asked_for = reader.yes_no("decision_asked_for");
        into.written_decision = reader.yes_no("written_decision");
        into.served_on = reader.date("served_on");
    }
}

fn read_examination(reader: &mut Reader, into: &mut Disclosure) {
    into.ground_details = reader.text_up_to("ground_details", 2_000);
    into.assessment = reader.text_up_to("assessment", 5_000);
    into.overlapping = reader.codes("overlapping");
    into.marking_rule = reader.text_up_to("marking_rule", 200);
    into.marking_on = reader.date("marking_on");
    into.marking_authority = reader.text_up_to("marking_authority", 200);
    let stated = [
        !into.marking_rule.is_empty(),
        into.marking_on.is_some(),
        !into.marking_authority.is_empty(),
    ];
    if stated.contains(&true) && stated.contains(&false) {
        reader.refuse("marking_rule", Message::new("disclosure-marking-whole"));
    }
}

fn read_files(reader: &mut Reader, values: &Values) -> Vec<ReleasedFile> {
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
        Err(ManifestError::OnlySha512 { name }) => {
            reader.refuse(
                "files",
                Message::new("disclosure-files-sha512").with("name", name),
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
    if disclosure.requested_until < disclosure.requested_from {
        reader.refuse(
            "requested_until",
            Message::new("disclosure-interval-backwards"),
        );
    }
    for (field, at) in [
        ("received_at", disclosure.received_at),
        ("noted_at", disclosure.noted_at.unwrap_or(now)),
        ("interval_until", disclosure.interval_until),
    ] {
        if at > now + time::Duration::MINUTE {
            reader.refuse(field, Message::new("disclosure-in-the-future"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::prefilled;
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
}

//! A recorded request in the fields of the form, to be corrected.

use super::REQUEST_KEY;
use crate::disclosure::{Disclosure, Medium, manifest};
use crate::web::form::Values;

/// What stands in the form when what was recorded is corrected: all of it, to be changed.
pub fn filled(disclosure: &Disclosure, request_key: &str) -> Values {
    let values = request(disclosure);
    let values = decision(values, disclosure);
    let medium = (disclosure.medium != Medium::Nothing).then_some(disclosure.medium);
    values
        .text("files", manifest::format(&disclosure.files))
        .code("medium", medium)
        .text("medium_reference", &disclosure.medium_reference)
        .text("handed_to", &disclosure.handed_to)
        .text("note", &disclosure.note)
        .text(REQUEST_KEY, request_key)
}

fn request(disclosure: &Disclosure) -> Values {
    let values = Values::default()
        .code("recipient", Some(disclosure.recipient))
        .text("recipient_name", &disclosure.recipient_name)
        .text("officer", &disclosure.officer)
        .text("case_reference", &disclosure.case_reference)
        .text("matter", &disclosure.matter)
        .text("public_matter", &disclosure.public_matter)
        .text("dnr", &disclosure.dnr)
        .code("channel", Some(disclosure.channel))
        .instant("received_at", Some(disclosure.received_at))
        .text("received_by", &disclosure.received_by)
        .instant("noted_at", disclosure.noted_at)
        .text("noted_by", &disclosure.noted_by)
        .instant("requested_from", disclosure.requested_from)
        .instant("requested_until", disclosure.requested_until)
        .instant("interval_from", Some(disclosure.interval_from))
        .instant("interval_until", Some(disclosure.interval_until));
    disclosure
        .cameras
        .iter()
        .fold(values, |values, camera| values.id("cameras", Some(*camera)))
}

fn decision(values: Values, disclosure: &Disclosure) -> Values {
    values
        .code("ground", Some(disclosure.ground))
        .yes_no("imprisonment_in_scale", disclosure.imprisonment_in_scale)
        .text("ground_details", &disclosure.ground_details)
        .text("assessment", &disclosure.assessment)
        .codes("overlapping", &disclosure.overlapping)
        .text("marking_rule", &disclosure.marking_rule)
        .date("marking_on", disclosure.marking_on)
        .text("marking_authority", &disclosure.marking_authority)
        .code("decision", Some(disclosure.decision))
        .text("decided_by", &disclosure.decided_by)
        .date("decided_on", Some(disclosure.decided_on))
        .text("delegation_reference", &disclosure.delegation_reference)
        .text("refusal_reasons", &disclosure.refusal_reasons)
        .yes_no("told_of_appeal", disclosure.told_of_appeal)
        .yes_no("decision_asked_for", disclosure.decision_asked_for)
        .yes_no("written_decision", disclosure.written_decision)
        .date("served_on", disclosure.served_on)
}

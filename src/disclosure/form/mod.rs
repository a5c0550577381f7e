//! What is filled in at the counter, in the order of the talk.

use time::{Date, OffsetDateTime};

use super::examination::OverlappingSecrecy;
use super::grounds::{self, Need, Occasion};
use super::{Channel, Decision, Disclosure, Ground, Medium, Recipient, personnummer};
use crate::code::Code;
use crate::compliance::release::Place;
use crate::law::{Fact, Finding, Outcome, Severity};
use crate::site::SiteId;
use crate::texts::{Loc, Message};
use crate::web::form::{Choice, Errors, Field, FieldError, Form, Values, choices, parse_date};

mod filled;
mod read;

pub use filled::filled;
pub use read::{read, so_far};

/// Name of the hidden field that makes a form sent twice one release.
pub const REQUEST_KEY: &str = "request_key";
/// Name of the box that says: it happened, although a rule says otherwise.
pub const AWARE: &str = "aware";

/// What the form is about: the site, and what can be chosen there.
#[derive(Debug, Clone)]
pub struct Desk {
    pub id: SiteId,
    pub place: Place,
    pub cameras: Vec<Choice>,
}

impl Desk {
    /// Which grounds are valid follows from what has been typed so far.
    pub fn occasion(&self, typed: &Values, today: Date) -> Occasion {
        let recipient = Recipient::from_code(typed.first("recipient"));
        Occasion {
            recipient: recipient.unwrap_or(Recipient::Police),
            secrecy: self.place.site.secrecy,
            decided_on: parse_date(typed.first("decided_on")).unwrap_or(today),
        }
    }
}

pub fn form(desk: &Desk, occasion: Occasion) -> Form {
    Form::new("disclosure", format!("/utlamnanden?bevakning={}", desk.id))
        .submit("disclosure-submit")
        .instead(
            format!("/utlamnanden/utkast?bevakning={}", desk.id),
            "draft-save",
        )
        .cancel("/utlamnanden")
        .section("who", who())
        .section("what", what(&desk.cameras))
        .section("examination", examination(occasion))
        .section("decision", decision())
        .section("refusal", refusal())
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
        Field::text("public_matter"),
        Field::text("dnr"),
        Field::radios("channel", choices::<Channel>()).required(),
        Field::instant("received_at").required(),
        Field::text("received_by").required(),
        Field::instant("noted_at"),
        Field::text("noted_by"),
    ]
}

fn what(cameras: &[Choice]) -> Vec<Field> {
    vec![
        Field::instant("requested_from"),
        Field::instant("requested_until"),
        Field::checkboxes("cameras", cameras.to_vec()),
        Field::instant("interval_from").required(),
        Field::instant("interval_until").required(),
    ]
}

fn examination(occasion: Occasion) -> Vec<Field> {
    vec![
        Field::radios("ground", grounds::choices(occasion)).required(),
        Field::yes_no_unknown("imprisonment_in_scale"),
        Field::textarea("ground_details"),
        Field::checkboxes("overlapping", choices::<OverlappingSecrecy>()),
        Field::textarea("assessment"),
        Field::text("marking_rule"),
        Field::date("marking_on"),
        Field::text("marking_authority"),
    ]
}

fn decision() -> Vec<Field> {
    vec![
        Field::radios("decision", choices::<Decision>()).required(),
        Field::text("decided_by").required(),
        Field::date("decided_on").required(),
        Field::text("delegation_reference"),
    ]
}

/// What is asked about a refusal, whole or in part.
fn refusal() -> Vec<Field> {
    vec![
        Field::textarea("refusal_reasons"),
        Field::yes_no_unknown("told_of_appeal"),
        Field::yes_no_unknown("decision_asked_for"),
        Field::yes_no_unknown("written_decision"),
        Field::date("served_on"),
    ]
}

fn files() -> Vec<Field> {
    let media = choices::<Medium>().into_iter();
    vec![
        Field::textarea("files"),
        Field::radios(
            "medium",
            media
                .filter(|medium| medium.value != Medium::Nothing.code())
                .collect(),
        ),
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
        .instant("noted_at", Some(now))
        .text("noted_by", person)
        .code("decision", Some(Decision::Released))
        .code("ground", Some(Ground::Lub6))
        .text("decided_by", person)
        .date("decided_on", Some(today))
        .code("medium", Some(Medium::Usb))
        .text(REQUEST_KEY, request_key)
}

/// What is asked about before it is saved for good: a personnummer, and what a rule says was not right. Nothing of it
/// keeps anyone from writing down what happened; whoever ticks the box has seen it.
pub fn warnings(values: &Values, disclosure: &Disclosure, findings: &[Finding], l: Loc) -> Errors {
    if values.first(AWARE) == "ja" {
        return Vec::new();
    }
    let mut found = breaches(findings, l);
    // What a rule says already is not said twice.
    let asked: Errors = demands(disclosure, l)
        .into_iter()
        .filter(|demand| found.iter().all(|breach| breach.field != demand.field))
        .collect();
    found.extend(asked);
    found
}

/// The fields among those that are asked in which a personnummer seems to stand: said before a step is written for good.
pub fn personnummer(told: &Disclosure, asked: &Form) -> Errors {
    let fields = personnummer::found_in(told).into_iter();
    let fields = fields.map(personnummer::field);
    let fields = fields.filter(|name| asked.all_fields().any(|field| field.name == *name));
    fields
        .map(|field| FieldError {
            field: field.to_owned(),
            message: Message::new("step-personnummer"),
        })
        .collect()
}

/// What is asked about who asks for what.
pub fn about_the_request() -> Form {
    Form::new("disclosure", "").section("who", who())
}

/// What the ground asks to be recorded and is not.
fn demands(disclosure: &Disclosure, l: Loc) -> Errors {
    let rule = grounds::rule(disclosure.ground);
    let details = rule.and_then(|rule| rule.details.as_ref());
    let missing = grounds::missing(disclosure).into_iter();
    missing
        .map(|need| FieldError {
            field: need.field().to_owned(),
            message: match (need, details) {
                (Need::GroundDetails, Some(details)) => {
                    Message::new("disclosure-needs-details").with("details", details.get(l.lang()))
                }
                _ => Message::new("disclosure-needs-answer"),
            },
        })
        .collect()
}

fn breaches(findings: &[Finding], l: Loc) -> Errors {
    let breached = findings.iter().filter(|finding| {
        finding.outcome == Outcome::Breached && finding.policy.severity != Severity::Advice
    });
    breached
        .map(|finding| FieldError {
            field: field_of(finding).to_owned(),
            message: Message::new("disclosure-breach")
                .with("finding", finding.text(l))
                .with("source", finding.policy.source.citation()),
        })
        .collect()
}

/// The form with the box that says: it happened, although a rule says otherwise.
#[must_use]
pub fn with_box(form: Form) -> Form {
    let yes = Choice::id("ja", "disclosure-aware-yes");
    form.section("", vec![Field::checkboxes(AWARE, vec![yes])])
}

/// The field where a person would mend what a finding is about.
fn field_of(finding: &Finding) -> &'static str {
    let fields = finding.because().filter_map(|(fact, _)| match fact {
        Fact::Recipient => Some("recipient"),
        Fact::RecipientName => Some("recipient_name"),
        Fact::Dnr => Some("dnr"),
        Fact::Matter => Some("matter"),
        Fact::NotedOn | Fact::NotedBy => Some("noted_by"),
        Fact::DecidedBy => Some("decided_by"),
        Fact::DecidedOn => Some("decided_on"),
        Fact::DelegationReference => Some("delegation_reference"),
        Fact::ImprisonmentInScale => Some("imprisonment_in_scale"),
        Fact::MinutesBeyondRequest | Fact::FootageAgeHours => Some("interval_from"),
        Fact::PersonnummerIn => Some("note"),
        Fact::ToldOfAppeal => Some("told_of_appeal"),
        Fact::DecisionAskedFor | Fact::WrittenDecision => Some("written_decision"),
        Fact::RefusalReasons => Some("refusal_reasons"),
        _ => None,
    });
    fields.into_iter().next().unwrap_or("ground")
}

//! What another system sends to have a disclosure recorded: the questions of the counter, by the same names. It is read by
//! the same form, so that nothing is taken here that a page would refuse.

use serde::Deserialize;
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;

use crate::camera::CameraId;
use crate::disclosure::examination::OverlappingSecrecy;
use crate::disclosure::form::AWARE;
use crate::disclosure::{Channel, Decision, Ground, Medium, Recipient, ReleasedFile, manifest};
use crate::site::SiteId;
use crate::texts::Message;
use crate::web::api::{Caller, Problem};
use crate::web::form::{FieldError, Values};

/// A released file, hashed where it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFile {
    name: String,
    /// 64 hexadecimal digits.
    sha256: String,
    /// 128 of them.
    #[serde(default)]
    sha512: Option<String>,
}

impl NewFile {
    /// Whether it is one line of a list of files and no more.
    fn is_one_line(&self) -> bool {
        let digest = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
        digest(&self.sha256)
            && self.sha512.as_deref().is_none_or(digest)
            && !self.name.contains(char::is_control)
    }

    fn released(&self) -> ReleasedFile {
        ReleasedFile {
            name: self.name.clone(),
            size: None,
            sha256: self.sha256.clone(),
            sha512: self.sha512.clone(),
        }
    }
}

/// What is asked about a disclosure. What is left out is not answered, which is not the same as no.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDisclosure {
    pub site: SiteId,
    recipient: Recipient,
    channel: Channel,
    matter: String,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    received_at: OffsetDateTime,
    received_by: String,
    #[serde(default)]
    recipient_name: String,
    #[serde(default)]
    officer: String,
    #[serde(default)]
    case_reference: String,
    /// The matter as the public view of the log tells it.
    #[serde(default)]
    public_matter: String,
    #[serde(default)]
    dnr: String,
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    noted_at: Option<OffsetDateTime>,
    #[serde(default)]
    noted_by: String,
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    requested_from: Option<OffsetDateTime>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    requested_until: Option<OffsetDateTime>,
    #[serde(default)]
    cameras: Vec<CameraId>,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    interval_from: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    interval_until: OffsetDateTime,
    ground: Ground,
    #[serde(default)]
    imprisonment_in_scale: Option<bool>,
    /// What the ground asks to be recorded: which accident, who seized, who consented.
    #[serde(default)]
    ground_details: String,
    /// The assessment of harm (OSL 32:3) in words.
    #[serde(default)]
    assessment: String,
    #[serde(default)]
    overlapping: Vec<OverlappingSecrecy>,
    #[serde(default)]
    marking_rule: String,
    #[serde(default)]
    marking_on: Option<Date>,
    #[serde(default)]
    marking_authority: String,
    decision: Decision,
    decided_by: String,
    decided_on: Date,
    #[serde(default)]
    delegation_reference: String,
    #[serde(default)]
    refusal_reasons: String,
    #[serde(default)]
    told_of_appeal: Option<bool>,
    #[serde(default)]
    decision_asked_for: Option<bool>,
    #[serde(default)]
    written_decision: Option<bool>,
    #[serde(default)]
    served_on: Option<Date>,
    #[serde(default)]
    files: Vec<NewFile>,
    #[serde(default)]
    medium: Option<Medium>,
    #[serde(default)]
    medium_reference: String,
    #[serde(default)]
    handed_to: String,
    #[serde(default)]
    note: String,
    /// It happened, although a rule says otherwise: it is to be recorded all the same.
    #[serde(default)]
    aware: bool,
}

impl NewDisclosure {
    /// # Errors
    /// Unless each file is one line of a list.
    pub fn named_its_files(&self, caller: &Caller) -> Result<(), Problem> {
        if self.files.iter().all(NewFile::is_one_line) {
            return Ok(());
        }
        let error = FieldError {
            field: "files".to_owned(),
            message: Message::new("api-files"),
        };
        Err(caller.wrong("api-disclosure-wrong", &vec![error]))
    }

    /// As a person would have filled in the form. Instants are kept to the minute, as there.
    pub fn values(&self) -> Values {
        let values = self.request();
        let files: Vec<ReleasedFile> = self.files.iter().map(NewFile::released).collect();
        let values = self.examined(values);
        let values = values
            .code("decision", Some(self.decision))
            .text("decided_by", &self.decided_by)
            .date("decided_on", Some(self.decided_on))
            .text("delegation_reference", &self.delegation_reference)
            .text("refusal_reasons", &self.refusal_reasons)
            .yes_no("told_of_appeal", self.told_of_appeal)
            .yes_no("decision_asked_for", self.decision_asked_for)
            .yes_no("written_decision", self.written_decision)
            .date("served_on", self.served_on)
            .text("files", manifest::format(&files))
            .code("medium", self.medium)
            .text("medium_reference", &self.medium_reference)
            .text("handed_to", &self.handed_to)
            .text("note", &self.note);
        if self.aware {
            values.text(AWARE, "ja")
        } else {
            values
        }
    }

    fn request(&self) -> Values {
        let values = Values::default()
            .code("recipient", Some(self.recipient))
            .text("recipient_name", &self.recipient_name)
            .text("officer", &self.officer)
            .text("case_reference", &self.case_reference)
            .text("matter", &self.matter)
            .text("public_matter", &self.public_matter)
            .text("dnr", &self.dnr)
            .code("channel", Some(self.channel))
            .instant("received_at", Some(self.received_at))
            .text("received_by", &self.received_by)
            .instant("noted_at", self.noted_at)
            .text("noted_by", &self.noted_by)
            .instant("requested_from", self.requested_from)
            .instant("requested_until", self.requested_until)
            .instant("interval_from", Some(self.interval_from))
            .instant("interval_until", Some(self.interval_until));
        let cameras = self.cameras.iter();
        cameras.fold(values, |values, camera| values.id("cameras", Some(*camera)))
    }

    fn examined(&self, values: Values) -> Values {
        values
            .code("ground", Some(self.ground))
            .yes_no("imprisonment_in_scale", self.imprisonment_in_scale)
            .text("ground_details", &self.ground_details)
            .text("assessment", &self.assessment)
            .codes("overlapping", &self.overlapping)
            .text("marking_rule", &self.marking_rule)
            .date("marking_on", self.marking_on)
            .text("marking_authority", &self.marking_authority)
    }
}

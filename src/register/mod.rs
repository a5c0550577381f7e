//! A change to the register: the records, what they were before, and who changed them, in one transaction
//! with one entry in the ledger.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::camera::Camera;
use crate::code::codes;
use crate::organisation::KommunId;
use crate::retention::DeletionEvidence;
use crate::site::SiteId;

pub mod cases;
pub mod change;
pub mod erasure;
pub mod page;
pub mod store;
pub mod web;

pub use change::{Change, ChangeError};

codes! {
    /// The nouns of the register.
    RecordKind, "record-kind" {
        Kommun = "kommun",
        Controller = "personuppgiftsansvarig",
        Unit = "enhet",
        Recorder = "inspelare",
        Site = "bevakning",
        Camera = "kamera",
        Permit = "beslut",
        Assessment = "bedomning",
        Sign = "skylt",
        StoragePeriod = "lagringstid",
        DeletionEvidence = "gallringsbevis",
        RecorderCheck = "inspelarkontroll",
        Disclosure = "utlamnande",
        Person = "person",
        Hold = "bevarande",
        Incident = "incident",
        AccessRequest = "tillgang",
        /// What came of a disclosure, or of a copy.
        Sequel = "efterspel",
        /// What the kommun has decided about a rule.
        Ruling = "regelbeslut",
        /// With what another system reads the register.
        Token = "api-nyckel",
        /// What somebody answered to a notice.
        NoticeAnswer = "svar",
        Webhook = "webhook",
        /// Who says who somebody is.
        IdentityProvider = "inloggningstjanst",
        /// What the kommun asks of whoever signs in.
        SignInRule = "inloggningskrav",
        /// How the kommun wants to be told.
        NoticeRule = "paminnelseregel",
    }
}

/// What the records of a kind are to a site, which decides who sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belongs {
    ToTheKommun,
    /// Of the kommun; but one that keeps only what is secret is as secret.
    IsARecorder,
    IsASite,
    ToASite,
}

impl RecordKind {
    /// Whether some of its fields are secret where site or camera is marked so ([`crate::db::record::Record::conceal`]).
    pub const fn has_secrets(self) -> bool {
        matches!(self, Self::Camera | Self::DeletionEvidence)
    }

    pub const fn belongs(self) -> Belongs {
        match self {
            Self::Site => Belongs::IsASite,
            Self::Camera
            | Self::Permit
            | Self::Assessment
            | Self::Sign
            | Self::StoragePeriod
            | Self::DeletionEvidence
            | Self::Disclosure
            | Self::Hold
            | Self::Incident
            | Self::AccessRequest
            | Self::Sequel
            | Self::NoticeAnswer => Belongs::ToASite,
            Self::Recorder => Belongs::IsARecorder,
            Self::Kommun
            | Self::Controller
            | Self::Unit
            | Self::RecorderCheck
            | Self::Person
            | Self::Ruling
            | Self::Token
            | Self::Webhook
            | Self::IdentityProvider
            | Self::SignInRule
            | Self::NoticeRule => Belongs::ToTheKommun,
        }
    }
}

/// Who makes a change, in which kommun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    pub kommun: KommunId,
    /// `None` for the command line and the jobs.
    pub account: Option<i64>,
    /// As it is shown in the history.
    pub name: String,
}

/// One record before and after a change. Kept for good; its digest stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub author: String,
    pub kind: RecordKind,
    pub record: i64,
    pub site: Option<SiteId>,
    /// `None` when the record was new.
    pub before: Option<serde_json::Value>,
    pub after: serde_json::Value,
    /// Why it was made: to take back what another entry of the log covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<i64>,
}

impl Revision {
    /// SHA-256 over the canonical JSON (RFC 8785) of the revision, in hexadecimal.
    ///
    /// # Errors
    /// When a number in the record has no canonical form.
    pub fn digest(&self) -> Result<String, serde_json::Error> {
        use sha2::{Digest, Sha256};
        let bytes = serde_json_canonicalizer::to_vec(self)?;
        Ok(crate::hex(&Sha256::digest(bytes)))
    }

    /// Takes out what is secret of a record that is marked so, before and after the change.
    pub fn conceal(&mut self) {
        let records = [self.before.as_mut(), Some(&mut self.after)];
        for record in records.into_iter().flatten() {
            *record = match self.kind {
                RecordKind::Camera => rewritten(record, Camera::without_secrets),
                RecordKind::DeletionEvidence => {
                    rewritten(record, DeletionEvidence::without_secrets)
                }
                _ => continue,
            };
        }
    }

    /// The fields that differ, with what they were and what they became.
    pub fn differences(&self) -> Vec<Difference> {
        let Some(after) = self.after.as_object() else {
            return Vec::new();
        };
        let before = self.before.as_ref().and_then(serde_json::Value::as_object);
        let mut found = Vec::new();
        for (field, new) in after {
            let old = before.and_then(|before| before.get(field)).cloned();
            if old.as_ref() != Some(new) && !(old.is_none() && is_blank(new)) {
                found.push(Difference {
                    field: field.clone(),
                    before: old,
                    after: Some(new.clone()),
                });
            }
        }
        for (field, old) in before.into_iter().flatten() {
            if !after.contains_key(field) && !is_blank(old) {
                found.push(Difference {
                    field: field.clone(),
                    before: Some(old.clone()),
                    after: None,
                });
            }
        }
        found
    }
}

/// The record without what is secret; nothing of one that cannot be read.
fn rewritten<R: Serialize + DeserializeOwned>(
    record: &serde_json::Value,
    without: impl Fn(&R) -> R,
) -> serde_json::Value {
    let read = R::deserialize(record);
    let shown = read.and_then(|read| serde_json::to_value(without(&read)));
    shown.unwrap_or_default()
}

/// Whether a revision tells of an order that must not be known of, before the change or after it.
pub fn is_of_a_gagged_hold(revision: &Revision) -> bool {
    let is_gagged = |record: &serde_json::Value| record.get("gag") == Some(&true.into());
    let before = revision.before.as_ref().is_some_and(is_gagged);
    revision.kind == RecordKind::Hold && (before || is_gagged(&revision.after))
}

/// One field of a record that a revision changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub field: String,
    pub before: Option<serde_json::Value>,
    pub after: Option<serde_json::Value>,
}

fn is_blank(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Null => true,
        serde_json::Value::String(text) => text.is_empty(),
        serde_json::Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use time::macros::datetime;

    fn revision(before: Option<serde_json::Value>, after: serde_json::Value) -> Revision {
        Revision {
            at: datetime!(2026-11-22 07:00 UTC),
            author: "Vera Lind".into(),
            kind: RecordKind::Site,
            record: 7,
            site: Some(SiteId(7)),
            before,
            after,
            undoes: None,
        }
    }

    #[test]
    fn a_revision_names_only_the_fields_that_changed() {
        let changed = revision(
            Some(json!({"name": "Hedeskolan", "audio": null})),
            json!({"name": "Hedeskolan", "audio": false}),
        );
        let differences = changed.differences();
        assert_eq!(differences.len(), 1);
        assert_eq!(differences[0].field, "audio");
        assert_eq!(differences[0].after, Some(json!(false)));
    }

    #[test]
    fn a_new_record_shows_what_was_filled_in_and_not_the_blanks() {
        let new = revision(
            None,
            json!({"name": "Hedeskolan", "note": "", "purposes": []}),
        );
        let fields: Vec<String> = new
            .differences()
            .into_iter()
            .map(|difference| difference.field)
            .collect();
        assert_eq!(fields, ["name"]);
    }

    #[test]
    fn a_changed_letter_changes_the_digest() {
        let one = revision(None, json!({"name": "Hedeskolan"}));
        let other = revision(None, json!({"name": "Hedeskolan."}));
        assert_ne!(one.digest().unwrap(), other.digest().unwrap());
        assert_eq!(one.digest().unwrap(), one.clone().digest().unwrap());
        let undoing = Revision {
            undoes: Some(41),
            ..one.clone()
        };
        assert_ne!(one.digest().unwrap(), undoing.digest().unwrap());
    }
}

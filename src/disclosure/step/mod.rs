//! The steps at the desk, each an entry of its own at its time and by its person: that somebody asked (begäran), what was
//! weighed (sekretessprövning) and what was decided; that a request ended without a decision; that a receipt was handed
//! out. What a step says is never edited: who changes their mind writes a new one, and the last one stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::store::Recorded;
use super::{Disclosure, Recipient};
use crate::account::{Account, AccountId};
use crate::code::{Code, codes, ids};
use crate::ledger::{EntryKind, NewEntry};
use crate::site::SiteId;

pub mod form;
pub mod store;
pub mod web;

ids! { StepId }

codes! {
    /// In which form a receipt was handed out.
    ReceiptForm, "receipt-form" {
        Zip = "zip",
        /// One text (C2SP tlog-proof).
        Single = "tlog-proof",
    }
}

/// Where in the log the steps stand that a disclosure was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    pub request: i64,
    pub assessment: i64,
    pub decision: i64,
}

/// Who takes a step, and of which request: the key ties draft, steps and disclosure together.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    pub account: AccountId,
    pub name: &'a str,
    pub key: &'a str,
}

impl<'a> By<'a> {
    pub fn of(person: &'a Account, key: &'a str) -> Self {
        Self {
            account: person.id,
            name: &person.name,
            key,
        }
    }
}

/// What a step says, by the names of the sealed fields of its entry. A field has the name that it has in the entry of the
/// disclosure.
pub type Said = BTreeMap<String, Value>;

/// A step as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    pub id: StepId,
    pub kind: EntryKind,
    pub site: SiteId,
    pub request_key: String,
    pub ledger_idx: i64,
    pub recorded_at: OffsetDateTime,
    pub account: AccountId,
    pub said: Said,
    /// The sealed fields that were erased on a decision; what they held is empty in `said`.
    pub erased: Vec<String>,
}

/// Who took it.
const BY: &str = "by";

impl Logged {
    fn member(&self, field: &str, member: &str) -> Option<&Value> {
        self.said.get(field)?.get(member)
    }

    /// Who took it; `None` when that was erased.
    pub fn person(&self) -> Option<&str> {
        self.member(BY, "name")?.as_str()
    }

    /// From whom a request is.
    pub fn recipient(&self) -> Option<Recipient> {
        let code = self.member("requester", "authority")?.as_str()?;
        Recipient::from_code(code).ok()
    }

    /// A word of a request; empty when nothing was said or it was erased.
    pub fn text(&self, field: &str, member: &str) -> &str {
        let value = self.member(field, member).and_then(Value::as_str);
        value.unwrap_or_default()
    }

    /// In which form a receipt was handed out.
    pub fn form(&self) -> Option<ReceiptForm> {
        ReceiptForm::from_code(self.said.get("form")?.as_str()?).ok()
    }

    /// When a request came in; when it was written down, if that was erased.
    pub fn received_at(&self) -> OffsetDateTime {
        let second = self.member("requester", "received").and_then(Value::as_i64);
        let told = second.and_then(|second| OffsetDateTime::from_unix_timestamp(second).ok());
        told.unwrap_or(self.recorded_at)
    }

    /// Whether a step of today would say the same, whoever takes it. What was erased cannot be compared, and is not written
    /// again.
    fn says(&self, entry: &NewEntry) -> bool {
        let mut told = entry.fields.iter().filter(|(name, _)| *name != BY);
        let same = |(name, value): &(&str, Value)| {
            self.erased.iter().any(|erased| erased == name) || self.said.get(*name) == Some(value)
        };
        let names = self.said.keys().filter(|name| *name != BY).count();
        told.clone().count() == names && told.all(same)
    }
}

/// The last step of a kind since a request last ended; they are given oldest first.
pub fn last(steps: &[Logged], kind: EntryKind) -> Option<&Logged> {
    let mut since = steps
        .iter()
        .rev()
        .take_while(|step| step.kind != EntryKind::Withdrawal);
    since.find(|step| step.kind == kind)
}

/// Whether it would say something new.
pub fn is_new(steps: &[Logged], entry: &NewEntry) -> bool {
    !last(steps, entry.kind).is_some_and(|step| step.says(entry))
}

/// The steps of a disclosure that are not in the log as it says them, and where all of them stand when they are appended
/// from `next` on.
pub fn missing(
    earlier: &[Logged],
    disclosure: &Disclosure,
    by: By<'_>,
    next: i64,
) -> (Vec<NewEntry>, Steps) {
    let mut new = Vec::new();
    let mut at = next;
    let mut place = |entry: NewEntry| {
        let stands = last(earlier, entry.kind).filter(|step| step.says(&entry));
        if let Some(step) = stands {
            return step.ledger_idx;
        }
        new.push(entry);
        at += 1;
        at - 1
    };
    let steps = Steps {
        request: place(request(disclosure, by)),
        assessment: place(assessment(disclosure, by)),
        decision: place(decision(disclosure, by)),
    };
    (new, steps)
}

fn entry(kind: EntryKind, site: SiteId, by: By<'_>) -> NewEntry {
    NewEntry::new(kind)
        .with("site", json!(site))
        .with(BY, json!({"account": by.account.0, "name": by.name}))
}

fn with(entry: NewEntry, name: &'static str, value: Option<Value>) -> NewEntry {
    match value {
        Some(value) => entry.with(name, value),
        None => entry,
    }
}

/// Who asks for what, how and when, and by whom it was noted (OSL 5:2, FL 27 §).
pub fn request(told: &Disclosure, by: By<'_>) -> NewEntry {
    let public =
        (!told.public_matter.is_empty()).then(|| json!({"public_matter": told.public_matter}));
    let new = entry(EntryKind::Request, told.site, by)
        .with("requester", told.requester())
        .with(
            "case",
            json!({"dnr": told.dnr, "reference": told.case_reference, "matter": told.matter}),
        );
    with(with(new, "noted", told.noted()), "examination", public)
}

/// What was asked for and seen, the ground, and what was weighed.
pub fn assessment(told: &Disclosure, by: By<'_>) -> NewEntry {
    let mut weighed = told.examination();
    if let Some(Value::Object(members)) = &mut weighed {
        members.remove("public_matter");
    }
    let weighed = weighed.filter(|members| *members != json!({}));
    let new = entry(EntryKind::Assessment, told.site, by)
        .with("cameras", told.seen_by())
        .with("interval", told.interval())
        .with("basis", told.basis());
    with(
        with(new, "requested", told.requested()),
        "examination",
        weighed,
    )
}

/// What was decided, by whom, and why not.
pub fn decision(told: &Disclosure, by: By<'_>) -> NewEntry {
    let new = entry(EntryKind::Decision, told.site, by)
        .with("decision", json!(told.decision))
        .with("decided_by", told.decider());
    with(new, "refusal", told.refusal())
}

/// That a request ended without a decision.
pub fn withdrawal(request: &Logged, reason: &str, by: By<'_>) -> NewEntry {
    entry(EntryKind::Withdrawal, request.site, by)
        .with("request", json!({"entry": request.ledger_idx}))
        .with("reason", reason)
}

/// That the receipt of a disclosure was handed out.
pub fn receipt(of: &Recorded, form: ReceiptForm, by: By<'_>) -> NewEntry {
    entry(EntryKind::Receipt, of.data.site, by)
        .with(
            "disclosure",
            json!({"number": of.data.number, "entry": of.ledger_idx}),
        )
        .with("form", json!(form))
}

/// The fields of a step that go when a field of the disclosure is erased: those that say the same, and the names and words
/// that would otherwise live on in it.
pub fn goes_with(kind: EntryKind, field: &str, erased: &str) -> bool {
    if field == erased {
        return !matches!(field, "site" | "decision");
    }
    match kind {
        EntryKind::Request => field == BY && erased == "requester",
        EntryKind::Assessment | EntryKind::Decision => field == BY && erased == "decided_by",
        EntryKind::Withdrawal => match field {
            BY => erased == "requester",
            "reason" => erased == "case",
            _ => false,
        },
        EntryKind::Receipt => field == BY && erased == "delivery",
        _ => false,
    }
}

#[cfg(test)]
mod tests;

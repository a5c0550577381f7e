//! The file `kvitto.html`, and the sealed fields in words.

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use time::OffsetDateTime;

use crate::ledger::entry::Entry;
use crate::ledger::footage::Footage;
use crate::ledger::hash::Hash;
use crate::ledger::note::VerificationKey;
use crate::ledger::receipt::Receipt;
use crate::ledger::verifier::page::{Word, words};
use crate::texts::Loc;
use crate::web::assets::asset_text;

#[derive(Debug, Template)]
#[template(path = "receipt/kvitto.html")]
struct Kvitto<'a> {
    l: Loc,
    entry: u64,
    log: &'a str,
    at: Option<OffsetDateTime>,
    rows: Vec<Row>,
    files: Vec<Footage>,
    key: &'a VerificationKey,
    /// The receipt as one text, which the script reads.
    single: String,
    /// A time stamp lies beside the page, which no browser can check.
    stamped: bool,
    words: Vec<Word>,
    style: &'static str,
    script: &'static str,
    /// Only this style and this script, and no network.
    policy: String,
}

/// A sealed field in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    pub value: String,
}

/// The file. It is in Swedish, as the rest of the receipt.
///
/// # Errors
/// When it cannot be written.
pub fn render(receipt: &Receipt, key: &VerificationKey) -> askama::Result<String> {
    let l = Loc::sv();
    let (style, script) = (asset_text("receipt.css"), asset_text("verifier.js"));
    let digest = |text: &str| STANDARD.encode(Hash::of(text.as_bytes()).0);
    Kvitto {
        l,
        entry: receipt.proof.idx,
        log: key.name(),
        at: Entry::parse(&receipt.entry).ok().map(|entry| entry.at),
        rows: rows(receipt, l),
        files: receipt.files().unwrap_or_default(),
        key,
        single: receipt.to_single(),
        stamped: receipt.stamp.is_some(),
        words: words(l),
        style,
        script,
        policy: format!(
            "default-src 'none'; script-src 'sha256-{}' 'wasm-unsafe-eval'; style-src 'sha256-{}'; \
             form-action 'none'; base-uri 'none'",
            digest(script),
            digest(style)
        ),
    }
    .render()
}

/// The fields that the entry vouches for, in words, without the list of files.
pub fn rows(receipt: &Receipt, l: Loc) -> Vec<Row> {
    let fields = receipt.opened();
    let place = |name: &str| {
        let known = ORDER.iter().position(|known| *known == name);
        known.unwrap_or(ORDER.len())
    };
    let told = fields.iter().filter(|(name, _)| *name != "files");
    let mut told: Vec<_> = told.collect();
    told.sort_by_key(|(name, _)| place(name));
    told.into_iter()
        .map(|(name, value)| Row {
            name: named(l, "receipt-field", name),
            value: in_words(l, name, value),
        })
        .collect()
}

/// In the order in which people ask.
const ORDER: [&str; 9] = [
    "number",
    "correction",
    "requester",
    "case",
    "interval",
    "cameras",
    "basis",
    "decided_by",
    "delivery",
];

/// What was left out when it was written down.
fn is_unsaid(name: &str, value: &Value) -> bool {
    matches!(value.as_str(), Some("" | "unanswered"))
        || (name == "corrects" && value.as_u64() == Some(0))
}

/// The words for a name, or the name itself where there are none.
pub fn named(l: Loc, list: &str, name: &str) -> String {
    let id = format!("{list}-{}", name.replace('_', "-"));
    l.maybe(&id).unwrap_or(name).to_owned()
}

fn in_words(l: Loc, name: &str, value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let told = members
                .iter()
                .filter(|(name, value)| !is_unsaid(name, value));
            let parts = told.map(|(name, value)| {
                let words = in_words(l, name, value);
                format!("{}: {words}", named(l, "receipt-part", name))
            });
            parts.collect::<Vec<_>>().join("; ")
        }
        Value::Array(items) => {
            let parts = items.iter().map(|item| in_words(l, name, item));
            parts.collect::<Vec<_>>().join(", ")
        }
        Value::Number(number) if matches!(name, "at" | "from" | "until" | "received") => number
            .as_i64()
            .and_then(|second| OffsetDateTime::from_unix_timestamp(second).ok())
            .map_or_else(|| number.to_string(), |at| l.instant(at)),
        Value::String(text) => {
            let list = match name {
                "authority" => "recipient",
                "ground" | "channel" | "medium" => name,
                "decision" => "release-decision",
                "overlapping" => "overlapping-secrecy",
                _ if text == "yes" || text == "no" => {
                    return l.maybe(text).unwrap_or(text).to_owned();
                }
                _ => return text.clone(),
            };
            let id = format!("{list}-{text}");
            l.maybe(&id).unwrap_or(text).to_owned()
        }
        other => other.to_string(),
    }
}

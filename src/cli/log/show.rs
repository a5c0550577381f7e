//! `objektiv log show`: one entry, and what became of its sealed fields.

use anyhow::bail;
use serde::Serialize;

use super::Log;
use crate::cli::{Format, output};
use crate::code::Code;
use crate::ledger::entry::Entry;
use crate::ledger::fields::FieldCode;
use crate::ledger::{erasure, read};
use crate::texts::Loc;

/// What `log show` prints (docs/schema/log-show.json).
#[derive(Serialize)]
struct Shown<'a> {
    entry: u64,
    log: &'a str,
    at: String,
    #[serde(rename = "type")]
    kind: &'a str,
    /// Leaf hash, in base64.
    leaf: String,
    fields: Vec<FieldLine>,
}

#[derive(Serialize)]
struct FieldLine {
    #[serde(rename = "field")]
    name: String,
    state: FieldCode,
    erased_by: Option<u64>,
}

impl Log<'_> {
    pub(super) async fn show(&self, idx: u64, format: Format) -> anyhow::Result<()> {
        let db = self.db.read();
        let rows = read::entries(db, self.kommun, idx, idx.saturating_add(1)).await?;
        let Some(row) = rows.first() else {
            return Err(self.no_entry(idx).await?);
        };
        let Ok(entry) = Entry::parse(&row.bytes) else {
            bail!("entry {idx} is not as it was written; see `objektiv log verify`");
        };
        let states = erasure::states(db, self.kommun, &entry).await?;
        let (date, time) = (entry.at.date(), entry.at.time());
        let (hour, minute, second) = time.as_hms();
        let shown = Shown {
            entry: idx,
            log: &entry.log,
            at: format!("{date}T{hour:02}:{minute:02}:{second:02}Z"),
            kind: entry.kind.code(),
            leaf: crate::ledger::tree::leaf_hash(&row.bytes).to_base64(),
            fields: states
                .into_iter()
                .map(|(name, state)| FieldLine {
                    name,
                    state: state.code(),
                    erased_by: state.erased_by(),
                })
                .collect(),
        };
        match format {
            Format::Json => output::json(&shown),
            Format::Text => in_words(&shown, &String::from_utf8_lossy(&row.bytes)),
        }
    }
}

fn in_words(shown: &Shown<'_>, bytes: &str) -> anyhow::Result<()> {
    output::line(&format!(
        "{}: post {}, {}, {}",
        shown.log, shown.entry, shown.kind, shown.at
    ))?;
    for field in &shown.fields {
        let by = field.erased_by;
        let by = by.map_or_else(String::new, |by| format!(" (gallring i post {by})"));
        let state = Loc::sv().code(field.state);
        output::line(&format!("  {:<16} {state}{by}", field.name))?;
    }
    output::line(bytes)
}

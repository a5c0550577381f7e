//! What the spreadsheet reader does not report or does not bound: hidden rows, repeated cells, and counts
//! for which it sets memory aside unseen.

use std::collections::{BTreeSet, HashMap};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::archive::Parts;
use super::{Limited, MAX_CELLS, Unreadable};

/// Numbers of the hidden rows by sheet name; the first row is 1.
pub(super) type HiddenRows = HashMap<String, BTreeSet<u32>>;

/// Calls `visit` with every opened element until it says that it has seen enough.
fn elements(
    content: &[u8],
    mut visit: impl FnMut(&BytesStart<'_>) -> Result<bool, Unreadable>,
) -> Result<(), Unreadable> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                if visit(&element)? {
                    return Ok(());
                }
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(Unreadable::Broken(error.to_string())),
        }
    }
}

fn attribute(element: &BytesStart<'_>, local_name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    for attribute in attributes.with_checks(false).flatten() {
        if attribute.key.local_name().as_ref() == local_name {
            return Some(attribute.value.to_string());
        }
    }
    None
}

/// The reader sets aside memory for as many shared strings as the file says it has.
pub(super) fn check_shared_strings(content: &[u8]) -> Result<(), Unreadable> {
    elements(content, |element| {
        let stated = attribute(element, "uniqueCount").and_then(|count| count.parse::<u64>().ok());
        // The shortest string, `<si/>`, takes five bytes.
        if stated.is_some_and(|count| count > content.len() as u64 / 5) {
            return Err(Unreadable::Broken(
                "sharedStrings.xml states more strings than it can hold".to_owned(),
            ));
        }
        Ok(true)
    })
}

pub(super) fn hidden_rows_of_xlsx(parts: &mut Parts<'_>) -> Result<HiddenRows, Unreadable> {
    let workbook = parts.content("xl/workbook.xml")?.unwrap_or_default();
    let relations = parts
        .content("xl/_rels/workbook.xml.rels")?
        .unwrap_or_default();
    let mut targets = HashMap::new();
    elements(&relations, |element| {
        if let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target")) {
            targets.insert(id, target);
        }
        Ok(false)
    })?;
    let mut paths = Vec::new();
    elements(&workbook, |element| {
        if element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
            && let Some(target) = targets.get(&id)
        {
            let path = target
                .strip_prefix('/')
                .map_or_else(|| format!("xl/{target}"), str::to_owned);
            paths.push((unescape(&name), path));
        }
        Ok(false)
    })?;
    let mut hidden = HiddenRows::new();
    for (name, path) in paths {
        let sheet = parts.content(&path)?.unwrap_or_default();
        hidden.insert(name, hidden_rows_of_sheet(&sheet)?);
    }
    Ok(hidden)
}

fn unescape(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

fn hidden_rows_of_sheet(content: &[u8]) -> Result<BTreeSet<u32>, Unreadable> {
    let mut rows = BTreeSet::new();
    let mut number = 0;
    elements(content, |element| {
        if element.local_name().as_ref() == "row" {
            number = attribute(element, "r")
                .and_then(|r| r.parse().ok())
                .unwrap_or_else(|| number + 1);
            if matches!(attribute(element, "hidden").as_deref(), Some("1" | "true")) {
                rows.insert(number);
            }
        }
        Ok(false)
    })?;
    Ok(rows)
}

/// An ods file says "this cell, a million times": counts what the reader would make of it, before it does.
pub(super) fn check_ods(content: &[u8]) -> Result<HiddenRows, Unreadable> {
    let mut hidden = HiddenRows::new();
    let mut sheet = String::new();
    let mut count = OdsCount::default();
    elements(content, |element| {
        match element.name().as_ref() {
            "table:table" => {
                count.end_row()?;
                sheet = attribute(element, "name")
                    .map(|name| unescape(&name))
                    .unwrap_or_default();
                count.row = 0;
            }
            "table:table-row" => {
                count.end_row()?;
                count.repeats = repeated(element, "number-rows-repeated");
                let first = count.row + 1;
                count.row = count.row.saturating_add(count.repeats);
                if matches!(
                    attribute(element, "visibility").as_deref(),
                    Some("collapse" | "filter")
                ) {
                    let last =
                        u32::try_from(count.row.min(first + MAX_CELLS as u64)).unwrap_or(u32::MAX);
                    let rows = hidden.entry(sheet.clone()).or_default();
                    rows.extend(u32::try_from(first).unwrap_or(u32::MAX)..=last);
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let repeats = repeated(element, "number-columns-repeated");
                let has_value = attribute(element, "value-type").is_some()
                    || attribute(element, "formula").is_some();
                count.add(repeats, has_value);
            }
            _ => {}
        }
        count.check()?;
        Ok(false)
    })?;
    count.end_row()?;
    Ok(hidden)
}

fn repeated(element: &BytesStart<'_>, name: &str) -> u64 {
    attribute(element, name)
        .and_then(|count| count.parse().ok())
        .unwrap_or(1)
}

#[derive(Default)]
struct OdsCount {
    row: u64,
    repeats: u64,
    /// Empty cells count only when a filled one follows.
    empty: u64,
    in_row: u64,
    total: u64,
}

impl OdsCount {
    fn add(&mut self, repeats: u64, has_value: bool) {
        if has_value {
            self.in_row = self
                .in_row
                .saturating_add(self.empty)
                .saturating_add(repeats);
            self.empty = 0;
        } else {
            self.empty = self.empty.saturating_add(repeats);
        }
    }

    fn end_row(&mut self) -> Result<(), Unreadable> {
        self.total = self
            .total
            .saturating_add(self.in_row.saturating_mul(self.repeats));
        (self.in_row, self.empty) = (0, 0);
        self.check()
    }

    fn check(&self) -> Result<(), Unreadable> {
        if self.total.saturating_add(self.in_row) > MAX_CELLS as u64 {
            return Err(Unreadable::too_large(Limited::Cells, MAX_CELLS));
        }
        Ok(())
    }
}

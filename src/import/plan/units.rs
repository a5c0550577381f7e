//! Which unit a list means: names, abbreviations, and what the register or a person has said of them.

use std::collections::HashMap;

use super::report::Report;
use super::{CameraRow, Known};
use crate::import::Message;
use crate::import::columns::{Column, Mapping};
use crate::import::values::fold;
use crate::organisation::Unit;

/// A unit that the register does not have yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedUnit {
    pub name: String,
    /// What the list also calls it.
    pub abbreviation: String,
}

impl PlannedUnit {
    /// The unit as the register will have it.
    pub fn unit(&self) -> Unit {
        Unit {
            name: self.name.clone(),
            abbreviation: self.abbreviation.clone(),
            controller: None,
            manager: String::new(),
            email: String::new(),
        }
    }
}

pub(super) struct Named {
    /// What the list writes, and the unit's name.
    pub(super) names: HashMap<String, String>,
    pub(super) planned: Vec<PlannedUnit>,
}

/// Names the unit of every row. An abbreviation is read as a name only when the register or the mapping says so, or
/// when its letters are the name's initials and both stand for the same place, which is reported.
pub(super) fn name(
    rows: &[CameraRow],
    mapping: &Mapping,
    known: &Known,
    report: &mut Report<'_>,
) -> Named {
    let written = written(rows);
    let mut named = Named {
        names: HashMap::new(),
        planned: Vec::new(),
    };
    for (text, _) in written.iter().filter(|(text, _)| !is_abbreviation(text)) {
        let name = stated(text, mapping, known);
        named.plan(text, name, known);
    }
    for (text, row) in written.iter().filter(|(text, _)| is_abbreviation(text)) {
        if let Some(name) = stated(text, mapping, known) {
            named.plan(text, Some(name), known);
            continue;
        }
        let spelled = spelled_out(text, rows);
        let (name, problem) = match spelled {
            Some(name) => {
                let problem = Message::new("import-unit-abbreviation-read");
                let resolved = named.names.get(&name).cloned().unwrap_or(name);
                (resolved.clone(), problem.with("name", resolved))
            }
            None => (
                text.clone(),
                Message::new("import-unit-abbreviation-unknown"),
            ),
        };
        report.cell(*row, Column::Unit, text, problem, "import-unit-accepted");
        named.plan(text, Some(name), known);
    }
    named
}

impl Named {
    fn plan(&mut self, text: &str, stated: Option<String>, known: &Known) {
        let name = stated.unwrap_or_else(|| text.to_owned());
        let is_known = known.units.iter().any(|unit| unit.name == name);
        let short = if is_abbreviation(text) { text } else { "" };
        match self.planned.iter_mut().find(|unit| unit.name == name) {
            Some(unit) if unit.abbreviation.is_empty() => short.clone_into(&mut unit.abbreviation),
            Some(_) => {}
            None if is_known => {}
            None => self.planned.push(PlannedUnit {
                name: name.clone(),
                abbreviation: short.to_owned(),
            }),
        }
        self.names.insert(text.to_owned(), name);
    }
}

/// Every way the list writes a unit, with the first row that does.
fn written(rows: &[CameraRow]) -> Vec<(String, u32)> {
    let mut written: Vec<(String, u32)> = Vec::new();
    for row in rows.iter().filter(|row| !row.unit.is_empty()) {
        if !written.iter().any(|(text, _)| *text == row.unit) {
            written.push((row.unit.clone(), row.row));
        }
    }
    written
}

/// What the mapping or the register says that a text means.
fn stated(text: &str, mapping: &Mapping, known: &Known) -> Option<String> {
    if let Some(name) = mapping.units.get(text) {
        return Some(name.clone());
    }
    let folded = fold(text);
    let unit = known
        .units
        .iter()
        .find(|unit| fold(&unit.name) == folded || fold(&unit.abbreviation) == folded);
    unit.map(|unit| unit.name.clone())
}

/// Two to six capitals: `BSF`, `VOO`.
pub(super) fn is_abbreviation(text: &str) -> bool {
    (2..=6).contains(&text.chars().count()) && text.chars().all(char::is_uppercase)
}

/// The one name whose initials the abbreviation is and that stands for a place where the abbreviation stands too.
fn spelled_out(abbreviation: &str, rows: &[CameraRow]) -> Option<String> {
    let places: Vec<&str> = rows
        .iter()
        .filter(|row| row.unit == abbreviation && !row.name.is_empty())
        .map(|row| row.name.as_str())
        .collect();
    let mut found: Option<&str> = None;
    for row in rows {
        let fits = !is_abbreviation(&row.unit)
            && places.contains(&row.name.as_str())
            && initials(&row.unit) == abbreviation;
        if fits && found.is_some_and(|name| name != row.unit) {
            return None;
        }
        if fits {
            found = Some(&row.unit);
        }
    }
    found.map(str::to_owned)
}

/// `Barn- och skolförvaltningen` -> `BSF`: the words' initials, and that of the last part of a compound.
fn initials(name: &str) -> String {
    const LAST_PARTS: [&str; 8] = [
        "förvaltningen",
        "förvaltning",
        "kontoret",
        "kontor",
        "nämnden",
        "nämnd",
        "avdelningen",
        "bolaget",
    ];
    let mut letters = String::new();
    let folded = fold(name);
    for word in folded
        .split([' ', '-'])
        .filter(|word| !word.is_empty() && *word != "och")
    {
        letters.extend(word.chars().take(1));
        let last = LAST_PARTS
            .iter()
            .find(|last| word.len() > last.len() && word.ends_with(*last));
        letters.extend(last.and_then(|last| last.chars().next()));
    }
    letters.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_take_the_last_part_of_a_compound_too() {
        assert_eq!(initials("Barn- och skolförvaltningen"), "BSF");
        assert_eq!(initials("Tekniska förvaltningen"), "TF");
        assert_eq!(initials("Kultur- och fritidsförvaltningen"), "KFF");
        assert_eq!(initials("Kommunkontoret"), "KK");
    }

    #[test]
    fn a_name_is_not_an_abbreviation() {
        assert!(is_abbreviation("VOO"));
        assert!(!is_abbreviation("Ekebrobostäder AB"));
        assert!(!is_abbreviation("K"));
    }
}

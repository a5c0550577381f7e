//! A record of the register and the same record of a list, field by field.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::import::columns::Column;

/// The list and the register say different things; the register is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conflict {
    pub(super) column: Option<Column>,
    pub(super) listed: String,
    pub(super) held: String,
}

impl Conflict {
    pub(super) const fn new(column: Column, listed: String, held: String) -> Self {
        Self {
            column: Some(column),
            listed,
            held,
        }
    }
}

#[derive(Debug, PartialEq)]
pub(super) struct Merged<R> {
    pub(super) data: R,
    pub(super) conflicts: Vec<Conflict>,
}

/// The fields of a site that a list can tell, and the column that does. The list's notes stand in no column.
pub(super) const fn site_fields() -> &'static [(&'static str, Option<Column>)] {
    &[
        ("responsible", Some(Column::Responsible)),
        ("address", Some(Column::Address)),
        ("place_type", Some(Column::PlaceType)),
        ("purposes", Some(Column::Purpose)),
        ("purpose_text", Some(Column::Purpose)),
        ("audio", Some(Column::Audio)),
        ("started_on", Some(Column::Installed)),
        ("ended_on", Some(Column::Removed)),
        ("property_designation", Some(Column::Property)),
        ("position", Some(Column::North)),
        ("public_access", Some(Column::PublicAccess)),
        ("hours", Some(Column::Hours)),
        ("live_viewing", Some(Column::Recording)),
        ("recording", Some(Column::Recording)),
        ("status", Some(Column::Status)),
        ("note", None),
    ]
}

/// The fields of a camera that a list can tell.
pub(super) const fn camera_fields() -> &'static [(&'static str, Option<Column>)] {
    &[
        ("status", Some(Column::Status)),
        ("kind", Some(Column::Kind)),
        ("placement", Some(Column::Placement)),
        ("indoor", Some(Column::Indoor)),
        ("direction_degrees", Some(Column::Direction)),
        ("position", Some(Column::North)),
        ("installed_on", Some(Column::Installed)),
        ("removed_on", Some(Column::Removed)),
        ("note", None),
    ]
}

/// The register's record with what it lacks filled in from the list.
pub(super) fn fill<R>(held: &R, listed: &R, fields: &[(&'static str, Option<Column>)]) -> Merged<R>
where
    R: Serialize + DeserializeOwned + Clone,
{
    merged(held, listed, fields, false)
}

/// The register's record with everything that the list tells.
pub(super) fn overwrite<R>(
    held: &R,
    listed: &R,
    fields: &[(&'static str, Option<Column>)],
) -> Merged<R>
where
    R: Serialize + DeserializeOwned + Clone,
{
    merged(held, listed, fields, true)
}

fn merged<R>(
    held: &R,
    listed: &R,
    fields: &[(&'static str, Option<Column>)],
    list_wins: bool,
) -> Merged<R>
where
    R: Serialize + DeserializeOwned + Clone,
{
    let mut conflicts = Vec::new();
    let values = (serde_json::to_value(held), serde_json::to_value(listed));
    let (Ok(mut after), Ok(listed)) = values else {
        return Merged {
            data: held.clone(),
            conflicts,
        };
    };
    for (field, column) in fields {
        let (Some(own), Some(new)) = (after.get_mut(*field), listed.get(*field)) else {
            continue;
        };
        if is_blank(new) || own == new {
            continue;
        }
        if list_wins || is_blank(own) {
            *own = new.clone();
        } else if column.is_some() {
            conflicts.push(Conflict {
                column: *column,
                listed: shown(new),
                held: shown(own),
            });
        }
    }
    let data = serde_json::from_value(after).unwrap_or_else(|_| held.clone());
    Merged { data, conflicts }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// A value in words: a position by what was typed, an answer by yes and no.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "ja".to_owned(),
        Value::Bool(false) => "nej".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields.get("typed").map(shown).unwrap_or_default(),
    }
}

//! What people send: a list, and what they say of its columns.

use super::columns::{Column, Layout, Mapping};
use crate::code::Code;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, FieldError, Form, Values};

/// Longest name of a mapping, in characters.
const NAME_CHARACTERS: usize = 100;

/// The form that takes a list. `saved` are the kommun's mappings.
pub fn upload(saved: Vec<Choice>) -> Form {
    let mut fields = vec![Field::file("list", ".xlsx,.xls,.ods,.csv,.txt").required()];
    if !saved.is_empty() {
        fields.push(Field::select("mapping", saved));
    }
    Form::new("import", "/import")
        .fields(fields)
        .submit("import-upload")
}

/// An error in the field of the file.
pub fn refused(message: Message) -> Errors {
    vec![FieldError {
        field: "list".into(),
        message,
    }]
}

/// What a person chose for the columns of a list, and the name to keep it under (empty: it is not kept).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub mapping: Mapping,
    pub name: String,
}

/// The name of the field for a column.
pub fn field_of_column(index: usize) -> String {
    format!("kolumn-{index}")
}

/// Reads the choices. `layout` is the list as it was last read, if it could be: without it only sheet and row count.
pub fn chosen(values: &Values, layout: Option<&Layout>) -> Chosen {
    let text = |name: &str| values.first(name).trim().to_owned();
    let mut mapping = Mapping {
        sheet: Some(text("blad")).filter(|sheet| !sheet.is_empty()),
        header_row: text("rubrikrad").parse().ok(),
        zone: text("zon")
            .parse()
            .ok()
            .filter(|zone| (3006..=3018).contains(zone)),
        ..Mapping::default()
    };
    let headings = layout
        .map(|layout| layout.headings.as_slice())
        .unwrap_or_default();
    for (index, heading) in headings.iter().enumerate() {
        let column = match Column::from_code(values.first(&field_of_column(index))) {
            Ok(column) => Some(column),
            Err(_) => heading.column.map(|_| Column::LeftOut),
        };
        if let Some(column) = column.filter(|column| heading.column != Some(*column)) {
            mapping.columns.insert(heading.text.clone(), column);
        }
    }
    Chosen {
        mapping,
        name: text("namn").chars().take(NAME_CHARACTERS).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::columns::Heading;

    fn layout() -> Layout {
        let heading = |text: &str, column| Heading {
            text: text.into(),
            column,
            zone: None,
        };
        Layout {
            sheet: 0,
            header_row: 1,
            headings: vec![
                heading("nr", Some(Column::Label)),
                heading("Var då?", None),
                heading("Ljud", Some(Column::Audio)),
            ],
        }
    }

    #[test]
    fn only_what_differs_from_what_was_recognised_is_kept() {
        let values = Values::default()
            .text("kolumn-0", "kameranr")
            .text("kolumn-1", "objekt")
            .text("kolumn-2", "")
            .text("rubrikrad", "4")
            .text("zon", "3008")
            .text("namn", " Fastighet ");
        let chosen = chosen(&values, Some(&layout()));
        assert_eq!(chosen.name, "Fastighet");
        assert_eq!(
            (chosen.mapping.header_row, chosen.mapping.zone),
            (Some(4), Some(3008))
        );
        let columns: Vec<_> = chosen.mapping.columns.into_iter().collect();
        assert_eq!(
            columns,
            [
                ("Ljud".to_owned(), Column::LeftOut),
                ("Var då?".to_owned(), Column::SiteName)
            ]
        );
    }

    #[test]
    fn an_invented_column_row_or_zone_is_no_choice() {
        let values = Values::default()
            .text("kolumn-1", "påhitt")
            .text("rubrikrad", "fyra")
            .text("zon", "4326");
        let chosen = chosen(&values, Some(&layout()));
        assert_eq!(
            (chosen.mapping.header_row, chosen.mapping.zone),
            (None, None)
        );
        assert!(!chosen.mapping.columns.contains_key("Var då?"));
    }
}

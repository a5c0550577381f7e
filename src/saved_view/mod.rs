//! Saved views: what a person asks the list of sites again and again, under a name of their own. They are the person's, and
//! no part of the register or its history.

use crate::code::ids;
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values};

pub mod page;
pub mod store;
pub mod web;

ids! { SavedViewId }

/// More are no help in finding anything.
pub const MOST: usize = 50;
/// What of an address is saved: everything but the place in the list.
const SAVED: [&str; 8] = [
    "sok", "status", "enhet", "typ", "lage", "ordning", "per", "kand",
];
/// Longest name, in characters.
const NAME: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    pub id: SavedViewId,
    pub name: String,
    /// What stands after the question mark of the list's address.
    pub query: String,
}

/// What of an address is saved, in its own order.
pub fn saved<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let kept = pairs
        .into_iter()
        .filter(|(name, value)| SAVED.contains(name) && !value.is_empty())
        .map(|(name, value)| (name, value.chars().take(200).collect::<String>()));
    serde_urlencoded::to_string(kept.collect::<Vec<_>>()).unwrap_or_default()
}

/// A form that asks for the name.
pub fn form(action: impl Into<String>) -> Form {
    Form::new("view", action)
        .fields(vec![
            Field::text("name").required(),
            // A form that is sent again keeps what it was opened for.
            Field::hidden("query"),
        ])
        .cancel("/bevakningar/vyer")
}

/// # Errors
/// When there is no name, or another view of the person has it.
pub fn read(
    values: &Values,
    others: &[SavedView],
    own: Option<SavedViewId>,
) -> Result<String, Errors> {
    let mut reader = Reader::new(values);
    let name = reader.required_text("name", NAME);
    if others
        .iter()
        .any(|other| other.name == name && Some(other.id) != own)
    {
        reader.refuse("name", Message::new("view-name-taken"));
    }
    if own.is_none() && others.len() >= MOST {
        reader.refuse("name", Message::new("view-too-many"));
    }
    reader.finish(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(id: i64, name: &str) -> SavedView {
        SavedView {
            id: SavedViewId(id),
            name: name.into(),
            query: String::new(),
        }
    }

    #[test]
    fn what_is_saved_is_the_question_and_not_the_place_in_the_list() {
        let asked = [
            ("sok", "å & ö"),
            ("status", ""),
            ("ordning", "-enhet"),
            ("efter", "b"),
            ("efter_id", "4"),
            ("till", "https://example.org"),
        ];
        assert_eq!(saved(asked), "sok=%C3%A5+%26+%C3%B6&ordning=-enhet");
        assert_eq!(saved([]), "");
    }

    #[test]
    fn a_name_is_the_persons_own_once_and_a_view_may_keep_its_own() {
        let others = [view(1, "Skolor"), view(2, "Torg")];
        let typed = Values::default().text("name", "Skolor");
        assert_eq!(read(&typed, &others, None).unwrap_err()[0].field, "name");
        assert!(read(&typed, &others, Some(SavedViewId(2))).is_err());
        assert_eq!(
            read(&typed, &others, Some(SavedViewId(1))).as_deref(),
            Ok("Skolor")
        );
        assert!(read(&Values::default(), &others, None).is_err());
    }

    #[test]
    fn there_is_an_end_to_how_many_there_are() {
        let many: Vec<SavedView> = (0..)
            .take(MOST)
            .map(|id| view(id, &id.to_string()))
            .collect();
        let typed = Values::default().text("name", "En till");
        assert!(read(&typed, &many, None).is_err());
        assert!(read(&typed, &many[1..], None).is_ok());
    }
}

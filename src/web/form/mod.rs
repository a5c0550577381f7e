//! Forms as data: a slice declares its fields, one template draws every form the same way.
//!
//! The texts follow from the names: field `place_type` of form `site` has the label `site-place-type`, and, where
//! such texts exist, the hint `site-place-type-hint` and the explanation `site-place-type-why` (why we ask, with
//! its source in law). What stands in the fields is [`Values`], the same whether it comes from the register or
//! from what a person typed; what is wrong is [`Errors`].

use crate::code::Code;
use crate::law::Bilingual;
use crate::texts::{Loc, Message};

mod date;
mod drawn;
mod reader;
mod shown;
mod values;

pub use date::{parse_date, parse_time};
pub use reader::Reader;
pub use values::{BACK, Values};

/// Value of the checkbox that says "none of these": an answer, unlike no box at all.
pub const NONE: &str = "ingen";
/// Name of the hidden field with the version that the person saw.
pub const VERSION: &str = "version";

/// One thing that is wrong in one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    pub field: String,
    pub message: Message,
}

/// Everything that is wrong in a form, in the order of its fields.
pub type Errors = Vec<FieldError>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Email,
    Password,
    Textarea,
    Number,
    /// One text field: `2026-11-22` and other ways to write it.
    Date,
    /// A date and a time in Sweden.
    Instant,
    Radios,
    Checkboxes,
    Select,
    File,
    /// Carried along, not shown.
    Hidden,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub text: ChoiceText,
    /// What to know before choosing it.
    pub hint: Option<Hint>,
    /// Not an ordinary choice: shown on request.
    pub aside: bool,
}

/// What stands below a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    Words(Bilingual),
    Message(Message),
}

/// Words from `texts/`, or a name from the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceText {
    Id(String),
    Name(String),
}

impl Choice {
    /// A name from the register, such as a unit.
    pub fn name(value: impl Into<i64>, name: impl Into<String>) -> Self {
        Self {
            value: value.into().to_string(),
            text: ChoiceText::Name(name.into()),
            hint: None,
            aside: false,
        }
    }

    /// Words from `texts/`.
    pub fn id(value: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            text: ChoiceText::Id(id.into()),
            hint: None,
            aside: false,
        }
    }

    #[must_use]
    pub fn hint(mut self, hint: Hint) -> Self {
        self.hint = Some(hint);
        self
    }

    #[must_use]
    pub const fn aside(mut self) -> Self {
        self.aside = true;
        self
    }

    pub fn shown<'a>(&'a self, l: &'a Loc) -> &'a str {
        match &self.text {
            ChoiceText::Id(id) => l.t(id),
            ChoiceText::Name(name) => name,
        }
    }
}

/// The members of a closed list as choices.
pub fn choices<T: Code>() -> Vec<Choice> {
    T::ALL
        .iter()
        .map(|member| Choice::id(member.code(), Code::text_id(*member)))
        .collect()
}

/// One question of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub choices: Vec<Choice>,
    /// Id of the unit that stands after the field, such as "timmar".
    pub unit: Option<&'static str>,
    /// Rough width in characters; 0 = as wide as the form.
    pub width: u8,
    /// For the browser, such as `street-address` or `current-password`.
    pub autocomplete: Option<&'static str>,
    /// Types of file to offer.
    pub accept: Option<&'static str>,
    /// A position, which can be chosen on a map as well.
    pub on_map: bool,
    /// Without an answer the form cannot be saved.
    pub required: bool,
}

impl Field {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            choices: Vec::new(),
            unit: None,
            width: 0,
            autocomplete: None,
            accept: None,
            on_map: false,
            required: false,
        }
    }

    pub const fn text(name: &'static str) -> Self {
        Self::new(name, Kind::Text)
    }

    /// Typed in any of the systems, or chosen on a map.
    pub const fn position(name: &'static str) -> Self {
        let mut field = Self::text(name);
        field.on_map = true;
        field
    }

    pub const fn email(name: &'static str) -> Self {
        Self::new(name, Kind::Email)
    }

    pub const fn password(name: &'static str) -> Self {
        Self::new(name, Kind::Password)
    }

    pub const fn textarea(name: &'static str) -> Self {
        Self::new(name, Kind::Textarea)
    }

    pub const fn number(name: &'static str) -> Self {
        Self::new(name, Kind::Number).wide(5)
    }

    pub const fn date(name: &'static str) -> Self {
        Self::new(name, Kind::Date).wide(10)
    }

    pub const fn instant(name: &'static str) -> Self {
        Self::new(name, Kind::Instant)
    }

    /// `accept` names the types that the browser offers, such as `.xlsx,.csv`.
    pub const fn file(name: &'static str, accept: &'static str) -> Self {
        let mut field = Self::new(name, Kind::File);
        field.accept = Some(accept);
        field
    }

    pub const fn hidden(name: &'static str) -> Self {
        Self::new(name, Kind::Hidden)
    }

    pub fn radios(name: &'static str, choices: Vec<Choice>) -> Self {
        Self {
            choices,
            ..Self::new(name, Kind::Radios)
        }
    }

    pub fn select(name: &'static str, choices: Vec<Choice>) -> Self {
        Self {
            choices,
            ..Self::new(name, Kind::Select)
        }
    }

    pub fn checkboxes(name: &'static str, choices: Vec<Choice>) -> Self {
        Self {
            choices,
            ..Self::new(name, Kind::Checkboxes)
        }
    }

    /// Checkboxes with a last one that says "none of these": then no box at all is an unanswered question.
    pub fn checkboxes_or_none(name: &'static str, mut choices: Vec<Choice>) -> Self {
        choices.push(Choice::id(NONE, "none-of-these"));
        Self::checkboxes(name, choices)
    }

    /// Ja, nej, or not answered.
    pub fn yes_no_unknown(name: &'static str) -> Self {
        let choices = vec![
            Choice::id("ja", "yes"),
            Choice::id("nej", "no"),
            Choice::id("", "not-answered-yet"),
        ];
        Self::radios(name, choices)
    }

    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    #[must_use]
    pub const fn wide(mut self, characters: u8) -> Self {
        self.width = characters;
        self
    }

    #[must_use]
    pub const fn unit(mut self, text_id: &'static str) -> Self {
        self.unit = Some(text_id);
        self
    }

    #[must_use]
    pub const fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }
}

/// Some fields under a heading; the heading's text is `<form>-section-<name>`, none when the name is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub name: &'static str,
    pub fields: Vec<Field>,
}

/// A whole form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Prefix of the texts.
    pub name: &'static str,
    /// Path that receives it, without the language.
    pub action: String,
    /// Path that the person returns to without saving, without the language.
    pub cancel: Option<String>,
    /// Id of the text on the button.
    pub submit: &'static str,
    /// Where else the same can be sent, and the id of the text on that button.
    pub instead: Option<(String, &'static str)>,
    /// Version of the record that is edited: a save on top of someone else's change is refused.
    pub version: Option<i64>,
    /// What is typed stays in the browser until it has arrived.
    pub keeps_draft: bool,
    pub sections: Vec<Section>,
    pub values: Values,
    pub errors: Errors,
}

impl Form {
    /// An empty form with a button "Spara".
    pub fn new(name: &'static str, action: impl Into<String>) -> Self {
        Self {
            name,
            action: action.into(),
            cancel: None,
            submit: "save",
            instead: None,
            version: None,
            keeps_draft: false,
            sections: Vec::new(),
            values: Values::default(),
            errors: Vec::new(),
        }
    }

    /// Adds fields without a heading.
    #[must_use]
    pub fn fields(self, fields: Vec<Field>) -> Self {
        self.section("", fields)
    }

    /// Adds fields under the heading `<form>-section-<name>`.
    #[must_use]
    pub fn section(mut self, name: &'static str, fields: Vec<Field>) -> Self {
        self.sections.push(Section { name, fields });
        self
    }

    #[must_use]
    pub fn submit(mut self, text_id: &'static str) -> Self {
        self.submit = text_id;
        self
    }

    #[must_use]
    pub fn instead(mut self, path: impl Into<String>, text_id: &'static str) -> Self {
        self.instead = Some((path.into(), text_id));
        self
    }

    #[must_use]
    pub fn cancel(mut self, path: impl Into<String>) -> Self {
        self.cancel = Some(path.into());
        self
    }

    #[must_use]
    pub const fn version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }

    /// For a form that is filled in where the connection drops: with scripts, what is typed stays in the browser until
    /// it has arrived at the page that [`Form::cancel`] names.
    #[must_use]
    pub const fn keeping_a_draft(mut self) -> Self {
        self.keeps_draft = true;
        self
    }

    /// What stands in the fields.
    #[must_use]
    pub fn fill(mut self, values: Values) -> Self {
        self.values = values;
        self
    }

    /// What is wrong, put in the order of the fields.
    #[must_use]
    pub fn refuse(mut self, mut errors: Errors) -> Self {
        let names: Vec<&str> = self.all_fields().map(|field| field.name).collect();
        let place = |error: &FieldError| {
            names
                .iter()
                .position(|name| *name == error.field)
                .unwrap_or(names.len())
        };
        errors.sort_by_key(place);
        self.errors = errors;
        self
    }

    pub fn all_fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    pub fn has_map(&self) -> bool {
        self.all_fields().any(|field| field.on_map)
    }

    pub fn has_files(&self) -> bool {
        self.all_fields().any(|field| field.kind == Kind::File)
    }
}

#[cfg(test)]
mod tests;

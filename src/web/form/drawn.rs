//! What the template asks while it draws a form.

use time::PrimitiveDateTime;

use super::{Choice, Field, FieldError, Form, Hint, Kind, Section, parse_date, parse_time};
use crate::clock::{Local, from_stockholm};
use crate::texts::Loc;

/// What the template asks a field.
impl Field {
    /// Which block of the template draws it.
    pub const fn widget(&self) -> &'static str {
        match self.kind {
            Kind::Textarea => "textarea",
            Kind::Select => "select",
            Kind::Radios => "radios",
            Kind::Checkboxes => "checkboxes",
            Kind::Instant => "instant",
            Kind::Hidden => "hidden",
            Kind::Text | Kind::Email | Kind::Password | Kind::Number | Kind::Date | Kind::File => {
                "line"
            }
        }
    }

    pub const fn input_type(&self) -> &'static str {
        match self.kind {
            Kind::Email => "email",
            Kind::Password => "password",
            Kind::File => "file",
            // A number field of the browser changes what was typed; ours is a text field with a number pad.
            _ => "text",
        }
    }

    pub const fn input_mode(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Number => Some("numeric"),
            _ => None,
        }
    }

    /// Never written back into the page.
    pub const fn is_secret(&self) -> bool {
        matches!(self.kind, Kind::Password | Kind::File)
    }

    pub fn input_class(&self, wrong: bool) -> String {
        let kind = if self.kind == Kind::File {
            "govuk-file-upload"
        } else {
            "govuk-input"
        };
        let width = match self.width {
            0 => String::new(),
            characters => format!(" govuk-input--width-{characters}"),
        };
        format!(
            "{kind}{width}{}",
            if wrong { " govuk-input--error" } else { "" }
        )
    }

    /// The first choice has the id of the field, so that the error summary leads to it.
    pub fn choice_id(&self, index: &usize) -> String {
        if *index == 0 {
            self.name.to_owned()
        } else {
            format!("{}-{}", self.name, index + 1)
        }
    }
}

/// What the template asks a choice.
impl Choice {
    pub fn told(&self, l: &Loc) -> Option<String> {
        self.hint.as_ref().map(|hint| match hint {
            Hint::Words(words) => words.get(l.lang()).to_owned(),
            Hint::Message(message) => l.message(message),
        })
    }
}

/// What the template asks a form.
impl Form {
    /// Without some fields, which are not shown to whoever reads.
    pub fn leave_out(&mut self, fields: &[&str]) {
        for section in &mut self.sections {
            section.fields.retain(|field| !fields.contains(&field.name));
        }
    }

    /// Where a form leads that keeps a draft in the browser until then.
    pub fn arrives_at(&self) -> Option<&str> {
        self.cancel.as_deref().filter(|_| self.keeps_draft)
    }

    /// Words for the choices that are shown on request; none when there are none.
    pub fn aside(&self, l: &Loc, field: &Field) -> Option<&'static str> {
        let some = field.choices.iter().any(|choice| choice.aside);
        some.then(|| l.maybe(&format!("{}-aside", self.text_id(field))))
            .flatten()
    }

    /// One of them is chosen: then they are shown.
    pub fn aside_is_open(&self, field: &Field) -> bool {
        let mut aside = field.choices.iter().filter(|choice| choice.aside);
        aside.any(|choice| self.values.is_chosen(field.name, &choice.value))
    }

    fn text_id(&self, field: &Field) -> String {
        format!("{}-{}", self.name, field.name.replace('_', "-"))
    }

    pub fn label(&self, l: &Loc, field: &Field) -> String {
        l.t(&self.text_id(field)).to_owned()
    }

    pub fn hint(&self, l: &Loc, field: &Field) -> Option<&'static str> {
        let own = l.maybe(&format!("{}-hint", self.text_id(field)));
        own.or_else(|| {
            (field.kind == Kind::Date)
                .then(|| l.maybe("date-hint"))
                .flatten()
        })
    }

    pub fn why(&self, l: &Loc, field: &Field) -> Option<&'static str> {
        l.maybe(&format!("{}-why", self.text_id(field)))
    }

    pub fn heading(&self, l: &Loc, section: &Section) -> Option<&'static str> {
        let name = (!section.name.is_empty()).then_some(section.name)?;
        l.maybe(&format!("{}-section-{name}", self.name))
    }

    pub fn error(&self, l: &Loc, field: &Field) -> Option<String> {
        let found = self.errors.iter().find(|error| error.field == field.name)?;
        Some(l.message(&found.message))
    }

    pub fn is_wrong(&self, field: &Field) -> bool {
        self.errors.iter().any(|error| error.field == field.name)
    }

    /// An error with the name of its field, for the summary: "Adress: fyll i uppgiften".
    pub fn named_error(&self, l: &Loc, error: &FieldError) -> String {
        let text = l.message(&error.message);
        match self.all_fields().find(|field| field.name == error.field) {
            Some(field) => format!("{}: {}", self.label(l, field), text),
            None => text,
        }
    }

    /// The time of day that was given occurs twice: it is asked about, and the answer stays in the form.
    pub fn asks_which_hour(&self, field: &Field) -> bool {
        let day = parse_date(self.values.first(field.name));
        let clock = parse_time(self.values.part(field.name, "tid"));
        day.zip(clock).is_some_and(|(day, clock)| {
            let local = PrimitiveDateTime::new(day, clock);
            matches!(from_stockholm(local), Local::Twice(..))
        })
    }

    /// For `aria-describedby`: the ids of hint and error, in the order in which they stand.
    pub fn described_by(&self, l: &Loc, field: &Field) -> String {
        let hint = self.hint(l, field).map(|_| format!("{}-hint", field.name));
        let error = self
            .error(l, field)
            .map(|_| format!("{}-error", field.name));
        [hint, error]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Whether the label says that an answer is required. Most answers may wait: what is not known yet is recorded as
    /// unknown. Where every answer is required nothing needs saying.
    pub fn marks(&self, field: &Field) -> bool {
        let may_wait = |other: &Field| !other.required && other.kind != Kind::Hidden;
        field.required && self.all_fields().any(may_wait)
    }
}

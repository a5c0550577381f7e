//! What the kommun says in its own accessibility statement.

use time::Date;

use super::{Compliance, Told};
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values, choices};

pub fn form(action: &str) -> Form {
    Form::new("statement", action).fields(vec![
        Field::textarea("contact"),
        Field::radios("compliance", choices::<Compliance>()),
        Field::textarea("shortcomings"),
        Field::textarea("method"),
        Field::date("assessed_on"),
    ])
}

pub fn values(told: &Told) -> Values {
    Values::default()
        .text("contact", &told.contact)
        .code("compliance", told.compliance)
        .text("shortcomings", &told.shortcomings)
        .text("method", &told.method)
        .date("assessed_on", told.assessed_on)
}

/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, today: Date) -> Result<Told, Errors> {
    let mut reader = Reader::new(values);
    let told = Told {
        contact: reader.text_up_to("contact", 1_000),
        compliance: reader.code("compliance"),
        shortcomings: reader.text("shortcomings"),
        method: reader.text("method"),
        assessed_on: reader.date("assessed_on"),
        updated_on: Some(today),
    };
    if told.assessed_on.is_some_and(|day| day > today) {
        reader.refuse("assessed_on", Message::new("statement-in-future"));
    }
    // Nobody else knows what the kommun found: full compliance is said by who has assessed it, and how.
    if told.compliance == Some(Compliance::Full) && told.method.is_empty() {
        reader.refuse("method", Message::new("statement-how"));
    }
    reader.finish(told)
}

//! The form of a webhook.

use crate::recorder::ask::address;
use crate::web::form::{Errors, Field, Form, Reader, Values};

pub const PATH: &str = "/administration/webhookar";

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    pub name: String,
    pub address: String,
}

pub fn form() -> Form {
    Form::new("webhook", PATH)
        .fields(vec![
            Field::text("name").required(),
            Field::text("address").required(),
        ])
        .cancel(PATH)
}

/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values) -> Result<Typed, Errors> {
    let mut reader = Reader::new(values);
    let typed = Typed {
        name: reader.required_text("name", 100),
        address: reader.required_text("address", 500),
    };
    if !typed.address.is_empty()
        && let Err(forbidden) = address::parse(&typed.address)
    {
        reader.refuse("address", forbidden.message());
    }
    reader.finish(typed)
}

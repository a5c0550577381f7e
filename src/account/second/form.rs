//! Typing a code.

use crate::web::form::{Errors, Field, Form, Reader, Values};

/// Where the code is typed on the way in.
pub const ASKED_AT: &str = "/logga-in/kod";
/// Where a person keeps the second factor.
pub const KEPT_AT: &str = "/konto/tvafaktor";

fn code() -> Field {
    Field::text("code")
        .required()
        .autocomplete("one-time-code")
        .wide(20)
}

pub fn ask() -> Form {
    Form::new("second", ASKED_AT)
        .submit("second-go-on")
        .fields(vec![code()])
        .cancel("/logga-in")
}

pub fn confirm() -> Form {
    Form::new("second", KEPT_AT)
        .submit("second-confirm")
        .fields(vec![code()])
        .cancel("/konto")
}

pub fn remove() -> Form {
    Form::new("second", format!("{KEPT_AT}/borttagning"))
        .submit("second-remove")
        .fields(vec![code()])
        .cancel("/konto")
}

/// # Errors
/// When nothing was typed.
pub fn read(values: &Values) -> Result<String, Errors> {
    let mut reader = Reader::new(values);
    let code = reader.required_text("code", 100);
    reader.finish(code)
}

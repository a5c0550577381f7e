//! A new password in the place of the one that there is.

use crate::account::form::new_password;
use crate::web::form::{Errors, Field, Form, Reader, Values};

pub const PATH: &str = "/konto";

/// The old password, and the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    pub old: String,
    pub new: String,
}

pub fn form() -> Form {
    Form::new("own-password", "/konto/losenord")
        .fields(vec![
            Field::password("old")
                .required()
                .autocomplete("current-password"),
            Field::password("password")
                .required()
                .autocomplete("new-password"),
        ])
        .cancel(PATH)
}

/// `about` is what a password must not be made of: the person's name and the like.
///
/// # Errors
/// When something is missing or is easily guessed.
pub fn read(values: &Values, about: &[String]) -> Result<Typed, Errors> {
    let mut reader = Reader::new(values);
    let typed = Typed {
        old: reader.password("old"),
        new: new_password(&mut reader, about),
    };
    reader.finish(typed)
}

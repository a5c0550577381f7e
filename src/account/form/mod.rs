//! Signing in, choosing a password, founding the register.

pub mod people;

use super::password::{MAX_BYTES, MIN_LENGTH, is_easily_guessed};
use crate::organisation::Kommun;
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values};

/// What the sign-in page sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    pub email: String,
    pub password: String,
}

/// `to` is the page to return to.
pub fn sign_in(to: &str) -> Form {
    Form::new("sign-in", "/logga-in")
        .submit("sign-in-submit")
        .fill(Values::default().text("till", to))
        .fields(vec![
            Field::email("email").required().autocomplete("username"),
            Field::password("password")
                .required()
                .autocomplete("current-password"),
            Field::hidden("till"),
        ])
}

/// # Errors
/// When a field is empty.
pub fn read_sign_in(values: &Values) -> Result<SignIn, Errors> {
    let mut reader = Reader::new(values);
    let read = SignIn {
        email: reader.required_text("email", 254),
        password: reader.password("password"),
    };
    reader.finish(read)
}

/// The first administrator, and the kommun whose register it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founding {
    pub kommun: Kommun,
    pub name: String,
    pub email: String,
    pub password: String,
}

pub fn founding(token: &str) -> Form {
    Form::new("founding", format!("/valkommen/{token}"))
        .submit("founding-submit")
        .section(
            "kommun",
            vec![
                Field::text("kommun").required(),
                Field::text("log_origin").required(),
                Field::text("dpo_contact"),
            ],
        )
        .section(
            "person",
            vec![
                Field::text("name").required().autocomplete("name"),
                Field::email("email").required().autocomplete("username"),
                Field::password("password")
                    .required()
                    .autocomplete("new-password"),
            ],
        )
}

/// # Errors
/// When something is missing or cannot be used.
pub fn read_founding(values: &Values) -> Result<Founding, Errors> {
    let mut reader = Reader::new(values);
    let kommun = Kommun {
        name: reader.required_text("kommun", 100),
        log_origin: reader.required_text("log_origin", 100),
        dpo_contact: reader.text_up_to("dpo_contact", 200),
        zone_epsg: None,
        public_diary: false,
        ..Kommun::default()
    };
    if !kommun.log_origin.is_empty() && !is_origin(&kommun.log_origin) {
        reader.refuse("log_origin", Message::new("founding-log-origin-form"));
    }
    let name = reader.required_text("name", 100);
    let email = required_email(&mut reader);
    let about = [kommun.name.clone(), name.clone(), email.clone()];
    let founding = Founding {
        kommun,
        name,
        email,
        password: new_password(&mut reader, &about),
    };
    reader.finish(founding)
}

/// A host and a path without spaces, as C2SP tlog-checkpoint asks of an origin.
fn is_origin(text: &str) -> bool {
    text.contains('.')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_'))
}

pub fn new_password_form(token: &str) -> Form {
    Form::new("new-password", format!("/valkommen/{token}"))
        .submit("new-password-submit")
        .fields(vec![
            Field::password("password")
                .required()
                .autocomplete("new-password"),
        ])
}

/// # Errors
/// When the password is too short or too long.
pub fn read_new_password(values: &Values, about: &[String]) -> Result<String, Errors> {
    let mut reader = Reader::new(values);
    let password = new_password(&mut reader, about);
    reader.finish(password)
}

pub fn required_email(reader: &mut Reader) -> String {
    let email = read_email(reader, "email");
    if email.is_empty() {
        reader.refuse("email", Message::new("form-required"));
    }
    email
}

/// An e-mail address, or nothing.
pub fn read_email(reader: &mut Reader, field: &str) -> String {
    let email = reader.text_up_to(field, 254);
    let plausible = email
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    if !email.is_empty() && (!plausible || email.contains(char::is_whitespace)) {
        reader.refuse(field, Message::new("form-email"));
    }
    email
}

/// `about` is what a password must not be made of: the person's name and the like.
pub(super) fn new_password(reader: &mut Reader, about: &[String]) -> String {
    let password = reader.password("password");
    if !password.is_empty() && password.chars().count() < MIN_LENGTH {
        reader.refuse(
            "password",
            Message::new("form-password-short").with("shortest", MIN_LENGTH.to_string()),
        );
    }
    if password.len() > MAX_BYTES {
        reader.refuse("password", Message::new("form-password-long"));
    } else if password.chars().count() >= MIN_LENGTH && is_easily_guessed(&password, about) {
        reader.refuse("password", Message::new("form-password-weak"));
    }
    password
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(errors: &Errors) -> Vec<&str> {
        errors.iter().map(|error| error.field.as_str()).collect()
    }

    #[test]
    fn every_missing_answer_of_the_founding_is_named_at_once() {
        let errors = read_founding(&Values::default()).unwrap_err();
        assert_eq!(
            fields(&errors),
            ["kommun", "log_origin", "name", "email", "password"]
        );
    }

    #[test]
    fn a_short_password_is_refused_and_a_long_phrase_is_taken() {
        assert_eq!(
            fields(
                &read_new_password(&Values::default().text("password", "kort"), &[]).unwrap_err()
            ),
            ["password"]
        );
        assert_eq!(
            read_new_password(&Values::default().text("password", "tre små grisar "), &[]).unwrap(),
            "tre små grisar "
        );
    }

    #[test]
    fn the_name_of_a_log_has_no_spaces_and_names_a_host() {
        assert!(is_origin("kamera.ekebro.example/utlamnande"));
        assert!(!is_origin("ekebro"));
        assert!(!is_origin("kamera ekebro.example"));
    }
}

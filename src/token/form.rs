//! What an administrator says of a new key.

use time::Date;

use super::{LONGEST, Scope, Token};
use crate::code::Code;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values, choices};

pub fn form(action: String, units: &[Choice]) -> Form {
    Form::new("token", action)
        .fields(vec![
            Field::text("name").required().autocomplete("off"),
            Field::checkboxes("scopes", offered(&Scope::OF_SYSTEMS)).required(),
            Field::select("unit", units.to_vec()),
            Field::date("expires_on").required(),
        ])
        .submit("token-make")
}

/// The form of a person's own key: what it is for is what that person may do.
pub fn of_person(action: String, scopes: &[Scope]) -> Form {
    Form::new("token", action)
        .fields(vec![
            Field::text("name").required().autocomplete("off"),
            Field::checkboxes("scopes", offered(scopes)).required(),
            Field::date("expires_on").required(),
        ])
        .submit("token-make")
}

fn offered(scopes: &[Scope]) -> Vec<Choice> {
    let mut all = choices::<Scope>();
    all.retain(|choice| scopes.iter().any(|scope| scope.code() == choice.value));
    all
}

/// Everything that is kept of a key, in the words of the form: for reading, not for filling in.
pub fn kept(units: &[Choice]) -> Form {
    Form::new("token", String::new()).fields(vec![
        Field::text("name"),
        Field::checkboxes("scopes", choices::<Scope>()),
        Field::select("unit", units.to_vec()),
        Field::date("expires_on"),
        Field::date("revoked_on"),
    ])
}

/// The same with what there is to say of one key.
pub fn recorded(token: &Token, units: &[Choice]) -> Form {
    let (mut form, values) = (kept(units), values(token));
    for section in &mut form.sections {
        section
            .fields
            .retain(|field| !values.first(field.name).is_empty());
    }
    form.fill(values)
}

/// What stands in the fields for a key.
pub fn values(token: &Token) -> Values {
    Values::default()
        .text("name", &token.name)
        .codes("scopes", &token.scopes)
        .id("unit", token.unit)
        .date("expires_on", Some(token.expires_on))
        .date("revoked_on", token.revoked_on)
}

/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, units: &[Choice], today: Date) -> Result<Token, Errors> {
    read_of(values, &Scope::OF_SYSTEMS, units, today)
}

/// As [`read`], for a person who may do what some scopes are for.
///
/// # Errors
/// As [`read`].
pub fn read_of(
    values: &Values,
    may: &[Scope],
    units: &[Choice],
    today: Date,
) -> Result<Token, Errors> {
    let mut reader = Reader::new(values);
    let name = reader.required_text("name", 100);
    let scopes = reader.codes::<Scope>("scopes");
    if scopes.is_empty() || scopes.iter().any(|scope| !may.contains(scope)) {
        reader.refuse("scopes", Message::new("form-choose"));
    }
    let unit = reader.id("unit", units);
    if unit.is_some() && scopes.contains(&Scope::Log) {
        reader.refuse("unit", Message::new("token-log-of-unit"));
    }
    let latest = today.saturating_add(LONGEST);
    let expires_on = reader.required_date("expires_on").unwrap_or(today);
    if !(today..=latest).contains(&expires_on) {
        let message = Message::new("token-expires-range").with("latest", latest.to_string());
        reader.refuse("expires_on", message);
    }
    reader.finish(Token {
        name,
        scopes,
        unit,
        expires_on,
        revoked_on: None,
        owner: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 11 - 22);

    fn typed(scope: &str, unit: &str, expires_on: &str) -> Values {
        Values::default()
            .text("name", "Kartan")
            .text("scopes", scope)
            .text("unit", unit)
            .text("expires_on", expires_on)
    }

    fn units() -> Vec<Choice> {
        vec![Choice::name(7, "Fastighet")]
    }

    fn refused(typed: &Values) -> Vec<(String, String)> {
        let errors = read(typed, &units(), TODAY).unwrap_err();
        errors
            .into_iter()
            .map(|error| (error.field, error.message.id.into_owned()))
            .collect()
    }

    fn error(field: &str, id: &str) -> (String, String) {
        (field.to_owned(), id.to_owned())
    }

    #[test]
    fn a_key_is_for_a_year_at_the_most_and_never_without_an_end() {
        let range = error("expires_on", "token-expires-range");
        assert!(read(&typed("register", "7", "2027-11-23"), &units(), TODAY).is_ok());
        assert!(read(&typed("register", "7", "2026-11-22"), &units(), TODAY).is_ok());
        for day in ["2027-11-24", "2026-11-21"] {
            assert_eq!(
                refused(&typed("register", "7", day)),
                std::slice::from_ref(&range)
            );
        }
        let none = error("expires_on", "form-required");
        assert_eq!(refused(&typed("register", "", "")), [none]);
    }

    #[test]
    fn a_key_for_nothing_is_no_key_and_the_log_belongs_to_no_unit() {
        let nothing = error("scopes", "form-choose");
        assert_eq!(refused(&typed("", "", "2027-01-01")), [nothing]);
        let log = error("unit", "token-log-of-unit");
        assert_eq!(refused(&typed("logg", "7", "2027-01-01")), [log]);
        let foreign = error("unit", "form-choice");
        assert_eq!(refused(&typed("register", "8", "2027-01-01")), [foreign]);
    }

    #[test]
    fn what_was_read_stands_in_the_fields_again() {
        let token = read(&typed("register", "7", "2027-01-01"), &units(), TODAY).unwrap();
        let again = read(&values(&token), &units(), TODAY);
        assert_eq!(again, Ok(token));
    }
}

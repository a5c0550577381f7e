//! Who is invited to review, and until when.

use time::{Date, Duration};

use super::LONGEST_DAYS;
use crate::account::form::required_email;
use crate::account::{Account, AccountId, Grant, Role};
use crate::organisation::UnitId;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values};

pub const PATH: &str = "/granskare";

pub fn form(units: Vec<Choice>) -> Form {
    let mut places = vec![Choice::id("", "account-whole-kommun")];
    places.extend(units);
    Form::new("auditor", PATH)
        .submit("auditor-invite")
        .fields(vec![
            Field::text("name").required().autocomplete("off"),
            Field::email("email").required().autocomplete("off"),
            Field::date("until").required(),
            Field::select("unit", places),
        ])
        .cancel(PATH)
}

/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, units: &[Choice], today: Date) -> Result<(Account, Date), Errors> {
    let mut reader = Reader::new(values);
    let name = reader.required_text("name", 100);
    let email = required_email(&mut reader);
    let until = reader.required_date("until");
    let unit = reader.id::<UnitId>("unit", units);
    let last = today.saturating_add(Duration::days(LONGEST_DAYS));
    if until.is_some_and(|until| until < today || until > last) {
        let message = Message::new("auditor-until-wrong").with("last", last.to_string());
        reader.refuse("until", message);
    }
    let account = Account {
        id: AccountId(0),
        email,
        name,
        grants: vec![Grant {
            role: Role::Auditor,
            unit,
        }],
    };
    reader.finish((account, until.unwrap_or(today)))
}

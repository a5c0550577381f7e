//! What is filled in when it is known what came of a disclosure, or of a copy.

use time::Date;

use super::{Fate, Outcome, Sequel};
use crate::disclosure::DisclosureId;
use crate::disclosure::delivery::DeliveryId;
use crate::site::SiteId;
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values, choices};

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    pub site: SiteId,
    pub disclosure: DisclosureId,
    pub delivery: Option<DeliveryId>,
}

pub fn form(about: About) -> Form {
    let disclosure = format!("/utlamnanden/{}", about.disclosure);
    let (path, question) = match about.delivery {
        Some(delivery) => (
            format!("{disclosure}/kopior/{delivery}"),
            Field::radios("fate", choices::<Fate>()),
        ),
        None => (
            format!("{disclosure}/utfall"),
            Field::radios("outcome", choices::<Outcome>()),
        ),
    };
    Form::new("sequel", path).cancel(disclosure).fields(vec![
        question.required(),
        Field::date("on").required(),
        Field::text("told_by"),
        Field::textarea("note"),
    ])
}

/// # Errors
/// Every field that is missing or cannot be read, with what to do.
pub fn read(values: &Values, about: About, today: Date) -> Result<Sequel, Errors> {
    let mut reader = Reader::new(values);
    let copy = about.delivery.is_some();
    let sequel = Sequel {
        site: about.site,
        disclosure: about.disclosure,
        delivery: about.delivery,
        outcome: (!copy).then(|| reader.required_code("outcome")).flatten(),
        fate: copy.then(|| reader.required_code("fate")).flatten(),
        on: reader.required_date("on").unwrap_or(today),
        told_by: reader.text_up_to("told_by", 200),
        note: reader.text_up_to("note", 2_000),
    };
    if sequel.on > today {
        reader.refuse("on", Message::new("disclosure-in-the-future"));
    }
    reader.finish(sequel)
}

/// What stands in the fields, also for the history.
pub fn values(sequel: &Sequel) -> Values {
    Values::default()
        .code("outcome", sequel.outcome)
        .code("fate", sequel.fate)
        .date("on", Some(sequel.on))
        .text("told_by", &sequel.told_by)
        .text("note", &sequel.note)
}

//! What is filled in when footage is handed over.

use time::OffsetDateTime;

use super::Delivery;
use crate::disclosure::form::REQUEST_KEY;
use crate::disclosure::store::Recorded;
use crate::disclosure::{DisclosureId, Medium};
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values, choices};

pub fn form(disclosure: DisclosureId) -> Form {
    Form::new("delivery", format!("/utlamnanden/{disclosure}/overlamning"))
        .submit("delivery-submit")
        .cancel(format!("/utlamnanden/{disclosure}"))
        .fields(vec![
            Field::instant("delivered_at").required(),
            Field::text("delivered_by").required(),
            Field::text("received_by").required(),
            Field::radios("medium", choices::<Medium>()).required(),
            Field::text("medium_reference"),
            Field::textarea("note"),
            Field::hidden(REQUEST_KEY),
        ])
}

/// What stands in an empty form: now, the person at the counter, and what the release said would happen.
pub fn prefilled(
    released: &Recorded,
    person: &str,
    now: OffsetDateTime,
    request_key: &str,
) -> Values {
    Values::default()
        .instant("delivered_at", Some(now))
        .text("delivered_by", person)
        .text("received_by", &released.data.handed_to)
        .code("medium", Some(released.data.medium))
        .text("medium_reference", &released.data.medium_reference)
        .text(REQUEST_KEY, request_key)
}

/// # Errors
/// Every field that is missing or cannot be read, with what to do.
pub fn read(values: &Values, released: &Recorded, now: OffsetDateTime) -> Result<Delivery, Errors> {
    let mut reader = Reader::new(values);
    let delivered_at = reader.required_instant("delivered_at");
    let medium = reader.required_code("medium");
    let delivery = Delivery {
        disclosure: released.id,
        number: released.data.number,
        entry: released.ledger_idx,
        delivered_at: delivered_at.unwrap_or(now),
        delivered_by: reader.required_text("delivered_by", 200),
        received_by: reader.required_text("received_by", 200),
        medium: medium.unwrap_or(Medium::Other),
        medium_reference: reader.text_up_to("medium_reference", 200),
        note: reader.text_up_to("note", 2_000),
    };
    if delivery.delivered_at > now + time::Duration::MINUTE {
        reader.refuse("delivered_at", Message::new("disclosure-in-the-future"));
    }
    reader.finish(delivery)
}

//! What a person types about an access request.

use super::AccessRequest;
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values};

pub fn form(action: String) -> Form {
    Form::new("access-request", action).fields(vec![
        Field::date("received_on").required(),
        Field::text("dnr"),
        Field::textarea("what"),
        Field::date("extension_told_on"),
        Field::date("answered_on"),
        Field::textarea("answer"),
        Field::textarea("note"),
    ])
}

/// What stands in the fields for a request.
pub fn values(request: &AccessRequest) -> Values {
    Values::default()
        .date("received_on", Some(request.received_on))
        .text("dnr", &request.dnr)
        .text("what", &request.what)
        .date("extension_told_on", request.extension_told_on)
        .date("answered_on", request.answered_on)
        .text("answer", &request.answer)
        .text("note", &request.note)
}

/// Reads the form over `onto`.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, onto: AccessRequest) -> Result<AccessRequest, Errors> {
    let mut reader = Reader::new(values);
    let request = AccessRequest {
        site: onto.site,
        received_on: reader
            .required_date("received_on")
            .unwrap_or(onto.received_on),
        dnr: reader.text_up_to("dnr", 100),
        what: reader.text_up_to("what", 2_000),
        extension_told_on: reader.date("extension_told_on"),
        answered_on: reader.date("answered_on"),
        answer: reader.text("answer"),
        note: reader.text("note"),
    };
    for (field, day) in [
        ("extension_told_on", request.extension_told_on),
        ("answered_on", request.answered_on),
    ] {
        if day.is_some_and(|day| day < request.received_on) {
            reader.refuse(field, Message::new("access-request-before"));
        }
    }
    reader.finish(request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteId;
    use time::macros::date;

    #[test]
    fn what_was_read_is_shown_again_unchanged_and_nothing_is_answered_before_it_came() {
        let typed = Values::default()
            .text("received_on", "2026-11-20")
            .text("what", "Entrén, fredag kväll");
        let blank = || AccessRequest::at(SiteId(1), date!(2026 - 11 - 22));
        let request = read(&typed, blank()).unwrap();
        assert_eq!(read(&values(&request), blank()), Ok(request));
        let early = typed.text("answered_on", "2026-11-19");
        assert_eq!(read(&early, blank()).unwrap_err()[0].field, "answered_on");
    }
}

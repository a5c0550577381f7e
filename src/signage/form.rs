//! What a person types about a sign.

use super::{Sign, SignItem};
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values, choices};

pub fn form(action: String) -> Form {
    Form::new("sign", action).fields(vec![
        Field::text("entrance").required(),
        Field::checkboxes_or_none("items", choices::<SignItem>()),
        Field::date("put_up_on"),
        Field::date("taken_down_on"),
        Field::date("inspected_on"),
        Field::text("inspected_by"),
        Field::date("next_inspection_on"),
        Field::textarea("note"),
    ])
}

/// What stands in the fields for a sign.
pub fn values(sign: &Sign) -> Values {
    Values::default()
        .text("entrance", &sign.entrance)
        .codes_or_none("items", sign.items.as_deref())
        .date("put_up_on", sign.put_up_on)
        .date("taken_down_on", sign.taken_down_on)
        .date("inspected_on", sign.inspected_on)
        .text("inspected_by", &sign.inspected_by)
        .date("next_inspection_on", sign.next_inspection_on)
        .text("note", &sign.note)
}

/// Reads the form over `onto`.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, onto: Sign) -> Result<Sign, Errors> {
    let mut reader = Reader::new(values);
    let sign = Sign {
        entrance: reader.required_text("entrance", 200),
        items: reader.codes_or_none("items"),
        put_up_on: reader.date("put_up_on"),
        taken_down_on: reader.date("taken_down_on"),
        inspected_on: reader.date("inspected_on"),
        inspected_by: reader.text_up_to("inspected_by", 200),
        next_inspection_on: reader.date("next_inspection_on"),
        note: reader.text("note"),
        ..onto
    };
    if let (Some(from), Some(until)) = (sign.put_up_on, sign.taken_down_on)
        && until < from
    {
        reader.refuse("taken_down_on", Message::new("sign-down-before-up"));
    }
    reader.finish(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteId;

    #[test]
    fn what_was_read_is_shown_again_unchanged() {
        let typed = Values::default()
            .text("entrance", "Huvudentrén")
            .text("items", "vem")
            .text("items", "andamal")
            .text("put_up_on", "20240502");
        let sign = read(&typed, Sign::at(SiteId(1))).unwrap();
        assert_eq!(
            sign.items,
            Some(vec![SignItem::Identity, SignItem::Purpose])
        );
        assert_eq!(read(&values(&sign), Sign::at(SiteId(1))), Ok(sign));
    }

    #[test]
    fn a_sign_that_nobody_has_read_is_another_than_one_that_says_nothing() {
        let unread = Values::default().text("entrance", "Baksidan");
        assert_eq!(read(&unread, Sign::at(SiteId(1))).unwrap().items, None);
        let empty = unread.text("items", "ingen");
        assert_eq!(
            read(&empty, Sign::at(SiteId(1))).unwrap().items,
            Some(Vec::new())
        );
    }
}

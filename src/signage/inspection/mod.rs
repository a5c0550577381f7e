//! Inspection of a sign where it hangs: what it says, where, and a photo of it.

use time::{Date, Duration};

use super::photo::Photo;
use super::{Sign, SignId, SignItem};
use crate::site::form::read_position;
use crate::texts::{Loc, Message};
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values, choices};

pub mod web;

/// How long until the next inspection, unless a day has been set: law.md has no time limit, and signs are gone within a
/// year of weather.
const UNTIL_NEXT: Duration = Duration::days(365);

/// Without the language.
pub fn path(sign: SignId) -> String {
    format!("/skyltar/{sign}/syna")
}

/// Without the language. The digest is in it, so that a browser may keep the picture.
pub fn picture_path(sign: SignId, photo: &Photo) -> String {
    format!("/skyltar/{sign}/bild/{}", photo.sha256)
}

/// What a photo shows and when it was taken.
pub fn told(l: Loc, sign: &Sign, photo: &Photo) -> String {
    let entrance = &sign.entrance;
    match photo.taken_on {
        Some(day) => {
            let taken = format!("{} {}", l.date(day), photo.taken_at);
            l.ta2(
                "photo-taken",
                ("entrance", entrance),
                ("taken", &taken.trim()),
            )
        }
        None => l.ta("photo-untold", "entrance", entrance),
    }
}

/// The questions; `has_photo` = there is one that can be removed.
pub fn form(sign: SignId, has_photo: bool) -> Form {
    let mut fields = vec![
        Field::file("photo", "image/jpeg,image/png"),
        Field::checkboxes_or_none("items", choices::<SignItem>()),
        Field::position("position"),
        Field::date("inspected_on").required(),
        Field::date("next_inspection_on"),
        Field::textarea("note"),
    ];
    if has_photo {
        let remove = vec![Choice::id("ja", "photo-remove")];
        fields.insert(1, Field::checkboxes("remove", remove));
    }
    Form::new("inspection", path(sign))
        .fields(fields)
        .keeping_a_draft()
}

/// What stands in the fields before anyone has typed.
pub fn values(sign: &Sign, today: Date) -> Values {
    let planned = sign.next_inspection_on.filter(|day| *day > today);
    let next = planned.or_else(|| today.checked_add(UNTIL_NEXT));
    let position = sign.position.as_ref();
    Values::default()
        .codes_or_none("items", sign.items.as_deref())
        .text("position", position.map_or("", |position| &position.typed))
        .date("inspected_on", Some(today))
        .date("next_inspection_on", next)
        .text("note", &sign.note)
}

/// Whether the photo is to go.
pub fn removes(values: &Values) -> bool {
    values.first("remove") == "ja"
}

/// Reads the form over the sign as it was. `zone` is the kommun's, for positions.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(
    values: &Values,
    onto: Sign,
    (by, today): (&str, Date),
    zone: Option<u16>,
) -> Result<Sign, Errors> {
    let mut reader = Reader::new(values);
    let inspected_on = reader.required_date("inspected_on");
    let next_inspection_on = reader.date("next_inspection_on");
    if inspected_on.is_some_and(|day| day > today) {
        reader.refuse("inspected_on", Message::new("inspection-in-future"));
    }
    if next_inspection_on.is_some_and(|next| Some(next) <= inspected_on) {
        reader.refuse("next_inspection_on", Message::new("inspection-next-before"));
    }
    let sign = Sign {
        items: reader.codes_or_none("items"),
        position: read_position(&mut reader, "position", zone),
        inspected_on,
        inspected_by: by.to_owned(),
        next_inspection_on,
        note: reader.text("note"),
        ..onto
    };
    reader.finish(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteId;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 11 - 22);

    fn read_today(values: &Values) -> Result<Sign, Errors> {
        read(values, Sign::at(SiteId(1)), ("Mona Ek", TODAY), None)
    }

    #[test]
    fn a_sign_is_inspected_by_who_is_signed_in_and_again_within_a_year() {
        let sign = Sign {
            entrance: "Huvudentrén".to_owned(),
            ..Sign::at(SiteId(1))
        };
        let typed = values(&sign, TODAY).text("items", "vem");
        let read = read(&typed, sign, ("Mona Ek", TODAY), None).unwrap();
        assert_eq!(read.entrance, "Huvudentrén");
        assert_eq!(read.inspected_on, Some(TODAY));
        assert_eq!(read.inspected_by, "Mona Ek");
        assert_eq!(read.next_inspection_on, Some(date!(2027 - 11 - 22)));
        assert_eq!(read.items, Some(vec![SignItem::Identity]));
    }

    #[test]
    fn a_day_that_was_planned_is_kept_until_it_has_passed() {
        let planned = |day| Sign {
            next_inspection_on: Some(day),
            ..Sign::at(SiteId(1))
        };
        let next = |sign: Sign| values(&sign, TODAY).first("next_inspection_on").to_owned();
        assert_eq!(next(planned(date!(2027 - 02 - 01))), "2027-02-01");
        assert_eq!(next(planned(date!(2026 - 02 - 01))), "2027-11-22");
    }

    #[test]
    fn nobody_inspects_tomorrow_and_the_next_time_is_later() {
        let typed = Values::default()
            .text("inspected_on", "2026-11-23")
            .text("next_inspection_on", "2026-11-20");
        let errors = read_today(&typed).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["inspected_on", "next_inspection_on"]);
    }
}

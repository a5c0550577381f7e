use std::borrow::Cow;

use super::*;
use crate::code::Code;
use crate::site::{PlaceType, Purpose, SpecialTechnology};
use time::macros::{date, datetime, time};

fn typed(pairs: &[(&str, &str)]) -> Values {
    Values::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    )
}

fn errors(reader: Reader<'_>) -> Vec<(String, &'static str)> {
    let errors = reader.finish(()).err().unwrap_or_default();
    errors
        .into_iter()
        .map(|error| match error.message.id {
            Cow::Borrowed(id) => (error.field, id),
            Cow::Owned(id) => panic!("{id} is no text of a form"),
        })
        .collect()
}

#[test]
fn a_date_is_read_in_every_way_that_people_write_it() {
    for text in [
        "2026-11-22",
        "20261122",
        "22/11 2026",
        "22.11.2026",
        " 22 november 2026 ",
        "2026/11/22",
        "22 nov 2026",
        "2026\u{2011}11\u{2011}22",
    ] {
        assert_eq!(parse_date(text), Some(date!(2026 - 11 - 22)), "{text}");
    }
    for text in [
        "22/11",
        "26-11-22",
        "2026-13-01",
        "2026-02-30",
        "november 2026",
        "+2026-11-22",
        "i går",
        "",
    ] {
        assert_eq!(parse_date(text), None, "{text}");
    }
}

#[test]
fn an_error_repeats_the_beginning_of_a_long_text() {
    let values = typed(&[("started_on", &"i våras ".repeat(30))]);
    let mut reader = Reader::new(&values);
    reader.date("started_on");
    let refused = reader.finish(()).expect_err("it is no date");
    let repeated = &refused[0].message.args[0].1;
    assert_eq!(repeated.chars().count(), 61);
    assert!(repeated.starts_with("i våras i våras") && repeated.ends_with('…'));
}

#[test]
fn a_time_is_read_in_every_way_that_people_write_it() {
    for text in [
        "14.05",
        "14:05",
        "1405",
        "kl. 14.05",
        "Kl 14:05",
        "14:05:00",
    ] {
        assert_eq!(parse_time(text), Some(time!(14:05)), "{text}");
    }
    assert_eq!(parse_time("905"), Some(time!(9:05)));
    for text in ["24:00", "14", "14.60", "-1.05", "å1", "1 405", ""] {
        assert_eq!(parse_time(text), None, "{text}");
    }
}

#[test]
fn every_error_is_reported_at_once_and_what_was_typed_is_kept() {
    let values = typed(&[
        ("name", "  "),
        ("started_on", "i våras"),
        ("ended_on", "29 februari 2026"),
        ("place_type", "slott"),
        ("entrances", "-3"),
    ]);
    let mut reader = Reader::new(&values);
    reader.required_text("name", 200);
    reader.date("started_on");
    reader.date("ended_on");
    reader.code::<PlaceType>("place_type");
    reader.number::<u16>("entrances", 0..=500);
    let errors = errors(reader);
    assert_eq!(
        errors
            .iter()
            .map(|(field, id)| (field.as_str(), *id))
            .collect::<Vec<_>>(),
        [
            ("name", "form-required"),
            ("started_on", "form-date"),
            ("ended_on", "form-date-none"),
            ("place_type", "form-choice"),
            ("entrances", "form-number")
        ]
    );
    assert_eq!(values.first("started_on"), "i våras");
}

#[test]
fn an_empty_field_is_an_unanswered_question_and_no_error() {
    let values = typed(&[("audio", ""), ("started_on", " ")]);
    let mut reader = Reader::new(&values);
    assert_eq!(reader.yes_no("audio"), None);
    assert_eq!(reader.date("started_on"), None);
    assert_eq!(reader.code::<PlaceType>("place_type"), None);
    assert_eq!(reader.number::<u16>("entrances", 0..=9), None);
    assert_eq!(
        reader.codes_or_none::<SpecialTechnology>("technology"),
        None
    );
    assert!(errors(reader).is_empty());
}

#[test]
fn none_of_these_is_an_answer_but_not_together_with_another() {
    let values = typed(&[("technology", NONE)]);
    assert_eq!(
        Reader::new(&values).codes_or_none::<SpecialTechnology>("technology"),
        Some(vec![])
    );
    let both = typed(&[("technology", "ptz"), ("technology", NONE)]);
    let mut reader = Reader::new(&both);
    reader.codes_or_none::<SpecialTechnology>("technology");
    assert_eq!(
        errors(reader),
        [("technology".to_owned(), "form-none-and-some")]
    );
}

#[test]
fn several_boxes_are_read_once_each_in_the_order_of_the_list() {
    let values = typed(&[
        ("purposes", "olyckor"),
        ("purposes", "brott"),
        ("purposes", "olyckor"),
    ]);
    assert_eq!(
        Reader::new(&values).codes::<Purpose>("purposes"),
        [Purpose::Crime, Purpose::Accidents]
    );
}

#[test]
fn text_is_trimmed_normalised_and_without_control_characters() {
    let values = typed(&[("name", " A\u{30a}sa\0 \r\nnorra ")]);
    assert_eq!(Reader::new(&values).text("name"), "Åsa \nnorra");
}

#[test]
fn a_text_that_is_too_long_says_how_long_it_is() {
    let values = typed(&[("name", "ååååå")]);
    let mut reader = Reader::new(&values);
    reader.text_up_to("name", 4);
    let error = reader.finish(()).unwrap_err().remove(0);
    assert_eq!(
        Loc::sv().message(&error.message),
        "Högst 4 tecken får plats. Nu är det 5."
    );
}

#[test]
fn the_hour_that_occurs_twice_asks_which_is_meant() {
    let asked = typed(&[("received_at", "2026-10-25"), ("received_at-tid", "02.30")]);
    let mut reader = Reader::new(&asked);
    assert_eq!(reader.instant("received_at"), None);
    assert_eq!(
        errors(reader),
        [("received_at".to_owned(), "form-time-twice")]
    );
    let answered = asked.text("received_at-forskjutning", "1");
    assert_eq!(
        Reader::new(&answered).instant("received_at"),
        Some(datetime!(2026-10-25 01:30 UTC))
    );
}

#[test]
fn the_hour_that_is_skipped_is_refused_and_so_is_a_date_without_a_time() {
    let never = typed(&[("received_at", "2027-03-28"), ("received_at-tid", "0230")]);
    let mut reader = Reader::new(&never);
    reader.instant("received_at");
    assert_eq!(
        errors(reader),
        [("received_at".to_owned(), "form-time-never")]
    );
    let half = typed(&[("received_at", "2027-03-28")]);
    let mut reader = Reader::new(&half);
    reader.instant("received_at");
    assert_eq!(
        errors(reader),
        [("received_at".to_owned(), "form-instant-both")]
    );
}

#[test]
fn what_is_shown_is_read_back_as_the_same() {
    let at = Some(datetime!(2026-10-25 00:30 UTC));
    let values = Values::default()
        .instant("at", at)
        .date("on", Some(date!(2026 - 11 - 22)))
        .yes_no("audio", Some(false))
        .code("place", Some(PlaceType::Park))
        .codes_or_none::<SpecialTechnology>("technology", Some(&[]))
        .number("entrances", Some(3_u16));
    let mut reader = Reader::new(&values);
    assert_eq!(reader.instant("at"), at);
    assert_eq!(reader.date("on"), Some(date!(2026 - 11 - 22)));
    assert_eq!(reader.yes_no("audio"), Some(false));
    assert_eq!(reader.code("place"), Some(PlaceType::Park));
    assert_eq!(
        reader.codes_or_none::<SpecialTechnology>("technology"),
        Some(vec![])
    );
    assert_eq!(reader.number("entrances", 0..=500_u16), Some(3));
    assert!(errors(reader).is_empty());
}

#[test]
fn only_what_was_offered_can_be_chosen() {
    let offered = [
        Choice::name(4, "Barn- och skolförvaltningen"),
        Choice::name(9, "Tekniska förvaltningen"),
    ];
    let values = typed(&[("unit", "5"), ("cameras", "9"), ("cameras", "x")]);
    let mut reader = Reader::new(&values);
    assert_eq!(reader.id::<i64>("unit", &offered), None);
    assert_eq!(reader.ids::<i64>("cameras", &offered), [9]);
    assert_eq!(
        errors(reader),
        [
            ("unit".to_owned(), "form-choice"),
            ("cameras".to_owned(), "form-choice")
        ]
    );
}

#[test]
fn errors_stand_in_the_order_of_the_fields() {
    let error = |field: &str| FieldError {
        field: field.to_owned(),
        message: Message::new("form-required"),
    };
    let form = Form::new("x", "/x")
        .section("one", vec![Field::text("a"), Field::text("b")])
        .section("two", vec![Field::radios("c", choices::<PlaceType>())])
        .refuse(vec![error("c"), error("elsewhere"), error("a")]);
    assert_eq!(
        form.errors
            .iter()
            .map(|error| error.field.as_str())
            .collect::<Vec<_>>(),
        ["a", "c", "elsewhere"]
    );
}

#[test]
fn a_list_becomes_choices_in_its_own_order() {
    let offered = choices::<PlaceType>();
    assert_eq!(offered.len(), PlaceType::ALL.len());
    assert_eq!(offered[0].shown(&Loc::sv()), "Skolgård");
}

use super::*;
use proptest::prelude::*;
use time::macros::datetime;

fn hours(text: &str) -> WeeklyHours {
    WeeklyHours::parse(text).expect("readable hours")
}

#[test]
fn the_canonical_form_is_read_and_written_the_same() {
    for text in [
        "mån-fre 20-06; lör-sön 17-07",
        "dygnet runt",
        "mån-sön 22-06",
        "mån 07.30-16",
        "mån-fre 20-06; lör-sön, helgdag 17-07",
        "tis, tors 08-12, 13-17",
        "mån-fre 08-17; helgdag stängt",
        "aldrig",
    ] {
        assert_eq!(hours(text).to_string(), text);
    }
}

#[test]
fn what_people_write_is_read_as_the_canonical_form() {
    assert_eq!(hours("22-06"), hours("mån-sön 22-06"));
    assert_eq!(hours("Måndag–Fredag 20:00–06:00"), hours("mån-fre 20-06"));
    assert_eq!(hours("24/7"), hours("dygnet runt"));
    assert_eq!(hours("lör-sön dygnet runt"), hours("lör-sön 00-24"));
}

#[test]
fn what_cannot_be_read_is_named() {
    assert_eq!(
        WeeklyHours::parse("kvällar"),
        Err(HoursError::Unreadable("kvällar".into()))
    );
    assert_eq!(
        WeeklyHours::parse("mon-fri 20-06"),
        Err(HoursError::Day("mon".into()))
    );
    assert_eq!(
        WeeklyHours::parse("fre-mån 20-06"),
        Err(HoursError::Day("fre-mån".into()))
    );
    assert_eq!(
        WeeklyHours::parse("mån 25-06"),
        Err(HoursError::Span("25-06".into()))
    );
    assert_eq!(
        WeeklyHours::parse("mån 20"),
        Err(HoursError::Span("20".into()))
    );
    assert!(WeeklyHours::parse("").is_err());
}

#[test]
fn a_span_past_midnight_belongs_to_the_day_on_which_it_begins() {
    let friday = hours("fre 20-06");
    // 2026-11-20 is a Friday.
    assert!(friday.contains(datetime!(2026-11-20 20:00)));
    assert!(friday.contains(datetime!(2026-11-21 05:59)));
    assert!(!friday.contains(datetime!(2026-11-21 06:00)));
    assert!(!friday.contains(datetime!(2026-11-20 05:00)));
}

#[test]
fn a_public_holiday_follows_its_own_hours_when_they_are_stated() {
    let practice = hours("mån-fre 20-06; lör-sön, helgdag 17-07");
    // Epiphany 2026-01-06 is a Tuesday.
    assert!(practice.contains(datetime!(2026-01-06 17:30)));
    assert!(practice.contains(datetime!(2026-01-07 06:30)));
    assert!(!practice.contains(datetime!(2026-01-13 17:30)));
    let weekdays = hours("mån-fre 20-06");
    assert!(!weekdays.contains(datetime!(2026-01-06 17:30)));
    assert!(weekdays.contains(datetime!(2026-01-06 20:00)));
}

#[test]
fn hours_within_the_practice_hours_of_schools_have_no_excess() {
    let practice = hours("mån-fre 20-06; lör-sön, helgdag 17-07");
    assert!(hours("mån-fre 22-05; lör 18-24").is_subset_of(&practice));
    assert!(practice.is_subset_of(&practice));
}

#[test]
fn the_excess_names_the_day_and_the_hours() {
    let practice = hours("mån-fre 20-06; lör-sön, helgdag 17-07");
    let excess: Vec<String> = hours("fre 20-07; sön 15-20")
        .difference(&practice)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(excess, ["lör 06-07", "sön 15-17"]);
}

#[test]
fn a_holiday_with_longer_hours_than_permitted_is_an_excess() {
    let excess = hours("mån-fre 20-06; helgdag 12-06").difference(&hours("mån-fre 20-06"));
    assert!(
        excess.iter().any(|part| part.weekday().is_none()),
        "{excess:?}"
    );
}

#[test]
fn only_every_hour_of_every_day_is_a_whole_week() {
    assert!(hours("mån-fre 00-24; lör-sön 00-24").contains_whole_week());
    assert!(hours("06-06").contains_whole_week());
    assert!(!hours("mån-fre 00-24; lör-sön 00-23").contains_whole_week());
    assert!(!hours("alla dagar 00-24; helgdag 17-07").contains_whole_week());
}

fn any_hours() -> impl Strategy<Value = WeeklyHours> {
    let span = (0..DAY, 1..=DAY).prop_map(|(start, length)| Span {
        start,
        end: start + length,
    });
    let day = proptest::collection::vec(span, 0..3).prop_map(canonical);
    let week = proptest::array::uniform7(day.clone());
    (week, proptest::option::of(day)).prop_map(|(days, holiday)| WeeklyHours { days, holiday })
}

fn any_minute() -> impl Strategy<Value = PrimitiveDateTime> {
    // 2025-12-15 to 2026-02-13: ordinary weeks and six public holidays.
    (0_i64..60 * 24 * 60)
        .prop_map(|minute| datetime!(2025-12-15 00:00) + time::Duration::minutes(minute))
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_as_the_same_hours(hours in any_hours(), at in any_minute()) {
        let again = WeeklyHours::parse(&hours.to_string()).expect("the canonical form is readable");
        prop_assert_eq!(again.contains(at), hours.contains(at));
        prop_assert_eq!(again.to_string(), hours.to_string());
    }

    #[test]
    fn a_subset_holds_at_no_other_time(a in any_hours(), b in any_hours(), at in any_minute()) {
        if a.is_subset_of(&b) && a.contains(at) {
            prop_assert!(b.contains(at));
        }
    }

    #[test]
    fn a_minute_that_only_one_has_is_an_excess(a in any_hours(), b in any_hours(), at in any_minute()) {
        if a.contains(at) && !b.contains(at) {
            prop_assert!(!a.difference(&b).is_empty());
        }
    }

    #[test]
    fn everything_is_within_the_whole_week_and_within_itself(a in any_hours()) {
        prop_assert!(a.is_subset_of(&WeeklyHours::whole_week()));
        prop_assert!(a.is_subset_of(&a));
    }

    #[test]
    fn no_text_stops_the_reader(text in "\\PC{0,40}") {
        let _ = WeeklyHours::parse(&text);
    }

    #[test]
    fn no_text_like_hours_stops_the_reader(text in "[mantisorefö ,;:.0-9–-]{0,30}") {
        let _ = WeeklyHours::parse(&text);
    }
}

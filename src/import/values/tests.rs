use proptest::prelude::*;
use time::macros::date;

use super::answer::{Recording, read_recording, yes_or_no};
use super::camera::{read_direction, read_kind, read_status};
use super::permit::PermitNote;
use super::*;
use crate::camera::CameraStatus;
use crate::import::table::Value;
use crate::permit::{DecisionKind, DecisionStatus};
use crate::retention::{Span, StorageUnit};
use crate::site::{PlaceType, Purpose};

/// The id of the text that says what is the matter.
fn id(doubt: Option<Doubt>) -> Option<String> {
    doubt.map(|doubt| doubt.problem.id.to_string())
}

fn said(id: &str) -> String {
    id.to_owned()
}

/// What is read, and the id of the text that says why it needs a look.
fn read_storage(text: &str) -> (Option<u32>, Option<String>) {
    let reading = storage::read(text, None);
    (reading.value.map(Span::hours), id(reading.doubt))
}

#[test]
fn storage_is_read_in_hours_days_and_weeks() {
    assert_eq!(read_storage("72 h"), (Some(72), None));
    assert_eq!(read_storage("72 timmar"), (Some(72), None));
    assert_eq!(read_storage("3 dygn"), (Some(72), None));
    assert_eq!(read_storage("14 dagar"), (Some(14 * 24), None));
    assert_eq!(read_storage("2 veckor"), (Some(14 * 24), None));
    assert_eq!(read_storage("högst 30 dygn"), (Some(720), None));
}

#[test]
fn what_was_written_in_days_is_kept_in_days() {
    let reading = storage::read("3 dygn", None).value.unwrap();
    assert_eq!((reading.length, reading.unit), (3, StorageUnit::Days));
}

#[test]
fn a_bare_number_is_not_read_unless_the_heading_says_what_it_counts() {
    assert_eq!(
        read_storage("14"),
        (None, Some(said("import-storage-without-unit")))
    );
    assert_eq!(
        storage::unit_in("Lagringstid (timmar)"),
        Some(StorageUnit::Hours)
    );
    assert_eq!(
        storage::unit_in("Lagringstid dygn"),
        Some(StorageUnit::Days)
    );
    assert_eq!(storage::unit_in("Lagringstid"), None);
    let read = storage::read("14", Some(StorageUnit::Days)).value;
    assert_eq!(read.map(Span::hours), Some(14 * 24));
}

#[test]
fn months_are_read_as_the_longest_they_can_be_and_said_to_be() {
    assert_eq!(
        read_storage("1 månad"),
        (Some(31 * 24), Some(said("import-storage-months")))
    );
    assert_eq!(
        read_storage("2 mån"),
        (Some(62 * 24), Some(said("import-storage-months")))
    );
}

#[test]
fn until_the_disk_is_full_is_no_storage_period() {
    assert_eq!(
        read_storage("tills disken är full"),
        (None, Some(said("import-storage-until-full")))
    );
    assert_eq!(
        read_storage("ca en vecka"),
        (None, Some(said("import-storage-unreadable")))
    );
    assert_eq!(
        read_storage("0 h"),
        (None, Some(said("import-storage-unlikely")))
    );
    assert_eq!(
        read_storage("99999999 dygn"),
        (None, Some(said("import-storage-unlikely")))
    );
}

#[test]
fn dates_are_read_in_four_styles() {
    for text in [
        "2026-11-22",
        "20261122",
        "22/11 2026",
        "22.11.2026",
        "22 november 2026",
        "22 nov 2026",
        "2026-11-22 00:00:00",
        "22/11/2026",
    ] {
        assert_eq!(
            date::read_text(text),
            Reading::sure(date!(2026 - 11 - 22)),
            "{text}"
        );
    }
    assert_eq!(
        date::read(&Value::Number(20_170_302.0)),
        Reading::sure(date!(2017 - 03 - 02))
    );
}

#[test]
fn a_day_number_whose_date_format_was_lost_is_read_and_said_to_be() {
    let reading = date::read(&Value::Number(43_381.0));
    assert_eq!(reading.value, Some(date!(2018 - 10 - 08)));
    assert_eq!(id(reading.doubt), Some(said("import-date-serial")));
}

#[test]
fn a_season_a_year_or_a_day_that_does_not_exist_is_no_date() {
    let why = |text: &str| id(date::read_text(text).doubt);
    assert_eq!(why("våren 2019"), Some(said("import-date-only-year")));
    assert_eq!(why("2016"), Some(said("import-date-only-year")));
    assert_eq!(why("2026-02-30"), Some(said("import-date-no-such-day")));
    assert_eq!(why("3/4/2026"), Some(said("import-date-day-or-month")));
    assert_eq!(why("snart"), Some(said("import-date-unreadable")));
    assert_eq!(date::read(&Value::Number(2016.0)).value, None);
}

#[test]
fn yes_no_and_a_cross_are_answers_and_a_question_mark_is_not() {
    assert_eq!(yes_or_no("Ja"), Some(true));
    assert_eq!(yes_or_no("x"), Some(true));
    assert_eq!(yes_or_no("Nej "), Some(false));
    assert_eq!(yes_or_no("?"), None);
    let live = Recording {
        records: false,
        live: Some(true),
    };
    assert_eq!(read_recording("endast live"), Reading::sure(live));
}

#[test]
fn types_of_place_are_read_whatever_their_signs() {
    assert_eq!(
        place::read("Skola – fasad").value,
        Some(PlaceType::SchoolFacade)
    );
    assert_eq!(
        place::read("Bad- / idrottsanläggning").value,
        Some(PlaceType::SportsFacility)
    );
    assert_eq!(
        place::read("Trapphus bostäder").value,
        Some(PlaceType::Residential)
    );
    assert_eq!(place::read("LSS / SÄBO").value, Some(PlaceType::CareHome));
}

#[test]
fn a_misspelt_type_of_place_is_not_read_but_the_nearest_is_suggested() {
    let reading = place::read("Skolgrd");
    assert_eq!(reading.value, None);
    let accepted = reading.doubt.unwrap().accepted;
    assert_eq!(accepted.args, [("near", "skolgård".to_owned())]);
    assert_eq!(place::read("Rymdstation Y").value, None);
}

#[test]
fn every_way_to_write_a_type_of_place_is_folded_and_stands_once() {
    for (place, _) in [("skolgård", 0), ("p hus", 0), ("åvc", 0)] {
        assert!(place::read(place).value.is_some(), "{place}");
    }
}

#[test]
fn purposes_are_told_by_their_words() {
    assert_eq!(
        purpose::read("Förebygga och utreda brott").value,
        Some(vec![Purpose::Crime])
    );
    assert_eq!(
        purpose::read("Inbrott, skadegörelse").value,
        Some(vec![Purpose::Crime])
    );
    assert_eq!(
        purpose::read("Ordningsstörningar").value,
        Some(vec![Purpose::PublicOrder])
    );
    assert_eq!(
        purpose::read("Brott, olyckor").value,
        Some(vec![Purpose::Crime, Purpose::Accidents])
    );
}

#[test]
fn bare_safety_is_no_purpose() {
    let why = |text: &str| id(purpose::read(text).doubt);
    assert_eq!(why("Trygghet"), Some(said("import-purpose-unspecific")));
    assert_eq!(why("?"), Some(said("import-purpose-unknown")));
    let partly = purpose::read("Brott, trivsel");
    assert_eq!(partly.value, Some(vec![Purpose::Crime]));
    assert_eq!(id(partly.doubt), Some(said("import-purpose-partly")));
}

#[test]
fn hours_are_written_in_one_form() {
    let read = |text: &str| hours::read(text).value.map(|hours| hours.to_string());
    assert_eq!(read("24/7").as_deref(), Some("dygnet runt"));
    assert_eq!(read("Dygnet runt").as_deref(), Some("dygnet runt"));
    assert_eq!(
        read("vardagar 20–06, helg 17–07").as_deref(),
        Some("mån-fre 20-06; lör-sön 17-07")
    );
    assert_eq!(
        read("vard 17-07, lör-sön hela dygnet").as_deref(),
        Some("mån-fre 17-07; lör-sön 00-24")
    );
    assert_eq!(read("22-06").as_deref(), Some("mån-sön 22-06"));
    assert_eq!(
        read("mån, ons och fre kl. 07.30-16").as_deref(),
        Some("mån, ons, fre 07.30-16")
    );
}

#[test]
fn evenings_and_opening_hours_are_not_hours() {
    for text in ["kvällar och helger", "skolans öppettider", "?", "vid behov"] {
        let reading = hours::read(text);
        assert_eq!(reading.value, None, "{text}");
        assert_eq!(id(reading.doubt), Some(said("import-hours-unreadable")));
    }
}

#[test]
fn the_hours_of_two_cameras_together_hold_both() {
    let read = |text: &str| hours::read(text).value.unwrap();
    let both = hours::together(&read("22-06"), &read("vardagar 20-06, helg 17-07")).unwrap();
    assert!(read("22-06").is_subset_of(&both));
    assert!(read("vardagar 20-06, helg 17-07").is_subset_of(&both));
    let all = hours::together(&read("22-06"), &read("24/7")).unwrap();
    assert_eq!(all.to_string(), "dygnet runt");
}

#[test]
fn the_authority_of_a_permit_is_told_by_its_number() {
    let kind = |text: &str| match permit::read(text).value {
        Some(PermitNote::Decision { kind, status, .. }) => Some((kind, status)),
        _ => None,
    };
    assert_eq!(
        kind("IMY-2022-1696"),
        Some((DecisionKind::PermitImy, DecisionStatus::Granted))
    );
    assert_eq!(
        kind("DI-2019-4004"),
        Some((DecisionKind::PermitDi, DecisionStatus::Granted))
    );
    assert_eq!(
        kind("211-32488-2014"),
        Some((DecisionKind::PermitCounty, DecisionStatus::Granted))
    );
    assert_eq!(
        kind("sökt"),
        Some((DecisionKind::PermitImy, DecisionStatus::Applied))
    );
    assert_eq!(
        permit::read("behövs ej"),
        Reading::sure(PermitNote::NotNeeded)
    );
    assert_eq!(kind("KS 2018/0316"), None);
}

#[test]
fn a_camera_taken_down_keeps_what_is_said_of_when() {
    let (status, rest) = read_status("nedmonterad 2025");
    assert_eq!(status.value, Some(CameraStatus::Removed));
    assert_eq!(rest.as_deref(), Some("2025"));
    assert_eq!(read_status("i drift").0.value, Some(CameraStatus::InUse));
    assert_eq!(read_status("i drift?").0.value, None);
}

#[test]
fn directions_are_degrees_or_points_of_the_compass() {
    assert_eq!(read_direction("NO").value, Some(45));
    assert_eq!(read_direction("270°").value, Some(270));
    assert_eq!(read_direction("360").value, Some(0));
    assert_eq!(read_direction("361").value, None);
    assert_eq!(read_direction("mot entrén").value, None);
}

proptest! {
    #[test]
    fn no_text_makes_any_reader_panic(text in "\\PC{0,30}") {
        read_everything(&text);
    }

    #[test]
    fn no_near_miss_makes_any_reader_panic(text in "(mån|lör|dygn|hela|vard|max|våren|[0-9]{1,9}|[-–/ ,.;:]){0,8}") {
        read_everything(&text);
    }

    #[test]
    fn no_number_makes_a_date_panic(number in proptest::num::f64::ANY) {
        let _ = date::read(&Value::Number(number));
    }

    #[test]
    fn a_date_is_read_back_from_how_it_is_written(days in 0..44_000_i64) {
        let day = date!(1980 - 01 - 01) + time::Duration::days(days);
        prop_assert_eq!(date::read_text(&day.to_string()), Reading::sure(day));
        let (year, month, number) = day.to_calendar_date();
        let swedish = format!("{number}/{} {year}", u8::from(month));
        prop_assert_eq!(date::read_text(&swedish), Reading::sure(day));
    }
}

fn read_everything(text: &str) {
    let _ = storage::read(text, None);
    let _ = date::read_text(text);
    let _ = date::year_in(text);
    let _ = yes_or_no(text);
    let _ = read_recording(text);
    let _ = answer::read_indoor(text);
    let _ = place::read(text);
    let _ = purpose::read(text);
    let _ = hours::read(text);
    let _ = permit::read(text);
    let _ = read_status(text);
    let _ = read_kind(text);
    let _ = read_direction(text);
}

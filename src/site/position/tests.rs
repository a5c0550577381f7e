use proptest::prelude::*;

use super::*;

/// SWEREF 99 13 30, the zone of Lund.
const ZONE: Option<u16> = Some(3008);

fn assert_near(found: &Position, latitude: f64, longitude: f64) {
    let is_near =
        (found.latitude - latitude).abs() < 1e-7 && (found.longitude - longitude).abs() < 1e-7;
    assert!(is_near, "{found:?}");
}

#[test]
fn latitude_and_longitude_are_read_with_point_or_comma() {
    for typed in [
        "55.70466, 13.19321",
        "55.70466,13.19321",
        "55,70466 13,19321",
        "55,70466; 13,19321",
        "N 55.70466 E 13.19321",
        "55.70466° N, 13.19321° Ö",
        "long 13.19321 lat 55.70466",
    ] {
        let found = Position::parse(typed, None).unwrap_or_else(|error| panic!("{typed}: {error}"));
        assert_near(&found, 55.704_66, 13.193_21);
        assert_eq!(found.epsg, WGS84);
        assert_eq!(found.typed, typed);
    }
}

#[test]
fn metres_are_told_apart_by_their_size() {
    let tm = Position::parse("N 6174688.965 E 386463.492", ZONE).unwrap();
    assert_near(&tm, 55.704_66, 13.193_21);
    assert_eq!(tm.epsg, 3006);
    let zone = Position::parse("6175722.770 130712.840", ZONE).unwrap();
    assert_near(&zone, 55.704_66, 13.193_21);
    assert_eq!(zone.epsg, 3008);
}

#[test]
fn spaces_between_thousands_and_a_decimal_comma_are_read() {
    assert_eq!(number("6 175 410,12"), Some(6_175_410.12));
    assert_eq!(number("131\u{a0}020,5"), Some(131_020.5));
    let found = Position::parse("N 6 175 410,12 E 131 020,5", ZONE).unwrap();
    let plain = Position::parse("6175410.12 131020.5", ZONE).unwrap();
    assert_near(&found, plain.latitude, plain.longitude);
}

#[test]
fn a_number_ruined_by_a_spreadsheet_is_not_a_number() {
    assert_eq!(number("461.993.881"), None);
    assert_eq!(number(""), None);
    assert_eq!(number("12 kW"), None);
    assert_eq!(
        Position::parse("461.993.881 112.233.100", None),
        Err(PositionError::Unreadable)
    );
}

#[test]
fn swapped_metres_are_offered_and_not_put_right() {
    let Err(PositionError::Swapped { offer }) = Position::parse("N 132760.353 E 6175524.466", ZONE)
    else {
        panic!("not seen as swapped")
    };
    assert_eq!(offer.typed, "N 6175524.466 E 132760.353");
    assert_eq!(offer.epsg, 3008);
    assert!(is_in_sweden(Geodetic {
        latitude: offer.latitude,
        longitude: offer.longitude
    }));
}

#[test]
fn swapped_degrees_are_offered_too() {
    let Err(PositionError::Swapped { offer }) = Position::parse("13.19321, 55.70466", None) else {
        panic!("not seen as swapped")
    };
    assert_near(&offer, 55.704_66, 13.193_21);
}

#[test]
fn x_and_y_may_stand_in_either_order() {
    let one = Position::parse("X 6175722.770 Y 130712.840", ZONE).unwrap();
    let other = Position::parse("X 130712.840 Y 6175722.770", ZONE).unwrap();
    assert_eq!(
        (one.latitude, one.longitude),
        (other.latitude, other.longitude)
    );
}

#[test]
fn a_place_outside_sweden_is_refused() {
    assert_eq!(
        Position::parse("53.464515, -2.284777", None),
        Err(PositionError::OutsideSweden)
    );
}

#[test]
fn an_easting_of_a_zone_without_a_zone_is_not_guessed() {
    assert_eq!(
        Position::parse("6175722.770 130712.840", None),
        Err(PositionError::ZoneUnknown)
    );
}

#[test]
fn rt_90_is_recognised_and_refused() {
    assert_eq!(
        Position::parse("6176000 1335000", ZONE),
        Err(PositionError::Rt90)
    );
}

#[test]
fn one_number_two_labels_alike_or_a_sentence_is_no_position() {
    for typed in [
        "",
        "6175722",
        "N 6175722 N 130712",
        "vid skolan",
        "1 2 3",
        "N",
        "--",
        "55°42'16\"",
    ] {
        assert_eq!(
            Position::parse(typed, ZONE),
            Err(PositionError::Unreadable),
            "{typed}"
        );
    }
}

#[test]
fn degrees_are_kept_to_seven_decimals() {
    let found = Position::parse("55.704660049 13.193210051", None).unwrap();
    assert_eq!((found.latitude, found.longitude), (55.704_66, 13.193_210_1));
}

#[test]
fn metres_between_two_places_are_right_to_a_per_cent() {
    let here = Position::parse("6175722.770 130712.840", ZONE).unwrap();
    let there = Position::parse("6176722.770 130712.840", ZONE).unwrap();
    assert!((here.metres_to(&there) - 1000.0).abs() < 10.0);
}

proptest! {
    #[test]
    fn any_text_is_a_position_or_an_error_and_never_a_panic(text in "\\PC{0,40}") {
        let _ = Position::parse(&text, ZONE);
        let _ = number(&text);
    }

    #[test]
    fn what_is_read_from_degrees_is_read_again_from_its_zone(
        latitude in 55.4..56.4_f64,
        longitude in 12.6..14.4_f64,
    ) {
        let zone = Projection::from_epsg(3008).unwrap();
        let grid = zone.forward(Geodetic { latitude, longitude });
        let typed = format!("N {:.3} E {:.3}", grid.north, grid.east);
        let found = Position::parse(&typed, ZONE).unwrap();
        prop_assert!((found.latitude - latitude).abs() < 1e-7);
        prop_assert!((found.longitude - longitude).abs() < 1e-7);
    }
}

//! Settings of the kommun.

use crate::organisation::Kommun;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values};

/// The twelve zones of SWEREF 99 (EPSG:3007-3018), by central meridian.
const ZONES: [(i64, &str); 12] = [
    (3007, "SWEREF 99 12 00"),
    (3008, "SWEREF 99 13 30"),
    (3009, "SWEREF 99 15 00"),
    (3010, "SWEREF 99 16 30"),
    (3011, "SWEREF 99 18 00"),
    (3012, "SWEREF 99 14 15"),
    (3013, "SWEREF 99 15 45"),
    (3014, "SWEREF 99 17 15"),
    (3015, "SWEREF 99 18 45"),
    (3016, "SWEREF 99 20 15"),
    (3017, "SWEREF 99 21 45"),
    (3018, "SWEREF 99 23 15"),
];

/// Value of the box that opens the public view.
const OPEN: &str = "ja";

fn zones() -> Vec<Choice> {
    ZONES
        .iter()
        .map(|(epsg, name)| Choice::name(*epsg, *name))
        .collect()
}

pub fn form(action: String) -> Form {
    Form::new("kommun", action).fields(vec![
        Field::text("name").required(),
        Field::text("dpo_contact"),
        Field::select("zone_epsg", zones()),
        Field::checkboxes(
            "public_diary",
            vec![Choice::id(OPEN, "kommun-public-diary-yes")],
        ),
    ])
}

/// What stands in the fields for the kommun.
pub fn values(kommun: &Kommun) -> Values {
    Values::default()
        .text("name", &kommun.name)
        .text("dpo_contact", &kommun.dpo_contact)
        .id("zone_epsg", kommun.zone_epsg)
        .text("public_diary", if kommun.public_diary { OPEN } else { "" })
}

/// Reads the form over `onto`, whose log keeps its name.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, onto: Kommun) -> Result<Kommun, Errors> {
    let mut reader = Reader::new(values);
    let zone: Option<i64> = reader.id("zone_epsg", &zones());
    let kommun = Kommun {
        name: reader.required_text("name", 100),
        dpo_contact: reader.text_up_to("dpo_contact", 200),
        zone_epsg: zone.and_then(|epsg| u16::try_from(epsg).ok()),
        public_diary: values.all("public_diary").any(|answer| answer == OPEN),
        ..onto
    };
    reader.finish(kommun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_keeps_its_name_whatever_else_is_changed() {
        let before = Kommun {
            name: "Ekebro kommun".into(),
            log_origin: "kamera.ekebro.example/utlamnande".into(),
            dpo_contact: String::new(),
            zone_epsg: None,
            public_diary: false,
            ..Kommun::default()
        };
        let typed = Values::default()
            .text("name", "Ekebro stad")
            .text("zone_epsg", "3008")
            .text("log_origin", "other.example/log");
        let after = read(&typed, before.clone()).unwrap();
        assert_eq!(after.log_origin, before.log_origin);
        assert_eq!(after.zone_epsg, Some(3008));
        assert_eq!(read(&values(&after), before), Ok(after));
    }
}

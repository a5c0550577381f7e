//! What a person types about a camera.

use time::Date;

use super::{Camera, CameraKind, CameraStatus};
use crate::site::form::read_position;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values, choices};

/// The recorders that can be chosen, the zone in which positions may be typed, and the day of a marking that names none.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    pub recorders: Vec<Choice>,
    pub zone: Option<u16>,
    pub today: Option<Date>,
}

/// The fields that [`Camera::without_secrets`] empties.
pub const SECRET: [&str; 8] = [
    "recorder",
    "placement",
    "position",
    "direction_degrees",
    "angle_degrees",
    "range_metres",
    "masking",
    "note",
];

pub fn form(action: String, offered: &Offered) -> Form {
    Form::new("camera", action)
        .section(
            "camera",
            vec![
                Field::text("label").required().wide(10),
                Field::radios("status", choices::<CameraStatus>()).required(),
                Field::select("kind", choices::<CameraKind>()),
                Field::select("recorder", offered.recorders.clone()),
                Field::date("installed_on"),
                Field::date("removed_on"),
            ],
        )
        .section(
            "view",
            vec![
                Field::text("placement"),
                Field::yes_no_unknown("indoor"),
                Field::position("position"),
                Field::number("direction_degrees").unit("unit-degrees"),
                Field::number("angle_degrees").unit("unit-degrees"),
                Field::number("range_metres").unit("unit-metres"),
                Field::textarea("masking"),
                Field::textarea("note"),
            ],
        )
        .section(
            "secrecy",
            vec![
                Field::checkboxes("secret", vec![Choice::id("ja", "camera-secret-yes")]),
                Field::date("marked_on"),
            ],
        )
}

/// What stands in the fields for a camera.
pub fn values(camera: &Camera) -> Values {
    let position = camera.position.as_ref();
    Values::default()
        .text("label", &camera.label)
        .code("status", Some(camera.status))
        .code("kind", camera.kind)
        .id("recorder", camera.recorder)
        .date("installed_on", camera.installed_on)
        .date("removed_on", camera.removed_on)
        .text("placement", &camera.placement)
        .yes_no("indoor", camera.indoor)
        .text("position", position.map_or("", |position| &position.typed))
        .number("direction_degrees", camera.direction_degrees)
        .number("angle_degrees", camera.angle_degrees)
        .number("range_metres", camera.range_metres)
        .text("masking", &camera.masking)
        .text("note", &camera.note)
        .text("secret", if camera.secret { "ja" } else { "" })
        .date("marked_on", camera.marked_on)
}

/// Reads the form over `onto`. Whoever saves an imported camera has thereby confirmed it.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, offered: &Offered, onto: Camera) -> Result<Camera, Errors> {
    let mut reader = Reader::new(values);
    let secret = values.is_chosen("secret", "ja");
    let camera = Camera {
        site: onto.site,
        label: reader.required_text("label", 40),
        status: reader.required_code("status").unwrap_or(onto.status),
        kind: reader.code("kind"),
        recorder: reader.id("recorder", &offered.recorders),
        installed_on: reader.date("installed_on"),
        removed_on: reader.date("removed_on"),
        placement: reader.text_up_to("placement", 300),
        indoor: reader.yes_no("indoor"),
        position: read_position(&mut reader, "position", offered.zone),
        // A whole turn is north again.
        direction_degrees: reader
            .number("direction_degrees", 0..=360)
            .map(|degrees: u16| degrees % 360),
        angle_degrees: reader.number("angle_degrees", 1..=360),
        range_metres: reader.number("range_metres", 1..=10_000),
        masking: reader.text("masking"),
        unconfirmed: false,
        concealed: false,
        note: reader.text("note"),
        secret,
        marked_on: reader
            .date("marked_on")
            .or(offered.today)
            .filter(|_| secret),
    };
    if let (Some(from), Some(until)) = (camera.installed_on, camera.removed_on)
        && until < from
    {
        reader.refuse(
            "removed_on",
            Message::new("camera-removed-before-installed"),
        );
    }
    reader.finish(camera)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteId;

    fn imported() -> Camera {
        Camera {
            unconfirmed: true,
            direction_degrees: Some(90),
            ..Camera::at(SiteId(1))
        }
    }

    #[test]
    fn what_was_read_is_shown_again_unchanged_and_saving_confirms_it() {
        let typed = values(&imported()).text("label", "");
        let errors = read(&typed, &Offered::default(), imported()).unwrap_err();
        assert_eq!(errors[0].field, "label");
        let camera = Camera {
            label: "0042".into(),
            ..imported()
        };
        let read = read(&values(&camera), &Offered::default(), imported()).unwrap();
        assert_eq!(
            read,
            Camera {
                unconfirmed: false,
                ..camera
            }
        );
    }

    #[test]
    fn a_marking_has_a_day_and_what_is_not_marked_has_none() {
        let today = time::macros::date!(2026 - 11 - 26);
        let offered = Offered {
            today: Some(today),
            ..Offered::default()
        };
        let typed = Values::default()
            .text("label", "0042")
            .text("status", "i-drift");
        let open = read(&typed, &offered, Camera::at(SiteId(1))).unwrap();
        assert_eq!((open.secret, open.marked_on), (false, None));
        let marked = read(&typed.text("secret", "ja"), &offered, open).unwrap();
        assert_eq!((marked.secret, marked.marked_on), (true, Some(today)));
        assert_eq!(
            read(&values(&marked), &Offered::default(), marked.clone()).unwrap(),
            marked
        );
    }

    #[test]
    fn what_is_secret_of_a_camera_is_what_its_page_leaves_out() {
        let whole = Camera {
            label: "0042".into(),
            kind: Some(CameraKind::Dome),
            placement: "entrén".into(),
            recorder: Some(crate::recorder::RecorderId(7)),
            indoor: Some(true),
            direction_degrees: Some(90),
            angle_degrees: Some(60),
            range_metres: Some(20),
            masking: "grannen".into(),
            position: Some(crate::site::Position::parse("55.70466, 13.19321", None).unwrap()),
            installed_on: Some(time::macros::date!(2024 - 05 - 01)),
            removed_on: Some(time::macros::date!(2024 - 05 - 02)),
            note: "byts i vår".into(),
            secret: true,
            marked_on: Some(time::macros::date!(2024 - 05 - 01)),
            ..Camera::at(SiteId(1))
        };
        let (recorded, told) = (values(&whole), values(&whole.without_secrets()));
        for field in form(String::new(), &Offered::default()).all_fields() {
            let stands = recorded.first(field.name);
            assert!(!stands.is_empty(), "{} is filled in", field.name);
            let taken = stands != told.first(field.name);
            assert_eq!(taken, SECRET.contains(&field.name), "{}", field.name);
        }
    }

    #[test]
    fn a_whole_turn_is_north() {
        let typed = Values::default()
            .text("label", "0042")
            .text("status", "i-drift")
            .text("direction_degrees", "360");
        let camera = read(&typed, &Offered::default(), Camera::at(SiteId(1))).unwrap();
        assert_eq!(camera.direction_degrees, Some(0));
    }

    #[test]
    fn a_camera_cannot_be_taken_down_before_it_was_put_up() {
        let typed = Values::default()
            .text("label", "0042")
            .text("status", "nedmonterad")
            .text("installed_on", "2024-05-02")
            .text("removed_on", "2024-05-01");
        let errors = read(&typed, &Offered::default(), Camera::at(SiteId(1))).unwrap_err();
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].field, "removed_on");
    }
}

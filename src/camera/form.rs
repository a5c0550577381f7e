//! What a person types about a camera.

use super::{Camera, CameraKind, CameraStatus};
use crate::site::form::read_position;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values, choices};

/// The recorders that can be chosen, and the zone in which positions may be typed.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    pub recorders: Vec<Choice>,
    pub zone: Option<u16>,
}

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
}

/// Reads the form over `onto`. Whoever saves an imported camera has thereby confirmed it.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, offered: &Offered, onto: Camera) -> Result<Camera, Errors> {
    let mut reader = Reader::new(values);
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

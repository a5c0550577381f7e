//! A personuppgiftsansvarig.

use crate::organisation::{Controller, ControllerKind};
use crate::web::form::{Errors, Field, Form, Reader, Values, choices};

pub fn form(action: String) -> Form {
    Form::new("controller", action).fields(vec![
        Field::text("name").required(),
        Field::radios("kind", choices::<ControllerKind>()).required(),
        Field::text("contact"),
    ])
}

/// What stands in the fields for a controller.
pub fn values(controller: &Controller) -> Values {
    Values::default()
        .text("name", &controller.name)
        .code("kind", Some(controller.kind))
        .text("contact", &controller.contact)
}

/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values) -> Result<Controller, Errors> {
    let mut reader = Reader::new(values);
    let controller = Controller {
        name: reader.required_text("name", 120),
        kind: reader
            .required_code("kind")
            .unwrap_or(ControllerKind::Other),
        contact: reader.text_up_to("contact", 200),
    };
    reader.finish(controller)
}

//! A förvaltning or another unit.

use crate::account::form::read_email;
use crate::organisation::Unit;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values};

pub fn form(action: String, controllers: &[Choice]) -> Form {
    Form::new("unit", action).fields(vec![
        Field::text("name").required(),
        Field::text("abbreviation").wide(10),
        Field::select("controller", controllers.to_vec()),
        Field::text("manager"),
        Field::email("email"),
    ])
}

/// What stands in the fields for a unit.
pub fn values(unit: &Unit) -> Values {
    Values::default()
        .text("name", &unit.name)
        .text("abbreviation", &unit.abbreviation)
        .id("controller", unit.controller)
        .text("manager", &unit.manager)
        .text("email", &unit.email)
}

/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, controllers: &[Choice]) -> Result<Unit, Errors> {
    let mut reader = Reader::new(values);
    let unit = Unit {
        name: reader.required_text("name", 120),
        abbreviation: reader.text_up_to("abbreviation", 20),
        controller: reader.id("controller", controllers),
        manager: reader.text_up_to("manager", 200),
        email: read_email(&mut reader, "email"),
    };
    reader.finish(unit)
}

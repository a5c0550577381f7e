//! Why a request ends without a decision.

use super::StepId;
use crate::disclosure::form::{AWARE, with_box};
use crate::disclosure::personnummer::looks_like_personnummer;
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values};

pub fn form(request: StepId) -> Form {
    Form::new(
        "withdrawal",
        format!("/utlamnanden/begaran/{request}/avslut"),
    )
    .submit("withdrawal-submit")
    .cancel("/utlamnanden")
    .fields(vec![Field::textarea("reason").required()])
}

/// # Errors
/// When there is no reason, or it seems to hold a personnummer and nobody has said that it is meant.
pub fn read(values: &Values) -> Result<String, Errors> {
    let mut reader = Reader::new(values);
    let reason = reader.required_text("reason", 2_000);
    if is_asked(values) {
        reader.refuse("reason", Message::new("step-personnummer"));
    }
    reader.finish(reason)
}

/// Whether a personnummer is asked about.
fn is_asked(values: &Values) -> bool {
    values.first(AWARE) != "ja" && looks_like_personnummer(values.first("reason"))
}

/// The form with what was typed and what is to be mended or meant.
pub fn refused(request: StepId, values: Values, errors: Errors) -> Form {
    let asks = is_asked(&values);
    let form = form(request);
    let form = if asks { with_box(form) } else { form };
    form.fill(values).refuse(errors)
}

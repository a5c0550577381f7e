//! The form of a release, filled with what was recorded, and one question more: why.

use time::OffsetDateTime;

use crate::disclosure::form::Desk;
use crate::disclosure::grounds::Occasion;
use crate::disclosure::store::Recorded;
use crate::disclosure::{Correction, Disclosure, form};
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, FieldError, Form, Values};

pub const REASON: &str = "correction_reason";
const REASON_LONGEST: usize = 2_000;

/// The reason comes first: without it nothing is corrected.
pub fn form(wrong: &Recorded, desk: &Desk, occasion: Occasion) -> Form {
    let reason = vec![Field::textarea("correction_reason").required()];
    let mut form = form::form(desk, occasion)
        .submit("disclosure-correct-submit")
        .section("correction", reason);
    form.sections.rotate_right(1);
    form.action = format!("/utlamnanden/{}/rattelse", wrong.id);
    form.instead = None;
    form.cancel = Some(format!("/utlamnanden/{}", wrong.id));
    form
}

/// # Errors
/// Every field that is missing or cannot be read, the reason among them; and when nothing was changed.
pub fn read(
    values: &Values,
    wrong: &Recorded,
    cameras: &[Choice],
    now: OffsetDateTime,
) -> Result<Disclosure, Errors> {
    let reason = values.first(REASON).trim().to_owned();
    let refused = |message: Message| FieldError {
        field: REASON.to_owned(),
        message,
    };
    let problem = if reason.is_empty() {
        Some(refused(Message::new("form-required")))
    } else if reason.chars().count() > REASON_LONGEST {
        let message = Message::new("form-too-long")
            .with("longest", REASON_LONGEST.to_string())
            .with("length", reason.chars().count().to_string());
        Some(refused(message))
    } else {
        None
    };
    match (form::read(values, wrong.data.site, cameras, now), problem) {
        (Ok(right), None) => Ok(pointing(right, wrong, reason)),
        (Ok(_), Some(problem)) => Err(vec![problem]),
        (Err(mut errors), problem) => {
            errors.extend(problem);
            Err(errors)
        }
    }
}

fn pointing(mut right: Disclosure, wrong: &Recorded, reason: String) -> Disclosure {
    // The form holds no sizes: a file that is listed as before keeps the one that it had.
    for file in &mut right.files {
        let mut old = wrong.data.files.iter();
        let same = old.find(|old| old.sha256 == file.sha256 && old.name == file.name);
        file.size = same.and_then(|old| old.size);
    }
    right.corrects = Some(wrong.id);
    right.correction = Some(Correction {
        number: wrong.data.number,
        entry: wrong.ledger_idx,
        reason,
    });
    right
}

//! Yes and no.

use super::{Reading, fold};
use crate::import::Message;

/// `ja`, `x`, `nej` and the like.
pub fn yes_or_no(text: &str) -> Option<bool> {
    match fold(text).trim_end_matches('.') {
        "ja" | "j" | "x" | "yes" | "y" | "sant" | "true" | "finns" | "1" | "✓" | "✔" => {
            Some(true)
        }
        "nej" | "n" | "no" | "falskt" | "false" | "saknas" | "finns ej" | "finns inte" | "0" => {
            Some(false)
        }
        _ => None,
    }
}

pub fn read(text: &str) -> Reading<bool> {
    yes_or_no(text).map_or_else(
        || {
            Reading::unread(
                Message::new("import-not-yes-or-no"),
                Message::new("import-not-yes-or-no-accepted"),
            )
        },
        Reading::sure,
    )
}

/// Whether a camera records, and whether someone watches it live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recording {
    pub records: bool,
    /// `None` = nothing is said of it.
    pub live: Option<bool>,
}

/// `ja`, `nej`, `x`, `endast live`.
pub fn read_recording(text: &str) -> Reading<Recording> {
    if let Some(records) = yes_or_no(text) {
        return Reading::sure(Recording {
            records,
            live: None,
        });
    }
    match fold(text).as_str() {
        "endast live"
        | "bara live"
        | "live"
        | "endast realtid"
        | "realtid"
        | "live, ingen inspelning"
        | "endast direktvisning"
        | "direktvisning" => Reading::sure(Recording {
            records: false,
            live: Some(true),
        }),
        "live och inspelning"
        | "inspelning och live"
        | "både och"
        | "ja, även live"
        | "ja + live" => Reading::sure(Recording {
            records: true,
            live: Some(true),
        }),
        _ => Reading::unread(
            Message::new("import-not-recording"),
            Message::new("import-not-recording-accepted"),
        ),
    }
}

/// `inne` or `ute`, or yes and no under a heading that asks "indoors?".
pub fn read_indoor(text: &str) -> Reading<bool> {
    match fold(text).as_str() {
        "inne" | "inomhus" | "inom" | "i" | "indoor" | "indoors" => Reading::sure(true),
        "ute" | "utomhus" | "utom" | "u" | "outdoor" | "outdoors" => Reading::sure(false),
        other => match yes_or_no(other) {
            Some(answer) => Reading::sure(answer),
            None => Reading::unread(
                Message::new("import-not-indoor"),
                Message::new("import-not-indoor-accepted"),
            ),
        },
    }
}

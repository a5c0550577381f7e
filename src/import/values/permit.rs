//! Permits of the old law, told by their diarienummer.

use super::{Reading, fold};
use crate::import::Message;
use crate::permit::{DecisionKind, DecisionStatus};

/// What the permit column of a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PermitNote {
    /// A decision with this number.
    Decision {
        kind: DecisionKind,
        status: DecisionStatus,
        dnr: String,
    },
    /// The list says that no permit was needed.
    NotNeeded,
}

/// Reads `IMY-2022-1696`, `DI-2019-4004`, `211-32488-2014`, `sökt`, `behövs ej`.
pub fn read(text: &str) -> Reading<PermitNote> {
    let folded = fold(text);
    match folded.as_str() {
        "sökt" | "ansökt" | "ansökan inskickad" | "ansökan" | "pågår" => {
            // Which authority it went to is not said; since 2018 it was IMY (before 2021 Datainspektionen).
            return Reading::noticed(
                PermitNote::Decision {
                    kind: DecisionKind::PermitImy,
                    status: DecisionStatus::Applied,
                    dnr: String::new(),
                },
                Message::new("import-permit-applied"),
                Message::new("import-permit-accepted"),
            );
        }
        "behövs ej"
        | "behövs inte"
        | "krävs ej"
        | "krävs inte"
        | "ej tillståndspliktig"
        | "nej"
        | "inget"
        | "-" => {
            return Reading::sure(PermitNote::NotNeeded);
        }
        _ => {}
    }
    kind(&folded).map_or_else(
        || {
            Reading::unread(
                Message::new("import-permit-unknown"),
                Message::new("import-permit-accepted"),
            )
        },
        |kind| {
            Reading::sure(PermitNote::Decision {
                kind,
                status: DecisionStatus::Granted,
                dnr: text.trim().to_owned(),
            })
        },
    )
}

/// The authority that numbers its decisions so. Länsstyrelserna number permits 211-, 2112- or 213-.
fn kind(folded: &str) -> Option<DecisionKind> {
    let parts: Vec<&str> = folded.split(['-', ' ', '/']).collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = |part: &str| digits(part) && part.len() == 4;
    match parts.as_slice() {
        ["imy", year, number] if is_year(year) && digits(number) => Some(DecisionKind::PermitImy),
        ["di", year, number] if is_year(year) && digits(number) => Some(DecisionKind::PermitDi),
        [series, number, year]
            if digits(series)
                && series.starts_with("21")
                && series.len() <= 4
                && digits(number)
                && is_year(year) =>
        {
            Some(DecisionKind::PermitCounty)
        }
        _ => None,
    }
}

/// What the authority is called.
pub const fn authority(kind: DecisionKind) -> &'static str {
    match kind {
        DecisionKind::PermitImy => "Integritetsskyddsmyndigheten",
        DecisionKind::PermitDi => "Datainspektionen",
        DecisionKind::PermitCounty => "Länsstyrelsen",
        _ => "",
    }
}

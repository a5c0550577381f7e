//! Purposes, as the interests in surveillance that KBL 8 § lists.

use super::{Reading, fold};
use crate::import::Message;
use crate::site::Purpose;

/// Stems that tell an interest.
const STEMS: &[(Purpose, &[&str])] = &[
    (
        Purpose::Crime,
        &[
            "brott",
            "skadegörelse",
            "stöld",
            "stölder",
            "vandal",
            "klotter",
            "rån",
            "misshandel",
            "anlagd",
            "anlagda",
            "narkotika",
            "våld",
        ],
    ),
    (Purpose::PublicOrder, &["ordning", "störning"]),
    (
        Purpose::Control,
        &["kontrollverksamhet", "kontroll av", "tillsyn"],
    ),
    (Purpose::Accidents, &["olyck", "drunkning"]),
];

/// Words that say nothing of what is to be prevented (EDPB 3/2019: bare "safety" is not specific).
const UNSPECIFIC: &[&str] = &[
    "trygghet",
    "säkerhet",
    "trygghet och säkerhet",
    "säkerhet och trygghet",
    "övervakning",
];

/// One or several purposes. Some may be read where others in the same cell are not.
pub fn read(text: &str) -> Reading<Vec<Purpose>> {
    let folded = fold(text);
    let mut purposes = Vec::new();
    let mut unread = false;
    for part in folded
        .split([',', ';', '/', '+'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let known = STEMS
            .iter()
            .filter(|(_, stems)| stems.iter().any(|stem| has_stem(part, stem)));
        let before = purposes.len();
        purposes.extend(known.map(|(purpose, _)| *purpose));
        unread |= purposes.len() == before;
    }
    purposes.sort_unstable();
    purposes.dedup();
    let doubt = |id| (Message::new(id), Message::new("import-purpose-accepted"));
    if purposes.is_empty() {
        let is_unspecific = UNSPECIFIC.contains(&folded.as_str());
        let (problem, accepted) = doubt(if is_unspecific {
            "import-purpose-unspecific"
        } else {
            "import-purpose-unknown"
        });
        return Reading::unread(problem, accepted);
    }
    if unread {
        let (problem, accepted) = doubt("import-purpose-partly");
        return Reading::noticed(purposes, problem, accepted);
    }
    Reading::sure(purposes)
}

/// The stem begins or ends a word of the text: `inbrott` and `brottsförebyggande` have `brott`, `uppdrag` has no `rån`.
fn has_stem(text: &str, stem: &str) -> bool {
    text.contains(' ') && stem.contains(' ') && text.contains(stem)
        || text
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| {
                word.starts_with(stem) || (stem.chars().count() > 4 && word.ends_with(stem))
            })
}

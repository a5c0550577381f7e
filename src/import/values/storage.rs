//! How long footage is kept: `72 h`, `3 dygn`, `2 veckor`.

use super::{Reading, fold};
use crate::import::Message;
use crate::retention::{Span, StorageUnit};

/// Longer than ten years is a slip of the pen.
const MOST_HOURS: u32 = 10 * 366 * 24;

/// The longest that 1, 2, 3 ... months in a row can be, in days.
const LONGEST_MONTHS: [u32; 12] = [31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337, 366];

/// Reads a storage period. `unit` is what the heading says (`Lagringstid (timmar)`), if it does.
pub fn read(text: &str, unit: Option<StorageUnit>) -> Reading<Span> {
    let folded = fold(text);
    let stated = ["max ", "max. ", "högst ", "maximalt "]
        .iter()
        .find_map(|word| folded.strip_prefix(word))
        .unwrap_or(&folded);
    let end_of_number = stated
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(stated.len());
    let (digits, word) = stated.split_at(end_of_number);
    let Ok(number) = digits.parse::<u32>() else {
        return Reading::unread(unreadable(&folded), accepted());
    };
    let reading = match (word.trim().trim_end_matches('.'), unit) {
        ("h" | "t" | "tim" | "timme" | "timmar" | "timmars", _)
        | ("", Some(StorageUnit::Hours)) => Reading::sure(Span::of_hours(number)),
        ("d" | "dgr" | "dag" | "dagar" | "dygn" | "dygns", _) | ("", Some(StorageUnit::Days)) => {
            Reading::sure(Span::of_days(number))
        }
        ("v" | "vecka" | "veckor", _) => Reading::sure(Span::of_days(number.saturating_mul(7))),
        ("mån" | "månad" | "månader" | "mdr" | "mnd", _) => months(number),
        ("", None) => Reading::unread(
            Message::new("import-storage-without-unit").with("number", number.to_string()),
            Message::new("import-storage-without-unit-accepted").with("number", number.to_string()),
        ),
        _ => Reading::unread(unreadable(&folded), accepted()),
    };
    match reading.value {
        Some(storage) if storage.length == 0 || storage.hours() > MOST_HOURS => {
            Reading::unread(Message::new("import-storage-unlikely"), accepted())
        }
        _ => reading,
    }
}

/// A month is 28 to 31 days: taken as the longest, so that the register never shows less than the list may mean.
fn months(number: u32) -> Reading<Span> {
    let longest = usize::try_from(number)
        .ok()
        .and_then(|number| number.checked_sub(1))
        .and_then(|index| LONGEST_MONTHS.get(index));
    longest.map_or_else(
        || Reading::unread(Message::new("import-storage-unlikely"), accepted()),
        |longest| {
            Reading::noticed(
                Span::of_days(*longest),
                Message::new("import-storage-months").with("days", longest.to_string()),
                accepted(),
            )
        },
    )
}

fn unreadable(folded: &str) -> Message {
    let is_until_full = folded.contains("full")
        || folded.contains("skrivs över")
        || folded.contains("överskrivning");
    Message::new(if is_until_full {
        "import-storage-until-full"
    } else {
        "import-storage-unreadable"
    })
}

fn accepted() -> Message {
    Message::new("import-storage-accepted")
}

/// The unit that a heading names.
pub fn unit_in(heading: &str) -> Option<StorageUnit> {
    let folded = fold(heading);
    let names = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    match (
        names(&["timm", "(tim", "(h)", " h)"]),
        names(&["dygn", "dagar"]),
    ) {
        (true, false) => Some(StorageUnit::Hours),
        (false, true) => Some(StorageUnit::Days),
        _ => None,
    }
}

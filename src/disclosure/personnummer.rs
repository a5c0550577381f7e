//! A personnummer has no place in the log unless it is clearly justified (DSL 3:10): said before saving, not refused.

use super::{Disclosure, FreeText};
use crate::code::Code;

/// The free texts of a disclosure that seem to hold one.
pub fn found_in(disclosure: &Disclosure) -> Vec<FreeText> {
    let seen = |which: &FreeText| looks_like_personnummer(disclosure.free_text(*which));
    FreeText::ALL.iter().copied().filter(seen).collect()
}

/// The field of the form in which a free text is written.
pub const fn field(which: FreeText) -> &'static str {
    match which {
        FreeText::Matter => "matter",
        FreeText::Note => "note",
        FreeText::Officer => "officer",
        FreeText::CaseReference => "case_reference",
        FreeText::HandedTo => "handed_to",
        FreeText::RefusalReasons => "refusal_reasons",
        FreeText::GroundDetails => "ground_details",
        FreeText::Assessment => "assessment",
        FreeText::PublicMatter => "public_matter",
    }
}

/// Ten or twelve digits that begin with a birth date.
pub fn looks_like_personnummer(text: &str) -> bool {
    let mut digits = String::new();
    let mut runs = Vec::new();
    for c in text.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if !(matches!(c, '-' | '+') && matches!(digits.len(), 6 | 8)) {
            runs.push(std::mem::take(&mut digits));
        }
    }
    runs.iter().any(|run| match run.len() {
        10 => is_birth_date(&run[2..6]),
        12 => (run.starts_with("19") || run.starts_with("20")) && is_birth_date(&run[4..8]),
        _ => false,
    })
}

/// Month and day; coordination numbers add 60 to the day.
fn is_birth_date(month_and_day: &str) -> bool {
    let (month, day) = month_and_day.split_at(2);
    let in_range = |text: &str, range: std::ops::RangeInclusive<u8>| {
        text.parse::<u8>()
            .is_ok_and(|number| range.contains(&number))
    };
    in_range(month, 1..=12) && (in_range(day, 1..=31) || in_range(day, 61..=91))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_personnummer_is_seen_with_and_without_century_and_a_case_number_is_not() {
        for text in [
            "19850214-1234",
            "850214-1234",
            "198502141234 hämtade",
            "misstänkt 8502741234",
        ] {
            assert!(looks_like_personnummer(text), "{text}");
        }
        for text in [
            "5000-K253428-25",
            "K5409342",
            "2026-11-22 14:00",
            "046-359 50 00",
            "9999999999",
        ] {
            assert!(!looks_like_personnummer(text), "{text}");
        }
    }
}

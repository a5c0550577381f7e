//! Days and hours: `22-06`, `24/7`, `vard 17-07, lör-sön hela dygnet`, into the form of `law::hours`.

use super::{Reading, fold};
use crate::import::Message;
use crate::law::hours::WeeklyHours;

/// Reads days and hours. A weekend is Saturday and Sunday; a list that means public holidays too must say so.
pub fn read(text: &str) -> Reading<WeeklyHours> {
    let folded = fold(text);
    let parsed = WeeklyHours::parse(&folded).or_else(|_| WeeklyHours::parse(&canonical(&folded)));
    match parsed {
        Ok(hours) => Reading::sure(hours),
        Err(_) => Reading::unread(
            Message::new("import-hours-unreadable"),
            Message::new("import-hours-accepted"),
        ),
    }
}

/// What several cameras of a site watch together.
pub fn together(one: &WeeklyHours, other: &WeeklyHours) -> Option<WeeklyHours> {
    if one.contains_whole_week() || other.is_subset_of(one) {
        return Some(one.clone());
    }
    if one.is_subset_of(other) {
        return Some(other.clone());
    }
    WeeklyHours::parse(&format!("{one}; {other}")).ok()
}

/// Everyday words into the words of `law::hours`, and a semicolon before each new group of days.
fn canonical(folded: &str) -> String {
    let mut written = String::new();
    let mut words = folded
        .split([' ', ','])
        .map(|word| word.trim_matches(['.', ':', ';']))
        .filter(|word| {
            !word.is_empty() && !matches!(*word, "kl" | "klockan" | "och" | "samt" | "mellan")
        })
        .peekable();
    while let Some(word) = words.next() {
        let day = days(word);
        let is_after_hours = written.ends_with(|letter: char| letter.is_ascii_digit())
            || written.ends_with("dygnet runt");
        match (word, day) {
            ("hela" | "dygnet", _)
                if words
                    .peek()
                    .is_some_and(|next| matches!(*next, "dygnet" | "runt")) =>
            {
                words.next();
                written.push_str(" dygnet runt");
            }
            (_, Some(days)) if is_after_hours => {
                written.push_str("; ");
                written.push_str(days);
            }
            (_, Some(days)) => {
                let separator = if written.is_empty() { "" } else { ", " };
                written.push_str(separator);
                written.push_str(days);
            }
            _ => {
                written.push(' ');
                written.push_str(word);
            }
        }
    }
    written
}

/// The days that a word names, in the words of `law::hours`.
fn days(word: &str) -> Option<&str> {
    Some(match word {
        "vard" | "vardag" | "vardagar" => "mån-fre",
        "helg" | "helger" => "lör-sön",
        "helgdagar" => "helgdag",
        _ if word
            .chars()
            .all(|letter| letter.is_alphabetic() || letter == '-')
            && (word.starts_with(['m', 't', 'o', 'f', 'l', 's']) || word == "helgdag")
            && WeeklyHours::parse(&format!("{word} 0-1")).is_ok() =>
        {
            word
        }
        _ => return None,
    })
}

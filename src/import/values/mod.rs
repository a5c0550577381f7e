//! What stands in a cell -> a typed value, or why not and what would be accepted.

use super::Message;

pub mod answer;
pub mod camera;
pub mod date;
pub mod hours;
pub mod permit;
pub mod place;
pub mod purpose;
pub mod storage;

/// Something a person must look at in a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    pub problem: Message,
    pub accepted: Message,
}

/// What was read from a cell. Both parts may be there: a value that was read in another way than it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<T> {
    pub value: Option<T>,
    pub doubt: Option<Doubt>,
}

impl<T> Reading<T> {
    pub const fn sure(value: T) -> Self {
        Self {
            value: Some(value),
            doubt: None,
        }
    }

    pub const fn noticed(value: T, problem: Message, accepted: Message) -> Self {
        Self {
            value: Some(value),
            doubt: Some(Doubt { problem, accepted }),
        }
    }

    pub const fn unread(problem: Message, accepted: Message) -> Self {
        Self {
            value: None,
            doubt: Some(Doubt { problem, accepted }),
        }
    }
}

/// Lower case, single spaces, plain hyphens: the form in which words are compared.
pub fn fold(text: &str) -> String {
    let plain = text.replace(['–', '—', '−', '‑'], "-");
    crate::collation::fold(&plain)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Letters and digits of [`fold`]: what is left when people's signs are taken away.
pub fn letters(text: &str) -> String {
    fold(text)
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                ' '
            }
        })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests;

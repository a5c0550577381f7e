//! References for new sites: the letters that the register already uses, and the next number.

use std::collections::HashMap;

use super::Existing;

pub(super) struct References {
    prefix: String,
    last: u64,
}

impl References {
    /// Continues the commonest series of the register; in an empty one the first two letters of the kommun's name.
    pub(super) fn new(existing: &Existing) -> Self {
        let mut series: HashMap<&str, (usize, u64)> = HashMap::new();
        for reference in &existing.references {
            let numbered = reference.rsplit_once('-');
            if let Some((prefix, number)) = numbered
                && let Ok(number) = number.parse::<u64>()
            {
                let (count, last) = series.entry(prefix).or_default();
                *count += 1;
                *last = number.max(*last);
            }
        }
        let commonest = series
            .into_iter()
            .max_by_key(|(prefix, (count, _))| (*count, std::cmp::Reverse(*prefix)));
        commonest.map_or_else(
            || Self {
                prefix: initials(&existing.kommun),
                last: 0,
            },
            |(prefix, (_, last))| Self {
                prefix: prefix.to_owned(),
                last,
            },
        )
    }

    pub(super) fn next(&mut self) -> String {
        self.last = self.last.saturating_add(1);
        format!("{}-{:03}", self.prefix, self.last)
    }
}

fn initials(kommun: &str) -> String {
    let letters: String = kommun
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect();
    if letters.is_empty() {
        "PLATS".to_owned()
    } else {
        letters
    }
}

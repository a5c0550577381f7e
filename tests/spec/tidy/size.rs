//! Length, without the unit tests at the end. (The length of functions is clippy's, in clippy.toml.)

use super::source::{Checkout, Complaint};

const LINES_MAX: usize = 400;

pub fn check(checkout: &Checkout) -> Vec<Complaint> {
    let counted = ["rs", "html", "js", "mjs", "css", "scss", ""];
    checkout
        .sources
        .iter()
        .filter(|source| counted.contains(&source.extension()))
        .filter_map(|source| {
            let lines = source
                .text
                .lines()
                .take_while(|line| line.trim() != "#[cfg(test)]")
                .count();
            (lines > LINES_MAX).then(|| {
                let found = format!("{lines} lines, at most {LINES_MAX}");
                Complaint::new(
                    source,
                    LINES_MAX,
                    found,
                    "Split the noun, not the layer: a folder of the same name, one file a part.",
                )
            })
        })
        .collect()
}

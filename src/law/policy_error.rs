//! What is wrong in a policy file, and where.

use std::fmt;
use std::ops::Range;

/// A fault in one file: `policies/kbl-x.toml:12:5: unknown fact ...`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PolicyError {
    pub file: String,
    /// From 1; `None` when the fault is not at one place.
    pub at: Option<(usize, usize)>,
    pub message: String,
}

impl PolicyError {
    pub(crate) fn new(file: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            at: None,
            message: message.into(),
        }
    }

    /// At the first place where `text` stands in the file.
    pub(super) fn near(file: &str, source: &str, text: &str, message: impl Into<String>) -> Self {
        let at = source
            .find(text)
            .map(|start| line_and_column(source, start));
        Self {
            file: file.to_owned(),
            at,
            message: message.into(),
        }
    }

    pub(super) fn from_toml(file: &str, source: &str, error: &toml::de::Error) -> Self {
        let at = error
            .span()
            .map(|Range { start, .. }| line_and_column(source, start));
        Self {
            file: file.to_owned(),
            at,
            message: error.message().to_owned(),
        }
    }
}

/// Line and column from 1; columns are counted in characters, as editors do.
fn line_and_column(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (
        line,
        before.get(start..).map_or(0, |text| text.chars().count()) + 1,
    )
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some((line, column)) => write!(f, "{}:{line}:{column}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

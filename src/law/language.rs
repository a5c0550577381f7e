//! The two languages of the interface.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// The source language (språklagen 2009:600, 10 §).
    #[default]
    Swedish,
    English,
}

/// A text in both languages. Neither may be blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    pub sv: String,
    pub en: String,
}

impl Bilingual {
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Swedish => &self.sv,
            Language::English => &self.en,
        }
    }

    pub fn has_blank(&self) -> bool {
        self.sv.trim().is_empty() || self.en.trim().is_empty()
    }
}

//! A text of a rule, in both languages of the interface.

use serde::{Deserialize, Serialize};

use crate::texts::Lang;

/// Neither may be blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    pub sv: String,
    pub en: String,
}

impl Bilingual {
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }

    pub fn has_blank(&self) -> bool {
        self.sv.trim().is_empty() || self.en.trim().is_empty()
    }
}

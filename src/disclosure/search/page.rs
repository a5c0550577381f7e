//! The page of what was found, and its sums.

use askama::Template;
use askama_web::WebTemplate;

use super::Sums;
use crate::disclosure::page::Line;
use crate::web::form::Form;
use crate::web::view::{Crumb, Loc, Shell};

/// Sums under a heading.
#[derive(Debug, Clone)]
pub struct Table {
    pub heading: &'static str,
    pub rows: Vec<(String, u64)>,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/search.html")]
pub struct Search {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub form: Form,
    /// The newest that were found.
    pub lines: Vec<Line>,
    pub sums: Sums,
    pub tables: Vec<Table>,
    /// Where the same is as a file.
    pub file: String,
}

impl Search {
    pub fn days(&self, days: Option<i64>) -> String {
        days.map_or_else(
            || self.l.t("not-stated").to_owned(),
            |days| self.l.tn("search-days", days),
        )
    }

    pub fn shows_all(&self) -> bool {
        self.lines.len() as u64 == self.sums.found
    }
}

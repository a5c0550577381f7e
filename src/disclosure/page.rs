//! The pages of the disclosure log.

use askama::Template;
use askama_web::WebTemplate;

use super::store::Recorded;
use crate::web::form::Choice;
use crate::web::view::{Crumb, Loc, Pages, Shell};

/// A line of the log with the names that it points at.
#[derive(Debug, Clone)]
pub struct Line {
    pub recorded: Recorded,
    pub site: String,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/index.html")]
pub struct Index {
    pub shell: Shell,
    pub l: Loc,
    pub lines: Vec<Line>,
    pub pages: Pages,
    pub may_record: bool,
}

/// Which site? The first question at the counter.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/where.html")]
pub struct Where {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub search: String,
    /// Sites that fit, by id.
    pub sites: Vec<Choice>,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/show.html")]
pub struct Show {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub recorded: Recorded,
    pub site: String,
    pub cameras: Vec<String>,
}

impl Show {
    /// A text, or that the field it belongs to was erased.
    pub fn unless_erased(&self, field: &str, text: impl Into<String>) -> String {
        if self.recorded.is_erased(field) {
            self.l.t("disclosure-erased").to_owned()
        } else {
            text.into()
        }
    }
}

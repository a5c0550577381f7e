//! What one person did or read, ready for printing.

use askama::Template;
use askama_web::WebTemplate;

use super::Traced;
use crate::register::store::Listed;
use crate::web::assets::asset_path;
use crate::web::form::Form;
use crate::web::view::{Crumb, Loc, Pages, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/trace.html")]
pub struct TracePage {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    /// Whose trace it is.
    pub account: i64,
    pub person: String,
    /// At the desk: done and read.
    pub traces: Vec<Traced>,
    pub pages: Pages,
    /// The latest changes of the register by the same person.
    pub changes: Vec<Listed>,
}

impl TracePage {
    /// What a line is about: a disclosure by its page, a draft by its number.
    pub fn about(&self, one: &Traced) -> String {
        about(self.l, one)
    }

    pub fn script(&self) -> &'static str {
        asset_path("print.js")
    }
}

/// The trace of everybody, with what it is narrowed by.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/access.html")]
pub struct AccessPage {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub form: Form,
    pub lines: Vec<Traced>,
    pub pages: Pages,
    /// Address of the same as a file.
    pub file: String,
    /// The person may invite auditors.
    pub invites: bool,
}

impl AccessPage {
    pub fn about(&self, one: &Traced) -> String {
        about(self.l, one)
    }
}

pub fn about(l: Loc, one: &Traced) -> String {
    let disclosure = one
        .deed
        .disclosure
        .map(|id| l.ta("trace-disclosure", "id", id.0));
    let draft = one.deed.draft.map(|id| l.ta("trace-draft", "id", id.0));
    let detail = Some(one.deed.detail.clone()).filter(|detail| !detail.is_empty());
    let parts: Vec<String> = [disclosure, draft, detail].into_iter().flatten().collect();
    parts.join(", ")
}

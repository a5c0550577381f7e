//! The public view as a page, ready for printing.

use askama::Template;
use askama_web::WebTemplate;

use super::Line;
use crate::texts::Coded;
use crate::web::assets::asset_path;
use crate::web::view::{Crumb, Loc, Pages, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/diary.html")]
pub struct Diary {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub lines: Vec<Line>,
    pub pages: Pages,
    /// For everybody: nobody is signed in.
    pub open: bool,
}

impl Diary {
    pub fn script(&self) -> &'static str {
        asset_path("print.js")
    }

    pub fn matter(&self, line: &Line) -> String {
        matter(self.l, line)
    }

    pub fn recipient(&self, line: &Line) -> String {
        told(self.l, line.recipient)
    }

    pub fn decision(&self, line: &Line) -> String {
        told(self.l, line.decision)
    }
}

/// The word for a code, or that it is left out.
pub fn told<T: Coded>(l: Loc, member: Option<T>) -> String {
    member.map_or_else(|| l.t("diary-left-out").to_owned(), |member| l.code(member))
}

/// The matter, or that it is left out; and what it corrects.
pub fn matter(l: Loc, line: &Line) -> String {
    let told = if line.matter.is_empty() {
        l.t("diary-left-out")
    } else {
        &line.matter
    };
    line.corrects.map_or_else(
        || told.to_owned(),
        |number| format!("{told} ({})", l.ta("diary-corrects", "number", number)),
    )
}

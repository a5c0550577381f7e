//! The page of a person's saved views.

use askama::Template;
use askama_web::WebTemplate;

use super::SavedView;
use crate::web::view::{Crumb, Loc, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "saved_view/index.html")]
pub struct Views {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub views: Vec<SavedView>,
}

impl Views {
    /// The list as it was saved.
    pub fn list(&self, view: &SavedView) -> String {
        let mark = if view.query.is_empty() { "" } else { "?" };
        self.l.path(&format!("/bevakningar{mark}{}", view.query))
    }

    pub fn below(&self, view: &SavedView, rest: &str) -> String {
        self.l.path(&format!("/bevakningar/vyer/{}{rest}", view.id))
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use super::SavedViewId;
    use crate::web::page_tests::{Sample, shell};
    let page = |views| Views {
        shell: shell(l, "/bevakningar/vyer"),
        l,
        crumbs: Vec::new(),
        views,
    };
    let view = SavedView {
        id: SavedViewId(1),
        name: "Skolor med brister".into(),
        query: "status=brist&ordning=enhet".into(),
    };
    vec![
        Sample::new("saved-views", &page(vec![view])),
        Sample::new("saved-views-none", &page(Vec::new())),
    ]
}

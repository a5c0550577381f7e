//! The page with a link that is shown once.

use askama::Template;
use askama_web::WebTemplate;

use crate::account::link::VALID_FOR;
use crate::web::view::{Crumb, Loc, Shell};

/// A link with which a person chooses a password. It stands on this page and nowhere else.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/link.html")]
pub struct Invited {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub name: String,
    /// The whole address.
    pub link: String,
}

impl Invited {
    pub const fn hours(&self) -> i64 {
        VALID_FOR.whole_hours()
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    let page = Invited {
        shell: shell(l, "/administration/personer"),
        l,
        crumbs: vec![Crumb::here("Nils Ros")],
        name: "Nils Ros".into(),
        link: "http://kamera.ekebro.example/valkommen/3q2-7wEjRWeJq83vASNFZ4mrze8BI0VniavN7wEjRWc"
            .into(),
    };
    vec![Sample::new("account-link", &page)]
}

//! The page on which an administrator gives the kommun's boundary.

use askama::Template;
use askama_web::WebTemplate;

use super::{Boundary, file};
use crate::texts::Message;
use crate::web::view::{Crumb, Loc, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "boundary/edit.html")]
pub struct Edit {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    /// What is drawn now.
    pub boundary: Option<Boundary>,
    /// Why the file that was sent was not taken.
    pub refused: Option<Message>,
}

impl Edit {
    /// Where it begins and ends, so that one sees without a map that it is the right one.
    pub fn extent(&self, boundary: &Boundary) -> String {
        let [low, high] = boundary.extent();
        let corner = |[east, north]: super::Point| format!("{north:.5}, {east:.5}");
        format!("{} – {}", corner(low), corner(high))
    }

    pub fn megabytes(&self) -> usize {
        file::BYTES_MAX >> 20
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};

    let page = |boundary, refused| Edit {
        shell: shell(l, super::web::PATH),
        l,
        crumbs: Vec::new(),
        boundary,
        refused,
    };
    let ring = vec![[13.1, 55.6], [13.3, 55.6], [13.2, 55.8], [13.1, 55.6]];
    let given = Boundary::of(vec![vec![ring]]);
    let open = file::NotABoundary::Open { ring: 2 }.message();
    vec![
        Sample::new("boundary-none", &page(None, None)),
        Sample::new("boundary-given", &page(Some(given), None)),
        Sample::new("boundary-refused", &page(None, Some(open))),
    ]
}

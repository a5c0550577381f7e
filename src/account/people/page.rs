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

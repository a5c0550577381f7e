//! The page of a receipt.

use askama::Template;
use askama_web::WebTemplate;

use crate::disclosure::store::Recorded;
use crate::ledger::signers::Cover;
use crate::web::assets::asset_path;
use crate::web::view::{Crumb, Loc, Shell, Symbol};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/receipt.html")]
pub struct Kvitto {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub recorded: Recorded,
    pub site: String,
    /// Name of the log.
    pub origin: String,
    pub cover: Cover,
    pub corrected_by: Option<Recorded>,
    pub may_record: bool,
    /// Where anybody checks a receipt, with the host.
    pub verify_url: String,
}

impl Kvitto {
    pub fn path(&self, below: &str) -> String {
        let id = self.recorded.id;
        self.l.path(&format!("/utlamnanden/{id}{below}"))
    }

    pub fn script(&self) -> &'static str {
        asset_path("print.js")
    }
}

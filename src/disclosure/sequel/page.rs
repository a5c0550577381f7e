//! Copies on loose media that are still out.

use askama::Template;
use askama_web::WebTemplate;
use time::Date;

use crate::disclosure::delivery::store::Handed;
use crate::law::calendar::date_in_sweden;
use crate::web::view::{Crumb, Loc, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/copies.html")]
pub struct Copies {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    /// The oldest first.
    pub out: Vec<Handed>,
    pub today: Date,
    pub may_record: bool,
    /// There are more than are shown.
    pub more: bool,
}

impl Copies {
    pub fn days(&self, handed: &Handed) -> i64 {
        (self.today - date_in_sweden(handed.data.delivered_at)).whole_days()
    }
}

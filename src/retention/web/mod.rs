//! Storage periods and checks that footage is gone, on the web.

use axum::Router;

use super::{DeletionEvidence, StoragePeriod};
use crate::register::web::{added_to_site, part_of_site};
use crate::web::App;

mod evidence;
mod storage;

/// A check is never edited: there is no page for it.
pub fn routes() -> Router<App> {
    part_of_site::<StoragePeriod>().merge(added_to_site::<DeletionEvidence>())
}

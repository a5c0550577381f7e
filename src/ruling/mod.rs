//! What the kommun decides about rules that are not statute. What a ruling is and does stands in `law::Ruling`.

use std::sync::Arc;

use time::Date;

use crate::code::ids;
use crate::law::{PolicySet, Ruling};

pub mod form;
pub mod store;
pub mod web;

ids! { RulingId }

/// The rules as the kommun has them on a day.
pub fn ruled(rules: &Arc<PolicySet>, rulings: &[Ruling], day: Date) -> Arc<PolicySet> {
    if rulings.is_empty() {
        Arc::clone(rules)
    } else {
        Arc::new(rules.ruled(rulings, day))
    }
}

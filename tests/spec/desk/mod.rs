//! The disclosure desk: from "which cameras saw the place then?" to the public log.

mod afterwards;
mod coverage;
mod drafts;
mod files;
mod grounds;
mod growing;
mod open;
mod servers;
mod steps;
mod trace;

use objektiv::account::AccountId;
use objektiv::disclosure::step::By;

/// Who takes the steps of a disclosure that no page was asked for.
pub const fn taken(key: &str) -> By<'_> {
    By {
        account: AccountId(1),
        name: "Per Holm",
        key,
    }
}

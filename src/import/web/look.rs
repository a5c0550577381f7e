//! Reads a kept upload and compares it with the register.

use crate::import::columns::{Mapping, NoList};
use crate::import::compare::{Changes, Existing, compare};
use crate::import::outcome::Outcome;
use crate::import::page::Reading;
use crate::import::plan::{Plan, plan};
use crate::import::store;
use crate::import::table::{self, Unreadable, Workbook};
use crate::organisation::Kommun;
use crate::texts::Loc;
use crate::web::PageError;

/// A list that was found in a file, and what it would change.
pub(super) struct Found {
    pub(super) changes: Changes,
    pub(super) outcome: Outcome,
}

pub(super) struct Looked {
    pub(super) reading: Reading,
    pub(super) found: Result<Found, NoList>,
}

pub(super) async fn look(
    content: Vec<u8>,
    mapping: Mapping,
    existing: Existing,
    kommun: Kommun,
    file: String,
    l: Loc,
) -> Result<Looked, PageError> {
    let looked = blocking(move || {
        let workbook = table::read(&content)?;
        Ok::<_, Unreadable>(compared(&workbook, &mapping, &existing, &kommun, &file, l))
    })
    .await?;
    looked.map_err(|why| PageError::Internal(format!("a kept upload cannot be read again: {why}")))
}

fn compared(
    workbook: &Workbook,
    mapping: &Mapping,
    existing: &Existing,
    kommun: &Kommun,
    file: &str,
    l: Loc,
) -> Looked {
    let known = store::known(existing, kommun);
    let planned: Result<Plan, NoList> = plan(workbook, mapping, &known);
    let layout = planned.as_ref().ok().map(|plan| &plan.layout);
    Looked {
        reading: Reading::new(workbook, layout, mapping),
        found: planned.map(|plan| {
            let changes = compare(&plan, existing);
            let outcome = Outcome::new(file, &plan, &changes, l);
            Found { changes, outcome }
        }),
    }
}

/// Reading a large list takes a second of one core: other requests go on meanwhile.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PageError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| PageError::Internal(error.to_string()))
}

//! What is read of a log at a time, and over which connections.

use std::ops::Range;
use std::thread::available_parallelism;

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};

use super::Judge;
use crate::db::look::Look;
use crate::ledger::cases::{Cases, Claim, Fields};
use crate::ledger::chain::Examined;
use crate::ledger::hash::Hash;
use crate::ledger::pages::Packed;
use crate::ledger::proof::Place;
use crate::ledger::store::LedgerError;
use crate::organisation::KommunId;

/// Pages held in memory at a time: enough to keep the database and two cores busy, also while one of them is judged.
pub(super) const AT_ONCE: usize = 4;

/// Entries of a page. Below this to wake whoever answers a question costs more than the answer; above it there is more in
/// memory and nothing gained.
pub(super) const PAGE: u64 = 2048;

/// The connections of a verification. To take one for each question, and to open it, costs more than most of the questions.
pub(super) struct Looks {
    /// As many as there are cores: what more of them would read at once waits for a core, and each is a process of
    /// PostgreSQL that touches all of its shared memory for the first time. Empty where each page has a look of its own: on
    /// SQLite whoever looks for long keeps what was erased in the file.
    kept: Vec<Look>,
}

impl Looks {
    pub(super) fn new(backend: DatabaseBackend) -> Self {
        let kept = match backend {
            DatabaseBackend::Sqlite => 0,
            _ => available_parallelism().map_or(1, usize::from).min(AT_ONCE),
        };
        Self {
            kept: (0..kept).map(|_| Look::default()).collect(),
        }
    }

    pub(super) fn of(&self, page: u64) -> Look {
        let turn = usize::try_from(page).unwrap_or_default() % self.kept.len().max(1);
        self.kept.get(turn).cloned().unwrap_or_default()
    }
}

/// Entries with all that is stored of them.
pub(super) struct Page {
    pub(super) range: Range<u64>,
    entries: Vec<(Examined, Fields)>,
    /// By level and place.
    nodes: Vec<(Place, Hash)>,
    claims: Vec<Claim>,
}

impl Page {
    pub(super) async fn read(
        db: &impl ConnectionTrait,
        kommun: KommunId,
        cases: Option<&dyn Cases>,
        range: Range<u64>,
    ) -> Result<Self, LedgerError> {
        let claims = match cases {
            Some(cases) => cases.claims(range.start, range.end).await?,
            None => Vec::new(),
        };
        let packed = Packed::with_fields(db, kommun, range.clone()).await?;
        aside(move || Self::examine(range, &packed, claims)).await?
    }

    fn examine(
        range: Range<u64>,
        packed: &Packed,
        mut claims: Vec<Claim>,
    ) -> Result<Self, LedgerError> {
        claims.sort_by_key(|claim| claim.idx);
        let claimed = |idx| claims.binary_search_by_key(&idx, |claim| claim.idx).is_ok();
        let fields = packed.fields()?;
        let mut rest = &fields[..];
        let entries = packed.examined()?.into_iter().map(|row| {
            let own = next(&mut rest, |(idx, ..)| *idx, row.idx);
            let own = own.iter().map(|(_, name, text)| (&**name, &**text));
            let entry = row.entry.as_ref();
            let fields = entry.map(|entry| Fields::of(entry, own, claimed(row.idx)));
            (row, fields.unwrap_or_default())
        });
        Ok(Self {
            range,
            entries: entries.collect(),
            nodes: packed.nodes()?,
            claims,
        })
    }

    fn stored(&self, place: Place) -> Option<Hash> {
        let at = self.nodes.binary_search_by_key(&place, |(place, _)| *place);
        Some(self.nodes[at.ok()?].1)
    }

    pub(super) fn pass(&self, judge: &mut Judge) {
        let stored = |place: Place| self.stored(place);
        let mut rows = self.entries.iter().peekable();
        let mut claims = &self.claims[..];
        for idx in self.range.clone() {
            let row = rows.next_if(|(row, _)| row.idx == idx);
            match row {
                Some((row, _)) => judge.chain.take(row, &stored),
                None => judge.chain.missing(idx),
            }
            judge.signed.look(&judge.chain);
            judge.told.look(&judge.chain);
            let own_claims = next(&mut claims, |claim| claim.idx, idx);
            match row.map(|(row, fields)| (row.entry.as_ref(), fields)) {
                Some((Some(entry), fields)) if entry.idx == idx => {
                    judge.brackets.look(entry);
                    judge.agreement.take(entry, fields, own_claims);
                }
                None if !own_claims.is_empty() => judge.agreement.claimed_without_entry(idx),
                _ => {}
            }
        }
    }
}

/// Millions of digests: not on the threads that answer requests.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, LedgerError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| LedgerError::Db(DbErr::Custom(format!("a page of the log: {error}"))))
}

/// Takes the items whose key is `idx` from the front of `sorted`, and drops those before them.
fn next<'a, T>(sorted: &mut &'a [T], key: impl Fn(&T) -> u64, idx: u64) -> &'a [T] {
    let before = sorted.iter().take_while(|item| key(item) < idx).count();
    let rest = &sorted[before..];
    let own = rest.iter().take_while(|item| key(item) == idx).count();
    let (own, rest) = rest.split_at(own);
    *sorted = rest;
    own
}

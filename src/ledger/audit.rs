//! Re-reads a whole log, page by page in the order of `idx`, and reports what was found.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use super::cases::{Agreement, Cases, Claim};
use super::entry::Entry;
use super::hash::Hash;
use super::head::Head;
use super::proof::Place;
use super::read::{self, StoredEntry, StoredField};
use super::store::{self, LedgerError};
use super::verify::{Bad, Chain, Level, Report, Tampering};
use crate::organisation::KommunId;

/// Entries held in memory at a time.
const PAGE: u64 = 4096;

/// Verifies the log of a kommun against itself and, when `cases` are given, against the register.
///
/// Appending goes on meanwhile: what is judged is the log as it stood when this began.
///
/// # Errors
/// When the kommun has no log or the database fails. What is wrong with the log is in the report, not an error.
pub async fn verify(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    cases: Option<&dyn Cases>,
) -> Result<Report, LedgerError> {
    let head = match store::head(db, kommun).await {
        Ok(Some(head)) => head,
        Ok(None) if read::highest(db, kommun, 0).await?.is_none() => {
            return Err(LedgerError::NotOpen(kommun.number()));
        }
        Ok(None) | Err(LedgerError::Damaged(_)) => return Ok(headless()),
        Err(error) => return Err(error),
    };
    let mut chain = Chain::new(&head.origin);
    let mut agreement = Agreement::new(cases.map_or(&[], |cases| cases.kinds()));
    let mut from = 0;
    while from < head.size() {
        let until = head.size().min(from + PAGE);
        let page = Page::read(db, kommun, cases, from, until).await?;
        page.judge(&mut chain, &mut agreement);
        from = until;
    }
    chain.finish(&head);
    beyond(db, kommun, &head, &mut chain).await?;
    if let Some(cases) = cases {
        let later = store::head(db, kommun).await?;
        let size = later.map_or(0, |later| later.size());
        for claim in cases.claims(size, i64::MAX.unsigned_abs()).await? {
            agreement.claimed_without_entry(claim.idx);
        }
    }
    let levels = levels(&head, &chain, &agreement, cases.is_some());
    Ok(Report::new(
        head.origin.clone(),
        head.size(),
        chain.root(),
        levels,
    ))
}

fn levels(head: &Head, chain: &Chain, agreement: &Agreement, with_cases: bool) -> Vec<Level> {
    let whole = format!(
        "{} poster lästa: ordning, kedja, träd och huvud stämmer",
        head.size()
    );
    let agree = match agreement.bad() {
        Some(bad) => Level::failed(5, bad),
        None if with_cases => Level::passed(5, "uppgifter och ärenden stämmer med posterna"),
        None => Level::not_checked(5, "registrets ärenden jämfördes inte"),
    };
    vec![
        Level::not_checked(0, "kräver de utlämnade filerna"),
        Level::not_checked(1, "kräver ett kvitto"),
        chain
            .bad()
            .map_or_else(|| Level::passed(2, whole), |bad| Level::failed(2, bad)),
        Level::not_checked(3, "kräver en äldre kontrollpunkt"),
        Level::not_checked(4, "kräver tidsstämplar eller vittnen"),
        agree,
    ]
}

/// The head is gone or unreadable while entries are there.
fn headless() -> Report {
    let bad = Bad {
        kind: Tampering::Missing,
        idx: 0,
    };
    let level = Level {
        detail: "missing: loggens huvudrad saknas eller är oläslig".to_owned(),
        ..Level::failed(2, bad)
    };
    Report::new(String::new(), 0, Hash::of(b""), vec![level])
}

/// Entries above the head are the rest of a tail that somebody cut, unless they were appended meanwhile.
async fn beyond(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    head: &Head,
    chain: &mut Chain,
) -> Result<(), LedgerError> {
    if let Some(highest) = read::highest(db, kommun, head.size()).await? {
        let later = store::head(db, kommun).await?;
        let size = later.map_or(0, |later| later.size());
        if highest >= size {
            chain.found_beyond(size);
        }
    }
    Ok(())
}

struct Page {
    entries: Vec<StoredEntry>,
    nodes: HashMap<Place, Hash>,
    fields: Vec<StoredField>,
    claims: Vec<Claim>,
    from: u64,
    until: u64,
}

impl Page {
    async fn read(
        db: &impl ConnectionTrait,
        kommun: KommunId,
        cases: Option<&dyn Cases>,
        from: u64,
        until: u64,
    ) -> Result<Self, LedgerError> {
        let stored = read::nodes(db, kommun, from, until).await?;
        let readable = stored
            .into_iter()
            .filter_map(|(place, hash)| Some((place, Hash::from_slice(&hash).ok()?)));
        let mut claims = match cases {
            Some(cases) => cases.claims(from, until).await?,
            None => Vec::new(),
        };
        claims.sort_by_key(|claim| claim.idx);
        Ok(Self {
            nodes: readable.collect(),
            entries: read::entries(db, kommun, from, until).await?,
            fields: read::fields(db, kommun, from, until).await?,
            claims,
            from,
            until,
        })
    }

    fn judge(&self, chain: &mut Chain, agreement: &mut Agreement) {
        let stored = |place: Place| self.nodes.get(&place).copied();
        let mut rows = self.entries.iter().peekable();
        for idx in self.from..self.until {
            let row = rows.next_if(|row| row.idx == idx);
            if row.is_none() {
                chain.missing(idx);
            }
            let believed = row.and_then(|row| chain.take(row, &stored));
            let entry = believed.or_else(|| Entry::parse(&row?.bytes).ok());
            let claims: Vec<&Claim> = of(&self.claims, |claim| claim.idx, idx).iter().collect();
            match entry {
                Some(entry) if entry.idx == idx => {
                    let fields = of(&self.fields, |field| field.idx, idx);
                    agreement.take(&entry, fields, &claims);
                }
                _ if row.is_none() && !claims.is_empty() => agreement.claimed_without_entry(idx),
                _ => {}
            }
        }
    }
}

/// The part of `sorted` whose key is `idx`.
fn of<T>(sorted: &[T], key: impl Fn(&T) -> u64, idx: u64) -> &[T] {
    let from = sorted.partition_point(|item| key(item) < idx);
    let rest = &sorted[from..];
    &rest[..rest.partition_point(|item| key(item) == idx)]
}

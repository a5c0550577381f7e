//! Shows that the verifier can fail: a copy of the log is tampered with in every way that has a name, and each must be
//! found where it was done. A verifier that always says yes, or always no, says nothing.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use objektiv_migrations::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use sea_orm_migration::MigratorTrait;
use serde::Serialize;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::append::append_alone;
use super::audit::{Given, verify_against};
use super::cases::{Cases, Claim};
use super::checkpoint::TreeHead;
use super::entry::{Entry, EntryKind};
use super::erasure;
use super::hash::Hash;
use super::head::NewEntry;
use super::note::{Scheme, SigningKey, VerificationKey};
use super::outside::bracket::Trusted;
use super::outside::{Attestation, Attested, anchor, store as outside};
use super::read;
use super::sealed::Sealed;
use super::store::{self, LedgerError};
use super::verify::{Bad, Report, Tampering, Verdict};
use crate::organisation::KommunId;

/// A longer log is not copied; one of invented entries is tampered with instead.
const COPIED_MAX: u64 = 5_000;
/// Invented releases at the end of the copy: the ones that are tampered with.
const INVENTED: u64 = 8;

/// One tampering, and whether it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seeded {
    pub tampering: Tampering,
    pub entry: u64,
    pub found: bool,
    /// What the verifier said.
    pub said: String,
}

/// Why there was no self-test.
#[derive(Debug, thiserror::Error)]
pub enum SelfTestError {
    #[error(
        "the untouched copy does not verify, so the log itself is not whole: see `objektiv log verify`"
    )]
    NotIntact(Box<Report>),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// How a copy is tampered with: in its database, in the register beside it, or in what a verifier kept.
enum Act {
    Sql(Vec<String>),
    Register(fn(&mut Vec<Claim>, u64)),
    Told(fn(&mut TreeHead)),
    /// An entry that tells of something that did not happen.
    Entry(NewEntry),
    Attested(Attestation),
    /// A witness saw the whole log an hour before its last entry says that it was written.
    SeenBefore,
}

/// Tampers with copies of the log of `kommun` and verifies each. The log itself is only read. The copies are in memory, on
/// SQLite, whatever the log is kept in; the specification does the same to logs on both engines.
///
/// # Errors
/// When the untouched copy does not verify, or the database fails.
pub async fn run(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    at: OffsetDateTime,
) -> Result<Vec<Seeded>, SelfTestError> {
    let untouched = Copy::of(db, kommun, at).await?;
    let report = untouched
        .verify(
            &untouched.claims().await?,
            untouched.told().await?,
            Trusted::default(),
        )
        .await?;
    if report.verdict != Verdict::Intact {
        return Err(SelfTestError::NotIntact(Box::new(report)));
    }
    let mut seeded = Vec::new();
    for (tampering, act) in acts(untouched.victim) {
        let copy = Copy::of(db, kommun, at).await?;
        seeded.push(copy.seed(tampering, act).await?);
    }
    Ok(seeded)
}

/// Every kind of tampering, done to entry `v` (or to what follows it).
fn acts(v: u64) -> Vec<(Tampering, Act)> {
    let mut acts = in_the_log(v);
    acts.extend(in_the_register());
    acts.push((
        Tampering::Fork,
        Act::Told(|head| head.root = Hash::of(b"another history")),
    ));
    acts.push((Tampering::Rollback, Act::Told(|head| head.size += 1)));
    acts.extend(in_what_others_attested(v));
    acts
}

/// Erasures that were not carried out, and what nobody outside the house ever attested.
fn in_what_others_attested(v: u64) -> [(Tampering, Act); 4] {
    let erasure = NewEntry::new(EntryKind::Erasure)
        .with(erasure::TARGETS, json!([{ "idx": v, "fields": ["case"] }]));
    let never_seen = Attestation {
        size: v + 1,
        kind: Attested::Cosignature,
        body: b"self-test".to_vec(),
    };
    [
        (Tampering::NotErased, Act::Entry(erasure)),
        (
            Tampering::AttestationMissing,
            Act::Entry(anchor(&[never_seen.mention()])),
        ),
        (Tampering::AttestationForged, Act::Attested(never_seen)),
        (Tampering::ClockContradicted, Act::SeenBefore),
    ]
}

/// What someone with the database can do to the log's own tables.
fn in_the_log(v: u64) -> Vec<(Tampering, Act)> {
    let statements: [(Tampering, &[&str]); 7] = [
        (
            Tampering::Edited,
            &[
                "UPDATE tl_entry SET entry = CAST(replace(CAST(entry AS TEXT), '\"v\":1', '\"v\":2') AS BLOB) WHERE idx = VICTIM",
            ],
        ),
        (
            Tampering::Missing,
            &["DELETE FROM tl_entry WHERE idx = VICTIM"],
        ),
        (
            Tampering::Reordered,
            &[
                "UPDATE tl_entry SET idx = -1 WHERE idx = VICTIM",
                "UPDATE tl_entry SET idx = VICTIM WHERE idx = NEXT",
                "UPDATE tl_entry SET idx = NEXT WHERE idx = -1",
            ],
        ),
        (
            Tampering::CutTail,
            &["DELETE FROM tl_entry WHERE idx >= VICTIM"],
        ),
        (
            Tampering::Rewritten,
            &["UPDATE tl_node SET h = zeroblob(32) WHERE lvl = 1 AND i = VICTIM / 2"],
        ),
        (
            Tampering::PayloadEdited,
            &[
                "UPDATE tl_disclosure SET d = (SELECT d FROM tl_disclosure o WHERE o.idx = NEXT AND o.name = 'case') WHERE idx = VICTIM AND name = 'case'",
            ],
        ),
        (
            Tampering::PayloadMissing,
            &["DELETE FROM tl_disclosure WHERE idx = VICTIM AND name = 'case'"],
        ),
    ];
    let fill = |statement: &&str| {
        let next = (v + 1).to_string();
        statement
            .replace("NEXT", &next)
            .replace("VICTIM", &v.to_string())
    };
    statements
        .into_iter()
        .map(|(tampering, sql)| (tampering, Act::Sql(sql.iter().map(fill).collect())))
        .collect()
}

/// What someone can do to the cases that the log tells of.
fn in_the_register() -> [(Tampering, Act); 3] {
    [
        (
            Tampering::CaseEdited,
            Act::Register(|claims, idx| {
                if let Some(claim) = claims.iter_mut().find(|claim| claim.idx == idx) {
                    claim
                        .fields
                        .insert("case".to_owned(), json!("another case"));
                }
            }),
        ),
        (
            Tampering::CaseMissing,
            Act::Register(|claims, idx| claims.retain(|claim| claim.idx != idx)),
        ),
        (
            Tampering::UnloggedCase,
            Act::Register(|claims, idx| {
                let same = claims.iter().filter(|claim| claim.idx == idx);
                let copies: Vec<Claim> = same.cloned().collect();
                claims.extend(copies);
            }),
        ),
    ]
}

/// A copy of a log in memory, which refuses nothing.
struct Copy {
    db: DatabaseConnection,
    kommun: KommunId,
    /// The entry that is tampered with: the first invented one that is a left leaf.
    victim: u64,
    /// When the invented entries were written.
    at: OffsetDateTime,
}

impl Copy {
    async fn of(
        from: &impl ConnectionTrait,
        kommun: KommunId,
        at: OffsetDateTime,
    ) -> Result<Self, LedgerError> {
        let mut options = ConnectOptions::new("sqlite::memory:");
        // Each connection to memory is a database of its own.
        options
            .sqlx_logging(false)
            .max_connections(1)
            .min_connections(1);
        let db = Database::connect(options).await?;
        Migrator::up(&db, None).await?;
        for table in ["tl_entry", "tl_node", "tl_disclosure", "tl_head"] {
            for verb in ["update", "delete"] {
                db.execute_unprepared(&format!("DROP TRIGGER IF EXISTS {table}_no_{verb}"))
                    .await?;
            }
        }
        let head = store::head(from, kommun).await?;
        let head = head.ok_or(LedgerError::NotOpen(kommun.number()))?;
        if head.size() <= COPIED_MAX {
            let entries = read::entries(from, kommun, 0, head.size()).await?;
            let fields = read::fields(from, kommun, 0, head.size()).await?;
            store::import(&db, kommun, &head.origin, &entries, &fields).await?;
        } else {
            store::open_log(&db, kommun, &head.origin, at).await?;
        }
        let mut first = 0;
        for number in 1..=INVENTED {
            let release = NewEntry::new(EntryKind::Disclosure)
                .with("number", number)
                .with("case", format!("self-test {number}"));
            let idx = append_alone(&db, kommun, at, release).await?.idx;
            first = if number == 1 { idx } else { first };
        }
        Ok(Self {
            db,
            kommun,
            victim: first.next_multiple_of(2) + 2,
            at,
        })
    }

    async fn seed(&self, tampering: Tampering, act: Act) -> Result<Seeded, LedgerError> {
        let (mut claims, mut told) = (self.claims().await?, self.told().await?);
        let mut trusted = Trusted::default();
        let size = told.size;
        match act {
            Act::Sql(statements) => {
                for statement in statements {
                    self.db.execute_unprepared(&statement).await?;
                }
            }
            Act::Register(change) => change(&mut claims, self.victim),
            Act::Told(change) => change(&mut told),
            Act::Entry(entry) => {
                append_alone(&self.db, self.kommun, self.at, entry).await?;
            }
            Act::Attested(attestation) => {
                outside::keep(&self.db, self.kommun, &attestation).await?;
            }
            Act::SeenBefore => trusted.witnesses = vec![self.seen_before(&told).await?],
        }
        let entry = match tampering {
            Tampering::Fork => 0,
            Tampering::Rollback | Tampering::AttestationMissing => size,
            Tampering::ClockContradicted => size - 1,
            _ => self.victim,
        };
        let report = self.verify(&claims, told, trusted).await?;
        let expected = Bad {
            kind: tampering,
            idx: entry,
        };
        let levels = report.levels.iter().filter(|level| level.ok == Some(false));
        let said: Vec<String> = levels
            .clone()
            .map(|level| format!("{} ({})", level.detail, level.first_bad.unwrap_or_default()))
            .collect();
        let found = levels.into_iter().any(|level| {
            level.tampering == Some(expected.kind) && level.first_bad == Some(expected.idx)
        });
        Ok(Seeded {
            tampering,
            entry,
            found,
            said: said.join("; "),
        })
    }

    /// The witness that saw `head` an hour too early.
    async fn seen_before(&self, head: &TreeHead) -> Result<VerificationKey, LedgerError> {
        // They are trusted in this copy only, so that anybody may know them.
        let key = |scheme, seed| {
            SigningKey::from_seed(&head.origin, scheme, &[seed; 32]).map_err(damaged)
        };
        let (log, witness) = (key(Scheme::Ed25519, 1)?, key(Scheme::Cosignature, 2)?);
        let note = head.sign(&[log], self.at).map_err(damaged)?;
        store::keep_checkpoint(&self.db, self.kommun, head, &note).await?;
        let line = witness.sign(note.text(), self.at - Duration::HOUR);
        let attestation = Attestation {
            size: head.size,
            kind: Attested::Cosignature,
            body: line.to_string().into_bytes(),
        };
        outside::keep(&self.db, self.kommun, &attestation).await?;
        Ok(witness.public().clone())
    }

    async fn verify(
        &self,
        claims: &[Claim],
        told: TreeHead,
        trusted: Trusted,
    ) -> Result<Report, LedgerError> {
        let register = Register(claims.to_vec());
        let given = Given {
            cases: Some(&register),
            heads: vec![told],
            trusted,
            ..Given::default()
        };
        verify_against(&self.db, self.kommun, given).await
    }

    /// The head that a verifier would have kept.
    async fn told(&self) -> Result<TreeHead, LedgerError> {
        let head = store::head(&self.db, self.kommun).await?;
        let head = head.ok_or(LedgerError::NotOpen(self.kommun.number()))?;
        Ok(head.tree_head())
    }

    /// What a register would say that agrees with every release in the copy.
    async fn claims(&self) -> Result<Vec<Claim>, LedgerError> {
        let size = self.told().await?.size;
        let stored = read::fields(&self.db, self.kommun, 0, size).await?;
        let opened: BTreeMap<(u64, String), Value> = stored
            .into_iter()
            .filter_map(|row| Some(((row.idx, row.name), Sealed::parse(&row.text).ok()?.value)))
            .collect();
        let entries = read::entries(&self.db, self.kommun, 0, size).await?;
        let releases = entries
            .iter()
            .filter_map(|row| Entry::parse(&row.bytes).ok())
            .filter(|entry| entry.kind == EntryKind::Disclosure);
        let claim = |entry: Entry| {
            let value = |name: &String| {
                let value = opened.get(&(entry.idx, name.clone()));
                (name.clone(), value.cloned().unwrap_or_default())
            };
            Claim {
                idx: entry.idx,
                kind: entry.kind,
                erased: BTreeSet::new(),
                fields: entry.sealed.names().map(value).collect(),
            }
        };
        Ok(releases.map(claim).collect())
    }
}

fn damaged(error: impl ToString) -> LedgerError {
    LedgerError::Damaged(error.to_string())
}

struct Register(Vec<Claim>);

#[async_trait]
impl Cases for Register {
    fn kinds(&self) -> &[EntryKind] {
        &[EntryKind::Disclosure]
    }

    async fn claims(&self, from: u64, until: u64) -> Result<Vec<Claim>, LedgerError> {
        let within = |claim: &&Claim| (from..until).contains(&claim.idx);
        Ok(self.0.iter().filter(within).cloned().collect())
    }
}

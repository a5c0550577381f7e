//! How a log and its signer stand after something went wrong: what has to hold whatever it was.

use std::path::PathBuf;

use objektiv::ledger::audit::{Given, verify_against};
use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::keys::ready;
use objektiv::ledger::note::Note;
use objektiv::ledger::proof::verify_consistency;
use objektiv::ledger::read;
use objektiv::ledger::signer::Signer;
use objektiv::ledger::signing::{prove_consistency, sign};
use objektiv::ledger::verify::Verdict;
use tempfile::TempDir;

use super::super::{EKEBRO, NINE, ORIGIN, level, opened};
use super::child::Seen;
use crate::engine::Engine;

/// A log with its signer, whose files are where no database is.
pub struct Log {
    pub engine: Engine,
    pub outside: TempDir,
}

/// What was found afterwards.
pub struct Stands {
    /// How many entries there are.
    pub size: u64,
    /// What the signer signed last, as it remembers.
    pub memory: TreeHead,
    /// The checkpoints in the database, each of them under the log's key.
    pub stored: Vec<TreeHead>,
}

impl Stands {
    pub fn is_stored(&self, size: u64) -> bool {
        self.stored.iter().any(|head| head.size == size)
    }
}

impl Log {
    /// A log whose key and first checkpoint are there.
    pub async fn ready(engine: Engine) -> Self {
        let log = Self::opened(engine).await;
        ready(&log.engine.db, EKEBRO, log.outside.path(), NINE)
            .await
            .unwrap();
        log
    }

    /// A log that has no signer yet.
    pub async fn opened(engine: Engine) -> Self {
        opened(&engine).await;
        Self {
            engine,
            outside: tempfile::tempdir().unwrap(),
        }
    }

    /// The signer as a process reads it that is started afterwards.
    pub fn signer(&self) -> Signer {
        Signer::open(self.outside.path(), ORIGIN).unwrap().unwrap()
    }

    /// The signer's folder.
    pub fn folder(&self) -> PathBuf {
        Signer::directory(self.outside.path(), ORIGIN)
    }

    /// Nothing that was acknowledged is lost, the log is whole, every checkpoint is one that it signed, and the signer's
    /// memory is neither behind them nor of another log.
    pub async fn stands(&self, seen: &Seen, what: &str) -> Stands {
        let signer = self.signer();
        let key = signer.public().unwrap().clone();
        let memory = signer.memory();
        let memory = memory.unwrap_or_else(|error| panic!("{what}: {error}"));
        let db = self.engine.db.read();
        // As `log verify` does: each checkpoint is compared with the root that the entries have at its size, and so is what
        // is remembered.
        let given = Given {
            heads: vec![memory.clone()],
            keys: vec![key.clone()],
            ..Given::default()
        };
        let report = verify_against(db, EKEBRO, given).await.unwrap();
        assert_eq!(
            report.verdict,
            Verdict::Intact,
            "{what}: {:?}",
            report.levels
        );
        let is_of_this_log = level(&report, 3);
        assert_eq!(
            is_of_this_log,
            Some(true),
            "{what}: {memory:?}, {} entries",
            report.size
        );
        let notes = read::checkpoints(db, EKEBRO, i64::MAX.unsigned_abs()).await;
        let open = |note: &str| TreeHead::open(&Note::parse(note.as_bytes()).unwrap(), &key);
        let stored = notes
            .unwrap()
            .into_iter()
            .map(|row| open(&row.note).unwrap());
        let stands = Stands {
            size: report.size,
            memory,
            stored: stored.collect(),
        };
        if let Some(last) = seen.appended.iter().max() {
            assert!(
                *last < stands.size,
                "{what}: {last} was acknowledged and is lost"
            );
        }
        for size in &seen.signed {
            assert!(
                stands.is_stored(*size),
                "{what}: {size} was signed and is lost"
            );
        }
        for size in &seen.unsigned {
            assert!(
                !stands.is_stored(*size),
                "{what}: {size} was not to be signed"
            );
        }
        let last = stands.stored.last().map_or(0, |head| head.size);
        assert!(
            last <= stands.memory.size,
            "{what}: {last} is signed and forgotten"
        );
        stands
    }

    /// The next signature is made, and is a continuation of what is remembered: over the same entries it is the same head.
    pub async fn signs_on(&self, before: &Stands, what: &str) {
        let (db, signer) = (&self.engine.db, self.signer());
        let note = sign(db, EKEBRO, &signer, NINE).await;
        let note = note.unwrap_or_else(|error| panic!("{what}: {error}"));
        let head = TreeHead::open(&note, signer.public().unwrap()).unwrap();
        assert!(head.size >= before.size, "{what}");
        if head.size == before.memory.size {
            assert_eq!(head, before.memory, "{what}");
        }
        let (old, new) = (&before.memory, &head);
        let proof = prove_consistency(db.read(), EKEBRO, old.size, new.size).await;
        let consistent =
            verify_consistency((old.size, old.root), (new.size, new.root), &proof.unwrap());
        assert_eq!(consistent, Ok(()), "{what}");
        let nothing = Seen {
            signed: vec![head.size],
            ..Seen::default()
        };
        assert_eq!(self.stands(&nothing, what).await.memory, head, "{what}");
    }
}

//! What happens to a key is an entry, and no key signs about which the log has none: whoever is stopped in between is
//! finished, or undone, by the next who opens the signer.

use std::fs;
use std::path::PathBuf;

use objektiv::ledger::keys::{exchange, ready, retire, revoke};
use objektiv::ledger::note::VerificationKey;
use objektiv::ledger::read;
use objektiv::ledger::sealed::Sealed;
use objektiv::ledger::signer::Signer;
use objektiv::ledger::signing::sign;
use objektiv::ledger::verify::Verdict;
use sea_orm::DatabaseBackend;
use tempfile::TempDir;

use super::{EKEBRO, NINE, ORIGIN, opened, verified};
use crate::engine::{Engine, engines};

struct Keyed {
    engine: Engine,
    outside: TempDir,
}

async fn keyed() -> Vec<Keyed> {
    let mut logs = Vec::new();
    for engine in engines().await {
        opened(&engine).await;
        let outside = tempfile::tempdir().unwrap();
        let log = Keyed { engine, outside };
        log.ready().await;
        logs.push(log);
    }
    logs
}

impl Keyed {
    /// The signer as the next process finds it.
    async fn ready(&self) -> Signer {
        let base = self.outside.path();
        ready(&self.engine.db, EKEBRO, base, NINE).await.unwrap()
    }

    /// The signer as it stands in its files.
    fn opened(&self) -> Signer {
        let base = self.outside.path();
        Signer::open(base, ORIGIN).unwrap().unwrap()
    }

    fn directory(&self) -> PathBuf {
        Signer::directory(self.outside.path(), ORIGIN)
    }

    fn seeds(&self) -> usize {
        let names = fs::read_dir(self.directory()).unwrap();
        let is_seed = |path: PathBuf| path.extension().is_some_and(|end| end == "seed");
        names
            .filter(|name| is_seed(name.as_ref().unwrap().path()))
            .count()
    }

    /// What the log tells of its keys: what happened, and the eight digits of the key.
    async fn told(&self) -> Vec<(String, String)> {
        let db = self.engine.db.read();
        let mut told = Vec::new();
        for named in read::fields_named(db, EKEBRO, "event").await.unwrap() {
            let fields = read::fields(db, EKEBRO, named.idx, named.idx + 1)
                .await
                .unwrap();
            let value = |name: &str| {
                let row = fields.iter().find(|row| row.name == name).unwrap();
                let value = Sealed::parse(&row.text).unwrap().value;
                value.as_str().unwrap().to_owned()
            };
            let key = VerificationKey::parse(&value("key")).unwrap();
            told.push((value("event"), key.id_hex()));
        }
        told
    }

    /// The database takes no entry any more, until it does again.
    async fn full(&self, is_full: bool) {
        let statements: &[&str] = match (self.engine.backend(), is_full) {
            (DatabaseBackend::Sqlite, true) => &[
                "CREATE TRIGGER full BEFORE INSERT ON tl_entry BEGIN SELECT RAISE(ABORT, 'disk full'); END",
            ],
            (DatabaseBackend::Sqlite, false) => &["DROP TRIGGER full"],
            (_, true) => {
                &["ALTER TABLE tl_entry ADD CONSTRAINT full_disk CHECK (idx < 0) NOT VALID"]
            }
            (_, false) => &["ALTER TABLE tl_entry DROP CONSTRAINT full_disk"],
        };
        for sql in statements {
            self.engine.meddle(sql, []).await;
        }
    }

    /// Whoever changes the list of keys finds no room for it, until there is room again.
    fn without_room(&self, is_full: bool) {
        let in_the_way = self.directory().join("keys.new");
        if is_full {
            fs::create_dir(in_the_way).unwrap();
        } else {
            fs::remove_dir(in_the_way).unwrap();
        }
    }
}

fn ids(keys: &[VerificationKey]) -> Vec<String> {
    keys.iter().map(VerificationKey::id_hex).collect()
}

fn signing(signer: &Signer) -> Vec<String> {
    let keys = signer.keys().iter();
    keys.map(|key| key.public().id_hex()).collect()
}

#[tokio::test]
async fn each_thing_that_happens_to_a_key_is_an_entry() {
    for log in keyed().await {
        let db = &log.engine.db;
        let mut signer = log.ready().await;
        let first = signer.public().unwrap().id_hex();
        let second = exchange(db, EKEBRO, &mut signer, "årligt byte", NINE).await;
        let second = second.unwrap().id_hex();
        retire(db, EKEBRO, &mut signer, &first, "årligt byte", NINE)
            .await
            .unwrap();
        revoke(db, EKEBRO, &mut signer, &second, "stulen", NINE)
            .await
            .unwrap();
        let third = signer.public().unwrap().id_hex();
        let told = log.told().await;
        let told: Vec<(&str, &str)> = told.iter().map(|(event, key)| (&**event, &**key)).collect();
        // Without another key the log would stand still: there is a new one before the stolen one is gone.
        let expected = [
            ("first", &*first),
            ("exchange", &*second),
            ("retire", &*first),
            ("exchange", &*third),
            ("revoke", &*second),
        ];
        assert_eq!(told, expected);
        assert_eq!((log.seeds(), signing(&signer)), (1, vec![third]));
        assert_eq!(verified(&log.engine).await.verdict, Verdict::Intact);
    }
}

#[tokio::test]
async fn a_key_is_not_changed_when_the_log_cannot_be_told() {
    for log in keyed().await {
        let db = &log.engine.db;
        let mut signer = log.ready().await;
        let old = signer.public().unwrap().id_hex();
        let new = exchange(db, EKEBRO, &mut signer, "årligt byte", NINE).await;
        let both = vec![old.clone(), new.unwrap().id_hex()];
        let before = log.told().await;
        log.full(true).await;
        let refused = [
            exchange(db, EKEBRO, &mut log.opened(), "x", NINE).await,
            retire(db, EKEBRO, &mut log.opened(), &old, "x", NINE).await,
            revoke(db, EKEBRO, &mut log.opened(), &old, "x", NINE).await,
        ];
        assert!(refused.iter().all(Result::is_err), "{refused:?}");
        assert_eq!(signing(&log.opened()), both, "both sign as before");
        log.full(false).await;

        let signer = log.ready().await;
        assert_eq!((log.seeds(), signing(&signer)), (2, both.clone()));
        assert_eq!(ids(&signer.published().unwrap()), both);
        assert_eq!(log.told().await, before);
        let note = sign(db, EKEBRO, &signer, NINE).await.unwrap();
        for key in signer.published().unwrap() {
            assert!(note.verify(&key).is_ok());
        }
    }
}

#[tokio::test]
async fn what_the_log_tells_of_a_key_is_carried_out_by_the_next_who_opens_the_signer() {
    for log in keyed().await {
        let db = &log.engine.db;
        let first = log.opened().public().unwrap().id_hex();

        log.without_room(true);
        let stopped = exchange(db, EKEBRO, &mut log.opened(), "årligt byte", NINE).await;
        assert!(stopped.is_err());
        log.without_room(false);
        assert_eq!(
            signing(&log.opened()),
            [&*first],
            "it was told and not done"
        );
        let second = log.ready().await.public().unwrap().id_hex();
        assert_ne!(second, first);

        log.without_room(true);
        let stopped = retire(db, EKEBRO, &mut log.opened(), &first, "årligt byte", NINE).await;
        assert!(stopped.is_err());
        log.without_room(false);
        assert_eq!(signing(&log.ready().await), [&*second]);

        let third = exchange(db, EKEBRO, &mut log.opened(), "misstanke", NINE).await;
        let third = third.unwrap().id_hex();
        log.without_room(true);
        let stopped = revoke(db, EKEBRO, &mut log.opened(), &second, "stulen", NINE).await;
        assert!(stopped.is_err());
        log.without_room(false);
        let signer = log.ready().await;
        assert_eq!(signing(&signer), [&*third]);
        assert_eq!(ids(&signer.published().unwrap()), [first, third]);

        let events: Vec<String> = log
            .told()
            .await
            .into_iter()
            .map(|(event, _)| event)
            .collect();
        let once = ["first", "exchange", "retire", "exchange", "revoke"];
        assert_eq!(events, once, "nothing is told twice");
        assert_eq!(log.seeds(), 1);
        assert_eq!(verified(&log.engine).await.verdict, Verdict::Intact);
    }
}

#[tokio::test]
async fn a_first_key_about_which_the_log_was_not_told_is_told_of_before_anything_else_is_signed() {
    for engine in engines().await {
        opened(&engine).await;
        let outside = tempfile::tempdir().unwrap();
        let log = Keyed { engine, outside };
        log.full(true).await;
        let base = log.outside.path();
        let stopped = ready(&log.engine.db, EKEBRO, base, NINE).await;
        assert!(stopped.is_err());
        log.full(false).await;
        let key = log.ready().await.public().unwrap().id_hex();
        assert_eq!(log.told().await, [("first".to_owned(), key)]);
        log.ready().await;
        assert_eq!(log.told().await.len(), 1);
    }
}

//! The key that locks secrets is exchanged, and every secret with it.

use std::fs;

use objektiv::account::AccountId;
use objektiv::account::second;
use objektiv::account::sso;
use objektiv::cli::secrets::{Done, exchange};
use objektiv::recorder::RecorderId;
use objektiv::recorder::ask::secret::Locker;
use objektiv::recorder::ask::{Access, System};
use objektiv::recorder::store::access::{self, Kept};
use objektiv::webhook;

use super::house::House;
use crate::browser::NOW;
use crate::engine::engines;

/// Keeps a secret of every kind, locked with a key. The house has a provider, a webhook, people and recorders.
async fn keep(house: &House, key: &Locker) {
    let (db, kommun) = (&house.town.app.db, house.town.kommun);
    let tx = db.begin_write().await.unwrap();
    let lock = |secret: &str, bound: &str| key.lock(secret, bound).unwrap();
    let recorder = Kept {
        recorder: RecorderId(1),
        access: Access {
            system: System::Axis,
            address: "https://10.0.0.1".into(),
            user: "objektiv".into(),
            fingerprint: String::new(),
        },
        locked: lock("inspelaren", &access::bound_to(kommun, RecorderId(1))),
    };
    access::set(&*tx, kommun, &recorder).await.unwrap();
    let (provider, hook) = ids(house).await;
    let locked = lock("tjänsten", &sso::store::bound_to(kommun.number(), provider));
    sso::store::set_secret(&*tx, kommun, provider, &locked)
        .await
        .unwrap();
    let locked = lock("webhooken", &webhook::store::bound_to(kommun, hook));
    webhook::store::set_secret(&*tx, kommun, hook, &locked)
        .await
        .unwrap();
    let locked = lock("telefonen", &second::store::bound_to(AccountId(1)));
    second::store::begin(&*tx, AccountId(1), &locked, NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn ids(house: &House) -> (sso::ProviderId, webhook::WebhookId) {
    let (db, kommun) = (house.town.app.db.read(), house.town.kommun);
    let provider = sso::store::all(db, kommun).await.unwrap()[0].id;
    (
        provider,
        webhook::store::all(db, kommun).await.unwrap()[0].id,
    )
}

/// What a key opens.
async fn opened(house: &House, key: &Locker) -> Vec<String> {
    let (db, kommun) = (house.town.app.db.read(), house.town.kommun);
    let (provider, hook) = ids(house).await;
    let recorder = access::find(db, kommun, RecorderId(1))
        .await
        .unwrap()
        .unwrap();
    let kept = sso::store::find(db, kommun, provider)
        .await
        .unwrap()
        .unwrap();
    let hooks = webhook::store::locked(db, kommun, hook)
        .await
        .unwrap()
        .unwrap();
    let factor = second::store::find(db, AccountId(1))
        .await
        .unwrap()
        .unwrap();
    let all = [
        (recorder.locked, access::bound_to(kommun, RecorderId(1))),
        (kept.secret, sso::store::bound_to(kommun.number(), provider)),
        (hooks, webhook::store::bound_to(kommun, hook)),
        (factor.secret, second::store::bound_to(AccountId(1))),
    ];
    let open = all
        .iter()
        .filter_map(|(locked, bound)| key.unlock(locked, bound).ok());
    open.map(|secret| secret.to_string()).collect()
}

#[tokio::test]
async fn every_secret_is_locked_with_the_new_key_and_a_run_that_was_cut_short_goes_on() {
    for engine in engines().await {
        let house = House::furnished(&engine).await;
        let db = &house.town.app.db;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("nyckel");
        assert!(exchange(db, &file).await.is_err(), "there is none yet");
        let first = Locker::open(&file).unwrap();
        keep(&house, &first).await;
        let all = ["inspelaren", "tjänsten", "webhooken", "telefonen"];
        assert_eq!(opened(&house, &first).await, all);

        let done = exchange(db, &file).await.unwrap();
        let whole = |locked| Done {
            locked,
            left: Vec::new(),
        };
        assert_eq!(done, whole(4));
        let second = Locker::open(&file).unwrap();
        assert_eq!(opened(&house, &second).await, all);
        assert!(opened(&house, &first).await.is_empty());
        let files = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(files, 1, "no key lies about");

        // Cut short after the file was replaced and before the transaction ended.
        let (old, new) = (folder.path().join("nyckel.old"), folder.path().join("ny"));
        fs::rename(&file, &old).unwrap();
        let third = Locker::create(&new).unwrap();
        fs::rename(&new, &file).unwrap();
        assert_eq!(exchange(db, &file).await.unwrap(), whole(4));
        assert_eq!(opened(&house, &third).await, all);
        assert!(!old.exists());

        // What was locked with a key that nobody has stays as it is, and is told.
        fs::remove_file(&file).unwrap();
        Locker::create(&file).unwrap();
        let done = exchange(db, &file).await.unwrap();
        assert_eq!((done.locked, done.left.len()), (0, 4));
        assert_eq!(done.left[0], "recorder_access 1");
        assert_eq!(opened(&house, &third).await, all);
    }
}

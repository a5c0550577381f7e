//! The checkpoint of the day in the timetable: it reaches those outside the house once, and what failed is tried again.

use objektiv::account::Role;
use objektiv::jobs::Jobs;
use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::outside::daily::Parties;
use objektiv::ledger::outside::memory::{Found, Memory};
use objektiv::ledger::outside::party::{Authority, Roots};
use objektiv::ledger::outside::step::Step;
use objektiv::ledger::signer::Signer;
use objektiv::ledger::store;
use objektiv::reminder::checkpoint::Outside;
use objektiv::reminder::job::{Job, RunOutcome};
use time::OffsetDateTime;

use super::mail::{Server, plain};
use super::{MORNING, Town, days};
use crate::engine::engines;

const ORIGIN: &str = "kamera.ekebro.example/utlamnande";

struct Shown {
    town: Town,
    directory: tempfile::TempDir,
}

impl Shown {
    async fn run(&self, at: OffsetDateTime, port: Option<u64>, parties: Parties) {
        let outside = Outside {
            signer: self.directory.path().to_owned(),
            parties,
        };
        Jobs::new(self.town.app(at), port.map(plain))
            .showing(outside)
            .tick(Job::Checkpoint)
            .await;
    }

    async fn size(&self) -> u64 {
        let head = store::head(self.town.engine.db.read(), self.town.kommun).await;
        head.unwrap().unwrap().size()
    }
}

async fn shown() -> Vec<Shown> {
    let mut all = Vec::new();
    for engine in engines().await {
        let (town, directory) = (Town::found(engine).await, tempfile::tempdir().unwrap());
        // The signer is made when the log is just beginning.
        objektiv::ledger::keys::adopt(
            &town.engine.db,
            town.kommun,
            directory.path(),
            "provet",
            MORNING,
        )
        .await
        .unwrap();
        all.push(Shown { town, directory });
    }
    all
}

fn named(addresses: &[&str]) -> Parties {
    Parties {
        mail_to: addresses.iter().map(ToString::to_string).collect(),
        ..Parties::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dataskyddsombud_and_the_auditors_get_the_checkpoint_by_mail_and_can_follow_the_log() {
    for shown in shown().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        shown
            .town
            .person("Rolf Ek", "rolf@ekebro.example", Role::Auditor, None)
            .await;
        let to = named(&["revision@ekebro.example"]);
        for day in 0..3 {
            let at = MORNING + days(day);
            shown.run(at, Some(server.port), to.clone()).await;
            shown.run(at, Some(server.port), to.clone()).await;
        }
        let mails = server.stop();
        let of = |address: &str| {
            let mine = mails
                .iter()
                .filter(move |mail| mail["recipients"][0] == address);
            mine.collect::<Vec<_>>()
        };
        for address in [
            "vera@ekebro.example",
            "rolf@ekebro.example",
            "revision@ekebro.example",
        ] {
            assert_eq!(of(address).len(), 3, "{address}: once a day");
        }
        assert_eq!(mails.len(), 9, "and nobody else");

        let signer = Signer::open(shown.directory.path(), ORIGIN)
            .unwrap()
            .unwrap();
        let own = tempfile::tempdir().unwrap();
        let memory = Memory::new(own.path());
        for (day, mail) in of("revision@ekebro.example").into_iter().enumerate() {
            let subject = mail["headers"]["subject"].as_str().unwrap();
            assert!(subject.starts_with("Loggens kontrollpunkt: "), "{subject}");
            let file = mail["files"]["kontrollpunkt.txt"].as_str().unwrap();
            let attached = Step::find(file.as_bytes()).unwrap();
            let body = Step::find(mail["plain"].as_str().unwrap().as_bytes()).unwrap();
            assert_eq!(attached, body, "the mail itself can be saved as well");
            let found = memory.judge(signer.public().unwrap(), &attached).unwrap();
            match day {
                0 => assert!(matches!(found, Found::First(_)), "{found:?}"),
                _ => assert!(matches!(found, Found::Continues { .. }), "{found:?}"),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_party_that_does_not_answer_is_asked_again_and_the_day_has_one_anchor() {
    for shown in shown().await {
        let before = shown.size().await;
        let silent = Parties {
            authority: Some(Authority {
                // Nothing listens there.
                url: "http://127.0.0.1:1/".to_owned(),
                roots: Roots::default(),
            }),
            ..Parties::default()
        };
        for _ in 0..3 {
            shown.run(MORNING, None, silent.clone()).await;
        }
        assert_eq!(shown.size().await, before + 1, "one anchor entry");
        let runs = shown.town.runs(Job::Checkpoint).await;
        assert_eq!(runs.first(), Some(&RunOutcome::Failed));
        shown.run(MORNING, None, Parties::default()).await;
        let runs = shown.town.runs(Job::Checkpoint).await;
        assert_eq!(runs.first(), Some(&RunOutcome::Done), "{runs:?}");
        shown.run(MORNING, None, Parties::default()).await;
        assert_eq!(shown.size().await, before + 1);
    }
}

/// A refused address does not keep the others from their copy, and is said.
#[tokio::test(flavor = "multi_thread")]
async fn a_refused_address_is_a_remark() {
    for shown in shown().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let to = named(&[
            "okand@ekebro.example",
            "inte en adress",
            "revision@ekebro.example",
        ]);
        shown.run(MORNING, Some(server.port), to).await;
        assert_eq!(
            server.stop().len(),
            2,
            "the dataskyddsombud and the revision"
        );
        let runs = shown.town.runs(Job::Checkpoint).await;
        assert_eq!(runs, [RunOutcome::Partly]);
        let head = store::head(shown.town.engine.db.read(), shown.town.kommun).await;
        assert!(TreeHead::parse(&head.unwrap().unwrap().tree_head().to_string()).is_ok());
    }
}

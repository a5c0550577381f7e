//! What falls due at the disclosure desk is told to those whom it concerns, once a step, and to nobody else.

use axum::http::StatusCode;
use objektiv::account::{self, AccountId, Role};
use objektiv::db::record;
use objektiv::disclosure::delivery::{self, Delivery, DeliveryId};
use objektiv::disclosure::draft::{DraftId, Typed, store as drafts};
use objektiv::disclosure::sequel::{Fate, Sequel};
use objektiv::disclosure::{self, Disclosure, DisclosureId, Medium};
use objektiv::hold::{Hold, HoldId, HoldKind};
use objektiv::organisation::Unit;
use objektiv::reminder::alert::{Alert, AlertKind};
use objektiv::reminder::store;
use objektiv::site::{Marking, SiteId};
use objektiv::texts::Loc;
use objektiv::web::form::Values;
use serde_json::json;
use time::macros::date;

use super::mail::{Server, plain};
use super::pages::Browser;
use super::{MORNING, Town, days};
use crate::desk::taken;
use crate::engine::engines;

const OFFICER: &str = "per@ekebro.example";
const REFERENCE: &str = "5000-K777-26";

struct Desk {
    town: Town,
    site: SiteId,
    officer: AccountId,
    colleague: AccountId,
}

async fn desks() -> Vec<Desk> {
    let mut desks = Vec::new();
    for engine in engines().await {
        let town = Town::found(engine).await;
        let unit = Some(town.unit);
        let officer = town.person("Per Holm", OFFICER, Role::Officer, unit).await;
        let colleague = "olle@ekebro.example";
        let colleague = town.person("Olle Ek", colleague, Role::Officer, unit).await;
        let site = town.site(|_| {}).await;
        desks.push(Desk {
            town,
            site,
            officer,
            colleague,
        });
    }
    desks
}

impl Desk {
    async fn told(&self, person: AccountId) -> Vec<Alert> {
        let (db, kommun) = (self.town.engine.db.read(), self.town.kommun);
        let all = store::alert::of_person(db, kommun, person, false, 1000);
        all.await.unwrap()
    }

    /// What a person was told of a kind, the newest first: since when, and whether it still stands.
    async fn of(&self, person: AccountId, kind: AlertKind) -> Vec<(time::Date, bool)> {
        let mut told = self.told(person).await;
        told.retain(|alert| alert.failure.kind == kind);
        told.iter()
            .map(|alert| (alert.since_on, alert.open))
            .collect()
    }

    async fn day(&self, day: i64) {
        self.town.tell(MORNING + days(day)).await;
    }

    async fn gagged(&self) -> HoldId {
        let hold = Hold {
            kind: HoldKind::PreservationOrder,
            reference: REFERENCE.into(),
            issued_by: "Åklagarkammaren".into(),
            reason: "Förundersökning".into(),
            owner: Some(self.officer),
            decided_on: date!(2026 - 10 - 01),
            ends_on: Some(date!(2026 - 12 - 10)),
            gag: true,
            ..Hold::at(self.site, MORNING - days(50))
        };
        self.town.record(&hold).await
    }

    async fn disclosed(&self, more: serde_json::Value) -> DisclosureId {
        let mut disclosure = json!({
            "site": self.site, "number": 0, "recipient": "enskild", "matter": "Inbrott", "channel": "skriftligt",
            "received_at": "2026-11-20T08:00:00Z", "ground": "TF_2_15", "decided_on": "2026-11-20",
            "decided_by": "Per Holm", "cameras": [], "interval_from": "2026-11-19T08:00:00Z",
            "interval_until": "2026-11-19T09:00:00Z", "files": [], "medium": "inget",
        });
        disclosure
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let disclosure: Disclosure = serde_json::from_value(disclosure).unwrap();
        let tx = self.town.engine.db.begin_write().await.unwrap();
        let key = format!("{disclosure:?}");
        let recorded =
            disclosure::store::record(&tx, self.town.kommun, &disclosure, taken(&key), MORNING)
                .await;
        tx.commit().await.unwrap();
        recorded.unwrap().recorded.id
    }
}

impl Desk {
    /// A stick that left with footage from a site.
    async fn copied(&self, site: SiteId) -> (DisclosureId, DeliveryId) {
        let disclosure = self
            .disclosed(json!({ "site": site, "medium": "usb" }))
            .await;
        let copy = Delivery {
            disclosure,
            number: 1,
            entry: 1,
            delivered_at: MORNING,
            delivered_by: "Per Holm".into(),
            received_by: "Insp. M. Holm".into(),
            medium: Medium::Usb,
            medium_reference: "USB 1".into(),
            note: String::new(),
        };
        let (db, kommun) = (&self.town.engine.db, self.town.kommun);
        let tx = db.begin_write().await.unwrap();
        let key = disclosure.to_string();
        let handed = delivery::store::record(&tx, kommun, &copy, &key, MORNING).await;
        tx.commit().await.unwrap();
        (disclosure, handed.unwrap().0.id)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gagged_order_reminds_its_owner_and_the_dataskyddsombud_once_a_step_and_nobody_else() {
    for desk in desks().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let hold = desk.gagged().await;
        for day in [0, 0, 1, 11, 18, 25] {
            desk.town
                .run_with(MORNING + days(day), &plain(server.port))
                .await;
        }
        let steps = [
            (date!(2026 - 12 - 10), true),
            (date!(2026 - 12 - 03), false),
            (date!(2026 - 11 - 10), false),
        ];
        for person in [desk.officer, desk.town.dpo] {
            assert_eq!(desk.of(person, AlertKind::OwnDate).await, steps);
        }
        for person in [desk.colleague, desk.town.manager] {
            assert!(desk.of(person, AlertKind::OwnDate).await.is_empty());
        }
        let mut officer = Browser::signed_in(desk.town.app(MORNING), OFFICER).await;
        let (_, page) = officer.get("/paminnelser").await;
        assert!(
            page.contains("Ett datum som du bevakar") && !page.contains(REFERENCE),
            "{page}"
        );
        let link = format!("/bevaranden/{hold}");
        assert!(page.contains(&link));
        assert_eq!(officer.get(&link).await.0, StatusCode::OK);
        for mail in server.stop() {
            let body = format!("{}{}", mail["plain"], mail["html"]);
            for word in [REFERENCE, "bevarande", "klagar", "relägg"] {
                assert!(!body.contains(word), "{word} is in {body}");
            }
        }
        // Lifted, it reminds nobody.
        let (db, kommun) = (desk.town.engine.db.read(), desk.town.kommun);
        let body = "UPDATE hold SET body = replace(body, '\"lifted_on\":null', '\"lifted_on\":\"2026-12-18\"')";
        desk.town.engine.meddle(body, []).await;
        let lifted = record::find::<Hold>(db, kommun, hold)
            .await
            .unwrap()
            .unwrap();
        assert!(lifted.data.lifted_on.is_some());
        desk.day(27).await;
        assert!(
            desk.told(desk.officer)
                .await
                .iter()
                .all(|alert| !alert.open)
        );
    }
}

async fn draft(desk: &Desk, typed: Values) -> DraftId {
    let (db, kommun) = (&desk.town.engine.db, desk.town.kommun);
    let people = account::store::all(db.read(), kommun).await.unwrap();
    let holder = people
        .iter()
        .find(|person| person.id == desk.officer)
        .unwrap();
    let tx = db.begin_write().await.unwrap();
    let typed = Typed::new(&typed);
    let begun = drafts::begin(&*tx, kommun, desk.site, holder, (&typed, "nyckel"), MORNING).await;
    tx.commit().await.unwrap();
    begun.unwrap()
}

async fn is_there(desk: &Desk, id: DraftId) -> bool {
    let db = desk.town.engine.db.read();
    drafts::find(db, desk.town.kommun, id)
        .await
        .unwrap()
        .is_some()
}

#[tokio::test]
async fn a_draft_that_nobody_goes_on_with_is_removed_a_week_after_its_holder_was_told_and_not_before()
 {
    for desk in desks().await {
        let id = draft(&desk, Values::default().text("matter", "Skadegörelse")).await;
        desk.day(22).await;
        assert!(desk.told(desk.officer).await.is_empty());
        // The service is down on the day on which it should have been told.
        desk.day(29).await;
        assert_eq!(desk.of(desk.officer, AlertKind::DraftEnds).await.len(), 1);
        assert!(desk.told(desk.colleague).await.is_empty());
        for day in [30, 35] {
            desk.day(day).await;
            assert!(is_there(&desk, id).await, "{day}");
        }
        desk.day(36).await;
        assert!(!is_there(&desk, id).await);
        let left = "SELECT 1 FROM disclosure_draft WHERE body LIKE '%Skade%'".to_owned();
        let left = sea_orm::Statement::from_string(desk.town.engine.backend(), left);
        let db = desk.town.engine.db.read();
        let found = sea_orm::ConnectionTrait::query_one_raw(db, left).await;
        assert!(
            found.unwrap().is_none(),
            "nothing of what was typed is left"
        );
        desk.day(37).await;
        assert_eq!(desk.of(desk.officer, AlertKind::DraftEnds).await.len(), 1);
    }
}

#[tokio::test]
async fn a_draft_that_is_saved_again_stays() {
    for desk in desks().await {
        let id = draft(&desk, Values::default()).await;
        desk.day(24).await;
        let (db, kommun) = (&desk.town.engine.db, desk.town.kommun);
        let open = drafts::find(db.read(), kommun, id).await.unwrap().unwrap();
        let people = account::store::all(db.read(), kommun).await.unwrap();
        let holder = people
            .iter()
            .find(|person| person.id == desk.officer)
            .unwrap();
        let tx = db.begin_write().await.unwrap();
        let saved = drafts::save(&*tx, kommun, &open, holder, &open.typed, MORNING + days(25));
        assert!(saved.await.unwrap());
        tx.commit().await.unwrap();
        desk.day(32).await;
        assert!(is_there(&desk, id).await);
        assert!(
            desk.told(desk.officer)
                .await
                .iter()
                .all(|alert| !alert.open)
        );
    }
}

#[tokio::test]
async fn a_request_that_waits_at_the_desk_is_told_to_whoever_holds_it() {
    for desk in desks().await {
        let typed = Values::default()
            .text("ground", "GDPR_15")
            .text("received_at", "2026-11-10");
        draft(&desk, typed).await;
        for day in [0, 11, 18, 19] {
            desk.day(day).await;
        }
        let expected = [
            (date!(2026 - 12 - 10), true),
            (date!(2026 - 12 - 03), false),
        ];
        assert_eq!(desk.of(desk.officer, AlertKind::AccessDue).await, expected);
        assert!(desk.told(desk.colleague).await.is_empty());
    }
}

#[tokio::test]
async fn a_refusal_is_followed_until_the_window_of_appeal_has_closed() {
    for desk in desks().await {
        let refused = json!({ "decision": "avslag", "decision_asked_for": true, "written_decision": true,
                              "served_on": "2026-11-23" });
        desk.disclosed(refused).await;
        let waiting =
            json!({ "decision": "avslag", "decision_asked_for": true, "matter": "Cykel" });
        let waiting = desk.disclosed(waiting).await;
        for day in [0, 1, 22, 23, 24, 31] {
            desk.day(day).await;
        }
        for person in [desk.officer, desk.colleague] {
            // 14 December is a Monday.
            let appeal = desk.of(person, AlertKind::AppealEnds).await;
            assert_eq!(appeal, [(date!(2026 - 12 - 14), false)]);
            let owed = desk.of(person, AlertKind::DecisionOwed).await;
            assert_eq!(owed, [(date!(2026 - 11 - 21), true)]);
        }
        assert!(
            desk.of(desk.town.manager, AlertKind::AppealEnds)
                .await
                .is_empty()
        );
        // Corrected, it is the correction that counts.
        let corrected = json!({ "decision": "avslag", "decision_asked_for": true, "written_decision": true,
                                "matter": "Cykel", "corrects": waiting, "served_on": "2026-12-20",
                                "correction": { "number": 2, "entry": 5, "reason": "Beslutet är skrivet" } });
        desk.disclosed(corrected).await;
        desk.day(32).await;
        let owed = desk.of(desk.officer, AlertKind::DecisionOwed).await;
        assert_eq!(owed, [(date!(2026 - 11 - 21), false)]);
    }
}

#[tokio::test]
async fn copies_on_loose_media_are_asked_for_until_each_is_accounted_for() {
    for desk in desks().await {
        let (disclosure, handed) = desk.copied(desk.site).await;
        let asked = date!(2027 - 01 - 30);
        let until = (asked - MORNING.date()).whole_days();
        desk.day(until - 1).await;
        assert!(desk.of(desk.officer, AlertKind::CopiesOut).await.is_empty());
        for day in [until, until + 1] {
            desk.day(day).await;
        }
        assert_eq!(
            desk.of(desk.officer, AlertKind::CopiesOut).await,
            [(asked, true)]
        );
        let fate = Sequel {
            site: desk.site,
            disclosure,
            delivery: Some(handed),
            outcome: None,
            fate: Some(Fate::Destroyed),
            on: asked,
            told_by: String::new(),
            note: String::new(),
        };
        desk.town.record(&fate).await;
        desk.day(until + 2).await;
        assert_eq!(
            desk.of(desk.officer, AlertKind::CopiesOut).await,
            [(asked, false)]
        );
    }
}

#[tokio::test]
async fn a_copy_from_a_secret_site_is_counted_for_those_alone_who_know_of_it() {
    for desk in desks().await {
        let elsewhere: Unit =
            serde_json::from_value(json!({ "name": "Tekniska förvaltningen" })).unwrap();
        let elsewhere = Some(desk.town.record(&elsewhere).await);
        let email = "siv@ekebro.example";
        let stranger = desk
            .town
            .person("Siv Alm", email, Role::Officer, elsewhere)
            .await;
        let secret = desk.town.site(|site| site.marking = Marking::Whole).await;
        desk.copied(desk.site).await;
        desk.copied(secret).await;
        desk.day((date!(2027 - 01 - 30) - MORNING.date()).whole_days())
            .await;
        for (person, count) in [(desk.officer, "2 kopior"), (stranger, "En kopia")] {
            let mut told = desk.told(person).await;
            told.retain(|alert| alert.failure.kind == AlertKind::CopiesOut);
            assert_eq!(told.len(), 1);
            let detail = Loc::sv().kept(&told[0].failure.detail);
            assert!(detail.starts_with(count), "{detail}");
        }
    }
}

//! Every night each recorder is asked; one that tells nothing is seen on its page and told to whoever can mend it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use objektiv::account::Role;
use objektiv::jobs::Jobs;
use objektiv::recorder::ask::address::Loopback;
use objektiv::recorder::ask::secret::Locker;
use objektiv::recorder::ask::{Access, Asking, System};
use objektiv::recorder::store::access::{self, Kept, bound_to};
use objektiv::recorder::store::check;
use objektiv::recorder::{Recorder, RecorderId, RecorderKind};
use objektiv::reminder::job::{Job, RunOutcome};
use objektiv::texts::Loc;
use objektiv::web::App;
use time::OffsetDateTime;
use time::macros::{date, datetime};

use super::mail::{Server, plain};
use super::pages::Browser;
use super::{DECISION, MORNING, Town, days, steps};
use crate::engine::engines;

const ADMIN: &str = "sara@ekebro.example";

struct Watch {
    town: Town,
    recorder: RecorderId,
    asking: Asking,
    /// Whether the recorder answers.
    up: Arc<AtomicBool>,
    _folder: tempfile::TempDir,
}

impl Watch {
    async fn on(town: Town) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let asking = Asking {
            loopback: Loopback::Allowed,
            key_file: folder.path().join("secrets.key"),
        };
        let recorder = Recorder {
            name: "NVR Hedeskolan".into(),
            kind: RecorderKind::Nvr,
            ..Recorder::unnamed()
        };
        let recorder = town.record(&recorder).await;
        let up = Arc::new(AtomicBool::new(false));
        let locker = Locker::open(&asking.key_file).unwrap();
        let bound = bound_to(town.kommun, recorder);
        let kept = Kept {
            recorder,
            access: Access {
                system: System::ZoneMinder,
                address: zoneminder(Arc::clone(&up)).await,
                user: "objektiv".into(),
                fingerprint: String::new(),
            },
            locked: locker.lock("mycket hemligt", &bound).unwrap(),
        };
        let tx = town.engine.db.begin_write().await.unwrap();
        access::set(&*tx, town.kommun, &kept).await.unwrap();
        tx.commit().await.unwrap();
        let (name, email) = ("Sara Nyman", ADMIN);
        town.person(name, email, Role::Administrator, None).await;
        Self {
            town,
            recorder,
            asking,
            up,
            _folder: folder,
        }
    }

    fn app(&self, at: OffsetDateTime) -> App {
        self.town.app(at).asking(self.asking.clone())
    }

    async fn night(&self, at: OffsetDateTime) {
        Jobs::new(self.app(at), None).tick_all().await;
    }

    async fn checks(&self) -> Vec<String> {
        let db = self.town.engine.db.read();
        let found = check::newest(db, self.town.kommun, self.recorder, 100);
        let found = found.await.unwrap();
        let l = Loc::sv();
        let told = found.into_iter().map(|one| one.data.failure);
        told.map(|failure| l.kept(&failure)).collect()
    }

    async fn page(&self, at: OffsetDateTime, path: &str) -> String {
        let mut browser = Browser::signed_in(self.app(at), ADMIN).await;
        browser.get(path).await.1
    }
}

/// What a `ZoneMinder` without cameras answers, while it is up.
async fn zoneminder(up: Arc<AtomicBool>) -> String {
    let json = |text: &'static str| get(move || async move { text });
    let routes = Router::new()
        .route(
            "/zm/api/host/login.json",
            post(|| async { ([(header::SET_COOKIE, "ZMSESSID=abc; path=/")], "{}") }),
        )
        .route(
            "/zm/api/host/getTimeZone.json",
            json("{\"tz\":\"Europe/Stockholm\"}"),
        )
        .route("/zm/api/monitors.json", json("{\"monitors\":[]}"))
        .route("/zm/api/storage.json", json("{}"))
        .layer(axum::middleware::from_fn(
            move |request: axum::extract::Request, next: axum::middleware::Next| {
                let up = Arc::clone(&up);
                async move {
                    if up.load(Ordering::Relaxed) {
                        next.run(request).await
                    } else {
                        StatusCode::SERVICE_UNAVAILABLE.into_response()
                    }
                }
            },
        ));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}/zm")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recorder_that_is_silent_is_on_its_page_and_told_to_the_administrator_once_until_it_speaks()
 {
    for engine in engines().await {
        let watch = Watch::on(Town::found(engine).await).await;
        for day in 0..3 {
            watch.night(MORNING + days(day)).await;
        }
        assert_eq!(watch.checks().await.len(), 3, "a check a night");
        let page = watch.page(MORNING, "/inspelare/1").await;
        assert!(page.contains("Inspelaren svarar med status 503"), "{page}");
        for english in ["/en/inspelare/1", "/en/paminnelser"] {
            let page = watch.page(MORNING, english).await;
            let said = "The recorder answers with status 503";
            assert!(page.contains(said), "{english}: {page}");
            assert!(!page.contains("Inspelaren svarar"), "{english}: {page}");
        }
        let page = watch.page(MORNING, "/paminnelser").await;
        let told = "Inspelaren svarar inte som den ska: NVR Hedeskolan";
        assert!(page.contains("Sedan 2026-11-22."), "{page}");
        assert_eq!(
            page.matches(&format!("<span>{told}</span>")).count(),
            1,
            "{page}"
        );
        assert!(page.contains("o-nav__count"));
        let runs = watch.town.runs(Job::RecorderChecks).await;
        assert_eq!(runs[0], RunOutcome::Partly);
        let page = watch.page(MORNING, "/schemalaggaren").await;
        assert!(
            page.contains("did not tell what they have: NVR Hedeskolan"),
            "{page}"
        );

        watch.up.store(true, Ordering::Relaxed);
        watch.night(MORNING + days(3)).await;
        assert_eq!(watch.checks().await[0], "");
        assert_eq!(
            watch.town.runs(Job::RecorderChecks).await[0],
            RunOutcome::Done
        );
        let page = watch.page(MORNING, "/paminnelser").await;
        assert!(!page.contains(told), "{page}");
        let page = watch.page(MORNING, "/paminnelser?visa=alla").await;
        assert!(
            page.contains(told) && page.contains("Fungerar igen."),
            "{page}"
        );

        watch.up.store(false, Ordering::Relaxed);
        watch.night(MORNING + days(4)).await;
        let page = watch.page(MORNING, "/paminnelser").await;
        assert!(page.contains("Sedan 2026-11-26."), "told anew: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_recorder_is_marked_as_read_by_the_one_who_was_told_and_nobody_else() {
    for engine in engines().await {
        let watch = Watch::on(Town::found(engine).await).await;
        watch.night(MORNING).await;
        let mut dpo = Browser::signed_in(watch.app(MORNING), "vera@ekebro.example").await;
        let (_, page) = dpo.get("/paminnelser?visa=alla").await;
        assert!(!page.contains("NVR Hedeskolan"), "{page}");
        dpo.post("/paminnelser/drift/1/last", "").await;
        assert!(
            watch
                .page(MORNING, "/paminnelser")
                .await
                .contains("NVR Hedeskolan")
        );
        let mut admin = Browser::signed_in(watch.app(MORNING), ADMIN).await;
        admin.post("/paminnelser/drift/1/last", "").await;
        assert!(
            !watch
                .page(MORNING, "/paminnelser")
                .await
                .contains("NVR Hedeskolan")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_recorder_is_mailed_once_to_the_administrator() {
    for engine in engines().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let watch = Watch::on(Town::found(engine).await).await;
        for day in 0..2 {
            let mailer = Some(plain(server.port));
            let jobs = Jobs::new(watch.app(MORNING + days(day)), mailer);
            jobs.tick_all().await;
        }
        let mails = server.stop();
        assert_eq!(mails.len(), 1, "{mails:#?}");
        assert_eq!(mails[0]["recipients"][0], ADMIN);
        for body in ["plain", "html"] {
            let body = mails[0][body].as_str().unwrap();
            for words in [
                "Inspelaren svarar inte som den ska: NVR Hedeskolan",
                "Inspelaren svarar med status 503",
                "https://kamera.ekebro.example/inspelare/1",
            ] {
                assert!(body.contains(words), "{words} is missing in {body}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_wait_for_the_recorders_of_the_night_but_not_beyond_the_morning() {
    for engine in engines().await {
        let watch = Watch::on(Town::found(engine).await).await;
        watch.town.site_with_decision(date!(2026 - 12 - 24)).await;
        let told = async || steps(&watch.town.told(watch.town.manager, DECISION).await).len();
        // Just after midnight in Sweden, and at five in the morning.
        for (at, before, after) in [
            (datetime!(2026-11-21 23:11 UTC), 0, 1),
            (datetime!(2026-11-24 04:01 UTC), 2, 2),
        ] {
            let jobs = Jobs::new(watch.app(at), None);
            jobs.tick(Job::Notices).await;
            assert_eq!(told().await, before, "{at}");
            jobs.tick(Job::RecorderChecks).await;
            jobs.tick(Job::Notices).await;
            assert_eq!(told().await, after, "{at}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_cannot_be_unlocked_is_a_check_that_saw_nothing() {
    for engine in engines().await {
        let watch = Watch::on(Town::found(engine).await).await;
        std::fs::remove_file(&watch.asking.key_file).unwrap();
        watch.night(MORNING).await;
        let why = &watch.checks().await[0];
        assert!(why.contains("går inte att låsa upp"), "{why}");
    }
}

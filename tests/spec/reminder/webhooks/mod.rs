//! Other systems are told of each step once, signed so that they can tell; what does not arrive is tried again.

mod signature;
mod trouble;

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::post;
use objektiv::account::Role;
use objektiv::jobs::Jobs;
use objektiv::recorder::ask::Asking;
use objektiv::recorder::ask::address::Loopback;
use objektiv::reminder::job::Job;
use objektiv::web::App;
use objektiv::webhook::{Sent, Webhook, store};
use time::OffsetDateTime;

use super::pages::Browser;
use super::{MORNING, Town};

const ADMIN: &str = "sara@ekebro.example";
const PAGE: &str = "/administration/webhookar";

#[derive(Debug, Clone)]
struct Received {
    id: String,
    timestamp: String,
    signature: String,
    body: String,
}

/// A system that receives: it answers with a status, and remembers what it was sent.
struct Receiver {
    address: String,
    status: Arc<AtomicU16>,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Receiver {
    async fn start() -> Self {
        let status = Arc::new(AtomicU16::new(204));
        let received = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen) = (Arc::clone(&status), Arc::clone(&received));
        let take = move |headers: HeaderMap, body: String| {
            let (answer, seen) = (Arc::clone(&answer), Arc::clone(&seen));
            async move {
                let header = |name: &str| headers[name].to_str().unwrap().to_owned();
                seen.lock().unwrap().push(Received {
                    id: header("webhook-id"),
                    timestamp: header("webhook-timestamp"),
                    signature: header("webhook-signature"),
                    body,
                });
                let status = StatusCode::from_u16(answer.load(Ordering::Relaxed)).unwrap();
                let elsewhere = [(header::LOCATION, "http://169.254.169.254/")];
                (status, elsewhere).into_response()
            }
        };
        let routes = Router::new().route("/in", post(take));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/in", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self {
            address,
            status,
            received,
        }
    }

    fn answers(&self, status: u16) {
        self.status.store(status, Ordering::Relaxed);
    }

    fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

struct Wired {
    town: Town,
    asking: Asking,
    receiver: Receiver,
    secret: String,
    _folder: tempfile::TempDir,
}

impl Wired {
    /// A town with an administrator, who has added the receiver on the page.
    async fn up(town: Town) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let asking = Asking {
            loopback: Loopback::Allowed,
            key_file: folder.path().join("secrets.key"),
        };
        town.person("Sara Nyman", ADMIN, Role::Administrator, None)
            .await;
        let mut wired = Self {
            town,
            asking,
            receiver: Receiver::start().await,
            secret: String::new(),
            _folder: folder,
        };
        let mut admin = wired.admin().await;
        let (status, page) = admin.post(PAGE, &typed(&wired.receiver.address)).await;
        assert_eq!(status, StatusCode::CREATED, "{page}");
        let from = page.find("whsec_").unwrap();
        let secret: String = page[from..].chars().take_while(|c| *c != '<').collect();
        wired.secret = secret;
        wired
    }

    fn app(&self, at: OffsetDateTime) -> App {
        self.town.app(at).asking(self.asking.clone())
    }

    async fn admin(&self) -> Browser {
        Browser::signed_in(self.app(MORNING), ADMIN).await
    }

    async fn tick(&self, at: OffsetDateTime) {
        let jobs = Jobs::new(self.app(at), None);
        jobs.tick(Job::Notices).await;
        jobs.tick(Job::Webhooks).await;
    }

    async fn webhook(&self) -> Webhook {
        let all = store::all(self.town.engine.db.read(), self.town.kommun).await;
        all.unwrap().remove(0)
    }

    async fn messages(&self) -> Vec<Sent> {
        let id = self.webhook().await.id;
        let db = self.town.engine.db.read();
        store::newest(db, self.town.kommun, id, 100).await.unwrap()
    }
}

fn typed(address: &str) -> String {
    let form = [("name", "Ärendehanteringen"), ("address", address)];
    serde_urlencoded::to_string(form).unwrap()
}

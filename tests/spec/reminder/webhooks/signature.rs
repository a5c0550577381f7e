//! What arrives, and by whom it is known to be sent.

use std::io::Write;
use std::process::{Command, Stdio};

use axum::http::StatusCode;
use objektiv::webhook::{WebhookId, store};
use serde_json::Value;
use time::macros::date;

use super::super::{MORNING, Town, days};
use super::{PAGE, Received, Wired};
use crate::engine::engines;

/// HMAC-SHA256 by openssl, in base64.
fn openssl(secret: &str, message: &Received) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    let key = STANDARD
        .decode(secret.strip_prefix("whsec_").unwrap())
        .unwrap();
    let key: Vec<String> = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let key = key.concat();
    let mut child = Command::new("openssl")
        .args(["dgst", "-sha256", "-binary", "-mac", "HMAC", "-macopt"])
        .arg(format!("hexkey:{key}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let signed = format!("{}.{}.{}", message.id, message.timestamp, message.body);
    child
        .stdin
        .take()
        .unwrap()
        .write_all(signed.as_bytes())
        .unwrap();
    STANDARD.encode(child.wait_with_output().unwrap().stdout)
}

/// Whether the reference library takes the message; `None`, said aloud, where it is not installed.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the Python of the tests is told by the environment, and a check that is skipped says so"
)]
fn reference_takes(secret: &str, message: &Received) -> Option<bool> {
    // Its clock is the machine's: the test's own instant is put in its place.
    const VERIFY: &str = "
import sys, datetime
from standardwebhooks import webhooks
secret, id, at, signature, body = sys.argv[1:]
class Then(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(int(at), tz)
webhooks.datetime = Then
headers = {'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature}
webhooks.Webhook(secret).verify(body, headers)
";
    let python = std::env::var("OBJEKTIV_TEST_PYTHON").ok();
    let known = python.filter(|python| {
        let mut import = Command::new(python);
        import
            .args(["-c", "import standardwebhooks"])
            .stderr(Stdio::null());
        import.status().is_ok_and(|status| status.success())
    });
    let Some(python) = known else {
        eprintln!(
            "SKIPPED: the signature was not shown to standardwebhooks; tests/run installs it"
        );
        return None;
    };
    let arguments = [
        secret,
        &message.id,
        &message.timestamp,
        &message.signature,
        &message.body,
    ];
    let verified = Command::new(python)
        .args(["-c", VERIFY])
        .args(arguments)
        .output()
        .unwrap();
    Some(verified.status.success())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_arrives_once_with_a_signature_that_others_can_verify() {
    for engine in engines().await {
        let wired = Wired::up(Town::found(engine).await).await;
        let site = wired.town.site_with_decision(date!(2026 - 12 - 24)).await;
        for day in 0..4 {
            wired.tick(MORNING + days(day)).await;
            wired.tick(MORNING + days(day)).await;
        }
        let received = wired.receiver.received();
        let decision: Vec<&Received> = received
            .iter()
            .filter(|one| one.body.contains("decision-in-effect"))
            .collect();
        assert_eq!(decision.len(), 2, "90 and 30 days: {received:#?}");
        let body: Value = serde_json::from_str(&decision[1].body).unwrap();
        assert_eq!(body["type"], "deadline.step_reached");
        assert_eq!(body["data"]["step"], 30);
        assert_eq!(body["data"]["reference"], "EKB-0001");
        assert_eq!(body["data"]["due_on"], "2026-12-24");
        let url =
            format!("https://kamera.ekebro.example/bevakningar/{site}#regel-decision-in-effect");
        assert_eq!(body["data"]["url"], url);
        for one in &received {
            assert_eq!(one.signature, format!("v1,{}", openssl(&wired.secret, one)));
            assert_ne!(reference_takes(&wired.secret, one), Some(false));
            let forged = Received {
                body: one.body.replace("30", "31") + " ",
                ..one.clone()
            };
            assert_ne!(reference_takes(&wired.secret, &forged), Some(true));
            for name in ["Åkesson", "Hedeskolan", "KS 2026/12"] {
                assert!(!one.body.contains(name), "{name} in {}", one.body);
            }
        }
        let mut ids: Vec<&str> = received.iter().map(|one| one.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), received.len(), "each has its own name");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_shown_once_and_lies_in_the_database_locked() {
    for engine in engines().await {
        let wired = Wired::up(Town::found(engine).await).await;
        let mut admin = wired.admin().await;
        let (_, page) = admin.get(&format!("{PAGE}/1")).await;
        assert!(
            page.contains("Ärendehanteringen") && !page.contains("whsec_"),
            "{page}"
        );
        let (db, kommun) = (wired.town.engine.db.read(), wired.town.kommun);
        let locked = store::locked(db, kommun, WebhookId(1))
            .await
            .unwrap()
            .unwrap();
        assert!(!locked.is_empty() && !locked.contains(&wired.secret[6..]));
        let (status, page) = admin.post(&format!("{PAGE}/1/hemlighet"), "").await;
        assert_eq!(status, StatusCode::CREATED);
        assert!(page.contains("whsec_") && !page.contains(&wired.secret));
        let (_, history) = admin.get("/administration/historik").await;
        assert!(history.contains("Hemligheten är bytt"), "{history}");
        assert!(!history.contains("whsec_"));
    }
}

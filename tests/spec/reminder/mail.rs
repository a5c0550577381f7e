//! Mail to a real SMTP server: aiosmtpd, run by the Python that `OBJEKTIV_TEST_PYTHON` names (`tests/run` sets it).

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use objektiv::account::Role;
use objektiv::config::MailArgs;
use objektiv::reminder::job::{Condition, Job, RunOutcome, health};
use objektiv::reminder::mail::Mailer;
use objektiv::reminder::store;
use serde_json::Value;
use time::macros::{date, datetime};

use super::{MORNING, Town, days};
use crate::engine::engines;

/// A mail server of the tests; it stops when it is dropped.
pub struct Server {
    process: Child,
    /// Read as it is said: a server that nobody listens to would stop in the middle of a mail.
    said: Receiver<String>,
    pub port: u64,
}

impl Server {
    /// `None`, said aloud, where there is no Python with aiosmtpd.
    pub fn start(arguments: &[&str]) -> Option<Self> {
        let Some(python) = python() else {
            skipped();
            return None;
        };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/smtp_server.py");
        let mut process = Command::new(python)
            .arg(script)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let (tell, said) = channel();
        std::thread::spawn(move || {
            let lines = output.lines().map_while(Result::ok);
            lines.for_each(|line| drop(tell.send(line)));
        });
        let mut server = Self {
            process,
            said,
            port: 0,
        };
        server.port = server.next()["port"].as_u64().unwrap();
        Some(server)
    }

    /// What the server says next: waits for it.
    fn next(&self) -> Value {
        let line = self.said.recv().unwrap_or_default();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("the mail server stopped"))
    }

    /// Everything it has accepted and not said yet.
    pub fn stop(mut self) -> Vec<Value> {
        drop(self.process.stdin.take());
        self.process.wait().unwrap();
        let lines = self.said.iter();
        lines
            .map(|line| serde_json::from_str(&line).unwrap())
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the Python of the tests is told by the environment"
)]
fn python() -> Option<String> {
    std::env::var("OBJEKTIV_TEST_PYTHON").ok()
}

#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn skipped() {
    eprintln!("SKIPPED: no mail was sent in this test; set OBJEKTIV_TEST_PYTHON as tests/run does");
}

fn mailer(smtp: String, smtp_ca: Option<PathBuf>) -> Mailer {
    let args = MailArgs {
        smtp: Some(smtp),
        mail_from: "Objektiv <objektiv@ekebro.example>".into(),
        smtp_ca,
    };
    Mailer::new(&args).unwrap().unwrap()
}

pub fn plain(port: u64) -> Mailer {
    mailer(format!("smtp://127.0.0.1:{port}"), None)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_person_gets_one_mail_in_plain_text_and_html_with_links_to_the_findings() {
    for engine in engines().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let town = Town::found(engine).await;
        let first = town.site_with_decision(date!(2026 - 12 - 24)).await;
        town.site_with_decision(date!(2026 - 11 - 25)).await;
        town.run_with(MORNING, &plain(server.port)).await;
        town.run_with(MORNING, &plain(server.port)).await;
        let mails = server.stop();
        let of_manager: Vec<&Value> = mails
            .iter()
            .filter(|mail| mail["recipients"][0] == "marta@ekebro.example")
            .collect();
        assert_eq!(of_manager.len(), 1, "{mails:#?}");
        let mail = of_manager[0];
        assert_eq!(mail["type"], "multipart/alternative");
        let header = |name: &str| mail["headers"][name].as_str().unwrap();
        assert_eq!(header("to"), "Märta Åkesson <marta@ekebro.example>");
        assert_eq!(header("from"), "Objektiv <objektiv@ekebro.example>");
        assert_eq!(header("auto-submitted"), "auto-generated");
        assert!(
            header("date").starts_with("Sun, 22 Nov 2026 07:00:00"),
            "{}",
            header("date")
        );
        assert!(header("subject").ends_with("påminnelser från Objektiv – Ekebro kommun"));
        let link =
            format!("https://kamera.ekebro.example/bevakningar/{first}#regel-decision-in-effect");
        for body in ["plain", "html"] {
            let body = mail[body].as_str().unwrap();
            for words in [
                "Hej Märta Åkesson!",
                "Hedeskolan (EKB-0001)",
                "32 dagar kvar",
                "3 dagar kvar",
                "KS 2026/12",
                &link,
                "https://kamera.ekebro.example/paminnelser",
            ] {
                assert!(body.contains(words), "{words} is missing in {body}");
            }
        }
        assert!(
            !mail["plain"].as_str().unwrap().contains("&#"),
            "plain text is not HTML"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_goes_over_starttls_with_a_login_and_a_trusted_issuer() {
    let directory = tempfile::tempdir().unwrap();
    let [certificate, key] = ["certificate.pem", "key.pem"].map(|name| directory.path().join(name));
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
        ])
        .args([
            "-addext",
            "subjectAltName=DNS:localhost",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ])
        .arg("-out")
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    for engine in engines().await {
        let paths = [&certificate, &key].map(|path| path.to_str().unwrap());
        let arguments = [
            "--tls",
            paths[0],
            paths[1],
            "--login",
            "objektiv",
            "hemligt & långt",
        ];
        let Some(server) = Server::start(&arguments) else {
            return;
        };
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 11 - 25)).await;
        let to = |login: &str| format!("smtp+starttls://{login}@localhost:{}", server.port);
        let right = "objektiv:hemligt%20%26%20l%C3%A5ngt";
        // An issuer that nobody trusts, then a wrong password: nothing is sent, and the page says why.
        town.run_with(MORNING, &mailer(to(right), None)).await;
        town.run_with(
            MORNING,
            &mailer(to("objektiv:fel"), Some(certificate.clone())),
        )
        .await;
        assert_eq!(town.runs(Job::Mail).await, [RunOutcome::Failed; 2]);
        town.run_with(MORNING, &mailer(to(right), Some(certificate.clone())))
            .await;
        assert_eq!(town.runs(Job::Mail).await[0], RunOutcome::Done);
        let mails = server.stop();
        assert!(!mails.is_empty());
        assert!(
            mails
                .iter()
                .all(|mail| mail["encrypted"] == true && mail["signed_in"] == true)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_is_down_is_seen_on_the_health_page_and_gets_the_mail_later_once() {
    for engine in engines().await {
        let Some(gone) = Server::start(&[]) else {
            return;
        };
        let port = gone.port;
        gone.stop();
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 11 - 25)).await;
        for _ in 0..3 {
            town.run_with(MORNING, &plain(port)).await;
        }
        let of_mail = town.runs(Job::Mail).await;
        assert_eq!(
            of_mail,
            [RunOutcome::Failed],
            "the same failure is kept once"
        );
        let db = town.engine.db.read();
        let states = store::states(db, town.kommun).await.unwrap();
        let runs = store::recent(db, town.kommun, 50).await.unwrap();
        let mail = health(Job::Mail, &states, &runs, MORNING);
        assert_eq!(mail.condition, Condition::Failed);
        assert!(!mail.last.unwrap().message.is_empty());
        let unmailed = store::unmailed(db, town.kommun, MORNING.date())
            .await
            .unwrap();
        assert!(!unmailed.is_empty(), "the notices are made all the same");

        let server = Server::start(&["--port", &port.to_string()]).unwrap();
        for _ in 0..2 {
            town.run_with(MORNING, &plain(port)).await;
        }
        let mails = server.stop();
        let to_manager = mails
            .iter()
            .filter(|mail| mail["recipients"][0] == "marta@ekebro.example");
        assert_eq!(to_manager.count(), 1);
        assert!(
            store::unmailed(db, town.kommun, MORNING.date())
                .await
                .unwrap()
                .is_empty()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_refused_does_not_keep_others_from_their_mail() {
    for engine in engines().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let town = Town::found(engine).await;
        town.person("Aron Alm", "okand@ekebro.example", Role::Manager, None)
            .await;
        town.site_with_decision(date!(2026 - 11 - 25)).await;
        for _ in 0..2 {
            town.run_with(MORNING, &plain(server.port)).await;
        }
        assert_eq!(
            town.runs(Job::Mail).await,
            [RunOutcome::Partly],
            "the server is not asked again the same day"
        );
        let runs = store::recent(town.engine.db.read(), town.kommun, 50)
            .await
            .unwrap();
        let mail = runs.iter().find(|run| run.job == Job::Mail).unwrap();
        assert!(
            mail.message.contains("okand@ekebro.example"),
            "{}",
            mail.message
        );
        let mails = server.stop();
        assert!(
            mails
                .iter()
                .any(|mail| mail["recipients"][0] == "marta@ekebro.example")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_mailed_at_night_nor_what_was_read_or_mended_before_the_mail() {
    for engine in engines().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 11 - 25)).await;
        let night = datetime!(2026-11-22 03:00 UTC);
        town.run_with(night, &plain(server.port)).await;
        assert!(
            town.runs(Job::Mail).await.is_empty(),
            "it is four in the morning in Sweden"
        );
        for person in [town.manager, town.dpo] {
            store::mark_read(&town.engine.db, town.kommun, person, None, night)
                .await
                .unwrap();
        }
        town.run_with(MORNING, &plain(server.port)).await;
        assert_eq!(server.stop(), Vec::<Value>::new());
    }
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_sent_and_the_health_page_says_so() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        town.run(MORNING).await;
        town.run(MORNING + days(1)).await;
        let states = store::states(town.engine.db.read(), town.kommun)
            .await
            .unwrap();
        assert_eq!(
            health(Job::Mail, &states, &[], MORNING).condition,
            Condition::Off
        );
    }
}

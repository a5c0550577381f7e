//! A device of the tests that signs people in by digest (RFC 7616), reckoned by openssl and not by what is tried.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use objektiv::recorder::ask::address::Loopback;
use objektiv::recorder::ask::{Access, Answer, AskError, Question, System, adapter};
use objektiv::retention::Span;

use super::NOW;

const USER: &str = "objektiv";
pub const PASSWORD: &str = "mycket hemligt";

/// What was asked: the path with its query, and the body.
pub type Asked = (String, String);

pub struct Device {
    pub address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// Answers a question: path with query, and body.
type Answers = fn(&str, &str) -> Option<String>;

impl Device {
    /// `algorithm` is `MD5` or `SHA-256`.
    pub async fn start(algorithm: &'static str, answers: Answers) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        let counts = Arc::new(Mutex::new(0_u32));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let answer = move |request: Request| {
            let (heard, counts) = (Arc::clone(&heard), Arc::clone(&counts));
            async move {
                let (parts, body) = request.into_parts();
                let body = to_bytes(body, 1 << 20).await.unwrap();
                let body = String::from_utf8(body.to_vec()).unwrap();
                let path = parts.uri.path_and_query().unwrap().to_string();
                let sent = parts.headers.get(header::AUTHORIZATION);
                let sent = sent.map(|value| value.to_str().unwrap().to_owned());
                let method = parts.method.as_str().to_owned();
                let known = sent.and_then(|sent| count(&sent, algorithm, &method, &path));
                // A count that was used is a question that somebody has copied.
                let fresh = known.is_some_and(|count| {
                    let mut last = counts.lock().unwrap();
                    let fresh = count > *last;
                    *last = (*last).max(count);
                    fresh
                });
                if !fresh {
                    return challenge(algorithm);
                }
                heard.lock().unwrap().push((path.clone(), body.clone()));
                match answers(&path, &body) {
                    Some(answer) => dated(answer.into_response()),
                    None => StatusCode::NOT_FOUND.into_response(),
                }
            }
        };
        let routes = Router::new().fallback(answer);
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { address, asked }
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub async fn ask(&self, system: System, password: &str) -> Result<Answer, AskError> {
        ask_at(&self.address, system, password).await
    }
}

/// Asks whatever device is at an address.
pub async fn ask_at(address: &str, system: System, password: &str) -> Result<Answer, AskError> {
    let access = Access {
        system,
        address: address.to_owned(),
        user: USER.into(),
        fingerprint: String::new(),
    };
    let limit = |_: &str| Some(Span::of_hours(72));
    let question = Question {
        limit: &limit,
        tolerance: Span::of_hours(24),
        now: NOW,
    };
    let adapter = adapter(&access, password, Loopback::Allowed).await?;
    adapter.ask(&question).await
}

/// With a clock that is right.
fn dated(mut answer: Response<Body>) -> Response<Body> {
    let now = "Sun, 22 Nov 2026 07:30:00 GMT".parse().unwrap();
    answer.headers_mut().insert(header::DATE, now);
    answer
}

const NONCE: &str = "dcd98b7102dd2f0e8b11d0f600bfb0c093";

fn challenge(algorithm: &str) -> Response<Body> {
    let challenge = format!(
        "Digest realm=\"AXIS_ACCC8E\", nonce=\"{NONCE}\", algorithm={algorithm}, qop=\"auth\", opaque=\"5ccc\""
    );
    (
        StatusCode::UNAUTHORIZED,
        [(header::WWW_AUTHENTICATE, challenge)],
    )
        .into_response()
}

/// The count of a question that is signed by the user and password, and by nobody else.
fn count(sent: &str, algorithm: &str, method: &str, path: &str) -> Option<u32> {
    let fields = sent.strip_prefix("Digest ")?.split(", ");
    let fields: BTreeMap<&str, &str> = fields
        .filter_map(|field| field.split_once('='))
        .map(|(name, value)| (name, value.trim_matches('"')))
        .collect();
    let field = |name: &str| fields.get(name).copied().unwrap_or_default();
    let right = field("username") == USER && field("nonce") == NONCE && field("uri") == path;
    let hash = |text: &str| openssl(algorithm, text);
    let who = hash(&format!("{USER}:{}:{PASSWORD}", field("realm")));
    let what = hash(&format!("{method}:{path}"));
    let (count, once) = (field("nc"), field("cnonce"));
    let response = hash(&format!("{who}:{NONCE}:{count}:{once}:auth:{what}"));
    (right && response == field("response")).then_some(())?;
    u32::from_str_radix(count, 16).ok()
}

fn openssl(algorithm: &str, text: &str) -> String {
    let name = if algorithm == "MD5" {
        "-md5"
    } else {
        "-sha256"
    };
    let mut child = Command::new("openssl")
        .args(["dgst", name, "-r"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let said = child.wait_with_output().unwrap().stdout;
    let said = String::from_utf8(said).unwrap();
    said.split(' ').next().unwrap().to_owned()
}

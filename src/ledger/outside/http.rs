//! Asks a party outside the house, which the operator has named: that address and no other, no redirects, no proxy,
//! ten seconds, and an answer of bounded length.

use reqwest::header::CONTENT_TYPE;

use crate::outgoing;

/// Longer answers are refused.
const MAX_BYTES: usize = 64 << 10;

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub kind: String,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error("{0}")]
    Http(String),
    #[error("the answer is longer than {MAX_BYTES} bytes")]
    TooLong,
    #[error("the answer points to another address, which is not followed")]
    Redirect,
}

/// Sends `body` to `url`.
///
/// # Errors
/// When there is no answer in time, it is too long, or points elsewhere. A status is the caller's to judge.
pub async fn post(url: &str, kind: &'static str, body: Vec<u8>) -> Result<Answer, AskError> {
    // The address can hold a key, and is named by who asks.
    let failed = |error: reqwest::Error| AskError::Http(cause(&error.without_url()));
    let client = outgoing::client().build().map_err(failed)?;
    let question = client.post(url).header(CONTENT_TYPE, kind).body(body);
    let mut answer = question.send().await.map_err(failed)?;
    if answer.status().is_redirection() {
        return Err(AskError::Redirect);
    }
    let kind = answer.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_owned();
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(failed)? {
        if body.len() + part.len() > MAX_BYTES {
            return Err(AskError::TooLong);
        }
        body.extend_from_slice(&part);
    }
    Ok(Answer {
        status: answer.status().as_u16(),
        kind,
        body,
    })
}

/// An error with what lies below it: "error sending request" alone helps nobody.
fn cause(error: &dyn std::error::Error) -> String {
    let below = error.source().map(cause);
    below.map_or_else(|| error.to_string(), |below| format!("{error}: {below}"))
}

//! Asks a party outside the house, which the operator has named: that address and no other, no redirects, no proxy,
//! ten seconds, and an answer of bounded length.

use std::time::Duration;

use ureq::Agent;

/// How long a whole question may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longer answers are refused.
const MAX_BYTES: u64 = 64 << 10;

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
    #[error("the answer points to another address, which is not followed")]
    Redirect,
}

/// Sends `body` to `url` and waits. To be called where waiting is allowed.
///
/// # Errors
/// When there is no answer in time, it is too long, or points elsewhere. A status is the caller's to judge.
pub fn post(url: &str, kind: &str, body: &[u8]) -> Result<Answer, AskError> {
    let failed = |error: ureq::Error| AskError::Http(error.to_string());
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .user_agent(concat!("objektiv/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let asked = agent.post(url).header("content-type", kind).send(body);
    let mut answer = asked.map_err(failed)?;
    let status = answer.status().as_u16();
    if (300..400).contains(&status) {
        return Err(AskError::Redirect);
    }
    let kind = answer.body().mime_type().unwrap_or_default().to_owned();
    let body = answer.body_mut().with_config().limit(MAX_BYTES);
    Ok(Answer {
        status,
        kind,
        body: body.read_to_vec().map_err(failed)?,
    })
}

//! Answers that can be kept: with a tag, so that who asks again is told when nothing has changed.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Problem;

pub const JSON: &str = "application/json";
/// The caller alone may keep it, and asks every time whether it still holds.
const KEPT: HeaderValue = HeaderValue::from_static("private, no-cache");

/// A JSON answer with the tag of its bytes; 304 when the caller has it.
///
/// # Errors
/// When the value has no JSON.
pub fn json(asked: &HeaderMap, value: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_vec(value).map_err(|error| Problem::internal(&error))?;
    Ok(whole(asked, JSON, body))
}

/// The same of any kind.
pub fn whole(asked: &HeaderMap, kind: &'static str, body: Vec<u8>) -> Response {
    let tag = tag(&body);
    if has(asked, &tag) {
        return unchanged(&tag);
    }
    tagged(&tag, kind, Body::from(body))
}

/// A JSON answer that is made while it is sent. `made_of` is everything that it depends on; 304 when the caller has it.
/// What goes wrong on the way breaks the answer off, so that half of it is never taken for the whole.
pub fn stream<S>(
    asked: &HeaderMap,
    made_of: &impl Serialize,
    chunks: impl FnOnce() -> S,
) -> Response
where
    S: Stream<Item = Result<Vec<u8>, sea_orm::DbErr>> + Send + 'static,
{
    // Numbers and texts: they have a JSON.
    let tag = tag(&serde_json::to_vec(made_of).unwrap_or_default());
    if has(asked, &tag) {
        return unchanged(&tag);
    }
    let chunks = chunks().inspect(|chunk| {
        if let Err(error) = chunk {
            tracing::error!(%error, "an answer of the API was broken off");
        }
    });
    tagged(&tag, JSON, Body::from_stream(chunks))
}

/// Weak: compression makes other bytes of the same answer.
fn tag(of: &[u8]) -> String {
    format!("W/\"{}\"", crate::hex(&Sha256::digest(of)))
}

/// Whether the caller has an answer with this tag (RFC 9110, 13.1.2).
fn has(asked: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let lists = asked.get_all(header::IF_NONE_MATCH).iter();
    lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|known| known.trim() == "*" || opaque(known) == opaque(tag))
}

fn unchanged(tag: &str) -> Response {
    with_tag(StatusCode::NOT_MODIFIED.into_response(), tag)
}

fn tagged(tag: &str, kind: &'static str, body: Body) -> Response {
    with_tag(([(header::CONTENT_TYPE, kind)], body).into_response(), tag)
}

fn with_tag(mut response: Response, tag: &str) -> Response {
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, KEPT);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(tags: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, tags.parse().unwrap());
        headers
    }

    #[test]
    fn an_answer_that_the_caller_has_is_not_sent_again() {
        let tag = tag(b"[]");
        let strong = tag.trim_start_matches("W/").to_owned();
        for has in [tag.clone(), strong, format!("\"other\", {tag}"), "*".into()] {
            let response = whole(&asked(&has), JSON, b"[]".to_vec());
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{has}");
            assert_eq!(response.headers()[header::ETAG], tag);
        }
        for has_not in ["\"other\"", "W/\"\"", "", "nonsense"] {
            let response = whole(&asked(has_not), JSON, b"[]".to_vec());
            assert_eq!(response.status(), StatusCode::OK, "{has_not}");
        }
    }
}

//! The body of a submitted form: every pair as it was sent, repeated names kept, never cut or patched up.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use percent_encoding::percent_decode;

use super::form::Values;

/// Largest form, in bytes: the longest assessment with every field full is about half of it.
pub const LARGEST: usize = 1 << 20;
/// Most pairs: a hundred fields and every camera of a large site.
pub const MOST_PAIRS: usize = 5_000;

/// What a person sent with a form (`application/x-www-form-urlencoded`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted(pub Values);

/// Why a body is no form. `status` and the texts `error-400` and so on tell the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAForm {
    #[error("the body is not application/x-www-form-urlencoded")]
    Type,
    #[error(
        "the body is larger than {LARGEST} bytes or has more than {MOST_PAIRS} fields, or broke off"
    )]
    Large,
    #[error("the text of a field is not UTF-8")]
    NotUtf8,
}

impl NotAForm {
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Type => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Large => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotUtf8 => StatusCode::BAD_REQUEST,
        }
    }
}

/// Reads the body of a form.
///
/// # Errors
/// When it is not a form, too large, or not UTF-8.
pub async fn read(request: Request<Body>) -> Result<Submitted, NotAForm> {
    let stated = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = stated.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(NotAForm::Type);
    }
    let body = to_bytes(request.into_body(), LARGEST)
        .await
        .map_err(|_| NotAForm::Large)?;
    // No browser sends the character NUL from a form, and PostgreSQL keeps none.
    if body.contains(&0) || body.windows(3).any(|three| three == b"%00") {
        return Err(NotAForm::NotUtf8);
    }
    parse(&body).map(Submitted)
}

/// The pairs of an encoded form.
///
/// # Errors
/// When there are too many, or they are not UTF-8.
pub fn parse(body: &[u8]) -> Result<Values, NotAForm> {
    let mut pairs = Vec::new();
    for pair in body
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
    {
        if pairs.len() == MOST_PAIRS {
            return Err(NotAForm::Large);
        }
        let cut = pair
            .iter()
            .position(|byte| *byte == b'=')
            .unwrap_or(pair.len());
        let (name, value) = pair.split_at(cut);
        pairs.push((decode(name)?, decode(value.get(1..).unwrap_or_default())?));
    }
    Ok(Values::from_pairs(pairs))
}

fn decode(part: &[u8]) -> Result<String, NotAForm> {
    let spaced: Vec<u8> = part
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let text = percent_decode(&spaced)
        .decode_utf8()
        .map_err(|_| NotAForm::NotUtf8)?;
    Ok(text.into_owned())
}

impl<S: Send + Sync> FromRequest<S> for Submitted {
    type Rejection = StatusCode;

    async fn from_request(request: Request<Body>, _: &S) -> Result<Self, Self::Rejection> {
        read(request).await.map_err(|reason| {
            tracing::info!(%reason, "a form was refused");
            reason.status()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(kind: &str, body: impl Into<Body>) -> Request<Body> {
        Request::post("/")
            .header("content-type", kind)
            .body(body.into())
            .unwrap()
    }

    const FORM: &str = "application/x-www-form-urlencoded;charset=UTF-8";

    #[tokio::test]
    async fn repeated_names_and_empty_texts_are_kept_in_order() {
        let read = read(request(
            FORM,
            "purposes=brott&purposes=olyckor&name=%C3%85sa+%26+co&note=",
        ))
        .await
        .unwrap();
        assert_eq!(
            read.0.all("purposes").collect::<Vec<_>>(),
            ["brott", "olyckor"]
        );
        assert_eq!(read.0.first("name"), "Åsa & co");
        assert_eq!(read.0.all("note").collect::<Vec<_>>(), [""]);
    }

    #[tokio::test]
    async fn text_in_another_encoding_is_refused_and_never_patched_up() {
        let refused = read(request(FORM, "name=%C5sa")).await;
        assert_eq!(refused, Err(NotAForm::NotUtf8));
        assert_eq!(NotAForm::NotUtf8.status(), StatusCode::BAD_REQUEST);
    }

    #[tokio::test]
    async fn a_body_over_the_limit_is_refused() {
        let body = format!("name={}", "a".repeat(LARGEST));
        assert_eq!(read(request(FORM, body)).await, Err(NotAForm::Large));
        assert_eq!(
            read(request(FORM, "a=&".repeat(MOST_PAIRS + 1))).await,
            Err(NotAForm::Large)
        );
    }

    #[tokio::test]
    async fn another_type_of_body_is_refused() {
        assert_eq!(
            read(request("application/json", "{}")).await,
            Err(NotAForm::Type)
        );
    }
}

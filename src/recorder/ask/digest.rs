//! Signing in by digest (RFC 7616), as cameras and recorders ask for it: the password itself never travels.

use digest_auth::{AuthContext, HttpMethod, WwwAuthenticateHeader};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use reqwest::{Method, StatusCode};
use zeroize::Zeroizing;

use super::AskError;
use super::client::{Client, Reply};

/// Who asks. The challenge is kept, so that one conversation signs in once.
pub struct Digest {
    user: String,
    password: Zeroizing<String>,
    challenge: Option<WwwAuthenticateHeader>,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    pub method: Method,
    /// Below the address, with its query.
    pub path: &'a str,
    /// The kind of the body; empty when there is none.
    pub kind: &'a str,
    pub body: &'a str,
}

impl Digest {
    pub fn new(user: String, password: String) -> Self {
        Self {
            user,
            password: Zeroizing::new(password),
            challenge: None,
        }
    }

    /// # Errors
    /// When the recorder does not answer, does not offer digest, or refuses user or password.
    pub async fn ask(
        &mut self,
        client: &mut Client,
        request: &Request<'_>,
    ) -> Result<Reply, AskError> {
        let first = self.send(client, request).await?;
        if first.status != StatusCode::UNAUTHORIZED {
            return Ok(first);
        }
        // The first question, or a nonce that is too old.
        self.challenge = Some(challenge(&first.headers)?);
        let second = self.send(client, request).await?;
        if second.status == StatusCode::UNAUTHORIZED {
            return Err(AskError::WrongPassword);
        }
        Ok(second)
    }

    async fn send(
        &mut self,
        client: &mut Client,
        request: &Request<'_>,
    ) -> Result<Reply, AskError> {
        let mut headers = HeaderMap::new();
        if !request.kind.is_empty() {
            let kind = HeaderValue::from_str(request.kind);
            let kind = kind.map_err(|_| AskError::Unreadable("a header"))?;
            headers.insert(CONTENT_TYPE, kind);
        }
        if let Some(challenge) = &mut self.challenge {
            let uri = client.uri(request.path)?;
            let body = (!request.body.is_empty()).then_some(request.body.as_bytes());
            let method = HttpMethod::from(request.method.as_str().to_owned());
            let context =
                AuthContext::new_with_method(&self.user, &*self.password, &uri, body, method);
            let answer = challenge
                .respond(&context)
                .map_err(|_| AskError::Unreadable("a challenge"))?;
            let mut answer = HeaderValue::from_str(&answer.to_header_string())
                .map_err(|_| AskError::Unreadable("a challenge"))?;
            answer.set_sensitive(true);
            headers.insert(AUTHORIZATION, answer);
        }
        let body = request.body.to_owned();
        let method = request.method.clone();
        client.send(method, request.path, headers, body).await
    }
}

/// The strongest challenge that is understood. Basic is none: it would send the password readable.
fn challenge(headers: &HeaderMap) -> Result<WwwAuthenticateHeader, AskError> {
    let offered = headers.get_all(WWW_AUTHENTICATE).iter();
    let digests = offered
        .filter_map(|value| value.to_str().ok())
        .filter(|value| value.to_ascii_lowercase().starts_with("digest"))
        .filter_map(|value| digest_auth::parse(value).ok());
    digests
        .max_by_key(|challenge| challenge.algorithm.algo != digest_auth::AlgorithmType::MD5)
        .ok_or(AskError::NoDigest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&'static str]) -> Result<WwwAuthenticateHeader, AskError> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(WWW_AUTHENTICATE, HeaderValue::from_static(value));
        }
        challenge(&headers)
    }

    #[test]
    fn the_stronger_of_two_challenges_is_taken_and_basic_never() {
        let md5 = "Digest realm=\"AXIS\", nonce=\"a\", algorithm=MD5, qop=\"auth\"";
        let sha = "Digest realm=\"AXIS\", nonce=\"b\", algorithm=SHA-256, qop=\"auth\"";
        assert_eq!(of(&[md5, sha]).unwrap().nonce, "b");
        assert_eq!(of(&["Basic realm=\"AXIS\"", md5]).unwrap().nonce, "a");
        assert!(matches!(
            of(&["Basic realm=\"AXIS\""]),
            Err(AskError::NoDigest)
        ));
        assert!(matches!(of(&[]), Err(AskError::NoDigest)));
    }
}

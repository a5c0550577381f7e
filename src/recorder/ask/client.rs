//! One conversation with one recorder: its name is resolved once and checked, nothing else is ever connected to.

use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;

use reqwest::header::{COOKIE, DATE, HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode, Url};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use super::address::{Forbidden, Loopback, allow, parse};
use super::{AskError, pinned};
use crate::outgoing;

tokio::task_local! {
    static HEARD: Arc<dyn Fn() + Send + Sync>;
}

/// Asks, and tells of every answer when it has come: how far a question of many parts has come.
pub async fn heard<T>(each: Arc<dyn Fn() + Send + Sync>, asking: impl Future<Output = T>) -> T {
    HEARD.scope(each, asking).await
}

/// Largest answer.
pub const MOST_BYTES: usize = 5 << 20;

/// A client that can reach one host.
#[derive(Debug)]
pub struct Client {
    base: Url,
    http: reqwest::Client,
    /// Over every answer, in the order in which they came.
    digest: Sha256,
}

/// An answer with status 200, or 401, which systems explain in the body.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Client {
    /// Resolves the host of `address`, once.
    ///
    /// # Errors
    /// When any of its addresses is one that may not be asked.
    pub async fn to(address: &str, loopback: Loopback) -> Result<Self, AskError> {
        Self::at(parse(address)?, loopback, "").await
    }

    /// As [`Client::to`], for a host that shows the one certificate with this fingerprint; empty = one that somebody has
    /// issued.
    ///
    /// # Errors
    /// As [`Client::to`].
    pub async fn knowing(
        address: &str,
        loopback: Loopback,
        fingerprint: &str,
    ) -> Result<Self, AskError> {
        Self::at(parse(address)?, loopback, fingerprint).await
    }

    async fn at(base: Url, loopback: Loopback, fingerprint: &str) -> Result<Self, AskError> {
        let resolving = base.clone();
        // The name is looked up by the system, which waits: not in the way of other requests.
        let found = tokio::task::spawn_blocking(move || resolve(&resolving, loopback)).await;
        let found = found.map_err(|error| AskError::NoAnswer(error.to_string()))??;
        let mut builder = outgoing::client();
        if !fingerprint.is_empty() {
            let tls = pinned::tls(fingerprint);
            let tls = tls.map_err(|error| AskError::NoAnswer(error.to_string()))?;
            builder = builder.tls_backend_preconfigured(tls);
        }
        let http = builder
            .resolve_to_addrs(base.host_str().unwrap_or_default(), &found)
            .build()
            .map_err(|error| AskError::NoAnswer(without_address(error)))?;
        Ok(Self {
            base,
            http,
            digest: Sha256::new(),
        })
    }

    /// Asks for a path below the address. Secrets are in the form or the cookie, never in the path.
    ///
    /// # Errors
    /// When there is no answer in time, it is too large, or it leads elsewhere.
    pub async fn ask(
        &mut self,
        method: Method,
        path: &str,
        form: &[(&str, &str)],
        cookie: Option<&HeaderValue>,
    ) -> Result<Reply, AskError> {
        let mut request = self.http.request(method, self.below(path)?);
        if !form.is_empty() {
            request = request.form(form);
        }
        if let Some(cookie) = cookie {
            request = request.header(COOKIE, cookie.clone());
        }
        self.receive(request).await
    }

    /// Asks for a path below the address with headers and a body of its own.
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        body: String,
    ) -> Result<Reply, AskError> {
        let mut request = self.http.request(method, self.below(path)?);
        if !body.is_empty() {
            request = request.body(body);
        }
        self.receive(request.headers(headers)).await
    }

    /// Path and query of a path below the address, as they stand in the request.
    ///
    /// # Errors
    /// When it is no path.
    pub fn uri(&self, path: &str) -> Result<String, AskError> {
        let url = self.below(path)?;
        let query = url
            .query()
            .map_or(String::new(), |query| format!("?{query}"));
        Ok(format!("{}{query}", url.path()))
    }

    fn below(&self, path: &str) -> Result<Url, AskError> {
        let whole = format!("{}/{path}", self.base.as_str().trim_end_matches('/'));
        Ok(Url::parse(&whole).map_err(|_| Forbidden::Form)?)
    }

    async fn receive(&mut self, request: reqwest::RequestBuilder) -> Result<Reply, AskError> {
        let reply = self.whole(request).await?;
        match reply.status {
            StatusCode::OK | StatusCode::UNAUTHORIZED => Ok(reply),
            other => Err(AskError::Status(other.as_u16())),
        }
    }

    /// An answer with whatever status, read to its end.
    async fn whole(&mut self, request: reqwest::RequestBuilder) -> Result<Reply, AskError> {
        let answer = request.send().await;
        let mut answer = answer.map_err(|error| AskError::NoAnswer(without_address(error)))?;
        let status = answer.status();
        if status.is_redirection() {
            return Err(AskError::Redirect);
        }
        let headers = answer.headers().clone();
        let mut body = Vec::new();
        loop {
            let part = answer.chunk().await;
            let part = part.map_err(|error| AskError::NoAnswer(without_address(error)))?;
            let Some(part) = part else { break };
            if body.len() + part.len() > MOST_BYTES {
                return Err(AskError::TooLarge);
            }
            body.extend_from_slice(&part);
        }
        self.digest.update(&body);
        // Nobody listens where nobody waits for it, as at night.
        let _ = HEARD.try_with(|each| each());
        Ok(Reply {
            status,
            headers,
            body,
        })
    }

    /// Sends a message to the address itself and tells what status it was answered with; the answer is not read.
    ///
    /// # Errors
    /// When there is no answer in time, or it leads elsewhere.
    pub async fn post(
        &self,
        headers: &[(&'static str, &str)],
        body: String,
    ) -> Result<StatusCode, AskError> {
        let mut request = self.http.post(self.base.clone()).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await;
        let answer = answer.map_err(|error| AskError::NoAnswer(without_address(error)))?;
        if answer.status().is_redirection() {
            return Err(AskError::Redirect);
        }
        Ok(answer.status())
    }

    /// Sends a check file to a register.
    ///
    /// # Errors
    /// When it does not answer, or does not take it: the register's own words say why.
    pub async fn send_check(&self, token: &str, file: String) -> anyhow::Result<()> {
        let base = self.base.as_str().trim_end_matches('/');
        let url = Url::parse(&format!("{base}/api/v1/recorder-checks"))?;
        let request = self.http.post(url).bearer_auth(token).body(file);
        let answer = request.send().await.map_err(reqwest::Error::without_url)?;
        if answer.status() == StatusCode::CREATED {
            return Ok(());
        }
        let status = answer.status();
        let told: serde_json::Value = answer.json().await.unwrap_or_default();
        anyhow::bail!("{status}: {}", told["detail"].as_str().unwrap_or_default())
    }

    /// SHA-256 over everything that was answered so far.
    pub fn sha256(&self) -> String {
        crate::hex(&self.digest.clone().finalize())
    }
}

/// One request to an address of its own, with whatever is answered. Only over TLS: on this machine alone, where that was
/// allowed at the start, without.
///
/// # Errors
/// When there is no answer in time, it is too large, leads elsewhere, or may not be asked for.
pub async fn exchange(
    method: Method,
    address: &str,
    headers: HeaderMap,
    body: Vec<u8>,
    loopback: Loopback,
) -> Result<(StatusCode, HeaderMap, Vec<u8>), AskError> {
    let url = Url::parse(address).map_err(|_| Forbidden::Form)?;
    let here = ["127.0.0.1", "localhost", "[::1]"].map(Some);
    let plain = url.scheme() == "http" && loopback == Loopback::Allowed;
    if url.scheme() != "https" && !(plain && here.contains(&url.host_str())) {
        return Err(AskError::Address(Forbidden::Form));
    }
    let mut client = Client::at(url.clone(), loopback, "").await?;
    let request = client.http.request(method, url).headers(headers).body(body);
    let reply = client.whole(request).await?;
    Ok((reply.status, reply.headers, reply.body))
}

impl Reply {
    /// The body as JSON.
    ///
    /// # Errors
    /// When it is none.
    pub fn json(&self) -> Result<serde_json::Value, AskError> {
        serde_json::from_slice(&self.body).map_err(|_| AskError::Unreadable("not JSON"))
    }

    /// How far ahead of `now` the sender's clock is, in seconds.
    pub fn clock_skew(&self, now: OffsetDateTime) -> Option<i64> {
        let date = self.headers.get(DATE)?.to_str().ok()?;
        let date = date.replace("GMT", "+0000");
        let there = OffsetDateTime::parse(&date, &Rfc2822).ok()?;
        Some((there - now).whole_seconds())
    }
}

/// Every address of the host; one that may not be asked forbids them all.
fn resolve(url: &Url, loopback: Loopback) -> Result<Vec<SocketAddr>, Forbidden> {
    let host = url.host_str().ok_or(Forbidden::Form)?;
    let port = url.port_or_known_default().ok_or(Forbidden::Form)?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let found: Vec<SocketAddr> = (bare, port)
        .to_socket_addrs()
        .map_err(|_| Forbidden::Unknown)?
        .collect();
    for address in &found {
        allow(address.ip(), loopback)?;
    }
    if found.is_empty() {
        return Err(Forbidden::Unknown);
    }
    Ok(found)
}

/// What went wrong, without the address: logs are read by more people than the register.
fn without_address(error: reqwest::Error) -> String {
    use std::error::Error;
    let error = error.without_url();
    error
        .source()
        .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}

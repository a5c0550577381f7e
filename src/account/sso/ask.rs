//! Asks a provider, and checks what it says. The library checks the token; how its answers are fetched is ours.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod,
    CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret,
    CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, IdTokenFields, IssuerUrl, LogoutRequest, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl,
    RequestTokenError, Scope, SignatureVerificationError, StandardErrorResponse,
    StandardTokenResponse, TokenResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::{Duration, OffsetDateTime};

use super::{Identity, Provider, ProviderId, RETURN_PATH, SsoError};
use crate::recorder::ask::AskError;
use crate::recorder::ask::address::Loopback;
use crate::recorder::ask::client;

/// How far apart the clocks may be.
const SKEW: Duration = Duration::minutes(1);
/// How long somebody may take to sign in at the provider.
pub const PATIENCE: Duration = Duration::minutes(10);
/// How long what a provider says of itself is believed. New keys are fetched when one is met that is not known.
const BELIEVED_FOR: Duration = Duration::minutes(10);

/// Claims beside those of the standard: the groups, under the name that the kommun says.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Others(HashMap<String, Value>);

impl AdditionalClaims for Others {}

type Fields = IdTokenFields<
    Others,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Client = openidconnect::Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What providers said of themselves, by their number.
#[derive(Debug, Default)]
pub struct Discovered(Mutex<HashMap<i64, (OffsetDateTime, Arc<ProviderMetadataWithLogout>)>>);

/// A sign-in that was begun: kept in the session, and used once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Begun {
    pub provider: i64,
    pub kommun: i64,
    pub state: String,
    nonce: String,
    verifier: String,
    pub at: i64,
    /// Where to go afterwards.
    pub to: String,
}

/// A provider with what is needed to ask it.
#[derive(Debug)]
pub struct Asker<'a> {
    pub discovered: &'a Discovered,
    pub loopback: Loopback,
    pub id: ProviderId,
    pub provider: &'a Provider,
    /// Empty when it has none.
    pub secret: &'a str,
    pub public_url: &'a str,
    pub now: OffsetDateTime,
}

impl Asker<'_> {
    /// Where to send somebody, and what to remember of it.
    ///
    /// # Errors
    /// When the provider does not answer, or is none.
    pub async fn begin(&self, kommun: i64, to: String) -> Result<(String, Begun), SsoError> {
        let client = self.client(&*self.metadata(false).await?)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let request = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        let (url, state, nonce) = request
            .add_scope(Scope::new("profile".into()))
            .add_scope(Scope::new("email".into()))
            .set_pkce_challenge(challenge)
            .url();
        let begun = Begun {
            provider: self.id.0,
            kommun,
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
            at: self.now.unix_timestamp(),
            to,
        };
        Ok((url.into(), begun))
    }

    /// Exchanges the code and checks the token.
    ///
    /// # Errors
    /// Whatever is wrong with it.
    pub async fn finish(&self, begun: Begun, code: String) -> Result<Identity, SsoError> {
        let client = self.client(&*self.metadata(false).await?)?;
        let http = |request: HttpRequest| fetch(request, self.loopback);
        let exchange = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| SsoError::NotAProvider(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(begun.verifier));
        let answer = exchange.request_async(&http).await.map_err(refused)?;
        let token = answer
            .id_token()
            .ok_or_else(|| SsoError::Token("there is none".into()))?;
        let nonce = Nonce::new(begun.nonce);
        let claims = match token.claims(&self.verifier(&client), &nonce) {
            Err(error) if is_unknown_key(&error) => {
                // The provider has changed its keys since they were fetched.
                let client = self.client(&*self.metadata(true).await?)?;
                token.claims(&self.verifier(&client), &nonce).cloned()
            }
            other => other.cloned(),
        };
        let claims = claims.map_err(untrusted)?;
        let others = &claims.additional_claims().0;
        let first = |name: Option<String>| name.filter(|name| !name.trim().is_empty());
        let named = claims.name().and_then(|name| name.get(None));
        let user = claims.preferred_username().map(|name| name.to_string());
        let verified = claims.email_verified();
        let email = first(claims.email().map(|email| email.to_string()))
            .or_else(|| first(user.clone()))
            .filter(|email| verified != Some(false) && email.contains('@'));
        // What stands in for an address is none that anybody has verified.
        let email_verified = verified == Some(true) && claims.email().is_some();
        let email = email.unwrap_or_default();
        Ok(Identity {
            subject: claims.subject().to_string(),
            name: first(named.map(|name| name.to_string()))
                .or(user)
                .unwrap_or_else(|| email.clone()),
            email,
            email_verified,
            groups: groups(others.get(&self.provider.groups_claim)),
            id_token: token.to_string(),
        })
    }

    /// Where to sign out at the provider as well, if it says so.
    pub async fn sign_out(&self, id_token: &str) -> Option<String> {
        let metadata = self.metadata(false).await.ok()?;
        let end = metadata
            .additional_metadata()
            .end_session_endpoint
            .clone()?;
        let back = format!("{}/logga-in", self.public_url);
        let back = PostLogoutRedirectUrl::new(back).ok()?;
        let mut url = LogoutRequest::from(end)
            .set_client_id(ClientId::new(self.provider.client_id.clone()))
            .set_post_logout_redirect_uri(back)
            .http_get_url();
        url.query_pairs_mut().append_pair("id_token_hint", id_token);
        Some(url.into())
    }

    /// What the provider says of itself, with its keys.
    ///
    /// # Errors
    /// When it does not answer, or says that it is another.
    pub async fn metadata(&self, anew: bool) -> Result<Arc<ProviderMetadataWithLogout>, SsoError> {
        let known = |kept: &HashMap<i64, (OffsetDateTime, Arc<_>)>| {
            let (at, metadata) = kept.get(&self.id.0)?;
            (!anew && self.now - *at < BELIEVED_FOR).then(|| Arc::clone(metadata))
        };
        let kept = &self.discovered.0;
        if let Some(found) = known(&kept.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(found);
        }
        let issuer = IssuerUrl::new(self.provider.issuer.clone())
            .map_err(|error| SsoError::NotAProvider(error.to_string()))?;
        let http = |request: HttpRequest| fetch(request, self.loopback);
        let found = ProviderMetadataWithLogout::discover_async(issuer, &http).await;
        let found = Arc::new(found.map_err(undiscovered)?);
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(self.id.0, (self.now, Arc::clone(&found)));
        Ok(found)
    }

    fn client(&self, metadata: &ProviderMetadataWithLogout) -> Result<Client, SsoError> {
        let back = RedirectUrl::new(format!("{}{RETURN_PATH}", self.public_url))
            .map_err(|error| SsoError::NotAProvider(error.to_string()))?;
        let secret = (!self.secret.is_empty()).then(|| ClientSecret::new(self.secret.to_owned()));
        // The secret goes in the header, as the standard prefers, unless the provider takes it in the form alone.
        let takes = metadata.token_endpoint_auth_methods_supported();
        let takes =
            takes.is_none_or(|takes| takes.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let kind = if takes {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        };
        let id = ClientId::new(self.provider.client_id.clone());
        let client = Client::from_provider_metadata(metadata.clone(), id, secret);
        Ok(client.set_redirect_uri(back).set_auth_type(kind))
    }

    fn verifier<'v>(
        &self,
        client: &'v Client,
    ) -> openidconnect::IdTokenVerifier<'v, CoreJsonWebKey> {
        use CoreJwsSigningAlgorithm as A;
        let now = instant(self.now);
        let skew = chrono::TimeDelta::seconds(SKEW.whole_seconds());
        let patience = chrono::TimeDelta::seconds(PATIENCE.whole_seconds());
        client
            .id_token_verifier()
            // Signed by a key of the provider: what is signed with the shared secret, or not at all, is nobody's.
            .set_allowed_algs([
                A::RsaSsaPkcs1V15Sha256,
                A::RsaSsaPkcs1V15Sha384,
                A::RsaSsaPkcs1V15Sha512,
                A::RsaSsaPssSha256,
                A::RsaSsaPssSha384,
                A::RsaSsaPssSha512,
                A::EcdsaP256Sha256,
                A::EcdsaP384Sha384,
            ])
            .set_time_fn(move || now - skew)
            .set_issue_time_verifier_fn(move |issued| {
                if issued > now + skew {
                    Err(format!("issued at {issued}, which is to come"))
                } else if issued < now - patience - skew {
                    Err(format!("issued at {issued}, which is too long ago"))
                } else {
                    Ok(())
                }
            })
    }
}

/// One request of the library, by the client that knows where it may not go.
async fn fetch(request: HttpRequest, loopback: Loopback) -> Result<HttpResponse, AskError> {
    let (parts, body) = request.into_parts();
    let (status, headers, body) = client::exchange(
        parts.method,
        &parts.uri.to_string(),
        parts.headers,
        body,
        loopback,
    )
    .await?;
    if status.is_server_error() {
        return Err(AskError::Status(status.as_u16()));
    }
    let mut answer = HttpResponse::new(body);
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    Ok(answer)
}

fn instant(at: OffsetDateTime) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(at.unix_timestamp(), 0).unwrap_or_default()
}

fn groups(claim: Option<&Value>) -> Vec<String> {
    match claim {
        Some(Value::Array(several)) => several
            .iter()
            .filter_map(|one| one.as_str().map(ToOwned::to_owned))
            .collect(),
        Some(Value::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    }
}

fn is_unknown_key(error: &ClaimsVerificationError) -> bool {
    use SignatureVerificationError as S;
    matches!(
        error,
        // A provider that has several keys without names, or gives an old name to a new key, is asked anew as well.
        ClaimsVerificationError::SignatureVerification(
            S::NoMatchingKey | S::AmbiguousKeyId(_) | S::CryptoError(_)
        )
    )
}

fn untrusted(error: ClaimsVerificationError) -> SsoError {
    use ClaimsVerificationError as C;
    let told = error.to_string();
    match error {
        C::Expired(_) | C::InvalidAuthTime(_) => SsoError::Time(told),
        C::InvalidAudience(_) => SsoError::Audience(told),
        C::InvalidIssuer(_) => SsoError::NotAProvider(told),
        C::InvalidNonce(_) => SsoError::Nonce,
        C::SignatureVerification(source) => SsoError::Signature(source.to_string()),
        _ => SsoError::Token(told),
    }
}

fn undiscovered(error: openidconnect::DiscoveryError<AskError>) -> SsoError {
    use openidconnect::DiscoveryError as D;
    match error {
        D::Request(source) => SsoError::Down(source.to_string()),
        other => SsoError::NotAProvider(other.to_string()),
    }
}

fn refused(
    error: RequestTokenError<AskError, StandardErrorResponse<CoreErrorResponseType>>,
) -> SsoError {
    match error {
        RequestTokenError::ServerResponse(told) => SsoError::Refused(told.error().to_string()),
        RequestTokenError::Request(source) => SsoError::Down(source.to_string()),
        RequestTokenError::Parse(..) => SsoError::Token("the answer cannot be read".into()),
        RequestTokenError::Other(told) => SsoError::Token(told),
    }
}

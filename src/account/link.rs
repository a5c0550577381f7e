//! Links that work once: their key is random, and only its digest is kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::{ConnectionTrait, DbErr};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

use super::{AccountId, store};

/// How long the link to a first or new password works.
pub const VALID_FOR: Duration = Duration::hours(48);

#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    #[error("the operating system gave no random bytes: {0}")]
    Random(getrandom::Error),
    #[error("the link could not be kept: {0}")]
    Db(#[from] DbErr),
}

/// Makes a link and returns its path, which is shown once and stored nowhere.
///
/// # Errors
/// When there is no randomness or the database does not answer.
pub async fn make(
    db: &impl ConnectionTrait,
    account: Option<AccountId>,
    now: OffsetDateTime,
) -> Result<String, LinkError> {
    let token = key()?;
    store::invite(db, &digest(&token), account, now + VALID_FOR).await?;
    Ok(format!("/valkommen/{token}"))
}

/// A key that nobody can guess, for an address.
///
/// # Errors
/// When there is no randomness.
pub fn key() -> Result<String, LinkError> {
    let mut key = [0_u8; 32];
    getrandom::fill(&mut key).map_err(LinkError::Random)?;
    Ok(URL_SAFE_NO_PAD.encode(key))
}

/// What is stored of a link's key.
pub fn digest(token: &str) -> String {
    crate::hex(&Sha256::digest(token))
}

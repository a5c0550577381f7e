//! The secret itself: `objektiv_` and 32 random bytes. The beginning lets a scanner of published files know it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

pub const PREFIX: &str = "objektiv_";

/// A secret that nobody can guess.
///
/// # Errors
/// When the operating system gives no random bytes.
pub fn make() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// What is kept: the SHA-256 of the random bytes. What is no secret at all has a digest too, which is nobody's, so that
/// the same work is done for it.
pub fn digest(sent: &str) -> String {
    let bytes = sent
        .strip_prefix(PREFIX)
        .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
        .unwrap_or_default();
    crate::hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_by_its_beginning_and_never_made_twice() {
        let (one, other) = (make().unwrap(), make().unwrap());
        assert!(one.starts_with("objektiv_") && one.len() == 52);
        assert_ne!(one, other);
        assert_ne!(digest(&one), digest(&other));
    }

    #[test]
    fn what_is_kept_is_the_digest_of_the_bytes_and_not_of_their_spelling() {
        let secret = format!("{PREFIX}{}", "A".repeat(43));
        assert_eq!(digest(&secret), crate::hex(&Sha256::digest([0; 32])));
    }

    #[test]
    fn what_is_no_secret_has_the_digest_of_nothing() {
        let nothing = crate::hex(&Sha256::digest([]));
        for sent in ["", "objektiv_", "objektiv_å", "hemligt", "objektiv_===="] {
            assert_eq!(digest(sent), nothing, "{sent}");
        }
    }
}

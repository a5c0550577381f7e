//! Signatures by the Standard Webhooks specification: HMAC-SHA256 over id, time and body, with a secret of the address.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

const PREFIX: &str = "whsec_";
const SECRET_BYTES: usize = 32;

#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("no random numbers: {0}")]
    Random(getrandom::Error),
    #[error("the secret is not one")]
    Secret,
}

/// A secret that nobody can guess, as people copy it.
///
/// # Errors
/// When there is no randomness.
pub fn secret() -> Result<Zeroizing<String>, SignError> {
    let mut key = Zeroizing::new([0_u8; SECRET_BYTES]);
    getrandom::fill(&mut *key).map_err(SignError::Random)?;
    Ok(Zeroizing::new(format!("{PREFIX}{}", STANDARD.encode(*key))))
}

/// A name of a message that no other has.
///
/// # Errors
/// When there is no randomness.
pub fn message_id() -> Result<String, SignError> {
    let mut id = [0_u8; 16];
    getrandom::fill(&mut id).map_err(SignError::Random)?;
    Ok(format!("msg_{}", crate::hex(&id)))
}

/// The value of `webhook-signature`; `timestamp` is unix seconds of the attempt.
///
/// # Errors
/// When the secret is none.
pub fn signature(
    secret: &str,
    message: &str,
    timestamp: i64,
    body: &str,
) -> Result<String, SignError> {
    let key = secret.strip_prefix(PREFIX).ok_or(SignError::Secret)?;
    let key = Zeroizing::new(STANDARD.decode(key).map_err(|_| SignError::Secret)?);
    let mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| SignError::Secret)?;
    let mac = mac.chain_update(format!("{message}.{timestamp}.{body}"));
    Ok(format!(
        "v1,{}",
        STANDARD.encode(mac.finalize().into_bytes())
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_as_the_specifications_own_example_has_it() {
        let signed = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            "{\"test\": 2432232314}",
        );
        assert_eq!(
            signed.unwrap(),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn secrets_and_names_are_never_the_same_twice_and_a_text_is_no_secret() {
        assert_ne!(*secret().unwrap(), *secret().unwrap());
        assert_ne!(message_id().unwrap(), message_id().unwrap());
        assert!(signature(&secret().unwrap(), "msg_1", 0, "").is_ok());
        for wrong in ["", "hemligt", "whsec_å"] {
            assert!(signature(wrong, "msg_1", 0, "").is_err(), "{wrong}");
        }
    }
}

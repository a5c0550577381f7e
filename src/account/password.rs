//! Passwords: argon2id, the same work whether the account exists or not.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

/// Fewest characters of a password: length is what protects (NIST SP 800-63B 3.1.1.2).
pub const MIN_LENGTH: usize = 12;
/// Most bytes of a password: argon2 reads them all.
pub const MAX_BYTES: usize = 1_024;

/// What is tried first in Sweden, beside the lists of the library, which are English.
const USUAL: [&str; 24] = [
    "lösenord",
    "losenord",
    "välkommen",
    "valkommen",
    "hemligt",
    "hemlig",
    "kommun",
    "kommunen",
    "kamera",
    "objektiv",
    "sverige",
    "sommar",
    "vinter",
    "höst",
    "vår",
    "januari",
    "februari",
    "mars",
    "april",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

/// Whether a password is among the first ten thousand million that somebody would try, by lists that come with the program; `about`
/// is what is known of the person and the kommun. Nothing is asked outside the house.
pub fn is_easily_guessed(password: &str, about: &[String]) -> bool {
    let parts = about
        .iter()
        .flat_map(|text| text.split([' ', '.', '@', '-']));
    let parts = parts.filter(|part| part.chars().count() > 2);
    let known: Vec<&str> = parts.chain(USUAL).collect();
    zxcvbn::zxcvbn(password, &known).score() < zxcvbn::Score::Four
}

#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct HashError(String);

/// A PHC string with argon2id and a salt of its own. Takes about 20 ms and 19 MiB: call it off the async threads.
///
/// # Errors
/// When the operating system gives no random salt.
pub fn hash(password: &str) -> Result<String, HashError> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| HashError(error.to_string()))
}

/// Whether the password fits. With `None` (no such account) the same work is done and the answer is no.
pub fn verify(password: &str, stored: Option<&str>) -> bool {
    static NOBODY: LazyLock<Option<String>> =
        LazyLock::new(|| hash("no account has this password").ok());
    let stored = stored.filter(|text| !text.is_empty());
    let known = stored.is_some();
    let Some(text) = stored.or(NOBODY.as_deref()) else {
        return false;
    };
    let Ok(parsed) = PasswordHash::new(text) else {
        return false;
    };
    let fits = Argon2::default()
        .verify_password(password.as_bytes(), &parsed)
        .is_ok();
    fits && known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_password_fits_and_a_wrong_one_does_not() {
        let stored = hash("korrekt häst batteri").unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("korrekt häst batteri", Some(&stored)));
        assert!(!verify("korrekt häst batter", Some(&stored)));
    }

    #[test]
    fn what_is_tried_first_is_refused_and_a_sentence_is_not() {
        let about = ["Vera Lind", "vera.lind@ekebro.example", "Ekebro kommun"].map(str::to_owned);
        for weak in [
            "password1234",
            "lösenord1234",
            "Sommar2026!!",
            "qwertyuiop12",
            "aaaaaaaaaaaa",
            "123456789012",
            "veralind2026",
            "ekebrokommun1",
        ] {
            assert!(is_easily_guessed(weak, &about), "{weak}");
        }
        for strong in [
            "tre små grisar på rad",
            "grinden står öppen",
            "ett hus vid sjön",
        ] {
            assert!(!is_easily_guessed(strong, &about), "{strong}");
        }
        let long = "ö".repeat(MAX_BYTES);
        assert!(is_easily_guessed(&long, &about));
    }

    #[test]
    fn no_password_fits_an_account_that_does_not_exist() {
        assert!(!verify("no account has this password", None));
    }

    #[test]
    fn the_same_password_is_stored_differently_each_time() {
        assert_ne!(
            hash("korrekt häst batteri").unwrap(),
            hash("korrekt häst batteri").unwrap()
        );
    }
}

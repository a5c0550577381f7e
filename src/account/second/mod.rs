//! The second factor of a local account: six digits from a phone (RFC 6238), and codes on paper for when it is gone.

use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret, Totp, TotpError};
use zeroize::Zeroizing;

pub mod form;
pub mod page;
pub mod store;
pub mod web;

/// How many codes for a day without the phone.
pub const RECOVERY_CODES: usize = 10;
/// What the phone shows the code under.
const ISSUER: &str = "Objektiv";
/// The alphabet of recovery codes: without letters that are read as digits.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// The secret that a phone and the register share, as phones take it (base 32).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared(Zeroizing<String>);

#[derive(Debug, thiserror::Error)]
pub enum FactorError {
    #[error("the secret of the second factor cannot be used: {0}")]
    Secret(String),
    #[error("no random numbers: {0}")]
    Random(String),
}

impl Shared {
    /// A secret of its own, of 160 bits.
    ///
    /// # Errors
    /// When there are no random numbers.
    pub fn random() -> Result<Self, FactorError> {
        let mut bytes = Zeroizing::new([0_u8; 20]);
        getrandom::fill(&mut *bytes).map_err(|error| FactorError::Random(error.to_string()))?;
        Ok(Self(Zeroizing::new(
            Secret::from(bytes.to_vec()).to_base32(),
        )))
    }

    /// From what was kept.
    pub fn kept(base32: &str) -> Self {
        Self(Zeroizing::new(base32.to_owned()))
    }

    pub fn as_base32(&self) -> &str {
        &self.0
    }

    /// In groups of four, for whoever types it.
    pub fn in_groups(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        let groups = letters
            .chunks(4)
            .map(|group| group.iter().collect::<String>());
        groups.collect::<Vec<_>>().join(" ")
    }

    fn totp(&self) -> Result<Totp, FactorError> {
        let told = |error: TotpError| FactorError::Secret(error.to_string());
        let secret = Secret::try_from_base32(&*self.0)
            .map_err(|error| FactorError::Secret(format!("{error:?}")))?;
        Builder::new().with_secret(secret).build().map_err(told)
    }

    /// The step whose code it is: now, or half a minute before or after.
    ///
    /// # Errors
    /// When the secret is none.
    pub fn step_of(&self, typed: &str, now: i64) -> Result<Option<i64>, FactorError> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let now = u64::try_from(now).unwrap_or_default();
        let found = self.totp()?.check(&digits, now);
        Ok(found.and_then(|step| i64::try_from(step).ok()))
    }

    /// The code at an instant.
    ///
    /// # Errors
    /// When the secret is none.
    pub fn code_at(&self, at: i64) -> Result<String, FactorError> {
        let at = u64::try_from(at).unwrap_or_default();
        Ok(self.totp()?.generate(at).to_string())
    }

    /// What the phone reads from the square.
    pub fn address(&self, account: &str) -> String {
        let account =
            percent_encoding::utf8_percent_encode(account, percent_encoding::NON_ALPHANUMERIC);
        format!(
            "otpauth://totp/{ISSUER}:{account}?secret={}&issuer={ISSUER}",
            self.as_base32()
        )
    }

    /// The square, as SVG.
    ///
    /// # Errors
    /// When the account's name is too long for one.
    pub fn square(&self, account: &str) -> Result<String, FactorError> {
        let code = QRBuilder::new(self.address(account)).build();
        let code = code.map_err(|error| FactorError::Secret(error.to_string()))?;
        Ok(SvgBuilder::default().to_str(&code))
    }
}

/// Codes for when the phone is gone: 120 bits each, so that a digest is enough to keep of them (ASVS 6.5.2).
///
/// # Errors
/// When there are no random numbers.
pub fn recovery_codes() -> Result<Vec<String>, FactorError> {
    (0..RECOVERY_CODES).map(|_| recovery_code()).collect()
}

fn recovery_code() -> Result<String, FactorError> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes).map_err(|error| FactorError::Random(error.to_string()))?;
    let letters = bytes.iter().map(|byte| {
        let place = usize::from(byte % 32);
        ALPHABET.get(place).copied().map_or('a', char::from)
    });
    let letters: Vec<char> = letters.collect();
    let groups = letters
        .chunks(4)
        .map(|group| group.iter().collect::<String>());
    Ok(groups.collect::<Vec<_>>().join("-"))
}

/// What is kept of a recovery code.
pub fn digest(code: &str) -> String {
    let plain: String = code
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    crate::hex(&Sha256::digest(plain))
}

/// Whether somebody typed a recovery code and not the six digits.
pub fn is_recovery(typed: &str) -> bool {
    typed.chars().filter(|c| c.is_alphanumeric()).count() > 6
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the examples in RFC 6238, appendix B ("12345678901234567890").
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_codes_are_those_of_the_standard() {
        let shared = Shared::kept(RFC);
        for (at, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(shared.code_at(at).unwrap(), code);
            assert_eq!(shared.step_of(code, at).unwrap(), Some(at / 30));
        }
    }

    #[test]
    fn a_code_holds_half_a_minute_before_and_after_and_no_longer() {
        let shared = Shared::kept(RFC);
        let code = shared.code_at(1_234_567_890).unwrap();
        let step = Some(1_234_567_890 / 30);
        assert_eq!(shared.step_of(&code, 1_234_567_890 + 30).unwrap(), step);
        assert_eq!(shared.step_of(&code, 1_234_567_890 - 30).unwrap(), step);
        assert_eq!(shared.step_of("005 924", 1_234_567_890).unwrap(), step);
        assert_eq!(shared.step_of(&code, 1_234_567_890 + 90).unwrap(), None);
        assert_eq!(shared.step_of("", 1_234_567_890).unwrap(), None);
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed() {
        let codes = recovery_codes().unwrap();
        assert_eq!(codes.len(), RECOVERY_CODES);
        let code = &codes[0];
        assert_eq!(code.len(), 29);
        assert!(is_recovery(code) && !is_recovery("123 456"));
        assert_eq!(digest(code), digest(&code.replace('-', " ").to_uppercase()));
        assert_ne!(digest(code), digest(&codes[1]));
    }

    #[test]
    fn the_square_says_whose_it_is_and_holds_no_style() {
        let shared = Shared::random().unwrap();
        assert!(
            shared
                .address("åsa@ekebro.example")
                .contains("%C3%A5sa%40ekebro%2Eexample")
        );
        let square = shared.square("åsa@ekebro.example").unwrap();
        assert!(square.starts_with("<svg") && !square.contains("style"));
        assert_eq!(shared.in_groups().split(' ').count(), 8);
    }
}

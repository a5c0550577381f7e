//! What people recorded, sealed: an entry holds only the digest of each field, and the field with its salt stands
//! beside it and can be erased alone.
//!
//! RFC 9901 (SD-JWT) section 4.2: a disclosure is `base64url(JSON [salt, name, value])`, its digest
//! `base64url(SHA-256(those characters))`. The salt is what keeps a guessable value, such as a case number, from
//! being found by trying: it is erased together with the value.

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::entry::{EntryError, MAX_INTEGER, canonical, check_name};
use super::hash::Hash;

/// RFC 9901 section 9.3 recommends at least 128 bits.
pub const SALT_BYTES: usize = 16;
/// As it stands in base64url.
const SALT_LENGTH: usize = 22;
/// Above this a manifest file is committed to instead of its lines.
pub const MAX_BYTES: usize = 4 << 20;

pub type Salt = [u8; SALT_BYTES];

/// A field with its salt. `text` is what is stored, hashed and handed to a receiver.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    pub name: String,
    pub value: Value,
    pub text: String,
}

/// Why a field cannot be sealed, or a text is not a sealed field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealedError {
    #[error("{at}: {problem}")]
    Value { at: String, problem: &'static str },
    #[error("{0} bytes; a field has at most {MAX_BYTES}: commit to a manifest file instead")]
    TooLong(usize),
    #[error(transparent)]
    Name(#[from] EntryError),
    #[error("not a salted field of RFC 9901: {0}")]
    Format(String),
}

impl Sealed {
    /// # Errors
    /// When the name or something in the value cannot stand in the log: a fraction, a negative number, an integer
    /// from 2^53 up, or null (leave the field out instead).
    pub fn new(salt: Salt, name: &str, value: Value) -> Result<Self, SealedError> {
        check_name(name)?;
        check_value(name, &value)?;
        let json = canonical(&(URL_SAFE_NO_PAD.encode(salt), name, &value))?;
        let text = URL_SAFE_NO_PAD.encode(json);
        if text.len() > MAX_BYTES {
            return Err(SealedError::TooLong(text.len()));
        }
        Ok(Self {
            name: name.to_owned(),
            value,
            text,
        })
    }

    /// Reads a stored or received field. Whether it belongs to an entry is for the digest to say.
    ///
    /// # Errors
    /// When `text` is not base64url of a JSON array of salt, name and value.
    pub fn parse(text: &str) -> Result<Self, SealedError> {
        if text.len() > MAX_BYTES {
            return Err(SealedError::TooLong(text.len()));
        }
        let format = |problem: String| SealedError::Format(problem);
        let json = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|error| format(error.to_string()))?;
        let (_salt, name, value): (String, String, Value) =
            serde_json::from_slice(&json).map_err(|error| format(error.to_string()))?;
        Ok(Self {
            name,
            value,
            text: text.to_owned(),
        })
    }

    pub fn digest(&self) -> Hash {
        digest(&self.text)
    }
}

/// Whether `text` is a sealed field of this name. As it is written here no more than its beginning has to be read for
/// that; of any other spelling everything is.
pub(super) fn is_named(text: &str, name: &str) -> bool {
    type Parts<'a> = (Cow<'a, str>, Cow<'a, str>, IgnoredAny);
    if text.len() > MAX_BYTES {
        return false;
    }
    begins_with(text, name).unwrap_or(false)
        || URL_SAFE_NO_PAD.decode(text).is_ok_and(|json| {
            serde_json::from_slice::<Parts<'_>>(&json).is_ok_and(|(_, named, _)| named == name)
        })
}

/// Whether `text` begins with a salt and this name, as [`Sealed::new`] writes them. `None` when it is too short for that, or
/// the name is none that it would write.
fn begins_with(text: &str, name: &str) -> Option<bool> {
    check_name(name).ok()?;
    let before = 2 + SALT_LENGTH + 3;
    // Four characters of base64 are three bytes; the end of the last group may be part of the value.
    let groups = (before + name.len() + 2).div_ceil(3);
    let mut room = [0; 96];
    let begin = room.get_mut(..groups * 3)?;
    let characters = text.as_bytes().get(..groups * 4)?;
    URL_SAFE_NO_PAD.decode_slice(characters, begin).ok()?;
    let (salt, rest) = begin.strip_prefix(b"[\"")?.split_at_checked(SALT_LENGTH)?;
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let rest = rest.strip_prefix(b"\",\"")?.strip_prefix(name.as_bytes())?;
    Some(salt.iter().all(plain) && rest.starts_with(b"\","))
}

/// The digest that an entry holds for a sealed field.
pub fn digest(text: &str) -> Hash {
    Hash::of(text.as_bytes())
}

/// A field may hold personal data, so it is never printed by accident.
impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Only what every JSON reader reads alike may stand in the log.
fn check_value(at: &str, value: &Value) -> Result<(), SealedError> {
    let refuse = |problem| {
        Err(SealedError::Value {
            at: at.to_owned(),
            problem,
        })
    };
    match value {
        Value::Null => refuse("null; leave the field out instead"),
        Value::Number(number) => match number.as_u64() {
            Some(integer) if integer < MAX_INTEGER => Ok(()),
            _ => refuse("only whole numbers from 0 and below 2^53; write others as text"),
        },
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(n, item)| check_value(&format!("{at}[{n}]"), item)),
        Value::Object(members) => members
            .iter()
            .try_for_each(|(name, member)| check_value(&format!("{at}.{name}"), member)),
        Value::Bool(_) | Value::String(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// RFC 9901 section 4.2.1 and 4.2.3: the disclosure of `family_name` and its digest.
    #[test]
    fn the_digest_is_that_of_the_example_in_rfc_9901() {
        let text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
        let sealed = Sealed::parse(text).unwrap();
        assert_eq!(sealed.name, "family_name");
        assert_eq!(sealed.value, json!("Möbius"));
        assert_eq!(
            sealed.digest().to_base64url(),
            "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
        );
    }

    #[test]
    fn a_sealed_field_is_salt_name_and_value_in_base64url() {
        let sealed = Sealed::new([0; 16], "case", json!("5000-K1-26")).unwrap();
        let json = URL_SAFE_NO_PAD.decode(&sealed.text).unwrap();
        assert_eq!(
            String::from_utf8(json).unwrap(),
            r#"["AAAAAAAAAAAAAAAAAAAAAA","case","5000-K1-26"]"#
        );
        assert_eq!(Sealed::parse(&sealed.text), Ok(sealed));
    }

    /// RFC 8785 section 3.2.3: names are sorted by UTF-16 code units.
    #[test]
    fn the_members_of_a_value_stand_in_the_order_of_the_example_in_rfc_8785() {
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis"
        });
        let sealed = Sealed::new([0; 16], "v", value).unwrap();
        let json = String::from_utf8(URL_SAFE_NO_PAD.decode(&sealed.text).unwrap()).unwrap();
        let order = [
            "Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew",
        ];
        let places: Vec<_> = order.iter().map(|word| json.find(word).unwrap()).collect();
        assert!(places.is_sorted(), "{json}");
        assert!(json.contains(r#""\r":"#), "the shortest escape");
    }

    #[test]
    fn the_same_value_under_another_salt_has_another_digest() {
        let one = Sealed::new([1; 16], "case", json!("5000-K1-26")).unwrap();
        let two = Sealed::new([2; 16], "case", json!("5000-K1-26")).unwrap();
        assert_ne!(one.digest(), two.digest());
    }

    #[test]
    fn a_value_that_readers_could_read_differently_is_refused_with_its_place() {
        let refused = [
            (json!({ "files": [{ "size": 1.5 }] }), "v.files[0].size"),
            (json!([null]), "v[0]"),
            (json!(-1), "v"),
            (json!(1_u64 << 53), "v"),
        ];
        for (value, place) in refused {
            let error = Sealed::new([0; 16], "v", value).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{place}: ")), "{error}");
        }
    }

    #[test]
    fn a_name_that_could_hide_something_is_refused() {
        for name in ["", "Case", "case number", "1st", "å"] {
            assert!(Sealed::new([0; 16], name, json!("")).is_err(), "{name}");
        }
    }

    #[test]
    fn the_name_of_a_field_is_its_own_however_it_is_spelt() {
        let spelt = |json: &str| URL_SAFE_NO_PAD.encode(json);
        let ours = Sealed::new([7; 16], "case", json!("5000-K1-26")).unwrap();
        let others = [
            ours.text,
            spelt(r#"["AAAAAAAAAAAAAAAAAAAAAA", "case", "5000-K1-26"]"#),
            spelt(r#"["short","case",1]"#),
            spelt(r#"["AAAAAAAAAAAAAAAAAAAAAA","c\u0061se",1]"#),
        ];
        for text in others {
            assert!(is_named(&text, "case"), "{text}");
            for other in ["cas", "cases", "case\",\"5000-K1-26", "", "basis"] {
                assert!(!is_named(&text, other), "{text} {other}");
            }
            assert!(!is_named(&text[..20], "case"), "{text}");
        }
        let escaped = spelt(r#"["AAAAAAAAAAAAAAAAA\"AAAA","case",1]"#);
        assert_eq!(is_named(&escaped, "case"), Sealed::parse(&escaped).is_ok());
        let long = "a".repeat(64);
        let field = Sealed::new([7; 16], &long, json!(true)).unwrap();
        assert!(is_named(&field.text, &long));
    }

    #[test]
    fn printing_for_debugging_never_shows_the_value() {
        let sealed = Sealed::new([0; 16], "requester", json!("Anna Berg")).unwrap();
        assert!(!format!("{sealed:?}").contains("Anna"));
    }
}

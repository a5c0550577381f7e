//! How an entry is spelt: the names and texts of its JSON, before it is known what they mean.

use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Entry, EntryError, EntryKind, SD_ALG, VERSION, check_integer, check_name, check_origin, expect,
    read_instant, wrong,
};
use crate::code::Code;
use crate::ledger::digests::Digests;
use crate::ledger::hash::Hash;

/// Lengths of what stands between quotes: an instant, a digest in base64 and one in base64url.
const INSTANT_LENGTH: usize = 20;
const BASE64_LENGTH: usize = 44;
const BASE64URL_LENGTH: usize = 43;
/// No sealed field takes less room: its digest, a name of a letter, and what stands around them.
const MEMBER_LENGTH: usize = BASE64URL_LENGTH + 6;

/// The top-level names, all of them, in canonical order.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wire<'a> {
    #[serde(borrow)]
    pub(super) at: Cow<'a, str>,
    pub(super) idx: u64,
    #[serde(borrow)]
    pub(super) log: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) prev: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) sd: Members<'a>,
    #[serde(borrow)]
    pub(super) sd_alg: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    pub(super) kind: Cow<'a, str>,
    pub(super) v: u64,
}

impl<'a> Wire<'a> {
    /// Reads the one way in which values are written that need no escape, as all in an entry are. What differs has other
    /// spaces, escapes, lengths, or names that stand elsewhere.
    pub(super) fn written(text: &'a str) -> Option<Self> {
        let mut rest = Rest(text);
        let at = rest.text_of(INSTANT_LENGTH, r#"{"at":""#)?;
        let idx = rest.number_after(r#","idx":"#)?;
        let log = rest.text_after(r#","log":""#)?;
        let prev = rest.text_of(BASE64_LENGTH, r#","prev":""#)?;
        rest.skip(r#","sd":{"#)?;
        let mut sd = Vec::with_capacity(rest.0.len() / MEMBER_LENGTH);
        while !rest.0.starts_with('}') {
            let name = rest.text_after(if sd.is_empty() { "\"" } else { ",\"" })?;
            sd.push((name, rest.text_of(BASE64URL_LENGTH, ":\"")?));
        }
        let sd_alg = rest.text_after(r#"},"sd_alg":""#)?;
        let kind = rest.text_after(r#","type":""#)?;
        let v = rest.number_after(r#","v":"#)?;
        (rest.0 == "}").then_some(Self {
            at,
            idx,
            log,
            prev,
            sd: Members(sd),
            sd_alg,
            kind,
            v,
        })
    }

    /// What is wrong with what is not written so.
    pub(super) fn why_not(text: &str) -> EntryError {
        match serde_json::from_str::<Wire<'_>>(text) {
            Ok(wire) => wire.entry().err().unwrap_or(EntryError::NotCanonical),
            Err(error) => EntryError::Json(error.to_string()),
        }
    }

    pub(super) fn entry(self) -> Result<Entry, EntryError> {
        if self.v != VERSION {
            return Err(wrong("v", &self.v.to_string(), "1"));
        }
        expect("sd_alg", &self.sd_alg, SD_ALG, self.sd_alg == SD_ALG)?;
        check_origin(&self.log)?;
        check_integer("idx", self.idx)?;
        let at = read_instant(&self.at)?;
        let prev = Hash::from_base64(&self.prev)
            .map_err(|_| wrong("prev", &self.prev, "a SHA-256 digest in base64"))?;
        let kind = EntryKind::from_code(&self.kind)
            .map_err(|_| wrong("type", &self.kind, "a known type of entry"))?;
        let sealed = read_digests(&self.sd)?;
        Ok(Entry {
            at,
            idx: self.idx,
            log: self.log.into_owned(),
            prev,
            sealed,
            kind,
        })
    }
}

/// What is not read yet of an entry.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    #[inline]
    fn skip(&mut self, before: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(before)?;
        Some(())
    }

    /// What stands after a quote, up to the next one.
    #[inline]
    fn text_after(&mut self, before: &str) -> Option<Cow<'a, str>> {
        self.skip(before)?;
        let length = self.0.bytes().position(|byte| byte == b'"')?;
        self.first(length)
    }

    /// As `text_after`, of a text that is as long as all that stand in its place.
    #[inline]
    fn text_of(&mut self, length: usize, before: &str) -> Option<Cow<'a, str>> {
        self.skip(before)?;
        self.first(length)
    }

    fn first(&mut self, length: usize) -> Option<Cow<'a, str>> {
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest.strip_prefix('"')?;
        Some(Cow::Borrowed(text))
    }

    /// As JSON spells it: digits, and no zero before others.
    fn number_after(&mut self, before: &str) -> Option<u64> {
        self.skip(before)?;
        let end = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        let plain = digits.len() == 1 || !digits.starts_with('0');
        digits.parse().ok().filter(|_| plain)
    }
}

/// Names and texts of an object in the order in which they stand.
pub(super) struct Members<'a>(pub(super) Vec<(Cow<'a, str>, Cow<'a, str>)>);

/// Read where it lies: what is written without escapes is not copied.
#[derive(Deserialize)]
struct Lying<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((Lying(name), Lying(text))) = map.next_entry()? {
                    members.push((name, text));
                }
                Ok(Members(members))
            }
        }
        from.deserialize_map(Object)
    }
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(name, text)| (name, text)))
    }
}

/// Names in another order than their own, or twice, are not how an entry is written.
fn read_digests(sd: &Members<'_>) -> Result<Digests, EntryError> {
    let mut sealed = Digests::with_room(sd.0.len());
    for (name, digest) in &sd.0 {
        check_name(name)?;
        let hash = Hash::from_base64url(digest)
            .map_err(|_| wrong("sd", digest, "SHA-256 digests in base64url"))?;
        if !sealed.add_last(name, hash) {
            return Err(EntryError::NotCanonical);
        }
    }
    Ok(sealed)
}

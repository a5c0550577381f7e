//! The digests of an entry's sealed fields, by name.

use super::hash::Hash;

/// Digests in the order of their names, each name once.
///
/// In one stretch of memory: an entry has a handful of them, and a verification reads millions of entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Digests(Vec<(String, Hash)>);

impl Digests {
    pub fn get(&self, name: &str) -> Option<Hash> {
        let at = self.place(name).ok()?;
        Some(self.0[at].1)
    }

    pub const fn len(&self) -> usize {
        self.0.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&String, Hash)> {
        self.0.iter().map(|(name, digest)| (name, *digest))
    }

    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(name, _)| name)
    }

    /// None yet, and room for some.
    pub fn with_room(number: usize) -> Self {
        Self(Vec::with_capacity(number))
    }

    /// Adds a digest at the end, unless its name does not come after all others: then nothing changes, and the answer is no.
    pub fn add_last(&mut self, name: &str, digest: Hash) -> bool {
        let comes_last = self.0.last().is_none_or(|(last, _)| last.as_str() < name);
        if comes_last {
            self.0.push((name.to_owned(), digest));
        }
        comes_last
    }

    /// Adds a digest, unless there is one of that name already: then nothing changes, and the answer is no.
    pub fn add(&mut self, name: String, digest: Hash) -> bool {
        let place = self.place(&name);
        if let Err(at) = place {
            self.0.insert(at, (name, digest));
        }
        place.is_err()
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0
            .binary_search_by(|(other, _)| other.as_str().cmp(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_order_and_once() {
        let mut digests = Digests::default();
        for name in ["case", "basis", "cameras"] {
            assert!(digests.add(name.to_owned(), Hash::of(name.as_bytes())));
        }
        assert!(!digests.add("case".to_owned(), Hash::ZERO));
        let names: Vec<&String> = digests.names().collect();
        assert_eq!(names, ["basis", "cameras", "case"]);
        for too_early in ["case", "b"] {
            assert!(!digests.add_last(too_early, Hash::ZERO));
        }
        assert_eq!(digests.len(), 3);
        assert!(digests.add_last("number", Hash::of(b"number")));
        assert_eq!(digests.get("case"), Some(Hash::of(b"case")));
        assert_eq!(digests.get("number"), Some(Hash::of(b"number")));
        assert_eq!(digests.get("zone"), None);
    }
}

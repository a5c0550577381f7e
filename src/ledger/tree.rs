//! The Merkle tree of RFC 6962 section 2.1, grown one leaf at a time.
//!
//! Only complete subtrees are ever stored, so a stored node never changes: node (`level`, `index`) covers the leaves
//! `index * 2^level .. (index + 1) * 2^level`. Level 0 are the leaves.

use super::hash::{Hash, NotAHash};

/// RFC 6962: the hash of one entry's bytes.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash::of_parts(&[&[0x00], entry])
}

/// RFC 6962: the hash of two subtrees. Another first byte than a leaf's, so that neither can pass for the other.
pub fn node_hash(left: Hash, right: Hash) -> Hash {
    Hash::of_parts(&[&[0x01], &left.0, &right.0])
}

/// A complete subtree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    pub level: u8,
    pub index: u64,
    pub hash: Hash,
}

impl Node {
    /// The last leaf that it covers: the entry whose appending completed it.
    pub const fn last_leaf(&self) -> u64 {
        ((self.index + 1) << self.level) - 1
    }
}

/// The right-hand edge of the tree: the roots of its complete subtrees, the largest first. With the size it is all
/// that is needed to append and to know the root.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    subtrees: Vec<Hash>,
}

impl Frontier {
    /// How many leaves there are.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf and returns the subtrees that it completed, the smallest first.
    pub fn push(&mut self, leaf: Hash) -> Vec<Node> {
        let mut completed = Vec::new();
        let (mut level, mut index, mut hash) = (0_u8, self.size, leaf);
        while index & 1 == 1
            && let Some(left) = self.subtrees.pop()
        {
            level += 1;
            index >>= 1;
            hash = node_hash(left, hash);
            completed.push(Node { level, index, hash });
        }
        self.subtrees.push(hash);
        self.size += 1;
        completed
    }

    /// The Merkle tree hash over all leaves.
    pub fn root(&self) -> Hash {
        let mut from_right = self.subtrees.iter().rev().copied();
        match from_right.next() {
            None => Hash::of(b""),
            Some(smallest) => from_right.fold(smallest, |right, left| node_hash(left, right)),
        }
    }

    /// Where the subtrees of a tree with `size` leaves are stored, the largest first: level and index.
    pub fn places(size: u64) -> Vec<(u8, u64)> {
        let mut places = Vec::new();
        let mut from = 0;
        while from < size {
            #[expect(clippy::cast_possible_truncation, reason = "at most 63")]
            let level = (size - from).ilog2() as u8;
            places.push((level, from >> level));
            from += 1 << level;
        }
        places
    }

    /// The subtree roots end to end, 32 bytes each.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.subtrees.iter().flat_map(|hash| hash.0).collect()
    }

    /// # Errors
    /// When `bytes` cannot be the edge of a tree with `size` leaves.
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Result<Self, NotAHash> {
        let subtrees = bytes
            .chunks(32)
            .map(Hash::from_slice)
            .collect::<Result<Vec<_>, _>>()?;
        if subtrees.len() != size.count_ones() as usize {
            let problem = format!(
                "{} subtrees cannot be the edge of a tree with {size} leaves",
                subtrees.len()
            );
            return Err(NotAHash(problem));
        }
        Ok(Self { size, subtrees })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The eight leaves of the reference tests of Certificate Transparency, which implement RFC 6962.
    pub(crate) fn reference_leaves() -> Vec<Vec<u8>> {
        let hex = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        let byte =
            |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        hex.iter()
            .map(|h| h.as_bytes().chunks(2).map(byte).collect())
            .collect()
    }

    fn grown(leaves: &[Vec<u8>]) -> Frontier {
        let mut frontier = Frontier::default();
        for leaf in leaves {
            frontier.push(leaf_hash(leaf));
        }
        frontier
    }

    #[test]
    fn the_roots_are_those_of_the_reference_tests_of_certificate_transparency() {
        let known = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let leaves = reference_leaves();
        for (size, root) in known.iter().enumerate() {
            assert_eq!(grown(&leaves[..size]).root().to_hex(), *root, "size {size}");
        }
    }

    #[test]
    fn each_leaf_completes_the_subtrees_that_end_with_it() {
        let mut frontier = Frontier::default();
        let mut coordinates = Vec::new();
        for n in 0..8_u8 {
            for node in frontier.push(Hash([n; 32])) {
                assert_eq!(node.last_leaf(), u64::from(n));
                coordinates.push((node.level, node.index));
            }
        }
        let expected = [(1, 0), (1, 1), (2, 0), (1, 2), (1, 3), (2, 1), (3, 0)];
        assert_eq!(coordinates, expected);
    }

    #[test]
    fn an_edge_that_does_not_fit_its_size_is_refused() {
        let frontier = grown(&reference_leaves()[..7]);
        let bytes = frontier.to_bytes();
        assert_eq!(Frontier::from_bytes(7, &bytes), Ok(frontier));
        assert!(Frontier::from_bytes(8, &bytes).is_err());
        assert!(Frontier::from_bytes(7, &bytes[..95]).is_err());
    }
}

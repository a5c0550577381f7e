//! Inclusion and consistency proofs (RFC 6962 sections 2.1.1 and 2.1.2), made from stored nodes and checked by the
//! algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2.

use std::collections::HashMap;

use super::hash::Hash;
use super::tree::node_hash;

/// Where a stored node is: level and index. Level 0 are the leaves.
pub type Place = (u8, u64);

/// A proof as a plan: each of its hashes is the root of a run of leaves, and each run is complete subtrees from left
/// to right, whose roots are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    runs: Vec<Vec<Place>>,
}

/// The proof cannot be made or does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    #[error("entry {idx} is not in a log of {size} entries")]
    NoSuchEntry { idx: u64, size: u64 },
    #[error("a log of {new} entries cannot continue one of {old}")]
    NotLater { old: u64, new: u64 },
    #[error("the node at level {0}, index {1} is missing from the database")]
    MissingNode(u8, u64),
    #[error("the proof has too many or too few hashes for its sizes")]
    Length,
    #[error("the proof leads to another root than the one that was signed")]
    Root,
}

impl Plan {
    /// The path from entry `idx` to the root over `size` entries.
    ///
    /// # Errors
    /// When there is no such entry in a log of that size.
    pub fn inclusion(idx: u64, size: u64) -> Result<Self, ProofError> {
        if idx >= size {
            return Err(ProofError::NoSuchEntry { idx, size });
        }
        let mut runs = Vec::new();
        let (mut from, mut until) = (0, size);
        while until - from > 1 {
            let middle = from + split(until - from);
            if idx < middle {
                runs.push(subtrees(middle, until));
                until = middle;
            } else {
                runs.push(subtrees(from, middle));
                from = middle;
            }
        }
        runs.reverse();
        Ok(Self { runs })
    }

    /// What shows that a log of `new` entries begins with the log of `old` entries.
    ///
    /// # Errors
    /// When `old` is zero (every log continues the empty one: there is nothing to prove) or larger than `new`.
    pub fn consistency(old: u64, new: u64) -> Result<Self, ProofError> {
        if old == 0 || old > new {
            return Err(ProofError::NotLater { old, new });
        }
        let mut runs = Vec::new();
        let (mut from, mut until) = (0, new);
        while old < until {
            let middle = from + split(until - from);
            if old <= middle {
                runs.push(subtrees(middle, until));
                until = middle;
            } else {
                runs.push(subtrees(from, middle));
                from = middle;
            }
        }
        // The old tree itself is known to the verifier and left out when it is one complete subtree of the new.
        if from > 0 {
            runs.push(subtrees(from, until));
        }
        runs.reverse();
        Ok(Self { runs })
    }

    /// The stored nodes that are needed.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.runs.iter().flatten().copied()
    }

    /// Turns the plan into the proof's hashes.
    ///
    /// # Errors
    /// Names the first node that `stored` lacks.
    pub fn fill(&self, stored: &HashMap<Place, Hash>) -> Result<Vec<Hash>, ProofError> {
        let get = |place: &Place| {
            let found = stored.get(place).copied();
            found.ok_or(ProofError::MissingNode(place.0, place.1))
        };
        let run = |places: &Vec<Place>| {
            let mut hashes = places.iter().rev().map(get);
            let last = hashes.next().ok_or(ProofError::Length)??;
            hashes.try_fold(last, |right, left| Ok(node_hash(left?, right)))
        };
        self.runs.iter().map(run).collect()
    }
}

/// The largest power of two below `n`, for `n` above 1.
const fn split(n: u64) -> u64 {
    1 << (u64::BITS - 1 - (n - 1).leading_zeros())
}

/// The complete subtrees of the leaves `from..until`, where `from` is a multiple of a power of two that is at least
/// as large as the run, as it is everywhere in this tree.
fn subtrees(mut from: u64, until: u64) -> Vec<Place> {
    let mut places = Vec::new();
    while from < until {
        #[expect(clippy::cast_possible_truncation, reason = "at most 63")]
        let level = (until - from).ilog2() as u8;
        places.push((level, from >> level));
        from += 1 << level;
    }
    places
}

/// Checks that entry `idx` with hash `leaf` is in the log of `size` entries with root `root`.
///
/// # Errors
/// When it is not shown.
pub fn verify_inclusion(
    idx: u64,
    leaf: Hash,
    size: u64,
    root: Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if idx >= size {
        return Err(ProofError::NoSuchEntry { idx, size });
    }
    let (mut node, mut last, mut hash) = (idx, size - 1, leaf);
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(*sibling, hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(hash, *sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if hash == root {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

/// Checks that the log with `new` (size and root) begins with the log with `old`.
///
/// # Errors
/// When it is not shown, and always from size 0, which says nothing about the later log.
pub fn verify_consistency(
    old: (u64, Hash),
    new: (u64, Hash),
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old.0 == 0 || old.0 > new.0 {
        return Err(ProofError::NotLater {
            old: old.0,
            new: new.0,
        });
    }
    if old.0 == new.0 {
        return match (proof.is_empty(), old.1 == new.1) {
            (false, _) => Err(ProofError::Length),
            (true, false) => Err(ProofError::Root),
            (true, true) => Ok(()),
        };
    }
    let mut hashes = proof.iter().copied();
    let first = if old.0.is_power_of_two() {
        Some(old.1)
    } else {
        hashes.next()
    };
    let seed = first.ok_or(ProofError::Length)?;
    let (mut node, mut last) = (old.0 - 1, new.0 - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old_root, mut new_root) = (seed, seed);
    for sibling in hashes {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if node & 1 == 1 || node == last {
            old_root = node_hash(sibling, old_root);
            new_root = node_hash(sibling, new_root);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_root = node_hash(new_root, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if old_root == old.1 && new_root == new.1 {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

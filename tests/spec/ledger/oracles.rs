//! Programs that nobody here wrote agree with ours: the crates `tlog_tiles`, `ct-merkle` and `signed_note` on trees,
//! proofs and notes, and the published vectors.

use std::collections::HashMap;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use objektiv::ledger::Hash;
use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::note::{Note, Scheme, SigningKey, VerificationKey};
use objektiv::ledger::proof::{Place, Plan, ProofError, verify_consistency, verify_inclusion};
use objektiv::ledger::tree::{Frontier, leaf_hash};
use proptest::prelude::*;
use tlog_tiles::tlog;

use super::{NINE, ORIGIN};

/// One log of `size` entries, grown by us and by the others.
struct Grown {
    leaves: Vec<Hash>,
    nodes: HashMap<Place, Hash>,
    roots: Vec<Hash>,
    stored: Stored,
}

struct Stored(Vec<tlog::Hash>);

impl tlog::HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        let at = |index: &u64| self.0[usize::try_from(*index).unwrap()];
        Ok(indexes.iter().map(at).collect())
    }
}

fn entry(number: u64) -> Vec<u8> {
    format!("entry {number}").into_bytes()
}

fn grow(size: u64) -> Grown {
    let mut frontier = Frontier::default();
    let mut grown = Grown {
        leaves: Vec::new(),
        nodes: HashMap::new(),
        roots: vec![frontier.root()],
        stored: Stored(Vec::new()),
    };
    for number in 0..size {
        let leaf = leaf_hash(&entry(number));
        grown.leaves.push(leaf);
        grown.nodes.insert((0, number), leaf);
        for node in frontier.push(leaf) {
            grown.nodes.insert((node.level, node.index), node.hash);
        }
        grown.roots.push(frontier.root());
        let hashes = tlog::stored_hashes(number, &entry(number), &grown.stored).unwrap();
        grown.stored.0.extend(hashes);
    }
    grown
}

impl Grown {
    fn root(&self, size: u64) -> Hash {
        self.roots[usize::try_from(size).unwrap()]
    }

    fn leaf(&self, idx: u64) -> Hash {
        self.leaves[usize::try_from(idx).unwrap()]
    }
}

fn theirs(hashes: &[Hash]) -> Vec<tlog::Hash> {
    hashes.iter().map(|hash| tlog::Hash(hash.0)).collect()
}

#[test]
fn every_root_is_the_one_that_tlog_tiles_and_ct_merkle_compute() {
    let grown = grow(300);
    let mut tree = MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
    for size in 1..=300 {
        tree.push(entry(size - 1));
        let root = grown.root(size);
        assert_eq!(tlog::tree_hash(size, &grown.stored).unwrap().0, root.0);
        assert_eq!(tree.root().as_bytes()[..], root.0);
    }
}

proptest! {
    #[test]
    fn an_inclusion_proof_is_the_one_that_tlog_tiles_makes(size in 1_u64..200, pick: prop::sample::Index) {
        let grown = grow(size);
        let idx = pick.index(usize::try_from(size).unwrap()) as u64;
        let proof = Plan::inclusion(idx, size).unwrap().fill(&grown.nodes).unwrap();
        prop_assert_eq!(theirs(&proof), tlog::prove_record(size, idx, &grown.stored).unwrap());
        prop_assert_eq!(verify_inclusion(idx, grown.leaf(idx), size, grown.root(size), &proof), Ok(()));
    }

    #[test]
    fn a_consistency_proof_is_the_one_that_tlog_tiles_makes(new in 1_u64..200, pick: prop::sample::Index) {
        let grown = grow(new);
        let old = 1 + pick.index(usize::try_from(new).unwrap()) as u64;
        let proof = Plan::consistency(old, new).unwrap().fill(&grown.nodes).unwrap();
        prop_assert_eq!(theirs(&proof), tlog::prove_tree(new, old, &grown.stored).unwrap());
        let (old, new) = ((old, grown.root(old)), (new, grown.root(new)));
        prop_assert_eq!(verify_consistency(old, new, &proof), Ok(()));
    }

    /// Whatever is wrong with a proof, the two verifiers say the same of it.
    #[test]
    fn a_proof_that_is_not_right_is_refused_just_as_tlog_tiles_refuses_it(
        size in 1_u64..64, idx in 0_u64..64, other_size in 1_u64..64, other_idx in 0_u64..64,
        bit in prop::option::of(0_usize..256), cut in 0_usize..2, more in 0_usize..2,
    ) {
        prop_assume!(idx < size);
        let grown = grow(64);
        let mut proof = Plan::inclusion(idx, size).unwrap().fill(&grown.nodes).unwrap();
        proof.truncate(proof.len().saturating_sub(cut));
        proof.extend(std::iter::repeat_n(Hash::ZERO, more));
        if let (Some(bit), Some(hash)) = (bit, proof.first_mut()) {
            hash.0[bit / 8] ^= 1 << (bit % 8);
        }
        let root = grown.root(other_size);
        let ours = verify_inclusion(other_idx, grown.leaf(idx), other_size, root, &proof);
        let other = tlog::check_record(
            &theirs(&proof), other_size, tlog::Hash(root.0), other_idx, tlog::Hash(grown.leaf(idx).0),
        );
        prop_assert_eq!(ours.is_ok(), other.is_ok(), "{:?} {:?}", ours, other);
    }

    #[test]
    fn a_consistency_proof_that_is_not_right_is_refused_just_as_tlog_tiles_refuses_it(
        new in 1_u64..64, old in 1_u64..64, other_new in 1_u64..64, other_old in 1_u64..64,
        bit in prop::option::of(0_usize..256), cut in 0_usize..2, more in 0_usize..2,
    ) {
        prop_assume!(old <= new);
        let grown = grow(64);
        let mut proof = Plan::consistency(old, new).unwrap().fill(&grown.nodes).unwrap();
        proof.truncate(proof.len().saturating_sub(cut));
        proof.extend(std::iter::repeat_n(Hash::ZERO, more));
        if let (Some(bit), Some(hash)) = (bit, proof.first_mut()) {
            hash.0[bit / 8] ^= 1 << (bit % 8);
        }
        let (from, to) = (grown.root(other_old), grown.root(other_new));
        let ours = verify_consistency((other_old, from), (other_new, to), &proof);
        let other = tlog::check_tree(
            &theirs(&proof), other_new, tlog::Hash(to.0), other_old, tlog::Hash(from.0),
        );
        prop_assert_eq!(ours.is_ok(), other.is_ok(), "{:?} {:?}", ours, other);
    }

    /// One changed byte anywhere: if the crate refuses the note so do we, and never the other way round.
    #[test]
    fn a_note_with_a_changed_byte_is_accepted_by_neither(at: prop::sample::Index, byte: u8) {
        let mut bytes = checkpoint().to_string().into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        let key = key();
        let ours = Note::parse(&bytes).ok().and_then(|note| note.verify(key.public()).ok());
        prop_assert_eq!(ours, None);
        prop_assert!(!accepted_by_signed_note(&bytes, key.public()));
    }
}

#[test]
fn a_proof_for_another_size_of_the_log_does_not_pass_for_this_one() {
    let grown = grow(20);
    let proof = Plan::inclusion(3, 12).unwrap().fill(&grown.nodes).unwrap();
    let refused = verify_inclusion(3, grown.leaf(3), 20, grown.root(20), &proof);
    assert_eq!(refused, Err(ProofError::Length));
    let refused = verify_inclusion(3, grown.leaf(3), 13, grown.root(13), &proof);
    assert_eq!(refused, Err(ProofError::Root));
}

#[test]
fn a_log_that_was_rewritten_is_not_consistent_with_what_it_was() {
    let grown = grow(20);
    let proof = Plan::consistency(12, 20)
        .unwrap()
        .fill(&grown.nodes)
        .unwrap();
    let forged = Hash::of(b"another history");
    let new = (20, grown.root(20));
    assert_eq!(
        verify_consistency((12, forged), new, &proof),
        Err(ProofError::Root)
    );
    let shorter = verify_consistency(new, (12, grown.root(12)), &proof);
    assert_eq!(shorter, Err(ProofError::NotLater { old: 20, new: 12 }));
    let from_nothing = verify_consistency((0, Hash::of(b"")), new, &[]);
    assert_eq!(from_nothing, Err(ProofError::NotLater { old: 0, new: 20 }));
}

fn key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, Scheme::Ed25519, &[7; 32]).unwrap()
}

fn checkpoint() -> Note {
    let head = TreeHead {
        origin: ORIGIN.to_owned(),
        size: 21,
        root: Hash::of(b"root"),
    };
    head.sign(&[key()], NINE).unwrap()
}

fn accepted_by_signed_note(bytes: &[u8], key: &VerificationKey) -> bool {
    let verifier = signed_note::StandardVerifier::new(&key.to_string()).unwrap();
    let known = signed_note::VerifierList::new(vec![Box::new(verifier)]);
    signed_note::Note::from_bytes(bytes).is_ok_and(|note| note.verify(&known).is_ok())
}

#[test]
fn our_checkpoint_is_accepted_by_signed_note_and_read_by_tlog_tiles() {
    let note = checkpoint();
    assert!(accepted_by_signed_note(
        note.to_string().as_bytes(),
        key().public()
    ));
    let read = tlog_tiles::Checkpoint::from_bytes(note.text().as_bytes()).unwrap();
    assert_eq!((read.origin(), read.size()), (ORIGIN, 21));
    assert_eq!(read.hash().0, Hash::of(b"root").0);
    assert_eq!(TreeHead::open(&note, key().public()).unwrap().size, 21);
}

/// The note in the documentation of Go's golang.org/x/mod/sumdb/note, the program that defined the format.
#[test]
fn a_note_that_go_signed_is_accepted() {
    let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let note = "If you think cryptography is the answer to your problem,\n\
                then you don't know what your problem is.\n\n\
                — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    let parsed = VerificationKey::parse(key).unwrap();
    assert_eq!(parsed.to_string(), key);
    let note = Note::parse(note.as_bytes()).unwrap();
    assert_eq!(note.verify(&parsed), Ok(None));
}

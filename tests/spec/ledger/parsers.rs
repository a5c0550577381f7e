//! Bytes from outside never stop the program, and what is accepted is the one way to write it: with arbitrary bytes,
//! and with valid ones in which something was changed, left out, doubled or put in. The fuzz targets in `fuzz/` run the
//! same functions without end.

#[path = "../../../fuzz/src/lib.rs"]
mod targets;

use std::sync::LazyLock;

use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::note::{Scheme, SigningKey};
use objektiv::ledger::outside::step::Step;
use objektiv::ledger::proof_file::ProofFile;
use objektiv::ledger::receipt::Receipt;
use objektiv::ledger::sealed::Sealed;
use objektiv::ledger::{EntryKind, Hash, Head, NewEntry};
use proptest::prelude::*;

use super::{NINE, ORIGIN};

type Target = fn(&[u8]);
/// Its name, and inputs that it accepts.
type Parser = (&'static str, Target, Vec<Vec<u8>>);

/// Each parser with inputs that it accepts.
static TARGETS: LazyLock<Vec<Parser>> = LazyLock::new(|| {
    let key = SigningKey::from_seed(ORIGIN, Scheme::Ed25519, &[7; 32]).unwrap();
    let witness = SigningKey::from_seed("vittne", Scheme::Cosignature, &[8; 32]).unwrap();
    let mut head = Head::before_genesis(ORIGIN, NINE).unwrap();
    let new = NewEntry::new(EntryKind::Disclosure)
        .with("case", "5000-K1-26")
        .with("files", serde_json::json!([{ "name": "å.mp4", "size": 1 }]));
    let written = head.append(NINE, new, || Ok([3; 16])).unwrap();
    let note = head.tree_head().sign(&[key], NINE).unwrap();
    let mut cosigned = note.clone();
    cosigned.add(witness.sign(note.text(), NINE));
    let proof = ProofFile {
        extra: None,
        idx: 0,
        hashes: Vec::new(),
        checkpoint: cosigned.clone(),
    };
    let longer = ProofFile {
        extra: Some(b"anything".to_vec()),
        idx: 12,
        hashes: vec![Hash::of(b"1"), Hash::of(b"2")],
        checkpoint: note.clone(),
    };
    let receipt = Receipt {
        entry: written.bytes.clone(),
        fields: written
            .sealed
            .iter()
            .map(|field| field.text.clone())
            .collect(),
        proof: proof.clone(),
        stamp: None,
    };
    let words = objektiv::ledger::words::of(&receipt, witness.public());
    let step = Step {
        old: 5,
        hashes: vec![Hash::of(b"1")],
        checkpoint: note.clone(),
    };
    let line = witness.sign(note.text(), NINE);
    let text = |shown: &dyn ToString| shown.to_string().into_bytes();
    vec![
        (
            "note",
            targets::note as Target,
            vec![
                text(&note),
                text(&cosigned),
                text(&line),
                text(witness.public()),
            ],
        ),
        (
            "checkpoint",
            targets::checkpoint,
            vec![text(&head.tree_head())],
        ),
        ("proof", targets::proof, vec![text(&proof), text(&longer)]),
        ("entry", targets::entry, vec![written.bytes]),
        (
            "receipt",
            targets::receipt,
            vec![
                receipt.to_zip(&words).unwrap(),
                receipt.to_single().into_bytes(),
            ],
        ),
        (
            "disclosure",
            targets::disclosure,
            vec![text(
                &Sealed::new([1; 16], "case", "x".into()).unwrap().text,
            )],
        ),
        (
            "step",
            targets::step,
            vec![text(&step), text(&format!("Hej!\n\n{step}\nHej då\n"))],
        ),
        ("stamp", targets::stamp, vec![targets::STAMP.to_vec()]),
    ]
});

/// A change somewhere: another byte, one less, one more, a piece twice.
#[derive(Debug, Clone)]
struct Change {
    at: prop::sample::Index,
    how: u8,
    byte: u8,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = (any::<prop::sample::Index>(), 0_u8..5, any::<u8>())
        .prop_map(|(at, how, byte)| Change { at, how, byte });
    prop::collection::vec(change, 1..5)
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        let at = change.at.index(bytes.len());
        match change.how {
            0 => bytes[at] = change.byte,
            1 => bytes[at] ^= 1 << (change.byte % 8),
            2 => drop(bytes.remove(at)),
            3 => bytes.insert(at, change.byte),
            _ => {
                let end = bytes.len().min(at + usize::from(change.byte));
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

#[test]
fn what_we_write_is_read_by_the_parser_that_it_is_for() {
    for (_, target, valid) in TARGETS.iter() {
        for bytes in valid {
            target(bytes);
        }
    }
    let read = |number: usize| &TARGETS[number].2;
    assert!(TreeHead::parse(str::from_utf8(&read(1)[0]).unwrap()).is_ok());
    assert!(ProofFile::parse(&read(2)[1]).is_ok());
    assert!(objektiv::ledger::Entry::parse(&read(3)[0]).is_ok());
    assert!(Receipt::parse(&read(4)[0]).is_ok() && Receipt::parse_single(&read(4)[1]).is_ok());
    assert!(Step::parse(&read(6)[0]).is_ok() && Step::find(&read(6)[1]).is_ok());
    assert!(targets::stamped_at(&read(7)[0]).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn arbitrary_bytes_never_stop_a_parser(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for (_, target, _) in TARGETS.iter() {
            target(&bytes);
        }
    }

    #[test]
    fn arbitrary_lines_never_stop_a_parser(text in "(old [0-9]{1,20}\n)?([ -~åäö—]{0,80}\n){0,6}(\n— [a-z]{1,8} [A-Za-z0-9+/]{8,100}={0,2}\n)?") {
        for (_, target, _) in TARGETS.iter() {
            target(text.as_bytes());
        }
    }

    #[test]
    fn valid_bytes_with_something_changed_never_stop_a_parser(
        which in any::<prop::sample::Index>(), input in any::<prop::sample::Index>(), changes in changes(),
    ) {
        let (_, target, valid) = which.get(&TARGETS);
        target(&changed(input.get(valid).clone(), &changes));
    }
}

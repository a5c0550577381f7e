//! The disk on which the signer remembers fails: then nothing is signed, and what was signed before is still remembered.

use super::super::crash::child::{Order, Seen};
use super::super::crash::moments::{RENAME, as_an_earlier_version_wrote_it};
use super::super::crash::stands::Log;
use super::failing;
use crate::engine::{engines, sqlite};

const ERRORS: [&str; 2] = ["EIO", "ENOSPC"];

/// The first and the third signature of a child fail, and the second does not: it goes on as soon as the disk does, and what
/// the second one signed is what is remembered.
#[tokio::test]
async fn while_the_memory_cannot_be_read_or_written_nothing_is_signed() {
    // A signature opens it three times: to compare, to find its place, and to write; one that fails opens it no more.
    for (call, when) in [
        ("openat", "1+4"),
        ("openat", "2+5"),
        ("openat", "3+6"),
        // One that fails is written back as it was.
        ("write", "1+3"),
        ("fdatasync", "1+2"),
    ] {
        for error in ERRORS {
            for engine in engines().await {
                let log = Log::ready(engine).await;
                let before = log.stands(&Seen::default(), "before").await.size;
                let memory = [log.folder().join("state.json")];
                let order = Order::in_turn(&log.engine, log.outside.path(), 3);
                let seen = Seen::of(failing(order, call, error, when, &memory));
                let what = format!("{error} at {call} {when}");
                assert_eq!(seen.appended.len(), 3, "{what}");
                assert_eq!(seen.unsigned, [before + 1, before + 3], "{what}");
                assert_eq!(seen.signed, [before + 2], "{what}");
                let stands = log.stands(&seen, &what).await;
                assert_eq!(stands.memory.size, before + 2, "{what}");
                log.signs_on(&stands, &what).await;
            }
        }
    }
}

/// The only time that the memory gets a new file: when an earlier version wrote it, or it is the first.
#[tokio::test]
async fn while_the_memory_cannot_get_a_new_file_nothing_is_signed() {
    for (call, file, is_remembered) in [
        ("openat", "state.new", false),
        ("write", "state.new", false),
        ("fsync", "state.new", false),
        (RENAME, "state.new", false),
        // It has its name by then: it may be signed, and nothing else at its size.
        ("openat", "", true),
        ("fsync", "", true),
    ] {
        for error in ERRORS {
            let log = Log::ready(sqlite().await).await;
            as_an_earlier_version_wrote_it(&log);
            let before = log.stands(&Seen::default(), "before").await.size;
            // Without a name of its own it is the folder.
            let folder = log.folder();
            let file = if file.is_empty() {
                folder
            } else {
                folder.join(file)
            };
            let order = Order::in_turn(&log.engine, log.outside.path(), 1);
            let seen = Seen::of(failing(order, call, error, "1", &[file]));
            let what = format!("{error} at {call}");
            assert_eq!(seen.appended.len(), 1, "{what}");
            assert_eq!(seen.unsigned, [before + 1], "{what}");
            let stands = log.stands(&seen, &what).await;
            let remembered = before + u64::from(is_remembered);
            assert_eq!(stands.memory.size, remembered, "{what}");
            log.signs_on(&stands, &what).await;
        }
    }
}

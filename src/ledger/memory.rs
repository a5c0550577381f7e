//! What a signer signed last, on disk.
//!
//! The file has room for two states, written in turn where they stand: the disk is waited for once. A new file that takes the
//! old one's place would have it wait for the file, for the name, and for the folder. When the power fails while one of them
//! is written the other stands, and nothing was signed with the one that does not: it is remembered first.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::checkpoint::TreeHead;
use super::hash::Hash;
use super::signer::{SignerError, file, write_durably};

/// Room for a state, in bytes: a block of the disk, so that writing one does not touch the other.
const ROOM: usize = 4096;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    /// The later one has the larger number. A log that was adopted anew may be shorter than before.
    turn: u64,
    origin: String,
    size: u64,
    root: String,
    /// SHA-256 of all that stands before, in base64: half a state is none.
    check: String,
}

/// As it was written before there was room for two.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Single {
    origin: String,
    size: u64,
    root: String,
}

impl State {
    fn of(head: &TreeHead, turn: u64) -> Self {
        let mut state = Self {
            turn,
            origin: head.origin.clone(),
            size: head.size,
            root: head.root.to_base64(),
            check: String::new(),
        };
        state.check = state.sum();
        state
    }

    fn sum(&self) -> String {
        let all = format!("{} {} {} {}", self.turn, self.origin, self.size, self.root);
        Hash::of(all.as_bytes()).to_base64()
    }

    fn read(room: &[u8]) -> Option<Self> {
        let state: Self = serde_json::from_slice(room).ok()?;
        (state.check == state.sum()).then_some(state)
    }

    /// Filled up to its room, as lines that can be read.
    fn write(&self) -> io::Result<Vec<u8>> {
        let mut room = serde_json::to_vec(self)?;
        room.resize(ROOM - 1, b' ');
        room.push(b'\n');
        Ok(room)
    }
}

/// What the file holds: the state that was written last, and in which half it stands.
enum Found {
    /// Written before there was room for two.
    Single(Single),
    Last(State, usize),
    Nothing,
}

fn find(bytes: &[u8]) -> Found {
    if bytes.len() != 2 * ROOM {
        return serde_json::from_slice(bytes).map_or(Found::Nothing, Found::Single);
    }
    let halves = bytes.chunks(ROOM).zip(0..);
    let states = halves.filter_map(|(room, half)| Some((State::read(room)?, half)));
    let last = states.max_by_key(|(state, _)| state.turn);
    last.map_or(Found::Nothing, |(state, half)| Found::Last(state, half))
}

/// What the signer of `origin` signed last.
///
/// # Errors
/// When the file is missing, cannot be read, or holds no state of this log that is whole.
pub(super) fn recall(path: &Path, origin: &str) -> Result<TreeHead, SignerError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(SignerError::NoMemory(path.to_owned()));
        }
        Err(source) => return Err(file(path, source)),
    };
    let damaged = |problem: String| SignerError::Damaged {
        path: path.to_owned(),
        problem,
    };
    let (named, size, root) = match find(&bytes) {
        Found::Single(state) => (state.origin, state.size, state.root),
        Found::Last(state, _) => (state.origin, state.size, state.root),
        Found::Nothing => return Err(damaged("it holds no state that is whole".to_owned())),
    };
    if named != origin {
        return Err(damaged(format!("it belongs to \"{named}\"")));
    }
    Ok(TreeHead {
        root: Hash::from_base64(&root).map_err(|error| damaged(error.to_string()))?,
        origin: named,
        size,
    })
}

/// Remembers `head`. It is on disk when this returns.
///
/// # Errors
/// When the disk does not take it; what was remembered before is still there then.
pub(super) fn remember(path: &Path, head: &TreeHead) -> Result<(), SignerError> {
    let wrap = |source| file(path, source);
    let before = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(source) => return Err(wrap(source)),
    };
    let Found::Last(last, half) = find(&before) else {
        let mut both = State::of(head, 1).write().map_err(wrap)?;
        both.resize(2 * ROOM, b'\n');
        return write_durably(path, &both);
    };
    let state = State::of(head, last.turn.saturating_add(1));
    let place = if half == 0 { ROOM } else { 0 };
    let room = state.write().map_err(wrap)?;
    let mut memory = OpenOptions::new().write(true).open(path).map_err(wrap)?;
    put(&mut memory, place, &room)
        .and_then(|()| memory.sync_data())
        .map_err(|source| {
            // It can be read and may never reach the disk: the next one would be written over the only half that did. If
            // this fails as well, that it failed at all is what has to be told.
            let _ = put(&mut memory, place, &before[place..place + ROOM]);
            wrap(source)
        })
}

fn put(memory: &mut File, place: usize, room: &[u8]) -> io::Result<()> {
    memory.seek(SeekFrom::Start(place as u64))?;
    memory.write_all(room)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "kamera.ekebro.example/utlamnande";

    fn head(size: u64) -> TreeHead {
        TreeHead {
            origin: ORIGIN.to_owned(),
            size,
            root: Hash::of(&size.to_be_bytes()),
        }
    }

    #[test]
    fn the_last_of_many_is_remembered_also_when_the_log_became_shorter() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        for size in [0, 1, 2, 9, 3, 4] {
            remember(&path, &head(size)).unwrap();
            assert_eq!(recall(&path, ORIGIN).unwrap(), head(size));
        }
        assert_eq!(fs::metadata(&path).unwrap().len(), 2 * ROOM as u64);
    }

    /// Whatever stood in the half that was being written when the power failed.
    #[test]
    fn half_a_state_leaves_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        for (last, half) in [(2, ROOM), (3, 0)] {
            fs::remove_file(&path).ok();
            for size in 1..=last {
                remember(&path, &head(size)).unwrap();
            }
            let whole = fs::read(&path).unwrap();
            let length = whole[half..].iter().position(|byte| *byte == b' ').unwrap();
            for cut in 0..length {
                let mut torn = whole.clone();
                torn[half + cut..half + ROOM].fill(b' ');
                fs::write(&path, &torn).unwrap();
                assert_eq!(recall(&path, ORIGIN).unwrap(), head(last - 1), "{cut}");
            }
            let mut torn = whole.clone();
            let digit = whole[half..].windows(6).position(|at| at == b"\"size\"");
            torn[half + digit.unwrap() + 7] = b'8';
            fs::write(&path, &torn).unwrap();
            assert_eq!(recall(&path, ORIGIN).unwrap(), head(last - 1), "a digit");
            remember(&path, &head(last + 1)).unwrap();
            assert_eq!(recall(&path, ORIGIN).unwrap(), head(last + 1), "goes on");
        }
    }

    #[test]
    fn a_memory_that_is_gone_or_damaged_is_not_made_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        let gone = recall(&path, ORIGIN).unwrap_err();
        assert!(matches!(gone, SignerError::NoMemory(_)), "{gone}");
        for bytes in [&b""[..], b"{}", &[b' '; 2 * ROOM]] {
            fs::write(&path, bytes).unwrap();
            let error = recall(&path, ORIGIN).unwrap_err();
            assert!(matches!(error, SignerError::Damaged { .. }), "{error}");
        }
    }

    #[test]
    fn what_an_earlier_version_wrote_is_read_and_gets_room_for_two() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        let root = head(7).root.to_base64();
        let single = format!(r#"{{"origin":"{ORIGIN}","size":7,"root":"{root}"}}"#);
        fs::write(&path, single).unwrap();
        assert_eq!(recall(&path, ORIGIN).unwrap(), head(7));
        remember(&path, &head(8)).unwrap();
        assert_eq!(recall(&path, ORIGIN).unwrap(), head(8));
    }
}

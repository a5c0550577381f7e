//! The whole log as files that anyone may copy and check (C2SP tlog-tiles): hashes of the tree in tiles of 256, and
//! the entries themselves in bundles of 256. Entries hold digests only, so nothing that people recorded is in them.

use super::hash::Hash;
use super::tree::{Frontier, leaf_hash};

/// Hashes in a full tile, entries in a full bundle.
const WIDTH: usize = 256;
/// A tile covers this many levels of the tree.
const HEIGHT: u8 = 8;

/// A file of the export: its path and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// An entry is too long for a bundle, which has 16 bits for a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("entry {0} is longer than a bundle can hold")]
pub struct TooLong(pub u64);

/// Takes the entries in order and gives each file as soon as it is full.
#[derive(Debug, Default)]
pub struct Tiler {
    frontier: Frontier,
    bundle: Vec<u8>,
    levels: Vec<Vec<Hash>>,
}

impl Tiler {
    /// Takes the next entry; gives the files that it filled.
    ///
    /// # Errors
    /// When the entry is longer than any entry can be.
    pub fn push(&mut self, entry: &[u8]) -> Result<Vec<Tile>, TooLong> {
        let size = self.frontier.size();
        let length = u16::try_from(entry.len()).map_err(|_| TooLong(size))?;
        self.bundle.extend_from_slice(&length.to_be_bytes());
        self.bundle.extend_from_slice(entry);
        let leaf = leaf_hash(entry);
        self.level(0).push(leaf);
        for node in self.frontier.push(leaf) {
            if node.level % HEIGHT == 0 {
                self.level(usize::from(node.level / HEIGHT)).push(node.hash);
            }
        }
        let mut full = Vec::new();
        if self.frontier.size().is_multiple_of(WIDTH as u64) {
            let path = path("entries", size / WIDTH as u64, WIDTH);
            let bytes = std::mem::take(&mut self.bundle);
            full.push(Tile { path, bytes });
        }
        for (level, hashes) in self.levels.iter_mut().enumerate() {
            if hashes.len() == WIDTH {
                let index = (size >> (usize::from(HEIGHT) * level)) / WIDTH as u64;
                let path = path(&level.to_string(), index, WIDTH);
                full.push(Tile {
                    path,
                    bytes: laid_out(hashes),
                });
                hashes.clear();
            }
        }
        Ok(full)
    }

    fn level(&mut self, level: usize) -> &mut Vec<Hash> {
        if self.levels.len() <= level {
            self.levels.resize(level + 1, Vec::new());
        }
        &mut self.levels[level]
    }

    /// The files that are not full, and the root of all that was taken.
    pub fn finish(self) -> (Vec<Tile>, Hash) {
        let size = self.frontier.size();
        let mut rest = Vec::new();
        let width = usize::try_from(size % WIDTH as u64).unwrap_or_default();
        if width > 0 {
            let path = path("entries", size / WIDTH as u64, width);
            rest.push(Tile {
                path,
                bytes: self.bundle,
            });
        }
        for (level, hashes) in self.levels.iter().enumerate() {
            if !hashes.is_empty() {
                let index = (size >> (usize::from(HEIGHT) * level)) / WIDTH as u64;
                let path = path(&level.to_string(), index, hashes.len());
                rest.push(Tile {
                    path,
                    bytes: laid_out(hashes),
                });
            }
        }
        (rest, self.frontier.root())
    }
}

fn laid_out(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// `tile/0/x001/x234/067`, and `.p/W` at the end when there are only `W` in it.
fn path(kind: &str, index: u64, width: usize) -> String {
    let mut groups = vec![format!("{:03}", index % 1000)];
    let mut rest = index / 1000;
    while rest > 0 {
        groups.push(format!("x{:03}", rest % 1000));
        rest /= 1000;
    }
    groups.reverse();
    let partial = if width < WIDTH {
        format!(".p/{width}")
    } else {
        String::new()
    };
    format!("tile/{kind}/{}{partial}", groups.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of C2SP tlog-tiles.
    #[test]
    fn a_path_is_in_groups_of_three_digits() {
        assert_eq!(path("0", 1_234_067, WIDTH), "tile/0/x001/x234/067");
        assert_eq!(path("0", 0, WIDTH), "tile/0/000");
        assert_eq!(path("entries", 273, 112), "tile/entries/273.p/112");
    }

    /// The example of C2SP tlog-tiles: a tree of 70 000 leaves.
    #[test]
    fn a_tree_of_seventy_thousand_entries_has_the_files_of_the_specification() {
        let mut tiler = Tiler::default();
        let mut paths = Vec::new();
        for _ in 0..70_000 {
            paths.extend(tiler.push(b"x").unwrap().into_iter().map(|tile| tile.path));
        }
        let level = |level: &str| {
            let prefix = format!("tile/{level}/");
            paths
                .iter()
                .filter(|path| path.starts_with(&prefix))
                .count()
        };
        assert_eq!((level("0"), level("1"), level("2")), (273, 1, 0));
        let (rest, _) = tiler.finish();
        let rest: Vec<_> = rest.into_iter().map(|tile| tile.path).collect();
        let expected = [
            "tile/entries/273.p/112",
            "tile/0/273.p/112",
            "tile/1/001.p/17",
            "tile/2/000.p/1",
        ];
        assert_eq!(rest, expected);
    }
}

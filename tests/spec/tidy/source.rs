//! The checkout as the rules see it: paths and text.

use std::fmt;
use std::fs;
use std::path::Path;

/// What is read. Folders are read whole; `node_modules` and what begins with a dot are left out.
const READ: &[&str] = &[
    "src",
    "migrations",
    "tests",
    "benches",
    "templates",
    "texts",
    "policies",
    "grounds",
    "ui",
    "docs",
    "build.rs",
    "Cargo.toml",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE",
    "deny.toml",
    "justfile",
];

/// Pictures, spreadsheets and the like are listed (a link may lead to them) but not read.
const TEXT: &[&str] = &[
    "rs", "toml", "md", "html", "txt", "ftl", "css", "scss", "js", "mjs", "json", "svg", "sh", "",
];

#[derive(Debug)]
pub struct Source {
    /// From the top of the checkout, with `/`.
    pub path: String,
    pub text: String,
}

impl Source {
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    pub fn extension(&self) -> &str {
        extension(&self.path)
    }

    pub fn is_rust_of_the_product(&self) -> bool {
        let test = self.name().ends_with("tests.rs") || self.path.contains("/tests/");
        self.path.starts_with("src/") && self.extension() == "rs" && !test
    }

    /// The lines of code with their numbers from 1: without comments, and without the unit tests at the end.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(index, line)| (index + 1, line))
    }
}

fn extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

#[derive(Debug, Default)]
pub struct Checkout {
    /// Everything that is text.
    pub sources: Vec<Source>,
    /// Every file and folder, text or not.
    pub paths: Vec<String>,
}

impl Checkout {
    pub fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut checkout = Self::default();
        for entry in READ {
            if root.join(entry).exists() {
                checkout.add(root, (*entry).to_owned());
            }
        }
        checkout
    }

    /// A checkout of one file, for showing that a rule can fail.
    pub fn of(path: &str, text: &str) -> Self {
        Self {
            paths: vec![path.to_owned()],
            sources: vec![Source {
                path: path.to_owned(),
                text: text.to_owned(),
            }],
        }
    }

    fn add(&mut self, root: &Path, path: String) {
        let full = root.join(&path);
        if full.is_dir() {
            let mut names: Vec<String> = fs::read_dir(&full)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .filter(|name| !name.starts_with('.') && name != "node_modules" && name != "target")
                .collect();
            names.sort();
            for name in names {
                self.add(root, format!("{path}/{name}"));
            }
        } else if TEXT.contains(&extension(&path)) {
            let text = fs::read_to_string(&full)
                .unwrap_or_else(|error| panic!("{path} is not readable as UTF-8: {error}"));
            self.sources.push(Source {
                path: path.clone(),
                text,
            });
        }
        self.paths.push(path);
    }

    pub fn rust_of_the_product(&self) -> impl Iterator<Item = &Source> {
        self.sources
            .iter()
            .filter(|source| source.is_rust_of_the_product())
    }
}

/// One place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Complaint {
    pub path: String,
    /// From 1; 0 when it is the file as a whole.
    pub line: usize,
    pub found: String,
    /// What to do about it.
    pub instead: String,
}

impl Complaint {
    pub fn new(source: &Source, line: usize, found: impl Into<String>, instead: &str) -> Self {
        Self {
            path: source.path.clone(),
            line,
            found: found.into(),
            instead: instead.to_owned(),
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            found,
            instead,
        } = self;
        write!(f, "{path}:{line}: {}\n    {instead}", found.trim())
    }
}

/// Whether `word` stands in `line` as a word of its own: `axum` in `use axum::Router`, not in `maxaxumx`.
pub fn has_word(line: &str, word: &str) -> bool {
    let part_of_a_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let grows_to_the_left =
            before.is_some_and(part_of_a_word) && word.starts_with(part_of_a_word);
        let grows_to_the_right =
            after.is_some_and(part_of_a_word) && word.ends_with(part_of_a_word);
        !grows_to_the_left && !grows_to_the_right
    })
}

/// Whether a line of a list, a file or a folder ending in `/`, speaks of `path`.
pub fn covers(listed: &str, path: &str) -> bool {
    if listed.ends_with('/') {
        path.starts_with(listed)
    } else {
        path == listed
    }
}

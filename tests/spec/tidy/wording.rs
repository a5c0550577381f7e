//! Words that say nothing, or that belong to one person's machine.

use super::source::{Checkout, Complaint, Source, has_word};

const UNDONE: &str = "Do it now, or describe what is so in a sentence that stays true.";
const EMPTY_NAME: &str =
    "Name it after the noun it is about; a function about a site lives in site/.";
const MACHINE: &str =
    "Write the path as it is on everybody's machine: from the top of the checkout.";
const ALLOWED: &str =
    "Use #[expect(lint, reason = \"...\")], which tells when it is no longer needed.";

pub fn check(checkout: &Checkout) -> Vec<Complaint> {
    checkout
        .sources
        .iter()
        // This folder has to name the words, and data and locks are not our sentences.
        .filter(|source| {
            !source.path.starts_with("tests/spec/tidy/") && source.extension() != "json"
        })
        .flat_map(complaints)
        .collect()
}

fn complaints(source: &Source) -> Vec<Complaint> {
    let mut found = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        let mut say = |instead| found.push(Complaint::new(source, index + 1, line, instead));
        if ["TODO", "FIXME", "XXX", "HACK", "TBD"]
            .iter()
            .any(|word| has_word(line, word))
        {
            say(UNDONE);
        }
        if ["/home/", "/root/", "/Users/", "/work/", "C:\\Users"]
            .iter()
            .any(|path| has_word(line, path))
        {
            say(MACHINE);
        }
        if source.extension() == "rs" && (line.contains("#[allow(") || line.contains("#![allow(")) {
            say(ALLOWED);
        }
        if source.extension() == "rs" && declares_an_empty_name(line) {
            say(EMPTY_NAME);
        }
    }
    if [
        "utils.rs",
        "util.rs",
        "helpers.rs",
        "helper.rs",
        "common.rs",
        "misc.rs",
    ]
    .contains(&source.name())
    {
        found.push(Complaint::new(source, 0, source.name(), EMPTY_NAME));
    }
    found
}

/// `struct SiteManager`, `mod utils`: a name that could hold anything will.
fn declares_an_empty_name(line: &str) -> bool {
    let mut words = line
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty());
    let declared = words
        .by_ref()
        .find(|word| ["struct", "enum", "trait", "mod"].contains(word))
        .and(words.next());
    declared.is_some_and(|name| {
        let suffix = ["Manager", "Service", "Helper", "Util", "Utils"];
        suffix.iter().any(|empty| name.ends_with(empty))
            || ["utils", "util", "helpers", "common"].contains(&name)
    })
}

const PROMISE: &str = "Say manipulationsavslöjande (tamper-evident): the log shows a change, and keeps nobody from making one.";

/// Documents that say that we do not say it: the path, and what stands on the line.
const DENIALS: &[(&str, &str)] = &[("docs/threat-model.md", "We never call it *omanipulerbar*")];

/// What the log is not, in any form and case, in what people read and in what writes it.
pub fn promises(checkout: &Checkout) -> Vec<Complaint> {
    let read = checkout.sources.iter();
    // The tests have to name it.
    let read = read.filter(|source| !source.path.starts_with("tests/"));
    read.flat_map(|source| {
        let lines = source.text.lines().enumerate();
        let promising = lines.filter(|(_, line)| is_a_promise(line) && !is_denied(source, line));
        promising.map(|(index, line)| Complaint::new(source, index + 1, line, PROMISE))
    })
    .collect()
}

fn is_a_promise(line: &str) -> bool {
    line.to_lowercase().contains("omanipulerba")
}

fn is_denied(source: &Source, line: &str) -> bool {
    let denies = |(path, words): &(&str, &str)| *path == source.path && line.contains(words);
    DENIALS.iter().any(denies)
}

/// A denial that is no longer there would let the word in again unseen.
pub fn stale(checkout: &Checkout) -> Vec<Complaint> {
    let missing = DENIALS.iter().filter(|(path, words)| {
        let there = |source: &Source| source.path == *path && source.text.contains(words);
        !checkout.sources.iter().any(there)
    });
    missing
        .map(|(path, words)| Complaint {
            path: (*path).to_owned(),
            line: 0,
            found: (*words).to_owned(),
            instead: "Remove the exception in tests/spec/tidy/wording.rs.".to_owned(),
        })
        .collect()
}

/// A lock file that names the host it was made against ties everybody to it.
pub fn lock_files(checkout: &Checkout) -> Vec<Complaint> {
    let instead =
        "Make it again with omit-lockfile-registry-resolved=true in the .npmrc beside it.";
    checkout
        .sources
        .iter()
        .filter(|source| source.name() == "package-lock.json")
        .flat_map(|source| {
            let lines = source.text.lines().enumerate();
            let resolved = lines.filter(|(_, line)| line.contains("\"resolved\""));
            resolved.map(|(index, line)| Complaint::new(source, index + 1, line, instead))
        })
        .collect()
}

const DEPENDENCIES: &str = "docs/adr/0006-dependencies.md";

/// Every dependency has its reason in the decision about them, and every reason a dependency.
pub fn dependencies(checkout: &Checkout) -> Vec<Complaint> {
    let text = |path: &str| checkout.sources.iter().find(|source| source.path == path);
    let (Some(manifest), Some(decision)) = (text("Cargo.toml"), text(DEPENDENCIES)) else {
        return Vec::new();
    };
    let taken = |name: &str| crates(&manifest.text).any(|taken| taken == name);
    let reasons = || {
        decision
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
    };
    let without = crates(&manifest.text)
        .filter(|name| !reasons().any(|reason| reason == *name))
        .map(|name| {
            Complaint::new(
                manifest,
                0,
                name,
                "Give its reason in docs/adr/0006-dependencies.md.",
            )
        });
    let stale = reasons().filter(|name| !taken(name)).map(|name| {
        Complaint::new(
            decision,
            0,
            name,
            "It is no dependency any more: remove the line.",
        )
    });
    without.chain(stale).collect()
}

/// The names under `[dependencies]` and `[dev-dependencies]`.
fn crates(manifest: &str) -> impl Iterator<Item = &str> {
    let mut listing = false;
    manifest.lines().filter_map(move |line| {
        if line.starts_with('[') {
            listing = line.ends_with("dependencies]");
        }
        let (name, _) = line.split_once(" = ")?;
        (listing && !name.starts_with('#')).then_some(name)
    })
}

//! Links between the Markdown files, and from them to the source.

use super::source::{Checkout, Complaint, Source};

pub fn check(checkout: &Checkout) -> Vec<Complaint> {
    let documents = checkout
        .sources
        .iter()
        .filter(|source| source.extension() == "md");
    documents
        .flat_map(|document| broken(document, checkout))
        .collect()
}

fn broken(document: &Source, checkout: &Checkout) -> Vec<Complaint> {
    let mut found = Vec::new();
    let mut in_a_block = false;
    for (index, line) in document.text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_a_block = !in_a_block;
        }
        for target in targets(line).filter(|_| !in_a_block) {
            if let Some(why) = problem(document, target, checkout) {
                found.push(Complaint::new(document, index + 1, target, why));
            }
        }
    }
    found
}

/// The targets of `[text](target)`.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
}

fn problem(document: &Source, target: &str, checkout: &Checkout) -> Option<&'static str> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = if path.is_empty() {
        document.path.clone()
    } else {
        resolve(&document.path, path)
    };
    if !checkout.paths.contains(&path) {
        return Some("There is no such file; the path is counted from the file that links.");
    }
    let linked = checkout.sources.iter().find(|source| source.path == path);
    if anchor.is_empty() || linked.is_some_and(|linked| has_heading(&linked.text, anchor)) {
        return None;
    }
    Some("The file has no such heading.")
}

/// `docs/adr/0001.md` + `../glossary.md` = `docs/glossary.md`.
fn resolve(from: &str, to: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn has_heading(text: &str, anchor: &str) -> bool {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .any(|line| slug(line.trim_start_matches('#').trim()) == anchor)
}

/// The anchor that forges make of a heading.
fn slug(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// Every variable of the environment that the program reads is in the README's table.
pub fn configuration(checkout: &Checkout) -> Vec<Complaint> {
    let readme = checkout
        .sources
        .iter()
        .find(|source| source.path == "README.md");
    let readme = readme.map_or("", |readme| readme.text.as_str());
    let mut found = Vec::new();
    for source in checkout.rust_of_the_product() {
        for (number, line) in source.code() {
            for name in line.split('"').filter(|part| is_variable(part)) {
                if !readme.contains(&format!("`{name}`")) {
                    let instead = "Say in the table of README.md what it is for.";
                    found.push(Complaint::new(source, number, name, instead));
                }
            }
        }
    }
    found
}

fn is_variable(text: &str) -> bool {
    let rest = text.strip_prefix("OBJEKTIV_");
    rest.is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_uppercase() || c == '_')
    })
}

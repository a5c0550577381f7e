//! Templates, styles and scripts.

use super::source::{Checkout, Complaint, Source};

const HOST: &str = "Serve it ourselves: put it in ui/ and link to it with the asset's own path. No page may make a \
                    reader's browser call another host.";
const INLINE: &str =
    "The content security policy refuses it: put styles in ui/styles and scripts in ui/scripts.";

pub fn check(checkout: &Checkout) -> Vec<Complaint> {
    checkout
        .sources
        .iter()
        .filter(|source| is_page(source))
        .flat_map(complaints)
        .collect()
}

fn is_page(source: &Source) -> bool {
    let shown = ["html", "css", "scss", "js", "svg"].contains(&source.extension());
    shown && (source.path.starts_with("templates/") || source.path.starts_with("ui/"))
}

fn complaints(source: &Source) -> Vec<Complaint> {
    let mut found = Vec::new();
    for (number, line) in numbered(&source.text) {
        let loads = ["http://", "https://", "=\"//", "url(//"]
            .iter()
            .any(|address| {
                line.match_indices(address)
                    .any(|(at, _)| !is_namespace_or_link(&line[..at]))
            });
        if loads {
            found.push(Complaint::new(source, number, line, HOST));
        }
        let inline = [
            "style=\"",
            "<style",
            "onclick=",
            "onsubmit=",
            "onchange=",
            "javascript:",
        ];
        let script = line.contains("<script") && !line.contains("src=");
        // A mail is no page of ours: its readers' programs know nothing but inline styles. Nor is a receipt, which is
        // one file on the receiver's disk, with a policy of its own that names its style and script by their digests.
        let alone = ["templates/mail/", "templates/receipt/"];
        let page = source.extension() == "html"
            && !alone.iter().any(|folder| source.path.starts_with(folder));
        if page && (script || inline.iter().any(|word| line.contains(word))) {
            found.push(Complaint::new(source, number, line, INLINE));
        }
    }
    found
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
}

/// A namespace is a name, not an address; and a link is followed by a person who chose to.
fn is_namespace_or_link(before: &str) -> bool {
    let tag = before.rfind('<').map_or("", |at| &before[at..]);
    before.ends_with("xmlns=\"")
        || before.ends_with("xmlns:xlink=\"")
        || (tag.starts_with("<a ") && before.ends_with("href=\""))
}

/// Templates that neither Rust code nor another template names.
pub fn unused(checkout: &Checkout) -> Vec<Complaint> {
    let templates = checkout
        .sources
        .iter()
        .filter(|source| source.path.starts_with("templates/"));
    templates
        .filter(|template| {
            let name = format!("\"{}\"", template.path.trim_start_matches("templates/"));
            !checkout.sources.iter().any(|source| {
                let may_name =
                    source.path.starts_with("src/") || source.path.starts_with("templates/");
                may_name && source.path != template.path && source.text.contains(&name)
            })
        })
        .map(|template| {
            Complaint::new(
                template,
                0,
                "is used by no page",
                "Remove it, or name it in a page.rs.",
            )
        })
        .collect()
}

//! Both languages are complete, every id that is used exists, and none is left over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;
use time::Date;
use time::macros::{date, datetime};

use super::*;
use crate::code::Code;

/// Prefixes of ids that the code puts together: `error-` and a status, `month-` and a number, `ledger-level-` and a number,
/// the heading of a section that a handler adds to a form.
const COMPOSED: [&str; 4] = ["disclosure-section-", "error-", "ledger-level-", "month-"];

/// Id -> variables of every message of a language.
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (file, source) in lang.sources() {
        let parsed = FluentResource::try_new((*source).to_owned());
        assert!(
            parsed.is_ok(),
            "{file}: {:?}",
            parsed.err().map(|(_, errors)| errors)
        );
        let (mut id, mut block) = (String::new(), String::new());
        for line in source.lines().chain(["end ="]) {
            if let Some(next) = ids(line).next() {
                if !id.is_empty() {
                    let double = found.insert(id.clone(), variables(&block));
                    assert!(double.is_none(), "{file}: {id} is defined twice");
                }
                (id, block) = (next.to_owned(), String::new());
            }
            block.push_str(line);
        }
    }
    found
}

fn variables(block: &str) -> BTreeSet<String> {
    let names = block.split('$').skip(1);
    names
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
                .collect()
        })
        .collect()
}

fn sources(folder: &str, kind: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == kind) {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

/// The Rust source apart from files of tests.
fn rust() -> Vec<(PathBuf, String)> {
    let mut found = sources("src", "rs");
    let is_test = |path: &Path| path.to_str().is_some_and(|name| name.ends_with("tests.rs"));
    found.retain(|(path, _)| !is_test(path));
    found
}

fn code_and_templates() -> Vec<(PathBuf, String)> {
    let mut found = rust();
    found.extend(sources("templates", "html"));
    found.extend(sources("templates", "txt"));
    found
}

/// A path within the checkout.
fn shown(path: &Path) -> String {
    let inner = path
        .strip_prefix(env!("CARGO_MANIFEST_DIR"))
        .unwrap_or(path);
    inner.display().to_string()
}

/// The string literals right after `before`, such as `.t(`.
fn literals_after<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(literal).collect()
}

/// The string literal that a text begins with.
fn literal(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix('"')?.split('"').next()
}

/// The ids that the members of closed lists have, read from the `codes!` of the source.
fn ids_of_lists() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (_, text) in rust() {
        for block in text.split("codes! {").skip(1) {
            let block = block.split("\n}").next().unwrap_or(block);
            let lines = block
                .lines()
                .map(str::trim)
                .filter(|line| !line.starts_with("//"));
            let mut list = None;
            for line in lines {
                let Some(literal) = line.split('"').nth(1) else {
                    continue;
                };
                match list {
                    None => list = Some(literal),
                    Some(list) => _ = ids.insert(format!("{list}-{literal}")),
                }
            }
        }
    }
    ids
}

/// Fields of forms: `Form::new("site", ...)` and `Field::text("address")` give `site-address`. The fields of a form
/// are all of its file, or in a file with several forms those up to the next.
/// The first set must exist; the second may.
fn ids_of_forms() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut needed, mut allowed) = (BTreeSet::new(), BTreeSet::new());
    let mut names: (BTreeSet<String>, BTreeSet<String>) = Default::default();
    for (_, text) in rust() {
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        // A handler may also name a field by a constant.
        let constants = literals_after(text, ": &str =").into_iter();
        names
            .1
            .extend(constants.map(|field| field.replace('_', "-")));
        names.1.extend(
            fields(text)
                .into_iter()
                .map(|field| field.replace('_', "-")),
        );
        let parts: Vec<&str> = text.split("Form::new(").collect();
        let forms: BTreeSet<&str> = parts[1..].iter().filter_map(|part| literal(part)).collect();
        names.0.extend(forms.iter().map(|form| (*form).to_owned()));
        for part in &parts[1..] {
            let Some(form) = literal(part) else { continue };
            let scope = if forms.len() == 1 { text } else { part };
            needed.extend(
                literals_after(scope, ".section(")
                    .into_iter()
                    .filter(|section| !section.is_empty())
                    .map(|section| format!("{form}-section-{section}")),
            );
            needed.extend(
                fields(scope)
                    .iter()
                    .map(|field| format!("{form}-{}", field.replace('_', "-"))),
            );
        }
    }
    // A handler may add a field to a form of another file.
    for (form, field) in names
        .0
        .iter()
        .flat_map(|form| names.1.iter().map(move |field| (form, field)))
    {
        let id = format!("{form}-{field}");
        let more = ["hint", "why", "aside"].map(|part| format!("{id}-{part}"));
        allowed.extend(more);
        allowed.insert(id);
    }
    (needed, allowed)
}

/// The names of the fields that a piece of source declares and shows.
fn fields(text: &str) -> Vec<&str> {
    let calls = text.split("Field::").skip(1);
    let shown = calls.filter(|call| !call.starts_with("hidden"));
    shown
        .filter_map(|call| literal(call.split_once('(')?.1))
        .collect()
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_variables() {
    let (swedish, english) = (messages(Lang::Sv), messages(Lang::En));
    let missing = |from: &BTreeMap<String, BTreeSet<String>>,
                   to: &BTreeMap<String, BTreeSet<String>>| {
        from.keys()
            .filter(|id| !to.contains_key(*id))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        missing(&swedish, &english),
        Vec::<String>::new(),
        "not in English"
    );
    assert_eq!(
        missing(&english, &swedish),
        Vec::<String>::new(),
        "not in Swedish"
    );
    for (id, variables) in &swedish {
        assert_eq!(variables, &english[id], "variables of {id}");
    }
}

#[test]
fn every_text_that_is_used_exists() {
    let known = messages(Lang::Sv);
    let mut missing = BTreeSet::new();
    for (path, text) in code_and_templates() {
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for before in [
            "l.t(",
            "l.ta(",
            "l.ta2(",
            "l.tt(",
            "l.tn(",
            ".t(",
            "Message::new(",
            "refuse_id(field, ",
            ".submit(",
            ".unit(",
        ] {
            let used = literals_after(text, before)
                .into_iter()
                .filter(|id| !known.contains_key(*id));
            missing.extend(used.map(|id| format!("{}: {id}", shown(&path))));
        }
    }
    missing.extend(
        ids_of_lists()
            .into_iter()
            .filter(|id| !known.contains_key(id)),
    );
    missing.extend(
        ids_of_forms()
            .0
            .into_iter()
            .filter(|id| !known.contains_key(id)),
    );
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn no_text_is_left_over() {
    let mut used: BTreeSet<String> = ids_of_lists();
    let (needed, allowed) = ids_of_forms();
    used.extend(needed);
    used.extend(allowed);
    for (_, text) in code_and_templates() {
        used.extend(text.split('"').map(str::to_owned));
    }
    let left = messages(Lang::Sv).into_keys();
    let left: Vec<_> = left
        .filter(|id| !used.contains(id) && !COMPOSED.iter().any(|prefix| id.starts_with(prefix)))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn the_lists_are_read_from_the_source_as_they_are() {
    let read = ids_of_lists();
    for member in crate::site::PlaceType::ALL {
        assert!(read.contains(&Code::text_id(*member)), "{member:?}");
    }
    for member in crate::disclosure::Ground::ALL {
        assert!(read.contains(&Code::text_id(*member)), "{member:?}");
    }
}

#[test]
fn an_unknown_text_shows_its_id() {
    assert_eq!(Loc::sv().t("no-such-text"), "no-such-text");
    assert_eq!(Loc::sv().ta("no-such-text", "name", "x"), "no-such-text");
}

#[test]
fn numbers_have_no_break_spaces_and_a_decimal_comma_in_swedish() {
    assert_eq!(Loc::sv().number(1_234_567), "1\u{a0}234\u{a0}567");
    assert_eq!(Loc::sv().number(-0.5), "\u{2212}0,5");
    assert_eq!(Loc::sv().number(999), "999");
    assert_eq!(Loc::en().number(12_345.5), "12,345.5");
}

#[test]
fn dates_and_times_are_written_as_in_sweden_whatever_zone_the_instant_has() {
    let at = datetime!(2026-11-22 13:05 UTC);
    let (sv, en) = (Loc::sv(), Loc::en());
    assert_eq!(sv.date(date!(2026 - 11 - 22)), "2026-11-22");
    assert_eq!(sv.date_long(date!(2026 - 11 - 02)), "2\u{a0}november 2026");
    assert_eq!(sv.instant(at), "2026-11-22 14:05");
    assert_eq!(sv.instant_long(at), "22\u{a0}november 2026 kl.\u{a0}14.05");
    assert_eq!(en.instant_long(at), "22\u{a0}November 2026, 14:05");
    assert_eq!(
        sv.instant(datetime!(2026-07-01 22:30 UTC)),
        "2026-07-02 00:30"
    );
    assert_eq!(sv.date(None::<Date>), "Inte angivet");
}

#[test]
fn a_question_without_an_answer_is_never_a_no() {
    assert_eq!(Loc::sv().yes_no(None), "Inte besvarat");
    assert_eq!(Loc::sv().yes_no(Some(false)), "Nej");
}

#[test]
fn english_has_its_own_addresses() {
    assert_eq!(Loc::sv().path("/bevakningar"), "/bevakningar");
    assert_eq!(Loc::en().path("/bevakningar"), "/en/bevakningar");
    assert_eq!(Loc::en().path("/"), "/en");
}

#[test]
fn a_member_of_a_list_is_shown_in_words() {
    let kind = Some(crate::site::PlaceType::SchoolYard);
    assert_eq!(Loc::sv().code(kind), "Skolgård");
    assert_eq!(Loc::en().code(kind), "School yard");
    assert_eq!(
        Loc::sv().code(None::<crate::site::PlaceType>),
        "Inte angivet"
    );
}

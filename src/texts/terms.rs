//! The kommun's own words: single texts that it may say otherwise, from a list. Everything else, and everything that cannot be
//! said, is as it stands in `texts/`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use serde::{Deserialize, Serialize};

use super::{Lang, number};

/// The texts that a kommun may say in its own words: names of things and of people, headings, and a few sentences with them.
/// No text that cites the law, says what went wrong or what is about to happen is among them.
pub const ALLOWED: [&str; 20] = [
    "nav-overview",
    "nav-sites",
    "nav-disclosures",
    "nav-ledger",
    "nav-reminders",
    "site-list-title",
    "site-unit",
    "site-controller",
    "site-responsible",
    "unit-list-title",
    "controller-list-title",
    "overview-units",
    "overview-unit",
    "overview-own",
    "overview-own-count",
    "role-ansvarig",
    "role-handlaggare",
    "role-beslutsfattare",
    "role-granskare",
    "role-administrator",
];

/// Longest text, in characters.
pub const LONGEST: usize = 120;

/// What a kommun says instead, by language and id.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Own {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sv: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub en: BTreeMap<String, String>,
}

impl Own {
    pub fn is_empty(&self) -> bool {
        self.sv.is_empty() && self.en.is_empty()
    }

    pub const fn of(&self, lang: Lang) -> &BTreeMap<String, String> {
        match lang {
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }

    pub const fn of_mut(&mut self, lang: Lang) -> &mut BTreeMap<String, String> {
        match lang {
            Lang::Sv => &mut self.sv,
            Lang::En => &mut self.en,
        }
    }
}

/// Why a text is not one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    NotAllowed,
    TooLong,
    /// The variables that the text must have, as they are written.
    Variables(String),
    /// A brace that is no variable.
    Brace,
}

/// Whether a kommun may say `text` for `id`.
///
/// # Errors
/// When the text is not on the list, or its variables are others than those of the original.
pub fn check(lang: Lang, id: &str, text: &str) -> Result<(), Wrong> {
    if !ALLOWED.contains(&id) {
        return Err(Wrong::NotAllowed);
    }
    if text.chars().count() > LONGEST || text.contains(['\n', '\r']) {
        return Err(Wrong::TooLong);
    }
    let wanted = variables(&original(lang, id)).unwrap_or_default();
    let found = variables(text).ok_or(Wrong::Brace)?;
    if found == wanted {
        return Ok(());
    }
    let written = wanted.iter().map(|name| format!("{{ ${name} }}"));
    Err(Wrong::Variables(written.collect::<Vec<_>>().join(" ")))
}

/// The text as it stands in `texts/`, with its variables.
pub fn original(lang: Lang, id: &str) -> String {
    let mut lines = lang.sources().iter().flat_map(|(_, source)| source.lines());
    let found = lines.find_map(|line| {
        let (found, text) = line.split_once('=')?;
        (found.trim_end() == id).then(|| text.trim().to_owned())
    });
    found.unwrap_or_default()
}

/// The names of the variables; `None` when a brace is something else.
fn variables(text: &str) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        if before.contains('}') {
            return None;
        }
        let (inside, after) = after.split_once('}')?;
        let name = inside.trim().strip_prefix('$')?;
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        names.insert(name.to_owned());
        rest = after;
    }
    (!rest.contains('}')).then_some(names)
}

/// The kommun's own words of one language, ready to show.
pub(super) struct Words {
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    fn new(lang: Lang, own: &BTreeMap<String, String>) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Sv => number::swedish,
            Lang::En => number::english,
        }));
        let mut plain = HashMap::new();
        // What was fine when it was saved and is not any more is said as everybody says it.
        let good = own
            .iter()
            .filter(|(id, text)| check(lang, id, text).is_ok());
        for (id, text) in good {
            if !text.contains('{') {
                plain.insert(id.clone(), text.clone());
            }
            if let Ok(resource) = FluentResource::try_new(format!("{id} = {text}\n")) {
                bundle.add_resource_overriding(resource);
            }
        }
        Self { plain, bundle }
    }

    pub(super) fn plain(&self, id: &str) -> Option<&str> {
        self.plain.get(id).map(String::as_str)
    }

    pub(super) fn filled(&self, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut errors);
        let text = text.into_owned();
        errors.is_empty().then_some(text)
    }
}

/// The words that kommuner use, kept for as long as the service runs: a page holds them as it holds the language, and each set
/// that was ever saved is a few kilobytes.
#[derive(Default)]
pub struct Known(Mutex<Vec<Said>>);

/// What a kommun saved, and the same ready to show.
type Said = (Lang, BTreeMap<String, String>, &'static Words);

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Known")
    }
}

impl Known {
    pub(super) fn words(&self, lang: Lang, own: &Own) -> Option<&'static Words> {
        let own = own.of(lang);
        if own.is_empty() {
            return None;
        }
        let mut known = self.0.lock().ok()?;
        let same = known
            .iter()
            .find(|(of, words, _)| *of == lang && words == own);
        if let Some((_, _, words)) = same {
            return Some(words);
        }
        let words: &'static Words = Box::leak(Box::new(Words::new(lang, own)));
        known.push((lang, own.clone(), words));
        Some(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{Loc, Texts};

    fn own(id: &str, text: &str) -> Own {
        Own {
            sv: BTreeMap::from([(id.to_owned(), text.to_owned())]),
            ..Own::default()
        }
    }

    #[test]
    fn every_text_of_the_list_exists_in_both_languages_on_one_line() {
        for lang in Lang::ALL {
            for id in ALLOWED {
                let text = original(lang, id);
                assert!(!text.is_empty(), "{id}");
                assert_eq!(check(lang, id, &text), Ok(()), "{id}");
            }
            assert!(Texts::of(lang).plain("nav-sites").is_some());
        }
    }

    #[test]
    fn a_text_that_is_not_on_the_list_or_has_other_variables_is_refused() {
        let refused = |id: &str, text: &str| check(Lang::Sv, id, text).unwrap_err();
        assert_eq!(refused("error-404", "Borta"), Wrong::NotAllowed);
        assert_eq!(refused("nav-sites", &"å".repeat(121)), Wrong::TooLong);
        assert_eq!(refused("nav-sites", "a\nb = c"), Wrong::TooLong);
        assert_eq!(
            refused("nav-sites", "{ $count }"),
            Wrong::Variables(String::new())
        );
        let both = Wrong::Variables("{ $breaches } { $sites }".into());
        assert_eq!(refused("overview-own-count", "{ $sites } platser"), both);
        for brace in [
            "{",
            "}",
            "{ nav-sites }",
            "{ $a",
            "{ NUMBER($sites) }",
            "}{ $sites }",
        ] {
            assert_eq!(
                refused("overview-own-count", brace),
                Wrong::Brace,
                "{brace}"
            );
        }
        let fine = "{ $sites } platser, { $breaches } röda";
        assert_eq!(check(Lang::Sv, "overview-own-count", fine), Ok(()));
    }

    #[test]
    fn own_words_are_said_and_what_cannot_be_said_falls_back() {
        let known = Known::default();
        let l = Loc::sv().saying(&known, &own("nav-sites", "Kameraplatser"));
        assert_eq!(l.t("nav-sites"), "Kameraplatser");
        assert_eq!(l.t("nav-ledger"), Loc::sv().t("nav-ledger"));
        assert_eq!(
            Loc::sv().t("nav-sites"),
            "Bevakningar",
            "nobody else's change"
        );
        let counted = own(
            "overview-own-count",
            "{ $sites } platser, { $breaches } röda",
        );
        let l = Loc::sv().saying(&known, &counted);
        let said = l.ta2("overview-own-count", ("sites", &1200), ("breaches", &3));
        assert_eq!(said, "1\u{a0}200 platser, 3 röda");
        let broken = own("overview-own-count", "{ $finns-inte }");
        let l = Loc::sv().saying(&known, &broken);
        let said = l.ta2("overview-own-count", ("sites", &2), ("breaches", &1));
        assert_eq!(said, "2 bevakningar, 1 med brister");
        let english = Loc::en().saying(&known, &own("nav-sites", "Kameraplatser"));
        assert_eq!(english.t("nav-sites"), Loc::en().t("nav-sites"));
    }

    #[test]
    fn the_same_words_are_kept_once() {
        let known = Known::default();
        for _ in 0..3 {
            let _ = Loc::sv().saying(&known, &own("nav-sites", "Platser"));
        }
        assert_eq!(known.0.lock().unwrap().len(), 1);
    }
}

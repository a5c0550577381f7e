//! Everything the interface says, in Swedish and English: Fluent files under `texts/`, embedded in the binary.
//!
//! [`Loc`] is what a page holds. A text without variables costs one look-up in a table; a text that does
//! not exist is shown as its id, never a panic (a test keeps both languages complete).

use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

mod loc;
mod number;
pub mod terms;
#[cfg(test)]
mod tests;

pub use loc::{Argument, Coded, Day, Instant, Loc, Message};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lang {
    /// The source language.
    #[default]
    Sv,
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::Sv, Self::En];

    /// For `lang` and `hreflang`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Sv => Self::En,
            Self::En => Self::Sv,
        }
    }

    const fn sources(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Sv => SWEDISH,
            Self::En => ENGLISH,
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        self.code().parse().unwrap_or_default()
    }
}

/// The texts of one language.
pub(crate) struct Texts {
    lang: Lang,
    /// Texts without variables, ready to show.
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

static TEXTS: LazyLock<[Texts; 2]> = LazyLock::new(|| Lang::ALL.map(Texts::embedded));

impl Texts {
    pub(crate) fn of(lang: Lang) -> &'static Self {
        let [swedish, english] = &*TEXTS;
        match lang {
            Lang::Sv => swedish,
            Lang::En => english,
        }
    }

    fn embedded(lang: Lang) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
        // Isolation marks are invisible characters that would land in HTML and CSV.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Sv => number::swedish,
            Lang::En => number::english,
        }));
        for (_, source) in lang.sources() {
            // A faulty file gives what could be read of it; the tests refuse both faults and doubles.
            let resource =
                FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(part, _)| part);
            bundle.add_resource_overriding(resource);
        }
        let mut texts = Self {
            lang,
            plain: HashMap::new(),
            bundle,
        };
        let ids = lang.sources().iter().flat_map(|(_, source)| ids(source));
        texts.plain = ids
            .filter_map(|id| {
                let mut errors = Vec::new();
                let text = texts.format(id, None, &mut errors)?;
                errors.is_empty().then(|| (id.to_owned(), text))
            })
            .collect();
        texts
    }

    fn format(
        &self,
        id: &str,
        args: Option<&FluentArgs<'_>>,
        errors: &mut Vec<fluent_bundle::FluentError>,
    ) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        Some(
            self.bundle
                .format_pattern(pattern, args, errors)
                .into_owned(),
        )
    }

    fn plain(&self, id: &str) -> Option<&str> {
        self.plain.get(id).map(String::as_str)
    }

    /// The text with its variables filled in; the id itself when there is no such text.
    fn filled(&self, id: &str, args: &FluentArgs<'_>) -> String {
        self.format(id, Some(args), &mut Vec::new())
            .unwrap_or_else(|| id.to_owned())
    }
}

/// The ids of the messages in a Fluent file.
fn ids(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let (id, _) = line.split_once('=')?;
        let id = id.trim_end();
        let starts = id.starts_with(|first: char| first.is_ascii_lowercase());
        let rest = id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        (starts && rest).then_some(id)
    })
}

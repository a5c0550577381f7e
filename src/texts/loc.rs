//! What a page says things with: a language, its texts, and its way to write dates and numbers.

use std::borrow::Borrow;
use std::borrow::Cow;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentValue};
use time::{Date, OffsetDateTime};

use super::terms::{Known, Own, Words};
use super::{Lang, Texts};
use crate::clock::stockholm;

/// The language of a page. Small and `Copy`: every template struct holds one as `l`.
#[derive(Clone, Copy)]
pub struct Loc {
    texts: &'static Texts,
    /// What the kommun says in its own words.
    own: Option<&'static Words>,
}

impl fmt::Debug for Loc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Loc({})", self.code_of_language())
    }
}

/// A text to be shown later, when the language is known: its id and its variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: Cow<'static, str>,
    pub args: Vec<(&'static str, String)>,
}

impl Message {
    pub fn new(id: impl Into<Cow<'static, str>>) -> Self {
        Self {
            id: id.into(),
            args: Vec::new(),
        }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// As the database keeps it until somebody reads it in a language of their own ([`Loc::kept`]).
    pub fn kept(&self) -> String {
        serde_json::json!([self.id, self.args]).to_string()
    }
}

impl Loc {
    pub fn of(lang: Lang) -> Self {
        Self {
            texts: Texts::of(lang),
            own: None,
        }
    }

    /// The same language in the kommun's own words, where it has any.
    #[must_use]
    pub fn saying(self, known: &Known, own: &Own) -> Self {
        Self {
            own: known.words(self.lang(), own),
            ..self
        }
    }

    fn filled<'a>(
        self,
        id: &str,
        args: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>,
    ) -> String {
        let mut filled = FluentArgs::new();
        for (name, value) in args {
            filled.set(name, value);
        }
        let own = self.own.and_then(|own| own.filled(id, &filled));
        own.unwrap_or_else(|| self.texts.filled(id, &filled))
    }

    pub fn sv() -> Self {
        Self::of(Lang::Sv)
    }

    pub fn en() -> Self {
        Self::of(Lang::En)
    }

    pub const fn lang(self) -> Lang {
        self.texts.lang
    }

    /// `sv` or `en`, for the attribute `lang`.
    pub const fn code_of_language(self) -> &'static str {
        self.texts.lang.code()
    }

    /// The text; the id itself when there is none.
    pub fn t<'a>(self, id: &'a str) -> &'a str
    where
        Self: 'a,
    {
        let own = self.own.and_then(|own| own.plain(id));
        own.or_else(|| self.texts.plain(id)).unwrap_or(id)
    }

    /// The text if there is one: for hints and explanations that not every field has.
    pub fn maybe(self, id: &str) -> Option<&'static str> {
        self.texts.plain(id)
    }

    /// The text with one variable.
    pub fn ta(self, id: &str, name: &str, value: impl Argument) -> String {
        self.filled(id, [(name, value.value())])
    }

    /// The text with two variables.
    pub fn ta2(
        self,
        id: &str,
        first: (&str, &dyn Argument),
        second: (&str, &dyn Argument),
    ) -> String {
        self.filled(
            id,
            [(first.0, first.1.value()), (second.0, second.1.value())],
        )
    }

    /// The text with two variables, as templates write it.
    pub fn tt(
        self,
        id: &str,
        first: &str,
        one: impl Argument,
        second: &str,
        two: impl Argument,
    ) -> String {
        self.filled(id, [(first, one.value()), (second, two.value())])
    }

    /// The text for a number of things: the variable is `count`.
    pub fn tn(self, id: &str, count: impl Argument) -> String {
        self.ta(id, "count", count)
    }

    pub fn message(self, message: &Message) -> String {
        let args = message.args.iter();
        self.filled(
            &message.id,
            args.map(|(name, value)| (*name, value.as_str().value())),
        )
    }

    /// What the database keeps of a message ([`Message::kept`]), in words; anything else stands as it was written.
    pub fn kept(self, kept: &str) -> String {
        let Ok((id, args)) = serde_json::from_str::<(String, Vec<(String, String)>)>(kept) else {
            return kept.to_owned();
        };
        // What is a number may be counted by.
        let value = |text: &str| match text.parse::<i64>() {
            Ok(number) => FluentValue::from(number),
            Err(_) => FluentValue::from(text.to_owned()),
        };
        let args = args.iter().map(|(name, text)| (name.as_str(), value(text)));
        self.filled(&id, args)
    }

    /// A member of a closed list in words; "inte angivet" when there is none.
    pub fn code(self, member: impl Coded) -> String {
        let id = member.text_id();
        self.t(id.as_deref().unwrap_or("not-stated")).to_owned()
    }

    /// Several members, with commas between.
    pub fn codes<T: Coded>(self, members: &[T]) -> String {
        let words: Vec<_> = members.iter().map(|member| self.code(member)).collect();
        words.join(", ")
    }

    /// Ja, nej, or "inte besvarat": an unanswered question is never a no.
    pub fn yes_no(self, answer: impl Borrow<Option<bool>>) -> &'static str {
        let id = match answer.borrow() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not-answered",
        };
        self.t(id)
    }

    /// What was typed, or "inte angivet".
    pub fn text_or_none(self, text: &str) -> &str {
        if text.is_empty() {
            self.t("not-stated")
        } else {
            text
        }
    }

    /// A link within Objektiv: English has `/en` before the path.
    pub fn path(self, path: &str) -> String {
        match self.lang() {
            Lang::Sv => path.to_owned(),
            Lang::En => format!("/en{}", if path == "/" { "" } else { path }),
        }
    }

    /// `2026-11-22`, or "inte angivet".
    pub fn date(self, day: impl Day) -> String {
        day.day()
            .map_or_else(|| self.t("not-stated").to_owned(), |day| day.to_string())
    }

    /// `22 november 2026`
    pub fn date_long(self, day: impl Day) -> String {
        let Some(day) = day.day() else {
            return self.t("not-stated").to_owned();
        };
        let month = self.t(month_id(day));
        format!("{}\u{a0}{month} {}", day.day(), day.year())
    }

    /// `november`
    pub fn month(self, day: impl Day) -> &'static str {
        day.day()
            .map_or_else(|| self.t("not-stated"), |day| self.t(month_id(day)))
    }

    /// `14:05` in Sweden.
    pub fn time(self, instant: impl Instant) -> String {
        let Some(at) = instant.instant() else {
            return self.t("not-stated").to_owned();
        };
        let at = stockholm(at);
        format!("{:02}:{:02}", at.hour(), at.minute())
    }

    /// `2026-11-22 14:05` in Sweden.
    pub fn instant(self, instant: impl Instant) -> String {
        let Some(at) = instant.instant() else {
            return self.t("not-stated").to_owned();
        };
        format!("{} {}", stockholm(at).date(), self.time(at))
    }

    /// `22 november 2026 kl. 14.05`, or `22 November 2026, 14:05`.
    pub fn instant_long(self, instant: impl Instant) -> String {
        let Some(at) = instant.instant() else {
            return self.t("not-stated").to_owned();
        };
        let day = self.date_long(stockholm(at).date());
        match self.lang() {
            Lang::Sv => format!("{day} kl.\u{a0}{}", self.time(at).replace(':', ".")),
            Lang::En => format!("{day}, {}", self.time(at)),
        }
    }

    /// `12 345`: with no-break spaces in Swedish.
    pub fn number(self, value: impl Argument) -> String {
        self.ta("number", "value", value)
    }
}

fn month_id(day: Date) -> &'static str {
    MONTHS[usize::from(u8::from(day.month())) - 1]
}

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8",
    "month-9", "month-10", "month-11", "month-12",
];

/// What can stand in a variable of a text. Templates pass fields by reference, so references count too.
pub trait Argument {
    fn value(&self) -> FluentValue<'_>;
}

impl Argument for str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::String(self.into())
    }
}

impl Argument for String {
    fn value(&self) -> FluentValue<'_> {
        self.as_str().value()
    }
}

macro_rules! numbers {
    ($($type:ty),+) => {$(
        impl Argument for $type {
            fn value(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        }
    )+};
}
numbers!(u8, u16, u32, u64, usize, i32, i64, f64);

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

/// A member of a closed list (`codes!` implements it), perhaps none, perhaps behind a reference.
pub trait Coded {
    fn text_id(&self) -> Option<String>;
}

impl<T: Coded> Coded for Option<T> {
    fn text_id(&self) -> Option<String> {
        self.as_ref().and_then(Coded::text_id)
    }
}

impl<T: Coded> Coded for &T {
    fn text_id(&self) -> Option<String> {
        (**self).text_id()
    }
}

/// A date, perhaps none, perhaps behind a reference.
pub trait Day {
    fn day(&self) -> Option<Date>;
}

impl Day for Date {
    fn day(&self) -> Option<Date> {
        Some(*self)
    }
}

impl Day for Option<Date> {
    fn day(&self) -> Option<Date> {
        *self
    }
}

impl<T: Day> Day for &T {
    fn day(&self) -> Option<Date> {
        (**self).day()
    }
}

/// An instant, perhaps none, perhaps behind a reference.
pub trait Instant {
    fn instant(&self) -> Option<OffsetDateTime>;
}

impl Instant for OffsetDateTime {
    fn instant(&self) -> Option<OffsetDateTime> {
        Some(*self)
    }
}

impl Instant for Option<OffsetDateTime> {
    fn instant(&self) -> Option<OffsetDateTime> {
        *self
    }
}

impl<T: Instant> Instant for &T {
    fn instant(&self) -> Option<OffsetDateTime> {
        (**self).instant()
    }
}

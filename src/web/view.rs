//! What stands around the content of every page: who is signed in, where they can go, and which day is shown.

use std::fmt;

use askama::filters::HtmlSafe;
use time::{Date, OffsetDateTime};

use crate::law::calendar::date_in_sweden;
pub use crate::texts::{Lang, Loc, Message};
use crate::web::assets::asset_path;

/// A section of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Overview,
    Sites,
    Disclosures,
    Ledger,
    Reminders,
    Import,
    Rules,
    Administration,
}

impl Section {
    /// In the order of the navigation.
    pub const ALL: [Self; 8] = [
        Self::Overview,
        Self::Sites,
        Self::Disclosures,
        Self::Ledger,
        Self::Reminders,
        Self::Import,
        Self::Rules,
        Self::Administration,
    ];

    /// Path in Swedish; `Loc::path` makes the English one.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/",
            Self::Sites => "/bevakningar",
            Self::Disclosures => "/utlamnanden",
            Self::Ledger => "/logg",
            Self::Reminders => "/paminnelser",
            Self::Import => "/import",
            Self::Rules => "/regler",
            Self::Administration => "/administration",
        }
    }

    pub const fn text_id(self) -> &'static str {
        match self {
            Self::Overview => "nav-overview",
            Self::Sites => "nav-sites",
            Self::Disclosures => "nav-disclosures",
            Self::Ledger => "nav-ledger",
            Self::Reminders => "nav-reminders",
            Self::Import => "nav-import",
            Self::Rules => "nav-rules",
            Self::Administration => "nav-administration",
        }
    }

    fn holds(self, path: &str) -> bool {
        let path = path.split('?').next().unwrap_or(path);
        match self {
            Self::Overview => path == "/",
            _ => path
                .strip_prefix(self.path())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        }
    }
}

/// One entry of the navigation, with how many things wait there (0 = nothing is shown).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NavItem {
    pub section: Section,
    pub waiting: u32,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub name: String,
}

/// Every page struct holds one as `shell` (and its `Loc` as `l`); `layout.html` draws it.
#[derive(Debug, Clone)]
pub struct Shell {
    pub l: Loc,
    /// Name of the kommun; empty before one is known, as on the sign-in page of a shared installation.
    pub kommun: String,
    /// Path and query of this page without the language: `/bevakningar?sida=2`.
    pub path: String,
    pub person: Option<Person>,
    /// What the person's roles may open, in the order of [`Section::ALL`].
    pub nav: Vec<NavItem>,
    /// The page shows the register and the law as they stood on this day.
    pub as_of: Option<Date>,
    /// And as the register knew them then.
    pub known_then: bool,
    /// When this page was made: stands on paper.
    pub now: OffsetDateTime,
    /// The clock stands still at `now`, for demonstrations and tests.
    pub frozen: bool,
    /// The last verification found the log to be tampered with: said to those who may read the log.
    pub log_broken: bool,
    /// Said once after something was done.
    pub notice: Option<Message>,
    /// What maps are drawn on, if the administrator has given anything.
    pub ground: Option<Ground>,
    /// Address of the kommun's boundary, if it has one.
    pub boundary: Option<String>,
    /// Addresses of the stylesheet with the kommun's own colours, and of its logo.
    pub theme: Option<String>,
    pub logo: Option<String>,
    /// In how many seconds the session of the person ends when no page is asked for.
    pub stays: Option<i64>,
}

/// What maps are drawn on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// Address of a tile with `{z}`, `{x}` and `{y}` in it.
    pub tiles: &'static str,
    pub attribution: String,
    pub zoom_max: u8,
}

impl Shell {
    /// A page for someone who is not signed in.
    pub fn public(l: Loc, kommun: &str, path: &str, now: OffsetDateTime) -> Self {
        Self {
            l,
            kommun: kommun.to_owned(),
            path: path.to_owned(),
            person: None,
            nav: Vec::new(),
            as_of: None,
            known_then: false,
            now,
            frozen: false,
            log_broken: false,
            notice: None,
            ground: None,
            boundary: None,
            theme: None,
            logo: None,
            stays: None,
        }
    }

    /// Which of the answers about another day the page gives.
    pub fn as_of_text(&self) -> &'static str {
        if self.is_ahead() {
            "as-of-banner-ahead"
        } else if self.known_then {
            "as-of-banner-then"
        } else {
            "as-of-banner"
        }
    }

    /// The page shows a day to come: by what is recorded today, and the register knew nothing of it yet.
    pub fn is_ahead(&self) -> bool {
        self.as_of.is_some_and(|day| day > date_in_sweden(self.now))
    }

    /// Whether a section of the navigation is where this page belongs.
    pub fn is_here(&self, item: &NavItem) -> bool {
        item.section.holds(&self.path)
    }

    /// This page in the other language.
    pub fn other_language_path(&self) -> String {
        Loc::of(self.l.lang().other()).path(&self.path)
    }

    /// Foot of the printed page: when and by whom.
    pub fn printed(&self) -> String {
        let at = self.l.instant_long(self.now);
        match &self.person {
            Some(person) => self
                .l
                .ta2("printed-by", ("instant", &at), ("person", &person.name)),
            None => self.l.ta("printed", "instant", at),
        }
    }

    /// Address of the stylesheet.
    pub fn stylesheet(&self) -> &'static str {
        asset_path("app.css")
    }

    pub fn map_stylesheet(&self) -> &'static str {
        asset_path("map.css")
    }

    pub fn map_script(&self) -> &'static str {
        asset_path("map.js")
    }

    pub fn stay_script(&self) -> &'static str {
        asset_path("stay.js")
    }

    pub fn draft_script(&self) -> &'static str {
        asset_path("draft.js")
    }

    /// The sprite of the symbols of status.
    pub fn symbols(&self) -> &'static str {
        asset_path("status.svg")
    }

    pub fn icon(&self) -> &'static str {
        asset_path("favicon.svg")
    }
}

/// The kommun's own scale of status, never shown by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symbol {
    /// Green circle with a tick.
    Ok,
    /// Yellow square with an exclamation mark.
    Partly,
    /// Red square with a cross.
    No,
    /// Grey triangle with a question mark.
    Unknown,
}

impl Symbol {
    /// From what needs attention first to what is fine.
    pub const ALL: [Self; 4] = [Self::No, Self::Partly, Self::Unknown, Self::Ok];

    /// Name of the shape in the sprite without `st-`, and of the modifier in the stylesheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Partly => "delvis",
            Self::No => "nej",
            Self::Unknown => "okand",
        }
    }

    /// The words that the scale itself has: uppfyllt, delvis, brister, kan inte bedömas.
    pub const fn text_id(self) -> &'static str {
        match self {
            Self::Ok => "status-ok",
            Self::Partly => "status-partly",
            Self::No => "status-no",
            Self::Unknown => "status-unknown",
        }
    }

    /// Address of the shape in the sprite.
    pub fn shape(self) -> String {
        format!("{}#st-{}", asset_path("status.svg"), self.name())
    }
}

/// One step of a breadcrumb; the last has no link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    pub text: String,
    /// Path with the language.
    pub href: Option<String>,
}

impl Crumb {
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: Some(href.into()),
        }
    }

    pub fn here(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: None,
        }
    }

    /// The way to a page: the pages above it by text and path without the language, and what it is called.
    pub fn way(l: Loc, above: &[(&str, &str)], here: &str) -> Vec<Self> {
        let above = above.iter();
        let links = above.map(|(text, path)| Self::link(l.t(text), l.path(path)));
        links.chain([Self::here(here)]).collect()
    }

    /// The way to something in a list; `None` is the list itself.
    pub fn in_list(
        l: Loc,
        above: (&str, &str),
        list: (&str, &str),
        here: Option<&str>,
    ) -> Vec<Self> {
        match here {
            Some(here) => Self::way(l, &[above, list], here),
            None => Self::way(l, &[above], l.t(list.0)),
        }
    }
}

/// Links to the neighbouring pages of a list that is paged by key: there is no page number to count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pages {
    pub first: Option<String>,
    pub next: Option<String>,
    /// What is shown, as in "51-100 av 1 204".
    pub shown: String,
}

impl Pages {
    /// Everything is on this page and there is nothing to say about it.
    pub fn is_single(&self) -> bool {
        self.first.is_none() && self.next.is_none() && self.shown.is_empty()
    }
}

/// A text in which no day, diarienummer or option is broken at its hyphens, and no section at its sign, as HTML.
#[derive(Debug, Clone, Copy)]
pub struct Whole<T>(T);

impl<T: fmt::Display> HtmlSafe for Whole<T> {}

impl<T: fmt::Display> fmt::Display for Whole<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = together(&self.0.to_string());
        let of_a_run = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
        let mut rest = text.as_str();
        while let Some(from) = rest.find(of_a_run) {
            let (before, run) = rest.split_at(from);
            let end = run.find(|sign| !of_a_run(sign)).unwrap_or(run.len());
            let (run, after) = run.split_at(end);
            write!(f, "{}", Escaped(before))?;
            if stays_whole(run) {
                write!(f, "<span class=\"nw\">{run}</span>")?;
            } else {
                f.write_str(run)?;
            }
            rest = after;
        }
        write!(f, "{}", Escaped(rest))
    }
}

/// `8 §`, `SFS 2025:220` and `OSL 10:24` with no-break spaces.
fn together(text: &str) -> String {
    let mut text = text.replace(" §", "\u{a0}§");
    for statute in ["SFS", "OSL"] {
        text = text.replace(&format!("{statute} "), &format!("{statute}\u{a0}"));
    }
    text
}

/// `2026-11-22`, `IMY-2021-1187` and `--smtp`; what is longer than a line of a narrow card may break.
fn stays_whole(run: &str) -> bool {
    if run.starts_with("--") {
        return run.len() <= 20;
    }
    let inner = run.trim_matches('-').contains('-');
    inner && run.len() <= 20 && run.contains(|sign: char| sign.is_ascii_digit())
}

struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(escaped) = askama::filters::escape(self.0, askama::filters::Html);
        escaped.fmt(f)
    }
}

/// `text` as it is shown in a page: a day or a number of a case that stands in it stays in one line.
pub const fn whole<T: fmt::Display>(text: T) -> Whole<T> {
    Whole(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_below_a_section_is_in_it_and_the_start_page_is_in_none_of_the_others() {
        assert!(Section::Sites.holds("/bevakningar/4?per=2025-03-31"));
        assert!(!Section::Sites.holds("/bevakningarna"));
        assert!(Section::Overview.holds("/?per=2025-03-31"));
        assert!(!Section::Overview.holds("/bevakningar"));
    }

    #[test]
    fn a_day_and_a_number_stay_in_one_line_and_everything_else_is_escaped() {
        let shown = whole("<b> å-2026-11-22, DI-2019-4004. mån-fre -").to_string();
        let (day, number) = (
            "<span class=\"nw\">-2026-11-22</span>",
            "<span class=\"nw\">DI-2019-4004</span>",
        );
        assert!(
            shown.ends_with(&format!(" å{day}, {number}. mån-fre -")),
            "{shown}"
        );
        assert!(!shown.contains("<b>"), "{shown}");
        let cited = whole("KBL 8 §, SFS 2025:220; OSL 10:24, --backup-to").to_string();
        assert_eq!(
            cited,
            "KBL 8\u{a0}§, SFS\u{a0}2025:220; OSL\u{a0}10:24, <span class=\"nw\">--backup-to</span>"
        );
        let long = "0-".repeat(30);
        assert_eq!(whole(&long).to_string(), long);
    }

    #[test]
    fn the_language_link_leads_to_the_same_page() {
        let now = time::macros::datetime!(2026-11-22 07:00 UTC);
        let swedish = Shell::public(Loc::sv(), "Ekebro kommun", "/bevakningar?status=nej", now);
        assert_eq!(swedish.other_language_path(), "/en/bevakningar?status=nej");
        let english = Shell::public(Loc::en(), "Ekebro kommun", "/", now);
        assert_eq!(english.other_language_path(), "/");
    }
}

//! The start page. What stands on it follows from the person's roles: the handler chooses, the page draws.

use askama::Template;
use askama_web::WebTemplate;
use time::Date;

use super::{Timeline, UnitLine};
use crate::web::view::{Loc, Shell, Symbol};

/// One line of a panel: a site, a case, a task, something about the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub symbol: Option<Symbol>,
    pub title: String,
    /// With the language; empty when there is nowhere to go.
    pub href: String,
    /// What there is to say about it; may be empty.
    pub detail: String,
    pub day: Option<Date>,
}

/// A heading with lines under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// For the address `#became-red`.
    pub id: &'static str,
    /// Id of the heading's text.
    pub heading: &'static str,
    /// What there is to know about the lines; may be empty.
    pub lead: String,
    pub items: Vec<Item>,
    /// Id of the text when there are no lines: what that means.
    pub empty: &'static str,
    /// Where all of them are, with the language, and the id of the link's text.
    pub more: Option<(String, &'static str)>,
}

/// Something to begin: a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// With the language.
    pub href: String,
    pub text: &'static str,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "overview/index.html")]
pub struct Overview {
    pub l: Loc,
    pub shell: Shell,
    pub actions: Vec<Action>,
    /// Number of sites of each status, in the order of [`Symbol::ALL`], and the list that shows them.
    pub counts: [(u64, String); 4],
    /// The units that the person may read.
    pub units: Vec<UnitLine>,
    pub timeline: Option<Timeline>,
    pub panels: Vec<Panel>,
}

impl Overview {
    pub fn tiles(&self) -> impl Iterator<Item = (Symbol, u64, &str)> {
        Symbol::ALL
            .into_iter()
            .zip(&self.counts)
            .map(|(symbol, (count, href))| (symbol, *count, href.as_str()))
    }

    pub fn is_empty(&self) -> bool {
        self.counts.iter().all(|(count, _)| *count == 0)
    }

    pub fn largest(&self) -> u64 {
        self.units.iter().map(UnitLine::total).max().unwrap_or(0)
    }

    /// Number of a unit's sites with a status.
    pub fn cells(&self, line: &UnitLine) -> Vec<(Symbol, u64)> {
        Symbol::ALL.into_iter().zip(line.counts).collect()
    }

    /// Height of the time line: the tallest pile of marks.
    pub fn pile(&self, timeline: &Timeline) -> u32 {
        timeline
            .marks()
            .iter()
            .map(|mark| mark.level + 1)
            .max()
            .unwrap_or(1)
            .min(8)
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    vec![
        Sample::new("overview", &super::page_tests::full(l, shell(l, "/"))),
        Sample::new(
            "overview-empty",
            &super::page_tests::nothing_yet(l, shell(l, "/")),
        ),
    ]
}

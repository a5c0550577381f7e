//! Pages that every noun has: one record as it is read, and a list of records.

use askama::Template;
use askama_web::WebTemplate;

use crate::web::form::Form;
use crate::web::view::{Crumb, Loc, Pages, Shell};

/// Something that can be done from a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub text: String,
    /// Path with the language.
    pub href: String,
}

impl Action {
    /// Whether it shows more and does nothing: then it is a link among the buttons, also when it stands alone.
    pub fn only_shows(&self) -> bool {
        ["/historik", "/atkomst"]
            .iter()
            .any(|end| self.href.ends_with(end))
    }
}

/// A computed fact beside what was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub key: String,
    pub value: String,
}

/// A picture of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Path with the language.
    pub href: String,
    /// What is to be seen, for who does not see it, and below it.
    pub text: String,
}

/// One record: the fields of its form with the answers in words.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "register/record.html")]
pub struct RecordPage {
    pub shell: Shell,
    pub l: Loc,
    pub title: String,
    pub crumbs: Vec<Crumb>,
    /// What to know before reading on, such as that the record can no longer be changed.
    pub notes: Vec<String>,
    pub facts: Vec<Fact>,
    pub pictures: Vec<Picture>,
    pub form: Form,
    /// The first is what most people come for.
    pub actions: Vec<Action>,
}

impl RecordPage {
    pub fn new(shell: Shell, title: String, crumbs: Vec<Crumb>, form: Form) -> Self {
        Self {
            l: shell.l,
            shell,
            title,
            crumbs,
            notes: Vec::new(),
            facts: Vec::new(),
            pictures: Vec::new(),
            form,
            actions: Vec::new(),
        }
    }

    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    pub fn fact(&mut self, key: &str, value: impl Into<String>) {
        self.facts.push(Fact {
            key: self.l.t(key).to_owned(),
            value: value.into(),
        });
    }

    /// `path` without the language.
    pub fn picture(&mut self, path: &str, text: String) {
        self.pictures.push(Picture {
            href: self.l.path(path),
            text,
        });
    }

    /// `path` without the language.
    pub fn action(&mut self, text: &str, path: &str) {
        self.actions.push(Action {
            text: self.l.t(text).to_owned(),
            href: self.l.path(path),
        });
    }
}

/// One line of a list: a link, and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub name: String,
    pub href: String,
    pub cells: Vec<String>,
}

/// What was searched for, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    pub label: String,
    pub typed: String,
    /// Path with the language.
    pub path: String,
}

/// Records of one kind.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "register/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub l: Loc,
    pub title: String,
    pub crumbs: Vec<Crumb>,
    /// What stands here when there is nothing to list.
    pub empty: String,
    pub search: Option<Search>,
    /// Headings of the columns, the link's first.
    pub heads: Vec<String>,
    pub lines: Vec<Line>,
    pub pages: Pages,
    pub new: Option<Action>,
}

impl ListPage {
    /// The heading of a cell, for narrow screens where each line is a card.
    pub fn head(&self, cell: &usize) -> &str {
        self.heads.get(cell + 1).map_or("", String::as_str)
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::form::Values;
    use crate::web::page_tests::{Sample, shell};
    let crumbs = |here: &str| {
        vec![
            Crumb::link(l.t("nav-sites"), l.path("/bevakningar")),
            Crumb::link("Hedeskolan", l.path("/bevakningar/1")),
            Crumb::here(here),
        ]
    };
    let typed = Values::default()
        .text("label", "0042")
        .text("status", "i-drift")
        .text("note", "Rad ett\nrad två")
        .number("range_metres", Some(25));
    let form = crate::camera::form::form(String::new(), &crate::camera::form::Offered::default());
    let mut camera = RecordPage {
        shell: shell(l, "/kameror/7"),
        l,
        title: l.ta("camera-name", "label", "0042"),
        crumbs: crumbs("0042"),
        notes: vec![l.t("camera-unconfirmed-note").to_owned()],
        facts: Vec::new(),
        pictures: Vec::new(),
        form: form.fill(typed),
        actions: Vec::new(),
    };
    camera.action("change", "/kameror/7/andra");
    camera.action("history-title", "/bevakningar/1/historik");
    camera.fact("camera-status", l.t("camera-status-i-drift"));
    let list = |lines| ListPage {
        shell: shell(l, "/inspelare"),
        l,
        title: l.t("recorder-list-title").to_owned(),
        crumbs: crumbs("Inspelare"),
        empty: l.t("recorder-none").to_owned(),
        search: None,
        heads: vec![
            l.t("recorder-name").to_owned(),
            l.t("recorder-kind").to_owned(),
        ],
        lines,
        pages: Pages::default(),
        new: Some(Action {
            text: l.t("recorder-new").to_owned(),
            href: l.path("/inspelare/ny"),
        }),
    };
    let line = Line {
        name: "NVR Hedeskolan".into(),
        href: l.path("/inspelare/1"),
        cells: vec![l.t("recorder-kind-nvr").to_owned()],
    };
    let mut empty = list(Vec::new());
    empty.title = l.t("unit-list-title").to_owned();
    vec![
        Sample::new("record", &camera),
        Sample::new("list", &list(vec![line])),
        Sample::new("list-empty", &empty),
    ]
}

//! The page that says what a change of several sites did, and from which it is taken back.

use askama::Template;
use askama_web::WebTemplate;
use time::OffsetDateTime;

use crate::site::SiteId;
use crate::site::bulk::Step;
use crate::web::view::{Crumb, Loc, Shell};

/// One site, what was changed on it, and how that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub id: SiteId,
    pub name: String,
    pub reference: String,
    pub steps: Vec<Step>,
    /// Signs that were changed.
    pub signs: usize,
    /// Records that are as the change left them, and that the person may change.
    pub ready: usize,
    /// Records that have their earlier values.
    pub back: usize,
    /// Somebody has changed the site since.
    pub is_changed: bool,
    /// The entrances of signs that somebody has changed since.
    pub changed_signs: Vec<String>,
}

impl Row {
    /// A site of which nothing is known yet.
    pub const fn of(id: SiteId, name: String, reference: String) -> Self {
        Self {
            id,
            name,
            reference,
            steps: Vec::new(),
            signs: 0,
            ready: 0,
            back: 0,
            is_changed: false,
            changed_signs: Vec::new(),
        }
    }

    pub fn is_left(&self) -> bool {
        self.is_changed || !self.changed_signs.is_empty()
    }

    /// Everything that was changed on it has its earlier values.
    pub fn is_back(&self) -> bool {
        self.back > 0 && self.ready == 0 && !self.is_left()
    }
}

/// What was done.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "site/bulk_done.html")]
pub struct Shown {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    /// Number of the entry in the log.
    pub entry: i64,
    pub at: OffsetDateTime,
    /// What the list was asked, to ask it again.
    pub query: String,
    pub rows: Vec<Row>,
    pub counted: Vec<(Step, usize)>,
    /// Said above the page: nothing could be taken back.
    pub too_late: bool,
}

impl Shown {
    pub fn signs(&self) -> usize {
        self.rows.iter().map(|row| row.signs).sum()
    }

    /// Sites on which something can be taken back.
    pub fn ready(&self) -> usize {
        self.rows.iter().filter(|row| row.ready > 0).count()
    }

    pub fn back(&self) -> usize {
        self.rows.iter().filter(|row| row.is_back()).count()
    }

    pub fn left(&self) -> Vec<&Row> {
        self.rows.iter().filter(|row| row.is_left()).collect()
    }

    pub fn site_path(&self, row: &Row) -> String {
        self.l.path(&format!("/bevakningar/{}", row.id))
    }

    pub fn undo_path(&self) -> String {
        self.l.path(&super::web::undo_path(self.entry))
    }

    /// Back to the list.
    pub fn list(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        self.l.path(&format!("/bevakningar{mark}{}", self.query))
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};

    let step: Step = ("bulk-responsible", "Anna Ek".into(), "Bo Alm".into());
    let row = |id, name: &str| Row {
        steps: vec![step.clone()],
        ..Row::of(SiteId(id), name.into(), format!("EK-00{id}"))
    };
    let page = |rows: Vec<Row>, too_late| Shown {
        shell: shell(l, "/bevakningar/flera/41"),
        l,
        crumbs: Vec::new(),
        entry: 41,
        at: time::macros::datetime!(2026-11-20 13:05 UTC),
        query: "enhet=1".into(),
        counted: crate::site::bulk::counted(rows.iter().flat_map(|row| &row.steps)),
        rows,
        too_late,
    };
    let ready = Row {
        signs: 2,
        ready: 3,
        ..row(1, "Hedeskolan, skolgården")
    };
    let changed = Row {
        is_changed: true,
        changed_signs: vec!["Huvudentrén".into(), String::new()],
        ..row(2, "Ängsbyskolan")
    };
    let back = Row {
        back: 1,
        ..row(3, "Stortorget")
    };
    vec![
        Sample::new(
            "sites-bulk-done",
            &page(vec![ready, changed.clone()], false),
        ),
        Sample::new("sites-bulk-undone", &page(vec![changed, back], true)),
    ]
}

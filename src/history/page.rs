//! The page of a history.

use askama::Template;
use askama_web::WebTemplate;
use time::OffsetDateTime;

use super::Changed;
use crate::register::RecordKind;
use crate::web::view::{Crumb, Loc, Pages, Shell};

/// One change of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub at: OffsetDateTime,
    pub author: String,
    pub kind: RecordKind,
    /// The record was registered, not changed.
    pub is_new: bool,
    /// Number of the entry in the log.
    pub entry: i64,
    /// The entry whose change was taken back by this.
    pub undoes: Option<i64>,
    pub changes: Vec<Changed>,
}

/// Changes, the latest first.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "history/index.html")]
pub struct Index {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    /// What it is the history of.
    pub lead: String,
    pub told: Vec<Told>,
    pub pages: Pages,
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    let change = |label: &str, before: Option<&str>, after: &str| Changed {
        label: label.to_owned(),
        before: before.map(ToOwned::to_owned),
        after: after.to_owned(),
    };
    let told = |kind, is_new, changes| Told {
        at: time::macros::datetime!(2026-11-20 13:05 UTC),
        author: "Anna Ek".into(),
        kind,
        is_new,
        entry: 41,
        undoes: (!is_new).then_some(40),
        changes,
    };
    let index = |told| Index {
        shell: shell(l, "/bevakningar/1/historik"),
        l,
        crumbs: vec![Crumb::here(l.t("history-title"))],
        lead: l.t("history-site-lead").to_owned(),
        told,
        pages: Pages::default(),
    };
    let changed = change(l.t("camera-status"), Some("Planerad"), "I drift");
    let new = change(l.t("sign-entrance"), None, "Huvudentrén");
    vec![
        Sample::new(
            "history",
            &index(vec![
                told(RecordKind::Camera, false, vec![changed]),
                told(RecordKind::Sign, true, vec![new]),
            ]),
        ),
        Sample::new("history-empty", &index(Vec::new())),
    ]
}

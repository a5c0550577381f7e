//! The page of one entry: what the leaf says, and what became of each of its fields.

use askama::Template;
use askama_web::WebTemplate;
use time::OffsetDateTime;

use crate::ledger::fields::FieldState;
use crate::ledger::kvitto::page::named;
use crate::ledger::signers::Cover;
use crate::web::view::{Crumb, Loc, Shell, Symbol};

/// The page of an entry.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "ledger/entry.html")]
pub struct Show {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub idx: u64,
    /// The exact bytes. What is no text shows as what it can.
    pub bytes: String,
    /// As it is stored, in hexadecimal digits.
    pub leaf: String,
    pub signed: Cover,
    /// What the bytes say, when they are those that were written here.
    pub read: Option<Read>,
    pub is_last: bool,
}

#[derive(Debug, Clone)]
pub struct Read {
    pub at: OffsetDateTime,
    /// Text id.
    pub kind: String,
    pub log: String,
    pub prev: String,
    pub fields: Vec<(String, FieldState)>,
}

/// The address of the page of an entry.
pub fn entry_path(l: Loc, idx: u64) -> String {
    l.path(&format!("/logg/{idx}"))
}

impl Show {
    /// In words, and the name that stands in the entry.
    pub fn name(&self, field: &str) -> (String, bool) {
        let words = named(self.l, "receipt-field", field);
        let differs = words != field;
        (words, differs)
    }

    pub fn state(&self, state: &FieldState) -> (Symbol, String) {
        let symbol = match state {
            FieldState::Present => Symbol::Ok,
            FieldState::Erased(_) => Symbol::Unknown,
            FieldState::Missing | FieldState::NotErased(_) | FieldState::Mismatch => Symbol::No,
        };
        (symbol, self.l.code(state.code()))
    }

    pub fn entry(&self, idx: u64) -> String {
        entry_path(self.l, idx)
    }

    /// The way to the entry before, if there is one.
    pub fn before(&self) -> Option<String> {
        Some(self.entry(self.idx.checked_sub(1)?))
    }

    pub fn after(&self) -> Option<String> {
        (!self.is_last).then(|| self.entry(self.idx + 1))
    }

    /// Where it stands that a field was erased.
    pub fn erasure(&self, state: &FieldState) -> Option<(String, u64)> {
        let by = state.erased_by()?;
        Some((self.entry(by), by))
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    use time::macros::datetime;

    let field = |name: &str, state| (name.to_owned(), state);
    let page = |read: Option<Read>| Show {
        shell: shell(l, "/logg/417"),
        l,
        crumbs: Crumb::way(l, &[("nav-ledger", "/logg")], "Post 417"),
        idx: 417,
        bytes: r#"{"at":"2026-11-22T08:14:00Z","idx":417}"#.into(),
        leaf: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        signed: Cover::Signed {
            size: 1_200,
            key: "53387bfc".into(),
        },
        read,
        is_last: false,
    };
    let read = Read {
        at: datetime!(2026-11-22 08:14 UTC),
        kind: "entry-kind-disclosure".into(),
        log: "kamera.ekebro.example/utlamnande".into(),
        prev: "1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014".into(),
        fields: vec![
            field("basis", FieldState::Missing),
            field("case", FieldState::Erased(611)),
            field("files", FieldState::Mismatch),
            field("number", FieldState::Present),
            field("requester", FieldState::NotErased(611)),
        ],
    };
    vec![
        Sample::new("log-entry", &page(Some(read))),
        Sample::new("log-entry-unreadable", &page(None)),
    ]
}

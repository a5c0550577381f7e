//! The auditors whom the kommun has let in.

use askama::Template;
use askama_web::WebTemplate;

use super::Period;
use crate::web::view::{Loc, Shell};

#[derive(Debug, Clone)]
pub struct Line {
    /// Empty when the account holds no role any more.
    pub name: String,
    pub period: Period,
    /// May read today.
    pub open: bool,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/auditors.html")]
pub struct Auditors {
    pub shell: Shell,
    pub l: Loc,
    pub lines: Vec<Line>,
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::account::AccountId;
    use crate::web::page_tests::{Sample, shell};
    use time::macros::{date, datetime};
    let line = |name: &str, until, open| Line {
        name: name.into(),
        period: Period {
            account: AccountId(7),
            until,
            invited_by: "Vera Lind".into(),
            invited_at: datetime!(2026-11-01 08:00 UTC),
        },
        open,
    };
    let page = |lines| Auditors {
        shell: shell(l, "/granskare"),
        l,
        lines,
    };
    let two = vec![
        line("Olof Gren", date!(2026 - 12 - 31), true),
        line("", date!(2026 - 06 - 30), false),
    ];
    vec![
        Sample::new("auditors-none", &page(Vec::new())),
        Sample::new("auditors", &page(two)),
    ]
}

//! What a person sees of their own account.

use askama::Template;
use askama_web::WebTemplate;

use crate::account::session::Open;
use crate::web::view::{Crumb, Loc, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/own.html")]
pub struct Own {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub name: String,
    pub email: String,
    /// In words.
    pub roles: Vec<String>,
    /// There is a local password to change.
    pub has_password: bool,
    pub second_factor: bool,
    /// Where the person is signed in, the latest first.
    pub sessions: Vec<Open>,
    /// The one that the page was asked for with.
    pub this: String,
}

impl Own {
    pub fn others(&self) -> usize {
        self.sessions
            .iter()
            .filter(|one| one.key != self.this)
            .count()
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    use time::macros::datetime;
    let session = |key: &str, agent: &str| Open {
        key: key.into(),
        at: datetime!(2026-11-22 07:30 UTC),
        seen: datetime!(2026-11-22 07:30 UTC),
        address: "10.20.30.40".into(),
        agent: agent.into(),
    };
    let page = Own {
        shell: shell(l, "/konto"),
        l,
        crumbs: vec![Crumb::here(l.t("own-title"))],
        name: "Vera Lind".into(),
        email: "vera.lind@ekebro.example".into(),
        roles: vec!["Dataskyddsombud".into()],
        has_password: true,
        second_factor: false,
        sessions: vec![session("a", "Firefox/140.0"), session("b", "")],
        this: "a".into(),
    };
    vec![Sample::new("own", &page)]
}

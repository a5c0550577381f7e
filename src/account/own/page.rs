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
        sessions: vec![
            session(
                "a",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
            ),
            session("b", ""),
        ],
        this: "a".into(),
    };
    vec![Sample::new("own", &page)]
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::Open;

    #[test]
    fn a_browser_is_called_what_people_call_it() {
        const WEBKIT: &str = "AppleWebKit/537.36 (KHTML, like Gecko)";
        let called = |agent: &str| {
            let open = Open {
                key: String::new(),
                at: OffsetDateTime::UNIX_EPOCH,
                seen: OffsetDateTime::UNIX_EPOCH,
                address: String::new(),
                agent: agent.to_owned(),
            };
            open.browser()
        };
        for (agent, name) in [
            (
                &*format!(
                    "Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0"
                ),
                "Edge, Windows",
            ),
            (
                &*format!(
                    "Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/140.0 Mobile Safari/537.36"
                ),
                "Chrome, Android",
            ),
            (
                &*format!(
                    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) {WEBKIT} Safari/604.1"
                ),
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",
                "Firefox, Linux",
            ),
            ("curl/8.15", "curl/8.15"),
            ("", ""),
        ] {
            assert_eq!(called(agent), name);
        }
    }
}

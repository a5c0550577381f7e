//! The way in and out, and the page with a link that is shown once.

use askama::Template;
use askama_web::WebTemplate;

use crate::account::link::VALID_FOR;
use crate::web::App;
use crate::web::form::Form;
use crate::web::view::{Crumb, Loc, Shell};
use crate::web::visitor::Visitor;

/// The way in: the kommuner's providers, and the form for local accounts.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/sign_in.html")]
pub struct SignInPage {
    pub shell: Shell,
    pub l: Loc,
    pub form: Form,
    /// Numbers and names.
    pub providers: Vec<(i64, String)>,
    /// Query that says where to go afterwards.
    pub back: String,
}

impl SignInPage {
    pub fn new(app: &App, visitor: &Visitor, form: Form, providers: Vec<(i64, String)>) -> Self {
        let to = form.values.first("till");
        Self {
            shell: visitor.shell(app),
            l: visitor.l,
            back: serde_urlencoded::to_string([("till", to)]).unwrap_or_default(),
            form,
            providers,
        }
    }
}

/// Signed out here, and perhaps not at the provider.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/signed_out.html")]
pub struct SignedOut {
    pub shell: Shell,
    pub l: Loc,
    pub provider: String,
    /// Where to sign out at the provider.
    pub end: String,
}

/// A link with which a person chooses a password. It stands on this page and nowhere else.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/link.html")]
pub struct Invited {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub name: String,
    /// The whole address.
    pub link: String,
    /// Path to go on to.
    pub back: &'static str,
}

impl Invited {
    pub const fn hours(&self) -> i64 {
        VALID_FOR.whole_hours()
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    let page = Invited {
        shell: shell(l, "/administration/personer"),
        l,
        crumbs: vec![Crumb::here("Nils Ros")],
        name: "Nils Ros".into(),
        link: "http://kamera.ekebro.example/valkommen/3q2-7wEjRWeJq83vASNFZ4mrze8BI0VniavN7wEjRWc"
            .into(),
        back: "/administration/personer",
    };
    let sign_in = |providers: &[(i64, &str)]| SignInPage {
        shell: shell(l, "/logga-in"),
        l,
        form: crate::account::form::sign_in("/"),
        providers: providers
            .iter()
            .map(|(id, name)| (*id, (*name).to_owned()))
            .collect(),
        back: "till=%2F".into(),
    };
    let out = SignedOut {
        shell: shell(l, "/utloggning"),
        l,
        provider: "Ekebro kommun".into(),
        end: "https://id.ekebro.example/session/end?client_id=objektiv".into(),
    };
    vec![
        Sample::new("account-link", &page),
        Sample::new("sign-in", &sign_in(&[])),
        Sample::new(
            "sign-in-single",
            &sign_in(&[(1, "Ekebro kommun"), (2, "Granby kommun")]),
        ),
        Sample::new("signed-out", &out),
    ]
}

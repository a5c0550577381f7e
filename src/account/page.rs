//! The way in and out, and the page with a link that is shown once.

use askama::Template;
use askama_web::WebTemplate;
use time::{Date, OffsetDateTime};

use crate::account::AccountId;
use crate::account::link::VALID_FOR;
use crate::reminder::mail::Letter;
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

/// Where the link went with which a person chooses a password; or the link itself, which then stands on this page and
/// nowhere else.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/link.html")]
pub struct Invited {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub name: String,
    pub email: String,
    /// The whole address; `None`: it was mailed to the person, and nobody else sees it.
    pub link: Option<String>,
    /// The mail server did not take it.
    pub failed: bool,
    /// Path to go on to.
    pub back: &'static str,
}

impl Invited {
    pub const fn hours(&self) -> i64 {
        VALID_FOR.whole_hours()
    }

    pub fn sent(&self) -> String {
        let hours = self.hours();
        self.l.ta2(
            "account-link-sent",
            ("email", &self.email),
            ("hours", &hours),
        )
    }
}

/// The letter with such a link.
#[derive(Debug, Clone)]
pub struct InvitationMail {
    pub l: Loc,
    pub person: String,
    /// Who invites.
    pub inviter: String,
    pub kommun: String,
    /// The last day, of somebody who is let in for a time.
    pub until: Option<Date>,
    pub link: String,
}

#[derive(Debug, Template)]
#[template(path = "mail/invitation.txt")]
struct InvitationText<'a> {
    invitation: &'a InvitationMail,
}

#[derive(Debug, Template)]
#[template(path = "mail/invitation.html")]
struct InvitationHtml<'a> {
    invitation: &'a InvitationMail,
}

impl InvitationMail {
    pub const fn hours(&self) -> i64 {
        VALID_FOR.whole_hours()
    }

    pub fn subject(&self) -> String {
        self.l.ta("invitation-subject", "kommun", &self.kommun)
    }

    pub fn lead(&self) -> String {
        let (inviter, kommun) = (&self.inviter, &self.kommun);
        self.l
            .ta2("invitation-lead", ("inviter", inviter), ("kommun", kommun))
    }

    /// # Errors
    /// When the letter cannot be written.
    pub fn letter(&self, account: AccountId, now: OffsetDateTime) -> askama::Result<Letter> {
        Ok(Letter {
            id: format!("inbjudan.{account}.{}", now.unix_timestamp()),
            subject: self.subject(),
            text: InvitationText { invitation: self }.render()?,
            html: InvitationHtml { invitation: self }.render()?,
        })
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
        email: "nils.ros@ekebro.example".into(),
        link: Some(
            "http://kamera.ekebro.example/valkommen/3q2-7wEjRWeJq83vASNFZ4mrze8BI0VniavN7wEjRWc"
                .into(),
        ),
        failed: true,
        back: "/administration/personer",
    };
    let mailed = Invited {
        shell: shell(l, "/granskare"),
        l,
        crumbs: vec![Crumb::here("Nils Ros")],
        name: "Nils Ros".into(),
        email: "nils.ros@ekebro.example".into(),
        link: None,
        failed: false,
        back: "/granskare",
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
        Sample::new("account-link-mailed", &mailed),
        Sample::new("sign-in", &sign_in(&[])),
        Sample::new(
            "sign-in-single",
            &sign_in(&[(1, "Ekebro kommun"), (2, "Granby kommun")]),
        ),
        Sample::new("signed-out", &out),
    ]
}

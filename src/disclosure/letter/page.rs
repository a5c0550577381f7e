//! What the letter says.

use askama::Template;
use askama_web::WebTemplate;

use crate::disclosure::store::Recorded;
use crate::disclosure::{Decision, Ground, Recipient};
use crate::law::calendar::date_in_sweden;
use crate::web::assets::asset_path;
use crate::web::view::{Crumb, Loc, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/letter.html")]
pub struct Letter {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub recorded: Recorded,
    pub site: String,
    /// Whose decision it is: the controller of the site, else the kommun.
    pub authority: String,
    /// How to reach it: where the appeal is sent.
    pub contact: String,
}

impl Letter {
    pub fn script(&self) -> &'static str {
        asset_path("print.js")
    }

    /// How a decision on access under article 15 is appealed is not settled here: then nothing is said of it.
    pub fn tells_of_appeal(&self) -> bool {
        self.recorded.data.decision.refuses() && self.recorded.data.ground != Ground::Gdpr15
    }

    pub fn is_about_access(&self) -> bool {
        self.recorded.data.ground == Ground::Gdpr15
    }

    pub fn title(&self) -> &'static str {
        self.l.t(match self.recorded.data.decision {
            Decision::Partly => "letter-partly",
            Decision::NotFound => "letter-not-found",
            Decision::Refused | Decision::Released => "letter-refused",
        })
    }

    pub fn decision(&self) -> &'static str {
        self.l.t(match self.recorded.data.decision {
            Decision::Partly => "letter-decision-partly",
            Decision::NotFound => "letter-decision-not-found",
            Decision::Refused | Decision::Released => "letter-decision-refused",
        })
    }

    /// A name that was given; nobody has to give one.
    pub fn to(&self) -> String {
        let data = &self.recorded.data;
        let parts = [
            self.authority_asked(),
            data.recipient_name.clone(),
            data.officer.clone(),
        ];
        let named: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        named.join(", ")
    }

    fn authority_asked(&self) -> String {
        match self.recorded.data.recipient {
            Recipient::Individual | Recipient::Other => String::new(),
            authority => self.l.code(authority),
        }
    }

    pub fn received(&self) -> String {
        let received_on = date_in_sweden(self.recorded.data.received_at);
        self.l.date_long(received_on)
    }

    pub fn asked(&self) -> String {
        let data = &self.recorded.data;
        let (from, until) = (
            data.requested_from.unwrap_or(data.interval_from),
            data.requested_until.unwrap_or(data.interval_until),
        );
        format!("{} – {}", self.l.instant(from), self.l.instant(until))
    }
}

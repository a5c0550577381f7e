//! The overview of what an administrator keeps.

use askama::Template;
use askama_web::WebTemplate;

use crate::texts::{Lang, Message};
use crate::web::view::{Crumb, Loc, Shell};

/// Links to what the person may manage.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "organisation/overview.html")]
pub struct Overview {
    pub shell: Shell,
    pub l: Loc,
    pub organisation: bool,
    pub people: bool,
}

impl Overview {
    /// Path, heading and explanation of each part.
    pub fn parts(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let mut parts = Vec::new();
        if self.people {
            parts.push((
                "/administration/personer",
                "account-list-title",
                "account-lead",
            ));
            parts.push((
                "/administration/api-nycklar",
                "token-list-title",
                "token-lead",
            ));
            parts.push((
                "/administration/inloggning",
                "provider-title",
                "provider-lead-short",
            ));
            parts.push((
                "/administration/inloggning/regler",
                "sign-in-rule-title",
                "sign-in-rule-lead-short",
            ));
        }
        if self.organisation {
            parts.extend([
                ("/administration/enheter", "unit-list-title", "unit-lead"),
                (
                    "/administration/personuppgiftsansvariga",
                    "controller-list-title",
                    "controller-lead",
                ),
                ("/inspelare", "recorder-list-title", "recorder-lead"),
                (
                    "/administration/webhookar",
                    "webhook-title",
                    "webhook-lead-short",
                ),
                ("/administration/kommunen", "kommun-settings", "kommun-lead"),
                ("/administration/utseende", "look-title", "look-lead-short"),
                (
                    "/administration/grans",
                    "boundary-title",
                    "boundary-lead-short",
                ),
                ("/administration/ord", "terms-title", "terms-lead-short"),
                (
                    "/administration/tillganglighet",
                    "statement-title",
                    "statement-lead-short",
                ),
            ]);
        }
        parts.push(("/administration/historik", "history-title", "history-lead"));
        parts
    }
}

/// A text that the kommun may say in its own words, in one language.
#[derive(Debug, Clone)]
pub struct Term {
    pub field: String,
    pub lang: Lang,
    pub original: String,
    pub text: String,
    pub wrong: Option<Message>,
}

/// The kommun's own words.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "organisation/terms.html")]
pub struct Terms {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub version: i32,
    pub terms: Vec<Term>,
}

impl Terms {
    pub fn has_errors(&self) -> bool {
        self.terms.iter().any(|term| term.wrong.is_some())
    }

    /// In which language the text stands, and where: some words are the same in several places.
    pub fn place(&self, term: &Term) -> String {
        let language = match term.lang {
            Lang::Sv => self.l.t("terms-swedish"),
            Lang::En => self.l.t("terms-english"),
        };
        let id = term.field.split_once('-').map_or("", |(_, id)| id);
        let place = match id.split('-').next() {
            Some("nav") => "terms-in-menu",
            Some("overview") => "terms-on-overview",
            Some("role") => "terms-of-role",
            _ => "terms-on-pages",
        };
        format!("{language}, {}", self.l.t(place))
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    let page = Overview {
        shell: shell(l, "/administration"),
        l,
        organisation: true,
        people: true,
    };
    vec![Sample::new("administration", &page)]
}

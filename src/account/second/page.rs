//! Setting up the second factor, and the codes that are shown once.

use askama::Template;
use askama_web::WebTemplate;

use crate::web::form::Form;
use crate::web::view::{Crumb, Loc, Shell};

/// The square for the phone, and the field for the code that it then shows.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/second.html")]
pub struct Setup {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    /// SVG and the secret in groups; `None` before it was asked for.
    pub begun: Option<(String, String)>,
    /// A phone has confirmed it already.
    pub confirmed: bool,
    pub codes_left: u64,
    /// The kommun demands it.
    pub required: bool,
    pub form: Form,
}

/// The codes for a day without the phone. They stand on this page and nowhere else.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/codes.html")]
pub struct Codes {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub codes: Vec<String>,
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    let page = |begun: bool, confirmed: bool, required: bool| Setup {
        shell: shell(l, super::form::KEPT_AT),
        l,
        crumbs: vec![Crumb::here(l.t("second-title"))],
        begun: begun.then(|| {
            (
                "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>".into(),
                "GEZD GNBV".into(),
            )
        }),
        confirmed,
        codes_left: 9,
        required,
        form: if confirmed {
            super::form::remove()
        } else {
            super::form::confirm()
        },
    };
    let codes = Codes {
        shell: shell(l, super::form::KEPT_AT),
        l,
        crumbs: vec![Crumb::here(l.t("second-title"))],
        codes: vec!["abcd-efgh-jkmn-pqrs".into(), "2345-6789-abcd-efgh".into()],
    };
    vec![
        Sample::new("second-none", &page(false, false, true)),
        Sample::new("second-begun", &page(true, false, false)),
        Sample::new("second-there", &page(false, true, false)),
        Sample::new("second-codes", &codes),
    ]
}

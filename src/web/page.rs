//! Pages that belong to no slice: what went wrong, and a form on a page of its own.

use askama::Template;
use askama_web::WebTemplate;

use super::form::Form;
use super::view::{Crumb, Loc, Shell};

/// Something could not be done: 400, 403, 404, 409, 413, 415, 429, 500, 503.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "error.html")]
pub struct ErrorPage {
    pub l: Loc,
    pub shell: Shell,
    pub title: String,
    pub explanation: String,
    /// Number of the request in the server's log.
    pub reference: Option<String>,
}

impl ErrorPage {
    /// The page for an HTTP status; one without texts of its own is shown as 500.
    pub fn of_status(shell: Shell, status: u16, reference: Option<String>) -> Self {
        let l = shell.l;
        let explanation = l
            .maybe(&format!("error-{status}"))
            .unwrap_or_else(|| l.t("error-500"));
        let title = l
            .maybe(&format!("error-{status}-title"))
            .unwrap_or_else(|| l.t("error-500-title"));
        Self {
            l,
            shell,
            title: title.to_owned(),
            explanation: explanation.to_owned(),
            reference,
        }
    }
}

/// A form on a page of its own; answer 422 when `form.errors` is not empty.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "form.html")]
pub struct FormPage {
    pub l: Loc,
    pub shell: Shell,
    pub crumbs: Vec<Crumb>,
    pub title: String,
    /// A sentence before the form; empty for none.
    pub intro: String,
    pub form: Form,
}

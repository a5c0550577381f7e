//! Pages that belong to no slice: why there is no page, and a form on a page of its own.

use askama::Template;
use askama_web::WebTemplate;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::web::PageError;
use crate::web::form::Form;
use crate::web::view::{Crumb, Loc, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "error.html")]
pub struct ErrorPage {
    pub shell: Shell,
    pub l: Loc,
    pub title: String,
    pub explanation: String,
    /// Where something has to be done first: words and address.
    pub there: Option<(String, String)>,
    /// What to quote to the administrator: the id of the request in the log.
    pub reference: Option<String>,
}

impl ErrorPage {
    pub fn new(shell: Shell, error: &PageError, reference: Option<String>) -> Self {
        let (title, explanation) = error.text_ids();
        let l = shell.l;
        let there = match error {
            PageError::Before { why, there } => {
                let words = l.t(&format!("{why}-there")).to_owned();
                Some((words, l.path(there)))
            }
            _ => None,
        };
        let reference = reference.filter(|_| matches!(error, PageError::Internal(_)));
        Self {
            shell,
            l,
            title: l.t(&title).to_owned(),
            explanation: l.t(&explanation).to_owned(),
            there,
            reference,
        }
    }
}

/// What was typed when nobody was signed in any more, on its way back to its form.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "unsent.html")]
pub struct UnsentPage {
    pub shell: Shell,
    pub l: Loc,
    /// Path with the language.
    pub action: String,
    pub pairs: Vec<(String, String)>,
}

/// A form on a page of its own: every slice's new and edit.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "form.html")]
pub struct FormPage {
    pub shell: Shell,
    pub l: Loc,
    pub title: String,
    /// What to know before filling in; may be empty.
    pub intro: String,
    pub crumbs: Vec<Crumb>,
    pub form: Form,
}

/// The page of a form again, with what was typed and what to mend.
pub fn refused(page: impl IntoResponse) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

impl FormPage {
    pub fn new(shell: Shell, title: impl Into<String>, crumbs: Vec<Crumb>, form: Form) -> Self {
        let l = shell.l;
        Self {
            shell,
            l,
            title: title.into(),
            intro: String::new(),
            crumbs,
            form,
        }
    }

    #[must_use]
    pub fn intro(mut self, text: impl Into<String>) -> Self {
        self.intro = text.into();
        self
    }
}

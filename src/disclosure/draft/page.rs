//! The pages of a draft: one a step, and one to look all of it through.

use askama::Template;
use askama_web::WebTemplate;

use super::{Draft, DraftId, Step, step_of};
use crate::code::Code;
use crate::disclosure::step::StepId;
use crate::web::assets::asset_path;
use crate::web::form::{Field, Form, Kind, Section};
use crate::web::view::{Crumb, Loc, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/step.html")]
pub struct StepPage {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub title: String,
    pub draft: Draft,
    /// The request, where it is in the log already.
    pub request: Option<StepId>,
    pub step: Step,
    /// What the step asks.
    pub form: Form,
    /// All of the draft, for looking it through.
    pub whole: Form,
    pub mine: bool,
}

impl StepPage {
    pub fn steps(&self) -> &'static [Step] {
        Step::ALL
    }

    pub fn number(&self) -> usize {
        let at = Step::ALL.iter().position(|step| *step == self.step);
        at.map_or(1, |at| at + 1)
    }

    pub fn path(&self, below: &str) -> String {
        path(self.l, self.draft.id, below)
    }

    pub fn is_here(&self, step: &Step) -> bool {
        *step == self.step
    }

    pub fn is_review(&self) -> bool {
        self.step == Step::Review
    }

    pub fn is_files(&self) -> bool {
        self.step == Step::Files
    }

    /// Where the answer to a field is changed.
    pub fn change(&self, field: &Field) -> String {
        let step = step_of(&self.whole, field.name).code();
        format!("{}#{}", self.path(&format!("/{step}")), field.name)
    }

    /// Whether there is something to look through: answers that were given, and those that are wrong.
    pub fn is_told(&self, field: &Field) -> bool {
        let empty = self.whole.values.first(field.name).is_empty();
        field.kind != Kind::Hidden && (!empty || field.required || self.whole.is_wrong(field))
    }

    pub fn tells(&self, section: &Section) -> bool {
        section.fields.iter().any(|field| self.is_told(field))
    }

    pub fn ending(&self, request: &StepId) -> String {
        ending(self.l, *request)
    }

    pub fn script(&self) -> &'static str {
        asset_path("footage.js")
    }
}

pub fn path(l: Loc, id: DraftId, below: &str) -> String {
    l.path(&format!("/utlamnanden/utkast/{id}{below}"))
}

/// Where a request is ended without a decision.
pub fn ending(l: Loc, request: StepId) -> String {
    l.path(&format!("/utlamnanden/begaran/{request}/avslut"))
}

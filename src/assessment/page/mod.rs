//! The pages of an assessment: where it is signed, the document that is read and printed, and two versions compared.

use askama::Template;
use askama_web::WebTemplate;

use super::compare::{Compared, Run};
use super::{Assessment, AssessmentId, form};
use crate::site::Site;
use crate::web::form::{Field, Form, Section, VERSION};
use crate::web::view::{Crumb, Loc, Shell};

/// What is about to be signed, or what is missing before it can be.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "assessment/sign.html")]
pub struct Sign {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub id: AssessmentId,
    /// The version of the record: what is signed is what was read.
    pub version: i32,
    pub assessment: Assessment,
    /// Fields of the form that must be filled in first.
    pub missing: Vec<&'static str>,
    /// Who signs.
    pub by: String,
}

impl Sign {
    pub fn path(&self, rest: &str) -> String {
        self.l.path(&format!("/bedomningar/{}{rest}", self.id))
    }

    /// The labels of what is missing.
    pub fn missing_labels(&self) -> Vec<String> {
        let form: Form = form::form(String::new());
        self.missing
            .iter()
            .filter_map(|name| form.field(name))
            .map(|field| form.label(&self.l, field))
            .collect()
    }

    pub const fn version_field(&self) -> &'static str {
        VERSION
    }
}

/// A version as it is read and printed.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what the reader may do, each by itself"
)]
#[derive(Debug, Template, WebTemplate)]
#[template(path = "assessment/document.html")]
pub struct Document {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub id: AssessmentId,
    pub assessment: Assessment,
    pub site: Site,
    /// Its questions and answers.
    pub form: Form,
    pub written_by: Vec<String>,
    /// Fields that must be filled in before it can be signed.
    pub missing: Vec<&'static str>,
    pub changed_since_advice: bool,
    pub compared_with: Option<AssessmentId>,
    pub may_write: bool,
    pub may_advise: bool,
    pub may_sign: bool,
}

impl Document {
    pub fn path(&self, rest: &str) -> String {
        self.l.path(&format!("/bedomningar/{}{rest}", self.id))
    }

    /// Whether a question is answered in words of its own, under a heading.
    pub fn is_prose(&self, field: &Field) -> bool {
        field.widget() == "textarea"
    }

    /// Whether a section has more than prose.
    pub fn has_facts(&self, section: &Section) -> bool {
        section.fields.iter().any(|field| !self.is_prose(field))
    }

    pub fn is_answered(&self, field: &Field) -> bool {
        !self.form.values.first(field.name).is_empty()
    }

    /// What is missing, each with the step that asks for it.
    pub fn gaps(&self) -> Vec<(String, String)> {
        let gap = |name: &&'static str| {
            let field = self.form.field(name)?;
            let step = form::step_of(name)?;
            let place = self.path(&format!("/steg/{step}#{name}"));
            Some((self.form.label(&self.l, field), place))
        };
        self.missing.iter().filter_map(gap).collect()
    }

    /// The steps, each with the text of its heading.
    pub fn steps(&self) -> Vec<(String, String)> {
        let step = |(code, name): (&str, &str)| {
            let text = format!("assessment-section-{name}");
            let words = self.l.t(&text).to_owned();
            (words, self.path(&format!("/steg/{code}")))
        };
        form::STEPS.into_iter().map(step).collect()
    }
}

/// Two versions of a site's assessment beside each other.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "assessment/compare.html")]
pub struct Comparison {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub id: AssessmentId,
    pub number: u32,
    pub other: AssessmentId,
    pub other_number: u32,
    /// The other versions of the site.
    pub versions: Vec<(AssessmentId, u32)>,
    pub differ: Vec<Compared>,
}

impl Comparison {
    pub fn path(&self, rest: &str) -> String {
        self.l.path(&format!("/bedomningar/{}{rest}", self.id))
    }

    pub fn title(&self) -> String {
        let (before, after) = (&self.other_number, &self.number);
        self.l.ta2(
            "assessment-compare-title",
            ("before", before),
            ("after", after),
        )
    }

    pub fn is_other(&self, id: &AssessmentId) -> bool {
        self.other == *id
    }
}

#[cfg(test)]
mod samples;
#[cfg(test)]
pub(crate) use samples::samples;

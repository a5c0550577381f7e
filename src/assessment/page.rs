//! The page on which an assessment is signed.

use askama::Template;
use askama_web::WebTemplate;

use super::{Assessment, AssessmentId, form};
use crate::web::form::{Form, VERSION};
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

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::site::SiteId;
    use crate::web::page_tests::{Sample, shell};
    let sign = |missing| Sign {
        shell: shell(l, "/bedomningar/3/underskrift"),
        l,
        crumbs: vec![Crumb::here(l.t("assessment-sign"))],
        id: AssessmentId(3),
        version: 2,
        assessment: Assessment::draft(SiteId(1), None),
        missing,
        by: "Britt Ek".into(),
    };
    vec![
        Sample::new("assessment-sign", &sign(Vec::new())),
        Sample::new(
            "assessment-missing",
            &sign(vec!["assessed_on", "factor_hur"]),
        ),
    ]
}

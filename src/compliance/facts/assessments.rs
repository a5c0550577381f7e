//! What the register says of the documented assessments (KBL 9 §).

use time::Date;

use super::by;
use crate::assessment::{Assessment, AssessmentKind};
use crate::compliance::Dossier;
use crate::law::{Fact, Facts, Value};

/// An assessment counts from the day it was made; a draft has no day yet.
pub(super) fn record(facts: &mut Facts, dossier: &Dossier, as_of: Date) {
    let dated = |kind: AssessmentKind| {
        let records = dossier.assessments.iter().map(|entry| &entry.data);
        records
            .filter(move |assessment| assessment.kind == kind)
            .filter_map(move |assessment| Some((by(assessment.assessed_on, as_of)?, assessment)))
    };
    let latest = dated(AssessmentKind::Own).max_by_key(|(on, assessment)| (*on, assessment.number));
    facts.set(
        Fact::FirstAssessedOn,
        dated(AssessmentKind::Own).map(|(on, _)| on).min(),
    );
    facts.set(Fact::AssessedOn, latest.map(|(on, _)| on));
    let covered = dated(AssessmentKind::Own).map(|(on, assessment)| {
        assessment
            .covers_changes_until
            .map_or(on, |until| until.max(on))
    });
    facts.set(Fact::AssessedChangesUntil, covered.max());
    if let Some((_, assessment)) = latest {
        facts.set(Fact::FactorsCovered, factors(assessment));
        facts.set(
            Fact::AssessmentConclusion,
            assessment.conclusion.map(Value::code),
        );
        facts.set(Fact::AssessmentReviewOn, assessment.next_review_on);
    }
    let adopted = dated(AssessmentKind::LegacyPermit).map(|(on, _)| on).max();
    facts.set(Fact::LegacyAdopted, Some(adopted.is_some()));
    facts.set(Fact::LegacyPermitOn, adopted);
}

/// The factors with something written; missing when the text of the assessment is not in the register at all.
fn factors(assessment: &Assessment) -> Option<Value> {
    let written = assessment
        .factors
        .iter()
        .filter(|factor| !factor.text.trim().is_empty());
    (!assessment.factors.is_empty()).then(|| Value::codes(written.map(|factor| factor.factor)))
}

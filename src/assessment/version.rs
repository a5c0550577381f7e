//! Versions of an assessment: how the next one begins, and what a version needs before it can be signed.

use super::{Assessment, AssessmentKind, Factor};
use crate::code::Code;
use crate::site::{Purpose, SiteId};

impl Assessment {
    /// A new version. It takes over the reasoning of the latest, and never its date, its conclusion or its advice:
    /// those are made anew, or it would be no new assessment.
    pub fn draft(site: SiteId, latest: Option<&Self>) -> Self {
        let empty = Self {
            site,
            number: 1,
            kind: AssessmentKind::Own,
            assessed_on: None,
            factors: Vec::new(),
            incidents: String::new(),
            alternatives: String::new(),
            area_and_hours: String::new(),
            mitigations: String::new(),
            conclusion: None,
            dpo_advice: String::new(),
            advice: None,
            decided_by: String::new(),
            dnr: String::new(),
            covers_changes_until: None,
            next_review_on: None,
            changes: String::new(),
            signed: None,
        };
        let Some(latest) = latest else { return empty };
        Self {
            number: latest.number.saturating_add(1),
            factors: latest.factors.clone(),
            incidents: latest.incidents.clone(),
            alternatives: latest.alternatives.clone(),
            area_and_hours: latest.area_and_hours.clone(),
            mitigations: latest.mitigations.clone(),
            decided_by: latest.decided_by.clone(),
            ..empty
        }
    }

    /// What must be filled in before the version can be signed, as fields of its form.
    ///
    /// An own assessment covers how, with which technology and where (8 § third paragraph), and every interest that
    /// the site's purposes name (second paragraph). An old permit taken as the assessment stands for its own reasons.
    pub fn missing(&self, purposes: &[Purpose]) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.assessed_on.is_none() {
            missing.push("assessed_on");
        }
        if self.conclusion.is_none() {
            missing.push("conclusion");
        }
        if self.kind == AssessmentKind::Own {
            let empty = |factor: &&Factor| !self.covers(**factor);
            let needed = Factor::ALL.iter().filter(|factor| {
                let purpose = purposes.iter().any(|one| one.code() == factor.code());
                factor.is_privacy() || purpose
            });
            missing.extend(needed.filter(empty).map(|one| super::form::field_of(*one)));
        }
        missing
    }

    fn covers(&self, factor: Factor) -> bool {
        self.factors
            .iter()
            .any(|written| written.factor == factor && !written.text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::{Conclusion, FactorText, Signature};
    use time::macros::date;

    fn whole() -> Assessment {
        let factors = Factor::ALL.iter().filter(|factor| factor.is_privacy());
        Assessment {
            assessed_on: Some(date!(2026 - 10 - 01)),
            conclusion: Some(Conclusion::Outweighs),
            factors: factors
                .map(|factor| FactorText {
                    factor: *factor,
                    text: "Ja.".into(),
                })
                .collect(),
            ..Assessment::draft(SiteId(1), None)
        }
    }

    #[test]
    fn a_version_is_whole_when_the_purposes_of_the_site_are_covered() {
        assert_eq!(whole().missing(&[]), Vec::<&str>::new());
        assert_eq!(whole().missing(&[Purpose::Accidents]), ["factor_olyckor"]);
    }

    #[test]
    fn an_empty_draft_names_everything_that_is_missing() {
        let missing = Assessment::draft(SiteId(1), None).missing(&[Purpose::Crime]);
        assert_eq!(
            missing,
            [
                "assessed_on",
                "conclusion",
                "factor_brott",
                "factor_hur",
                "factor_integritetsteknik",
                "factor_omrade"
            ]
        );
    }

    #[test]
    fn an_old_permit_needs_no_reasons_of_its_own() {
        let permit = Assessment {
            kind: AssessmentKind::LegacyPermit,
            factors: Vec::new(),
            ..whole()
        };
        assert_eq!(permit.missing(&[Purpose::Crime]), Vec::<&str>::new());
    }

    #[test]
    fn the_next_version_keeps_the_reasons_and_must_conclude_anew() {
        let signed = Assessment {
            number: 3,
            signed: Some(Signature {
                by: "Britt Ek".into(),
                on: date!(2026 - 10 - 02),
                reasons: String::new(),
            }),
            ..whole()
        };
        let next = Assessment::draft(SiteId(1), Some(&signed));
        assert_eq!(next.number, 4);
        assert_eq!(next.factors, signed.factors);
        assert!(next.assessed_on.is_none() && next.conclusion.is_none() && !next.is_signed());
    }
}

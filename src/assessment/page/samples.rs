//! The pages of an assessment with made-up content.

use time::macros::date;

use super::{Comparison, Document, Sign};
use crate::assessment::{
    Advice, Assessment, AssessmentId, Conclusion, Factor, FactorText, Signature, Stance, compare,
    form,
};
use crate::code::Code;
use crate::site::{Site, SiteId};
use crate::web::page_tests::{Sample, shell};
use crate::web::view::{Crumb, Loc};

fn whole() -> Assessment {
    let factors = Factor::ALL.iter().map(|factor| FactorText {
        factor: *factor,
        text: "Prövat: sju inbrott sedan januari, alla mellan kl. 22 och 04.".into(),
    });
    Assessment {
        assessed_on: Some(date!(2026 - 11 - 20)),
        factors: factors.collect(),
        incidents: "2026-03-14: inbrott, K1234-26\n2026-05-02: skadegörelse, skolans rapport"
            .into(),
        alternatives: "Belysning och väktare har prövats.".into(),
        conclusion: Some(Conclusion::Outweighs),
        advice: Some(Advice {
            by: "Vera Lind".into(),
            on: date!(2026 - 11 - 21),
            stance: Stance::OnConditions,
            text: "Maskera grannens trädgård.".into(),
            read_version: 2,
        }),
        ..Assessment::draft(SiteId(1), None)
    }
}

fn document(l: Loc, assessment: Assessment, missing: Vec<&'static str>) -> Document {
    let draft = !assessment.is_signed();
    Document {
        shell: shell(l, "/bedomningar/3/dokument"),
        l,
        crumbs: vec![Crumb::here(l.ta("assessment-name", "number", 1))],
        id: AssessmentId(3),
        form: form::form(String::new()).fill(form::values(&assessment)),
        assessment,
        site: Site {
            reference: "EK-001".into(),
            name: "Hedeskolan".into(),
            address: "Hedevägen 1".into(),
            ..Site::default()
        },
        written_by: vec!["Maja Lund".into()],
        missing,
        changed_since_advice: draft,
        compared_with: Some(AssessmentId(2)),
        may_write: draft,
        may_advise: draft,
        may_sign: draft,
    }
}

pub(crate) fn samples(l: Loc) -> Vec<Sample> {
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
    let signed = Assessment {
        signed: Some(Signature {
            by: "Britt Ek".into(),
            on: date!(2026 - 11 - 22),
            reasons: "Villkoret är uppfyllt sedan den 21 november.".into(),
        }),
        ..whole()
    };
    let comparison = |differ| Comparison {
        shell: shell(l, "/bedomningar/3/jamforelse"),
        l,
        crumbs: vec![Crumb::here(l.t("assessment-compare"))],
        id: AssessmentId(3),
        number: 2,
        other: AssessmentId(2),
        other_number: 1,
        versions: vec![(AssessmentId(2), 1)],
        differ,
    };
    let draft = Assessment::draft(SiteId(1), None);
    let missing = draft.missing(&[]);
    vec![
        Sample::new("assessment-sign", &sign(Vec::new())),
        Sample::new(
            "assessment-missing",
            &sign(vec!["assessed_on", "factor_hur"]),
        ),
        Sample::new(
            "assessment-document",
            &document(l, signed.clone(), Vec::new()),
        ),
        Sample::new("assessment-draft", &document(l, draft.clone(), missing)),
        Sample::new(
            "assessment-compared",
            &comparison(compare::versions(&draft, &signed, l)),
        ),
        Sample::new("assessment-compared-same", &comparison(Vec::new())),
    ]
}

//! What a person writes in an assessment, ordered by the factors of KBL 8 §.

use super::{Assessment, AssessmentKind, Conclusion, Factor, FactorText};
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values, choices};

/// The field of each factor: the same text stands in the form, on the page and in the list of what is missing.
pub const fn field_of(factor: Factor) -> &'static str {
    match factor {
        Factor::Crime => "factor_brott",
        Factor::PublicOrder => "factor_ordning",
        Factor::Control => "factor_kontroll",
        Factor::Accidents => "factor_olyckor",
        Factor::Comparable => "factor_jamforligt",
        Factor::HowCarriedOut => "factor_hur",
        Factor::PrivacyTechnology => "factor_integritetsteknik",
        Factor::Area => "factor_omrade",
    }
}

/// The sections of the form in the order of the talk, each with its name in an address.
pub const STEPS: [(&str, &str); 5] = [
    ("om", "about"),
    ("intresse", "interests"),
    ("integritet", "privacy"),
    ("avvagning", "weighing"),
    ("beslut", "decision"),
];

/// Which step asks for a field.
pub fn step_of(field: &str) -> Option<&'static str> {
    let whole = form(String::new());
    let section = whole
        .sections
        .iter()
        .find(|section| section.fields.iter().any(|one| one.name == field))?;
    STEPS
        .into_iter()
        .find(|(_, name)| *name == section.name)
        .map(|(step, _)| step)
}

/// One step: the section of the form, and nothing else of it.
pub fn step(action: String, step: &str) -> Option<Form> {
    let (_, section) = STEPS.into_iter().find(|(code, _)| *code == step)?;
    let mut form = form(action);
    form.sections.retain(|one| one.name == section);
    Some(form)
}

/// What was typed in a step over what stood in the rest of the form.
pub fn over(stood: Values, step: &Form, typed: &Values) -> Values {
    let mut values = stood;
    for field in step.all_fields() {
        values = values.without(field.name);
        for value in typed.all(field.name) {
            values = values.text(field.name, value);
        }
    }
    values
}

pub fn form(action: String) -> Form {
    Form::new("assessment", action)
        .section(
            "about",
            vec![
                Field::radios("kind", choices::<AssessmentKind>()).required(),
                Field::date("assessed_on"),
                Field::text("dnr").wide(20),
                Field::textarea("changes"),
            ],
        )
        .section("interests", interests())
        .section("privacy", privacy())
        .section(
            "weighing",
            vec![
                Field::textarea("alternatives"),
                Field::textarea("area_and_hours"),
                Field::textarea("mitigations"),
                Field::date("covers_changes_until"),
                Field::radios("conclusion", choices::<Conclusion>()),
            ],
        )
        .section(
            "decision",
            vec![Field::text("decided_by"), Field::date("next_review_on")],
        )
}

/// 8 § second paragraph.
fn interests() -> Vec<Field> {
    vec![
        Field::textarea("incidents"),
        Field::textarea("factor_brott"),
        Field::textarea("factor_ordning"),
        Field::textarea("factor_kontroll"),
        Field::textarea("factor_olyckor"),
        Field::textarea("factor_jamforligt"),
    ]
}

/// 8 § third paragraph.
fn privacy() -> Vec<Field> {
    vec![
        Field::textarea("factor_hur"),
        Field::textarea("factor_integritetsteknik"),
        Field::textarea("factor_omrade"),
    ]
}

/// What stands in the fields for an assessment.
pub fn values(assessment: &Assessment) -> Values {
    let head = Values::default()
        .code("kind", Some(assessment.kind))
        .date("assessed_on", assessment.assessed_on)
        .text("dnr", &assessment.dnr)
        .text("changes", &assessment.changes)
        .text("incidents", &assessment.incidents)
        .text("alternatives", &assessment.alternatives)
        .text("area_and_hours", &assessment.area_and_hours)
        .text("mitigations", &assessment.mitigations)
        .date("covers_changes_until", assessment.covers_changes_until)
        .code("conclusion", assessment.conclusion)
        .text("decided_by", &assessment.decided_by)
        .date("next_review_on", assessment.next_review_on);
    assessment.factors.iter().fold(head, |values, written| {
        values.text(field_of(written.factor), &written.text)
    })
}

/// Reads the form over `onto`, which knows the site, the number and whether it is signed.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, onto: Assessment) -> Result<Assessment, Errors> {
    let mut reader = Reader::new(values);
    let assessment = Assessment {
        kind: reader.required_code("kind").unwrap_or(onto.kind),
        assessed_on: reader.date("assessed_on"),
        dnr: reader.text_up_to("dnr", 100),
        changes: reader.text("changes"),
        factors: read_factors(&mut reader),
        incidents: reader.text("incidents"),
        alternatives: reader.text("alternatives"),
        area_and_hours: reader.text("area_and_hours"),
        mitigations: reader.text("mitigations"),
        covers_changes_until: reader.date("covers_changes_until"),
        conclusion: reader.code("conclusion"),
        decided_by: reader.text_up_to("decided_by", 200),
        next_review_on: reader.date("next_review_on"),
        ..onto
    };
    if let (Some(made), Some(review)) = (assessment.assessed_on, assessment.next_review_on)
        && review < made
    {
        reader.refuse(
            "next_review_on",
            Message::new("assessment-review-before-made"),
        );
    }
    reader.finish(assessment)
}

fn read_factors(reader: &mut Reader) -> Vec<FactorText> {
    use crate::code::Code;
    let written = Factor::ALL.iter().map(|factor| FactorText {
        factor: *factor,
        text: reader.text(field_of(*factor)),
    });
    written.filter(|written| !written.text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::site::SiteId;

    #[test]
    fn every_factor_of_the_law_has_a_field_on_its_own_side() {
        let form = form(String::new());
        for factor in Factor::ALL {
            let side = if factor.is_privacy() {
                "privacy"
            } else {
                "interests"
            };
            let section = form.sections.iter().find(|section| section.name == side);
            let fields = &section.unwrap().fields;
            assert!(
                fields.iter().any(|field| field.name == field_of(*factor)),
                "{factor:?}"
            );
        }
    }

    #[test]
    fn what_was_read_is_shown_again_unchanged_and_an_empty_factor_is_not_covered() {
        let typed = Values::default()
            .text("kind", "egen")
            .text("assessed_on", "2026-10-01")
            .text("factor_brott", "Tre inbrott under 2026.")
            .text("factor_hur", " ");
        let draft = Assessment::draft(SiteId(1), None);
        let assessment = read(&typed, draft.clone()).unwrap();
        assert_eq!(assessment.factors.len(), 1);
        assert_eq!(read(&values(&assessment), draft), Ok(assessment));
    }

    #[test]
    fn the_steps_are_the_form_and_a_step_leaves_the_others_as_they_are() {
        let steps = STEPS
            .iter()
            .map(|(code, _)| step(String::new(), code).unwrap());
        let asked: usize = steps.map(|step| step.all_fields().count()).sum();
        assert_eq!(asked, form(String::new()).all_fields().count());
        assert_eq!(step_of("factor_hur"), Some("integritet"));
        assert_eq!(step(String::new(), "finns-inte"), None);
        let before = Assessment {
            dnr: "KS 1".into(),
            mitigations: "Maskering".into(),
            ..Assessment::draft(SiteId(1), None)
        };
        let weighing = step(String::new(), "avvagning").unwrap();
        let typed = Values::default()
            .text("conclusion", "overvager")
            .text("dnr", "KS 2");
        let merged = over(values(&before), &weighing, &typed);
        let after = read(&merged, before).unwrap();
        assert_eq!(after.dnr, "KS 1", "another step asks for it");
        assert_eq!(after.mitigations, "", "it was emptied");
        assert!(after.conclusion.is_some());
    }

    #[test]
    fn a_review_comes_after_the_assessment() {
        let typed = Values::default()
            .text("kind", "egen")
            .text("assessed_on", "2026-10-01")
            .text("next_review_on", "2026-09-30");
        let errors = read(&typed, Assessment::draft(SiteId(1), None)).unwrap_err();
        assert_eq!(errors[0].field, "next_review_on");
    }
}

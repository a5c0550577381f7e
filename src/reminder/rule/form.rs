//! The form in which the kommun says how it wants to be told.

use time::Date;

use super::NoticeRule;
use crate::law::PolicySet;
use crate::texts::{Lang, Message};
use crate::web::form::{Choice, ChoiceText, Errors, Field, Form, Reader, Values};

const LONGEST_STEP: u16 = 1_000;
const MOST_STEPS: usize = 12;

/// Who decides, and when.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    pub by: &'a str,
    pub on: Date,
}

pub fn form(rules: &PolicySet, lang: Lang) -> Form {
    let mut named: Vec<Choice> = rules
        .iter()
        .map(|policy| Choice {
            value: policy.id.clone(),
            text: ChoiceText::Name(policy.title.get(lang).to_owned()),
            hint: None,
            aside: false,
        })
        .collect();
    named.sort_by(|one, other| one.value.cmp(&other.value));
    Form::new("notice-rule", "/paminnelser/regler")
        .fields(vec![
            Field::select("policy", named),
            Field::text("steps").wide(20),
            Field::number("escalate_after_days").unit("rule-days"),
            Field::textarea("reason").required(),
        ])
        .cancel("/paminnelser/regler")
}

/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(
    values: &Values,
    rules: &PolicySet,
    decided: Decided<'_>,
) -> Result<NoticeRule, Errors> {
    let mut reader = Reader::new(values);
    let policy = values.first("policy").to_owned();
    if !policy.is_empty() && rules.get(&policy).is_none() {
        reader.refuse("policy", Message::new("form-choice"));
    }
    let typed = reader.text_up_to("steps", 100);
    let steps = steps(&typed).unwrap_or_else(|| {
        reader.refuse(
            "steps",
            Message::new("notice-rule-steps-unread").with("typed", &typed),
        );
        Vec::new()
    });
    let rule = NoticeRule {
        policy,
        steps,
        escalate_after_days: reader.number("escalate_after_days", 0..=365),
        reason: reader.required_text("reason", 2_000),
        by: decided.by.to_owned(),
        on: decided.on,
    };
    reader.finish(rule)
}

/// The longest first, and the day itself always last.
fn steps(typed: &str) -> Option<Vec<u16>> {
    let parts = typed.split(|c: char| matches!(c, ',' | ';' | '/') || c.is_whitespace());
    let mut steps = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        steps.push(
            part.parse::<u16>()
                .ok()
                .filter(|days| *days <= LONGEST_STEP)?,
        );
    }
    if steps.is_empty() {
        return Some(steps);
    }
    steps.push(0);
    steps.sort_unstable_by(|one, other| other.cmp(one));
    steps.dedup();
    (steps.len() <= MOST_STEPS).then_some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read_in_any_order_and_the_day_itself_is_always_one() {
        assert_eq!(steps("30, 7"), Some(vec![30, 7, 0]));
        assert_eq!(steps("7/90 30;0"), Some(vec![90, 30, 7, 0]));
        assert_eq!(steps(""), Some(Vec::new()));
        for wrong in [
            "snart",
            "30, sju",
            "-3",
            "5000",
            "1 2 3 4 5 6 7 8 9 10 11 12 13",
        ] {
            assert_eq!(steps(wrong), None, "{wrong}");
        }
    }
}

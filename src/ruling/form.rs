//! The form in which a rule is adopted, adjusted or switched off.

use std::collections::BTreeMap;

use time::Date;

use crate::code::Code;
use crate::law::hours::WeeklyHours;
use crate::law::{Policy, Ruling, RulingKind, Setting};
use crate::texts::Message;
use crate::web::form::{Choice, ChoiceText, Errors, Field, Form, Reader, Values};

/// Who decides, and when.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    pub by: &'a str,
    pub on: Date,
}

pub fn form(rule: &Policy, action: String) -> Form {
    let adjustable = !rule.parameters.is_empty();
    let kinds = RulingKind::ALL
        .iter()
        .filter(|kind| adjustable || **kind != RulingKind::Adjusted);
    let kinds = kinds.map(|kind| Choice::id(kind.code(), kind.text_id()));
    let mut fields = vec![Field::radios("kind", kinds.collect()).required()];
    if rule.parameters.len() > 1 {
        let names = rule.parameters.keys().map(|name| Choice {
            value: name.clone(),
            text: ChoiceText::Name(name.clone()),
            hint: None,
            aside: false,
        });
        fields.push(Field::select("parameter", names.collect()));
    }
    if adjustable {
        fields.push(Field::text("value").wide(20));
    }
    fields.push(Field::textarea("reason").required());
    Form::new("ruling", action).fields(fields)
}

/// What stands in the fields before anyone has typed: the value in use, where there is one only.
pub fn values(rule: &Policy, on: Date) -> Values {
    match rule.parameters.keys().next() {
        Some(name) if rule.parameters.len() == 1 => Values::default().text(
            "value",
            in_use(rule, name, on).map_or_else(String::new, ToString::to_string),
        ),
        _ => Values::default(),
    }
}

/// The value of a parameter on a day.
pub fn in_use<'a>(rule: &'a Policy, name: &str, on: Date) -> Option<&'a Setting> {
    let dated = rule.parameters.get(name)?;
    let begun = dated.iter().filter(|entry| entry.from <= on);
    begun
        .max_by_key(|entry| entry.from)
        .map(|entry| &entry.value)
}

/// Reads the form. `before` is the ruling in effect: an adjustment keeps what it adjusted.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(
    values: &Values,
    rule: &Policy,
    before: Option<&Ruling>,
    decided: Decided<'_>,
) -> Result<Ruling, Errors> {
    let mut reader = Reader::new(values);
    let kind = reader.required_code::<RulingKind>("kind");
    let mut parameters = BTreeMap::new();
    if kind == Some(RulingKind::Adjusted) {
        parameters.extend(
            before
                .map(|before| before.parameters.clone())
                .unwrap_or_default(),
        );
        parameters.extend(adjusted(&mut reader, values, rule));
    }
    let ruling = Ruling {
        policy: rule.id.clone(),
        kind: kind.unwrap_or(RulingKind::Adopted),
        parameters,
        reason: reader.required_text("reason", 2_000),
        by: decided.by.to_owned(),
        on: decided.on,
    };
    reader.finish(ruling)
}

/// Which parameter, and its new value.
fn adjusted(reader: &mut Reader<'_>, values: &Values, rule: &Policy) -> Option<(String, Setting)> {
    let only = rule.parameters.keys().next();
    let chosen = match rule.parameters.len() {
        1 => only.cloned(),
        _ => Some(values.first("parameter").to_owned()),
    };
    let dated = chosen.as_ref().and_then(|name| rule.parameters.get(name));
    let (Some(name), Some(present)) = (chosen, dated.and_then(|dated| dated.first())) else {
        reader.refuse("parameter", Message::new("form-choose"));
        return None;
    };
    let typed = reader.required_text("value", 500);
    if typed.is_empty() {
        return None;
    }
    let read = match present.value {
        Setting::Number(_) => whole(&typed).map(Setting::Number),
        Setting::Hours(_) => WeeklyHours::parse(&typed)
            .ok()
            .map(|hours| Setting::Hours(Box::new(hours))),
    };
    if read.is_none() {
        let id = match present.value {
            Setting::Number(_) => "ruling-value-number",
            Setting::Hours(_) => "form-hours",
        };
        reader.refuse("value", Message::new(id).with("typed", typed));
    }
    read.map(|setting| (name, setting))
}

/// A whole number that a limit can be.
fn whole(typed: &str) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    digits.parse::<u32>().ok().map(i64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::PolicySet;
    use time::macros::date;

    const DECIDED: Decided<'_> = Decided {
        by: "Vera Lind",
        on: date!(2026 - 11 - 22),
    };

    fn read_for(id: &str, typed: &Values) -> Result<Ruling, Errors> {
        let rules = PolicySet::embedded().expect("sound rules");
        read(typed, rules.get(id).expect("a rule"), None, DECIDED)
    }

    fn typed(kind: &str, value: &str) -> Values {
        Values::default()
            .text("kind", kind)
            .text("value", value)
            .text("reason", "Nämndens beslut")
    }

    #[test]
    fn an_adjustment_is_read_as_what_the_parameter_is() {
        let hours = read_for(
            "storage-over-72-hours-justified",
            &typed("justerad", "1 00"),
        )
        .unwrap();
        assert_eq!(hours.parameters["hours"], Setting::Number(100));
        let week = read_for("school-practice-hours", &typed("justerad", "mån-fre 19-07")).unwrap();
        assert!(matches!(
            week.parameters["practice_hours"],
            Setting::Hours(_)
        ));
    }

    #[test]
    fn a_value_of_the_wrong_kind_a_missing_reason_and_a_missing_choice_are_all_said_at_once() {
        let nothing = Values::default();
        let fields = |errors: Errors| -> Vec<String> {
            errors.into_iter().map(|error| error.field).collect()
        };
        let errors = read_for("yearly-review", &nothing).unwrap_err();
        assert_eq!(fields(errors), ["kind", "reason"]);
        for wrong in ["tolv", "-1", "", "12,5"] {
            let errors = read_for("yearly-review", &typed("justerad", wrong)).unwrap_err();
            assert_eq!(fields(errors), ["value"], "{wrong}");
        }
    }

    #[test]
    fn a_rule_without_parameters_cannot_be_adjusted() {
        let rules = PolicySet::embedded().expect("sound rules");
        let rule = rules.get("kbl-8-purpose-is-listed").expect("a rule");
        let offered = form(rule, String::new());
        let kinds = &offered.field("kind").expect("the choice").choices;
        assert!(kinds.iter().all(|choice| choice.value != "justerad"));
        assert!(read(&typed("justerad", "1"), rule, None, DECIDED).is_err());
    }
}

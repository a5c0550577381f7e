//! The dataskyddsombud's advice (yttrande) on a version: an act of its own, by somebody who has not written the version.

use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

use crate::code::codes;
use crate::web::form::{Errors, Field, Form, Reader, Values, choices};

codes! {
    Stance, "advice-stance" {
        NoObjection = "inget-att-invanda",
        OnConditions = "med-villkor",
        Against = "avrader",
    }
}

/// What the dataskyddsombud said of a version, and of which state of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    pub by: String,
    pub on: Date,
    pub stance: Stance,
    pub text: String,
    /// How often the record had been saved when it was read: what was written afterwards was not advised on.
    pub read_version: i32,
}

pub fn form(action: String) -> Form {
    Form::new("advice", action)
        .fields(vec![
            Field::radios("stance", choices::<Stance>()).required(),
            Field::textarea("text").required(),
        ])
        .submit("advice-submit")
}

/// What stands in the fields when it was given already.
pub fn values(advice: Option<&Advice>) -> Values {
    let stance = advice.map(|advice| advice.stance);
    let text = advice.map_or("", |advice| &advice.text);
    Values::default().code("stance", stance).text("text", text)
}

/// # Errors
/// When something is missing: advice without reasons is none.
pub fn read(values: &Values, by: &str, on: Date, read_version: i32) -> Result<Advice, Errors> {
    let mut reader = Reader::new(values);
    let stance = reader.required_code("stance");
    let text = reader.required_text("text", 20_000);
    let advice = Advice {
        by: by.to_owned(),
        on,
        stance: stance.unwrap_or(Stance::Against),
        text,
        read_version,
    };
    reader.finish(advice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn advice_has_a_stance_and_reasons() {
        let day = date!(2026 - 11 - 26);
        let read = |values: &Values| read(values, "Dina Om", day, 3);
        assert_eq!(read(&Values::default()).unwrap_err().len(), 2);
        let typed = Values::default()
            .code("stance", Some(Stance::OnConditions))
            .text("text", "Maskera grannens trädgård.");
        let advice = read(&typed).unwrap();
        assert_eq!(values(Some(&advice)).first("text"), advice.text);
        assert_eq!(
            (advice.stance, advice.read_version),
            (Stance::OnConditions, 3)
        );
    }
}

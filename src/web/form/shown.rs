//! A filled-in form as it is read: the same fields, with every answer in words.

use super::{Field, Form, Kind};
use crate::texts::Loc;

impl Form {
    /// What stands in a field, in words; "inte angivet" when nothing does.
    pub fn shown(&self, l: &Loc, field: &Field) -> String {
        let answer = match field.kind {
            Kind::Radios | Kind::Checkboxes | Kind::Select => self.chosen(l, field),
            Kind::Instant => self.moment(field),
            _ => self.values.first(field.name).to_owned(),
        };
        match field.unit {
            _ if answer.is_empty() => l.t("not-stated").to_owned(),
            Some(unit) => format!("{answer} {}", l.t(unit)),
            None => answer,
        }
    }

    fn chosen(&self, l: &Loc, field: &Field) -> String {
        let chosen = field
            .choices
            .iter()
            .filter(|choice| self.values.is_chosen(field.name, &choice.value));
        let words: Vec<&str> = chosen.map(|choice| choice.shown(l)).collect();
        words.join(", ")
    }

    fn moment(&self, field: &Field) -> String {
        let (day, clock) = (
            self.values.first(field.name),
            self.values.part(field.name, "tid"),
        );
        format!("{day} {clock}").trim().to_owned()
    }

    /// The field of a name, for a list that shows some of a form's fields.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.all_fields().find(|field| field.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Values;
    use super::*;

    fn form() -> Form {
        Form::new("camera", "/kameror").fields(vec![
            Field::yes_no_unknown("indoor"),
            Field::number("range_metres").unit("unit-metres"),
            Field::instant("seen_at"),
        ])
    }

    fn shown(form: &Form, name: &str) -> String {
        form.shown(&Loc::sv(), form.field(name).unwrap())
    }

    #[test]
    fn a_choice_is_shown_in_words_and_a_number_with_its_unit() {
        let form = form().fill(
            Values::default()
                .yes_no("indoor", Some(false))
                .number("range_metres", Some(25))
                .text("seen_at", "2026-11-22")
                .text("seen_at-tid", "07:30"),
        );
        assert_eq!(shown(&form, "indoor"), "Nej");
        assert_eq!(shown(&form, "range_metres"), "25 meter");
        assert_eq!(shown(&form, "seen_at"), "2026-11-22 07:30");
    }

    #[test]
    fn what_was_never_answered_says_so_and_is_never_a_no() {
        let form = form();
        assert_eq!(shown(&form, "indoor"), "Inte besvarat än");
        assert_eq!(shown(&form, "range_metres"), "Inte angivet");
        assert_eq!(shown(&form, "seen_at"), "Inte angivet");
    }
}

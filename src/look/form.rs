//! What an administrator types about colours.

use super::{Colour, LEAST, Look, brand_contrast, link_contrast};
use crate::texts::{Lang, Message};
use crate::web::form::{Errors, Field, Form, Reader, Values};

pub const PATH: &str = "/administration/utseende";

pub fn form() -> Form {
    Form::new("look", PATH)
        .fields(vec![
            Field::text("brand").wide(10).autocomplete("off"),
            Field::text("link").wide(10).autocomplete("off"),
        ])
        .cancel("/administration")
}

pub fn values(look: &Look) -> Values {
    let text = |colour: Option<Colour>| colour.map_or(String::new(), String::from);
    Values::default()
        .text("brand", text(look.brand))
        .text("link", text(look.link))
}

/// A contrast with one decimal, rounded down: 4.49 is not enough, and is not to look as if it were.
pub fn ratio(contrast: f64, lang: Lang) -> String {
    let shown = format!("{:.1}", (contrast * 10.0).floor() / 10.0);
    match lang {
        Lang::Sv => shown.replace('.', ","),
        Lang::En => shown,
    }
}

/// Reads the colours over `onto`, which keeps its logo.
///
/// # Errors
/// What is no colour, and what cannot be read on what it stands on.
pub fn read(values: &Values, onto: Look, lang: Lang) -> Result<Look, Errors> {
    let mut reader = Reader::new(values);
    let mut colour = |field: &'static str, contrast: fn(Colour) -> f64, low: &'static str| {
        let text = reader.text_up_to(field, 20);
        if text.is_empty() {
            return None;
        }
        let Ok(colour) = Colour::parse(&text) else {
            reader.refuse(field, Message::new("look-not-a-colour"));
            return None;
        };
        let found = contrast(colour);
        if found < LEAST {
            let least = ratio(LEAST, lang);
            let message = Message::new(low).with("found", ratio(found, lang));
            reader.refuse(field, message.with("least", least));
        }
        Some(colour)
    };
    let look = Look {
        brand: colour("brand", brand_contrast, "look-brand-too-low"),
        link: colour("link", link_contrast, "look-link-too-low"),
        ..onto
    };
    reader.finish(look)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_refused_with_its_number_and_nothing_is_the_services_own() {
        let typed = Values::default()
            .text("brand", "#ffcc00")
            .text("link", "blå");
        let errors = read(&typed, Look::default(), Lang::Sv).unwrap_err();
        assert_eq!(errors[0].field, "brand");
        assert_eq!(errors[0].message.args[0].1, "1,5");
        assert_eq!(errors[1].field, "link");
        let look = read(&Values::default(), Look::default(), Lang::Sv).unwrap();
        assert!(look.is_plain());
        let good = Values::default().text("brand", "7a003c");
        let look = read(&good, Look::default(), Lang::En).unwrap();
        assert_eq!(values(&look).first("brand"), "#7a003c");
    }

    #[test]
    fn a_contrast_is_never_rounded_up_to_enough() {
        assert_eq!(ratio(4.499, Lang::Sv), "4,4");
        assert_eq!(ratio(4.5, Lang::En), "4.5");
    }
}

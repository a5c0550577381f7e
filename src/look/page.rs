//! The page on which an administrator sets the kommun's look.

use askama::Template;
use askama_web::WebTemplate;

use super::form::ratio;
use super::{BRAND, LINK, Look, brand_contrast, link_contrast, logo};
use crate::texts::Message;
use crate::web::form::Form;
use crate::web::view::{Crumb, Loc, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "look/edit.html")]
pub struct Edit {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub look: Look,
    pub form: Form,
    /// Why the logo that was sent was not taken.
    pub refused: Option<Message>,
}

impl Edit {
    pub fn brand(&self) -> String {
        let brand = self.look.brand.unwrap_or(BRAND);
        let found = ratio(brand_contrast(brand), self.l.lang());
        self.l.ta2(
            "look-contrast",
            ("colour", &String::from(brand)),
            ("found", &found),
        )
    }

    pub fn link(&self) -> String {
        let link = self.look.link.unwrap_or(LINK);
        let found = ratio(link_contrast(link), self.l.lang());
        self.l.ta2(
            "look-contrast",
            ("colour", &String::from(link)),
            ("found", &found),
        )
    }

    pub fn side_max(&self) -> u32 {
        logo::SIDE_MAX
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    let page = |look: Look, refused| Edit {
        shell: shell(l, super::form::PATH),
        l,
        crumbs: Vec::new(),
        form: super::form::form().fill(super::form::values(&look)),
        look,
        refused,
    };
    let own = Look {
        brand: Some(super::Colour::of(0x7a, 0x00, 0x3c)),
        link: None,
        logo: Some("0".repeat(64)),
    };
    vec![
        Sample::new("look", &page(Look::default(), None)),
        Sample::new(
            "look-own",
            &page(own, Some(Message::new("look-logo-not-png"))),
        ),
    ]
}

//! The kommun's own look: its colours and its logo, set while the service runs. Colours that cannot be read are refused by
//! numbers (WCAG 2.2, 1.4.3), not by taste.

use serde::{Deserialize, Serialize};

pub mod form;
pub mod logo;
pub mod page;
pub mod store;
pub mod web;

/// Least contrast of text, WCAG 2.2 AA.
pub const LEAST: f64 = 4.5;

/// A colour of the sRGB space, written `#00465b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Colour {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

pub const WHITE: Colour = Colour::of(0xff, 0xff, 0xff);
/// What boxes and the page itself lie on.
pub const SURFACE: Colour = Colour::of(0xee, 0xf3, 0xf5);
/// What is shown where the kommun has chosen nothing: the same as in `ui/styles/_settings.scss`.
pub const BRAND: Colour = Colour::of(0x00, 0x46, 0x5b);
pub const LINK: Colour = Colour::of(0x00, 0x5a, 0x7a);

#[derive(Debug, thiserror::Error)]
#[error("not a colour: #rrggbb")]
pub struct NotAColour;

impl Colour {
    pub const fn of(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// `#00465b`, with or without its sign.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, NotAColour> {
        let text = text.trim();
        let digits = text.strip_prefix('#').unwrap_or(text);
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(NotAColour);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| NotAColour)?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self { red, green, blue })
    }

    /// Six digits without the sign, as in an address.
    pub fn digits(self) -> String {
        format!("{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// Relative luminance, as WCAG 2.2 defines it.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// From 1 (the same) to 21 (black on white).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// A third nearer to black.
    #[must_use]
    pub const fn darker(self) -> Self {
        const fn part(part: u8) -> u8 {
            part - part / 3
        }
        Self::of(part(self.red), part(self.green), part(self.blue))
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        format!("#{}", colour.digits())
    }
}

impl TryFrom<String> for Colour {
    type Error = NotAColour;

    fn try_from(text: String) -> Result<Self, NotAColour> {
        Self::parse(&text)
    }
}

/// What the kommun has chosen; `None` is the look of the service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Look {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<Colour>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Colour>,
    /// SHA-256 of the logo as it is kept, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
}

impl Look {
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Address of the stylesheet with the colours; none when they are the service's own. It holds them itself, so that a
    /// browser may keep it for ever.
    pub fn stylesheet(&self) -> Option<String> {
        (self.brand.is_some() || self.link.is_some()).then(|| {
            let brand = self.brand.unwrap_or(BRAND).digits();
            let link = self.link.unwrap_or(LINK).digits();
            format!("/utseende/{brand}-{link}.css")
        })
    }

    pub fn logo_path(&self) -> Option<String> {
        let logo = self.logo.as_ref();
        logo.map(|digest| format!("/utseende/logga/{digest}"))
    }
}

/// The least contrast that a brand colour has where text stands on it, or it is text.
pub fn brand_contrast(brand: Colour) -> f64 {
    brand.contrast(WHITE)
}

/// The least contrast that a link has on what it stands on.
pub fn link_contrast(link: Colour) -> f64 {
    link.contrast(WHITE).min(link.contrast(SURFACE))
}

/// The stylesheet of an address, if it is one that may be shown: nothing that cannot be read is served, whoever asks.
pub fn stylesheet(file: &str) -> Option<String> {
    let (brand, link) = file.strip_suffix(".css")?.split_once('-')?;
    let (brand, link) = (Colour::parse(brand).ok()?, Colour::parse(link).ok()?);
    if brand_contrast(brand) < LEAST || link_contrast(link) < LEAST {
        return None;
    }
    let (brand, hover) = (brand.digits(), link.darker().digits());
    let link = link.digits();
    Some(format!(
        ":root{{--govuk-brand-colour:#{brand};--govuk-link-colour:#{link};--govuk-link-visited-colour:#{link};\
         --govuk-link-hover-colour:#{hover}}}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_what_wcag_says() {
        let black = Colour::of(0, 0, 0);
        assert!((black.contrast(WHITE) - 21.0).abs() < 1e-9);
        assert!((WHITE.contrast(WHITE) - 1.0).abs() < 1e-9);
        // The grey that is known to be just enough, and the one beside it.
        let (enough, less) = (Colour::of(0x76, 0x76, 0x76), Colour::of(0x77, 0x77, 0x77));
        assert!(enough.contrast(WHITE) >= LEAST && less.contrast(WHITE) < LEAST);
        assert!((enough.contrast(WHITE) - WHITE.contrast(enough)).abs() < 1e-12);
    }

    #[test]
    fn the_services_own_colours_can_be_read_and_are_those_of_its_stylesheet() {
        assert!(brand_contrast(BRAND) >= LEAST && link_contrast(LINK) >= LEAST);
        let css = crate::web::assets::asset_text("app.css");
        for (name, colour) in [("brand", BRAND), ("link", LINK)] {
            let set = format!("--govuk-{name}-colour: {}", String::from(colour));
            let packed = set.replace(": ", ":");
            assert!(css.contains(&set) || css.contains(&packed), "{set}");
        }
        let surface = String::from(SURFACE);
        assert!(css.contains(&surface), "{surface}");
    }

    #[test]
    fn a_colour_is_six_digits_and_nothing_else() {
        assert_eq!(Colour::parse(" #00465B ").unwrap(), BRAND);
        assert_eq!(Colour::parse("00465b").unwrap().digits(), "00465b");
        for wrong in ["", "#046", "red", "#00465b;", "00465g", "+00465", "#å0465"] {
            assert!(Colour::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_stylesheet_is_served_only_for_colours_that_can_be_read() {
        let look = Look {
            brand: Some(Colour::of(0x7a, 0x00, 0x3c)),
            ..Look::default()
        };
        let path = look.stylesheet().unwrap();
        let css = stylesheet(path.strip_prefix("/utseende/").unwrap()).unwrap();
        assert!(css.contains("--govuk-brand-colour:#7a003c"), "{css}");
        assert!(css.contains("--govuk-link-colour:#005a7a"), "{css}");
        for wrong in [
            "ffff00-005a7a.css",
            "00465b-88ccff.css",
            "00465b.css",
            "00465b-005a7a",
            "00465b-005a7a;}*{.css",
        ] {
            assert_eq!(stylesheet(wrong), None, "{wrong}");
        }
        assert_eq!(Look::default().stylesheet(), None);
    }

    #[test]
    fn a_darker_link_is_read_at_least_as_well() {
        assert!(link_contrast(LINK.darker()) > link_contrast(LINK));
    }
}

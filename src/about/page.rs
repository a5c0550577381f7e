//! The accessibility statement, and the page "Om tjänsten".

use askama::Template;
use askama_web::WebTemplate;

use super::Statement;
use crate::web::view::{Loc, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "about/accessibility.html")]
pub struct Accessibility {
    pub l: Loc,
    pub shell: Shell,
    pub statement: Statement,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "about/index.html")]
pub struct About {
    pub l: Loc,
    pub shell: Shell,
    /// Of Objektiv, such as `0.1.0`.
    pub version: &'static str,
    /// Of the packages in the stylesheet.
    pub licences: &'static str,
}

impl About {
    pub fn new(shell: Shell) -> Self {
        let licences = crate::web::assets::licences();
        Self {
            l: shell.l,
            shell,
            version: env!("CARGO_PKG_VERSION"),
            licences,
        }
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    let statement = Statement {
        authority: "Ekebro kommun".to_owned(),
        told: super::Told {
            contact: "kontaktcenter@ekebro.example, 0400-12 34 56".to_owned(),
            shortcomings: "Kartan går inte att använda med talstyrning.".to_owned(),
            ..super::Told::default()
        },
    };
    let public = Shell::public(l, "", "/om", time::macros::datetime!(2026-11-22 13:05 UTC));
    vec![
        Sample::new(
            "accessibility",
            &Accessibility {
                l,
                shell: shell(l, "/tillganglighet"),
                statement,
            },
        ),
        Sample::new("about", &About::new(public)),
    ]
}

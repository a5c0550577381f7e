//! The page on which a person confirms all own sites.

use askama::Template;
use askama_web::WebTemplate;

use super::Own;
use crate::site::{Site, SpecialTechnology};
use crate::web::view::{Crumb, Loc, Shell};

/// A site to be confirmed, with what the person has to look at.
#[derive(Debug)]
pub struct Line {
    pub own: Own,
    /// Cameras that are in place.
    pub cameras: usize,
    /// Somebody changed it while the person looked.
    pub changed: bool,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "site/confirmation.html")]
pub struct Confirmation {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub lines: Vec<Line>,
    /// How many more there are.
    pub more: usize,
    /// Nothing was chosen, or something had changed.
    pub problem: Option<&'static str>,
}

impl Confirmation {
    pub fn technology(&self, site: &Site) -> String {
        match &site.special_technology {
            None => self.l.t("not-answered").to_owned(),
            Some(used) if used.is_empty() => self.l.t("no").to_owned(),
            Some(used) => self.l.codes::<SpecialTechnology>(used),
        }
    }

    /// What the box says: the site, and the version that the person saw.
    pub fn value(&self, line: &Line) -> String {
        format!("{}-{}", line.own.id, line.own.version)
    }

    pub fn site_path(&self, line: &Line, below: &str) -> String {
        self.l.path(&format!("/bevakningar/{}{below}", line.own.id))
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::code::Code;
    use crate::site::{PlaceType, Purpose, SiteId};
    use crate::web::page_tests::{Sample, shell};
    use time::macros::date;

    let line = |id, name: &str, changed| Line {
        own: Own {
            id: SiteId(id),
            version: 3,
            site: Site {
                reference: format!("EKB-{id:04}"),
                name: name.into(),
                address: "Skolgatan 4, Ekebro".into(),
                place_type: PlaceType::ALL.first().copied(),
                purposes: Purpose::ALL.iter().copied().take(1).collect(),
                audio: Some(false),
                special_technology: Some(Vec::new()),
                hours: "mån-fre 20-06; lör-sön 17-07".into(),
                reviewed_on: Some(date!(2025 - 11 - 20)),
                ..Site::default()
            },
        },
        cameras: 4,
        changed,
    };
    let page = |lines, problem| Confirmation {
        shell: shell(l, "/bevakningar/bekraftelse"),
        l,
        crumbs: Vec::new(),
        lines,
        more: 0,
        problem,
    };
    vec![
        Sample::new(
            "site-confirmation",
            &page(
                vec![line(1, "Hedeskolan", false), line(2, "Torget", false)],
                None,
            ),
        ),
        Sample::new(
            "site-confirmation-changed",
            &page(
                vec![line(1, "Hedeskolan", true)],
                Some("confirmation-stale"),
            ),
        ),
        Sample::new("site-confirmation-done", &page(Vec::new(), None)),
    ]
}

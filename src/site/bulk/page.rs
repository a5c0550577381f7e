//! The pages on which several sites are chosen, and on which it stands what will change.

use askama::Template;
use askama_web::WebTemplate;

use super::Step;
use crate::compliance::list::Line;
use crate::site::SiteId;
use crate::web::form::{Form, Values};
use crate::web::view::{Crumb, Loc, Shell};

/// Which sites, and what is to be changed.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "site/bulk.html")]
pub struct Choose {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    /// What the list was asked, to ask it again.
    pub query: String,
    /// Those that the person may change.
    pub lines: Vec<Line>,
    /// How many the filter shows that the person may change.
    pub count: usize,
    pub not_yours: usize,
    /// The filter shows more than can be changed at once.
    pub too_many: bool,
    pub form: Form,
}

impl Choose {
    pub fn action(&self) -> String {
        self.l.path(&self.form.action)
    }

    /// How many are not shown.
    pub fn unseen(&self) -> usize {
        self.count.saturating_sub(self.lines.len())
    }

    pub fn is_ticked(&self, line: &Line) -> bool {
        self.form
            .values
            .is_chosen("bevakning", &line.id.to_string())
    }

    pub fn is_all(&self) -> bool {
        self.form.values.first("vilka") == "alla"
    }

    pub fn most(&self) -> usize {
        super::MOST
    }
}

/// One site and what changes on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub id: SiteId,
    pub version: i32,
    pub name: String,
    pub reference: String,
    pub steps: Vec<Step>,
    /// Signs that change.
    pub signs: usize,
}

/// What will change, for how many.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "site/bulk_preview.html")]
pub struct Preview {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub query: String,
    pub changed: Vec<Changed>,
    pub counted: Vec<(Step, usize)>,
    /// Chosen sites that have it all already.
    pub unchanged: usize,
    /// Chosen sites that the person may not change.
    pub not_yours: usize,
    /// What was filled in, to be sent again.
    pub values: Values,
    /// Somebody was faster.
    pub stale: bool,
}

impl Preview {
    pub fn signs(&self) -> usize {
        self.changed.iter().map(|site| site.signs).sum()
    }

    pub fn site_path(&self, site: &Changed) -> String {
        self.l.path(&format!("/bevakningar/{}", site.id))
    }

    pub fn value(&self, site: &Changed) -> String {
        format!("{}-{}", site.id, site.version)
    }

    pub fn fields(&self) -> [(&'static str, &str); 6] {
        [
            "responsible",
            "unit",
            "controller",
            "reviewed_on",
            "inspected_on",
            "next_inspection_on",
        ]
        .map(|name| (name, self.values.first(name)))
    }

    /// Back to the choice.
    pub fn again(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        self.l
            .path(&format!("/bevakningar/flera{mark}{}", self.query))
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::texts::Message;
    use crate::web::form::FieldError;
    use crate::web::page_tests::{Sample, shell};

    let form = || super::form(Vec::new(), Vec::new());
    let choose = |form, lines: Vec<Line>| Choose {
        shell: shell(l, "/bevakningar/flera"),
        l,
        crumbs: Vec::new(),
        query: "enhet=1".into(),
        count: lines.len(),
        lines,
        not_yours: 2,
        too_many: false,
        form,
    };
    let lines = crate::site::page::samples_of_lines();
    let refused = form().refuse(vec![FieldError {
        field: "responsible".into(),
        message: Message::new("bulk-nothing-wanted"),
    }]);
    let step: Step = ("bulk-responsible", "Anna Ek".into(), "Bo Alm".into());
    let preview = |changed: Vec<Changed>, stale| Preview {
        shell: shell(l, super::PREVIEW),
        l,
        crumbs: Vec::new(),
        query: "enhet=1".into(),
        counted: super::counted(changed.iter().flat_map(|site| &site.steps)),
        changed,
        unchanged: 1,
        not_yours: 0,
        values: Values::default().text("responsible", "Bo Alm"),
        stale,
    };
    let changed = Changed {
        id: SiteId(1),
        version: 3,
        name: "Hedeskolan, skolgården".into(),
        reference: "EK-001".into(),
        steps: vec![step],
        signs: 2,
    };
    vec![
        Sample::new("sites-bulk", &choose(form(), lines.clone())),
        Sample::new("sites-bulk-refused", &choose(refused, lines)),
        Sample::new("sites-bulk-none", &choose(form(), Vec::new())),
        Sample::new("sites-bulk-preview", &preview(vec![changed.clone()], false)),
        Sample::new("sites-bulk-stale", &preview(vec![changed], true)),
        Sample::new("sites-bulk-nothing", &preview(Vec::new(), false)),
    ]
}

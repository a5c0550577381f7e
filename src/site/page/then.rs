//! Why a finding is so, and what a page says of a day that has passed.

use askama::Template;
use askama_web::WebTemplate;
use time::Date;

use super::Show;
use crate::compliance::Entry;
use crate::compliance::replay::{Later, Recorded, SiteThen};
use crate::law::{Fact, Finding, GoTo, show};
use crate::register::RecordKind;
use crate::site::SiteId;
use crate::site::form::{Offered, form};
use crate::web::view::{Crumb, Loc, Shell};

/// A recorded fact behind a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    pub meaning: String,
    pub value: String,
    /// Where it is recorded.
    pub href: String,
    /// What the register has been told since the day that is shown.
    pub later: Option<String>,
}

/// A site on a day that has passed, and which of the two answers is shown.
#[derive(Debug)]
pub struct Past {
    pub then: SiteThen,
    /// What the register knew then; else what is recorded today about that day.
    pub known_then: bool,
}

impl Show {
    /// The facts that decided, each with where it is recorded.
    pub fn causes(&self, finding: &Finding) -> Vec<Cause> {
        finding
            .because()
            .map(|(fact, value)| Cause {
                meaning: fact.meaning(self.l.lang()).to_owned(),
                value: show(fact, value, self.l),
                href: self.recorded_at(fact),
                later: self.learnt(fact),
            })
            .collect()
    }

    /// The record itself when there is one of its kind, else the part of this page that lists them.
    fn recorded_at(&self, fact: Fact) -> String {
        let dossier = &self.dossier;
        let single = match fact.go_to() {
            GoTo::Site | GoTo::Disclosure => return self.recorded_at_site(fact),
            GoTo::Hold => "#bevaranden".to_owned(),
            GoTo::Incident => "#incidenter".to_owned(),
            GoTo::AccessRequest => "#tillgang".to_owned(),
            GoTo::Camera => one(&dossier.cameras, "kameror", "#kameror"),
            GoTo::Assessment => one(&dossier.assessments, "bedomningar", "#bedomningar"),
            GoTo::Permit => one(&dossier.permits, "beslut", "#beslut"),
            GoTo::Sign => one(&dossier.signs, "skyltar", "#skyltar"),
            GoTo::Storage => one(&dossier.storage_periods, "lagringstider", "#lagring"),
            GoTo::Recorder => one(&dossier.recorders, "inspelare", "#lagring"),
            GoTo::Evidence => "#lagring".to_owned(),
        };
        if single.starts_with('#') {
            single
        } else {
            self.l.path(&single)
        }
    }

    fn recorded_at_site(&self, fact: Fact) -> String {
        let in_form = form("", &Offered::default())
            .all_fields()
            .any(|field| field.name == fact.name());
        match (self.may_edit, in_form) {
            (true, true) => self.below(&format!("andra#{}", fact.name())),
            (true, false) => self.below("andra"),
            (false, _) => "#uppgifter".to_owned(),
        }
    }

    fn learnt(&self, fact: Fact) -> Option<String> {
        let past = self.past.as_ref()?;
        let recorded = past.then.learnt.get(&fact)?;
        let id = if past.known_then {
            "then-changed-since"
        } else {
            "then-recorded-since"
        };
        Some(self.l.ta(id, "recorded", self.recorded(recorded)))
    }

    /// `2026-11-22 av Anna Ek`
    pub fn recorded(&self, recorded: &Recorded) -> String {
        recorded_by(self.l, recorded)
    }

    /// The same day by the other of the two answers.
    pub fn other_answer(&self) -> String {
        let then = self.past.as_ref().is_some_and(|past| past.known_then);
        let known = if then { "" } else { "&kand=da" };
        self.l.path(&format!(
            "/bevakningar/{}?per={}{known}",
            self.dossier.id, self.as_of
        ))
    }

    pub fn kind(&self, later: &Later) -> String {
        self.l.code(later.kind)
    }

    /// Where a record that was written later stands.
    pub fn later_path(&self, later: &Later) -> String {
        let path = match later.kind {
            RecordKind::Camera => "kameror",
            RecordKind::Permit => "beslut",
            RecordKind::Assessment => "bedomningar",
            RecordKind::Sign => "skyltar",
            RecordKind::StoragePeriod => "lagringstider",
            _ => return self.below("historik"),
        };
        self.l.path(&format!("/{path}/{}", later.id))
    }
}

fn one<I: std::fmt::Display, T>(records: &[Entry<I, T>], path: &str, list: &str) -> String {
    match records {
        [only] => format!("/{path}/{}", only.id),
        _ => list.to_owned(),
    }
}

fn recorded_by(l: Loc, recorded: &Recorded) -> String {
    l.ta2(
        "ruling-by",
        ("day", &l.date(recorded.on)),
        ("name", &recorded.by),
    )
}

/// A site of which the register knew nothing on the day.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "site/unknown.html")]
pub struct NotKnown {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub id: SiteId,
    pub name: String,
    pub day: Date,
    pub first: Option<Recorded>,
}

impl NotKnown {
    pub fn recorded(&self, recorded: &Recorded) -> String {
        recorded_by(self.l, recorded)
    }

    pub fn as_recorded_today(&self) -> String {
        self.l
            .path(&format!("/bevakningar/{}?per={}", self.id, self.day))
    }
}

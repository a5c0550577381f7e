//! The pages of sites.

use askama::Template;
use askama_web::WebTemplate;
use time::Date;

use super::{Marking, PlaceType, Site, SiteId, SiteStatus};
use crate::code::Code;
use crate::compliance::list::{Distribution, Filter, Line};
use crate::compliance::order::{Column, Order};
use crate::compliance::{Dossier, Entry, Summary};
use crate::hold::{Hold, HoldId};
use crate::law::{Finding, GoTo, Outcome, PolicyKind, Report, Standing};
use crate::web::form::Choice;
use crate::web::view::{Crumb, Loc, Pages, Shell, Symbol};

mod documents;
mod life;
mod then;

pub use documents::Document;
pub use life::{DRAWINGS, Life};
pub use then::{Cause, NotKnown, Past};

/// The heading of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub text_id: &'static str,
    /// The list sorted by the column, with the language.
    pub href: String,
    /// The list is sorted by it; `Some(true)` = backwards.
    pub sorted: Option<bool>,
}

/// The list.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "site/index.html")]
pub struct Index {
    pub shell: Shell,
    pub l: Loc,
    pub filter: Filter,
    pub units: Vec<Choice>,
    pub distribution: Distribution,
    pub heads: Vec<Head>,
    pub lines: Vec<Line>,
    pub pages: Pages,
    pub may_edit: bool,
    /// What the register knew on the day that is shown; else what is recorded today about it.
    pub known_then: bool,
}

impl Index {
    /// The day that is shown, as part of an address.
    fn day(&self, before: char) -> String {
        let known = if self.known_then { "&kand=da" } else { "" };
        self.shell
            .as_of
            .map_or(String::new(), |day| format!("{before}per={day}{known}"))
    }

    /// The same day by the other of the two answers.
    pub fn other_answer(&self, day: &Date) -> String {
        let known = if self.known_then { "" } else { "&kand=da" };
        self.l.path(&format!("/bevakningar?per={day}{known}"))
    }

    /// Another page about the same sites, such as the map.
    pub fn same(&self, page: &str) -> String {
        let path = &self.shell.path;
        let asked = path.split_once('?').map_or("", |(_, asked)| asked);
        let mark = if asked.is_empty() { "" } else { "?" };
        self.l.path(&format!("{page}{mark}{asked}"))
    }

    /// Whether something is chosen that the filter keeps folded.
    pub fn is_narrowed_further(&self) -> bool {
        let filter = &self.filter;
        filter.place_type.is_some() || filter.status.is_some() || filter.order != Order::default()
    }

    /// The orders that can be chosen: each column, one way and the other.
    pub fn orders(&self) -> Vec<(Order, String)> {
        let both = |by: Column| [false, true].map(|backwards| Order { by, backwards });
        let words = |order: Order| {
            let column = self.l.t(order.by.text_id());
            if order.backwards {
                self.l.ta("site-order-backwards", "column", column)
            } else {
                column.to_owned()
            }
        };
        let all = Column::ALL.into_iter().flat_map(both);
        all.map(|order| (order, words(order))).collect()
    }

    pub fn place_types(&self) -> &'static [PlaceType] {
        PlaceType::ALL
    }

    pub fn statuses(&self) -> &'static [SiteStatus] {
        SiteStatus::ALL
    }

    pub fn symbol(&self, standing: &Standing) -> Symbol {
        symbol(*standing)
    }

    /// The standing in words with how many breaches there are.
    pub fn words(&self, line: &Line) -> String {
        let words = self.l.t(symbol(line.standing).text_id());
        if line.breaches > 0 {
            format!("{words} ({})", line.breaches)
        } else {
            words.to_owned()
        }
    }

    /// The same list with only the sites of a standing.
    pub fn filter_path(&self, standing: &str) -> String {
        let per = self.day('&');
        self.l.path(&format!("/bevakningar?status={standing}{per}"))
    }

    /// Link to a site, on the day that the list shows.
    pub fn site_path(&self, id: &SiteId) -> String {
        let per = self.day('?');
        self.l.path(&format!("/bevakningar/{id}{per}"))
    }

    /// The four parts of the distribution with the filter that shows them.
    pub fn parts(&self) -> Vec<(Symbol, u64, &'static str)> {
        let d = self.distribution;
        vec![
            (Symbol::No, d.breach, Standing::Breach.code()),
            (Symbol::Partly, d.partly, Standing::Partly.code()),
            (Symbol::Unknown, d.unknown, Standing::Unknown.code()),
            (Symbol::Ok, d.ok, Standing::Ok.code()),
        ]
    }

    pub fn chosen_place(&self, place: &PlaceType) -> bool {
        self.filter.place_type == Some(*place)
    }

    pub fn chosen_status(&self, status: &SiteStatus) -> bool {
        self.filter.status == Some(*status)
    }

    pub fn chosen_order(&self, order: &Order) -> bool {
        self.filter.order == *order
    }

    pub fn chosen_unit(&self, choice: &Choice) -> bool {
        self.filter
            .unit
            .is_some_and(|unit| unit.to_string() == choice.value)
    }

    pub fn chosen_standing(&self, code: &str) -> bool {
        self.filter
            .standing
            .is_some_and(|standing| standing.code() == code)
    }
}

/// The list beside a map of the same sites.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "site/map.html")]
pub struct MapPage {
    pub shell: Shell,
    pub l: Loc,
    pub list: Index,
    /// Address of the shapes.
    pub points: String,
}

/// One site.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "site/show.html")]
pub struct Show {
    pub shell: Shell,
    pub l: Loc,
    pub dossier: Dossier,
    pub crumbs: Vec<Crumb>,
    pub unit: String,
    pub controller: String,
    pub summary: Summary,
    /// What is not met, the worst first.
    pub findings: Vec<Finding>,
    /// How many rules are met.
    pub met: usize,
    pub as_of: Date,
    /// What is to be said when the day has passed.
    pub past: Option<Past>,
    /// Breaches of rules that have ceased, which can still be tried.
    pub history: Vec<Finding>,
    pub may_edit: bool,
    pub may_sign: bool,
    pub may_disclose: bool,
    pub disclosures: Option<usize>,
    /// What happened when, as a picture.
    pub life: Option<Life>,
    pub kept: Kept,
}

/// What a person sees of footage that is kept, and may do about it.
#[derive(Debug, Default)]
pub struct Kept {
    /// Those that the person may know of; `None` when they may read none.
    pub holds: Option<Vec<Entry<HoldId, Hold>>>,
    pub may_hold: bool,
    /// Breaches and access requests.
    pub may_report: bool,
}

impl Show {
    pub fn site(&self) -> &Site {
        &self.dossier.site
    }

    pub fn symbol(&self) -> Symbol {
        symbol(self.summary.standing)
    }

    pub fn finding_symbol(&self, finding: &Finding) -> Symbol {
        outcome_symbol(finding.outcome)
    }

    /// The fifth statutory item: when the latest assessment was made.
    pub fn latest_assessment(&self) -> Option<Date> {
        self.dossier.latest_assessment(self.as_of)
    }

    /// Path of a page below the site, with the language.
    pub fn below(&self, rest: &str) -> String {
        self.l
            .path(&format!("/bevakningar/{}/{rest}", self.dossier.id))
    }

    /// What the law demands and what is recorded, in words.
    pub fn report(&self, finding: &Finding) -> Report {
        finding.report(&self.dossier.site.reference, self.l)
    }

    pub fn title<'a>(&self, finding: &'a Finding) -> &'a str {
        finding.policy.title.get(self.l.lang())
    }

    pub fn is_guidance(&self, finding: &Finding) -> bool {
        finding.policy.kind != PolicyKind::Statute
    }

    /// Where the recorded facts behind a finding are mended.
    pub fn go_to(&self, finding: &Finding) -> String {
        let site = self.dossier.id;
        let section = |id: &str| self.l.path(&format!("/bevakningar/{site}#{id}"));
        self.below(match finding.policy.finding.go_to {
            GoTo::Hold => return section("bevaranden"),
            GoTo::Incident => return section("incidenter"),
            GoTo::AccessRequest => return section("tillgang"),
            GoTo::Site | GoTo::Recorder | GoTo::Disclosure => "andra",
            GoTo::Camera => "kameror/ny",
            GoTo::Assessment => "bedomningar/ny",
            GoTo::Permit => "beslut/nytt",
            GoTo::Sign => "skyltar/ny",
            GoTo::Storage => "lagringstider/ny",
            GoTo::Evidence => "gallringsbevis/nytt",
        })
    }

    /// The page of the site on another day.
    pub fn on(&self, day: &Date) -> String {
        let id = self.dossier.id;
        self.l.path(&format!("/bevakningar/{id}?per={day}"))
    }

    /// Whether there is anything to show on a map.
    pub fn is_placed(&self) -> bool {
        let cameras = &self.dossier.cameras;
        self.site().position.is_some()
            || cameras.iter().any(|camera| camera.data.position.is_some())
    }

    /// Whether something is secret of some camera for whoever reads, so that no check names its store.
    pub fn withholds(&self) -> bool {
        let mut cameras = self.dossier.cameras.iter();
        cameras.any(|camera| camera.data.concealed)
    }

    /// The marking as OSL 5:5 asks for it: what, by which rule, when and by whom; none where nothing is secret.
    pub fn marking(&self) -> Option<String> {
        let site = self.site();
        if site.marking == Marking::Nothing {
            return None;
        }
        let told = self.l.code(site.marking);
        let day = site.marked_on.map(|day| self.l.date(day));
        let rest = [day.as_deref().unwrap_or_default(), &self.controller];
        let rest = rest.into_iter().filter(|text| !text.is_empty());
        Some(
            [told.as_str()]
                .into_iter()
                .chain(rest)
                .collect::<Vec<_>>()
                .join(", "),
        )
    }

    pub fn hold_name(&self, hold: &Hold) -> String {
        hold.name(self.l)
    }

    /// The fourth statutory item beside sound: unanswered, none, or which.
    pub fn technology(&self) -> String {
        match &self.dossier.site.special_technology {
            None => self.l.t("not-answered").to_owned(),
            Some(used) if used.is_empty() => self.l.t("no").to_owned(),
            Some(used) => self.l.codes(used),
        }
    }
}

/// The kommun's scale in shapes.
pub const fn symbol(standing: Standing) -> Symbol {
    match standing {
        Standing::Ok => Symbol::Ok,
        Standing::Partly => Symbol::Partly,
        Standing::Breach => Symbol::No,
        Standing::Unknown => Symbol::Unknown,
    }
}

pub const fn outcome_symbol(outcome: Outcome) -> Symbol {
    match outcome {
        Outcome::Met | Outcome::NotApplicable => Symbol::Ok,
        Outcome::AtRisk => Symbol::Partly,
        Outcome::Breached => Symbol::No,
        Outcome::Unknown => Symbol::Unknown,
    }
}

#[cfg(test)]
mod samples;
#[cfg(test)]
pub(crate) use samples::{samples, samples_of_lines};

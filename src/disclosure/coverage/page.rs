//! What the page of cameras at a place and a time shows.

use askama::Template;
use askama_web::WebTemplate;

use crate::compliance::coverage::{Coverage, Covering, Footage, Interval, Known, Seen, View};
use crate::hold::Hold;
use crate::site::{Site, SiteId};
use crate::web::form::Form;
use crate::web::view::{Crumb, Loc, Shell, Symbol};

/// A site at the place.
#[derive(Debug, Clone)]
pub struct Answer {
    pub id: SiteId,
    pub site: Site,
    pub coverage: Coverage,
    pub may_record: bool,
    /// Where a disclosure of the footage is begun.
    pub begin: String,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/coverage.html")]
pub struct CoveragePage {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub form: Form,
    /// Name of the site that is asked about, when it was chosen and not searched for.
    pub site: Option<(SiteId, String)>,
    /// `None` before anything is asked.
    pub answers: Option<Vec<Answer>>,
    pub interval: Option<Interval>,
    /// More sites fit than are shown.
    pub more: bool,
}

impl CoveragePage {
    pub fn between(&self) -> String {
        let Some(interval) = self.interval else {
            return String::new();
        };
        if interval.from == interval.until {
            return self.l.instant(interval.from);
        }
        format!(
            "{} – {}",
            self.l.instant(interval.from),
            self.l.instant(interval.until)
        )
    }

    /// What is to be known of a camera beside its name.
    pub fn notes(&self, camera: &Covering) -> String {
        let l = self.l;
        let mut notes: Vec<String> = Vec::new();
        if let Some(metres) = camera.metres {
            notes.push(l.ta("coverage-metres", "metres", l.number(i64::from(metres))));
        }
        notes.extend(camera.view.map(|view| {
            let id = match view {
                View::Towards => "coverage-towards",
                View::Away => "coverage-away",
                View::Unknown => "coverage-view-unknown",
            };
            l.t(id).to_owned()
        }));
        if camera.broken {
            notes.push(l.t("coverage-broken").to_owned());
        }
        let known = match camera.known {
            Known::Always => None,
            Known::Since => Some("coverage-known-since"),
            Known::OnlyThen => Some("coverage-known-then"),
        };
        notes.extend(known.map(|id| l.t(id).to_owned()));
        notes.join(". ")
    }

    pub fn symbol(&self, footage: &Footage) -> Symbol {
        match footage {
            Footage::There { .. } => Symbol::Ok,
            Footage::Partly { .. } => Symbol::Partly,
            Footage::Gone { .. } | Footage::NotRecorded => Symbol::No,
            Footage::Unknown => Symbol::Unknown,
        }
    }

    pub fn left(&self, footage: &Footage) -> String {
        let l = self.l;
        match *footage {
            Footage::There { until } => l.ta("coverage-there", "until", l.instant(until)),
            Footage::Partly { from } => l.ta("coverage-partly", "from", l.instant(from)),
            Footage::Gone { since } => l.ta("coverage-gone", "since", l.instant(since)),
            Footage::NotRecorded => l.t("coverage-not-recorded").to_owned(),
            Footage::Unknown => l.t("coverage-no-period").to_owned(),
        }
    }

    pub fn period(&self, coverage: &Coverage) -> String {
        coverage.span.map_or_else(
            || self.l.t("not-stated").to_owned(),
            |span| format!("{} {}", span.length, self.l.code(span.unit)),
        )
    }

    pub fn seen(&self, seen: &Seen) -> String {
        let l = self.l;
        let oldest = seen.oldest.map_or_else(
            || l.t("coverage-seen-nothing").to_owned(),
            |oldest| l.ta("coverage-seen-oldest", "oldest", l.instant(oldest)),
        );
        let incomplete = if seen.incomplete {
            format!(" {}", l.t("coverage-seen-incomplete"))
        } else {
            String::new()
        };
        format!(
            "{}, {} ({}): {oldest}{incomplete}",
            l.instant(seen.checked_at),
            seen.store,
            l.code(seen.level)
        )
    }

    pub fn hold(&self, hold: &Hold) -> String {
        let until = self.l.date(hold.last_day());
        self.l
            .tt("coverage-hold", "name", hold.name(self.l), "until", until)
    }
}

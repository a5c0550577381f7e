//! The page of the timetable.

use askama::Template;
use askama_web::WebTemplate;

use crate::code::Code;
use crate::reminder::job::{Condition, Health, Job, Run, RunOutcome, Wish};
use crate::web::view::{Loc, Shell, Symbol};

/// How the timetable fares.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "reminder/timetable.html")]
pub struct Timetable {
    pub shell: Shell,
    pub l: Loc,
    pub jobs: Vec<Health>,
    pub runs: Vec<Run>,
    /// Runs that were asked for and have not begun.
    pub wishes: Vec<Wish>,
    pub may_run: bool,
}

impl Timetable {
    pub fn symbol(&self, health: &Health) -> Symbol {
        match health.condition {
            Condition::Fine => Symbol::Ok,
            Condition::Waiting | Condition::Off => Symbol::Unknown,
            Condition::Failed | Condition::Silent => Symbol::No,
        }
    }

    pub fn run_symbol(&self, run: &Run) -> Symbol {
        match run.outcome {
            RunOutcome::Done => Symbol::Ok,
            RunOutcome::Partly => Symbol::Partly,
            RunOutcome::Running => Symbol::Unknown,
            RunOutcome::Failed | RunOutcome::Interrupted => Symbol::No,
        }
    }

    pub fn mail_is_off(&self) -> bool {
        self.is_off(Job::Mail)
    }

    pub fn backup_is_off(&self) -> bool {
        self.is_off(Job::Backup)
    }

    fn is_off(&self, job: Job) -> bool {
        self.jobs
            .iter()
            .any(|health| health.job == job && health.condition == Condition::Off)
    }

    pub fn wish(&self, health: &Health) -> Option<&Wish> {
        self.wishes.iter().find(|wish| wish.job == health.job)
    }

    /// A job that nobody looks at would not be run.
    pub fn runs_on_demand(&self, health: &Health) -> bool {
        let runs = !matches!(health.condition, Condition::Off | Condition::Silent);
        self.may_run && runs && self.wish(health).is_none()
    }

    pub fn wished(&self, wish: &Wish) -> String {
        let at = self.l.instant(wish.at);
        self.l.ta2("timetable-wish", ("by", &wish.by), ("at", &at))
    }

    pub fn run_path(&self, health: &Health) -> String {
        let code = health.job.code();
        self.l.path(&format!("/schemalaggaren/{code}/korning"))
    }
}

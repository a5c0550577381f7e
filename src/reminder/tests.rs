use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use time::Date;
use time::macros::date;

use super::*;
use crate::account::Grant;
use crate::law::{self, Fact, Facts, PolicySet, Subject};

const SCHOOLS: UnitId = UnitId(1);
const SITE: SiteId = SiteId(7);
const MANAGER: AccountId = AccountId(1);
const DPO: AccountId = AccountId(2);
const ADMINISTRATOR: AccountId = AccountId(3);
const DECISION: &str = "decision-in-effect";
static POLICIES: LazyLock<PolicySet> = LazyLock::new(|| PolicySet::embedded().unwrap());

fn person(id: AccountId, role: Role, unit: Option<UnitId>) -> Account {
    Account {
        id,
        email: format!("{id}@ekebro.example"),
        name: String::new(),
        grants: vec![Grant { role, unit }],
    }
}

fn people() -> Vec<Account> {
    vec![
        person(MANAGER, Role::Manager, Some(SCHOOLS)),
        person(DPO, Role::Dpo, None),
        person(ADMINISTRATOR, Role::Administrator, None),
    ]
}

/// What is to be told on a day of a site whose decision is valid until another.
fn of_decision(until: Date, today: Date) -> Vec<Matter> {
    let mut facts = Facts::about(Subject::Site);
    facts.set(Fact::InUse, Some(true));
    facts.set(Fact::DecisionUntil, Some(until));
    facts.set_text(Fact::Decision, "KS 2026/12");
    let found = law::findings(&POLICIES, &Arc::new(facts), today);
    let mut matters = matters(SITE, Some(SCHOOLS), &found, &NoticeRules::default(), today);
    matters.retain(|matter| matter.policy == DECISION);
    matters
}

/// The notices of a person, without a database.
#[derive(Default)]
struct Kept {
    notices: Vec<Notice>,
    last: Option<Date>,
}

impl Kept {
    fn run(&mut self, matters: &[Matter], today: Date) {
        let day = RunDay {
            today,
            last: self.last,
        };
        let plan = plan(matters, &people(), &self.notices, day);
        for notice in &mut self.notices {
            if plan.close.contains(&notice.id) {
                notice.open = false;
            }
            if plan.reopen.contains(&notice.id) {
                notice.open = true;
            }
        }
        for new in plan.make {
            self.notices.push(Notice {
                id: NoticeId(i64::try_from(self.notices.len()).unwrap()),
                account: new.account,
                site: new.matter.site,
                policy: new.matter.policy,
                due_on: new.matter.due_on,
                step: new.matter.step,
                outcome: new.matter.outcome,
                made_on: today,
                silent_until: None,
                planned_on: new.planned_on,
                read: false,
                open: true,
            });
        }
        self.last = Some(today);
    }

    fn told(&self, person: AccountId) -> Vec<(Date, u16)> {
        let theirs = self.notices.iter().filter(|n| n.account == person);
        theirs.map(|notice| (notice.made_on, notice.step)).collect()
    }
}

fn red(unit: Option<UnitId>) -> Matter {
    Matter {
        site: SITE,
        unit,
        policy: DECISION.into(),
        due_on: date!(2026 - 11 - 22),
        step: 0,
        outcome: Outcome::Breached,
        red: true,
    }
}

#[test]
fn a_decision_that_expires_is_told_at_180_90_30_7_and_0_days_and_never_again() {
    let until = date!(2027 - 06 - 01);
    let mut kept = Kept::default();
    for offset in 0..=230 {
        let today = date!(2026 - 11 - 22) + Duration::days(offset);
        kept.run(&of_decision(until, today), today);
    }
    let expected = [180, 90, 30, 7, 0].map(|step| (until - Duration::days(step.into()), step));
    assert_eq!(kept.told(MANAGER), expected);
    // The day after, the decision no longer holds: now it also concerns the dataskyddsombud.
    assert_eq!(kept.told(DPO), [(date!(2027 - 06 - 02), 0)]);
    assert_eq!(kept.told(ADMINISTRATOR), []);
}

#[test]
fn after_a_week_of_downtime_the_current_step_comes_once_and_says_when_it_should_have_come() {
    let until = date!(2026 - 12 - 30);
    let mut kept = Kept::default();
    for today in [date!(2026 - 11 - 28), date!(2026 - 12 - 05)] {
        kept.run(&of_decision(until, today), today);
    }
    let caught_up = kept.notices.last().unwrap();
    assert_eq!(
        (caught_up.step, caught_up.made_on),
        (30, date!(2026 - 12 - 05))
    );
    assert_eq!(caught_up.planned_on, date!(2026 - 11 - 30));
}

#[test]
fn a_decision_recorded_late_is_not_called_late_by_the_service() {
    let until = date!(2026 - 12 - 30);
    let mut kept = Kept::default();
    kept.run(&[], date!(2026 - 12 - 09));
    kept.run(
        &of_decision(until, date!(2026 - 12 - 10)),
        date!(2026 - 12 - 10),
    );
    assert_eq!(kept.notices[0].planned_on, date!(2026 - 12 - 10));
}

#[test]
fn a_matter_that_is_mended_closes_its_notices_and_opens_them_if_it_comes_back() {
    let due = of_decision(date!(2026 - 12 - 30), date!(2026 - 12 - 10));
    let mut kept = Kept::default();
    kept.run(&due, date!(2026 - 12 - 10));
    assert!(kept.notices[0].open);
    kept.run(&[], date!(2026 - 12 - 11));
    assert!(!kept.notices[0].open);
    kept.run(&due, date!(2026 - 12 - 12));
    assert!(kept.notices[0].open);
    assert_eq!(kept.notices.len(), 1);
}

#[test]
fn a_later_step_takes_the_place_of_the_earlier_one() {
    let mut kept = Kept::default();
    for today in [date!(2026 - 12 - 10), date!(2026 - 12 - 29)] {
        kept.run(&of_decision(date!(2026 - 12 - 30), today), today);
    }
    let open: Vec<u16> = kept
        .notices
        .iter()
        .filter(|n| n.open)
        .map(|n| n.step)
        .collect();
    assert_eq!(open, [7]);
}

#[test]
fn footage_that_is_kept_too_long_is_told_to_who_can_delete_it_and_to_the_dataskyddsombud() {
    let mut facts = Facts::about(Subject::Site);
    facts.set(Fact::InUse, Some(true));
    facts.set(Fact::Recording, Some(true));
    facts.set(Fact::StorageHours, Some(72_i64));
    facts.set(Fact::DiskOldestHours, Some(300_i64));
    facts.set(Fact::DeletionCheckedOn, Some(date!(2026 - 11 - 20)));
    let today = date!(2026 - 11 - 22);
    let found = law::findings(&POLICIES, &Arc::new(facts), today);
    let matters = matters(SITE, Some(SCHOOLS), &found, &NoticeRules::default(), today);
    let overdue = matters
        .iter()
        .find(|matter| matter.policy == "footage-deleted-in-time")
        .unwrap();
    assert_eq!((overdue.due_on, overdue.step), (date!(2026 - 11 - 20), 0));
    assert_eq!(recipients(overdue, &people()), [MANAGER, DPO]);
}

#[test]
fn what_nobody_can_act_on_goes_to_the_dataskyddsombud_and_else_to_the_administrators() {
    let elsewhere = Matter {
        red: false,
        ..red(Some(UnitId(9)))
    };
    assert_eq!(recipients(&elsewhere, &people()), [DPO]);
    let without_dpo: Vec<Account> = people().into_iter().filter(|p| p.id != DPO).collect();
    assert_eq!(recipients(&elsewhere, &without_dpo), [ADMINISTRATOR]);
}

#[test]
fn a_manager_of_another_unit_is_not_disturbed() {
    assert_eq!(recipients(&red(Some(UnitId(9))), &people()), [DPO]);
    assert_eq!(recipients(&red(None), &people()), [DPO]);
}

#[derive(Debug, Clone)]
enum Step {
    /// The clock goes, or is set back.
    Days(i64),
    /// A run, perhaps of another replica: it sees the same database.
    Run,
    /// The decision is prolonged or shortened to this many days from now.
    Until(i64),
    /// The decision is taken away.
    Without,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (-20_i64..100).prop_map(Step::Days),
        4 => Just(Step::Run),
        1 => (-10_i64..200).prop_map(Step::Until),
        1 => Just(Step::Without),
    ]
}

/// The step that a decision has reached, written down apart from the engine.
fn reached_step(until: Date, today: Date) -> Option<u16> {
    match (until - today).whole_days() {
        left if left > 180 => None,
        left if left > 90 => Some(180),
        left if left > 30 => Some(90),
        left if left > 7 => Some(30),
        left if left > 0 => Some(7),
        _ => Some(0),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_happens_each_person_is_told_each_step_that_a_run_saw_exactly_once(
        steps in proptest::collection::vec(any_step(), 1..40)
    ) {
            let (mut today, mut until) = (date!(2026 - 11 - 22), Some(date!(2027 - 06 - 01)));
        let mut kept = Kept::default();
        let mut seen = BTreeSet::new();
        for step in steps {
            match step {
                Step::Days(days) => today += Duration::days(days),
                Step::Until(days) => until = Some(today + Duration::days(days)),
                Step::Without => until = None,
                Step::Run => {
                    let matters = until.map_or_else(Vec::new, |until| of_decision(until, today));
                    kept.run(&matters, today);
                    seen.extend(until.and_then(|until| Some((until, reached_step(until, today)?))));
                }
            }
        }
        let mut told: Vec<_> = kept.notices.iter().filter(|n| n.account == MANAGER).map(|n| (n.due_on, n.step)).collect();
        told.sort_unstable();
        prop_assert_eq!(told, seen.into_iter().collect::<Vec<_>>());
    }
}

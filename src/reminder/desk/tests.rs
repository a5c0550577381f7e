use time::macros::{date, datetime};

use super::*;
use crate::account::{Grant, Role};
use crate::disclosure::draft::{DraftId, Typed};
use crate::site::SiteId;
use crate::texts::Loc;
use crate::web::form::Values;

const OFFICER: AccountId = AccountId(1);
const DPO: AccountId = AccountId(2);
const MANAGER: AccountId = AccountId(3);
const OTHER: AccountId = AccountId(4);

fn people() -> Vec<Account> {
    let person = |id, role| Account {
        id,
        email: String::new(),
        name: String::new(),
        grants: vec![Grant { role, unit: None }],
    };
    vec![
        person(OFFICER, Role::Officer),
        person(DPO, Role::Dpo),
        person(MANAGER, Role::Manager),
        person(OTHER, Role::Officer),
    ]
}

fn draft(typed: &[(&str, &str)]) -> Draft {
    let typed = typed
        .iter()
        .fold(Values::default(), |all, (name, text)| all.text(name, *text));
    Draft {
        id: DraftId(7),
        version: 1,
        site: SiteId(1),
        holder: OFFICER,
        holder_name: "Per Holm".into(),
        request_key: String::new(),
        begun_at: datetime!(2026-11-02 09:00 UTC),
        saved_at: datetime!(2026-11-03 09:00 UTC),
        typed: Typed::new(&typed),
    }
}

#[test]
fn a_gagged_order_is_told_to_those_who_may_know_of_it_and_says_nothing_to_others() {
    let hold = Hold {
        gag: true,
        owner: Some(OFFICER),
        reference: "5000-K777-26".into(),
        decided_on: date!(2026 - 10 - 01),
        ends_on: Some(date!(2026 - 12 - 10)),
        ..Hold::at(SiteId(1), datetime!(2026-10-01 08:00 UTC))
    };
    let today = date!(2026 - 11 - 22);
    let matter = of_gagged(HoldId(3), &hold, None, &people(), today).unwrap();
    assert_eq!(matter.people, [OFFICER, DPO]);
    assert_eq!(matter.reached_on(today), Some(date!(2026 - 11 - 10)));
    assert_eq!(matter.reached_on(date!(2026 - 11 - 09)), None);
    assert_eq!(
        matter.reached_on(date!(2027 - 01 - 09)),
        Some(date!(2026 - 12 - 10))
    );
    let said = format!("{}{}", matter.name, Loc::sv().kept(&matter.detail)).to_lowercase();
    for word in ["5000", "föreläggande", "bevar", "polis"] {
        assert!(!said.contains(word), "{said}");
    }
    let open = Hold { gag: false, ..hold };
    assert_eq!(of_gagged(HoldId(3), &open, None, &people(), today), None);
}

#[test]
fn who_asks_by_article_15_has_a_month_and_the_public_is_not_kept_waiting() {
    let asked = draft(&[("ground", "GDPR_15"), ("received_at", "2026-10-31")]);
    let found = of_draft(&asked, None, &people());
    let kinds: Vec<_> = found.iter().map(|one| (one.kind, one.due_on)).collect();
    assert_eq!(
        kinds,
        [
            (AlertKind::AccessDue, date!(2026 - 11 - 30)),
            (AlertKind::DraftEnds, date!(2026 - 12 - 03))
        ]
    );
    let public = draft(&[("recipient", "enskild")]);
    let found = of_draft(&public, None, &people());
    assert_eq!(
        (found[0].kind, found[0].due_on, found[0].people.clone()),
        (AlertKind::PublicWaits, date!(2026 - 11 - 04), vec![OFFICER])
    );
    let police = draft(&[("recipient", "polismyndigheten"), ("ground", "LUB_6")]);
    assert_eq!(of_draft(&police, None, &people()).len(), 1);
}

#[test]
fn a_draft_whose_holder_has_left_is_told_to_those_who_can_take_it_over() {
    let mut left = draft(&[]);
    left.holder = AccountId(99);
    assert_eq!(of_draft(&left, None, &people())[0].people, [OFFICER, OTHER]);
}

#[test]
fn copies_are_asked_for_once_for_each_month() {
    let matter = of_copies(date!(2026 - 09 - 01), 7, &people());
    assert_eq!(
        (matter.name.as_str(), matter.due_on),
        ("2026-09", date!(2026 - 11 - 30))
    );
    let swedish = Loc::sv().kept(&matter.detail);
    assert!(swedish.starts_with("7 kopior"), "{swedish}");
    let english = Loc::en().kept(&matter.detail);
    assert!(english.starts_with("7 copies"), "{english}");
    let older = "Ord som de skrevs förr.";
    assert_eq!(Loc::en().kept(older), older);
    assert_ne!(
        matter.subject,
        of_copies(date!(2026 - 10 - 01), 1, &people()).subject
    );
}

//! Disclosures: from what is recorded to what the rules say.

use time::macros::{date, datetime};

use super::super::*;
use crate::disclosure::{
    Channel, Decision, Disclosure, FreeText, Ground, Medium, Recipient, ReleasedFile,
};
use crate::law::{Fact, Facts, Outcome, Subject};
use crate::site::SecrecyRegime;

use super::samples::*;

/// A release to the police on 2026-11-20 of an hour of the evening before, as it should be.
fn release_to_the_police() -> Disclosure {
    Disclosure {
        site: ID,
        number: 1,
        dnr: "KS 2026/0411".to_owned(),
        recipient: Recipient::Police,
        recipient_name: String::new(),
        officer: "Insp. M. Holm".to_owned(),
        case_reference: "5000-K1234-26".to_owned(),
        matter: "Skadegörelse vid entrén".to_owned(),
        channel: Channel::Counter,
        received_at: datetime!(2026-11-20 08:00 UTC),
        received_by: "Per Holm".to_owned(),
        ground: Ground::Lub6,
        imprisonment_in_scale: None,
        decided_on: date!(2026 - 11 - 20),
        decided_by: "Per Holm".to_owned(),
        delegation_reference: "Delegationsordningen 3.4".to_owned(),
        cameras: vec![CameraId(1)],
        interval_from: datetime!(2026-11-19 20:00 UTC),
        interval_until: datetime!(2026-11-19 21:00 UTC),
        files: vec![ReleasedFile {
            name: "entre.mp4".to_owned(),
            size: None,
            sha256: "a".repeat(64),
            sha512: None,
        }],
        medium: Medium::Usb,
        medium_reference: String::new(),
        handed_to: String::new(),
        note: String::new(),
        corrects: None,
        correction: None,
        steps: None,
        requested_from: Some(datetime!(2026-11-19 20:00 UTC)),
        requested_until: Some(datetime!(2026-11-19 21:00 UTC)),
        noted_at: Some(datetime!(2026-11-20 08:05 UTC)),
        noted_by: "Per Holm".to_owned(),
        decision: Decision::Released,
        told_of_appeal: None,
        decision_asked_for: None,
        written_decision: None,
        refusal_reasons: String::new(),
        served_on: None,
        ground_details: String::new(),
        assessment: String::new(),
        public_matter: String::new(),
        overlapping: Vec::new(),
        marking_rule: String::new(),
        marking_on: None,
        marking_authority: String::new(),
    }
}

fn open(disclosure: &Disclosure, dossier: &Dossier) -> Vec<(String, Outcome)> {
    let rules = PolicySet::embedded().expect("sound rules");
    let found = release::findings(&rules, disclosure, &dossier.into(), TODAY);
    let open = found.iter().filter(|finding| finding.needs_attention());
    open.map(|finding| (finding.policy.number.clone(), finding.outcome))
        .collect()
}

fn breaks(disclosure: &Disclosure, dossier: &Dossier) -> Vec<String> {
    let open = open(disclosure, dossier).into_iter();
    open.filter(|(_, outcome)| *outcome == Outcome::Breached)
        .map(|(number, _)| number)
        .collect()
}

#[test]
fn a_release_as_it_should_be_breaks_no_rule_and_leaves_no_question() {
    assert_eq!(open(&release_to_the_police(), &schoolyard()), []);
}

#[test]
fn each_way_to_go_wrong_is_found_by_its_rule() {
    type Change = fn(&mut Disclosure);
    let cases: [(&str, Change); 10] = [
        ("D01", |release| release.decided_on = date!(2025 - 03 - 31)),
        ("D02", |release| release.recipient = Recipient::Individual),
        ("D03", |release| release.ground = Ground::Osl323a1),
        ("D05", |release| {
            release.ground = Ground::Lub7Own;
            release.recipient = Recipient::Customs;
        }),
        ("D06", |release| release.dnr.clear()),
        ("D07", |release| release.delegation_reference.clear()),
        ("D08", |release| release.noted_at = None),
        ("D10", |release| {
            release.interval_until = datetime!(2026-11-19 21:01 UTC);
        }),
        ("D12", |release| {
            release.interval_from = datetime!(2026-11-17 00:00 UTC);
            release.requested_from = Some(release.interval_from);
        }),
        ("D16", |release| {
            release.note = "Hämtades av 850214-1234".to_owned();
        }),
    ];
    for (number, change) in cases {
        let mut release = release_to_the_police();
        change(&mut release);
        assert_eq!(breaks(&release, &schoolyard()), [number]);
    }
}

#[test]
fn the_secrecy_of_the_site_takes_the_duty_to_give_information_away() {
    let mut dossier = schoolyard();
    dossier.site.secrecy = SecrecyRegime::SocialServices;
    assert_eq!(breaks(&release_to_the_police(), &dossier), ["D04"]);
}

#[test]
fn old_footage_may_be_released_when_a_hold_has_kept_it() {
    let mut release = release_to_the_police();
    release.interval_from = datetime!(2026-10-31 20:00 UTC);
    release.interval_until = datetime!(2026-10-31 21:00 UTC);
    release.requested_from = None;
    release.requested_until = None;
    let mut dossier = schoolyard();
    assert_eq!(breaks(&release, &dossier), ["D12"]);
    dossier.holds.push(entry(1, hold()));
    assert_eq!(breaks(&release, &dossier), Vec::<String>::new());
    dossier.holds[0].data.cameras = vec![CameraId(9)];
    assert_eq!(breaks(&release, &dossier), ["D12"], "another camera");
}

#[test]
fn a_refusal_must_be_possible_to_appeal_and_its_window_is_counted_from_when_it_was_served() {
    let mut refusal = Disclosure {
        recipient: Recipient::Individual,
        ground: Ground::Tf215,
        decision: Decision::Refused,
        files: Vec::new(),
        medium: Medium::Nothing,
        ..release_to_the_police()
    };
    assert_eq!(
        open(&refusal, &schoolyard()),
        [
            ("D09".to_owned(), Outcome::Unknown),
            ("D20".to_owned(), Outcome::Breached)
        ]
    );
    refusal.told_of_appeal = Some(true);
    refusal.decision_asked_for = Some(true);
    refusal.written_decision = Some(true);
    assert_eq!(
        breaks(&refusal, &schoolyard()),
        ["D09", "D20"],
        "no reasons"
    );
    refusal.refusal_reasons = "32 kap. 3 § OSL".to_owned();
    refusal.served_on = Some(date!(2026 - 11 - 20));
    assert_eq!(open(&refusal, &schoolyard()), []);
    assert_eq!(refusal.appeal_until(), Some(date!(2026 - 12 - 11)));
    // The third week ends on Christmas Day, and the days after it are not working days either.
    refusal.served_on = Some(date!(2026 - 12 - 04));
    assert_eq!(refusal.appeal_until(), Some(date!(2026 - 12 - 28)));
}

#[test]
fn what_an_older_entry_committed_to_is_still_what_its_record_says() {
    let old = serde_json::json!({
        "site": 1, "number": 3, "recipient": "polismyndigheten", "matter": "Skadegörelse", "channel": "disk",
        "received_at": "2026-11-20T08:00:00Z", "ground": "LUB_6", "decided_on": "2026-11-20",
        "decided_by": "Per Holm", "cameras": [1], "interval_from": "2026-11-19T20:00:00Z",
        "interval_until": "2026-11-19T21:00:00Z", "files": [], "medium": "usb"
    });
    let old: Disclosure = serde_json::from_value(old).expect("a record of the first version");
    assert_eq!(old.decision, Decision::Released);
    let names: Vec<&str> = old
        .sealed_fields()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let first = [
        "number",
        "requester",
        "case",
        "basis",
        "cameras",
        "interval",
        "files",
        "decided_by",
        "delivery",
    ];
    assert_eq!(names, first);
}

fn everything() -> Facts {
    let mut release = release_to_the_police();
    release.decision = Decision::Partly;
    release.recipient_name = "Lokalpolisområde Ekebro".to_owned();
    release.imprisonment_in_scale = Some(true);
    release.told_of_appeal = Some(true);
    release.decision_asked_for = Some(true);
    release.written_decision = Some(true);
    release.refusal_reasons = "32 kap. 3 § OSL".to_owned();
    release.served_on = Some(date!(2026 - 11 - 20));
    release::facts(&release, &(&schoolyard()).into())
}

#[test]
fn every_fact_about_a_disclosure_is_produced_and_none_about_a_site() {
    let produced = everything();
    for fact in Fact::ALL {
        let told = produced.get(*fact).is_some();
        assert_eq!(
            told,
            fact.subject() == Subject::Disclosure,
            "{}",
            fact.name()
        );
    }
}

#[test]
fn every_free_text_is_looked_through_for_a_personnummer() {
    use crate::code::Code;
    use crate::disclosure::personnummer::found_in;
    let number = "19850214-1234".to_owned();
    let all = Disclosure {
        matter: number.clone(),
        note: number.clone(),
        officer: number.clone(),
        case_reference: number.clone(),
        handed_to: number.clone(),
        refusal_reasons: number.clone(),
        ground_details: number.clone(),
        assessment: number.clone(),
        public_matter: number,
        ..release_to_the_police()
    };
    assert_eq!(found_in(&all), FreeText::ALL);
    assert_eq!(found_in(&release_to_the_police()), []);
}

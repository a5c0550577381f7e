//! One case for each rule of disclosures: what breaks it.

use serde_json::{Value, json};

/// How a rule is broken.
pub enum How {
    /// By a disclosure like that.
    Disclosure(Value),
    /// By something that is registered at a site: below which page, and what is typed.
    Site(&'static [Typed]),
    /// By whoever owns the database.
    Database,
    /// By nobody: the program upholds it.
    Never,
}

/// A page below a site, and what is typed there.
pub type Typed = (&'static str, &'static [(&'static str, &'static str)]);

/// Number of the rule, its id, what is wrong, and how that comes about.
pub type Case = (&'static str, &'static str, &'static str, How);

pub const ORDER_OF_LAST_YEAR: Typed = (
    "bevaranden/nytt",
    &[
        ("kind", "forelaggande"),
        ("issued_by", "Åklagarkammaren"),
        ("reference", "5000-K13-26"),
        ("decided_on", "2026-11-20"),
        ("interval_from", "2026-11-19"),
        ("interval_from-tid", "22.00"),
        ("interval_until", "2026-11-19"),
        ("interval_until-tid", "23.00"),
        ("reason", "Förundersökning"),
        ("ends_on", "2027-11-20"),
    ],
);

const ORDER: Typed = (
    "bevaranden/nytt",
    &[
        ("kind", "forelaggande"),
        ("issued_by", "Åklagarkammaren"),
        ("reference", "5000-K14-26"),
        ("decided_on", "2026-11-20"),
        ("interval_from", "2026-11-19"),
        ("interval_from-tid", "22.00"),
        ("interval_until", "2026-11-19"),
        ("interval_until-tid", "23.00"),
        ("reason", "Förundersökning"),
        ("ends_on", "2027-02-18"),
    ],
);

const NOTHING_LEFT: Typed = (
    "gallringsbevis/nytt",
    &[
        ("level", "disk"),
        ("store", "NVR i källaren"),
        ("checked_at", "2026-11-22"),
        ("checked_at-tid", "08.00"),
        ("nothing_seen", "ja"),
    ],
);

const ASKED_IN_OCTOBER: Typed = ("tillgang/ny", &[("received_on", "2026-10-01")]);

const LOST_A_WEEK_AGO: Typed = (
    "incidenter/ny",
    &[
        ("discovered_at", "2026-11-15"),
        ("discovered_at-tid", "10.00"),
        ("what", "Ett USB-minne är borta"),
        ("risk", "ja"),
    ],
);

/// What can be wrong, in the order of the rules.
pub fn cases() -> Vec<Case> {
    let mut all = of_releases();
    all.extend(of_refusals());
    all.extend([
        (
            "D11",
            "tf-2-18-no-identity-demanded",
            "nobody is asked who they are or why",
            How::Never,
        ),
        (
            "D13",
            "rb-27-16-order-at-most-90-days",
            "an order of a year",
            How::Site(&[ORDER_OF_LAST_YEAR]),
        ),
        (
            "D14",
            "rb-27-16-held-footage-kept",
            "what is to be kept was gone already",
            How::Site(&[NOTHING_LEFT, ORDER]),
        ),
        (
            "D15",
            "rb-27-16a-gag-hidden",
            "an order with a gag is not there",
            How::Never,
        ),
        (
            "D17",
            "log-shows-every-change",
            "a disclosure is edited in the database",
            How::Database,
        ),
        (
            "D18",
            "access-request-answered-in-a-month",
            "asked in October",
            How::Site(&[ASKED_IN_OCTOBER]),
        ),
        (
            "D19",
            "breach-reported-in-72-hours",
            "lost a week ago and not reported",
            How::Site(&[LOST_A_WEEK_AGO]),
        ),
    ]);
    all
}

/// A disclosure that breaks a rule.
fn broken(number: &'static str, policy: &'static str, told: &'static str, case: Value) -> Case {
    (number, policy, told, How::Disclosure(case))
}

fn of_releases() -> Vec<Case> {
    vec![
        broken(
            "D01",
            "ground-in-force-when-decided",
            "before the ground was in force",
            json!({ "decided_on": "2025-03-31" }),
        ),
        broken(
            "D02",
            "recipient-fits-the-ground",
            "not for this recipient",
            json!({ "recipient": "enskild" }),
        ),
        broken(
            "D03",
            "osl-32-3a-imprisonment-in-scale",
            "the scale of the crime is not answered",
            json!({ "ground": "OSL_32_3A_1" }),
        ),
        broken(
            "D04",
            "lub-8-other-secrecy-excepted",
            "the site is under other secrecy",
            json!({ "site": 2, "cameras": [2] }),
        ),
        broken(
            "D05",
            "lub-7-own-initiative-to-the-police",
            "on the rektor's own initiative to the police alone",
            json!({ "ground": "LUB_7_OWN", "recipient": "tullverket", "channel": "eget-initiativ" }),
        ),
        broken(
            "D06",
            "osl-5-2-disclosure-registered",
            "not registered",
            json!({ "dnr": "" }),
        ),
        broken(
            "D07",
            "decision-maker-and-delegation",
            "no delegation",
            json!({ "delegation_reference": "" }),
        ),
        broken(
            "D08",
            "fl-27-oral-request-noted",
            "asked for by telephone, and nobody says who noted it",
            json!({ "channel": "telefon", "noted_by": "" }),
        ),
        broken(
            "D10",
            "released-no-more-than-requested",
            "more than was asked for",
            json!({ "requested_from": "2026-11-21T22:30:00+01:00", "requested_until": "2026-11-21T22:45:00+01:00" }),
        ),
        broken(
            "D12",
            "released-before-erasure-was-due",
            "was to have been erased after three days",
            json!({ "interval_from": "2026-11-10T22:00:00+01:00", "interval_until": "2026-11-10T23:00:00+01:00" }),
        ),
        broken(
            "D16",
            "personnummer-kept-out",
            "a personnummer",
            json!({ "note": "Gäller 19121212-1212" }),
        ),
    ]
}

fn of_refusals() -> Vec<Case> {
    vec![
        broken(
            "D09",
            "osl-6-3-refusal-can-be-appealed",
            "a refusal that cannot be appealed",
            json!({ "decision": "avslag", "recipient": "enskild", "ground": "TF_2_15", "decision_asked_for": true, "written_decision": false }),
        ),
        broken(
            "D20",
            "appeal-window-known",
            "nobody knows when the refusal was served",
            json!({ "decision": "avslag", "recipient": "enskild", "ground": "TF_2_15", "written_decision": false, "decision_asked_for": true }),
        ),
    ]
}

//! What the rows of a site say together.

use time::macros::date;

use super::*;

#[test]
fn a_site_has_sound_when_any_camera_has_and_no_answer_while_any_lacks_one() {
    let audio = |answers: [&str; 2]| {
        let list = format!(
            "nr;objekt;ljud\n1;Torget;{}\n2;Torget;{}\n",
            answers[0], answers[1]
        );
        site(&read(&list), "Torget").site.audio
    };
    assert_eq!(audio(["nej", "nej"]), Some(false));
    assert_eq!(audio(["nej", "ja"]), Some(true));
    assert_eq!(audio(["nej", ""]), None);
    assert_eq!(audio(["ja", ""]), Some(true));
}

#[test]
fn a_site_has_the_longest_storage_unless_an_unread_one_may_be_longer() {
    let storage = |texts: [&str; 2]| {
        let list = format!(
            "nr;objekt;lagringstid\n1;Torget;{}\n2;Torget;{}\n",
            texts[0], texts[1]
        );
        let plan = read(&list);
        site(&plan, "Torget")
            .storage
            .as_ref()
            .map(|period| (period.length, period.unit))
    };
    assert_eq!(storage(["72 h", "2 veckor"]), Some((14, StorageUnit::Days)));
    assert_eq!(
        storage(["2 veckor", "14"]),
        Some((14, StorageUnit::Days)),
        "14 of anything is no longer"
    );
    assert_eq!(storage(["3 dygn", "14"]), None);
    assert_eq!(storage(["30 dygn", "tills disken är full"]), None);
    assert_eq!(storage(["", ""]), None);
}

#[test]
fn a_site_is_watched_whenever_any_camera_is() {
    let hours = |texts: [&str; 2]| {
        let list = format!(
            "nr;objekt;bevakningstid\n1;Torget;{}\n2;Torget;\"{}\"\n",
            texts[0], texts[1]
        );
        site(&read(&list), "Torget").site.hours.clone()
    };
    assert_eq!(hours(["22-06", "22–06"]), "mån-sön 22-06");
    assert_eq!(hours(["24/7", "kvällar och helger"]), "dygnet runt");
    assert_eq!(hours(["22-06", "kvällar och helger"]), "");
    assert_eq!(hours(["20-04", "22-06"]), "mån-sön 20-06");
}

#[test]
fn a_site_began_on_the_first_day_unless_a_camera_without_a_day_may_be_older() {
    let started = |days: [&str; 2]| {
        let list = format!(
            "nr;objekt;driftsatt\n1;Torget;{}\n2;Torget;{}\n",
            days[0], days[1]
        );
        site(&read(&list), "Torget").site.started_on
    };
    assert_eq!(
        started(["2019-04-24", "22/5 2016"]),
        Some(date!(2016 - 05 - 22))
    );
    assert_eq!(
        started(["2016-05-22", "våren 2018"]),
        Some(date!(2016 - 05 - 22))
    );
    assert_eq!(started(["2019-04-24", "2017"]), None);
    assert_eq!(started(["2019-04-24", "2019"]), None);
    assert_eq!(started(["2019-04-24", ""]), None);
}

#[test]
fn a_site_has_every_purpose_and_the_lists_own_words() {
    let plan = read(
        "nr;objekt;syfte\n1;Torget;Förhindra olyckor\n2;Torget;Inbrott\n3;Torget;Trygghet\n4;Torget;?\n",
    );
    let site = &site(&plan, "Torget").site;
    assert_eq!(site.purposes, [Purpose::Crime, Purpose::Accidents]);
    assert_eq!(site.purpose_text, "Förhindra olyckor; Inbrott; Trygghet");
    assert!(has(&plan, "import-purposes-joined"));
}

#[test]
fn permits_are_one_for_each_number_with_their_authority() {
    let plan = read(
        "nr;objekt;tillstånd dnr;tillstånd datum\n1;Torget;IMY-2022-1696;25/6 2022\n2;Torget;IMY-2022-1696;\n\
         3;Torget;211-32488-2014;2015-01-20\n4;Torget;sökt;\n5;Torget;behövs ej;\n",
    );
    let torget = site(&plan, "Torget");
    let kinds: Vec<_> = torget
        .permits
        .iter()
        .map(|permit| (permit.kind, permit.status))
        .collect();
    assert_eq!(
        kinds,
        [
            (DecisionKind::PermitImy, DecisionStatus::Granted),
            (DecisionKind::PermitCounty, DecisionStatus::Granted),
            (DecisionKind::PermitImy, DecisionStatus::Applied),
        ]
    );
    assert_eq!(torget.permits[0].decided_on, Some(date!(2022 - 06 - 25)));
    assert_eq!(torget.permits[1].authority, "Länsstyrelsen");
    assert!(
        torget
            .site
            .note
            .contains("Tillstånd behövdes inte. Gäller kamera 5")
    );
}

#[test]
fn assessments_are_unsigned_versions_that_say_which_cameras_they_are_for() {
    let plan =
        read("nr;objekt;intresseavvägning\n1;Torget;2025-03-01\n2;Torget;2023-01-10\n3;Torget;\n");
    let torget = site(&plan, "Torget");
    let versions: Vec<_> = torget
        .assessments
        .iter()
        .map(|one| (one.number, one.assessed_on))
        .collect();
    assert_eq!(
        versions,
        [
            (1, Some(date!(2023 - 01 - 10))),
            (2, Some(date!(2025 - 03 - 01)))
        ]
    );
    assert!(
        torget
            .assessments
            .iter()
            .all(|one| !one.is_signed() && one.conclusion.is_none())
    );
    assert!(torget.assessments[1].area_and_hours.contains("kamera 1"));
    assert!(has(&plan, "import-assessment-some"));
}

#[test]
fn a_sign_is_one_with_its_first_day_and_no_content_that_anyone_has_looked_at() {
    let plan =
        read("nr;objekt;skylt\n1;Torget;ja\n2;Torget;2020-05-11\n3;Torget;nej\n4;Parken;nej\n");
    let signs = &site(&plan, "Torget").signs;
    assert_eq!(signs.len(), 1);
    let sign = &signs[0];
    assert_eq!(
        (sign.put_up_on, &sign.items),
        (Some(date!(2020 - 05 - 11)), &None)
    );
    assert!(has(&plan, "import-sign-some-missing"));
    assert!(site(&plan, "Parken").signs.is_empty());
}

#[test]
fn a_site_is_in_use_while_any_camera_is_and_ended_when_all_are_gone() {
    let plan = read(
        "nr;objekt;status\n1;Torget;trasig\n2;Torget;nedmonterad 2025-06-30\n3;Parken;nedmonterad 2025-06-30\n4;Badet;planerad\n",
    );
    assert_eq!(site(&plan, "Torget").site.status, SiteStatus::InUse);
    assert_eq!(site(&plan, "Badet").site.status, SiteStatus::Planned);
    let parken = &site(&plan, "Parken").site;
    assert_eq!(
        (parken.status, parken.ended_on),
        (SiteStatus::Ended, Some(date!(2025 - 06 - 30)))
    );
    assert_eq!(camera(&plan, "1").camera.status, CameraStatus::Broken);
}

#[test]
fn cameras_close_together_give_their_site_its_middle_and_cameras_far_apart_give_none() {
    let position = |second: &str| {
        let list = format!("nr;objekt;lat;long\n1;Torget;55.7046;13.1932\n2;Torget;{second}\n");
        site(&read(&list), "Torget").site.position.clone()
    };
    let middle = position("55.7048;13.1934").unwrap();
    assert_eq!((middle.latitude, middle.longitude), (55.7047, 13.1933));
    assert_eq!(position("55.7546;13.1932"), None);
}

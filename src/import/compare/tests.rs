use time::macros::date;

use super::*;
use crate::import::columns::Mapping;
use crate::import::plan::{Known, plan};
use crate::import::table;

const LIST: &str = "Kameranr;Objekt;Adress;Typ av plats;Förvaltning;Placering;Ljud;Lagringstid;Tillstånd dnr;Intresseavvägning;Skylt;Status
0001;Hedeskolan;Hedegatan 18;Skolgård;Barn- och skolförvaltningen;Entré norr;nej;72 h;IMY-2022-1696;2025-03-01;ja;i drift
0002;Hedeskolan;Hedegatan 18;Skolgård;Barn- och skolförvaltningen;;nej;72 h;IMY-2022-1696;2025-03-01;ja;i drift
0003;Stortorget;Stortorget 1;Torg;Tekniska förvaltningen;;nej;3 dygn;;;;planerad
";

fn planned(list: &str) -> Plan {
    let workbook = table::read(list.as_bytes()).unwrap();
    plan(&workbook, &Mapping::default(), &Known::default()).unwrap()
}

/// Does what a change says to a list of records and gives the id.
fn put<I: Copy + PartialEq, R: Clone>(
    records: &mut Vec<Held<I, R>>,
    change: &Change<I, R>,
    id: fn(i64) -> I,
) -> I {
    match change {
        Change::New(data) => {
            let id = id(i64::try_from(records.len()).unwrap() + 1);
            let data = data.clone();
            records.push(Held {
                id,
                version: 1,
                data,
            });
            id
        }
        Change::Changed { before, after } => {
            let held = records
                .iter_mut()
                .find(|held| held.id == before.id)
                .unwrap();
            held.data = after.clone();
            before.id
        }
        Change::Unchanged(id) => *id,
    }
}

/// The register after the changes were written.
fn written(mut register: Existing, changes: &Changes) -> Existing {
    for unit in &changes.units {
        put(&mut register.units, &Change::New(unit.unit()), UnitId);
    }
    for change in &changes.sites {
        let id = put(&mut register.sites, &change.site, SiteId);
        let sites = register.sites.iter();
        register.references = sites.map(|site| site.data.reference.clone()).collect();
        let unit = register
            .units
            .iter()
            .find(|unit| Some(&unit.data.name) == change.unit.as_ref());
        let site = register
            .sites
            .iter_mut()
            .find(|held| held.id == id)
            .unwrap();
        site.data.unit = site.data.unit.or(unit.map(|unit| unit.id));
        for camera in &change.cameras {
            let camera_id = put(&mut register.cameras, camera, CameraId);
            if matches!(camera, Change::New(_)) {
                let held = register
                    .cameras
                    .iter_mut()
                    .find(|held| held.id == camera_id);
                held.unwrap().data.site = id;
            }
        }
        let mut change = change.clone();
        change
            .permits
            .iter_mut()
            .for_each(|permit| permit.site = id);
        change.assessments.iter_mut().for_each(|one| one.site = id);
        change.signs.iter_mut().for_each(|sign| sign.site = id);
        change
            .storage
            .iter_mut()
            .for_each(|period| period.site = id);
        register.permits.extend(change.permits);
        register.assessments.extend(change.assessments);
        register.signs.extend(change.signs);
        register.storage.extend(change.storage);
    }
    register
}

fn imported() -> Existing {
    let register = Existing {
        kommun: "Ekebro kommun".into(),
        ..Existing::default()
    };
    let changes = compare(&planned(LIST), &register);
    written(register, &changes)
}

fn counts(new: usize, changed: usize, unchanged: usize) -> Counts {
    Counts {
        new,
        changed,
        unchanged,
    }
}

#[test]
fn everything_is_new_to_an_empty_register() {
    let changes = compare(&planned(LIST), &Existing::default());
    assert_eq!(changes.site_counts(), counts(2, 0, 0));
    assert_eq!(changes.camera_counts(), counts(3, 0, 0));
    assert_eq!(changes.units.len(), 2);
    assert_eq!(changes.sites[0].permits.len(), 1);
}

#[test]
fn the_same_list_a_second_time_changes_nothing() {
    let changes = compare(&planned(LIST), &imported());
    assert!(changes.is_nothing(), "{changes:?}");
    assert_eq!(changes.problems, []);
    assert_eq!(changes.site_counts(), counts(0, 0, 2));
    assert_eq!(changes.camera_counts(), counts(0, 0, 3));
}

#[test]
fn new_sites_continue_the_series_of_references() {
    let register = imported();
    let references: Vec<&str> = register
        .sites
        .iter()
        .map(|held| held.data.reference.as_str())
        .collect();
    assert_eq!(references, ["EK-001", "EK-002"]);
    let longer = format!("{LIST}0004;Badet;Badgatan 1;Badhus;;;;;;;;i drift\n");
    let changes = compare(&planned(&longer), &register);
    let Change::New(site) = &changes.sites[2].site else {
        panic!("the site is new")
    };
    assert_eq!(site.reference, "EK-003");
}

#[test]
fn a_camera_nobody_has_confirmed_follows_the_list() {
    let edited = LIST.replace("Entré norr", "Entré söder");
    let changes = compare(&planned(&edited), &imported());
    assert_eq!(changes.camera_counts(), counts(0, 1, 2));
    assert_eq!(changes.problems, []);
}

#[test]
fn a_confirmed_camera_stands_and_the_difference_is_reported() {
    let mut register = imported();
    register.cameras[0].data.unconfirmed = false;
    let edited = LIST.replace("Entré norr", "Entré söder");
    let changes = compare(&planned(&edited), &register);
    assert!(changes.is_nothing());
    let [problem] = changes.problems.as_slice() else {
        panic!("{:?}", changes.problems)
    };
    assert_eq!(
        (problem.row, problem.column.as_str(), problem.value.as_str()),
        (2, "Placering", "Entré söder")
    );
    assert_eq!(problem.problem.args, [("held", "Entré norr".to_owned())]);
}

#[test]
fn what_a_person_has_answered_about_a_site_is_kept_and_what_is_blank_is_filled_in() {
    let mut register = imported();
    register.sites[0].data.audio = Some(true);
    register.sites[0].data.address = String::new();
    let changes = compare(&planned(LIST), &register);
    assert_eq!(changes.site_counts(), counts(0, 1, 1));
    let Change::Changed { after, .. } = &changes.sites[0].site else {
        panic!("the address is filled in")
    };
    assert_eq!(
        (after.audio, after.address.as_str()),
        (Some(true), "Hedegatan 18")
    );
    assert_eq!(changes.problems.len(), 1);
    assert_eq!(changes.problems[0].column, "Ljud");
}

#[test]
fn a_site_that_was_renamed_in_the_register_is_known_by_its_cameras() {
    let mut register = imported();
    register.sites[0].data.name = "Hedeskolans skolgård".into();
    let changes = compare(&planned(LIST), &register);
    assert!(changes.is_nothing(), "{changes:?}");
}

#[test]
fn a_later_assessment_is_the_next_version_and_an_earlier_one_is_not_added() {
    let later = LIST.replace("2025-03-01", "2026-05-04");
    let changes = compare(&planned(&later), &imported());
    let [added] = changes.sites[0].assessments.as_slice() else {
        panic!("one is added")
    };
    assert_eq!(
        (added.number, added.assessed_on),
        (2, Some(date!(2026 - 05 - 04)))
    );
    let earlier = LIST.replace("2025-03-01", "2024-05-04");
    assert!(compare(&planned(&earlier), &imported()).is_nothing());
}

#[test]
fn a_camera_that_the_register_has_elsewhere_is_not_moved() {
    let mut register = imported();
    register.cameras[2].data.site = SiteId(1);
    let changes = compare(&planned(LIST), &register);
    assert_eq!(changes.camera_counts().new, 0);
    assert_eq!(changes.problems[0].problem.id, "import-camera-elsewhere");
}

#[test]
fn another_storage_period_in_the_register_is_kept() {
    let edited = LIST.replace("3 dygn", "14 dygn");
    let changes = compare(&planned(&edited), &imported());
    assert!(changes.is_nothing());
    assert_eq!(changes.problems[0].value, "336 timmar");
}

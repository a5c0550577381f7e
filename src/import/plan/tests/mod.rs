use super::*;
use crate::camera::CameraStatus;
use crate::import::table;
use crate::permit::{DecisionKind, DecisionStatus};
use crate::retention::StorageUnit;
use crate::site::{Purpose, SiteStatus};

mod combined;

fn read(list: &str) -> Plan {
    read_with(list, &Mapping::default(), &Known::default())
}

fn read_with(list: &str, mapping: &Mapping, known: &Known) -> Plan {
    let workbook = table::read(list.as_bytes()).unwrap();
    plan(&workbook, mapping, known).unwrap()
}

fn ekebro() -> Plan {
    let bytes = std::fs::read("tests/data/kameralista-ekebro.xlsx").unwrap();
    let workbook = table::read(&bytes).unwrap();
    plan(&workbook, &Mapping::default(), &Known::default()).unwrap()
}

fn site<'a>(plan: &'a Plan, name: &str) -> &'a PlannedSite {
    plan.sites
        .iter()
        .find(|site| site.site.name == name)
        .unwrap()
}

fn camera<'a>(plan: &'a Plan, label: &str) -> &'a PlannedCamera {
    plan.cameras()
        .find(|camera| camera.camera.label == label)
        .unwrap()
}

/// Ids of the problems of a row, in order.
fn problems(plan: &Plan, row: u32) -> Vec<String> {
    let of_row = plan
        .problems
        .iter()
        .filter(|problem| problem.row == row && problem.sheet == plan.sheet);
    of_row
        .map(|problem| problem.problem.id.to_string())
        .collect()
}

fn has(plan: &Plan, id: &str) -> bool {
    plan.problems.iter().any(|problem| problem.problem.id == id)
}

#[test]
fn the_sample_list_holds_64_cameras_at_18_sites() {
    let plan = ekebro();
    assert_eq!(plan.sheet, "Kameror 2026");
    assert_eq!(plan.layout.header_row, 4);
    assert_eq!(
        (plan.rows, plan.sites.len(), plan.cameras().count()),
        (64, 18, 64)
    );
}

#[test]
fn section_rows_sums_and_titles_are_not_cameras() {
    let plan = ekebro();
    assert_eq!(problems(&plan, 25), ["import-row-heading"]);
    assert_eq!(problems(&plan, 72), ["import-row-sum"]);
    assert_eq!(plan.cameras().next().unwrap().row, 5);
}

#[test]
fn a_hidden_row_is_read_and_said_to_be_hidden() {
    let plan = ekebro();
    assert_eq!(camera(&plan, "K-016").row, 20);
    assert!(
        problems(&plan, 20)
            .iter()
            .any(|id| id == "import-row-hidden")
    );
}

#[test]
fn other_sheets_are_named_as_not_read() {
    let plan = ekebro();
    let sheets: Vec<&str> = plan
        .problems
        .iter()
        .filter(|problem| problem.sheet != plan.sheet)
        .map(|problem| problem.sheet.as_str())
        .collect();
    assert_eq!(sheets, ["Utlämnat 2025-2026", "Listor"]);
}

#[test]
fn a_number_used_twice_gives_two_cameras_and_a_problem() {
    let plan = ekebro();
    assert_eq!(camera(&plan, "0012").row, 16);
    assert_eq!(camera(&plan, "0012 (2)").row, 35);
    assert!(
        problems(&plan, 35)
            .iter()
            .any(|id| id == "import-label-twice")
    );
}

#[test]
fn swapped_coordinates_are_offered_and_left_out() {
    let plan = ekebro();
    assert_eq!(camera(&plan, "0012").camera.position, None);
    let swapped = plan
        .problems
        .iter()
        .find(|problem| problem.problem.id == "position-swapped")
        .unwrap();
    assert_eq!(swapped.row, 16);
    assert_eq!(
        swapped.accepted.args,
        [("offer", "N 6175524.466 E 132760.353".to_owned())]
    );
}

#[test]
fn coordinates_with_spaces_and_a_comma_are_read_and_missing_ones_reported() {
    let plan = ekebro();
    let read = camera(&plan, "0024").camera.position.clone().unwrap();
    assert_eq!(
        (read.typed.as_str(), read.epsg),
        ("N 6 175 410,12 E 131 020,5", 3008)
    );
    assert!(
        problems(&plan, 22)
            .iter()
            .any(|id| id == "import-position-missing")
    );
    let positions = plan
        .cameras()
        .filter(|camera| camera.camera.position.is_some());
    assert_eq!(positions.count(), 62);
}

#[test]
fn a_misspelt_type_joins_the_only_site_of_its_name_and_a_nameless_row_the_only_site_of_its_address()
{
    let plan = ekebro();
    assert_eq!(site(&plan, "Ekebrobadet").cameras.len(), 3);
    assert_eq!(
        problems(&plan, 54)[..2],
        ["import-row-joined-by-name", "import-place-unknown"]
    );
    assert_eq!(site(&plan, "Stadsbiblioteket").cameras.len(), 4);
    assert!(
        problems(&plan, 47)
            .iter()
            .any(|id| id == "import-row-joined-by-address")
    );
}

#[test]
fn a_formula_without_a_saved_value_is_not_worked_out() {
    let plan = ekebro();
    assert!(
        problems(&plan, 43)
            .iter()
            .any(|id| id == "import-formula-without-value")
    );
    assert!(
        camera(&plan, "0038")
            .camera
            .note
            .contains("Lagringstid: =24*3")
    );
}

#[test]
fn abbreviations_are_read_where_letters_and_places_agree_and_reported_where_not() {
    let plan = ekebro();
    assert_eq!(
        site(&plan, "Hedeskolan").unit.as_deref(),
        Some("Barn- och skolförvaltningen")
    );
    assert_eq!(
        site(&plan, "Stadshuset, reception").unit,
        None,
        "KF is not Kommunkontoret by its letters"
    );
    assert!(
        problems(&plan, 14)
            .iter()
            .any(|id| id == "import-units-differ")
    );
    let names: Vec<&str> = plan.units.iter().map(|unit| unit.name.as_str()).collect();
    assert!(
        names.contains(&"VOO") && !names.contains(&"KF") && !names.contains(&"BSF"),
        "{names:?}"
    );
}

#[test]
fn a_unit_is_known_by_the_abbreviation_in_the_register_or_the_mapping() {
    let list = "nr;objekt;förvaltning\n1;Solgården;VOO\n2;Stadshuset;KF\n";
    let known = Known {
        units: vec![Unit {
            name: "Vård och omsorg".into(),
            abbreviation: "VOO".into(),
            controller: None,
            manager: String::new(),
            email: String::new(),
        }],
        zone: None,
    };
    let mapping = Mapping {
        units: [("KF".to_owned(), "Kommunkontoret".to_owned())].into(),
        ..Mapping::default()
    };
    let plan = read_with(list, &mapping, &known);
    assert_eq!(
        site(&plan, "Solgården").unit.as_deref(),
        Some("Vård och omsorg")
    );
    assert_eq!(
        site(&plan, "Stadshuset").unit.as_deref(),
        Some("Kommunkontoret")
    );
    assert_eq!(plan.units.len(), 1, "only the one the register lacks");
    assert!(!has(&plan, "import-unit-abbreviation-unknown"));
}

#[test]
fn every_imported_camera_waits_for_someone_to_confirm_it() {
    assert!(ekebro().cameras().all(|camera| camera.camera.unconfirmed));
}

#[test]
fn what_the_site_cannot_say_stands_in_the_cameras_note_word_for_word() {
    let plan = read(
        "nr;objekt;bevakningstid;anmärkning\n1;Torget;kvällar och helger;flyttad\n2;Torget;22-06;\n",
    );
    let note = &camera(&plan, "1").camera.note;
    assert_eq!(
        note,
        "flyttad\nEnligt listan: bevakningstid: kvällar och helger."
    );
    assert_eq!(
        camera(&plan, "2").camera.note,
        "Enligt listan: bevakningstid: 22-06."
    );
}

#[test]
fn a_row_without_name_and_address_is_not_placed_anywhere() {
    let plan = read("nr;objekt;adress;ljud\n1;Torget;Torget 1;nej\n2;;;nej\n");
    assert_eq!((plan.rows, plan.sites.len()), (1, 1));
    assert!(
        problems(&plan, 3)
            .iter()
            .any(|id| id == "import-row-without-place")
    );
}

#[test]
fn numbers_that_may_have_lost_their_zeros_are_pointed_out() {
    let mut writer = rust_xlsxwriter::Workbook::new();
    let sheet = writer.add_worksheet();
    for (column, heading) in ["Kameranr", "Objekt"].iter().enumerate() {
        sheet
            .write(0, u16::try_from(column).unwrap(), *heading)
            .unwrap();
    }
    sheet.write(1, 0, "0001").unwrap();
    sheet.write(2, 0, 2).unwrap();
    sheet.write(1, 1, "Torget").unwrap();
    sheet.write(2, 1, "Torget").unwrap();
    let workbook = table::read(&writer.save_to_buffer().unwrap()).unwrap();
    let plan = plan(&workbook, &Mapping::default(), &Known::default()).unwrap();
    assert!(
        problems(&plan, 3)
            .iter()
            .any(|id| id == "import-label-zeros")
    );
}

#[test]
fn a_foreign_list_gives_its_cameras_and_names_what_it_lacks() {
    let bytes = std::fs::read("tests/data/trafford-cctv.csv").unwrap();
    let workbook = table::read(&bytes).unwrap();
    let plan = plan(&workbook, &Mapping::default(), &Known::default()).unwrap();
    assert_eq!(plan.rows, 163);
    let unknown: Vec<&str> = plan
        .problems
        .iter()
        .filter(|problem| problem.problem.id == "import-column-unknown")
        .map(|problem| problem.column.as_str())
        .collect();
    assert_eq!(unknown, ["area_name", "area_code"]);
    let missing = plan
        .problems
        .iter()
        .filter(|problem| problem.problem.id == "import-column-missing");
    assert_eq!(
        missing.count(),
        7,
        "address, type of place, unit, purpose, sound, storage, status"
    );
    let outside = plan
        .problems
        .iter()
        .filter(|problem| problem.problem.id == "position-outside-sweden");
    assert_eq!(outside.count(), 163);
    assert!(
        plan.cameras()
            .all(|camera| camera.camera.position.is_none())
    );
}

#[test]
fn a_file_without_a_list_says_so() {
    let find = |list: &str| {
        let workbook = table::read(list.as_bytes()).unwrap();
        plan(&workbook, &Mapping::default(), &Known::default()).unwrap_err()
    };
    assert!(matches!(
        find("namn på hund;ras\nKarl;tax\n"),
        NoList::NoHeadings { .. }
    ));
    assert_eq!(find("nr;ljud\n1;nej\n"), NoList::NoPlace);
}

#[test]
fn a_mapping_says_what_a_column_is_and_what_to_leave_out() {
    let mapping: Mapping = toml::from_str(
        "header_row = 2\n[columns]\n\"Var då?\" = \"objekt\"\n\"Ljud\" = \"utelamnas\"\n",
    )
    .unwrap();
    let plan = read_with(
        "Lista\nnr;Var då?;Ljud\n1;Torget;ja\n",
        &mapping,
        &Known::default(),
    );
    assert_eq!(site(&plan, "Torget").site.audio, None);
    let misspelt = toml::from_str::<Mapping>("[columns]\nX = \"objkt\"\n").unwrap_err();
    assert!(misspelt.to_string().contains("objekt"), "{misspelt}");
}

#[test]
fn ten_thousand_sites_are_planned_in_a_moment() {
    let mut list = String::from("nr;objekt;adress;typ av plats;ljud\n");
    for number in 0..10_000 {
        let place = if number % 2 == 0 { "torg" } else { "" };
        let row = format!("{number:05};Plats {number};Gatan {number};{place};nej\n");
        list.push_str(&row);
    }
    let plan = read(&list);
    assert_eq!((plan.rows, plan.sites.len()), (10_000, 10_000));
}

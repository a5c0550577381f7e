//! Every question of the main forms says why it is asked, in both languages, with its source or that there is none.

use objektiv::retention::form::storage;
use objektiv::texts::Loc;
use objektiv::web::form::Form;
use objektiv::{assessment, camera, site};

/// What the thing is called, and what somebody wants to add: nothing is owed for these.
const OBVIOUS: [&str; 3] = ["name", "label", "note"];
/// Those whose reason is how the register works, and no rule.
const OURS: [&str; 4] = ["paused_on", "exemption_from", "unit", "applies_from"];
/// How a source, or the lack of one, is named.
const SOURCES: [&str; 6] = ["§", "artikel", "EDPB", "IMY", "Lagen", "lag."];

fn forms() -> [Form; 4] {
    [
        site::form::form("", &site::form::Offered::default()),
        camera::form::form(String::new(), &camera::form::Offered::default()),
        storage::form(String::new()),
        assessment::form::form(String::new()),
    ]
}

#[test]
fn every_question_of_the_main_forms_says_why_it_is_asked() {
    let mut asked = 0;
    for l in [Loc::sv(), Loc::en()] {
        for form in forms() {
            for field in form
                .all_fields()
                .filter(|field| !OBVIOUS.contains(&field.name))
            {
                let why = form.why(&l, field);
                let why = why.unwrap_or_else(|| panic!("{} {}: no why", form.name, field.name));
                assert!(why.len() > 30, "{}: {why}", field.name);
                asked += 1;
            }
        }
    }
    assert!(asked > 150, "{asked}");
}

#[test]
fn every_answer_names_its_source_or_says_that_there_is_none_but_for_how_the_register_works() {
    for form in forms() {
        for field in form.all_fields() {
            let Some(why) = form.why(&Loc::sv(), field) else {
                continue;
            };
            let named = SOURCES.iter().any(|source| why.contains(source));
            assert!(named || OURS.contains(&field.name), "{}: {why}", field.name);
        }
    }
}

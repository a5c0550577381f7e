//! What is read from the sample lists, word for word.

use objektiv::import::columns::Mapping;
use objektiv::import::compare::{Existing, compare};
use objektiv::import::outcome::Outcome;
use objektiv::import::plan::{Known, plan};
use objektiv::import::table;
use objektiv::texts::Loc;

use super::sample;

fn outcome(name: &str, l: Loc) -> Outcome {
    let workbook = table::read(&sample(name)).unwrap();
    let plan = plan(&workbook, &Mapping::default(), &Known::default()).unwrap();
    let changes = compare(&plan, &Existing::default());
    Outcome::new(name, &plan, &changes, l)
}

/// One problem a line, as the command prints it.
fn lines(outcome: &Outcome) -> String {
    let line = |told: &objektiv::import::outcome::Told| {
        let place = if told.sheet == outcome.sheet {
            told.row.to_string()
        } else {
            format!("{}!{}", told.sheet, told.row)
        };
        format!(
            "{place} | {} | {} | {} | {}",
            told.column, told.value, told.problem, told.accepted
        )
    };
    outcome
        .problems
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_problem_of_the_sample_list_is_told_with_its_row_and_what_is_accepted() {
    let outcome = outcome("kameralista-ekebro.xlsx", Loc::sv());
    assert_eq!(
        (outcome.rows, outcome.sites.new, outcome.cameras.new),
        (64, 18, 64)
    );
    insta::assert_snapshot!("kameralista-ekebro", lines(&outcome));
}

#[test]
fn a_foreign_list_is_told_in_english_too() {
    let outcome = outcome("trafford-cctv.csv", Loc::en());
    assert_eq!((outcome.rows, outcome.cameras.new), (163, 163));
    let first: Vec<String> = lines(&outcome)
        .lines()
        .take(12)
        .map(str::to_owned)
        .collect();
    insta::assert_snapshot!("trafford", first.join("\n"));
}

#[test]
fn no_problem_is_told_without_words() {
    for l in [Loc::sv(), Loc::en()] {
        for name in ["kameralista-ekebro.xlsx", "trafford-cctv.csv", "lista.xls"] {
            for told in outcome(name, l).problems {
                let is_said = |text: &str| {
                    text.ends_with(['.', '?']) && !text.contains("import-") && !text.contains('{')
                };
                assert!(
                    is_said(&told.problem) && is_said(&told.accepted),
                    "{told:?}"
                );
            }
        }
    }
}

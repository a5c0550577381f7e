//! Reading files: what is wrong is said with file, line, column and the valid names.

use super::*;

const LOCAL: &str = r#"
id = "lokal-hogst-tva-veckor"
number = "L01"
title.sv = "Ingen lagrar längre än två veckor"
title.en = "Nobody stores longer than two weeks"
kind = "local"
severity = "risk"
source = { statute = "Riktlinje för kamerabevakning", section = "5", checked_on = 2026-01-01 }
in_force = { from = 2026-01-01 }

[requires]
at_most = { fact = "storage_hours", than = 336 }

[finding]
because.sv = "Lagringstiden är {storage_hours} timmar."
because.en = "The storage period is {storage_hours} hours."
remedy.sv = "Korta den."
remedy.en = "Shorten it."
go_to = "storage"
"#;

fn fault_in(source: &str) -> String {
    let files = [("lokal-hogst-tva-veckor.toml".to_owned(), source.to_owned())];
    let errors = rules().add(files).expect_err("the file is faulty");
    listed(&errors)
}

#[test]
fn a_local_rule_is_added_beside_the_statutes_and_changes_the_digest() {
    let mut set = rules();
    let before = set.digest();
    set.add([("lokal-hogst-tva-veckor.toml".to_owned(), LOCAL.to_owned())])
        .expect("a sound file");
    assert_eq!(
        set.get("lokal-hogst-tva-veckor").map(|policy| policy.kind),
        Some(PolicyKind::Local)
    );
    assert_ne!(set.digest(), before);
    assert_eq!(set.digest().len(), 64);
}

#[test]
fn a_misspelt_fact_is_refused_with_line_column_and_the_likeliest_name_first() {
    let message = fault_in(&LOCAL.replace("fact = \"storage_hours\"", "fact = \"storage_hour\""));
    assert!(
        message.starts_with("lokal-hogst-tva-veckor.toml:12:"),
        "{message}"
    );
    assert!(
        message.contains("is not one of: storage_hours, "),
        "{message}"
    );
}

#[test]
fn a_fact_of_the_wrong_kind_is_refused_with_those_that_fit() {
    let message = fault_in(&LOCAL.replace("fact = \"storage_hours\"", "fact = \"audio\""));
    assert!(
        message.contains("`audio` is not a number; expected one of: "),
        "{message}"
    );
    assert!(message.contains("storage_hours"), "{message}");
}

#[test]
fn a_misspelt_condition_is_refused_with_the_valid_ones() {
    let message = fault_in(&LOCAL.replace("at_most", "at_mots"));
    assert!(
        message.starts_with("lokal-hogst-tva-veckor.toml:12:1: "),
        "{message}"
    );
    assert!(
        message.contains("`at_mots`") && message.contains("`at_least`"),
        "{message}"
    );
}

#[test]
fn a_misspelt_code_is_refused_with_the_valid_ones() {
    let condition = "one_of = { fact = \"place_type\", values = [\"skolgrad\"] }";
    let message = fault_in(&LOCAL.replace(
        "at_most = { fact = \"storage_hours\", than = 336 }",
        condition,
    ));
    assert!(
        message.contains("\"skolgrad\" is not a value of `place_type`; expected one of: skolgard"),
        "{message}"
    );
}

#[test]
fn an_unknown_field_is_refused() {
    let message = fault_in(&LOCAL.replace("severity", "severty"));
    assert!(
        message.contains("unknown field `severty`") && message.contains("`severity`"),
        "{message}"
    );
}

#[test]
fn an_unknown_term_is_refused_with_the_known_ones() {
    let condition = "term = \"undantagen\"";
    let message = fault_in(&LOCAL.replace(
        "at_most = { fact = \"storage_hours\", than = 336 }",
        condition,
    ));
    assert!(
        message.contains("unknown term `undantagen`, expected one of: exempt, "),
        "{message}"
    );
}

#[test]
fn an_unknown_parameter_is_refused_at_its_place() {
    let message = fault_in(&LOCAL.replace("than = 336", "than = \"parameter.hours\""));
    assert!(
        message.starts_with("lokal-hogst-tva-veckor.toml:12:"),
        "{message}"
    );
    assert!(message.contains("unknown parameter `hours`"), "{message}");
}

#[test]
fn a_placeholder_that_stands_for_nothing_is_refused() {
    let message = fault_in(&LOCAL.replace(
        "because.sv = \"Lagringstiden är {storage_hours}",
        "because.sv = \"Lagringstiden är {lagring}",
    ));
    assert!(
        message.contains("`{lagring}` is neither a fact nor a parameter"),
        "{message}"
    );
}

#[test]
fn a_deadline_without_a_text_for_what_falls_due_soon_is_refused() {
    let condition = "deadline = { fact = \"reviewed_on\", plus_months = 12 }";
    let message = fault_in(&LOCAL.replace(
        "at_most = { fact = \"storage_hours\", than = 336 }",
        condition,
    ));
    assert!(message.contains("needs `finding.soon`"), "{message}");
}

#[test]
fn an_id_that_is_not_the_name_of_the_file_is_refused() {
    let message = fault_in(&LOCAL.replace("id = \"lokal-hogst-tva-veckor\"", "id = \"annan\""));
    assert!(
        message.contains("the id `annan` is not the file's name"),
        "{message}"
    );
}

#[test]
fn a_number_that_is_taken_is_refused() {
    let message = fault_in(&LOCAL.replace("L01", "R01"));
    assert!(message.contains("another rule has"), "{message}");
}

#[test]
fn guidance_must_say_what_is_inferred() {
    let message = fault_in(&LOCAL.replace("kind = \"local\"", "kind = \"guidance\""));
    assert!(
        message.contains("guidance needs `reservation`"),
        "{message}"
    );
}

#[test]
fn a_rule_about_a_site_cannot_ask_about_a_disclosure_nor_the_other_way_around() {
    let condition = "at_most = { fact = \"footage_age_hours\", than = 336 }";
    let of_site = "at_most = { fact = \"storage_hours\", than = 336 }";
    let message = fault_in(&LOCAL.replace(of_site, condition));
    assert!(
        message.starts_with("lokal-hogst-tva-veckor.toml:12:")
            && message
                .contains("is a fact about a disclosure and not about a site; expected one of: "),
        "{message}"
    );
    let (_, expected) = message.split_once("expected one of: ").expect("names");
    assert!(
        expected.contains("storage_hours") && !expected.contains("imprisonment_in_scale"),
        "{expected}"
    );
    let about_disclosures = LOCAL.replace(
        "kind = \"local\"",
        "subject = \"disclosure\"\nkind = \"local\"",
    );
    let message = fault_in(&about_disclosures);
    assert!(
        message.starts_with("lokal-hogst-tva-veckor.toml:13:")
            && message
                .contains("`storage_hours` is a fact about a site and not about a disclosure")
            && message.contains("footage_storage_hours"),
        "{message}"
    );
}

#[test]
fn no_text_stops_the_reader() {
    use proptest::prelude::*;
    let terms = rules();
    proptest!(|(at in 0..LOCAL.len(), with in "\\PC{0,3}")| {
        let mut source = LOCAL.to_owned();
        if source.is_char_boundary(at) {
            source.insert_str(at, &with);
        }
        let _ = terms.clone().add([("lokal-hogst-tva-veckor.toml".to_owned(), source)]);
    });
}

//! The source tree keeps its own rules. Each rule reads text and says where it is broken and what to do instead;
//! `proofs` shows that each of them can fail. The rules themselves are explained in ARCHITECTURE.md.

mod access;
mod layers;
mod links;
mod pages;
mod proofs;
mod size;
mod source;
mod wording;

use source::{Checkout, Complaint};

/// Fails with every complaint at once, so that one run is enough to put a branch in order.
fn assert_none(complaints: Vec<Complaint>) {
    let list: Vec<String> = complaints.iter().map(ToString::to_string).collect();
    assert!(list.is_empty(), "\n\n{}\n", list.join("\n\n"));
}

#[test]
fn each_layer_uses_only_what_belongs_to_it() {
    assert_none(layers::check(&Checkout::read()));
}

#[test]
fn only_the_named_files_do_what_one_place_is_responsible_for() {
    assert_none(access::check(&Checkout::read()));
}

#[test]
fn no_file_is_longer_than_a_person_reads_at_once() {
    assert_none(size::check(&Checkout::read()));
}

#[test]
fn pages_load_nothing_from_another_host_and_run_nothing_inline() {
    assert_none(pages::check(&Checkout::read()));
}

#[test]
fn every_template_is_used() {
    assert_none(pages::unused(&Checkout::read()));
}

#[test]
fn nothing_is_left_undone_in_a_comment_and_no_name_is_empty() {
    assert_none(wording::check(&Checkout::read()));
}

#[test]
fn nothing_says_that_the_log_cannot_be_manipulated() {
    assert_none(wording::promises(&Checkout::read()));
}

#[test]
fn lock_files_name_packages_and_checksums_but_no_host() {
    assert_none(wording::lock_files(&Checkout::read()));
}

#[test]
fn every_dependency_has_its_reason() {
    assert_none(wording::dependencies(&Checkout::read()));
}

#[test]
fn every_link_in_the_documentation_leads_somewhere() {
    assert_none(links::check(&Checkout::read()));
}

#[test]
fn every_setting_from_the_environment_is_explained_in_the_readme() {
    assert_none(links::configuration(&Checkout::read()));
}

#[test]
fn the_lists_of_exceptions_have_no_stale_line() {
    let checkout = Checkout::read();
    assert_none(layers::stale(&checkout));
    assert_none(access::stale(&checkout));
    assert_none(wording::stale(&checkout));
}

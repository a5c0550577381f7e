//! A person's own keys to the disclosures: made and taken back by that person.

pub mod web;

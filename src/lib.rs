//! Objektiv: the register in which a Swedish kommun keeps its camera surveillance lawful.
//!
//! The map: a folder is *what*, a file name is *which layer* (see ARCHITECTURE.md).

pub mod about;
pub mod access_request;
pub mod account;
pub mod assessment;
pub mod backup;
pub mod basemap;
pub mod boundary;
pub mod camera;
pub mod cli;
pub mod clock;
pub mod code;
pub mod collation;
pub mod compliance;
pub mod config;
pub mod db;
pub mod demo;
pub mod disclosure;
pub mod export;
pub mod history;
pub mod hold;
pub mod import;
pub mod incident;
pub mod jobs;
pub mod law;
pub mod ledger;
pub mod look;
pub mod organisation;
pub(crate) mod outgoing;
pub mod overview;
pub mod permit;
pub mod recorder;
pub mod register;
pub mod reminder;
pub mod retention;
pub mod ruling;
pub mod saved_view;
pub mod signage;
pub mod site;
pub mod texts;
pub mod token;
pub mod web;
pub mod webhook;

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

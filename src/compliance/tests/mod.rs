//! Dossiers as people record them, and what the law says of them.

mod changes;
mod facts;
mod faults;
mod holds;
mod laws;
mod releases;
pub(crate) mod samples;

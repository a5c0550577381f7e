//! Objektiv: the register in which a Swedish kommun keeps its camera surveillance lawful.
//!
//! The map: a folder is *what*, a file name is *which layer* (see ARCHITECTURE.md).

pub mod assessment;
pub mod camera;
pub mod code;
pub mod disclosure;
pub mod organisation;
pub mod permit;
pub mod recorder;
pub mod retention;
pub mod signage;
pub mod site;

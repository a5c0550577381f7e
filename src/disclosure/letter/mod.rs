//! The written decision to refuse, with reasons and how to appeal (OSL 6:3, 6:7; FL 32, 33, 43 and 44 §§), for printing.

pub mod page;
pub mod web;

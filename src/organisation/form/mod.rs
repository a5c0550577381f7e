//! What a person types about the kommun, its controllers and its units.

pub mod controller;
pub mod kommun;
pub mod unit;

//! What a person types about storage periods, and about checks that footage is gone.

pub mod evidence;
pub mod storage;

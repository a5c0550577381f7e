//! Plumbing of `/api`: who asks, what they ask, and answers that other systems read. Knows nothing of cameras.

pub mod answer;
pub mod asked;
pub mod caller;
pub mod document;
pub mod once;
pub mod problem;

pub use asked::{Asked, Parameters, Query};
pub use caller::{Caller, SentKey};
pub use problem::Problem;

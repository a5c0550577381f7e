//! What the service says of itself: how accessible it is (DOS-lagen 2018:1937), and what it is made of.

use time::Date;
use time::macros::date;

pub mod page;
pub mod web;

/// How far the service meets the requirements (Digg's regulation on the accessibility statement).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compliance {
    Full,
    /// Until someone outside has tested, or something known remains.
    Partial,
    None,
}

impl Compliance {
    pub const fn text_id(self) -> &'static str {
        match self {
            Self::Full => "accessibility-full",
            Self::Partial => "accessibility-partial",
            Self::None => "accessibility-none",
        }
    }
}

/// The statement that DOS-lagen 13 § asks of every public body for its digital service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The authority; empty where one installation serves several and nobody is signed in.
    pub authority: String,
    /// How someone who cannot use the service reaches the kommun; empty when none is set.
    pub contact: String,
    pub compliance: Compliance,
    /// When the service was last assessed.
    pub assessed_on: Date,
    /// When the statement was last changed.
    pub updated_on: Date,
}

impl Statement {
    /// What is known of this version of Objektiv before anyone outside has tested it.
    pub fn of_this_version(authority: &str, contact: &str) -> Self {
        Self {
            authority: authority.to_owned(),
            contact: contact.to_owned(),
            compliance: Compliance::Partial,
            assessed_on: date!(2026 - 11 - 23),
            updated_on: date!(2026 - 11 - 23),
        }
    }
}

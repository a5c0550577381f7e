//! What the service says of itself: how accessible it is (DOS-lagen 2018:1937), and what it is made of.

use serde::{Deserialize, Serialize};
use time::Date;
use time::macros::date;

use crate::code::codes;

pub mod form;
pub mod page;
pub mod web;

codes! {
    /// How far the service meets the requirements (Digg's regulation on the accessibility statement).
    Compliance, "accessibility" {
        Full = "helt",
        /// Until someone outside has tested, or something known remains.
        Partial = "delvis",
        None = "inte",
    }
}

/// What the kommun says of the service in its own statement. Empty = as Objektiv says it of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Told {
    /// How someone who cannot use the service reaches the kommun.
    pub contact: String,
    pub compliance: Option<Compliance>,
    /// What the kommun knows is not accessible, one a line.
    pub shortcomings: String,
    /// How, and by whom, the service was assessed.
    pub method: String,
    pub assessed_on: Option<Date>,
    /// When the kommun last changed any of this.
    pub updated_on: Option<Date>,
}

impl Told {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The statement that DOS-lagen 13 § asks of every public body for its digital service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    /// The authority; empty where one installation serves several and nobody is signed in.
    pub authority: String,
    pub told: Told,
}

/// When this version of Objektiv was last assessed, by those who make it.
const ASSESSED_ON: Date = date!(2026 - 11 - 23);

impl Statement {
    pub fn compliance(&self) -> Compliance {
        self.told.compliance.unwrap_or(Compliance::Partial)
    }

    /// When the service was last assessed.
    pub fn assessed_on(&self) -> Date {
        self.told.assessed_on.unwrap_or(ASSESSED_ON)
    }

    /// When the statement was last changed.
    pub fn updated_on(&self) -> Date {
        self.told.updated_on.unwrap_or(ASSESSED_ON)
    }

    pub fn shortcomings(&self) -> impl Iterator<Item = &str> {
        let lines = self.told.shortcomings.lines();
        lines.map(str::trim).filter(|line| !line.is_empty())
    }
}

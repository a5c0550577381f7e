//! Who did or read what at the desk. Reading the content of a disclosure is written down, too: one line each time a page
//! with content is shown, none for lists.

use time::OffsetDateTime;

use super::DisclosureId;
use super::draft::DraftId;
use crate::account::AccountId;
use crate::code::codes;

pub mod page;
pub mod store;
pub mod web;

codes! {
    Act, "desk-act" {
        DraftBegun = "utkast-paborjat",
        DraftTaken = "utkast-overtaget",
        DraftDiscarded = "utkast-kasserat",
        Recorded = "utlamnande-registrerat",
        Corrected = "utlamnande-rattat",
        Delivered = "overlamning-registrerad",
        Read = "utlamnande-last",
        ReceiptRead = "kvitto-last",
        LetterRead = "avslagsbrev-last",
        Exported = "utlamnanden-exporterade",
        TraceRead = "spar-last",
    }
}

/// What was done or read: an act, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub act: Act,
    pub disclosure: Option<DisclosureId>,
    pub draft: Option<DraftId>,
    /// In words: from whom a draft was taken, which period was exported.
    pub detail: String,
}

impl Deed {
    pub const fn of(act: Act) -> Self {
        Self {
            act,
            disclosure: None,
            draft: None,
            detail: String::new(),
        }
    }

    #[must_use]
    pub const fn disclosure(mut self, id: DisclosureId) -> Self {
        self.disclosure = Some(id);
        self
    }

    #[must_use]
    pub const fn draft(mut self, id: DraftId) -> Self {
        self.draft = Some(id);
        self
    }

    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

/// A line of the trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    pub id: i64,
    pub at: OffsetDateTime,
    pub account: AccountId,
    pub person: String,
    pub deed: Deed,
}

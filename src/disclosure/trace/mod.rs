//! Who came in, was refused, and did or read what, at the desk first of all. Reading the content of a disclosure is written down, too: one line each time a page
//! with content is shown, none for lists.

use std::net::IpAddr;

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
        /// A request ended without a decision.
        RequestEnded = "begaran-avslutad",
        Recorded = "utlamnande-registrerat",
        Corrected = "utlamnande-rattat",
        Delivered = "overlamning-registrerad",
        Read = "utlamnande-last",
        ReceiptRead = "kvitto-last",
        LetterRead = "avslagsbrev-last",
        Exported = "utlamnanden-exporterade",
        TraceRead = "spar-last",
        SignedIn = "inloggad",
        SignInRefused = "inloggning-nekad",
        SignedOut = "utloggad",
        /// A page that the person's roles do not open.
        Refused = "atkomst-nekad",
        PasswordChanged = "losenord-bytt",
        FactorSet = "andra-faktor-skaffad",
        FactorRemoved = "andra-faktor-borttagen",
        PersonChanged = "person-andrad",
        /// A page that a reviewer from outside has read.
        AuditorRead = "granskare-last",
        AccessRead = "atkomst-last",
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
    /// From which address.
    pub from: String,
}

impl Deed {
    pub const fn of(act: Act) -> Self {
        Self {
            act,
            disclosure: None,
            draft: None,
            detail: String::new(),
            from: String::new(),
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
    pub fn from(mut self, address: IpAddr) -> Self {
        self.from = address.to_string();
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

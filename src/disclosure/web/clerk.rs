//! Who acts at the desk: a person on a page, or a system with that person's key.

use std::net::IpAddr;
use std::sync::Arc;

use time::{Date, OffsetDateTime};

use crate::account::Account;
use crate::disclosure::DisclosureId;
use crate::disclosure::step::By;
use crate::disclosure::trace::{Act, Deed};
use crate::law::PolicySet;
use crate::organisation::KommunId;
use crate::texts::Loc;
use crate::web::App;
use crate::web::actor::Actor;

#[derive(Debug, Clone)]
pub(in crate::disclosure) struct Clerk<'a> {
    pub kommun: KommunId,
    pub account: &'a Account,
    pub rules: Arc<PolicySet>,
    /// The day to judge by.
    pub as_of: Date,
    pub now: OffsetDateTime,
    pub l: Loc,
    /// From which address.
    pub address: IpAddr,
    /// The system, in words for the trace; empty on a page.
    pub system: String,
}

impl<'a> Clerk<'a> {
    /// Who takes a step of the request with a key.
    pub fn by<'b>(&'b self, key: &'b str) -> By<'b> {
        By::of(self.account, key)
    }

    /// What is done with a disclosure or read of it, as the trace tells.
    pub fn deed(&self, act: Act, id: DisclosureId) -> Deed {
        let deed = Deed::of(act).disclosure(id);
        deed.detail(self.system.as_str()).from(self.address)
    }

    pub fn of(app: &App, actor: &'a Actor) -> Self {
        Self {
            kommun: actor.kommun,
            account: &actor.account,
            rules: actor.rules_then(app),
            as_of: actor.as_of(),
            now: actor.now,
            l: actor.l,
            address: actor.address,
            system: String::new(),
        }
    }
}

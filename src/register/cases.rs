//! What the register says stands in the log: disclosures with their steps, corrections and deliveries, and the revisions of every change (verification, level 5).

use async_trait::async_trait;

use super::change::entry_over;
use super::store;
use crate::db::look::Reader;
use crate::disclosure::{self, delivery, step};
use crate::ledger::EntryKind;
use crate::ledger::cases::{Cases, Claim};
use crate::ledger::store::LedgerError;
use crate::organisation::KommunId;

/// The register of a kommun, read anew for every page of entries.
#[derive(Debug, Clone, Copy)]
pub struct RegisterCases<'a> {
    pub db: &'a Reader,
    pub kommun: KommunId,
}

#[async_trait]
impl Cases for RegisterCases<'_> {
    fn kinds(&self) -> &[EntryKind] {
        &[
            EntryKind::Disclosure,
            EntryKind::Refusal,
            EntryKind::Correction,
            EntryKind::Delivery,
            EntryKind::Request,
            EntryKind::Assessment,
            EntryKind::Decision,
            EntryKind::Withdrawal,
            EntryKind::Receipt,
            EntryKind::Register,
        ]
    }

    async fn claims(&self, from: u64, until: u64) -> Result<Vec<Claim>, LedgerError> {
        let (first, end) = (signed(from), signed(until));
        let mut claims = Vec::new();
        for recorded in disclosure::store::logged_between(self.db, self.kommun, first, end).await? {
            let entry = disclosure::store::entry_of(&recorded.data);
            let claim = Claim::at(unsigned(recorded.ledger_idx), entry);
            claims.push(claim.without(recorded.erased));
        }
        let delivered = delivery::store::logged_between(self.db, self.kommun, first, end).await?;
        for handed in delivered {
            let claim = Claim::at(unsigned(handed.ledger_idx), handed.data.entry());
            claims.push(claim.without(handed.erased));
        }
        claims.extend(step::store::claims_between(self.db, self.kommun, first, end).await?);
        let revised = store::digests_between(self.db, self.kommun, first, end).await?;
        for (idx, digests) in revised {
            claims.push(Claim::at(unsigned(idx), entry_over(&digests)));
        }
        Ok(claims)
    }
}

fn signed(idx: u64) -> i64 {
    i64::try_from(idx).unwrap_or(i64::MAX)
}

/// A negative index is no index: it becomes one that no entry has.
fn unsigned(idx: i64) -> u64 {
    u64::try_from(idx).unwrap_or(u64::MAX)
}

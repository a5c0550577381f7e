//! What the register says stands in the log: disclosures with their steps, corrections and deliveries, and the revisions of every change (verification, level 5).

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, StreamTrait};

use super::change::entry_over;
use super::store;
use crate::db::look::Reader;
use crate::disclosure::delivery::store::Handed;
use crate::disclosure::step::Logged;
use crate::disclosure::store::Recorded;
use crate::disclosure::store::in_log::{claims_between, unsigned};
use crate::ledger::EntryKind;
use crate::ledger::cases::{Cases, Claim};
use crate::ledger::store::LedgerError;
use crate::organisation::KommunId;

/// The register of a kommun, read anew for every page of entries.
#[derive(Debug)]
pub struct RegisterCases<'a, C = Reader> {
    pub db: &'a C,
    pub kommun: KommunId,
}

#[async_trait]
impl<C: ConnectionTrait + StreamTrait> Cases for RegisterCases<'_, C> {
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
        let (db, kommun) = (self.db, self.kommun);
        claims.extend(claims_between::<Recorded>(db, kommun, first, end).await?);
        claims.extend(claims_between::<Handed>(db, kommun, first, end).await?);
        claims.extend(claims_between::<Logged>(db, kommun, first, end).await?);
        for (idx, digests) in store::digests_between(db, kommun, first, end).await? {
            claims.push(Claim::at(unsigned(idx), entry_over(&digests)));
        }
        Ok(claims)
    }
}

fn signed(idx: u64) -> i64 {
    i64::try_from(idx).unwrap_or(i64::MAX)
}

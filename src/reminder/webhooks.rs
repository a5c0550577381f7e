//! The round of the webhooks: what waits is sent, and an address that was switched off is told of.

use std::collections::BTreeSet;

use super::alert::{AlertKind, Failure, menders};
use super::run::{Round, RunError, Worked};
use super::store::alert;
use crate::account;
use crate::recorder::ask::Asking;
use crate::texts::Message;
use crate::webhook::{Webhook, send};

/// # Errors
/// When the database does not answer, another replica has taken over, or an address did not take what was sent: it is
/// tried again later, and the others have been told.
pub async fn send(round: &Round<'_>, asking: &Asking) -> Result<Worked, RunError> {
    let (db, kommun, now) = (round.db, round.kommun, round.now);
    let sending = send::Round {
        db,
        kommun,
        asking,
        now,
    };
    let (mut taken, mut refused, mut silent) = (0, Vec::new(), BTreeSet::new());
    for (webhook, waiting) in sending.due().await? {
        // An address that refused one message gets no other in this round.
        if silent.contains(&webhook.id) {
            continue;
        }
        round.hold().await?;
        let Some(refusal) = sending.attempt(&webhook, &waiting).await? else {
            taken += 1;
            continue;
        };
        silent.insert(webhook.id);
        if refusal.for_good {
            tell(round, &webhook).await?;
        }
        refused.push(format!("{}: {}", webhook.name, refusal.why));
    }
    if refused.is_empty() {
        return Ok(Worked::well(taken));
    }
    Err(RunError::Other(refused.join("; ")))
}

/// Tells those who can mend it that an address was switched off.
async fn tell(round: &Round<'_>, webhook: &Webhook) -> Result<(), RunError> {
    let people = account::store::all(round.db.read(), round.kommun).await?;
    let failure = Failure {
        kind: AlertKind::WebhookOff,
        subject: webhook.id.0,
        name: webhook.name.clone(),
        detail: Message::new("webhook-off-why").kept(),
    };
    let (db, kommun, today) = (round.db, round.kommun, round.by.today);
    alert::raise(db, kommun, &failure, &menders(&people), today).await?;
    Ok(())
}

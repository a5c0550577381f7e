//! `objektiv log key`: show, exchange, retire and revoke.

use clap::Subcommand;

use super::Log;
use crate::cli::output;
use crate::ledger::keys;

#[derive(Debug, Subcommand)]
pub enum KeyAction {
    /// Print the keys that sign, to be published; one a line, the newest last
    Show,
    /// Make a new key, which signs beside the old one until that is retired
    Exchange {
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Stop signing with a key after an exchange, and destroy its seed; what it signed stands
    Retire {
        /// The eight digits in the middle of the key
        id: String,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Revoke a key that was stolen: it is no longer published, and receipts under it are issued anew
    Revoke {
        /// The eight digits in the middle of the key
        id: String,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

pub(super) async fn run(log: &Log<'_>, action: &KeyAction) -> anyhow::Result<()> {
    let mut signer = log.signer().await?;
    match action {
        KeyAction::Show => {
            for key in signer.keys() {
                output::line(&key.public().to_string())?;
            }
            Ok(())
        }
        KeyAction::Exchange { reason } => {
            let new = keys::exchange(log.db, log.kommun, &mut signer, reason, log.at).await?;
            output::line(&new.to_string())
        }
        KeyAction::Retire { id, reason } => {
            let old = keys::retire(log.db, log.kommun, &mut signer, id, reason, log.at).await?;
            output::line(&format!("{old} skriver inte under längre"))
        }
        KeyAction::Revoke { id, reason } => {
            let stolen = keys::revoke(log.db, log.kommun, &mut signer, id, reason, log.at).await?;
            output::line(&format!(
                "{stolen} är återkallad. Publicera den nya nyckeln, meddela dem som har kvitton, och låt dem hämta nya."
            ))
        }
    }
}

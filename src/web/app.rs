//! What every handler can reach.

use std::ops::Deref;
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::compliance::passed::PassedDays;
use crate::db::Db;
use crate::law::PolicySet;
use crate::ledger::outside::bracket::Trusted;
use crate::ledger::signers::Signers;
use crate::recorder::ask::Asking;
use crate::web::limit::{SignInLimit, WrongKeyLimit};

/// The running application. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Parts>);

/// What [`App`] is made of.
#[derive(Debug)]
pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    pub policies: Arc<PolicySet>,
    /// Where people reach the installation: `https://kamera.ekebro.example`.
    pub public_url: String,
    /// What the list has shown of other days.
    pub passed: PassedDays,
    /// Who signs the logs.
    pub signers: Signers,
    pub sign_in: SignInLimit,
    pub wrong_keys: WrongKeyLimit,
    /// Password hashing takes a core for 20 ms: a flood of sign-ins queues here and leaves the other core to readers.
    pub hashing: Semaphore,
    pub asking: Asking,
    /// Who is trusted to say when the logs were seen, whenever one is verified here.
    pub trusted: Trusted,
}

impl App {
    /// An application that signs nothing.
    pub fn new(db: Db, clock: Clock, policies: Arc<PolicySet>, public_url: String) -> Self {
        Self::signing(db, clock, policies, public_url, Signers::nowhere())
    }

    pub fn signing(
        db: Db,
        clock: Clock,
        policies: Arc<PolicySet>,
        public_url: String,
        signers: Signers,
    ) -> Self {
        Self(Arc::new(Parts {
            db,
            clock,
            policies,
            public_url,
            passed: PassedDays::default(),
            signers,
            sign_in: SignInLimit::default(),
            wrong_keys: WrongKeyLimit::default(),
            hashing: Semaphore::new(1),
            asking: Asking::default(),
            trusted: Trusted::default(),
        }))
    }

    /// The same with what the installation allows when recorders are asked. To be said before it is cloned.
    #[must_use]
    pub fn asking(mut self, asking: Asking) -> Self {
        if let Some(parts) = Arc::get_mut(&mut self.0) {
            parts.asking = asking;
        }
        self
    }

    /// The same with whom it trusts outside the house. To be said before it is cloned.
    #[must_use]
    pub fn trusting(mut self, trusted: Trusted) -> Self {
        if let Some(parts) = Arc::get_mut(&mut self.0) {
            parts.trusted = trusted;
        }
        self
    }

    /// Cookies may be marked `Secure` and carry the `__Host-` prefix.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

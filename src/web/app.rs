//! What every handler can reach.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use time::OffsetDateTime;
use tokio::sync::{Notify, Semaphore};

use crate::account::sso::ask::Discovered;
use crate::basemap::Basemap;
use crate::clock::Clock;
use crate::compliance::passed::PassedDays;
use crate::compliance::store::Counted;
use crate::db::Db;
use crate::law::PolicySet;
use crate::ledger::outside::bracket::Trusted;
use crate::ledger::signers::Signers;
use crate::recorder::ask::Asking;
use crate::reminder::mail::Mailer;
use crate::ruling::store::Kept;
use crate::texts::terms::Known;
use crate::web::health::Probe;
use crate::web::limit::{Doorway, SignInLimit, WrongKeyLimit};
use crate::web::proxy::Proxies;
use crate::web::works::Works;

/// Footage of a whole day from one camera, where nothing else is said.
pub const FOOTAGE_BYTES_MAX: u64 = 32 << 30;

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
    pub counted: Counted,
    /// What kommuner have decided about rules.
    pub decided: Kept,
    /// Who signs the logs.
    pub signers: Signers,
    pub sign_in: SignInLimit,
    pub wrong_keys: WrongKeyLimit,
    /// Where strangers wait for their turn to be shown the way in.
    pub doorway: Doorway,
    /// Password hashing takes a core for 20 ms: a flood of sign-ins queues here and leaves the other core to readers.
    pub hashing: Semaphore,
    pub asking: Asking,
    /// Where weaknesses are reported: `mailto:...` or an address.
    pub security_contact: Option<String>,
    /// The reverse proxies that say from where people come.
    pub proxies: Proxies,
    /// What providers of single sign-on said of themselves.
    pub discovered: Discovered,
    /// Who is trusted to say when the logs were seen, whenever one is verified here.
    pub trusted: Trusted,
    /// Most footage that is taken to be hashed in one go.
    pub footage_bytes_max: u64,
    /// What maps are drawn on, if anything.
    pub basemap: Option<Basemap>,
    pub timetable: Running,
    pub probe: Probe,
    /// Sends the links of those who are invited, where mail is sent.
    pub mailer: Option<Mailer>,
    /// The words that kommuner use instead of ours.
    pub words: Known,
    /// Long work that goes on when whoever asked for it leaves the page.
    pub works: Works,
}

/// The timetable of this replica, if it has one.
#[derive(Debug, Default)]
pub struct Running {
    since: OnceLock<OffsetDateTime>,
    asked: Notify,
}

impl Running {
    /// The timetable has started.
    pub fn begin(&self, now: OffsetDateTime) {
        self.since.get_or_init(|| now);
    }

    pub fn since(&self) -> Option<OffsetDateTime> {
        self.since.get().copied()
    }

    /// Somebody has asked for a run: the timetable need not wait for its next tick.
    pub fn wake(&self) {
        self.asked.notify_one();
    }

    /// Waits until somebody asks for a run here.
    pub async fn asked(&self) {
        self.asked.notified().await;
    }
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
            counted: Counted::default(),
            decided: Kept::default(),
            signers,
            sign_in: SignInLimit::default(),
            wrong_keys: WrongKeyLimit::default(),
            doorway: Doorway::default(),
            hashing: Semaphore::new(1),
            asking: Asking::default(),
            security_contact: None,
            proxies: Proxies::default(),
            discovered: Discovered::default(),
            trusted: Trusted::default(),
            footage_bytes_max: FOOTAGE_BYTES_MAX,
            basemap: None,
            timetable: Running::default(),
            probe: Probe::default(),
            mailer: None,
            words: Known::default(),
            works: Works::default(),
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

    /// The same with where weaknesses are reported. To be said before it is cloned.
    #[must_use]
    pub fn reached_at(mut self, contact: Option<String>) -> Self {
        if let Some(parts) = Arc::get_mut(&mut self.0) {
            parts.security_contact = contact;
        }
        self
    }

    /// The same behind reverse proxies. To be said before it is cloned.
    #[must_use]
    pub fn behind(mut self, proxies: &[IpAddr]) -> Self {
        if let Some(parts) = Arc::get_mut(&mut self.0) {
            parts.proxies = proxies.into();
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

    /// The same with a limit to the footage that is sent to be hashed. To be said before it is cloned.
    #[must_use]
    pub fn taking_footage(mut self, bytes_max: u64) -> Self {
        if let Some(parts) = Arc::get_mut(&mut self.0) {
            parts.footage_bytes_max = bytes_max;
        }
        self
    }

    /// The same with what maps are drawn on. To be said before it is cloned.
    #[must_use]
    pub fn drawing_on(mut self, basemap: Option<Basemap>) -> Self {
        if let Some(parts) = Arc::get_mut(&mut self.0) {
            parts.basemap = basemap;
        }
        self
    }

    /// The same with a mail server. To be said before it is cloned.
    #[must_use]
    pub fn mailing(mut self, mailer: Option<Mailer>) -> Self {
        if let Some(parts) = Arc::get_mut(&mut self.0) {
            parts.mailer = mailer;
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

//! Who was seen at a page, told to the layer around it: what was refused is written down, and what a reviewer has read.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use axum::http::{Method, StatusCode};
use sea_orm::DbErr;

use crate::account::Role;
use crate::disclosure::trace::{Act, Deed, store};
use crate::organisation::KommunId;
use crate::web::App;
use crate::web::around::Around;
use crate::web::view::Shell;

/// Longest address of a page that is written down.
const LONGEST: usize = 200;

/// Filled in by the actor of a request while it is answered.
#[derive(Debug, Clone, Default)]
pub struct Seen(Arc<OnceLock<(KommunId, Arc<Around>, IpAddr)>>);

impl Seen {
    pub fn is(&self, kommun: KommunId, around: &Arc<Around>, address: IpAddr) {
        self.0.get_or_init(|| (kommun, Arc::clone(around), address));
    }

    /// What stands around a page that says why there is none: whoever is signed in still is.
    pub fn shell(&self, public: Shell) -> Shell {
        match self.0.get() {
            Some((_, around, _)) => around.shell(public),
            None => public,
        }
    }

    /// Writes down that the person was refused, or, of somebody who only reviews, that the page was read.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tell(
        &self,
        app: &App,
        method: &Method,
        path: &str,
        status: StatusCode,
    ) -> Result<(), DbErr> {
        let Some((kommun, around, address)) = self.0.get() else {
            return Ok(());
        };
        let account = &around.account;
        let reviews = account
            .grants
            .iter()
            .all(|grant| grant.role == Role::Auditor);
        let act = if status == StatusCode::FORBIDDEN {
            Act::Refused
        } else if reviews && method == Method::GET && status.is_success() {
            Act::AuditorRead
        } else {
            return Ok(());
        };
        let path: String = path.chars().take(LONGEST).collect();
        let deed = Deed::of(act)
            .detail(format!("{method} {path}"))
            .from(*address);
        let tx = app.db.begin_write_together().await?;
        store::note(&*tx, *kommun, account, &deed, app.clock.now()).await?;
        tx.commit().await
    }
}

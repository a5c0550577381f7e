//! Someone who is signed in: the only way a page gets at a kommun's records.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde::Deserialize;
use time::{Date, OffsetDateTime};
use tower_sessions::Session;

use crate::account::{self, Account, AccountId, Permission, auditor};
use crate::boundary;
use crate::compliance::Viewpoint;
use crate::law::{PolicySet, Ruling};
use crate::ledger;
use crate::organisation::{self, KommunId, UnitId};
use crate::register::Author;
use crate::reminder;
use crate::ruling;
use crate::texts::Loc;
use crate::web::around::Around;
use crate::web::notice::Notices;
use crate::web::seen::Seen;
use crate::web::view::Shell;
use crate::web::visitor::{self, Visitor};
use crate::web::{App, PageError};

pub use crate::account::session::{IDLE, LONGEST, SEEN, SIGNED_IN};

/// What a session remembers of who signed in.
#[derive(Debug, Clone, serde::Serialize, Deserialize)]
pub struct SignedIn {
    pub account: i64,
    pub kommun: i64,
    /// Who said who it is, when it was not a password.
    #[serde(default)]
    pub provider: Option<i64>,
    /// When, in seconds since 1970.
    #[serde(default)]
    pub at: i64,
    /// From which address, and with what browser: the person sees both among their sessions.
    #[serde(default)]
    pub address: String,
    #[serde(default)]
    pub agent: String,
    /// Nothing else opens before a second factor is there.
    #[serde(default)]
    pub enrol: bool,
}

/// A signed-in person in their kommun, on the day the page is asked about.
#[derive(Debug, Clone)]
pub struct Actor {
    pub kommun: KommunId,
    pub kommun_name: String,
    pub account: Account,
    pub l: Loc,
    pub now: OffsetDateTime,
    pub today: Date,
    /// The day that the page shows, when it is another than today (`?per=2025-03-31`).
    pub per: Option<Date>,
    /// What the register knew on the day, and not what is recorded today about it (`kand=da`). Never of today.
    pub known_then: bool,
    /// The rules as the kommun has them today.
    pub rules: Arc<PolicySet>,
    /// What the kommun has decided about rules, in the order in which it did.
    pub rulings: Arc<[Ruling]>,
    /// From where the person asks.
    pub address: IpAddr,
    notices: Notices,
    /// SHA-256 of the boundary of the kommun, in hexadecimal, if it has one.
    pub boundary: Option<String>,
    visitor: Visitor,
    around: Arc<Around>,
}

impl Actor {
    /// The day to judge by: the one asked about, else today.
    pub fn as_of(&self) -> Date {
        self.per.unwrap_or(self.today)
    }

    /// The rules as the kommun had them on the day asked about.
    pub fn rules_then(&self, app: &App) -> Arc<PolicySet> {
        if self.as_of() == self.today {
            Arc::clone(&self.rules)
        } else {
            ruling::ruled(&app.policies, &self.rulings, self.as_of())
        }
    }

    /// From where the page looks at the register: the whole kommun, on the day asked about.
    pub fn viewpoint(&self, app: &App) -> Viewpoint {
        Viewpoint {
            kommun: self.kommun,
            unit: None,
            today: self.today,
            as_of: self.as_of(),
            known_then: self.known_then,
            rules: self.rules_then(app),
        }
    }

    /// Who the history will name.
    pub fn author(&self) -> Author {
        Author {
            kommun: self.kommun,
            account: Some(self.account.id.0),
            name: self.account.name.clone(),
        }
    }

    /// # Errors
    /// [`PageError::Forbidden`] unless a role of the person allows it in the unit (`None`: in the whole kommun).
    pub fn require(&self, permission: Permission, unit: Option<UnitId>) -> Result<(), PageError> {
        if self.account.may(permission, unit) {
            Ok(())
        } else {
            Err(PageError::Forbidden)
        }
    }

    /// # Errors
    /// [`PageError::Forbidden`] unless a role of the person allows it somewhere.
    pub fn require_somewhere(&self, permission: Permission) -> Result<(), PageError> {
        if self.account.may_somewhere(permission) {
            Ok(())
        } else {
            Err(PageError::Forbidden)
        }
    }

    /// Path and query of what was asked for, without the language.
    pub fn asked_for(&self) -> &str {
        &self.visitor.path
    }

    /// In how many seconds the session ends when no page is asked for.
    pub fn stays(&self) -> i64 {
        self.around.stays
    }

    /// What stands around every page of this person.
    pub fn shell(&self, app: &App) -> Shell {
        let mut shell = self.around.shell(self.visitor.shell(app));
        shell.boundary = self.boundary.as_deref().map(boundary::web::drawn_at);
        shell.as_of = self.per.filter(|per| *per != self.today);
        shell.known_then = self.known_then;
        shell.notice = self.notices.take();
        shell
    }
}

#[derive(Deserialize)]
struct Per {
    per: Option<String>,
    kand: Option<String>,
}

impl FromRequestParts<App> for Actor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let Ok(visitor) = Visitor::from_request_parts(parts, app).await;
        let sign_in = || PageError::SignIn {
            to: sign_in_path(&visitor),
        };
        let (session, signed_in) = session_of(parts, app, &visitor).await?;
        let kommun = KommunId::acting_for(signed_in.kommun);
        let db = app.db.read();
        let account = account::store::find(db, kommun, AccountId(signed_in.account))
            .await?
            .ok_or_else(sign_in)?;
        let account = auditor::store::still(db, kommun, account, app.clock.today())
            .await?
            .ok_or_else(sign_in)?;
        let kommun = kommun.seen_with(account.sight());
        let (now, today) = (app.clock.now(), app.clock.today());
        let questions = [
            ruling::store::counted(kommun),
            reminder::store::waiting(kommun, account.id, today),
            ledger::verification::store::found_tampering(kommun),
        ];
        let (kommun_record, [ruled, waiting, tampered]) =
            organisation::store::kommun_and(db, kommun, questions)
                .await?
                .ok_or_else(sign_in)?;
        let told = account.may_somewhere(Permission::ReadNotices);
        let waiting = u32::try_from(waiting).unwrap_or(u32::MAX) * u32::from(told);
        let log_broken = tampered > 0 && account.may_somewhere(Permission::ReadLedger);
        let by_law = (&app.policies, today);
        let decided = app.decided.decided(db, kommun, ruled, by_law).await?;
        let address = visitor::address(parts);
        let around = Arc::new(Around {
            l: visitor.l.saying(&app.words, &kommun_record.terms),
            kommun: kommun_record.name.clone(),
            account: account.clone(),
            waiting,
            log_broken,
            look: kommun_record.look,
            stays: stay(&session, now, signed_in.at).await?,
        });
        if let Some(seen) = parts.extensions.get::<Seen>() {
            seen.is(kommun, &around, address);
        }
        let (per, known_then) = day_asked_about(parts)?;
        Ok(Self {
            kommun,
            kommun_name: kommun_record.name,
            account,
            address,
            l: around.l,
            now,
            today,
            known_then: known_then && per.is_some_and(|day| day < today),
            per,
            rules: decided.rules,
            rulings: decided.rulings,
            notices: Notices::from_request_parts(parts, app).await?,
            boundary: kommun_record.boundary,
            visitor,
            around,
        })
    }
}

/// The session of the request, and who signed in with it. Before a second factor is there, nothing else opens.
async fn session_of(
    parts: &Parts,
    app: &App,
    visitor: &Visitor,
) -> Result<(Session, SignedIn), PageError> {
    let sign_in = || PageError::SignIn {
        to: sign_in_path(visitor),
    };
    let session = parts.extensions.get::<Session>().cloned();
    let session = session.ok_or_else(sign_in)?;
    let signed_in = signed_in(&session, app.clock.now())
        .await?
        .ok_or_else(sign_in)?;
    if signed_in.enrol && !parts.uri.path().starts_with("/konto") {
        let to = visitor.l.path(account::second::form::KEPT_AT);
        return Err(PageError::SignIn { to });
    }
    Ok((session, signed_in))
}

/// Where to sign in, and where to go afterwards.
fn sign_in_path(visitor: &Visitor) -> String {
    let back = serde_urlencoded::to_string([("till", &visitor.path)]).unwrap_or_default();
    visitor.l.path(&format!("/logga-in?{back}"))
}

/// Who is signed in with a session, if anybody still is.
///
/// # Errors
/// When the session cannot be read.
pub async fn signed_in(
    session: &Session,
    now: OffsetDateTime,
) -> Result<Option<SignedIn>, PageError> {
    let Some(signed_in) = session.get::<SignedIn>(SIGNED_IN).await? else {
        return Ok(None);
    };
    let now = now.unix_timestamp();
    let seen: i64 = session.get(SEEN).await?.unwrap_or_default();
    let idle = now - seen.max(signed_in.at) > IDLE.whole_seconds();
    // However busy a session is: nobody is the same person at the keyboard for longer.
    let long = now - signed_in.at > LONGEST.whole_seconds();
    Ok(Some(signed_in).filter(|_| !idle && !long))
}

/// Moves the end of the session on, at most once an hour: a page that is only read writes nothing. Tells in how many seconds
/// it ends when no other page is asked for.
async fn stay(session: &Session, now: OffsetDateTime, at: i64) -> Result<i64, PageError> {
    let now = now.unix_timestamp();
    let hour = now / 3600 * 3600;
    session.insert(SEEN, hour).await?;
    let idle = hour.max(at) + IDLE.whole_seconds();
    Ok(idle.min(at + LONGEST.whole_seconds()) - now)
}

/// The day, and whether what was known then is asked for.
fn day_asked_about(parts: &Parts) -> Result<(Option<Date>, bool), PageError> {
    let Ok(Query(Per { per, kand })) = Query::<Per>::try_from_uri(&parts.uri) else {
        return Ok((None, false));
    };
    let Some(text) = per.filter(|text| !text.is_empty()) else {
        return Ok((None, false));
    };
    let day = crate::web::form::parse_date(&text);
    let known_then = kand.as_deref() == Some("da");
    day.map(|day| (Some(day), known_then))
        .ok_or(PageError::NoSuchDay)
}

//! The other system that asks: the only way an operation of the API gets at a kommun's records.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use time::{Date, OffsetDateTime};

use super::{Problem, problem};
use crate::account::{self, Account, Sight, auditor};
use crate::compliance::Viewpoint;
use crate::db::record;
use crate::organisation::KommunId;
use crate::ruling;
use crate::texts::{Loc, Message};
use crate::token::{Scope, Token, TokenState, secret, store};
use crate::web::{App, visitor};

/// A system with a key that can be used, in the kommun that made it. A cookie makes nobody a caller.
#[derive(Debug, Clone)]
pub struct Caller {
    pub kommun: KommunId,
    pub token: Token,
    /// Whose key it is, with that person's roles of today.
    pub person: Option<Account>,
    /// From which address.
    pub address: IpAddr,
    pub l: Loc,
    pub now: OffsetDateTime,
    pub today: Date,
}

impl Caller {
    /// # Errors
    /// Unless the key is for it.
    pub fn require(&self, scope: Scope) -> Result<(), Problem> {
        // A key never opens more than the person behind it may do now.
        let still = scope.needs().is_none_or(|needed| {
            let person = self.person.as_ref();
            person.is_some_and(|person| person.may_somewhere(needed))
        });
        if self.token.may(scope) && still {
            return Ok(());
        }
        let message = Message::new("api-key-scope").with("scope", self.l.code(scope));
        Err(Problem::new(StatusCode::FORBIDDEN, message))
    }

    /// From where the caller looks at the register: today when no day is asked about.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn viewpoint(
        &self,
        app: &App,
        as_of: Option<Date>,
        known_then: bool,
    ) -> Result<Viewpoint, Problem> {
        let as_of = as_of.unwrap_or(self.today);
        let db = app.db.read();
        Ok(Viewpoint {
            kommun: self.kommun,
            unit: self.token.unit,
            today: self.today,
            as_of,
            known_then: known_then && as_of < self.today,
            rules: ruling::store::rules(db, self.kommun, &app.policies, as_of).await?,
        })
    }
}

/// A key as it was sent, and from where.
#[derive(Debug)]
pub struct SentKey {
    /// What stands after `Authorization: Bearer`.
    pub key: String,
    address: IpAddr,
}

impl SentKey {
    /// # Errors
    /// When no key was sent.
    pub fn of(parts: &Parts) -> Result<Self, Problem> {
        let sent = parts.headers.get(header::AUTHORIZATION);
        let sent = sent.and_then(|sent| sent.to_str().ok()?.split_once(' '));
        let key = sent.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let (_, key) = key.ok_or_else(Problem::no_key)?;
        Ok(Self {
            key: key.trim().to_owned(),
            address: visitor::address(parts),
        })
    }

    /// It opens nothing. An address that sends many such is asked to wait.
    pub fn refuse(&self, app: &App, text_id: &'static str) -> Problem {
        if app.wrong_keys.allows(self.address) {
            Problem::wrong_key(text_id)
        } else {
            Problem::too_many()
        }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let sent = SentKey::of(parts)?;
        let (now, today) = (app.clock.now(), app.clock.today());
        let db = app.db.read();
        let Some(owner) = store::owner(db, &secret::digest(&sent.key)).await? else {
            return Err(sent.refuse(app, "api-key-unknown"));
        };
        let kommun = KommunId::acting_for(owner.kommun);
        let token = record::find::<Token>(db, kommun, owner.token).await?;
        let Some(token) = token.filter(|token| token.data.state(today) == TokenState::Valid) else {
            return Err(sent.refuse(app, "api-key-unknown"));
        };
        let mut person = match token.data.owner {
            Some(id) => account::store::find(db, kommun, id).await?,
            None => None,
        };
        if let Some(known) = person {
            person = auditor::store::still(db, kommun, known, today).await?;
        }
        // A key of a person sees what the person sees; one of the kommun nothing that is secret.
        let sight = person.as_ref().map_or(Sight::OPEN, Account::sight);
        let kommun = kommun.seen_with(sight);
        store::note_use(&app.db, &owner, now).await?;
        Ok(Self {
            kommun,
            token: token.data,
            person,
            address: sent.address,
            l: problem::language(&parts.extensions),
            now,
            today,
        })
    }
}

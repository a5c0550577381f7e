//! What another system has recorded: in the name of the person behind its key, and once for each key that it chose, however
//! often it is sent.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::problem::Fault;
use super::{Caller, Problem};
use crate::account::Account;
use crate::code::Code;
use crate::compliance::store::Judgement;
use crate::db::is_taken;
use crate::db::record::{self, Record, Stored};
use crate::register::{Author, Change};
use crate::ruling;
use crate::site::{Site, SiteId};
use crate::texts::Message;
use crate::token::Scope;
use crate::token::store::{Before, Sent, before, remember};
use crate::web::App;
use crate::web::form::Errors;

pub const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Longest key that a system may choose.
const LONGEST_KEY: usize = 255;

impl Caller {
    /// The person behind the key, who may do now what the key is for.
    ///
    /// # Errors
    /// Unless the key is for it.
    pub fn person_for(&self, scope: Scope) -> Result<&Account, Problem> {
        self.require(scope)?;
        self.person.as_ref().ok_or_else(Problem::not_found)
    }

    /// The system in words, as a trace and a history tell of it.
    pub fn system(&self) -> String {
        self.l.ta("trace-by-key", "name", &self.token.name)
    }

    /// Who changes the register: the person, through the system.
    fn author(&self, person: &Account) -> Author {
        Author {
            kommun: self.kommun,
            account: Some(person.id.0),
            name: format!("{} ({})", person.name, self.system()),
        }
    }

    /// The key that the system chose, apart from those of every other system and of the pages.
    ///
    /// # Errors
    /// When it chose none.
    pub fn request_key(&self, headers: &HeaderMap) -> Result<String, Problem> {
        let sent = headers.get(IDEMPOTENCY_KEY);
        let sent = sent.and_then(|sent| sent.to_str().ok()).unwrap_or_default();
        if sent.is_empty() || sent.len() > LONGEST_KEY {
            let message = Message::new("api-key-idempotency");
            return Err(Problem::parameter("Idempotency-Key", message, Vec::new()));
        }
        let whose = self.token.owner.map_or(0, |owner| owner.0);
        let mine = format!("api\n{whose}\n{}\n{sent}", self.token.name);
        Ok(crate::hex(&Sha256::digest(mine)))
    }

    /// In whose name something is to be recorded, by which key, and what.
    ///
    /// # Errors
    /// Unless the system's key is for it, it chose a key and the body is what the document describes.
    pub fn to_record<T>(
        &self,
        scope: Scope,
        headers: &HeaderMap,
        body: Result<Json<T>, JsonRejection>,
    ) -> Result<(&Account, String, T), Problem> {
        let person = self.person_for(scope)?;
        let key = self.request_key(headers)?;
        Ok((person, key, self::body(body)?))
    }

    /// A site that the caller sees; every other is as unknown as any number.
    ///
    /// # Errors
    /// 404 when there is none.
    pub async fn site(&self, app: &App, id: SiteId) -> Result<Stored<Site>, Problem> {
        let found = record::find::<Site>(app.db.read(), self.kommun, id).await?;
        found.ok_or_else(Problem::not_found)
    }

    /// What is wrong in what was sent, field by field.
    pub fn wrong(&self, text_id: &'static str, errors: &Errors) -> Problem {
        let faults = errors.iter().map(|error| Fault {
            field: error.field.clone(),
            detail: self.l.message(&error.message),
        });
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, Message::new(text_id))
            .with_faults(faults.collect())
    }

    /// Registers a record, once for each key: its id, and whether it is new.
    ///
    /// # Errors
    /// When something else was registered with the key, or the database refuses: then nothing has happened.
    pub async fn insert<R: Record>(
        &self,
        app: &App,
        person: &Account,
        key: &str,
        record: &R,
    ) -> Result<(R::Id, bool), Problem> {
        let sent = Sent {
            request_key: key.to_owned(),
            kind: R::KIND,
            sha256: digest(record)?,
        };
        if let Some(id) = self.known::<R>(app, &sent).await? {
            return Ok((id, false));
        }
        let author = self.author(person);
        let db = app.db.read();
        let rules = ruling::store::rules(db, self.kommun, &app.policies, self.today).await?;
        let by = Judgement {
            policies: &rules,
            today: self.today,
        };
        let mut change = Change::begin(&app.db, &author, self.now, by).await?;
        let id = change.insert(record).await?;
        let noted = remember(&**change.tx(), self.kommun, &sent, id.into(), self.now).await;
        match noted {
            Err(error) if is_taken(&error) => {
                // The same was sent twice at once: this one has not happened.
                drop(change);
                let id = self.known::<R>(app, &sent).await?;
                id.map(|id| (id, false)).ok_or_else(Problem::not_found)
            }
            Err(error) => Err(error.into()),
            Ok(()) => {
                change.commit().await?;
                Ok((id, true))
            }
        }
    }

    /// Replaces a record, unless someone else was faster.
    ///
    /// # Errors
    /// When someone else was, or the database refuses: then nothing has happened.
    pub async fn replace<R: Record>(
        &self,
        app: &App,
        person: &Account,
        before: &Stored<R>,
        after: &R,
    ) -> Result<(), Problem> {
        let author = self.author(person);
        let db = app.db.read();
        let rules = ruling::store::rules(db, self.kommun, &app.policies, self.today).await?;
        let by = Judgement {
            policies: &rules,
            today: self.today,
        };
        let mut change = Change::begin(&app.db, &author, self.now, by).await?;
        change.update(before, after).await?;
        change.commit().await?;
        Ok(())
    }

    /// What was registered with the key before, if it was the same.
    async fn known<R: Record>(&self, app: &App, sent: &Sent) -> Result<Option<R::Id>, Problem> {
        match before(app.db.read(), self.kommun, sent).await? {
            Before::Nothing => Ok(None),
            Before::Same(id) => Ok(Some(R::Id::from(id))),
            Before::Another => Err(reused()),
        }
    }
}

/// Something else was recorded with the same key.
pub fn reused() -> Problem {
    let message = Message::new("api-key-reused");
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, message)
}

/// The body that was sent.
///
/// # Errors
/// When it is not what the document describes.
pub fn body<T>(sent: Result<Json<T>, JsonRejection>) -> Result<T, Problem> {
    let unreadable = |rejection: JsonRejection| {
        let message = Message::new("api-body").with("why", rejection.body_text());
        Problem::new(StatusCode::BAD_REQUEST, message)
    };
    Ok(sent.map_err(unreadable)?.0)
}

/// 201 for what is new and 200 for what was recorded before.
pub const fn status(new: bool) -> StatusCode {
    if new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    }
}

fn digest<R: Record + Serialize>(record: &R) -> Result<String, Problem> {
    let text = serde_json::to_string(record).map_err(|error| Problem::internal(&error))?;
    let told = format!("{}\n{text}", R::KIND.code());
    Ok(crate::hex(&Sha256::digest(told)))
}

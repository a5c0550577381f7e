//! Keys in the database: what is recorded about them, and, apart from it, their digests and when they were last used.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use time::{Duration, OffsetDateTime};

use super::{Token, TokenId};
use crate::code::Code;
use crate::db::Db;
use crate::db::record::{Record, record_entity};
use crate::organisation::KommunId;
use crate::register::RecordKind;

/// A use is written down at most this often: who only reads writes nothing.
const NOTED: Duration = Duration::hours(1);

record_entity!("api_token" { unit_id: Option<i64> });

impl Record for Token {
    type Id = TokenId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Token;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.unit_id = Set(self.unit.map(i64::from));
    }
}

mod key {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "api_token_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_id: i64,
        pub kommun_id: i64,
        pub sha256: String,
        pub last_used_at: Option<TimeDateTimeWithTimeZone>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod request {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "api_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub request_key: String,
        pub kommun_id: i64,
        pub kind: String,
        pub record_id: i64,
        pub sha256: String,
        pub recorded_at: TimeDateTimeWithTimeZone,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a system wants registered, under a key that it chose (made unreadable, and apart from every other system's).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub request_key: String,
    pub kind: RecordKind,
    /// SHA-256 of the record that was made of it.
    pub sha256: String,
}

/// What came of the same key before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    Nothing,
    /// The same was registered, as the record with this id.
    Same(i64),
    Another,
}

/// Whose key it is that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// The number of the kommun.
    pub kommun: i64,
    pub token: TokenId,
    pub last_used_at: Option<OffsetDateTime>,
}

impl Owner {
    fn is_noted(&self, now: OffsetDateTime) -> bool {
        self.last_used_at.is_some_and(|last| now - last < NOTED)
    }
}

/// Keeps the digest of a new key.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    token: TokenId,
    digest: &str,
) -> Result<(), DbErr> {
    let row = key::ActiveModel {
        token_id: Set(token.0),
        kommun_id: Set(kommun.number()),
        sha256: Set(digest.to_owned()),
        last_used_at: Set(None),
    };
    key::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Whose key has the digest, also when it can no longer be used.
///
/// # Errors
/// When the database does not answer.
pub async fn owner(db: &impl ConnectionTrait, digest: &str) -> Result<Option<Owner>, DbErr> {
    let row = key::Entity::find()
        .filter(key::Column::Sha256.eq(digest))
        .one(db)
        .await?;
    Ok(row.map(|row| Owner {
        kommun: row.kommun_id,
        token: TokenId(row.token_id),
        last_used_at: row.last_used_at,
    }))
}

/// Notes that a key is used now, unless that was noted within the hour.
///
/// # Errors
/// When the database does not answer.
pub async fn note_use(db: &Db, owner: &Owner, now: OffsetDateTime) -> Result<(), DbErr> {
    if owner.is_noted(now) {
        return Ok(());
    }
    let tx = db.begin_write().await?;
    key::Entity::update_many()
        .col_expr(key::Column::LastUsedAt, Expr::value(now))
        .filter(key::Column::TokenId.eq(owner.token.0))
        .filter(key::Column::KommunId.eq(owner.kommun))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// Notes what was registered for a system, in the transaction that registers it. The key is unique
/// ([`crate::db::is_taken`]).
///
/// # Errors
/// When the database does not answer, or something has been registered with the key.
pub async fn remember(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sent: &Sent,
    record: i64,
    at: OffsetDateTime,
) -> Result<(), DbErr> {
    let row = request::ActiveModel {
        request_key: Set(sent.request_key.clone()),
        kommun_id: Set(kommun.number()),
        kind: Set(sent.kind.code().to_owned()),
        record_id: Set(record),
        sha256: Set(sent.sha256.clone()),
        recorded_at: Set(at),
    };
    request::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// What came of the key when it was sent before.
///
/// # Errors
/// When the database does not answer.
pub async fn before(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sent: &Sent,
) -> Result<Before, DbErr> {
    let row = request::Entity::find()
        .filter(request::Column::KommunId.eq(kommun.number()))
        .filter(request::Column::RequestKey.eq(sent.request_key.as_str()))
        .one(db)
        .await?;
    Ok(match row {
        None => Before::Nothing,
        Some(row) if row.kind == sent.kind.code() && row.sha256 == sent.sha256 => {
            Before::Same(row.record_id)
        }
        Some(_) => Before::Another,
    })
}

/// When the keys of the kommun were last used; those that never were are not among them.
///
/// # Errors
/// When the database does not answer.
pub async fn last_used(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<HashMap<TokenId, OffsetDateTime>, DbErr> {
    let rows = of(kommun).all(db).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((TokenId(row.token_id), row.last_used_at?)))
        .collect())
}

fn of(kommun: KommunId) -> Select<key::Entity> {
    key::Entity::find().filter(key::Column::KommunId.eq(kommun.number()))
}

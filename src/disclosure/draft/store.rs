//! Drafts in the database. One that has ended keeps who and when, and nothing that was typed.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, QueryTrait};
use time::OffsetDateTime;

use super::{Draft, DraftId, Typed};
use crate::account::{Account, AccountId};
use crate::db::seen;
use crate::organisation::KommunId;
use crate::site::SiteId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "disclosure_draft")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub version: i32,
        pub site_id: i64,
        pub holder_id: i64,
        pub holder: String,
        pub request_key: String,
        pub begun_at: TimeDateTimeWithTimeZone,
        pub saved_at: TimeDateTimeWithTimeZone,
        pub ended: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How a draft ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Recorded,
    Discarded,
    /// Nobody went on with it, and whoever held it was told in time.
    Expired,
}

impl End {
    const fn code(self) -> &'static str {
        match self {
            Self::Recorded => "registrerat",
            Self::Discarded => "kasserat",
            Self::Expired => "utgatt",
        }
    }
}

/// Begins a draft. The caller has seen that no other has the request key.
///
/// # Errors
/// When the database does not answer, or somebody else begins one with the same key.
pub async fn begin(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    site: SiteId,
    holder: &Account,
    (typed, request_key): (&Typed, &str),
    at: OffsetDateTime,
) -> Result<DraftId, DbErr> {
    let row = entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        version: Set(1),
        site_id: Set(site.0),
        holder_id: Set(holder.id.0),
        holder: Set(holder.name.clone()),
        request_key: Set(request_key.to_owned()),
        begun_at: Set(at),
        saved_at: Set(at),
        ended: Set(String::new()),
        body: Set(body(typed)?),
        ..Default::default()
    };
    let done = entity::Entity::insert(row).exec(tx).await?;
    Ok(DraftId(done.last_insert_id))
}

/// Keeps what has been typed, and whose draft it is from now on. `false` when someone else has changed it.
///
/// # Errors
/// When the database does not answer.
pub async fn save(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    draft: &Draft,
    holder: &Account,
    typed: &Typed,
    at: OffsetDateTime,
) -> Result<bool, DbErr> {
    let changed = entity::ActiveModel {
        version: Set(draft.version.saturating_add(1)),
        holder_id: Set(holder.id.0),
        holder: Set(holder.name.clone()),
        saved_at: Set(at),
        body: Set(body(typed)?),
        ..Default::default()
    };
    change(tx, kommun, draft, changed).await
}

/// Ends a draft: what was typed is gone. `false` when someone else has changed it.
///
/// # Errors
/// When the database does not answer.
pub async fn end(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    draft: &Draft,
    end: End,
    at: OffsetDateTime,
) -> Result<bool, DbErr> {
    let changed = entity::ActiveModel {
        version: Set(draft.version.saturating_add(1)),
        saved_at: Set(at),
        ended: Set(end.code().to_owned()),
        body: Set(String::new()),
        ..Default::default()
    };
    change(tx, kommun, draft, changed).await
}

async fn change(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    draft: &Draft,
    changed: entity::ActiveModel,
) -> Result<bool, DbErr> {
    let done = entity::Entity::update_many()
        .set(changed)
        .filter(entity::Column::KommunId.eq(kommun.number()))
        .filter(entity::Column::Id.eq(draft.id.0))
        .filter(entity::Column::Version.eq(draft.version))
        .filter(entity::Column::Ended.eq(""))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A draft that is worked on; `None` also when it has ended or is another kommun's.
///
/// # Errors
/// When the database does not answer or the draft cannot be read.
pub async fn find(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: DraftId,
) -> Result<Option<Draft>, DbErr> {
    let row = of(kommun)
        .filter(entity::Column::Id.eq(id.0))
        .one(db)
        .await?;
    row.map(open).transpose()
}

/// The draft that a form belongs to, if one is kept.
///
/// # Errors
/// As [`find`].
pub async fn by_key(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    request_key: &str,
) -> Result<Option<Draft>, DbErr> {
    let row = of(kommun)
        .filter(entity::Column::RequestKey.eq(request_key))
        .one(db)
        .await?;
    row.map(open).transpose()
}

/// How many there are with a request key: a question to be asked together with others.
pub fn counted(kommun: KommunId, request_key: &str) -> SelectStatement {
    of(kommun)
        .filter(entity::Column::RequestKey.eq(request_key))
        .select_only()
        .column_as(entity::Column::Id.count(), "drafts")
        .into_query()
}

/// The request key of a draft, also of one that has ended.
///
/// # Errors
/// When the database does not answer.
pub async fn key_of(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: DraftId,
) -> Result<Option<String>, DbErr> {
    let row = entity::Entity::find()
        .filter(entity::Column::KommunId.eq(kommun.number()))
        .filter(entity::Column::Id.eq(id.0))
        .one(db)
        .await?;
    Ok(row.map(|row| row.request_key))
}

/// The drafts that are worked on, the latest saved first.
///
/// # Errors
/// As [`find`].
pub async fn under_way(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    limit: u64,
) -> Result<Vec<Draft>, DbErr> {
    let rows = of(kommun)
        .order_by_desc(entity::Column::SavedAt)
        .order_by_desc(entity::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(open).collect()
}

fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find()
        .filter(entity::Column::KommunId.eq(kommun.number()))
        .filter(entity::Column::Ended.eq(""))
        .filter(seen::at_sites(kommun, Expr::col("site_id")))
}

fn body(typed: &Typed) -> Result<String, DbErr> {
    serde_json::to_string(typed).map_err(|error| DbErr::Type(error.to_string()))
}

fn open(row: entity::Model) -> Result<Draft, DbErr> {
    let typed = serde_json::from_str(&row.body)
        .map_err(|error| DbErr::Type(format!("draft {} cannot be read: {error}", row.id)))?;
    Ok(Draft {
        typed,
        id: DraftId(row.id),
        version: row.version,
        site: SiteId(row.site_id),
        holder: AccountId(row.holder_id),
        holder_name: row.holder,
        request_key: row.request_key,
        begun_at: row.begun_at,
        saved_at: row.saved_at,
    })
}

//! Uploaded lists between the preview and the import: any replica can answer the next request. The file itself is
//! removed when it has been imported, and after a day in any case.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{FromQueryResult, QueryOrder, QuerySelect};
use time::{Duration, OffsetDateTime};

use crate::import::columns::Mapping;
use crate::import::outcome::Outcome;
use crate::organisation::KommunId;

/// An upload that nobody has confirmed is removed after this.
const KEPT_FOR: Duration = Duration::hours(24);

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_upload")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub account_id: i64,
        pub file_name: String,
        pub content: Option<Vec<u8>>,
        #[sea_orm(column_type = "Text")]
        pub mapping: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub outcome: Option<String>,
        pub created_at: TimeDateTimeWithTimeZone,
        pub begun_at: Option<TimeDateTimeWithTimeZone>,
        pub failed_at: Option<TimeDateTimeWithTimeZone>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A list that someone has uploaded.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    pub id: i64,
    pub file_name: String,
    pub mapping: Mapping,
    pub state: State,
    /// When somebody last asked for it to be written into the register.
    pub begun_at: Option<OffsetDateTime>,
    /// It was tried, and nothing was written.
    pub failed: bool,
}

/// What a person sees of the lists that they have uploaded.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Listed {
    pub id: i64,
    pub file_name: String,
    pub created_at: OffsetDateTime,
    pub begun_at: Option<OffsetDateTime>,
    pub failed_at: Option<OffsetDateTime>,
    pub imported: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum State {
    Waiting { content: Vec<u8> },
    Imported(Outcome),
}

fn of(kommun: KommunId, account: i64) -> Select<entity::Entity> {
    entity::Entity::find()
        .filter(entity::Column::KommunId.eq(kommun.number()))
        .filter(entity::Column::AccountId.eq(account))
}

/// Keeps an upload, and removes those that are too old.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: i64,
    file_name: &str,
    content: Vec<u8>,
    mapping: &Mapping,
    now: OffsetDateTime,
) -> Result<i64, DbErr> {
    clean_up(db, now).await?;
    let row = entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        account_id: Set(account),
        file_name: Set(file_name.to_owned()),
        content: Set(Some(content)),
        mapping: Set(json(mapping)?),
        outcome: Set(None),
        created_at: Set(now),
        begun_at: Set(None),
        failed_at: Set(None),
        ..Default::default()
    };
    Ok(entity::Entity::insert(row).exec(db).await?.last_insert_id)
}

/// Removes uploads that nobody has finished in time, of whichever kommun; returns how many.
///
/// # Errors
/// When the database does not answer.
pub async fn clean_up(db: &impl ConnectionTrait, now: OffsetDateTime) -> Result<u64, DbErr> {
    let done = entity::Entity::delete_many()
        .filter(entity::Column::CreatedAt.lt(now - KEPT_FOR))
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// The upload, if it is of this kommun and this person and still there.
///
/// # Errors
/// When the database does not answer or what is stored cannot be read.
pub async fn find(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: i64,
    id: i64,
) -> Result<Option<Upload>, DbErr> {
    let row = of(kommun, account)
        .filter(entity::Column::Id.eq(id))
        .one(db)
        .await?;
    row.map(open).transpose().map(Option::flatten)
}

/// The person's uploads, the latest first, without what is in them.
///
/// # Errors
/// When the database does not answer.
pub async fn listed(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: i64,
) -> Result<Vec<Listed>, DbErr> {
    use entity::Column as C;
    of(kommun, account)
        .select_only()
        .columns([C::Id, C::FileName, C::CreatedAt, C::BegunAt, C::FailedAt])
        .column_as(C::Outcome.is_not_null(), "imported")
        .order_by_desc(C::Id)
        .into_model::<Listed>()
        .all(db)
        .await
}

/// Writes down that the list is about to be written into the register, or that this failed.
///
/// # Errors
/// When the database does not answer.
pub async fn tried(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: i64,
    id: i64,
    (begun, failed): (Option<OffsetDateTime>, Option<OffsetDateTime>),
) -> Result<(), DbErr> {
    update(kommun, account, id)
        .col_expr(entity::Column::BegunAt, Expr::value(begun))
        .col_expr(entity::Column::FailedAt, Expr::value(failed))
        .exec(db)
        .await?;
    Ok(())
}

/// Says how the list is to be read.
///
/// # Errors
/// When the database does not answer.
pub async fn remap(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: i64,
    id: i64,
    mapping: &Mapping,
) -> Result<(), DbErr> {
    let json = json(mapping)?;
    update(kommun, account, id)
        .col_expr(entity::Column::Mapping, Expr::value(json))
        .exec(db)
        .await?;
    Ok(())
}

/// Marks the list as imported and removes the file.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: i64,
    id: i64,
    outcome: &Outcome,
) -> Result<(), DbErr> {
    update(kommun, account, id)
        .col_expr(entity::Column::Outcome, Expr::value(json(outcome)?))
        .col_expr(
            entity::Column::Content,
            Expr::value(Option::<Vec<u8>>::None),
        )
        .exec(db)
        .await?;
    Ok(())
}

/// Removes an upload that is not to be imported.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: i64,
    id: i64,
) -> Result<(), DbErr> {
    entity::Entity::delete_many()
        .filter(entity::Column::KommunId.eq(kommun.number()))
        .filter(entity::Column::AccountId.eq(account))
        .filter(entity::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

fn update(kommun: KommunId, account: i64, id: i64) -> sea_orm::UpdateMany<entity::Entity> {
    entity::Entity::update_many()
        .filter(entity::Column::KommunId.eq(kommun.number()))
        .filter(entity::Column::AccountId.eq(account))
        .filter(entity::Column::Id.eq(id))
}

fn json(value: &impl serde::Serialize) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|error| DbErr::Type(error.to_string()))
}

fn open(row: entity::Model) -> Result<Option<Upload>, DbErr> {
    let unreadable = |error: serde_json::Error| {
        DbErr::Type(format!("upload {} cannot be read: {error}", row.id))
    };
    let state = match (row.outcome, row.content) {
        (Some(outcome), _) => State::Imported(serde_json::from_str(&outcome).map_err(unreadable)?),
        (None, Some(content)) => State::Waiting { content },
        (None, None) => return Ok(None),
    };
    Ok(Some(Upload {
        id: row.id,
        mapping: serde_json::from_str(&row.mapping).map_err(unreadable)?,
        file_name: row.file_name,
        state,
        begun_at: row.begun_at,
        failed: row.failed_at.is_some(),
    }))
}

//! Who reads which calendar feed. The address is kept as a digest only.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, sea_query::OnConflict};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::db::Db;
use crate::organisation::KommunId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feed")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kommun_id: i64,
        pub key_digest: String,
        pub made_at: TimeDateTimeWithTimeZone,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Gives the person a new address; the old one is dead from now on.
///
/// # Errors
/// When the database does not answer.
pub async fn replace(
    db: &Db,
    kommun: KommunId,
    account: AccountId,
    key_digest: &str,
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    let row = entity::ActiveModel {
        account_id: Set(account.0),
        kommun_id: Set(kommun.number()),
        key_digest: Set(key_digest.to_owned()),
        made_at: Set(now),
    };
    let replace = OnConflict::columns([entity::Column::AccountId, entity::Column::KommunId])
        .update_columns([entity::Column::KeyDigest, entity::Column::MadeAt])
        .to_owned();
    let tx = db.begin_write().await?;
    entity::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(&*tx)
        .await?;
    tx.commit().await
}

/// Takes the person's address away.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke(db: &Db, kommun: KommunId, account: AccountId) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    entity::Entity::delete_by_id((account.0, kommun.number()))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// Since when the person has an address.
///
/// # Errors
/// When the database does not answer.
pub async fn made_at(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: AccountId,
) -> Result<Option<OffsetDateTime>, DbErr> {
    let row = entity::Entity::find_by_id((account.0, kommun.number()))
        .one(db)
        .await?;
    Ok(row.map(|row| row.made_at))
}

/// Whose feed an address is, and the number of the kommun.
///
/// # Errors
/// When the database does not answer.
pub async fn whose(
    db: &impl ConnectionTrait,
    key_digest: &str,
) -> Result<Option<(AccountId, i64)>, DbErr> {
    let row = entity::Entity::find()
        .filter(entity::Column::KeyDigest.eq(key_digest))
        .one(db)
        .await?;
    Ok(row.map(|row| (AccountId(row.account_id), row.kommun_id)))
}

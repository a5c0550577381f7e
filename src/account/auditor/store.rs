//! The periods of auditors.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, sea_query::OnConflict};
use time::Date;

use super::{Period, reviews, when_over};
use crate::account::{Account, AccountId};
use crate::organisation::KommunId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_period")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub account_id: i64,
        pub until: TimeDate,
        pub invited_by: String,
        pub invited_at: TimeDateTimeWithTimeZone,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find().filter(entity::Column::KommunId.eq(kommun.number()))
}

/// Every period of the kommun, the last to end first.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Vec<Period>, DbErr> {
    let rows = of(kommun)
        .order_by_desc(entity::Column::Until)
        .order_by_desc(entity::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(open).collect())
}

/// Whether the person was let in for a time that is over.
///
/// # Errors
/// When the database does not answer.
pub async fn is_over(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    account: AccountId,
    today: Date,
) -> Result<bool, DbErr> {
    let row = of(kommun)
        .filter(entity::Column::AccountId.eq(account.0))
        .one(db)
        .await?;
    Ok(row.is_some_and(|row| row.until < today))
}

/// A person without the role of an auditor whose time is over; nobody when nothing is left. Open sessions and keys end
/// with it.
///
/// # Errors
/// When the database does not answer.
pub async fn still(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    mut account: Account,
    today: Date,
) -> Result<Option<Account>, DbErr> {
    if reviews(&account) && is_over(db, kommun, account.id, today).await? {
        when_over(&mut account);
    }
    Ok(Some(account).filter(|account| !account.grants.is_empty()))
}

/// Lets somebody in until a day, in the place of another such.
///
/// # Errors
/// When the database does not answer.
pub async fn set(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    period: &Period,
) -> Result<(), DbErr> {
    let row = entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        account_id: Set(period.account.0),
        until: Set(period.until),
        invited_by: Set(period.invited_by.clone()),
        invited_at: Set(period.invited_at),
        ..Default::default()
    };
    let replace = OnConflict::columns([entity::Column::KommunId, entity::Column::AccountId])
        .update_columns([
            entity::Column::Until,
            entity::Column::InvitedBy,
            entity::Column::InvitedAt,
        ])
        .to_owned();
    entity::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn open(row: entity::Model) -> Period {
    Period {
        account: AccountId(row.account_id),
        until: row.until,
        invited_by: row.invited_by,
        invited_at: row.invited_at,
    }
}

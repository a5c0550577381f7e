//! The links that let someone choose a password: each is used once.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, ExprTrait};
use time::OffsetDateTime;

use crate::account::AccountId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invitation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_digest: String,
        #[sea_orm(column_type = "Text")]
        pub purpose: String,
        pub account_id: Option<i64>,
        pub expires_at: TimeDateTimeWithTimeZone,
        pub used_at: Option<TimeDateTimeWithTimeZone>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps the digest of a link that may be used once, until it expires.
///
/// # Errors
/// When the database does not answer.
pub async fn invite(
    db: &impl ConnectionTrait,
    token_digest: &str,
    account: Option<AccountId>,
    expires_at: OffsetDateTime,
) -> Result<(), DbErr> {
    let row = entity::ActiveModel {
        token_digest: Set(token_digest.to_owned()),
        purpose: Set(if account.is_some() {
            "password"
        } else {
            "first-administrator"
        }
        .to_owned()),
        account_id: Set(account.map(i64::from)),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    entity::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Whom an unused link is for: `Some(None)` is the first administrator.
///
/// # Errors
/// When the database does not answer.
pub async fn invited(
    db: &impl ConnectionTrait,
    token_digest: &str,
    now: OffsetDateTime,
) -> Result<Option<Option<AccountId>>, DbErr> {
    let row = entity::Entity::find_by_id(token_digest)
        .filter(
            entity::Column::UsedAt
                .is_null()
                .and(entity::Column::ExpiresAt.gt(now)),
        )
        .one(db)
        .await?;
    Ok(row.map(|row| row.account_id.map(AccountId)))
}

/// Uses the link up; false when it was used, expired or never given.
///
/// # Errors
/// When the database does not answer.
pub async fn use_up(
    db: &impl ConnectionTrait,
    token_digest: &str,
    now: OffsetDateTime,
) -> Result<bool, DbErr> {
    let unused = entity::Column::TokenDigest
        .eq(token_digest)
        .and(entity::Column::UsedAt.is_null())
        .and(entity::Column::ExpiresAt.gt(now));
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::UsedAt, Expr::value(now))
        .filter(unused)
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

//! Second factors and recovery codes.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, sea_query::OnConflict};
use time::OffsetDateTime;

use crate::account::AccountId;

mod factor {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "second_factor")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: i64,
        pub secret: String,
        pub made_at: TimeDateTimeWithTimeZone,
        pub confirmed_at: Option<TimeDateTimeWithTimeZone>,
        pub last_step: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod code {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recovery_code")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub account_id: i64,
        pub sha256: String,
        pub used_at: Option<TimeDateTimeWithTimeZone>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A second factor as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// Locked.
    pub secret: String,
    /// When the phone showed that it has it.
    pub confirmed_at: Option<OffsetDateTime>,
}

/// What the locked secret is bound to.
pub fn bound_to(account: AccountId) -> String {
    format!("second-factor/{account}")
}

/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, account: AccountId) -> Result<Option<Factor>, DbErr> {
    let row = factor::Entity::find_by_id(account.0).one(db).await?;
    Ok(row.map(|row| Factor {
        secret: row.secret,
        confirmed_at: row.confirmed_at,
    }))
}

/// Keeps a secret that no phone has confirmed yet, in the place of another such.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(
    tx: &impl ConnectionTrait,
    account: AccountId,
    locked: &str,
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    let row = factor::ActiveModel {
        account_id: Set(account.0),
        secret: Set(locked.to_owned()),
        made_at: Set(now),
        confirmed_at: Set(None),
        last_step: Set(None),
    };
    let replace = OnConflict::column(factor::Column::AccountId)
        .update_columns([
            factor::Column::Secret,
            factor::Column::MadeAt,
            factor::Column::ConfirmedAt,
            factor::Column::LastStep,
        ])
        .to_owned();
    factor::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The phone has shown that it has the secret: from now on it is asked for, and these codes help when it is gone.
///
/// # Errors
/// When the database does not answer.
pub async fn confirm(
    tx: &impl ConnectionTrait,
    account: AccountId,
    digests: &[String],
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    factor::Entity::update_many()
        .col_expr(factor::Column::ConfirmedAt, Expr::value(now))
        .filter(factor::Column::AccountId.eq(account.0))
        .exec(tx)
        .await?;
    forget_codes(tx, account).await?;
    for digest in digests {
        let row = code::ActiveModel {
            account_id: Set(account.0),
            sha256: Set(digest.clone()),
            used_at: Set(None),
            ..Default::default()
        };
        code::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Uses the code of a step; false when that one or a later one was used already.
///
/// # Errors
/// When the database does not answer.
pub async fn use_step(
    tx: &impl ConnectionTrait,
    account: AccountId,
    step: i64,
) -> Result<bool, DbErr> {
    let unused = Condition::any()
        .add(factor::Column::LastStep.is_null())
        .add(factor::Column::LastStep.lt(step));
    let done = factor::Entity::update_many()
        .col_expr(factor::Column::LastStep, Expr::value(step))
        .filter(factor::Column::AccountId.eq(account.0))
        .filter(unused)
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Uses up a recovery code; false when it is none, or was used.
///
/// # Errors
/// When the database does not answer.
pub async fn use_code(
    tx: &impl ConnectionTrait,
    account: AccountId,
    digest: &str,
    now: OffsetDateTime,
) -> Result<bool, DbErr> {
    let done = code::Entity::update_many()
        .col_expr(code::Column::UsedAt, Expr::value(now))
        .filter(code::Column::AccountId.eq(account.0))
        .filter(code::Column::Sha256.eq(digest))
        .filter(code::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// How many recovery codes are left.
///
/// # Errors
/// When the database does not answer.
pub async fn codes_left(db: &impl ConnectionTrait, account: AccountId) -> Result<u64, DbErr> {
    code::Entity::find()
        .filter(code::Column::AccountId.eq(account.0))
        .filter(code::Column::UsedAt.is_null())
        .count(db)
        .await
}

/// Takes the second factor away, with its codes.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(tx: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    forget_codes(tx, account).await?;
    factor::Entity::delete_many()
        .filter(factor::Column::AccountId.eq(account.0))
        .exec(tx)
        .await?;
    Ok(())
}

async fn forget_codes(tx: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    code::Entity::delete_many()
        .filter(code::Column::AccountId.eq(account.0))
        .exec(tx)
        .await?;
    Ok(())
}

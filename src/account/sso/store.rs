//! Providers, whom they vouch for, and what the kommun asks of whoever signs in.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, sea_query::OnConflict};
use time::OffsetDateTime;

use super::{Provider, ProviderId, SignInRule};
use crate::account::{AccountId, Role};
use crate::code::Code;
use crate::organisation::KommunId;

/// Advisory locks on PostgreSQL are numbers: this and the kommun's.
const LOCK: i64 = 0x7072_6f76_0000_0000;

mod provider {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "identity_provider")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub name: String,
        pub issuer: String,
        pub client_id: String,
        pub secret: String,
        pub groups_claim: String,
        #[sea_orm(column_type = "Text")]
        pub mappings: String,
        pub active: bool,
        pub secret_set_at: Option<i64>,
        pub from_file: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod identity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "external_identity")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub provider_id: i64,
        pub subject: String,
        pub account_id: i64,
        pub made_at: TimeDateTimeWithTimeZone,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod rule {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_rule")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kommun_id: i64,
        pub single_sign_on_required: bool,
        pub second_factor_for: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A provider as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: ProviderId,
    /// The number of the kommun.
    pub kommun: i64,
    pub provider: Provider,
    /// Locked; empty when there is none.
    pub secret: String,
    /// It stands in the installation's file, and is changed there.
    pub from_file: bool,
}

fn of(kommun: KommunId) -> Select<provider::Entity> {
    provider::Entity::find().filter(provider::Column::KommunId.eq(kommun.number()))
}

/// What the locked secret of a provider is bound to.
pub fn bound_to(kommun: i64, id: ProviderId) -> String {
    format!("provider/{kommun}/{id}")
}

/// Every provider of the kommun, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Vec<Kept>, DbErr> {
    let rows = of(kommun)
        .order_by_asc(provider::Column::Name)
        .all(db)
        .await?;
    rows.into_iter().map(open).collect()
}

/// # Errors
/// When the database does not answer.
pub async fn find(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: ProviderId,
) -> Result<Option<Kept>, DbErr> {
    let row = of(kommun)
        .filter(provider::Column::Id.eq(id.0))
        .one(db)
        .await?;
    row.map(open).transpose()
}

/// The providers that stand on the way in, of every kommun of the installation.
///
/// # Errors
/// When the database does not answer.
pub async fn offered(db: &impl ConnectionTrait) -> Result<Vec<Kept>, DbErr> {
    let rows = provider::Entity::find()
        .filter(provider::Column::Active.eq(true))
        .order_by_asc(provider::Column::Name)
        .all(db)
        .await?;
    rows.into_iter().map(open).collect()
}

/// Adds a provider without a secret, which is bound to its number.
///
/// # Errors
/// When the database does not answer.
pub async fn add(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    one: &Provider,
) -> Result<ProviderId, DbErr> {
    let row = provider::ActiveModel {
        kommun_id: Set(kommun.number()),
        secret: Set(String::new()),
        from_file: Set(false),
        ..filled(one)?
    };
    let done = provider::Entity::insert(row).exec(tx).await?;
    Ok(ProviderId(done.last_insert_id))
}

/// # Errors
/// When the database does not answer.
pub async fn replace(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    id: ProviderId,
    one: &Provider,
) -> Result<(), DbErr> {
    let row = filled(one)?;
    provider::Entity::update_many()
        .set(row)
        .filter(provider::Column::KommunId.eq(kommun.number()))
        .filter(provider::Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// # Errors
/// When the database does not answer.
pub async fn set_secret(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    id: ProviderId,
    locked: &str,
) -> Result<(), DbErr> {
    provider::Entity::update_many()
        .col_expr(provider::Column::Secret, Expr::value(locked))
        .filter(provider::Column::KommunId.eq(kommun.number()))
        .filter(provider::Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Nobody else changes the providers of the kommun before the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn alone(tx: &impl ConnectionTrait, kommun: KommunId) -> Result<(), DbErr> {
    crate::db::alone(tx, LOCK.wrapping_add(kommun.number())).await
}

/// Whether it stands in the installation's file.
///
/// # Errors
/// When the database does not answer.
pub async fn set_from_file(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    id: ProviderId,
    from_file: bool,
) -> Result<(), DbErr> {
    provider::Entity::update_many()
        .col_expr(provider::Column::FromFile, Expr::value(from_file))
        .filter(provider::Column::KommunId.eq(kommun.number()))
        .filter(provider::Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

fn filled(one: &Provider) -> Result<provider::ActiveModel, DbErr> {
    let mappings =
        serde_json::to_string(&one.mappings).map_err(|error| DbErr::Json(error.to_string()))?;
    Ok(provider::ActiveModel {
        name: Set(one.name.clone()),
        issuer: Set(one.issuer.clone()),
        client_id: Set(one.client_id.clone()),
        groups_claim: Set(one.groups_claim.clone()),
        mappings: Set(mappings),
        active: Set(one.active),
        secret_set_at: Set(one.secret_set_at),
        ..Default::default()
    })
}

fn open(row: provider::Model) -> Result<Kept, DbErr> {
    let mappings =
        serde_json::from_str(&row.mappings).map_err(|error| DbErr::Json(error.to_string()))?;
    Ok(Kept {
        id: ProviderId(row.id),
        kommun: row.kommun_id,
        secret: row.secret,
        from_file: row.from_file,
        provider: Provider {
            name: row.name,
            issuer: row.issuer,
            client_id: row.client_id,
            groups_claim: row.groups_claim,
            mappings,
            active: row.active,
            secret_set_at: row.secret_set_at,
        },
    })
}

/// Whom a provider means by a subject.
///
/// # Errors
/// When the database does not answer.
pub async fn known(
    db: &impl ConnectionTrait,
    id: ProviderId,
    subject: &str,
) -> Result<Option<AccountId>, DbErr> {
    let row = identity::Entity::find()
        .filter(identity::Column::ProviderId.eq(id.0))
        .filter(identity::Column::Subject.eq(subject))
        .one(db)
        .await?;
    Ok(row.map(|row| AccountId(row.account_id)))
}

/// Remembers whom a provider means by a subject.
///
/// # Errors
/// When the database does not answer, or it means somebody else already.
pub async fn remember(
    tx: &impl ConnectionTrait,
    id: ProviderId,
    subject: &str,
    account: AccountId,
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    let row = identity::ActiveModel {
        provider_id: Set(id.0),
        subject: Set(subject.to_owned()),
        account_id: Set(account.0),
        made_at: Set(now),
        ..Default::default()
    };
    identity::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// What the kommun asks of whoever signs in.
///
/// # Errors
/// When the database does not answer.
pub async fn rule_of(db: &impl ConnectionTrait, kommun: KommunId) -> Result<SignInRule, DbErr> {
    let mine = rule::Column::KommunId.eq(kommun.number());
    let row = rule::Entity::find().filter(mine).one(db).await?;
    Ok(row.map_or_else(SignInRule::default, |row| SignInRule {
        single_sign_on_required: row.single_sign_on_required,
        second_factor_for: row
            .second_factor_for
            .split(',')
            .filter_map(|code| Role::from_code(code).ok())
            .collect(),
    }))
}

/// # Errors
/// When the database does not answer.
pub async fn set_rule(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    one: &SignInRule,
) -> Result<(), DbErr> {
    let codes: Vec<&str> = one
        .second_factor_for
        .iter()
        .map(|role| role.code())
        .collect();
    let row = rule::ActiveModel {
        kommun_id: Set(kommun.number()),
        single_sign_on_required: Set(one.single_sign_on_required),
        second_factor_for: Set(codes.join(",")),
    };
    let replace = OnConflict::column(rule::Column::KommunId)
        .update_columns([
            rule::Column::SingleSignOnRequired,
            rule::Column::SecondFactorFor,
        ])
        .to_owned();
    rule::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

//! Accounts, their roles, and the links that let someone choose a password.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, ExprTrait, QueryOrder};
use time::OffsetDateTime;

use super::people::Member;
use super::{Account, AccountId, Grant, Role};
use crate::code::Code;
use crate::organisation::{KommunId, UnitId};

mod invitation;

pub use invitation::{invite, invited, use_up};

mod account {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub email: String,
        pub name: String,
        pub password_hash: String,
        pub active: bool,
        pub created_at: TimeDateTimeWithTimeZone,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod role {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_role")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub account_id: i64,
        pub kommun_id: i64,
        pub unit_id: Option<i64>,
        pub role: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::account::Entity",
            from = "Column::AccountId",
            to = "super::account::Column::Id"
        )]
        Account,
    }

    impl Related<super::account::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Account.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What signing in needs to know of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    pub id: AccountId,
    pub password_hash: String,
}

/// What stands for a password until one is chosen: no hash, so that none fits.
pub const NO_PASSWORD: &str = "";

/// The form in which an e-mail address is stored and compared.
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// # Errors
/// When the address is taken or the database does not answer.
pub async fn add(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    person: &Account,
    password_hash: &str,
    now: OffsetDateTime,
) -> Result<AccountId, DbErr> {
    let row = account::ActiveModel {
        email: Set(normal_email(&person.email)),
        name: Set(person.name.clone()),
        password_hash: Set(password_hash.to_owned()),
        active: Set(true),
        created_at: Set(now),
        ..Default::default()
    };
    let id = AccountId(account::Entity::insert(row).exec(db).await?.last_insert_id);
    grant(db, kommun, id, &person.grants).await?;
    Ok(id)
}

/// Replaces the roles that an account holds in the kommun.
///
/// # Errors
/// When the database does not answer.
pub async fn grant(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: AccountId,
    grants: &[Grant],
) -> Result<(), DbErr> {
    let mine = role::Column::AccountId
        .eq(id.0)
        .and(role::Column::KommunId.eq(kommun.number()));
    role::Entity::delete_many().filter(mine).exec(db).await?;
    for grant in grants {
        let row = role::ActiveModel {
            account_id: Set(id.0),
            kommun_id: Set(kommun.number()),
            unit_id: Set(grant.unit.map(i64::from)),
            role: Set(grant.role.code().to_owned()),
            ..Default::default()
        };
        role::Entity::insert(row).exec_without_returning(db).await?;
    }
    Ok(())
}

/// # Errors
/// When the database does not answer.
pub async fn set_password(
    db: &impl ConnectionTrait,
    id: AccountId,
    password_hash: &str,
) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(password_hash))
        .filter(account::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Active accounts only.
///
/// # Errors
/// When the database does not answer.
pub async fn credentials(
    db: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<Credentials>, DbErr> {
    let by_email = account::Column::Email
        .eq(normal_email(email))
        .and(account::Column::Active.eq(true));
    let row = account::Entity::find().filter(by_email).one(db).await?;
    Ok(row.map(|row| Credentials {
        id: AccountId(row.id),
        password_hash: row.password_hash,
    }))
}

/// Whether the account has a password of its own.
///
/// # Errors
/// When the database does not answer.
pub async fn has_password(db: &impl ConnectionTrait, id: AccountId) -> Result<bool, DbErr> {
    let row = account::Entity::find_by_id(id.0).one(db).await?;
    Ok(row.is_some_and(|row| row.password_hash != NO_PASSWORD))
}

/// Whose address it is, whether or not they may sign in.
///
/// # Errors
/// When the database does not answer.
pub async fn by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<AccountId>, DbErr> {
    let mine = account::Column::Email.eq(normal_email(email));
    let row = account::Entity::find().filter(mine).one(db).await?;
    Ok(row.map(|row| AccountId(row.id)))
}

/// Whether anybody can sign in at all.
///
/// # Errors
/// When the database does not answer.
pub async fn anyone(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(account::Entity::find().one(db).await?.is_some())
}

/// The kommuner in which the account holds a role, by number.
///
/// # Errors
/// When the database does not answer.
pub async fn kommuner_of(db: &impl ConnectionTrait, id: AccountId) -> Result<Vec<i64>, DbErr> {
    let rows = role::Entity::find()
        .filter(role::Column::AccountId.eq(id.0))
        .order_by_asc(role::Column::KommunId)
        .all(db)
        .await?;
    let mut numbers: Vec<i64> = rows.into_iter().map(|row| row.kommun_id).collect();
    numbers.dedup();
    Ok(numbers)
}

/// An active account with its roles in the kommun; `None` when it holds none there.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: AccountId,
) -> Result<Option<Account>, DbErr> {
    let held = role::Column::AccountId
        .eq(id.0)
        .and(role::Column::KommunId.eq(kommun.number()));
    let found = role::Entity::find()
        .find_also_related(account::Entity)
        .filter(held.and(account::Column::Active.eq(true)))
        .order_by_asc(role::Column::Id)
        .all(db)
        .await?;
    let (grants, rows): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let row = rows.into_iter().flatten().next();
    Ok(row.map(|row| open(row, &grants)))
}

/// An account with its roles in the kommun, of which there may be none; `None` when there is no such account.
///
/// # Errors
/// When the database does not answer.
pub async fn member(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: AccountId,
) -> Result<Option<Member>, DbErr> {
    let held = role::Column::AccountId
        .eq(id.0)
        .and(role::Column::KommunId.eq(kommun.number()));
    let grants = role::Entity::find()
        .filter(held)
        .order_by_asc(role::Column::Id)
        .all(db)
        .await?;
    let row = account::Entity::find_by_id(id.0).one(db).await?;
    Ok(row.map(|row| Member {
        active: row.active,
        account: open(row, &grants),
    }))
}

/// Everyone who holds a role in the kommun, by name, whether or not they may sign in now.
///
/// # Errors
/// When the database does not answer.
pub async fn members(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Vec<Member>, DbErr> {
    let grants = role::Entity::find()
        .filter(role::Column::KommunId.eq(kommun.number()))
        .order_by_asc(role::Column::Id)
        .all(db)
        .await?;
    let ids: Vec<i64> = grants.iter().map(|grant| grant.account_id).collect();
    let rows = account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .order_by_asc(account::Column::Name)
        .all(db)
        .await?;
    let member = |row: account::Model| Member {
        active: row.active,
        account: open(row, &grants),
    };
    Ok(rows.into_iter().map(member).collect())
}

/// Every account that holds a role in the kommun and may sign in, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Vec<Account>, DbErr> {
    let members = members(db, kommun).await?.into_iter();
    Ok(members
        .filter(|member| member.active)
        .map(|member| member.account)
        .collect())
}

/// Replaces the name, the roles in the kommun, and whether the person may sign in.
///
/// # Errors
/// When the database does not answer.
pub async fn change(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    member: &Member,
) -> Result<(), DbErr> {
    let id = member.account.id;
    account::Entity::update_many()
        .col_expr(account::Column::Name, Expr::value(&*member.account.name))
        .col_expr(account::Column::Active, Expr::value(member.active))
        .filter(account::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    grant(db, kommun, id, &member.account.grants).await
}

fn open(row: account::Model, grants: &[role::Model]) -> Account {
    let grants = grants
        .iter()
        .filter(|grant| grant.account_id == row.id)
        .filter_map(|grant| {
            let role = Role::from_code(&grant.role).ok()?;
            Some(Grant {
                role,
                unit: grant.unit_id.map(UnitId),
            })
        });
    Account {
        id: AccountId(row.id),
        email: row.email,
        name: row.name,
        grants: grants.collect(),
    }
}

//! The trace in the database: written once, read per person.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};
use time::OffsetDateTime;

use super::{Act, Deed, Traced};
use crate::account::{Account, AccountId};
use crate::code::Code;
use crate::db::WriteTx;
use crate::disclosure::DisclosureId;
use crate::disclosure::draft::DraftId;
use crate::organisation::KommunId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "desk_trace")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub at: TimeDateTimeWithTimeZone,
        pub account_id: i64,
        pub person: String,
        pub act: String,
        pub disclosure_id: Option<i64>,
        pub draft_id: Option<i64>,
        pub detail: Option<String>,
        pub address: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Writes down that a person did or read something.
///
/// # Errors
/// When the database does not answer: then the page is not shown either.
pub async fn note(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    person: &Account,
    deed: &Deed,
    at: OffsetDateTime,
) -> Result<(), DbErr> {
    note_of(db, kommun, (person.id, &person.name), deed, at).await
}

/// The same of somebody of whom nothing but a name is known, or not even that: number 0.
///
/// # Errors
/// When the database does not answer.
pub async fn note_of(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    (account, person): (AccountId, &str),
    deed: &Deed,
    at: OffsetDateTime,
) -> Result<(), DbErr> {
    let row = line(kommun, (account, person), deed, at);
    entity::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// As [`note`], together with what else the transaction writes last.
///
/// # Errors
/// As [`WriteTx::insert_later`].
pub async fn note_later(
    tx: &WriteTx,
    kommun: KommunId,
    person: &Account,
    deed: &Deed,
    at: OffsetDateTime,
) -> Result<(), DbErr> {
    let row = line(kommun, (person.id, &person.name), deed, at);
    tx.insert_later(vec![row]).await
}

fn line(
    kommun: KommunId,
    (account, person): (AccountId, &str),
    deed: &Deed,
    at: OffsetDateTime,
) -> entity::ActiveModel {
    entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        at: Set(at),
        account_id: Set(account.0),
        person: Set(person.to_owned()),
        act: Set(deed.act.code().to_owned()),
        disclosure_id: Set(deed.disclosure.map(i64::from)),
        draft_id: Set(deed.draft.map(i64::from)),
        detail: Set(Some(deed.detail.clone()).filter(|detail| !detail.is_empty())),
        address: Set(Some(deed.from.clone()).filter(|address| !address.is_empty())),
        ..Default::default()
    }
}

/// Erases from where people came, in what was written down before an instant: the database lets nothing else be changed.
/// Gives how many lines.
///
/// # Errors
/// When the database does not answer.
pub async fn erase_addresses(
    tx: &impl ConnectionTrait,
    before: OffsetDateTime,
) -> Result<u64, DbErr> {
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::Address, Expr::value(Option::<String>::None))
        .filter(entity::Column::At.lt(before))
        .filter(entity::Column::Address.is_not_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

/// Whether the trace tells of an act on a disclosure.
///
/// # Errors
/// When the database does not answer.
pub async fn has(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    act: Act,
    disclosure: DisclosureId,
) -> Result<bool, DbErr> {
    let found = of(kommun)
        .filter(entity::Column::DisclosureId.eq(disclosure.0))
        .filter(entity::Column::Act.eq(act.code()))
        .limit(1)
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// What a person did or read, newest first, before the line `before` if given.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    person: AccountId,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Traced>, DbErr> {
    let mut query = of(kommun).filter(entity::Column::AccountId.eq(person.0));
    if let Some(before) = before {
        query = query.filter(entity::Column::Id.lt(before));
    }
    newest(db, query, limit).await
}

/// Which lines of the trace are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub person: Option<AccountId>,
    pub act: Option<Act>,
    pub from: Option<OffsetDateTime>,
    /// Exclusive.
    pub until: Option<OffsetDateTime>,
    /// Empty: any.
    pub address: String,
}

/// When a person last signed in before an instant.
///
/// # Errors
/// When the database does not answer.
pub async fn signed_in_before(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    person: AccountId,
    before: OffsetDateTime,
) -> Result<Option<OffsetDateTime>, DbErr> {
    of(kommun)
        .filter(entity::Column::AccountId.eq(person.0))
        .filter(entity::Column::Act.eq(Act::SignedIn.code()))
        .filter(entity::Column::At.lt(before))
        .select_only()
        .column(entity::Column::At)
        .order_by_desc(entity::Column::Id)
        .limit(1)
        .into_tuple()
        .one(db)
        .await
}

/// What fits, newest first, before the line `before` if given.
///
/// # Errors
/// When the database does not answer.
pub async fn filtered(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    filter: &Filter,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Traced>, DbErr> {
    use entity::Column as C;
    let mut query = of(kommun);
    let conditions = [
        filter.person.map(|person| C::AccountId.eq(person.0)),
        filter.act.map(|act| C::Act.eq(act.code())),
        filter.from.map(|from| C::At.gte(from)),
        filter.until.map(|until| C::At.lt(until)),
        before.map(|before| C::Id.lt(before)),
        Some(&filter.address)
            .filter(|address| !address.is_empty())
            .map(|address| C::Address.eq(&**address)),
    ];
    for condition in conditions.into_iter().flatten() {
        query = query.filter(condition);
    }
    newest(db, query, limit).await
}

/// Who did or read what of a disclosure, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_disclosure(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    disclosure: DisclosureId,
    limit: u64,
) -> Result<Vec<Traced>, DbErr> {
    let query = of(kommun).filter(entity::Column::DisclosureId.eq(disclosure.0));
    newest(db, query, limit).await
}

async fn newest(
    db: &impl ConnectionTrait,
    query: Select<entity::Entity>,
    limit: u64,
) -> Result<Vec<Traced>, DbErr> {
    let rows = query
        .order_by_desc(entity::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(traced).collect()
}

fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find().filter(entity::Column::KommunId.eq(kommun.number()))
}

fn traced(row: entity::Model) -> Result<Traced, DbErr> {
    let act = Act::from_code(&row.act)
        .map_err(|error| DbErr::Type(format!("line {} of the trace: {error}", row.id)))?;
    Ok(Traced {
        id: row.id,
        at: row.at,
        account: AccountId(row.account_id),
        person: row.person,
        deed: Deed {
            act,
            disclosure: row.disclosure_id.map(DisclosureId),
            draft: row.draft_id.map(DraftId),
            detail: row.detail.unwrap_or_default(),
            from: row.address.unwrap_or_default(),
        },
    })
}

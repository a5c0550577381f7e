//! Deliveries in the database: written once, together with their ledger entry.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, Condition, ExprTrait, QueryOrder, QuerySelect};
use time::OffsetDateTime;

use super::{Delivery, DeliveryId};
use crate::code::Code;
use crate::db::{WriteTx, seen};
use crate::disclosure::store::in_log::{self, InLog, all, one};
use crate::disclosure::{DisclosureId, Medium, emptied};
use crate::ledger::append::{append, lock};
use crate::ledger::cases::Claim;
use crate::ledger::store::LedgerError;
use crate::organisation::KommunId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "delivery")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub disclosure_id: i64,
        pub ledger_idx: i64,
        pub request_key: String,
        pub recorded_at: TimeDateTimeWithTimeZone,
        #[sea_orm(column_type = "Text")]
        pub body: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A delivery as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    pub id: DeliveryId,
    pub ledger_idx: i64,
    pub recorded_at: OffsetDateTime,
    pub data: Delivery,
    /// The sealed fields that were erased on a decision; what they held is empty in `data`.
    pub erased: Vec<String>,
}

impl Handed {
    pub fn is_erased(&self, field: &str) -> bool {
        self.erased.iter().any(|erased| erased == field)
    }
}

/// Records a delivery with its entry in the same transaction. A request key that was seen before gives what was
/// recorded then, and that it is not new: a form sent twice is one delivery.
///
/// # Errors
/// When the database or the ledger refuses: then neither has happened.
pub async fn record(
    tx: &WriteTx,
    kommun: KommunId,
    delivery: &Delivery,
    request_key: &str,
    at: OffsetDateTime,
) -> Result<(Handed, bool), LedgerError> {
    lock(tx, kommun).await?;
    if let Some(earlier) = by_key(&**tx, kommun.unveiled(), request_key).await? {
        return Ok((earlier, false));
    }
    let appended = append(tx, kommun, at, delivery.entry()).await?;
    let ledger_idx = i64::try_from(appended.idx).map_err(|error| DbErr::Type(error.to_string()))?;
    let body = serde_json::to_string(delivery).map_err(|error| DbErr::Type(error.to_string()))?;
    let row = entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        disclosure_id: Set(delivery.disclosure.0),
        ledger_idx: Set(ledger_idx),
        request_key: Set(request_key.to_owned()),
        recorded_at: Set(at),
        body: Set(body),
        ..Default::default()
    };
    let id = entity::Entity::insert(row)
        .exec(&**tx)
        .await?
        .last_insert_id;
    let handed = Handed {
        id: DeliveryId(id),
        ledger_idx,
        recorded_at: at,
        data: delivery.clone(),
        erased: Vec::new(),
    };
    Ok((handed, true))
}

/// What was recorded with a request key.
///
/// # Errors
/// When the database does not answer or the stored delivery cannot be read.
pub async fn by_key(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    request_key: &str,
) -> Result<Option<Handed>, DbErr> {
    let same = of(kommun).filter(entity::Column::RequestKey.eq(request_key));
    one(db, same).await
}

/// The deliveries of a release, oldest first.
///
/// # Errors
/// When the database does not answer or a stored delivery cannot be read.
pub async fn of_disclosure(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    disclosure: DisclosureId,
) -> Result<Vec<Handed>, DbErr> {
    let own = of(kommun).filter(entity::Column::DisclosureId.eq(disclosure.0));
    all(db, own.order_by_asc(entity::Column::Id)).await
}

/// Copies on loose media of which nobody has told what became of them, oldest first.
///
/// # Errors
/// When the database does not answer or a stored delivery cannot be read.
pub async fn out(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    limit: u64,
) -> Result<Vec<Handed>, DbErr> {
    let told = Query::select()
        .column("delivery_id")
        .from("disclosure_sequel")
        .and_where(Expr::col("kommun_id").eq(kommun.number()))
        .and_where(Expr::col("delivery_id").is_not_null())
        .to_owned();
    // The medium stands in the record alone; no text that a person wrote holds a quotation mark without a backslash.
    let loose = [Medium::Usb, Medium::Other]
        .map(|medium| entity::Column::Body.contains(format!("\"medium\":\"{}\"", medium.code())));
    let out = of(kommun)
        .filter(loose.into_iter().fold(Condition::any(), Condition::add))
        .filter(entity::Column::Id.not_in_subquery(told))
        .order_by_asc(entity::Column::Id)
        .limit(limit);
    all(db, out).await
}

/// Those of disclosures from sites that whoever asks knows of.
fn of(kommun: KommunId) -> Select<entity::Entity> {
    let all = entity::Entity::find().filter(entity::Column::KommunId.eq(kommun.number()));
    if kommun == kommun.unveiled() {
        return all;
    }
    let known = Query::select()
        .column(("disclosure", "id"))
        .from("disclosure")
        .and_where(Expr::col(("disclosure", "kommun_id")).eq(kommun.number()))
        .cond_where(seen::at_sites(kommun, Expr::col(("disclosure", "site_id"))))
        .to_owned();
    all.filter(entity::Column::DisclosureId.in_subquery(known))
}

impl InLog for Handed {
    type Entity = entity::Entity;
    type Said = Delivery;

    fn of(kommun: KommunId) -> Select<entity::Entity> {
        of(kommun)
    }

    fn open(row: entity::Model) -> Result<Self, DbErr> {
        let (data, erased) = emptied::read(&row.body)
            .map_err(|error| DbErr::Type(format!("delivery {} cannot be read: {error}", row.id)))?;
        Ok(Self {
            id: DeliveryId(row.id),
            ledger_idx: row.ledger_idx,
            recorded_at: row.recorded_at,
            data,
            erased,
        })
    }

    fn empty(said: &mut Delivery, field: &str) {
        said.empty(field);
    }

    fn entry_of(row: &entity::Model) -> i64 {
        row.ledger_idx
    }

    fn claim(self) -> Claim {
        Claim::at(in_log::unsigned(self.ledger_idx), self.data.entry()).without(self.erased)
    }
}

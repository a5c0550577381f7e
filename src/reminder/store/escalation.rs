//! What went on to the managers of units.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};
use time::{Date, OffsetDateTime};

use super::mark;
use crate::db::Db;
use crate::organisation::{KommunId, UnitId};
use crate::reminder::Matter;
use crate::reminder::escalation::{Escalation, EscalationId};
use crate::site::SiteId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "escalation")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub site_id: i64,
        pub unit_id: Option<i64>,
        pub policy: String,
        pub due_on: TimeDate,
        pub made_on: TimeDate,
        pub mailed_at: Option<TimeDateTimeWithTimeZone>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::Column as C;

fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find().filter(C::KommunId.eq(kommun.number()))
}

/// Writes down that some matters go on to the manager. One that did already is left as it is.
///
/// # Errors
/// When the database does not answer.
pub async fn write(
    db: &Db,
    kommun: KommunId,
    matters: &[&Matter],
    today: Date,
) -> Result<(), DbErr> {
    if matters.is_empty() {
        return Ok(());
    }
    let rows = matters.iter().map(|matter| entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        site_id: Set(matter.site.0),
        unit_id: Set(matter.unit.map(|unit| unit.0)),
        policy: Set(matter.policy.clone()),
        due_on: Set(matter.due_on),
        made_on: Set(today),
        mailed_at: Set(None),
        ..Default::default()
    });
    let tx = db.begin_write().await?;
    entity::Entity::insert_many(rows)
        .on_conflict_do_nothing_on([C::KommunId, C::SiteId, C::Policy, C::DueOn])
        .exec_without_returning(&*tx)
        .await?;
    tx.commit().await
}

/// What concerns some sites.
///
/// # Errors
/// When the database does not answer.
pub async fn of_sites(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[SiteId],
) -> Result<Vec<Escalation>, DbErr> {
    let sites = C::SiteId.is_in(sites.iter().map(|site| site.0));
    load(db, of(kommun).filter(sites)).await
}

/// What no manager has been told yet.
///
/// # Errors
/// When the database does not answer.
pub async fn unmailed(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Vec<Escalation>, DbErr> {
    load(db, of(kommun).filter(C::MailedAt.is_null())).await
}

/// The mail server has accepted these.
///
/// # Errors
/// When the database does not answer.
pub async fn mailed(
    db: &Db,
    kommun: KommunId,
    told: &[EscalationId],
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    mark::mailed::<entity::Entity>(db, kommun, told, now).await
}

async fn load(
    db: &impl ConnectionTrait,
    query: Select<entity::Entity>,
) -> Result<Vec<Escalation>, DbErr> {
    let rows = query.order_by_asc(C::Id).all(db).await?;
    let open = |row: entity::Model| Escalation {
        id: EscalationId(row.id),
        site: SiteId(row.site_id),
        unit: row.unit_id.map(UnitId),
        policy: row.policy,
        due_on: row.due_on,
        made_on: row.made_on,
    };
    Ok(rows.into_iter().map(open).collect())
}

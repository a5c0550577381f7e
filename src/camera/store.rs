//! Cameras in the database.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Cond, ExprTrait, Func, JoinType, Order, Query};
use sea_orm::{ActiveValue::Set, FromQueryResult, QuerySelect};

use super::{Camera, CameraId, CameraStatus};
use crate::code::Code;
use crate::collation::fold;
use crate::db::record::{self, Record, Stored, record_entity};
use crate::db::{containing, seen};
use crate::organisation::KommunId;
use crate::recorder::RecorderId;
use crate::register::RecordKind;
use crate::site::SiteId;
use crate::site::position::millionths;

record_entity!("camera" {
    site_id: i64,
    recorder_id: Option<i64>,
    label: String,
    status: String,
    latitude_e6: Option<i64>,
    longitude_e6: Option<i64>,
    marking: i16,
});

impl Record for Camera {
    type Id = CameraId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Camera;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.site_id = Set(self.site.0);
        row.recorder_id = Set(self.recorder.map(i64::from));
        row.label = Set(self.label.clone());
        row.status = Set(self.status.code().to_owned());
        row.marking = Set(i16::from(self.secret));
        let position = self.position.as_ref();
        row.latitude_e6 = Set(position.map(|position| millionths(position.latitude)));
        row.longitude_e6 = Set(position.map(|position| millionths(position.longitude)));
    }

    fn site(&self) -> Option<SiteId> {
        Some(self.site)
    }

    fn conceal(&mut self) {
        *self = self.without_secrets();
    }
}

/// The sites that have a camera on a recorder, as far as that is told to whoever asks.
///
/// # Errors
/// When the database does not answer.
pub async fn sites_of_recorder(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    recorder: RecorderId,
) -> Result<Vec<SiteId>, DbErr> {
    let sites: Vec<i64> = record::of::<Camera>(kommun)
        .filter(seen::placed(kommun))
        .filter(entity::Column::RecorderId.eq(recorder.0))
        .select_only()
        .column(entity::Column::SiteId)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(sites.into_iter().map(SiteId).collect())
}

/// How many cameras a recorder records, as far as that is told to whoever asks.
///
/// # Errors
/// When the database does not answer.
pub async fn count_of_recorder(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    recorder: RecorderId,
) -> Result<u64, DbErr> {
    record::of::<Camera>(kommun)
        .filter(seen::placed(kommun))
        .filter(entity::Column::RecorderId.eq(recorder.0))
        .count(db)
        .await
}

/// The cameras that a recorder records.
///
/// # Errors
/// When the database does not answer or a camera cannot be read.
pub async fn of_recorder(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    recorder: RecorderId,
) -> Result<Vec<Stored<Camera>>, DbErr> {
    let query = record::of::<Camera>(kommun).filter(entity::Column::RecorderId.eq(recorder.0));
    record::load(db, kommun, query).await
}

/// One line of the list of cameras.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: CameraId,
    pub label: String,
    pub status: Option<CameraStatus>,
    pub site: String,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    id: i64,
    label: String,
    status: String,
    site: String,
}

/// The cameras whose label holds the text, or whose site is found by it, in the order of their labels: at most
/// `limit`, after the label and the number that the page before ended with.
///
/// # Errors
/// When the database does not answer.
pub async fn search(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    text: &str,
    after: Option<(&str, i64)>,
    limit: u64,
) -> Result<Vec<Listed>, DbErr> {
    let (label, id) = (Expr::col(("camera", "label")), Expr::col(("camera", "id")));
    let mut query = Query::select();
    query
        .columns([("camera", "id"), ("camera", "label"), ("camera", "status")])
        .expr_as(Expr::col(("site", "name")), "site")
        .from("camera")
        .join(
            JoinType::InnerJoin,
            "site",
            Expr::col(("site", "id")).equals(("camera", "site_id")),
        )
        .and_where(Expr::col(("camera", "kommun_id")).eq(kommun.number()))
        .cond_where(seen::sites(kommun));
    for word in text.split_whitespace() {
        let in_label = Expr::expr(Func::lower(label.clone()));
        let either = Cond::any()
            .add(in_label.like(containing(&word.to_lowercase())))
            .add(Expr::col(("site", "search")).like(containing(&fold(word))));
        query.cond_where(either);
    }
    if let Some((last, number)) = after {
        let later =
            Expr::tuple([label.clone(), id.clone()]).gt(Expr::tuple([last.into(), number.into()]));
        query.and_where(later);
    }
    query
        .order_by_expr(label, Order::Asc)
        .order_by_expr(id, Order::Asc)
        .limit(limit);
    let rows = Row::find_by_statement(db.get_database_backend().build(&query))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(listed).collect())
}

fn listed(row: Row) -> Listed {
    Listed {
        id: CameraId(row.id),
        label: row.label,
        status: CameraStatus::from_code(&row.status).ok(),
        site: row.site,
    }
}

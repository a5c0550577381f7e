//! What the start page counts: sites by unit and standing.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Func, JoinType, Query};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::collation::sort_key;
use crate::compliance::list::Distribution;
use crate::compliance::summary::from_rank;
use crate::db::seen;
use crate::organisation::{KommunId, UnitId};

/// How many sites of a unit have each standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitCount {
    /// `None` = the sites that no unit has.
    pub unit: Option<UnitId>,
    pub name: String,
    pub distribution: Distribution,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    unit_id: Option<i64>,
    name: Option<String>,
    worst: i16,
    sites: i64,
}

/// The distribution of each unit that has sites, in the order of their names; sites without a unit last.
///
/// # Errors
/// When the database does not answer.
pub async fn by_unit(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Vec<UnitCount>, DbErr> {
    let query = Query::select()
        .column(("site", "unit_id"))
        .column(("unit", "name"))
        .column(("standing", "worst"))
        .expr_as(Func::count(Expr::col(("site", "id"))), "sites")
        .from("standing")
        .join(
            JoinType::InnerJoin,
            "site",
            Expr::col(("site", "id")).equals(("standing", "site_id")),
        )
        .join(
            JoinType::LeftJoin,
            "unit",
            Expr::col(("unit", "id")).equals(("site", "unit_id")),
        )
        .and_where(Expr::col(("standing", "kommun_id")).eq(kommun.number()))
        .cond_where(seen::sites(kommun))
        .group_by_columns([("site", "unit_id"), ("unit", "name"), ("standing", "worst")])
        .to_owned();
    let rows = Row::find_by_statement(db.get_database_backend().build(&query))
        .all(db)
        .await?;
    let mut units: Vec<UnitCount> = Vec::new();
    for row in rows {
        let unit = row.unit_id.map(UnitId);
        let sites = u64::try_from(row.sites).unwrap_or(0);
        let standing = from_rank(row.worst);
        if let Some(known) = units.iter_mut().find(|known| known.unit == unit) {
            known.distribution.add(standing, sites);
            continue;
        }
        let mut distribution = Distribution::default();
        distribution.add(standing, sites);
        units.push(UnitCount {
            unit,
            name: row.name.unwrap_or_default(),
            distribution,
        });
    }
    units.sort_by_cached_key(|count| (count.unit.is_none(), sort_key(&count.name)));
    Ok(units)
}

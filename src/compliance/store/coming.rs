//! What the start page tells of sites without judging them: which days are coming, and since when a site has been in breach.
//! Both stand in the row of the site's standing, and are written with it in the same statement.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{JoinType, Order, Query};
use sea_orm::{ExprTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use crate::compliance::summary::rank;
use crate::db::seen;
use crate::law::{Finding, Outcome, Standing};
use crate::organisation::KommunId;
use crate::site::SiteId;

/// How many days ahead are kept: as far as the time line of the start page reaches.
pub const DAYS_AHEAD: i64 = 90;

/// A rule that asks for something on a day that comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coming {
    pub policy: String,
    pub due_on: Date,
    pub outcome: Outcome,
}

/// What is kept of the findings of a site.
pub(super) fn kept(findings: &[Finding], today: Date) -> Result<String, DbErr> {
    let last = today.saturating_add(Duration::days(DAYS_AHEAD));
    let coming = findings.iter().filter_map(|finding| {
        let due_on = finding.due.as_ref()?.on;
        let comes = (today..=last).contains(&due_on) && finding.outcome != Outcome::NotApplicable;
        comes.then(|| Coming {
            policy: finding.policy.id.clone(),
            due_on,
            outcome: finding.outcome,
        })
    });
    let coming: Vec<Coming> = coming.collect();
    serde_json::to_string(&coming).map_err(|error| DbErr::Type(error.to_string()))
}

/// Since when a site is in breach, when its row is renewed: since it was, unless it was not.
pub(super) fn still_red() -> Expr {
    let red = rank(Standing::Breach);
    Expr::cust(format!(
        "CASE WHEN excluded.worst = {red} THEN \
         CASE WHEN standing.worst = {red} THEN COALESCE(standing.red_on, excluded.red_on) ELSE excluded.red_on END END"
    ))
}

/// A site where something falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaits {
    pub site: SiteId,
    pub name: String,
    pub coming: Vec<Coming>,
}

#[derive(Debug, FromQueryResult)]
struct AwaitsRow {
    site_id: i64,
    name: String,
    coming: String,
}

/// The sites where something falls due from `today` on, the first to come first; only what the cache is of.
///
/// # Errors
/// When the database does not answer or what is kept cannot be read.
pub async fn coming(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    today: Date,
    most: u64,
) -> Result<Vec<Awaits>, DbErr> {
    let last = today.saturating_add(Duration::days(DAYS_AHEAD));
    let query = Query::select()
        .columns([("standing", "site_id"), ("standing", "coming")])
        .column(("site", "name"))
        .from("standing")
        .join(JoinType::InnerJoin, "site", of_site())
        .and_where(Expr::col(("standing", "kommun_id")).eq(kommun.number()))
        .cond_where(seen::sites(kommun))
        .and_where(Expr::col(("standing", "due_on")).between(today.to_string(), last.to_string()))
        .order_by(("standing", "due_on"), Order::Asc)
        .order_by(("standing", "site_id"), Order::Asc)
        .limit(most)
        .to_owned();
    let rows = AwaitsRow::find_by_statement(db.get_database_backend().build(&query))
        .all(db)
        .await?;
    let awaits = |row: AwaitsRow| {
        let coming = serde_json::from_str(&row.coming).map_err(|error| {
            DbErr::Type(format!(
                "what comes at site {} cannot be read: {error}",
                row.site_id
            ))
        })?;
        Ok(Awaits {
            site: SiteId(row.site_id),
            name: row.name,
            coming,
        })
    };
    rows.into_iter().map(awaits).collect()
}

fn of_site() -> Expr {
    Expr::col(("site", "id")).equals(("standing", "site_id"))
}

/// A site that is in breach, and since which day that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Red {
    pub site: SiteId,
    pub name: String,
    pub breaches: i32,
    pub since_on: Date,
}

#[derive(Debug, FromQueryResult)]
struct RedRow {
    site_id: i64,
    name: String,
    breaches: i32,
    red_on: Date,
}

/// The sites that went into breach on a day or later, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn red_since(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    from: Date,
    most: u64,
) -> Result<Vec<Red>, DbErr> {
    let query = Query::select()
        .columns([
            ("standing", "site_id"),
            ("standing", "breaches"),
            ("standing", "red_on"),
        ])
        .column(("site", "name"))
        .from("standing")
        .join(JoinType::InnerJoin, "site", of_site())
        .and_where(Expr::col(("standing", "kommun_id")).eq(kommun.number()))
        .cond_where(seen::sites(kommun))
        .and_where(Expr::col(("standing", "red_on")).gte(from))
        .order_by(("standing", "red_on"), Order::Desc)
        .order_by(("standing", "site_id"), Order::Desc)
        .limit(most)
        .to_owned();
    let rows = RedRow::find_by_statement(db.get_database_backend().build(&query))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Red {
            site: SiteId(row.site_id),
            name: row.name,
            breaches: row.breaches,
            since_on: row.red_on,
        })
        .collect())
}

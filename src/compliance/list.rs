//! The list of sites with their standing: filtered, searched and paged by key, in one query.

use sea_orm::sea_query::{Cond, Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::order::{
    Column, Order as Sorted, key_column, place_key, standing_key, status_key, unit_key,
};
use super::summary::{Summary, from_rank, rank};
use crate::code::Code;
use crate::collation::fold;
use crate::db::{containing, seen};
use crate::law::Standing;
use crate::organisation::{KommunId, UnitId};
use crate::site::{PlaceType, Site, SiteId, SiteStatus};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of reference, name, address, property, responsible person or a number of the site itself.
    pub search: String,
    /// Whether it may also be the number of a release or of its case: for those who read all of them.
    pub releases: bool,
    /// Sites that have what is searched for in a number of theirs.
    pub numbered: Vec<SiteId>,
    pub standing: Option<Standing>,
    pub unit: Option<UnitId>,
    pub place_type: Option<PlaceType>,
    pub status: Option<SiteStatus>,
    /// Only what has a position.
    pub placed: bool,
    /// Only what belongs to this unit today, whatever else is asked for: the border of whoever asks.
    pub within: Option<UnitId>,
    pub order: Sorted,
}

/// Where the page before ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct After {
    /// Of the column that the list is sorted by; empty when it is sorted by name.
    pub key: String,
    pub sort_key: String,
    pub id: i64,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: SiteId,
    pub reference: String,
    pub name: String,
    pub sort_key: String,
    pub address: String,
    pub place_type: Option<PlaceType>,
    pub status: Option<SiteStatus>,
    pub unit_id: Option<UnitId>,
    pub unit: Option<String>,
    pub standing: Standing,
    pub breaches: i32,
    pub risks: i32,
    pub unknowns: i32,
    /// Latitude and longitude today, in millionths of a degree (WGS 84).
    pub place_e6: Option<(i64, i64)>,
}

impl Line {
    /// Where the list goes on after the line.
    pub fn place(&self, order: Sorted) -> After {
        After {
            key: self.key(order.by),
            sort_key: self.sort_key.clone(),
            id: self.id.0,
        }
    }

    /// As the cache of standings has it.
    fn key(&self, by: Column) -> String {
        match by {
            Column::Name => String::new(),
            Column::Standing => standing_key(self.standing),
            Column::PlaceType => place_key(self.place_type),
            Column::Unit => unit_key(self.unit.as_deref()),
            Column::Status => self.status.map_or_else(String::new, status_key),
        }
    }

    /// Takes the standing of another day.
    pub fn stand(&mut self, found: &Summary) {
        let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        self.standing = found.standing;
        (self.breaches, self.risks, self.unknowns) = (
            count(found.breaches),
            count(found.risks),
            count(found.unknowns),
        );
    }

    /// Becomes the site as it was known, but for its place in the order.
    pub fn was(&mut self, then: &SiteThen, unit: Option<String>) {
        self.reference.clone_from(&then.reference);
        self.name.clone_from(&then.name);
        self.address.clone_from(&then.address);
        self.place_type = then.place_type;
        self.status = Some(then.status);
        self.unit_id = then.unit;
        self.unit = unit;
        self.stand(&then.summary);
    }
}

/// A site as the register knew it on a day that has passed: what the list shows and filters by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteThen {
    pub summary: Summary,
    pub reference: String,
    pub name: String,
    pub address: String,
    pub place_type: Option<PlaceType>,
    pub status: SiteStatus,
    pub unit: Option<UnitId>,
    search: String,
}

impl SiteThen {
    pub fn new(site: &Site, summary: Summary) -> Self {
        Self {
            summary,
            reference: site.reference.clone(),
            name: site.name.clone(),
            address: site.address.clone(),
            place_type: site.place_type,
            status: site.status,
            unit: site.unit,
            search: site.searchable(),
        }
    }

    /// The same filter as the query of [`lines`].
    pub fn fits(&self, filter: &Filter) -> bool {
        let is = |standing| standing == self.summary.standing;
        filter.standing.is_none_or(is)
            && filter.unit.is_none_or(|unit| self.unit == Some(unit))
            && filter
                .place_type
                .is_none_or(|place| self.place_type == Some(place))
            && filter.status.is_none_or(|status| self.status == status)
            && fold(&filter.search)
                .split_whitespace()
                .all(|word| self.search.contains(word))
    }
}

#[derive(Debug, FromQueryResult)]
struct Row {
    id: i64,
    reference: String,
    name: String,
    sort_key: String,
    address: String,
    place_type: Option<String>,
    status: String,
    unit_id: Option<i64>,
    unit: Option<String>,
    worst: Option<i16>,
    breaches: Option<i32>,
    risks: Option<i32>,
    unknowns: Option<i32>,
    latitude_e6: Option<i64>,
    longitude_e6: Option<i64>,
}

/// The lines after `after`, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn lines(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    filter: &Filter,
    after: Option<&After>,
    limit: u64,
) -> Result<Vec<Line>, DbErr> {
    let mut query = select(kommun, filter);
    sorted(&mut query, filter, after);
    query.limit(limit);
    let rows = Row::find_by_statement(db.get_database_backend().build(&query))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(line).collect())
}

/// How many lines there are in all.
///
/// # Errors
/// When the database does not answer.
pub async fn count(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    filter: &Filter,
) -> Result<u64, DbErr> {
    let mut query = select(kommun, filter);
    query
        .clear_selects()
        .expr_as(Func::count(Expr::col(("site", "id"))), "sites");
    let found = db
        .query_one_raw(db.get_database_backend().build(&query))
        .await?;
    let count: Option<i64> = found.map(|row| row.try_get("", "sites")).transpose()?;
    Ok(count.map_or(0, |count| u64::try_from(count).unwrap_or(0)))
}

/// Whether the cache of standings is walked, and not the index of names.
const fn walks_standings(filter: &Filter) -> bool {
    filter.standing.is_some() || key_column(filter.order.by).is_some()
}

/// One way through one index: key, name, id.
fn sorted(query: &mut SelectStatement, filter: &Filter, after: Option<&After>) {
    let names = if walks_standings(filter) {
        ("standing", "site_id")
    } else {
        ("site", "id")
    };
    let mut keys = vec![Expr::col((names.0, "sort_key")), Expr::col(names)];
    let column = key_column(filter.order.by);
    if let Some(column) = column {
        keys.insert(0, Expr::col(("standing", column)));
    }
    if let Some(after) = after {
        let mut place: Vec<Expr> = vec![after.sort_key.as_str().into(), after.id.into()];
        if column.is_some() {
            place.insert(0, after.key.as_str().into());
        }
        let (here, place) = (Expr::tuple(keys.clone()), Expr::tuple(place));
        query.and_where(if filter.order.backwards {
            here.lt(place)
        } else {
            here.gt(place)
        });
    }
    let direction = if filter.order.backwards {
        Order::Desc
    } else {
        Order::Asc
    };
    for key in keys {
        query.order_by_expr(key, direction.clone());
    }
}

fn select(kommun: KommunId, filter: &Filter) -> SelectStatement {
    let mut query = Query::select();
    for column in [
        "id",
        "reference",
        "name",
        "sort_key",
        "address",
        "place_type",
        "status",
        "unit_id",
        "latitude_e6",
        "longitude_e6",
    ] {
        query.column(("site", column));
    }
    query.expr_as(Expr::col(("unit", "name")), "unit");
    for column in ["worst", "breaches", "risks", "unknowns"] {
        query.column(("standing", column));
    }
    let of_site = Expr::col(("standing", "site_id")).equals(("site", "id"));
    if walks_standings(filter) {
        query
            .from("standing")
            .join(JoinType::InnerJoin, "site", of_site)
            .and_where(Expr::col(("standing", "kommun_id")).eq(kommun.number()));
    } else {
        query
            .from("site")
            .join(JoinType::LeftJoin, "standing", of_site);
    }
    if let Some(standing) = filter.standing {
        query.and_where(Expr::col(("standing", "worst")).eq(rank(standing)));
    }
    query
        .join(
            JoinType::LeftJoin,
            "unit",
            Expr::col(("unit", "id")).equals(("site", "unit_id")),
        )
        .and_where(Expr::col(("site", "kommun_id")).eq(kommun.number()))
        .cond_where(seen::sites(kommun))
        .cond_where(narrowed(filter));
    query
}

fn narrowed(filter: &Filter) -> Cond {
    let mut all = Cond::all();
    if filter.placed {
        all = all.add(Expr::col(("site", "latitude_e6")).is_not_null());
    }
    for unit in [filter.unit, filter.within].into_iter().flatten() {
        all = all.add(Expr::col(("site", "unit_id")).eq(unit.0));
    }
    if let Some(place) = filter.place_type {
        all = all.add(Expr::col(("site", "place_type")).eq(place.code()));
    }
    if let Some(status) = filter.status {
        all = all.add(Expr::col(("site", "status")).eq(status.code()));
    }
    let mut words = Cond::all();
    for word in fold(&filter.search).split_whitespace() {
        words = words.add(Expr::col(("site", "search")).like(containing(word)));
    }
    if filter.numbered.is_empty() {
        return all.add(words);
    }
    let numbered = filter.numbered.iter().map(|site| site.0);
    let numbered = Expr::col(("site", "id")).is_in(numbered);
    all.add(Cond::any().add(words).add(numbered))
}

fn line(row: Row) -> Line {
    Line {
        id: SiteId(row.id),
        reference: row.reference,
        name: row.name,
        sort_key: row.sort_key,
        address: row.address,
        place_type: row
            .place_type
            .and_then(|code| PlaceType::from_code(&code).ok()),
        status: SiteStatus::from_code(&row.status).ok(),
        unit_id: row.unit_id.map(UnitId),
        unit: row.unit,
        standing: row.worst.map_or(Standing::Unknown, from_rank),
        breaches: row.breaches.unwrap_or(0),
        risks: row.risks.unwrap_or(0),
        unknowns: row.unknowns.unwrap_or(0),
        place_e6: row.latitude_e6.zip(row.longitude_e6),
    }
}

/// How many sites of the kommun, as far as they are seen, have each standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Distribution {
    pub breach: u64,
    pub partly: u64,
    pub unknown: u64,
    pub ok: u64,
}

impl Distribution {
    pub const fn total(&self) -> u64 {
        self.breach + self.partly + self.unknown + self.ok
    }

    /// Counts one more site of a standing.
    pub const fn add(&mut self, standing: Standing, sites: u64) {
        match standing {
            Standing::Breach => self.breach += sites,
            Standing::Partly => self.partly += sites,
            Standing::Unknown => self.unknown += sites,
            Standing::Ok => self.ok += sites,
        }
    }
}

#[derive(Debug, FromQueryResult)]
struct Counted {
    worst: i16,
    sites: i64,
}

/// # Errors
/// When the database does not answer.
pub async fn distribution(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Distribution, DbErr> {
    let query = Query::select()
        .column("worst")
        .expr_as(Func::count(Expr::col("site_id")), "sites")
        .from("standing")
        .and_where(Expr::col("kommun_id").eq(kommun.number()))
        .cond_where(seen::at_sites(kommun, Expr::col("site_id")))
        .group_by_col("worst")
        .to_owned();
    let mut distribution = Distribution::default();
    for row in Counted::find_by_statement(db.get_database_backend().build(&query))
        .all(db)
        .await?
    {
        distribution.add(from_rank(row.worst), u64::try_from(row.sites).unwrap_or(0));
    }
    Ok(distribution)
}

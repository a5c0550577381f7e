//! The cache of what was found of every site, which the list sorts and filters by.
//!
//! It holds for one day and one set of rules (`standing_day`). Every change to a site renews its row in the same
//! transaction; the first reader of a new day, or of other rules, renews all. Whoever writes rows holds the kommun's
//! lock, and a change that was judged by another day or other rules than the cache is of makes it stale as a whole.

use std::collections::{BTreeSet, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, ExprTrait, sea_query::OnConflict};

use super::coming;
use super::{BATCH, Judgement, dossiers, next_dossiers};
use crate::collation::sort_key;
use crate::compliance::order::{place_key, standing_key, status_key, unit_key};
use crate::compliance::{Dossier, findings, summary};
use crate::db::Db;
use crate::db::record::{self, Record, RecordEntity};
use crate::law::Standing;
use crate::organisation::{KommunId, Unit, UnitId};
use crate::site::{Site, SiteId};

/// Advisory locks on PostgreSQL are numbers: this and the kommun's.
const LOCK: i64 = 0x7374_616e_0000_0000;
/// How often a reader begins anew when changes spoil the cache under it; after that the next reader goes on.
const ATTEMPTS: usize = 3;

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub site_id: i64,
        pub kommun_id: i64,
        pub worst: i16,
        pub breaches: i32,
        pub risks: i32,
        pub unknowns: i32,
        pub due_on: Option<String>,
        pub sort_key: String,
        pub standing_key: String,
        pub place_key: String,
        pub unit_key: String,
        pub status_key: String,
        #[sea_orm(column_type = "Text")]
        pub coming: String,
        pub red_on: Option<TimeDate>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod day {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing_day")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kommun_id: i64,
        pub for_day: String,
        pub policies: String,
        /// False while the rows are being renewed.
        pub complete: bool,
        /// Grows with every change to the rows.
        pub changes: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Which state of the cache somebody read: no other state of a kommun's rows has the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fresh(i64);

/// Whether the sites of a change may have come to another place in the list: when one of them or a unit was changed, and
/// not when footage was released. Then the keys that the list sorts by stay, and nobody asks for the units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    Perhaps,
    No,
}

/// Renews the cached standing of some sites, inside the transaction that changed them.
///
/// # Errors
/// As [`super::dossier`].
pub async fn renew(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &BTreeSet<SiteId>,
    moved: Moved,
    by: Judgement<'_>,
) -> Result<(), DbErr> {
    if sites.is_empty() {
        return Ok(());
    }
    let kommun = kommun.unveiled();
    lock(tx, kommun).await?;
    let ids: Vec<i64> = sites.iter().map(|site| site.0).collect();
    for chunk in ids.chunks(usize::try_from(BATCH).unwrap_or(usize::MAX)) {
        let query = record::of::<Site>(kommun)
            .filter(<Site as Record>::Entity::id().is_in(chunk.iter().copied()));
        let sites = record::load::<Site>(tx, kommun, query).await?;
        let dossiers = dossiers(tx, kommun, sites).await?;
        write(tx, kommun, &dossiers, moved, by).await?;
    }
    changed(tx, kommun, by).await
}

/// Renews the cache of the whole kommun if it is of another day or of other rules. One small query when it is not.
/// `None`: others renew it for another day or other rules, and what is read now is of no known state.
///
/// # Errors
/// As [`super::dossier`].
pub async fn ensure_fresh(
    db: &Db,
    kommun: KommunId,
    by: Judgement<'_>,
) -> Result<Option<Fresh>, DbErr> {
    // One cache for all, of all: who reads it sees what they may.
    let kommun = kommun.unveiled();
    let mut attempts = 0..ATTEMPTS;
    loop {
        let day = day::Entity::find_by_id(kommun.number())
            .one(db.read())
            .await?;
        if let Some(day) = day.filter(|day| day.complete && is_of(day, by)) {
            return Ok(Some(Fresh(day.changes)));
        }
        if attempts.next().is_none() {
            return Ok(None);
        }
        match rebuild(db, kommun, by).await? {
            Rebuilt::ForOthers => return Ok(None),
            Rebuilt::Whole | Rebuilt::Spoilt => {}
        }
    }
}

enum Rebuilt {
    Whole,
    /// Someone began to renew it for another day or other rules, such as those of a ruling made just now.
    ForOthers,
    /// A change that was judged by something else came in between.
    Spoilt,
}

async fn rebuild(db: &Db, kommun: KommunId, by: Judgement<'_>) -> Result<Rebuilt, DbErr> {
    let tx = db.begin_write().await?;
    lock(&*tx, kommun).await?;
    mark(&*tx, kommun, by, false).await?;
    tx.commit().await?;
    let mut after = SiteId(0);
    loop {
        // A transaction a batch: nobody who writes waits for the whole kommun.
        let tx = db.begin_write().await?;
        lock(&*tx, kommun).await?;
        let day = day::Entity::find_by_id(kommun.number()).one(&*tx).await?;
        match day {
            Some(day) if is_of(&day, by) => {}
            Some(day) if !day.for_day.is_empty() => return Ok(Rebuilt::ForOthers),
            _ => return Ok(Rebuilt::Spoilt),
        }
        let batch = next_dossiers(&*tx, kommun, after).await?;
        let Some(last) = batch.last() else {
            mark(&*tx, kommun, by, true).await?;
            tx.commit().await?;
            return Ok(Rebuilt::Whole);
        };
        after = last.id;
        write(&*tx, kommun, &batch, Moved::Perhaps, by).await?;
        tx.commit().await?;
    }
}

/// Empties the cache: the next reader renews it. Since when sites are in breach is forgotten with it.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &Db, kommun: KommunId) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    lock(&*tx, kommun).await?;
    row::Entity::delete_many()
        .filter(row::Column::KommunId.eq(kommun.number()))
        .exec(&*tx)
        .await?;
    // The row stays: the number of changes never begins anew.
    spoil(&*tx, kommun).await?;
    tx.commit().await
}

/// One writer of the cache at a time. On SQLite there is one writer anyway.
async fn lock(tx: &impl ConnectionTrait, kommun: KommunId) -> Result<(), DbErr> {
    crate::db::alone(tx, LOCK.wrapping_add(kommun.number())).await
}

fn is_of(day: &day::Model, by: Judgement<'_>) -> bool {
    day.for_day == by.today.to_string() && day.policies == by.policies.digest()
}

/// Says what the rows are of, or are becoming.
async fn mark(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    by: Judgement<'_>,
    complete: bool,
) -> Result<(), DbErr> {
    use day::Column as C;
    let row = day::ActiveModel {
        kommun_id: Set(kommun.number()),
        for_day: Set(by.today.to_string()),
        policies: Set(by.policies.digest()),
        complete: Set(complete),
        changes: Set(0),
    };
    let replace = OnConflict::column(C::KommunId)
        .update_columns([C::ForDay, C::Policies, C::Complete])
        .value(C::Changes, one_more())
        .to_owned();
    day::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The rows of a change are of its own day and rules; when the rest are of others, none can be relied on.
async fn changed(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    by: Judgement<'_>,
) -> Result<(), DbErr> {
    use day::Column as C;
    let same = C::ForDay
        .eq(by.today.to_string())
        .and(C::Policies.eq(by.policies.digest()));
    let counted = day::Entity::update_many()
        .col_expr(C::Changes, one_more())
        .filter(C::KommunId.eq(kommun.number()).and(same))
        .exec(tx)
        .await?;
    if counted.rows_affected == 0 {
        spoil(tx, kommun).await?;
    }
    Ok(())
}

/// Says that the rows are of no day.
async fn spoil(tx: &impl ConnectionTrait, kommun: KommunId) -> Result<(), DbErr> {
    use day::Column as C;
    day::Entity::update_many()
        .col_expr(C::ForDay, Expr::value(""))
        .col_expr(C::Complete, Expr::value(false))
        .col_expr(C::Changes, one_more())
        .filter(C::KommunId.eq(kommun.number()))
        .exec(tx)
        .await?;
    Ok(())
}

fn one_more() -> Expr {
    Expr::col(("standing_day", "changes")).add(1)
}

async fn write(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    dossiers: &[Dossier],
    moved: Moved,
    by: Judgement<'_>,
) -> Result<(), DbErr> {
    use row::Column as C;
    if dossiers.is_empty() {
        return Ok(());
    }
    let units = match moved {
        Moved::Perhaps => unit_keys(tx, kommun).await?,
        Moved::No => HashMap::new(),
    };
    let rows = dossiers
        .iter()
        .map(|dossier| row_of(kommun, dossier, by, &units));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let mut found = vec![
        C::Worst,
        C::Breaches,
        C::Risks,
        C::Unknowns,
        C::DueOn,
        C::Coming,
        C::StandingKey,
    ];
    if moved == Moved::Perhaps {
        found.extend([C::SortKey, C::PlaceKey, C::UnitKey, C::StatusKey]);
    }
    let replace = OnConflict::column(C::SiteId)
        .update_columns(found)
        .value(C::RedOn, coming::still_red())
        .to_owned();
    row::Entity::insert_many(rows)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn row_of(
    kommun: KommunId,
    dossier: &Dossier,
    by: Judgement<'_>,
    units: &HashMap<UnitId, String>,
) -> Result<row::ActiveModel, DbErr> {
    let site = &dossier.site;
    let unit = site.unit.and_then(|unit| units.get(&unit)).cloned();
    let found = findings(by.policies, dossier, by.today);
    let summary = summary(&found);
    let is_red = summary.standing == Standing::Breach;
    Ok(row::ActiveModel {
        site_id: Set(dossier.id.0),
        kommun_id: Set(kommun.number()),
        worst: Set(summary.rank()),
        breaches: Set(count(summary.breaches)),
        risks: Set(count(summary.risks)),
        unknowns: Set(count(summary.unknowns)),
        due_on: Set(summary.due_on.map(|day| day.to_string())),
        coming: Set(coming::kept(&found, by.today)?),
        red_on: Set(is_red.then_some(by.today)),
        sort_key: Set(sort_key(&site.name)),
        standing_key: Set(standing_key(summary.standing)),
        place_key: Set(place_key(site.place_type)),
        unit_key: Set(unit.unwrap_or_default()),
        status_key: Set(status_key(site.status)),
    })
}

/// Where each unit stands among the others.
async fn unit_keys(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<HashMap<UnitId, String>, DbErr> {
    let units = record::all::<Unit>(tx, kommun).await?.into_iter();
    Ok(units
        .map(|unit| (unit.id, unit_key(Some(&unit.data.name))))
        .collect())
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

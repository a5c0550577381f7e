//! What every table of records has in common: id, kommun, version, and the record itself as JSON.
//!
//! A slice's `store.rs` declares its key columns with `record_entity!` and fills them in [`Record::keys`]; reading,
//! inserting and updating are written once, here, and every one of them is bound to a kommun.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel,
    PrimaryKeyTrait, QueryFilter, QueryOrder, Select, TryGetable, Value,
};
use serde::{Serialize, de::DeserializeOwned};

use sea_orm::sea_query::Expr;

use crate::db::seen::{self, Concealed};
use crate::organisation::KommunId;
use crate::register::Belongs;
use crate::site::SiteId;

/// A record with its id and the version that an edit must start from.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored<R: Record> {
    pub id: R::Id,
    pub version: i32,
    pub data: R,
}

/// A noun of the register that has a table of its own.
pub trait Record: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    type Id: From<i64> + Into<i64> + Copy + Send + Sync + std::fmt::Debug + PartialEq;
    type Entity: RecordEntity;
    /// Names the noun in revisions and exports.
    const KIND: crate::register::RecordKind;

    /// Fills the slice's own columns.
    fn keys(&self, row: &mut <Self::Entity as EntityTrait>::ActiveModel);

    /// The site whose standing the record bears on.
    fn site(&self) -> Option<SiteId> {
        None
    }

    /// Takes out what is secret (OSL 18:8) where site or camera is marked so.
    fn conceal(&mut self) {}
}

/// The common columns, by entity.
pub trait RecordEntity:
    EntityTrait<
        ActiveModel: Send + Default,
        Model: IntoActiveModel<<Self as EntityTrait>::ActiveModel> + Send + Sync,
        PrimaryKey: PrimaryKeyTrait<ValueType: Into<i64> + TryGetable>,
    > + Default
{
    fn id() -> Self::Column;
    fn kommun() -> Self::Column;
    fn version() -> Self::Column;
    fn body() -> Self::Column;
    fn open(model: Self::Model) -> (i64, i32, String);
}

/// Declares a slice's entity: the common columns and the slice's own.
macro_rules! record_entity {
    ($table:literal { $($field:ident : $ty:ty),* $(,)? }) => {
        mod entity {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                #[sea_orm(primary_key)]
                pub id: i64,
                pub kommun_id: i64,
                pub version: i32,
                $(pub $field: $ty,)*
                #[sea_orm(column_type = "Text")]
                pub body: String,
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}

            impl $crate::db::record::RecordEntity for Entity {
                fn id() -> Column { Column::Id }
                fn kommun() -> Column { Column::KommunId }
                fn version() -> Column { Column::Version }
                fn body() -> Column { Column::Body }
                fn open(model: Model) -> (i64, i32, String) { (model.id, model.version, model.body) }
            }
        }
    };
}
pub(crate) use record_entity;

/// Every row of the kommun that is seen. The only way to begin a query on a table of records.
pub fn of<R: Record>(kommun: KommunId) -> Select<R::Entity> {
    let own = R::Entity::find().filter(R::Entity::kommun().eq(kommun.number()));
    match R::KIND.belongs() {
        Belongs::ToTheKommun => own,
        Belongs::IsARecorder => own.filter(seen::recorders(kommun)),
        Belongs::IsASite => own.filter(seen::sites(kommun)),
        Belongs::ToASite => own.filter(seen::at_sites(kommun, Expr::col("site_id"))),
    }
}

/// Reads the rows of a query as records.
///
/// # Errors
/// When the database does not answer, or a stored record cannot be read (named by kind and id).
pub async fn load<R: Record>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    query: Select<R::Entity>,
) -> Result<Vec<Stored<R>>, DbErr> {
    let rows = query.order_by_asc(R::Entity::id()).all(db).await?;
    let mut records = rows
        .into_iter()
        .map(stored::<R>)
        .collect::<Result<Vec<_>, _>>()?;
    if R::KIND.has_secrets() {
        let sites = records.iter().filter_map(|record| record.data.site());
        conceal(&seen::concealed(db, kommun, sites).await?, &mut records);
    }
    Ok(records)
}

/// Takes out what is secret for whoever asks.
pub(super) fn conceal<R: Record>(concealed: &Concealed, records: &mut [Stored<R>]) {
    if !R::KIND.has_secrets() {
        return;
    }
    for record in records {
        let (id, at) = (record.id.into(), record.data.site());
        if at.is_some_and(|at| concealed.hides(R::KIND, id, at)) {
            record.data.conceal();
        }
    }
}

/// Every record of the kind in the kommun, by id.
///
/// # Errors
/// As [`load`].
pub async fn all<R: Record>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Vec<Stored<R>>, DbErr> {
    load(db, kommun, of::<R>(kommun)).await
}

/// The records of a kind at a site, by id; with no site, every one in the kommun.
///
/// # Errors
/// As [`load`].
pub async fn at_site<R: Record>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    site: Option<SiteId>,
) -> Result<Vec<Stored<R>>, DbErr> {
    let everywhere = of::<R>(kommun);
    let query = match site {
        Some(site) => everywhere.filter(Expr::col("site_id").eq(site.0)),
        None => everywhere,
    };
    load(db, kommun, query).await
}

/// One record; `None` also when the id is another kommun's.
///
/// # Errors
/// As [`load`].
pub async fn find<R: Record>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: R::Id,
) -> Result<Option<Stored<R>>, DbErr> {
    let query = of::<R>(kommun).filter(R::Entity::id().eq(id.into()));
    Ok(load(db, kommun, query).await?.pop())
}

pub fn stored<R: Record>(model: <R::Entity as EntityTrait>::Model) -> Result<Stored<R>, DbErr> {
    opened(R::Entity::open(model))
}

pub(super) fn opened<R: Record>(
    (id, version, body): (i64, i32, String),
) -> Result<Stored<R>, DbErr> {
    let data = serde_json::from_str(&body).map_err(|error| {
        DbErr::Type(format!(
            "{} {id} cannot be read: {error}",
            crate::code::Code::code(R::KIND)
        ))
    })?;
    Ok(Stored {
        id: R::Id::from(id),
        version,
        data,
    })
}

/// Why an update was not made.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    #[error("someone else has changed the record since it was opened")]
    Stale,
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Inserts and returns the new id. Only `register::Change` calls this: it writes the revision beside it.
pub(crate) async fn insert<R: Record>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    record: &R,
) -> Result<R::Id, DbErr> {
    let row = row(kommun, 1, record)?;
    let inserted = R::Entity::insert(row).exec(db).await?;
    Ok(R::Id::from(inserted.last_insert_id.into()))
}

/// Replaces the record if it still has `version`. Only `register::Change` calls this.
pub(crate) async fn update<R: Record>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: R::Id,
    version: i32,
    record: &R,
) -> Result<(), UpdateError> {
    let mut row = row(kommun, version.saturating_add(1), record)?;
    row.not_set(R::Entity::id());
    let done = R::Entity::update_many()
        .set(row)
        .filter(
            R::Entity::id()
                .eq(id.into())
                .and(R::Entity::kommun().eq(kommun.number()))
                .and(R::Entity::version().eq(version)),
        )
        .exec(db)
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(UpdateError::Stale)
    }
}

fn row<R: Record>(
    kommun: KommunId,
    version: i32,
    record: &R,
) -> Result<<R::Entity as EntityTrait>::ActiveModel, DbErr> {
    let body = serde_json::to_string(record).map_err(|error| DbErr::Type(error.to_string()))?;
    let mut row = <<R::Entity as EntityTrait>::ActiveModel as Default>::default();
    record.keys(&mut row);
    row.set(R::Entity::kommun(), Value::BigInt(Some(kommun.number())));
    row.set(R::Entity::version(), Value::Int(Some(version)));
    row.set(R::Entity::body(), Value::String(Some(body)));
    Ok(row)
}

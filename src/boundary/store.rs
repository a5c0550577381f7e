//! Boundaries in the database, by kommun and digest.

use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::organisation::KommunId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "boundary")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kommun_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        #[sea_orm(column_type = "Text")]
        pub geojson: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps a boundary; the same one again is no other.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    digest: &str,
    text: &str,
) -> Result<(), DbErr> {
    let row = entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        digest: Set(digest.to_owned()),
        geojson: Set(text.to_owned()),
    };
    let same = OnConflict::columns([entity::Column::KommunId, entity::Column::Digest])
        .update_column(entity::Column::Geojson)
        .to_owned();
    entity::Entity::insert(row)
        .on_conflict(same)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// A boundary of the kommun as it is kept.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    digest: &str,
) -> Result<Option<String>, DbErr> {
    of(kommun)
        .filter(entity::Column::Digest.eq(digest))
        .select_only()
        .column(entity::Column::Geojson)
        .into_tuple()
        .one(db)
        .await
}

fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find().filter(entity::Column::KommunId.eq(kommun.number()))
}

//! What people have said of their lists, by name: the next list of the same kind is read the same way.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use crate::import::columns::Mapping;
use crate::organisation::KommunId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_mapping")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find().filter(entity::Column::KommunId.eq(kommun.number()))
}

/// The names of the kommun's mappings.
///
/// # Errors
/// When the database does not answer.
pub async fn names(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Vec<(i64, String)>, DbErr> {
    let rows = of(kommun)
        .order_by_asc(entity::Column::Name)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// # Errors
/// When the database does not answer or what is stored cannot be read.
pub async fn by_id(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: i64,
) -> Result<Option<Mapping>, DbErr> {
    let row = of(kommun).filter(entity::Column::Id.eq(id)).one(db).await?;
    row.map(open).transpose()
}

/// # Errors
/// When the database does not answer or what is stored cannot be read.
pub async fn by_name(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    name: &str,
) -> Result<Option<Mapping>, DbErr> {
    let row = of(kommun)
        .filter(entity::Column::Name.eq(name))
        .one(db)
        .await?;
    row.map(open).transpose()
}

/// Keeps a mapping under a name; one of that name before is replaced.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    name: &str,
    mapping: &Mapping,
) -> Result<(), DbErr> {
    let body = serde_json::to_string(mapping).map_err(|error| DbErr::Type(error.to_string()))?;
    let known = of(kommun)
        .filter(entity::Column::Name.eq(name))
        .one(db)
        .await?;
    if let Some(row) = known {
        let mut row: entity::ActiveModel = row.into();
        row.body = Set(body);
        row.update(db).await?;
        return Ok(());
    }
    let row = entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        name: Set(name.to_owned()),
        body: Set(body),
        ..Default::default()
    };
    row.insert(db).await?;
    Ok(())
}

fn open(row: entity::Model) -> Result<Mapping, DbErr> {
    serde_json::from_str(&row.body).map_err(|error| {
        DbErr::Type(format!(
            "the mapping \"{}\" cannot be read: {error}",
            row.name
        ))
    })
}

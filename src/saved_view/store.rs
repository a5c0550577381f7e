//! Saved views in the database: found by their person and by nobody else.

use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::{SavedView, SavedViewId};
use crate::account::AccountId;
use crate::db::Db;
use crate::organisation::KommunId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "saved_view")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub account_id: i64,
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub query: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whose views: a person in a kommun.
pub type Person = (KommunId, AccountId);

fn own((kommun, account): Person) -> Select<entity::Entity> {
    entity::Entity::find()
        .filter(entity::Column::KommunId.eq(kommun.number()))
        .filter(entity::Column::AccountId.eq(account.0))
}

/// The person's views, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of(db: &impl ConnectionTrait, person: Person) -> Result<Vec<SavedView>, DbErr> {
    let rows = own(person).order_by_asc(entity::Column::Id).all(db).await?;
    let view = |row: entity::Model| SavedView {
        id: SavedViewId(row.id),
        name: row.name,
        query: row.query,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// # Errors
/// When the database does not answer, or the person has a view of the name.
pub async fn add(db: &Db, person: Person, name: &str, query: &str) -> Result<(), DbErr> {
    let row = entity::ActiveModel {
        kommun_id: Set(person.0.number()),
        account_id: Set(person.1.0),
        name: Set(name.to_owned()),
        query: Set(query.to_owned()),
        ..Default::default()
    };
    let tx = db.begin_write().await?;
    entity::Entity::insert(row)
        .exec_without_returning(&*tx)
        .await?;
    tx.commit().await
}

/// # Errors
/// When the database does not answer, or another view of the person has the name.
pub async fn rename(db: &Db, person: Person, id: SavedViewId, name: &str) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    entity::Entity::update_many()
        .col_expr(entity::Column::Name, Expr::value(name))
        .filter(entity::Column::KommunId.eq(person.0.number()))
        .filter(entity::Column::AccountId.eq(person.1.0))
        .filter(entity::Column::Id.eq(id.0))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// # Errors
/// When the database does not answer.
pub async fn remove(db: &Db, person: Person, id: SavedViewId) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    entity::Entity::delete_many()
        .filter(entity::Column::KommunId.eq(person.0.number()))
        .filter(entity::Column::AccountId.eq(person.1.0))
        .filter(entity::Column::Id.eq(id.0))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

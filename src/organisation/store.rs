//! The kommun, its controllers and its units in the database.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ActiveValue::Set, FromQueryResult, QueryOrder, QueryTrait};

use super::{Controller, ControllerId, Kommun, KommunId, Unit, UnitId};
use crate::db::record::{Record, record_entity};
use crate::db::{numbered, read_numbers};
use crate::register::RecordKind;

mod controller {
    use super::{Controller, ControllerId, Record, RecordKind, Set, record_entity};

    record_entity!("controller" { name: String });

    impl Record for Controller {
        type Id = ControllerId;
        type Entity = entity::Entity;
        const KIND: RecordKind = RecordKind::Controller;

        fn keys(&self, row: &mut entity::ActiveModel) {
            row.name = Set(self.name.clone());
        }
    }
}

mod unit {
    use super::{Record, RecordKind, Set, Unit, UnitId, record_entity};

    record_entity!("unit" { name: String });

    impl Record for Unit {
        type Id = UnitId;
        type Entity = entity::Entity;
        const KIND: RecordKind = RecordKind::Unit;

        fn keys(&self, row: &mut entity::ActiveModel) {
            row.name = Set(self.name.clone());
        }
    }
}

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "kommun")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub version: i32,
        pub log_origin: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    /// A kommun belongs to itself: whoever acts for it can change it and no other.
    impl crate::db::record::RecordEntity for Entity {
        fn id() -> Column {
            Column::Id
        }
        fn kommun() -> Column {
            Column::Id
        }
        fn version() -> Column {
            Column::Version
        }
        fn body() -> Column {
            Column::Body
        }
        fn open(model: Model) -> (i64, i32, String) {
            (model.id, model.version, model.body)
        }
    }
}

impl Record for Kommun {
    type Id = i64;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::Kommun;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.log_origin = Set(self.log_origin.clone());
    }
}

/// Founds a kommun and returns its number. Its ledger is opened by the caller, in the same transaction.
///
/// # Errors
/// When the database refuses, for example because the log origin is taken.
pub async fn found(db: &impl ConnectionTrait, kommun: &Kommun) -> Result<i64, DbErr> {
    let body = serde_json::to_string(kommun).map_err(|error| DbErr::Type(error.to_string()))?;
    let row = entity::ActiveModel {
        version: Set(1),
        log_origin: Set(kommun.log_origin.clone()),
        body: Set(body),
        ..Default::default()
    };
    Ok(entity::Entity::insert(row).exec(db).await?.last_insert_id)
}

/// The numbers and names of every kommun of the installation, in the order they were founded.
///
/// # Errors
/// When the database does not answer.
pub async fn kommuner(db: &impl ConnectionTrait) -> Result<Vec<(i64, Kommun)>, DbErr> {
    entity::Entity::find()
        .order_by_asc(entity::Column::Id)
        .all(db)
        .await?
        .into_iter()
        .map(open)
        .collect()
}

/// # Errors
/// When the database does not answer.
pub async fn kommun(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Option<Kommun>, DbErr> {
    let row = entity::Entity::find_by_id(kommun.number()).one(db).await?;
    row.map(|row| open(row).map(|(_, kommun)| kommun))
        .transpose()
}

/// The kommun, and numbers that are asked for in the same question.
///
/// # Errors
/// As [`kommun`].
pub async fn kommun_and<const N: usize>(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    questions: [SelectStatement; N],
) -> Result<Option<(Kommun, [i64; N])>, DbErr> {
    let mut query = entity::Entity::find_by_id(kommun.number()).into_query();
    for (at, question) in questions.into_iter().enumerate() {
        query.expr_as(Expr::from(question), numbered(at));
    }
    let Some(row) = db.query_one(&query).await? else {
        return Ok(None);
    };
    let (_, kommun) = open(entity::Model::from_query_result(&row, "")?)?;
    Ok(Some((kommun, read_numbers(&row)?)))
}

fn open(row: entity::Model) -> Result<(i64, Kommun), DbErr> {
    let kommun = serde_json::from_str(&row.body)
        .map_err(|error| DbErr::Type(format!("kommun {} cannot be read: {error}", row.id)))?;
    Ok((row.id, kommun))
}

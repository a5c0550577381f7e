//! The pictures of the photos. One a sign: an older one goes when a new one comes, and its digest stays in the history.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict, Query};

use super::Prepared;
use crate::db::seen;
use crate::organisation::KommunId;
use crate::signage::SignId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_photo")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub sign_id: i64,
        pub kommun_id: i64,
        pub sha256: String,
        pub picture: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The picture of a sign at a site that whoever asks knows of.
fn of(kommun: KommunId, sign: SignId) -> Select<entity::Entity> {
    let known = Query::select()
        .column(("sign", "id"))
        .from("sign")
        .and_where(Expr::col(("sign", "kommun_id")).eq(kommun.number()))
        .cond_where(seen::at_sites(kommun, Expr::col(("sign", "site_id"))))
        .to_owned();
    entity::Entity::find_by_id(sign.0)
        .filter(entity::Column::KommunId.eq(kommun.number()))
        .filter(entity::Column::SignId.in_subquery(known))
}

/// Keeps the picture in place of an older one.
///
/// # Errors
/// When the database does not take it.
pub async fn keep(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sign: SignId,
    prepared: Prepared,
) -> Result<(), DbErr> {
    let row = entity::ActiveModel {
        sign_id: Set(sign.0),
        kommun_id: Set(kommun.number()),
        sha256: Set(prepared.photo.sha256),
        picture: Set(prepared.picture),
    };
    let replaced = OnConflict::column(entity::Column::SignId)
        .update_columns([entity::Column::Sha256, entity::Column::Picture])
        .to_owned();
    entity::Entity::insert(row)
        .on_conflict(replaced)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The picture with this digest, if it is that of the sign.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sign: SignId,
    sha256: &str,
) -> Result<Option<Vec<u8>>, DbErr> {
    let row = of(kommun, sign)
        .filter(entity::Column::Sha256.eq(sha256))
        .one(db)
        .await?;
    Ok(row.map(|row| row.picture))
}

/// # Errors
/// When the database does not answer.
pub async fn remove(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sign: SignId,
) -> Result<(), DbErr> {
    entity::Entity::delete_many()
        .filter(entity::Column::SignId.eq(sign.0))
        .filter(entity::Column::KommunId.eq(kommun.number()))
        .exec(db)
        .await?;
    Ok(())
}

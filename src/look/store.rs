//! Logos in the database, by kommun and digest.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::logo::Logo;
use crate::organisation::KommunId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "logo")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kommun_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub png: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps a logo; the same one again is no other.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(tx: &impl ConnectionTrait, kommun: KommunId, logo: &Logo) -> Result<(), DbErr> {
    let row = entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        digest: Set(logo.digest.clone()),
        png: Set(logo.png.clone()),
    };
    let same = OnConflict::columns([entity::Column::KommunId, entity::Column::Digest])
        .update_column(entity::Column::Png)
        .to_owned();
    entity::Entity::insert(row)
        .on_conflict(same)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The picture of a digest. Whoever has the digest has seen a page of the kommun, or the picture: it is no secret.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, digest: &str) -> Result<Option<Vec<u8>>, DbErr> {
    let row = entity::Entity::find()
        .filter(entity::Column::Digest.eq(digest))
        .one(db)
        .await?;
    Ok(row.map(|row| row.png))
}

//! With what a recorder's agent sends its checks. Only the digest is here.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, sea_query::OnConflict};
use sha2::{Digest, Sha256};

use crate::organisation::KommunId;
use crate::recorder::RecorderId;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recorder_token")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub recorder_id: i64,
        pub kommun_id: i64,
        pub sha256: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Gives a recorder of the kommun a new token; the one before stops working.
///
/// # Errors
/// When the database does not answer.
pub async fn set(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    recorder: RecorderId,
    token: &str,
) -> Result<(), DbErr> {
    let row = entity::ActiveModel {
        recorder_id: Set(recorder.0),
        kommun_id: Set(kommun.number()),
        sha256: Set(digest(token)),
    };
    let replace = OnConflict::column(entity::Column::RecorderId)
        .update_column(entity::Column::Sha256)
        .to_owned();
    entity::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The number of the kommun, and the recorder, that a token is for.
///
/// # Errors
/// When the database does not answer.
pub async fn owner(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<(i64, RecorderId)>, DbErr> {
    let row = entity::Entity::find()
        .filter(entity::Column::Sha256.eq(digest(token)))
        .one(db)
        .await?;
    Ok(row.map(|row| (row.kommun_id, RecorderId(row.recorder_id))))
}

fn digest(token: &str) -> String {
    crate::hex(&Sha256::digest(token))
}

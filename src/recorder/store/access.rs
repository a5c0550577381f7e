//! How recorders are asked. The password is here only as it was locked.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, sea_query::OnConflict};

use crate::code::Code;
use crate::organisation::KommunId;
use crate::recorder::RecorderId;
use crate::recorder::ask::{Access, System};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recorder_access")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub recorder_id: i64,
        pub kommun_id: i64,
        pub system: String,
        pub address: String,
        pub user_name: String,
        pub secret: String,
        pub fingerprint: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How a recorder is asked, with its locked password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub recorder: RecorderId,
    pub access: Access,
    pub locked: String,
}

/// What a locked password is bound to.
pub fn bound_to(kommun: KommunId, recorder: RecorderId) -> String {
    format!("{}/{recorder}", kommun.number())
}

fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find().filter(entity::Column::KommunId.eq(kommun.number()))
}

/// Every recorder of the kommun that can be asked.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Vec<Kept>, DbErr> {
    let rows = of(kommun).all(db).await?;
    rows.into_iter().map(kept).collect()
}

/// # Errors
/// When the database does not answer.
pub async fn find(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    recorder: RecorderId,
) -> Result<Option<Kept>, DbErr> {
    let row = of(kommun)
        .filter(entity::Column::RecorderId.eq(recorder.0))
        .one(db)
        .await?;
    row.map(kept).transpose()
}

/// Sets how a recorder of the kommun is asked.
///
/// # Errors
/// When the database does not answer.
pub async fn set(db: &impl ConnectionTrait, kommun: KommunId, kept: &Kept) -> Result<(), DbErr> {
    use entity::Column as C;
    let row = entity::ActiveModel {
        recorder_id: Set(kept.recorder.0),
        kommun_id: Set(kommun.number()),
        system: Set(kept.access.system.code().to_owned()),
        address: Set(kept.access.address.clone()),
        user_name: Set(kept.access.user.clone()),
        secret: Set(kept.locked.clone()),
        fingerprint: Set(kept.access.fingerprint.clone()),
    };
    let replace = OnConflict::column(C::RecorderId)
        .update_columns([
            C::System,
            C::Address,
            C::UserName,
            C::Secret,
            C::Fingerprint,
        ])
        .to_owned();
    entity::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

fn kept(row: entity::Model) -> Result<Kept, DbErr> {
    let system = System::from_code(&row.system).map_err(|error| DbErr::Type(error.to_string()))?;
    Ok(Kept {
        recorder: RecorderId(row.recorder_id),
        access: Access {
            system,
            address: row.address,
            user: row.user_name,
            fingerprint: row.fingerprint,
        },
        locked: row.secret,
    })
}

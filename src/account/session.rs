//! Sessions in the database. The cookie holds the id; the table holds only its SHA-256, so that a copy of the
//! database signs nobody in.

use async_trait::async_trait;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, ExprTrait, sea_query::OnConflict};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result, SessionStore};

use crate::account::AccountId;
use crate::clock::Clock;
use crate::db::Db;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        #[sea_orm(column_type = "Text")]
        pub data: String,
        pub expires_at: TimeDateTimeWithTimeZone,
        /// Who is signed in with it, if anybody.
        pub account_id: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Key of who is signed in.
pub const SIGNED_IN: &str = "signed-in";
/// Key of when a page was last asked for, to the hour, in seconds since 1970.
pub const SEEN: &str = "seen";
/// Longest time without a page: a working day, so that whoever signs in at seven is still signed in when the last visitor
/// leaves.
pub const IDLE: time::Duration = time::Duration::hours(12);
/// Longest time between two sign-ins.
pub const LONGEST: time::Duration = time::Duration::hours(24);

#[derive(Debug, Clone)]
pub struct Store {
    pub db: Db,
    pub clock: Clock,
}

/// What stands in the table for a session: whoever reads it there can do nothing with it.
pub fn key(id: &Id) -> String {
    crate::hex(&Sha256::digest(id.to_string()))
}

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

fn shifted(instant: OffsetDateTime, by: time::Duration) -> OffsetDateTime {
    instant.checked_add(by).unwrap_or(instant)
}

impl Store {
    /// Removes sessions that have expired; returns how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn clean_up(&self, now: OffsetDateTime) -> std::result::Result<u64, DbErr> {
        let done = entity::Entity::delete_many()
            .filter(entity::Column::ExpiresAt.lte(now))
            .exec(&*self.db.write_one().await)
            .await?;
        Ok(done.rows_affected)
    }
}

/// Ends every session; returns how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn end_all(db: &impl ConnectionTrait) -> std::result::Result<u64, DbErr> {
    let ended = entity::Entity::delete_many();
    Ok(ended.exec(db).await?.rows_affected)
}

/// A session of a person, as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    pub key: String,
    /// When it began.
    pub at: OffsetDateTime,
    /// When a page was last asked for, to the hour.
    pub seen: OffsetDateTime,
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
}

impl Open {
    /// The browser and what it runs on, by the names that people know; what it calls itself when it is none of them.
    pub fn browser(&self) -> String {
        let known = |names: &[(&str, &'static str)]| {
            let found = names.iter().find(|(part, _)| self.agent.contains(part));
            found.map(|(_, name)| *name)
        };
        match (known(&BROWSERS), known(&SYSTEMS)) {
            (Some(browser), Some(system)) => format!("{browser}, {system}"),
            (Some(browser), None) => browser.to_owned(),
            (None, _) => self.agent.clone(),
        }
    }
}

/// Browsers call themselves by the names of others too: the most particular first.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Where a person is signed in, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_account(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: OffsetDateTime,
) -> std::result::Result<Vec<Open>, DbErr> {
    let rows = entity::Entity::find()
        .filter(entity::Column::AccountId.eq(account.0))
        .filter(entity::Column::ExpiresAt.gt(now))
        .all(db)
        .await?;
    let mut open: Vec<Open> = rows.into_iter().map(opened).collect();
    // What is left of a session that has gone idle opens nothing.
    open.retain(|one| now - one.seen <= IDLE && now - one.at <= LONGEST);
    open.sort_by_key(|one| std::cmp::Reverse(one.at));
    Ok(open)
}

fn opened(row: entity::Model) -> Open {
    let data: serde_json::Value = serde_json::from_str(&row.data).unwrap_or_default();
    let who = &data[SIGNED_IN];
    let text = |name: &str| who[name].as_str().unwrap_or_default().to_owned();
    let at = who["at"].as_i64().unwrap_or_default();
    let seen = std::cmp::max(data[SEEN].as_i64().unwrap_or_default(), at);
    let instant = |seconds| {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    };
    Open {
        at: instant(at),
        seen: instant(seen),
        address: text("address"),
        agent: text("agent"),
        key: row.id,
    }
}

/// Which of a person's sessions end.
#[derive(Debug, Clone, Copy)]
pub enum Ended<'a> {
    One(&'a str),
    AllBut(&'a str),
    All,
}

/// Ends sessions of a person; how many that were.
///
/// # Errors
/// When the database does not answer.
pub async fn end(
    tx: &impl ConnectionTrait,
    account: AccountId,
    which: Ended<'_>,
) -> std::result::Result<u64, DbErr> {
    let mine = entity::Column::AccountId.eq(account.0);
    let those = match which {
        Ended::One(key) => mine.and(entity::Column::Id.eq(key)),
        Ended::AllBut(key) => mine.and(entity::Column::Id.ne(key)),
        Ended::All => mine,
    };
    let done = entity::Entity::delete_many().filter(those).exec(tx).await?;
    Ok(done.rows_affected)
}

#[async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not collide; if they do, saving would sign one person in as another, so look.
        while self.load(&record.id).await?.is_some() {
            record.id = Id::default();
        }
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let row = entity::ActiveModel {
            id: Set(key(&record.id)),
            data: Set(serde_json::to_string(&record.data)
                .map_err(|error| Error::Encode(error.to_string()))?),
            // The library reckons by the clock on the wall.
            expires_at: Set(shifted(record.expiry_date, self.clock.ahead())),
            account_id: Set(record
                .data
                .get(SIGNED_IN)
                .and_then(|who| who["account"].as_i64())),
        };
        let replace = OnConflict::column(entity::Column::Id)
            .update_columns([
                entity::Column::Data,
                entity::Column::ExpiresAt,
                entity::Column::AccountId,
            ])
            .to_owned();
        entity::Entity::insert(row)
            .on_conflict(replace)
            .exec_without_returning(&*self.db.write_one().await)
            .await
            .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let row = entity::Entity::find_by_id(key(id))
            .filter(entity::Column::ExpiresAt.gt(self.clock.now()))
            .one(self.db.read())
            .await
            .map_err(backend)?;
        row.map(|row| {
            let data = serde_json::from_str(&row.data)
                .map_err(|error| Error::Decode(error.to_string()))?;
            Ok(Record {
                id: *id,
                data,
                expiry_date: shifted(row.expires_at, -self.clock.ahead()),
            })
        })
        .transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        entity::Entity::delete_by_id(key(id))
            .exec(&*self.db.write_one().await)
            .await
            .map_err(backend)?;
        Ok(())
    }
}

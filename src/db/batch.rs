//! Rows of several tables in one question: each question costs its way to the database and back, which is more than it
//! takes to write a few rows.

use sea_orm::sea_query::{
    Alias, CommonTableExpression, InsertStatement, SqliteQueryBuilder, SubQueryStatement,
    UpdateStatement, WithClause,
};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseBackend, DbErr, EntityTrait, Iterable, QueryTrait,
    Statement, StatementBuilder,
};

/// Most values of one question: PostgreSQL numbers them with 16 bits.
const VALUES_MAX: usize = 30_000;

/// Rows that are to be inserted. No row may need another of them to be there first.
#[derive(Debug, Default)]
pub struct Batch(Vec<Insert>);

#[derive(Debug)]
struct Insert {
    statement: InsertStatement,
    rows: u64,
    values: usize,
}

impl Batch {
    /// Adds rows of one table.
    pub fn insert<A: ActiveModelTrait>(&mut self, rows: Vec<A>) {
        let columns = <A::Entity as EntityTrait>::Column::iter().count();
        let most = (VALUES_MAX / columns.max(1)).max(1);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let some: Vec<A> = rows.by_ref().take(most).collect();
            self.0.push(Insert {
                rows: some.len() as u64,
                values: some.len() * columns,
                statement: A::Entity::insert_many(some).into_query(),
            });
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Inserts everything.
    ///
    /// # Errors
    /// When the database does not take it: the transaction is then to be rolled back.
    pub async fn write(self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        self.ask(db, None).await?;
        Ok(())
    }

    /// Inserts everything and makes a change beside it. Says how many rows the change changed.
    ///
    /// # Errors
    /// As [`Batch::write`].
    pub async fn write_and(
        self,
        db: &impl ConnectionTrait,
        change: UpdateStatement,
    ) -> Result<u64, DbErr> {
        self.ask(db, Some(change)).await
    }

    async fn ask(
        self,
        db: &impl ConnectionTrait,
        change: Option<UpdateStatement>,
    ) -> Result<u64, DbErr> {
        let (mut together, mut values) = (Vec::new(), 0);
        for insert in self.0 {
            if values + insert.values > VALUES_MAX {
                one_question(db, std::mem::take(&mut together), None).await?;
                values = 0;
            }
            values += insert.values;
            together.push(insert);
        }
        one_question(db, together, change).await
    }
}

/// Says how many rows `change` changed.
async fn one_question(
    db: &impl ConnectionTrait,
    inserts: Vec<Insert>,
    change: Option<UpdateStatement>,
) -> Result<u64, DbErr> {
    let new: u64 = inserts.iter().map(|insert| insert.rows).sum();
    let inserts = inserts.into_iter().map(|insert| insert.statement);
    match db.get_database_backend() {
        DatabaseBackend::Sqlite => {
            let Some(statement) = one_after_the_other(inserts, change) else {
                return Ok(0);
            };
            let done = db.execute_raw(statement).await?;
            Ok(done.rows_affected().saturating_sub(new))
        }
        backend => {
            let counts = change.is_some();
            let Some(statement) = one_beside_the_other(inserts, change, backend) else {
                return Ok(0);
            };
            let done = db.execute_raw(statement).await?;
            Ok(if counts { done.rows_affected() } else { 0 })
        }
    }
}

/// SQLite runs what is written after one another, each with the next of the values.
fn one_after_the_other(
    inserts: impl Iterator<Item = InsertStatement>,
    change: Option<UpdateStatement>,
) -> Option<Statement> {
    let inserts = inserts.map(|insert| insert.build(SqliteQueryBuilder));
    let change = change.map(|change| change.build(SqliteQueryBuilder));
    let (mut sql, mut values) = (Vec::new(), Vec::new());
    for (one, its) in inserts.chain(change) {
        sql.push(one);
        values.extend(its.0);
    }
    if sql.is_empty() {
        return None;
    }
    let all = sql.join("; ");
    Some(Statement::from_sql_and_values(
        DatabaseBackend::Sqlite,
        all,
        values,
    ))
}

/// PostgreSQL takes one statement, which others may go with.
fn one_beside_the_other(
    inserts: impl Iterator<Item = InsertStatement>,
    change: Option<UpdateStatement>,
    backend: DatabaseBackend,
) -> Option<Statement> {
    let inserts = inserts.map(SubQueryStatement::from);
    let mut all: Vec<_> = inserts.chain(change.map(SubQueryStatement::from)).collect();
    let last = all.pop()?;
    if all.is_empty() {
        return Some(match &last {
            SubQueryStatement::UpdateStatement(change) => StatementBuilder::build(change, &backend),
            SubQueryStatement::InsertStatement(insert) => StatementBuilder::build(insert, &backend),
            _ => return None,
        });
    }
    let mut with = WithClause::new();
    for (at, insert) in all.into_iter().enumerate() {
        let mut beside = CommonTableExpression::new();
        beside.table_name(Alias::new(format!("beside_{at}")));
        with.cte(beside.query(insert).to_owned());
    }
    Some(StatementBuilder::build(&with.query(last), &backend))
}

#[cfg(test)]
mod tests {
    use sea_orm::ActiveValue::Set;
    use sea_orm::{EntityTrait, PaginatorTrait};

    use super::*;
    use crate::db::Db;

    mod sheep {
        use sea_orm::entity::prelude::*;

        #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
        #[sea_orm(table_name = "sheep")]
        pub struct Model {
            #[sea_orm(primary_key, auto_increment = false)]
            pub id: i64,
            pub name: String,
        }

        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}

        impl ActiveModelBehavior for ActiveModel {}
    }

    async fn meadow(folder: &tempfile::TempDir) -> Db {
        let file = folder.path().join("meadow.db");
        let url = format!("sqlite://{}", file.display());
        let db = Db::open(&url).await.unwrap();
        let tx = db.begin_write().await.unwrap();
        let make = "CREATE TABLE sheep (id BIGINT PRIMARY KEY, name TEXT NOT NULL)";
        tx.execute_unprepared(make).await.unwrap();
        tx.commit().await.unwrap();
        db
    }

    fn flock(ids: std::ops::Range<i64>) -> Vec<sheep::ActiveModel> {
        let one = |id| sheep::ActiveModel {
            id: Set(id),
            name: Set(format!("sheep {id}")),
        };
        ids.map(one).collect()
    }

    async fn counted(db: &Db) -> u64 {
        sheep::Entity::find().count(db.read()).await.unwrap()
    }

    #[tokio::test]
    async fn more_rows_than_fit_in_one_question_all_arrive_and_the_change_beside_them_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let db = meadow(&folder).await;
        let fit = i64::try_from(VALUES_MAX / 2).unwrap();
        for (from, until) in [(0, 3), (3, 2 * fit), (2 * fit, 2 * fit)] {
            let mut batch = Batch::default();
            batch.insert(flock(from..until));
            batch.insert(flock(-until - 1..-from - 1));
            let shear = sheep::Entity::update_many()
                .set(sheep::ActiveModel {
                    name: Set("shorn".to_owned()),
                    ..Default::default()
                })
                .into_query();
            let tx = db.begin_write().await.unwrap();
            let shorn = batch.write_and(&*tx, shear).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(counted(&db).await, shorn);
            assert_eq!(shorn, u64::try_from(2 * until).unwrap());
        }
    }

    #[tokio::test]
    async fn what_one_who_gives_up_owes_is_written_by_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let db = meadow(&folder).await;
        let first = db.begin_write_together().await.unwrap();
        first.insert_later(flock(0..2)).await.unwrap();
        let second = tokio::spawn({
            let db = db.clone();
            async move {
                let tx = db.begin_write_together().await.unwrap();
                tx.insert_later(flock(2..5)).await.unwrap();
            }
        });
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        first.commit().await.unwrap();
        second.await.unwrap();
        let third = db.begin_write_together().await.unwrap();
        third.insert_later(flock(7..8)).await.unwrap();
        third.commit().await.unwrap();
        assert_eq!(counted(&db).await, 3);
        let alone = db.begin_write().await.unwrap();
        alone.insert_later(flock(9..10)).await.unwrap();
        alone.commit().await.unwrap();
        assert_eq!(counted(&db).await, 4);
    }
}

//! What the target has to be filled with: its tables, the types of their columns, and which has to be there before which.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, TryGetable};

use super::MoveError;

/// Where the migrations are written down: the target has its own.
const MIGRATIONS: &str = "seaql_migrations";

/// A table as PostgreSQL knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// The column that the database numbers by itself, and the sequence that it takes the numbers from.
    pub numbered: Option<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub holds: Holds,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Small,
    Integer,
    Big,
    Truth,
    Text,
    Bytes,
    Day,
    Instant,
}

impl Holds {
    /// By PostgreSQL's name of the type. A type of a later migration is none until somebody has said here how it is moved.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "smallint" => Self::Small,
            "integer" => Self::Integer,
            "bigint" => Self::Big,
            "boolean" => Self::Truth,
            "text" | "character varying" => Self::Text,
            "bytea" => Self::Bytes,
            "date" => Self::Day,
            "timestamp with time zone" => Self::Instant,
            _ => return None,
        })
    }
}

impl Table {
    pub fn quoted(&self) -> String {
        quoted(&self.name)
    }

    /// The columns, for a statement.
    pub fn listed(&self) -> String {
        let names = self.columns.iter().map(|column| quoted(&column.name));
        names.collect::<Vec<_>>().join(", ")
    }

    pub fn problem(&self, problem: impl Into<String>) -> MoveError {
        MoveError::Table {
            table: self.name.clone(),
            problem: problem.into(),
        }
    }
}

/// A name, for a statement of either database.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Whether a file of SQLite has ever held a register.
///
/// # Errors
/// When it cannot be read.
pub async fn holds_register(from: &impl ConnectionTrait) -> Result<bool, MoveError> {
    let migrations =
        format!("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{MIGRATIONS}'");
    Ok(!query(from, &migrations).await?.is_empty())
}

/// Refuses a target that holds anything but perhaps the tables of a register, without a row.
///
/// # Errors
/// Also when the database does not answer.
pub async fn refuse_unless_empty(db: &impl ConnectionTrait) -> Result<(), MoveError> {
    let all = "SELECT relname::text, relkind IN ('r', 'p') FROM pg_class \
               WHERE relnamespace = to_regnamespace(current_schema()) ORDER BY relname";
    let rows = query(db, all).await?;
    let found = rows.iter().map(|row| Ok((cell(row, 0)?, cell(row, 1)?)));
    let found: Vec<(String, bool)> = found.collect::<Result<_, DbErr>>()?;
    let Some((first, _)) = found.first() else {
        return Ok(());
    };
    if !found.iter().any(|(name, _)| name == MIGRATIONS) {
        return Err(MoveError::NotEmpty(format!("there is {first}")));
    }
    let tables = found.iter().filter(|(_, is_table)| *is_table);
    for (name, _) in tables.filter(|(name, _)| name != MIGRATIONS) {
        let any = format!("SELECT 1 FROM {} LIMIT 1", quoted(name));
        if !query(db, &any).await?.is_empty() {
            return Err(MoveError::NotEmpty(format!("there are rows in {name}")));
        }
    }
    Ok(())
}

/// The tables of the target, those first that others lead to.
///
/// # Errors
/// When a column is of a type that nobody has said how to move, or tables lead to one another in a circle.
pub async fn tables(db: &impl ConnectionTrait) -> Result<Vec<Table>, MoveError> {
    let all = "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), \
                 pg_get_serial_sequence(quote_ident(c.relname), a.attname) \
               FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
               WHERE c.relnamespace = to_regnamespace(current_schema()) AND c.relkind IN ('r', 'p') \
                 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum";
    let mut found: Vec<Table> = Vec::new();
    for row in query(db, all).await? {
        let (table, name): (String, String) = (cell(&row, 0)?, cell(&row, 1)?);
        let (named, sequence): (String, Option<String>) = (cell(&row, 2)?, cell(&row, 3)?);
        if table == MIGRATIONS {
            continue;
        }
        if found.last().is_none_or(|last| last.name != table) {
            found.push(Table {
                name: table,
                columns: Vec::new(),
                numbered: None,
            });
        }
        let Some(table) = found.last_mut() else {
            continue;
        };
        let holds = Holds::named(&named).ok_or_else(|| {
            table.problem(format!(
                "its column {name} is of the type {named}, which is not known how to move"
            ))
        })?;
        if let Some(sequence) = sequence {
            table.numbered = Some((name.clone(), sequence));
        }
        table.columns.push(Column { name, holds });
    }
    let leads = "SELECT child.relname::text, parent.relname::text FROM pg_constraint \
                 JOIN pg_class child ON child.oid = conrelid JOIN pg_class parent ON parent.oid = confrelid \
                 WHERE contype = 'f' AND connamespace = to_regnamespace(current_schema())";
    let rows = query(db, leads).await?;
    let leads = rows.iter().map(|row| Ok((cell(row, 0)?, cell(row, 1)?)));
    let leads = leads.collect::<Result<Vec<_>, DbErr>>()?;
    in_order(found, &leads)
}

/// Puts what others lead to before them; `leads` are pairs of a table and one that it leads to. A table that leads to itself
/// is filled in the order in which its rows were written.
fn in_order(tables: Vec<Table>, leads: &[(String, String)]) -> Result<Vec<Table>, MoveError> {
    let mut rest = tables;
    let mut sorted: Vec<Table> = Vec::new();
    while !rest.is_empty() {
        let waiting: BTreeSet<String> = rest.iter().map(|table| table.name.clone()).collect();
        let waits = |table: &Table| {
            let own = leads.iter().filter(|(child, _)| *child == table.name);
            own.into_iter()
                .any(|(child, parent)| child != parent && waiting.contains(parent))
        };
        let (later, now): (Vec<Table>, Vec<Table>) = rest.into_iter().partition(waits);
        if let (Some(table), true) = (later.first(), now.is_empty()) {
            return Err(table.problem("it leads to tables that lead to it"));
        }
        sorted.extend(now);
        rest = later;
    }
    Ok(sorted)
}

/// Refuses a register that has other tables or columns than the target: nothing of it may be left behind.
///
/// # Errors
/// Also when the database does not answer.
pub async fn compare(from: &impl ConnectionTrait, tables: &[Table]) -> Result<(), MoveError> {
    let all = "SELECT t.name, c.name FROM sqlite_master t, pragma_table_xinfo(t.name) c \
               WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let mut there = BTreeSet::new();
    for row in query(from, all).await? {
        there.insert((cell::<String>(&row, 0)?, cell::<String>(&row, 1)?));
    }
    there.retain(|(table, _)| table != MIGRATIONS);
    let wanted = tables.iter().flat_map(|table| {
        let columns = table.columns.iter();
        columns.map(|column| (table.name.clone(), column.name.clone()))
    });
    let wanted: BTreeSet<_> = wanted.collect();
    let Some((table, column)) = there.symmetric_difference(&wanted).next() else {
        return Ok(());
    };
    let which = if there.contains(&(table.clone(), column.clone())) {
        "SQLite"
    } else {
        "PostgreSQL"
    };
    Err(MoveError::Table {
        table: table.clone(),
        problem: format!("only on {which} it has a column {column}"),
    })
}

/// How many rows a table has.
///
/// # Errors
/// When the database does not answer.
pub async fn count(db: &impl ConnectionTrait, table: &Table) -> Result<u64, MoveError> {
    let rows = query(db, &format!("SELECT count(*) FROM {}", table.quoted())).await?;
    let count: i64 = rows.first().map_or(Ok(0), |row| cell(row, 0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// The last number that SQLite gave out to a row of a table, 0 when none.
///
/// # Errors
/// When the file cannot be read.
pub async fn last_number(from: &impl ConnectionTrait, table: &Table) -> Result<i64, MoveError> {
    let last = "SELECT seq FROM sqlite_sequence WHERE name = ?";
    let values = [table.name.clone().into()];
    let last = Statement::from_sql_and_values(from.get_database_backend(), last, values);
    let row = from.query_one_raw(last).await?;
    Ok(row.map_or(Ok(0), |row| cell(&row, 0))?)
}

async fn query(db: &impl ConnectionTrait, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_all_raw(statement).await
}

fn cell<T: TryGetable>(row: &QueryResult, at: usize) -> Result<T, DbErr> {
    row.try_get_by_index(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> Table {
        Table {
            name: name.to_owned(),
            columns: Vec::new(),
            numbered: None,
        }
    }

    fn sorted(names: &[&str], leads: &[(&str, &str)]) -> Result<Vec<String>, MoveError> {
        let tables = names.iter().map(|name| table(name)).collect();
        let own = |(from, to): &(&str, &str)| ((*from).to_owned(), (*to).to_owned());
        let leads: Vec<_> = leads.iter().map(own).collect();
        Ok(in_order(tables, &leads)?
            .into_iter()
            .map(|table| table.name)
            .collect())
    }

    #[test]
    fn what_others_lead_to_is_filled_first_and_what_leads_to_itself_is_in_nobodys_way() {
        let leads = [
            ("camera", "site"),
            ("site", "kommun"),
            ("camera", "kommun"),
            ("site", "site"),
        ];
        assert_eq!(
            sorted(&["camera", "kommun", "site", "tl_entry"], &leads).unwrap(),
            ["kommun", "tl_entry", "site", "camera"]
        );
    }

    #[test]
    fn tables_that_lead_to_one_another_are_named_and_not_moved() {
        let leads = [("unit", "account"), ("account", "unit")];
        let error = sorted(&["account", "kommun", "unit"], &leads).unwrap_err();
        assert!(error.to_string().contains("account"), "{error}");
    }

    #[test]
    fn a_name_cannot_end_the_statement_that_it_stands_in() {
        assert_eq!(quoted("a\"; DROP"), "\"a\"\"; DROP\"");
    }
}

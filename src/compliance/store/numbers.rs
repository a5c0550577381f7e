//! Sites by the numbers of what belongs to them: the diarienummer of a decision or an assessment, and for those who read
//! releases that of a release and the receiver's own number of the case.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, FromQueryResult};

use crate::db::containing;
use crate::organisation::KommunId;
use crate::site::SiteId;

/// Sites that one number is looked up to: whoever finds more has not typed a number.
const MOST: u64 = 500;

/// In what a number is looked for: the table and the member of its records.
const OPEN: [(&str, &str); 3] = [
    ("permit", "dnr"),
    ("assessment", "dnr"),
    ("incident", "report_reference"),
];
/// The same of what only those see who may read releases.
const OF_RELEASES: [(&str, &str); 2] = [("disclosure", "dnr"), ("disclosure", "case_reference")];

#[derive(Debug, FromQueryResult)]
struct Row {
    site_id: i64,
}

/// What was typed, where it can be a number: there is a digit in it.
fn number(search: &str) -> Option<String> {
    let typed = search.trim().to_lowercase();
    let is_number = typed.len() > 1 && typed.contains(|sign: char| sign.is_ascii_digit());
    is_number.then_some(typed)
}

/// The sites that have what was typed in a number of theirs; none, and no question, where it cannot be one.
///
/// # Errors
/// When the database does not answer.
pub async fn sites(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    search: &str,
    releases: bool,
) -> Result<Vec<SiteId>, DbErr> {
    let Some(typed) = number(search) else {
        return Ok(Vec::new());
    };
    let backend = db.get_database_backend();
    let more = OF_RELEASES.iter().filter(|_| releases);
    let mut all = OPEN
        .iter()
        .chain(more)
        .map(|(table, member)| holding(backend, kommun, (table, member), &typed));
    let Some(mut query) = all.next() else {
        return Ok(Vec::new());
    };
    for other in all {
        query.union(UnionType::Distinct, other);
    }
    query.limit(MOST);
    let found = Row::find_by_statement(backend.build(&query))
        .all(db)
        .await?;
    Ok(found.into_iter().map(|row| SiteId(row.site_id)).collect())
}

/// As the index has it.
fn holding(
    backend: DatabaseBackend,
    kommun: KommunId,
    (table, member): (&'static str, &'static str),
    typed: &str,
) -> SelectStatement {
    let number = if backend == DatabaseBackend::Sqlite {
        format!("lower(json_extract(\"body\", '$.{member}'))")
    } else {
        format!("lower(((\"body\"::jsonb) ->> '{member}'))")
    };
    let mut query = Query::select();
    query
        .column("site_id")
        .from(table)
        .and_where(Expr::col("kommun_id").eq(kommun.number()))
        .and_where(Expr::cust(number).like(containing(typed)));
    query
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_name_is_no_number_and_is_not_looked_up() {
        assert_eq!(number(" KS 2026/4 ").as_deref(), Some("ks 2026/4"));
        assert_eq!(number("5000-K1234-26").as_deref(), Some("5000-k1234-26"));
        for name in ["Ängsbyskolan", "", "7"] {
            assert_eq!(number(name), None, "{name}");
        }
    }
}

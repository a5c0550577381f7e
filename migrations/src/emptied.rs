//! Gallring of a table: a record can be emptied, member by member, and nothing else of it can change.
//!
//! The trigger compares the record before and after. Every member of the body is as it was, or empty; what is emptied is
//! listed in `erased`, and the sealed field of each name in that list is gone already. Whoever owns the database can drop a
//! trigger: that an emptied record has its erasure entry is for `log verify` to say (level 5).

use sea_orm_migration::sea_orm::DatabaseBackend;

/// The statements that put such a trigger in the place of the one that refuses every update. `fixed` are the columns
/// beside the body; `within` is a member that is an object with one member that can be emptied.
pub fn only_emptied(
    backend: DatabaseBackend,
    table: &str,
    fixed: &[&str],
    within: Option<(&str, &str)>,
) -> Vec<String> {
    match backend {
        DatabaseBackend::Sqlite => sqlite(table, fixed, within),
        _ => postgres(table, fixed, within),
    }
}

fn refusal(table: &str) -> String {
    format!("{table} is append-only, but for what is erased on a decision")
}

fn sqlite(table: &str, fixed: &[&str], within: Option<(&str, &str)>) -> Vec<String> {
    let moved = fixed
        .iter()
        .map(|column| format!("NEW.{column} IS NOT OLD.{column}"));
    let moved = moved.collect::<Vec<_>>().join(" OR ");
    let within = within.map_or(String::new(), |(member, emptied)| {
        format!(
            " AND NOT (n.key = '{member}' AND json_extract(n.value, '$.{emptied}') = '' \
               AND json_remove(n.value, '$.{emptied}') = json_remove(o.value, '$.{emptied}'))"
        )
    });
    vec![
        format!("DROP TRIGGER {table}_no_update"),
        format!(
            "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {moved} \
               OR NOT json_valid(NEW.body) \
               OR EXISTS (SELECT 1 FROM json_each(NEW.body) n LEFT JOIN json_each(OLD.body) o ON o.key = n.key \
                          WHERE n.key <> 'erased' AND n.value IS NOT o.value \
                          AND (n.value IS NULL OR n.value NOT IN ('', '[]', '1970-01-01T00:00:00Z', '1970-01-01')){within}) \
               OR EXISTS (SELECT 1 FROM json_each(OLD.body) o LEFT JOIN json_each(NEW.body) n ON o.key = n.key \
                          WHERE n.key IS NULL AND o.key <> 'erased') \
               OR COALESCE(json_array_length(NEW.body, '$.erased'), 0) = 0 \
               OR EXISTS (SELECT 1 FROM json_each(NEW.body, '$.erased') e JOIN tl_disclosure d ON d.name = e.value \
                          WHERE d.log_id = OLD.kommun_id AND d.idx = OLD.ledger_idx) \
             BEGIN SELECT RAISE(ABORT, '{}'); END",
            refusal(table)
        ),
    ]
}

fn postgres(table: &str, fixed: &[&str], within: Option<(&str, &str)>) -> Vec<String> {
    let row = |which: &str| {
        let columns = fixed.iter().map(|column| format!("{which}.{column}"));
        columns.collect::<Vec<_>>().join(", ")
    };
    let within = within.map_or(String::new(), |(member, emptied)| {
        format!(
            " AND NOT (n.key = '{member}' AND n.value ->> '{emptied}' = '' \
               AND n.value - '{emptied}' = o.value - '{emptied}')"
        )
    });
    vec![
        format!("DROP TRIGGER {table}_no_update ON {table}"),
        format!(
            "CREATE FUNCTION {table}_only_emptied() RETURNS trigger AS $$ BEGIN \
               IF ({}) IS DISTINCT FROM ({}) \
               OR EXISTS (SELECT 1 FROM jsonb_each(NEW.body::jsonb) n \
                          LEFT JOIN jsonb_each(OLD.body::jsonb) o ON o.key = n.key \
                          WHERE n.key <> 'erased' AND n.value IS DISTINCT FROM o.value \
                          AND n.value NOT IN ('\"\"', '[]', '\"1970-01-01T00:00:00Z\"', '\"1970-01-01\"'){within}) \
               OR EXISTS (SELECT 1 FROM jsonb_object_keys(OLD.body::jsonb) o \
                          WHERE o <> 'erased' AND NOT NEW.body::jsonb ? o) \
               OR COALESCE(jsonb_array_length(NEW.body::jsonb -> 'erased'), 0) = 0 \
               OR EXISTS (SELECT 1 FROM jsonb_array_elements_text(NEW.body::jsonb -> 'erased') e \
                          JOIN tl_disclosure d ON d.name = e \
                          WHERE d.log_id = OLD.kommun_id AND d.idx = OLD.ledger_idx) \
               THEN RAISE EXCEPTION '{}'; END IF; \
               RETURN NEW; END $$ LANGUAGE plpgsql",
            row("NEW"),
            row("OLD"),
            refusal(table)
        ),
        format!(
            "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW \
             EXECUTE FUNCTION {table}_only_emptied()"
        ),
    ]
}

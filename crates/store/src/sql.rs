//! Small helpers for SQL and rows.

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{
    Any, AssertSqlSafe, ColumnIndex, Decode, Row, Transaction, Type,
    any::{AnyArguments, AnyRow},
    query::Query,
};

use crate::{Engine, StoreError};

/// The most parameters in one statement; SQLite stops at 32,766, PostgreSQL at 65,535.
pub(crate) const MAX_PARAMETERS: usize = 30_000;

/// `INSERT INTO table (a, b) VALUES ($1,$2),($3,$4)` for `rows` rows; `into` is the part before `VALUES`.
fn insert(engine: Engine, into: &str, columns: usize, rows: usize) -> AssertSqlSafe<String> {
    let mut sql = String::with_capacity(into.len() + 8 + rows * columns * 6);
    sql.push_str(into);
    sql.push_str(" VALUES ");
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ",(" });
        engine.placeholders(&mut sql, row * columns, columns);
        sql.push(')');
    }
    built(sql)
}

/// A statement whose values are still to be bound.
pub(crate) type Statement = Query<'static, Any, AnyArguments>;

/// Rows of one INSERT. Measured on SQLite: fewer cost a walk to the connection's thread more often, more cost
/// the time to parse the statement again.
const ROWS_PER_INSERT: usize = 100;

/// Inserts `rows`, many with each statement. `into` is `INSERT INTO table (a, b)`, and `bind` binds a row's
/// values in the order of its `columns` columns.
pub(crate) async fn insert_all<T>(
    engine: Engine,
    transaction: &mut Transaction<'_, Any>,
    into: &'static str,
    columns: usize,
    rows: &[T],
    bind: impl Fn(Statement, &T) -> Statement,
) -> Result<(), StoreError> {
    for part in rows.chunks(ROWS_PER_INSERT) {
        let statement = sqlx::query(insert(engine, into, columns, part.len()))
            // A statement of another length will hardly come again, and would push a useful one out.
            .persistent(part.len() == ROWS_PER_INSERT || part.len() == 1);
        let statement = part.iter().fold(statement, &bind);
        statement.execute(&mut **transaction).await?;
    }
    Ok(())
}

/// `($1,$2,$3)`: placeholders for a list of so many values, which are all that the statement has.
pub(crate) fn list(engine: Engine, length: usize) -> String {
    let mut sql = String::with_capacity(2 + length * 6);
    sql.push('(');
    engine.placeholders(&mut sql, 0, length);
    sql.push(')');
    sql
}

/// SQL put together from constants and placeholders only; values are always bound.
pub(crate) fn built(sql: String) -> AssertSqlSafe<String> {
    AssertSqlSafe(sql)
}

/// Text from outside as both engines keep it: PostgreSQL's TEXT has no U+0000.
pub(crate) fn clean(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// A number of rows, as LIMIT and OFFSET take it.
pub(crate) fn row_count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// A column's value.
pub(crate) fn get<'r, T, I>(row: &'r AnyRow, column: I) -> Result<T, StoreError>
where
    T: Decode<'r, sqlx::Any> + Type<sqlx::Any>,
    I: ColumnIndex<AnyRow>,
{
    Ok(row.try_get(column)?)
}

pub(crate) fn time(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(micros).map_err(|_| StoreError::Damaged {
        what: "a time",
        value: micros.to_string(),
    })
}

pub(crate) fn optional_time(micros: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    micros.map(time).transpose()
}

pub(crate) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

pub(crate) fn optional_micros(at: Option<Timestamp>) -> Option<i64> {
    at.map(micros)
}

/// Reads an id or name that the store wrote.
pub(crate) fn parsed<T: std::str::FromStr>(
    what: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged {
        what,
        value: text.to_owned(),
    })
}

pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Damaged {
        what: "a value to be written",
        value: error.to_string(),
    })
}

pub(crate) fn from_json<T: DeserializeOwned>(
    what: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged {
        what,
        value: error.to_string(),
    })
}

//! One statement, and what became of it.

use std::borrow::{Borrow, Cow};

use rusqlite::ffi::{self, ErrorCode};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, Error, ToSql};

use super::super::{DbError, Row, Value};

/// Rows.
pub fn query(connection: &Connection, sql: &str, values: &[Value]) -> rusqlite::Result<Vec<Row>> {
    let mut statement = prepare(connection, sql, values)?;
    let columns = statement.column_count();
    let mut found = statement.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(Row((0..columns)
            .map(|n| value(n, row.get_ref(n)?))
            .collect::<Result<_, _>>()?));
    }
    Ok(rows)
}

/// How many rows changed.
pub fn execute(connection: &Connection, sql: &str, values: &[Value]) -> rusqlite::Result<u64> {
    Ok(prepare(connection, sql, values)?.raw_execute()? as u64)
}

/// What its error means to whoever asked.
pub fn refused<E>(error: E) -> DbError
where
    E: Borrow<Error> + std::error::Error + Send + Sync + 'static,
{
    let kind = kind(error.borrow());
    kind(error.into())
}

fn kind(error: &Error) -> fn(Box<dyn std::error::Error + Send + Sync>) -> DbError {
    let Error::SqliteFailure(failure, _) = error else { return DbError::Broken };
    match failure.code {
        ErrorCode::ConstraintViolation => match failure.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_FOREIGNKEY => DbError::Conflict,
            _ => DbError::Broken,
        },
        ErrorCode::CannotOpen
        | ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::DiskFull
        | ErrorCode::FileLockingProtocolFailed
        | ErrorCode::OperationAborted
        | ErrorCode::OperationInterrupted
        | ErrorCode::OutOfMemory
        | ErrorCode::PermissionDenied
        | ErrorCode::SystemIoFailure => DbError::Unavailable,
        _ => DbError::Broken,
    }
}

fn prepare<'a>(
    connection: &'a Connection,
    sql: &str,
    values: &[Value],
) -> rusqlite::Result<CachedStatement<'a>> {
    let mut statement = connection.prepare_cached(&numbered(sql))?;
    if statement.parameter_count() != values.len() {
        return Err(Error::InvalidParameterCount(values.len(), statement.parameter_count()));
    }
    for (number, value) in (1..).zip(values) {
        statement.raw_bind_parameter(number, value)?;
    }
    Ok(statement)
}

/// `$1` is a name to `SQLite`, numbered as it comes; `?1` is the first parameter.
fn numbered(sql: &str) -> Cow<'_, str> {
    if !sql.contains('$') {
        return sql.into();
    }
    // Every other piece between quotes is a text.
    let pieces = sql.split('\'').enumerate();
    let pieces = pieces.map(|(n, piece)| match n % 2 {
        0 => piece.replace('$', "?").into(),
        _ => Cow::Borrowed(piece),
    });
    pieces.collect::<Vec<_>>().join("'").into()
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            // PostgreSQL cannot hold it, so nobody may rely on it.
            Self::Text(text) if text.contains('\0') => {
                return Err(Error::ToSqlConversionFailure("a text holds a zero byte".into()));
            }
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value(column: usize, value: ValueRef<'_>) -> rusqlite::Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Text(_) => Value::Text(value.as_str()?.to_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => {
            return Err(Error::InvalidColumnType(column, "?".into(), value.data_type()));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        assert_eq!(numbered(sql), expected);
    }

    #[test]
    fn parameters_keep_their_numbers_and_texts_their_dollars() {
        check("SELECT 1", "SELECT 1");
        check("SELECT a FROM t WHERE b = $2 AND c = $1", "SELECT a FROM t WHERE b = ?2 AND c = ?1");
        check("SELECT '$1', $1, 'it''s $2'", "SELECT '$1', ?1, 'it''s $2'");
        check("$12", "?12");
    }
}

//! What stands in a column.

use uuid::Uuid;

use super::DbError;

/// What a column holds, or a parameter is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A `BIGINT`.
    Int(i64),
    /// A `TEXT`.
    Text(String),
    /// A `BYTEA` or `BLOB`.
    Bytes(Vec<u8>),
}

/// A row of a result, column by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// A number.
    ///
    /// # Errors
    /// When there is none in this column.
    pub fn int(&self, column: usize) -> Result<i64, DbError> {
        self.opt_int(column)?.ok_or_else(|| unexpected(column))
    }

    /// A number, where there is one.
    ///
    /// # Errors
    /// When there is something else in this column.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, DbError> {
        match self.0.get(column) {
            Some(Value::Int(value)) => Ok(Some(*value)),
            Some(Value::Null) => Ok(None),
            _ => Err(unexpected(column)),
        }
    }

    /// A text.
    ///
    /// # Errors
    /// When there is none in this column.
    pub fn text(&self, column: usize) -> Result<&str, DbError> {
        self.opt_text(column)?.ok_or_else(|| unexpected(column))
    }

    /// A text, where there is one.
    ///
    /// # Errors
    /// When there is something else in this column.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>, DbError> {
        match self.0.get(column) {
            Some(Value::Text(value)) => Ok(Some(value)),
            Some(Value::Null) => Ok(None),
            _ => Err(unexpected(column)),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    /// When there are none in this column.
    pub fn bytes(&self, column: usize) -> Result<&[u8], DbError> {
        self.opt_bytes(column)?.ok_or_else(|| unexpected(column))
    }

    /// Bytes, where there are some.
    ///
    /// # Errors
    /// When there is something else in this column.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>, DbError> {
        match self.0.get(column) {
            Some(Value::Bytes(value)) => Ok(Some(value)),
            Some(Value::Null) => Ok(None),
            _ => Err(unexpected(column)),
        }
    }

    /// An id.
    ///
    /// # Errors
    /// When there is none in this column.
    pub fn id(&self, column: usize) -> Result<Uuid, DbError> {
        Uuid::from_slice(self.bytes(column)?).map_err(|error| DbError::Broken(error.into()))
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! values {
    ($($type:ty => $value:pat => $made:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $made
            }
        }
    )*};
}

values! {
    i64 => value => Self::Int(value);
    bool => value => Self::Int(i64::from(value));
    u32 => value => Self::Int(i64::from(value));
    &str => value => Self::Text(value.to_owned());
    String => value => Self::Text(value);
    &[u8] => value => Self::Bytes(value.to_vec());
    Vec<u8> => value => Self::Bytes(value);
    [u8; 32] => value => Self::Bytes(value.to_vec());
    Uuid => value => Self::Bytes(value.into_bytes().to_vec());
}

fn unexpected(column: usize) -> DbError {
    DbError::Broken(format!("column {column} holds another type").into())
}

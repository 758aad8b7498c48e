//! Which tables there are, read from the steps that make them.

use super::{STEPS, statements};

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// The columns of its primary key.
    pub key: Vec<String>,
}

/// Every table, those before that others refer to.
#[must_use]
pub fn tables() -> Vec<Table> {
    let statements = STEPS.iter().flat_map(|(_, sql)| statements(sql));
    statements.filter_map(|statement| read(&statement)).collect()
}

/// The table that a statement makes, where it makes one.
fn read(statement: &str) -> Option<Table> {
    let (head, body) = statement.split_once('(')?;
    let mut head = head.split_whitespace();
    if (head.next(), head.next()) != (Some("CREATE"), Some("TABLE")) {
        return None;
    }
    let name = head.last()?.to_owned();
    let mut table = Table { name, columns: Vec::new(), key: Vec::new() };
    for part in parts(body.strip_suffix(')')?) {
        if let Some(key) = part.strip_prefix("PRIMARY KEY") {
            let columns = key.trim_matches([' ', '(', ')']).split(',');
            table.key = columns.map(|column| column.trim().to_owned()).collect();
        } else if let Some(column) = part.split_whitespace().next()
            && !["UNIQUE", "FOREIGN", "CHECK", "CONSTRAINT"].contains(&column)
        {
            table.columns.push(column.to_owned());
            if part.contains("PRIMARY KEY") {
                table.key = vec![column.to_owned()];
            }
        }
    }
    Some(table)
}

/// What stands between commas, outside of brackets.
fn parts(body: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let parts = body.split(move |c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        c == ',' && depth == 0
    });
    parts.map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_as_they_are_written() {
        let sql = "CREATE TABLE IF NOT EXISTS t (
            a BYTEA NOT NULL REFERENCES other (id),
            b BIGINT,
            CHECK (b > 1, 2),
            PRIMARY KEY (a, b)
        )";
        let texts = |all: &[&str]| all.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let (columns, key) = (texts(&["a", "b"]), texts(&["a", "b"]));
        assert_eq!(read(sql), Some(Table { name: "t".into(), columns, key }));
        let (columns, key) = (texts(&["id"]), texts(&["id"]));
        let table = Table { name: "u".into(), columns, key };
        assert_eq!(read("CREATE TABLE u (id BYTEA PRIMARY KEY)"), Some(table));
        assert_eq!(read("CREATE INDEX i ON t (a)"), None);
    }

    #[test]
    fn every_table_has_a_key() {
        for table in tables() {
            assert!(table.key.iter().all(|key| table.columns.contains(key)), "{table:?}");
            assert!(!table.key.is_empty(), "{table:?}");
        }
    }
}

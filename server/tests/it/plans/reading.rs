//! Reads a query plan: which tables it goes through, and by which columns an index leads to their rows.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// One step of a plan that reads rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The table.
    pub table: String,
    /// The columns by which its index is entered; none when every row is read.
    pub by: Vec<String>,
    /// The step in the words of the database.
    pub words: String,
}

/// The columns of every index, by its name, in their order.
pub type Indexes = BTreeMap<String, Vec<String>>;

/// What other names the tables have in a statement.
pub fn aliases<'s>(text: &'s str, tables: &[&'s str]) -> BTreeMap<&'s str, &'s str> {
    const CLAUSES: [&str; 14] = [
        "SET",
        "WHERE",
        "ON",
        "JOIN",
        "LEFT",
        "CROSS",
        "VALUES",
        "ORDER",
        "GROUP",
        "LIMIT",
        "SELECT",
        "RETURNING",
        "FROM",
        "UNION",
    ];
    let parts = text.split(|letter: char| letter.is_whitespace() || "(),;".contains(letter));
    let words: Vec<_> = parts.filter(|word| !word.is_empty()).collect();
    let mut found: BTreeMap<_, _> = tables.iter().map(|table| (*table, *table)).collect();
    for (at, word) in words.iter().enumerate() {
        let Some(table) = tables.iter().find(|table| *table == word) else { continue };
        let named = if words.get(at + 1) == Some(&"AS") { words.get(at + 2) } else { words.get(at + 1) };
        if let Some(name) =
            named.filter(|name| name.starts_with(|first: char| first.is_ascii_lowercase()) && !CLAUSES.contains(name))
        {
            found.insert(name, table);
        }
    }
    found
}

/// The steps of SQLite's plan.
pub fn sqlite(plan: &[String], aliases: &BTreeMap<&str, &str>) -> Vec<Step> {
    let steps = plan.iter().filter_map(|line| {
        let rest = line.strip_prefix("SCAN ").or_else(|| line.strip_prefix("SEARCH "))?;
        let name = rest.split(' ').next()?;
        let table = aliases.get(name).map_or(name, |table| *table).to_owned();
        let by = if line.starts_with("SEARCH ") {
            let columns = rest.rsplit_once('(').map(|(_, columns)| columns.trim_end_matches(')')).unwrap_or_default();
            let columns =
                columns.split(" AND ").map(|part| part.split(['=', '<', '>', ' ']).next().unwrap_or_default());
            columns.filter(|column| !column.is_empty()).map(str::to_owned).collect()
        } else if rest.contains("VIRTUAL TABLE INDEX") {
            // `0:M0` is the text to match on column 0; json_each has its own numbers.
            vec![rest.rsplit(' ').next()?.to_owned()]
        } else {
            Vec::new()
        };
        Some(Step { table, by, words: line.clone() })
    });
    steps.collect()
}

/// The steps of PostgreSQL's plan.
pub fn postgres(plan: &str, indexes: &Indexes) -> Vec<Step> {
    let plan: Json = serde_json::from_str(plan).unwrap();
    let mut steps = Vec::new();
    visit(&plan[0]["Plan"], "", indexes, &mut steps);
    steps
}

fn visit(node: &Json, above: &str, indexes: &Indexes, steps: &mut Vec<Step>) {
    let text = |name: &str| node[name].as_str().unwrap_or_default();
    let (kind, relation) = (text("Node Type"), text("Relation Name"));
    let relation = if relation.is_empty() { above } else { relation };
    let condition = text("Index Cond");
    let words = format!("{kind} on {relation} {} {condition} {}", text("Index Name"), text("Filter"));
    match kind {
        "Seq Scan" | "Tid Range Scan" | "Sample Scan" => {
            steps.push(Step { table: relation.to_owned(), by: Vec::new(), words });
        }
        "Index Scan" | "Index Only Scan" | "Bitmap Index Scan" => {
            let columns = indexes.get(text("Index Name")).cloned().unwrap_or_default();
            // Columns after one that is not given do not narrow what is read.
            let by = columns.into_iter().take_while(|column| mentions(condition, column)).collect();
            steps.push(Step { table: relation.to_owned(), by, words });
        }
        _ => {}
    }
    for child in node["Plans"].as_array().unwrap_or(&Vec::new()) {
        visit(child, relation, indexes, steps);
    }
}

/// The table a partition belongs to.
pub fn table_of(relation: &str) -> String {
    if relation.starts_with("audit_event_") { "audit_event".to_owned() } else { relation.to_owned() }
}

fn mentions(condition: &str, column: &str) -> bool {
    condition.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == column)
}

#[test]
fn plans_are_read() {
    let by = |columns: &[&str]| columns.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>();
    let text = "SELECT p.id FROM sign_in_name n JOIN person AS p ON p.id = n.person_id WHERE n.tenant_id = $1";
    let aliases = aliases(text, &["person", "sign_in_name", "session"]);
    assert_eq!(
        (aliases.get("n"), aliases.get("p"), aliases.get("session")),
        (Some(&"sign_in_name"), Some(&"person"), Some(&"session"))
    );
    for (line, table, columns) in [
        ("SCAN p", "person", by(&[])),
        ("SCAN n USING COVERING INDEX sign_in_name_of_person", "sign_in_name", by(&[])),
        ("SEARCH p USING INDEX person_by_name (tenant_id=? AND sort_key>?)", "person", by(&["tenant_id", "sort_key"])),
        ("SEARCH session USING INDEX session_expiry (absolute_until<?)", "session", by(&["absolute_until"])),
        ("SCAN i VIRTUAL TABLE INDEX 0:M1", "i", by(&["0:M1"])),
    ] {
        let expected = Step { table: table.to_owned(), by: columns, words: line.to_owned() };
        assert_eq!(sqlite(&[line.to_owned()], &aliases), [expected]);
    }
    let plan = r#"[{"Plan": {"Node Type": "Append", "Plans": [
        {"Node Type": "Seq Scan", "Relation Name": "audit_event_short_2026_01"},
        {"Node Type": "Bitmap Heap Scan", "Relation Name": "person", "Plans": [
            {"Node Type": "Bitmap Index Scan", "Index Name": "x", "Index Cond": "((tenant_id = $1) AND (ROW(sort_key, id) > ROW($2, $3)))"}]}]}}]"#;
    let indexes = Indexes::from([("x".to_owned(), by(&["tenant_id", "sort_key", "state", "id"]))]);
    let steps = postgres(plan, &indexes);
    assert_eq!((steps[0].table.as_str(), &steps[0].by), ("audit_event_short_2026_01", &by(&[])));
    assert_eq!((steps[1].table.as_str(), &steps[1].by), ("person", &by(&["tenant_id", "sort_key"])));
}

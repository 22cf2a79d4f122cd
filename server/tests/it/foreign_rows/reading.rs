//! Reads as much of a statement as is needed to give its parameters values: which column each one stands beside.

/// Where a parameter stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It is compared with a column.
    Compared(String),
    /// It becomes the value of a column.
    Assigned(String),
    /// It limits how many rows there are.
    Limit,
}

/// The places of every parameter, by its number.
pub fn places(text: &str) -> Vec<(usize, Place)> {
    let tokens = tokens(text);
    let found = tokens.iter().enumerate().filter_map(|(at, token)| {
        let number = token.strip_prefix('$')?.parse().ok()?;
        Some((number, place(&tokens, at)?))
    });
    found.collect()
}

fn tokens(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$');
        at += match bytes[at] {
            b'\'' => 2 + bytes[at + 1..].iter().position(|byte| *byte == b'\'').unwrap(),
            byte if is_word(byte) => bytes[at..].iter().position(|byte| !is_word(*byte)).unwrap_or(bytes.len() - at),
            byte if b"<>=|-+".contains(&byte) => {
                bytes[at..].iter().position(|byte| !b"<>=|-+".contains(byte)).unwrap_or(1)
            }
            _ => 1,
        };
        if !bytes[start].is_ascii_whitespace() {
            found.push(&text[start..at]);
        }
    }
    found
}

/// A column's own name.
fn column(token: &str) -> Option<String> {
    let name = token.rsplit('.').next()?;
    let is_name = name.starts_with(|first: char| first.is_ascii_lowercase());
    is_name.then(|| name.to_owned())
}

/// Where the bracket that is open before `at` was opened, and how many commas are between.
fn opening(tokens: &[&str], at: usize) -> Option<(usize, usize)> {
    let (mut depth, mut commas) = (0, 0);
    for position in (0..at).rev() {
        match tokens[position] {
            ")" => depth += 1,
            "(" if depth == 0 => return Some((position, commas)),
            "(" => depth -= 1,
            "," if depth == 0 => commas += 1,
            _ => {}
        }
    }
    None
}

/// The item at `index` of a list in brackets.
fn item<'t>(tokens: &[&'t str], open: usize, index: usize) -> Option<&'t str> {
    let (mut depth, mut commas) = (0, 0);
    for token in &tokens[open + 1..] {
        match *token {
            "(" => depth += 1,
            ")" if depth == 0 => return None,
            ")" => depth -= 1,
            "," if depth == 0 => commas += 1,
            other if commas == index => return Some(other),
            _ => {}
        }
    }
    None
}

fn place(tokens: &[&str], mut at: usize) -> Option<Place> {
    const COMPARISONS: [&str; 7] = ["=", "<>", "<", ">", "<=", ">=", "MATCH"];
    const FUNCTIONS: [&str; 6] = ["CAST", "convert_from", "encode", "unhex", "json_each", "coalesce"];
    // A function around the parameter does not change what it is compared with.
    while at > 1 && tokens[at - 1] == "(" && FUNCTIONS.contains(&tokens[at - 2]) {
        at -= 2;
    }
    let before = tokens[..at].last()?;
    if *before == "LIMIT" {
        return Some(Place::Limit);
    }
    if COMPARISONS.contains(before) || *before == "+" {
        let name = column(tokens.get(at.checked_sub(2)?)?)?;
        let clause =
            tokens[..at].iter().rev().find(|token| ["SET", "WHERE", "ON", "AND", "OR", "WHEN"].contains(token))?;
        return Some(if *clause == "SET" { Place::Assigned(name) } else { Place::Compared(name) });
    }
    if *before != "(" && *before != "," && *before != "SELECT" {
        return None;
    }
    let into = tokens.iter().position(|token| *token == "INTO");
    let select = tokens[..at].iter().rposition(|token| *token == "SELECT");
    if let Some((open, index)) = opening(tokens, at) {
        if COMPARISONS.contains(tokens.get(open.checked_sub(1)?)?) {
            let (other, _) = opening(tokens, open.checked_sub(2)?)?;
            return column(item(tokens, other, index)?).map(Place::Compared);
        }
        // One of the rows of VALUES.
        if tokens[open - 1] == "VALUES" || tokens[open - 1] == "," && tokens[..open].contains(&"VALUES") {
            return column(item(tokens, into? + 2, index)?).map(Place::Assigned);
        }
        return None;
    }
    // The list of an INSERT … SELECT.
    let (mut depth, mut index) = (0, 0);
    for token in &tokens[select? + 1..at] {
        match *token {
            "(" => depth += 1,
            ")" => depth -= 1,
            "," if depth == 0 => index += 1,
            _ => {}
        }
    }
    column(item(tokens, into? + 2, index)?).map(Place::Assigned)
}

#[test]
fn places_are_found_wherever_a_parameter_may_stand() {
    let compared = |number: usize, name: &str| (number, Place::Compared(name.to_owned()));
    let assigned = |number: usize, name: &str| (number, Place::Assigned(name.to_owned()));
    for (text, expected) in [
        (
            "SELECT a FROM t WHERE t.tenant_id = $1 AND b >= $2 LIMIT $3",
            vec![compared(1, "tenant_id"), compared(2, "b"), (3, Place::Limit)],
        ),
        ("SELECT a FROM t WHERE (t.at, t.id) < (CAST($1 AS TEXT), $2)", vec![compared(1, "at"), compared(2, "id")]),
        ("UPDATE t SET a = $1, b = b + $2 WHERE c = $3", vec![assigned(1, "a"), assigned(2, "b"), compared(3, "c")]),
        (
            "INSERT INTO t (a, b, c) VALUES ($1, 'x', $2), ($3, $4, 0)",
            vec![assigned(1, "a"), assigned(2, "c"), assigned(3, "a"), assigned(4, "b")],
        ),
        ("INSERT INTO t (a, b, c) SELECT $1, f(x, 'y'), $2 FROM u", vec![assigned(1, "a"), assigned(2, "c")]),
        ("SELECT a FROM i WHERE i.folded MATCH $1 AND $2 = $2", vec![compared(1, "folded")]),
        (
            "INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = CASE WHEN t.b <= $2 THEN 1 ELSE $3 END",
            vec![assigned(1, "a"), compared(2, "b")],
        ),
    ] {
        assert_eq!(places(text), expected, "{text}");
    }
}

//! Marked secrets: after every journey there is, no password and no token is anywhere in the database in any form, and an
//! address only where addresses belong (ASVS 14.2.4, 16.2.5).

use authentication::tokens::Purpose;
use chrono::TimeDelta;
use database::on_each_database;
use database::testing::Role;

use crate::house::{House, is_wrong, secret};

/// Every value of every table as text.
async fn dump(house: &House) -> Vec<(String, String)> {
    let mut bare = house.test.bare(Role::Owner).await;
    let is_sqlite = house.database().file().is_some();
    let tables = if is_sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    } else {
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    };
    let mut values = Vec::new();
    for table in bare.run(tables).await.unwrap().firsts() {
        for row in bare.run(&format!("SELECT * FROM \"{table}\"")).await.unwrap().rows {
            values.extend(row.into_iter().flatten().map(|value| (table.clone(), value)));
        }
    }
    values
}

/// The forms in which a text could lie in a column: as it is, as the hexadecimal digits of bytes, in Base64, as a list of bytes.
fn forms(mark: &str) -> Vec<String> {
    let lower = mark.to_lowercase();
    let mut forms = vec![lower.clone()];
    for text in [mark, &lower] {
        let bytes = text.as_bytes();
        forms.push(hex(bytes));
        forms.push(bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(","));
        // Base64 of the text alone; within a longer one it begins at one of three places.
        for skip in 0..3 {
            let whole = &bytes[skip.min(bytes.len())..];
            let whole = &whole[..whole.len() / 3 * 3];
            forms.push(base64(whole).to_lowercase());
        }
    }
    forms
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = |chunk: &[u8]| chunk.iter().fold(0_usize, |all, byte| all << 8 | usize::from(*byte));
    bytes
        .chunks_exact(3)
        .flat_map(|chunk| [18, 12, 6, 0].map(|shift| char::from(LETTERS[bits(chunk) >> shift & 63])))
        .collect()
}

/// The tables in which a mark lies, in whatever form.
fn found_in(dump: &[(String, String)], mark: &str) -> Vec<String> {
    let forms = forms(mark);
    let mut tables: Vec<String> = dump
        .iter()
        .filter(|(_, value)| {
            let value = value.to_lowercase();
            forms.iter().any(|form| value.contains(form.as_str()))
        })
        .map(|(table, _)| table.clone())
        .collect();
    tables.dedup();
    tables
}

/// Where an address may be: as the address, as the sign-in name, and in what people are found by.
fn is_home_of_addresses(table: &str) -> bool {
    table == "contact_address" || table == "sign_in_name" || table.starts_with("person_search")
}

const PASSWORDS: [&str; 6] = [
    "marked walrus teapot one",
    "marked walrus teapot two",
    "marked walrus teapot three",
    "marked walrus teapot four",
    "marked wrong guess",
    "marked new address",
];
const ADDRESSES: [&str; 5] = [
    "marked.ada@example.org",
    "marked.moved@example.org",
    "marked.grace@example.org",
    "marked.unknown@example.org",
    "marked.typo@example.org",
];

on_each_database! {
    async fn nothing_secret_is_stored(test: TestDatabase) {
        let house = House::open(test).await;
        let [one, two, three, four, wrong, never] = PASSWORDS;
        let [ada, moved, grace, unknown, typo] = ADDRESSES;
        let mut tokens = Vec::new();

        house.sign_up(ada, one).await.unwrap();
        tokens.push(house.token(ada, "verify_address").await);
        assert!(is_wrong(house.confirm(&tokens[0], wrong).await));
        let session = house.confirm(&tokens[0], one).await.unwrap().secret;
        house.sign_up(ada, four).await.unwrap();
        let visitor = house.visitor(session).await;
        let session = house.change_password(&visitor, one, two).await.unwrap();
        let visitor = house.visitor(session).await;
        assert!(is_wrong(house.ask_for_address(&visitor, typo, never).await));
        house.ask_for_address(&visitor, typo, two).await.unwrap();
        tokens.push(house.token(typo, "confirm_new_address").await);
        house.ask_for_address(&visitor, moved, two).await.unwrap();
        tokens.push(house.token(moved, "confirm_new_address").await);
        house.confirm_new_address(&tokens[2]).await.unwrap();
        tokens.push(house.token(ada, "address_changed_notice").await);
        house.undo_address(&tokens[3]).await.unwrap();
        tokens.push(house.token(ada, "account_secured").await);
        house.set_password(&tokens[4], three).await.unwrap();
        for name in [unknown, wrong, ada] {
            assert!(is_wrong(house.sign_in(name, wrong).await));
            house.ask_for_recovery(name).await.unwrap();
        }
        for _ in 0..15 {
            assert!(house.sign_in_from(9, ada, wrong).await.is_err());
        }
        let invited = house.invited(grace).await;
        house.authentication.invite(&house.system_caller(), &house.place, invited, Some("Ada")).await.unwrap();
        tokens.push(house.token(grace, "invitation").await);
        house.accept(&tokens[5], four).await.unwrap();
        house.wait(TimeDelta::seconds(1));
        house.authentication.start_reset(&house.system_caller(), &house.place, invited).await.unwrap();
        tokens.push(house.token(grace, "administrator_reset").await);
        // One that waits in the queue, and one that is live.
        house.ask_for_recovery(ada).await.unwrap();
        tokens.push(house.issue(Purpose::Recover, invited, grace).await);
        let live = house.sign_in(ada, three).await.unwrap().secret;

        let dump = dump(&house).await;
        assert!(dump.len() > 300, "the dump is real: {}", dump.len());
        for password in PASSWORDS {
            assert_eq!(found_in(&dump, password), Vec::<String>::new(), "{password}");
        }
        for token in &tokens {
            assert_eq!(found_in(&dump, token.expose()), Vec::<String>::new());
        }
        for secret in [session.0, live.0] {
            for bytes in [secret.to_le_bytes(), secret.to_be_bytes()] {
                assert!(!dump.iter().any(|(_, value)| value.to_lowercase().contains(&hex(&bytes))));
            }
            assert!(!dump.iter().any(|(_, value)| value.contains(&secret.to_string())));
        }
        for address in [ada, grace] {
            let homes = found_in(&dump, address);
            assert!(homes.iter().any(|table| table == "sign_in_name") && homes.iter().all(|table| is_home_of_addresses(table)), "{address}: {homes:?}");
        }
        for address in [moved, unknown, typo] {
            assert_eq!(found_in(&dump, address), Vec::<String>::new(), "{address} is nobody's");
        }
        // The search itself would find them.
        assert_eq!(found_in(&[("t".to_owned(), format!("x{}y", base64(b"a marked walrus")))], "marked walrus"), ["t"]);
        let printed = format!("{:?} {:?} {:?} {:?}", secret(one), House::form(ada, one), visitor, live);
        assert!(!printed.contains(one) && !printed.contains(&live.0.to_string()), "nor does a log line show them");
        let person = house.person(ada).await;
        assert!(!format!("{:?}", house.look(person).await).contains("argon2id"), "SEC-70: no page can show what it never gets");
    }

    /// The trail's readers see what was typed only where they may, and never a secret.
    async fn the_trail_tells_no_secret(test: TestDatabase) {
        let house = House::open(test).await;
        let [one, two, .., wrong, _] = PASSWORDS;
        let [ada, moved, ..] = ADDRESSES;
        let session = house.join(ada, one).await.secret;
        let visitor = house.visitor(session).await;
        let session = house.change_password(&visitor, one, two).await.unwrap();
        let visitor = house.visitor(session).await;
        house.move_to(&visitor, moved, two).await;
        assert!(is_wrong(house.sign_in(moved, wrong).await));
        let token = house.recovery_token(moved, moved).await;
        let mut tx = house.database().read(&house.system_caller()).await.unwrap();
        let everything = audit::Trail::search(&mut tx, &audit::Filter { limit: 200, ..audit::Filter::default() }).await.unwrap();
        let everything = format!("{:?}", everything.entries);
        assert!(everything.contains(moved), "the change of address is told in words");
        for mark in [one, two, wrong, token.expose()] {
            assert!(!everything.contains(mark));
        }
        // Whoever sees the trail and not the profiles sees no address.
        let mut desk = house.system_caller();
        desk.permissions = [foundation::Permission::SeeAudit].into_iter().collect();
        let mut tx = house.database().read(&desk).await.unwrap();
        let skeleton = audit::Trail::search(&mut tx, &audit::Filter { limit: 200, ..audit::Filter::default() }).await.unwrap();
        assert!(!format!("{:?}", skeleton.entries).contains("marked"));
    }
}

//! What other implementations made: Django 5, passlib, libxcrypt, the reference implementation of Argon2 and Python's hashlib.

use super::{Foreign, HashProblem, accept};

const PASSWORD: &str = "Grüße, 7 Zwerge!";

const MADE_ELSEWHERE: &[(&str, &str)] = &[
    ("Django, PBKDF2", r"pbkdf2_sha256$1000$seasalt$tkBGwZFwnFltXfXZRV9NVU4cdb/l4JpwUYXYxZU5tug="),
    ("Django, PBKDF2 with SHA-1", r"pbkdf2_sha1$1000$seasalt$Zx3553GtxlQgPkIcgb2MMhvpkVE="),
    (
        "Django, scrypt",
        r"scrypt$1024$seasalt$8$1$mj8sXXx5f5mwA29R0S37geu/hY3jIJVFtwF3WMzXeCawG8TBMb2aY07AYmHunXeV2WVtlADEMC/uAIEOT7QcTg==",
    ),
    ("Django, bcrypt of a digest", r"bcrypt_sha256$$2b$04$IAhnYOeFaTXdNT6lGVgAmuUISQYpWBK0Owz035C2LFAjvOL.dBLnC"),
    ("Django, bcrypt", r"bcrypt$$2b$04$vWKQOjtHZR3.npKgj.eKse4MSKy4ZTB8SISyEXftkEt0.sEdm7pzW"),
    (
        "Django, Argon2",
        r"argon2$argon2id$v=19$m=64,t=2,p=2$c2Vhc2FsdHNlYXNhbHQ$xxNVI0TeS0Tqi4TKbu1DztmopFaphDVVk6ip+rzR5MI",
    ),
    ("passlib, PBKDF2 with SHA-1", r"$pbkdf2$1000$DcFYSwlhzHnvPUeoNUYopQ$m7.LNaKT0gL0rCEzXHPCQP3KV9E"),
    ("passlib, PBKDF2", r"$pbkdf2-sha256$1000$8H7vvTdGSAnBmHNuLSXknA$GMsdC/v0l6GrFUm.T206QvTqNFBRvWpiflb742VSJ0M"),
    (
        "passlib, PBKDF2 with SHA-512",
        r"$pbkdf2-sha512$1000$IKQUYiyF8D6HEKLUWgvh/A$8npwxX4gRT4vKxcOWRZE5AhcYGqO7v4LnlxYbODVGtwjn/gp2Iz6XMmYRQbnCaTqqWI0stJjySRmCZAIO0Xy3A",
    ),
    ("passlib, scrypt", r"$scrypt$ln=10,r=8,p=1$n7MWYmwNIYTwfm+tVSolBA$G0785PqDQxRTKFf3NnHNMcEmCdT/peMo8vTJkgiSnwk"),
    ("passlib, SSHA", r"{SSHA}FGyCSVHBDzPSV5M04q6y7b6lip8pZYwx"),
    ("passlib, SSHA256", r"{SSHA256}0rkKIdQZeyDe8j304LbjmLmhbA8j5lkLhvKfetjXG/Gp1ZqT0lprzQ=="),
    (
        "passlib, SSHA512",
        r"{SSHA512}dp3CR00Vx0u6cv3Sv5R0wCeORPMePJxoL+cje1Fn9moMw4RpCv4TfeMIIhDh9LgQelkj98weBuSiZwfWbrx6NLv3HqPUGuMc",
    ),
    ("passlib, SHA-256-crypt", r"$5$rounds=1000$Q53oyJXFNT8bxLeC$ORs...VKPxnMY5Ks/Seqd4Lo3LnxHHT/XUxT3P8Dm38"),
    (
        "passlib, SHA-512-crypt",
        r"$6$d9eUKjWKvBgKY/mY$9bq5bjsyIyRh8SzQHZiaa75yBEbrNz79Q9juXicjoJMggAInFpiLQtc8ccFRLNvWSswd5DtPUyvL2VrowyU3z/",
    ),
    ("bcrypt, modular crypt", r"$2b$05$abcdefghijklmnopqrstuuESdCDMdmLExAFg2wUDxV7tyj.qCTVry"),
    ("bcrypt of PHP", r"$2y$05$abcdefghijklmnopqrstuuESdCDMdmLExAFg2wUDxV7tyj.qCTVry"),
    ("bcrypt, old", r"$2a$05$abcdefghijklmnopqrstuuESdCDMdmLExAFg2wUDxV7tyj.qCTVry"),
    ("SHA-256-crypt without rounds", r"$5$saltstring$PaTcGAdZ0AK/2zxzD82S7cpuvyn46m..meDLs1XSZoC"),
    (
        "SHA-512-crypt of a directory",
        r"{CRYPT}$6$another$iuMur.jL0Q.QcdqI/U62.MBAdcClX9cgWTbqPvFF8lUppDcS1KGNjsUopJCka9gkTNeVY1v7qaQH3cbw0of6I/",
    ),
    ("PBKDF2, PHC", r"$pbkdf2-sha256$i=4096,l=32$MDEyMzQ1Njc4OWFiY2RlZg$yrHVtnHdr104VX8DBiOehnhSyp1M2ipdApww2rPL8h8"),
    ("salted SHA-1, Django", r"sha1$seasalt$cadd12e73f0f6f41212fb3db30723ee62d370a19"),
    (
        "Keycloak, pbkdf2-sha256",
        r#"{"type": "password", "secretData": "{\"value\": \"eY7qglCKhG0qXs3uwECE+ouhCROePyiKPNEwxdeJ+7E+Ohl7H21JG263oCXifd6bU/VEGqVrYVtJRYsPr01GQQ==\", \"salt\": \"MDEyMzQ1Njc4OWFiY2RlZg==\", \"additionalParameters\": {}}", "credentialData": "{\"hashIterations\": 2750, \"algorithm\": \"pbkdf2-sha256\", \"additionalParameters\": {}}"}"#,
    ),
    (
        "Keycloak, pbkdf2-sha512",
        r#"{"type": "password", "secretData": "{\"value\": \"M8znPhzJLl29+JU6GSszAGpi+10iP+WzuLO+rCfN0BC8QTQl56vJ2yo7sOaoDim3XZmVv06yd4UwTtr2EEtrsA==\", \"salt\": \"MDEyMzQ1Njc4OWFiY2RlZg==\", \"additionalParameters\": {}}", "credentialData": "{\"hashIterations\": 2750, \"algorithm\": \"pbkdf2-sha512\", \"additionalParameters\": {}}"}"#,
    ),
    (
        "Keycloak, pbkdf2",
        r#"{"type": "password", "secretData": "{\"value\": \"Nemc1MCC1MxVOHUeH+ZfohskC3mM6Y/mQ9qxShPK/tYiefwchccv7fiDLRSuubm+jWgqnOOPdnk+5Zb1FTXAlQ==\", \"salt\": \"MDEyMzQ1Njc4OWFiY2RlZg==\", \"additionalParameters\": {}}", "credentialData": "{\"hashIterations\": 2750, \"algorithm\": \"pbkdf2\", \"additionalParameters\": {}}"}"#,
    ),
    ("argon2i", r"$argon2i$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$XFl2DKUqszRj618eAgLgJbogbFh1FdFgtoiVHqq02aA"),
    (
        "argon2i, version 16",
        r"$argon2i$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$IzKhOxrn2YG9paEAm7nT4B3dB0NO2ny6Y+ab9rNrDrg",
    ),
    ("argon2d", r"$argon2d$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$xVL3w8OyI4Ao48zuelGQYZrfLbZZ/oJPp/HtHJIOvL8"),
    (
        "argon2d, version 16",
        r"$argon2d$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$h7KzQTkFfU6ByZxUIStKwEC/FtG+dJVMye4G05+JVuA",
    ),
    ("argon2id", r"$argon2id$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$g5sUJ0oCe/GiBqJm1IcJ0MVNn3KqV316XeRqZyGXHyM"),
    (
        "argon2id, version 16",
        r"$argon2id$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$ycTxfD+L+1TE4zk4pCMSlUSWOrJ2FlWN3sBxVC0a+0E",
    ),
    (
        "Keycloak, argon2",
        r#"{"secretData": "{\"value\": \"kORI1M51grc6PXBodoBXjvucKpwAMF29wRqPBLzADRc=\", \"salt\": \"MDEyMzQ1Njc4OWFiY2RlZg==\"}", "credentialData": "{\"hashIterations\": 5, \"algorithm\": \"argon2\", \"additionalParameters\": {\"hash\": [\"32\"], \"memory\": [\"7168\"], \"type\": [\"id\"], \"version\": [\"1.3\"], \"parallelism\": [\"1\"]}}"}"#,
    ),
];

#[test]
fn hashes_of_others_are_judged() {
    for (what, text) in MADE_ELSEWHERE {
        let stored = accept(text).unwrap_or_else(|problem| panic!("{what}: {problem:?}"));
        let foreign = Foreign::parse(&stored).unwrap_or_else(|problem| panic!("{what}: {problem:?}, {stored}"));
        assert!(foreign.is_of(PASSWORD.as_bytes()), "{what}: {stored}");
        // Zeros at the end are no difference to HMAC, so neither to PBKDF2, here as there.
        for other in ["Grüße, 7 Zwerge", "grüße, 7 Zwerge!", "", "Grüße, 7 Zwerge!!"] {
            assert!(!foreign.is_of(other.as_bytes()), "{what}: {other:?}");
        }
    }
}

/// What is kept is only ever a hash: Keycloak's JSON has become one.
#[test]
fn what_is_accepted_is_accepted_again() {
    for (what, text) in MADE_ELSEWHERE {
        let stored = accept(&format!("  {text}\n")).unwrap_or_else(|problem| panic!("{what}: {problem:?}"));
        assert_eq!(accept(&stored), Ok(stored.clone()), "{what}");
        assert!(!stored.starts_with("{\""), "{what}");
    }
}

#[test]
fn a_damaged_hash_is_refused_or_is_nobodys() {
    for (what, text) in MADE_ELSEWHERE {
        let stored = accept(text).unwrap_or_else(|problem| panic!("{what}: {problem:?}"));
        // The padding of Base64 may be left out.
        for end in 0..stored.trim_end_matches('=').len() {
            if let Some(cut) = stored.get(..end)
                && let Ok(foreign) = Foreign::parse(cut)
            {
                assert!(!foreign.is_of(PASSWORD.as_bytes()), "{what} cut to {cut}");
            }
        }
    }
}

#[test]
fn passwords_and_other_texts_are_no_hashes() {
    for text in [
        "",
        "secret",
        "correct horse battery staple",
        "$ecret$5",
        "pa$$word",
        "{SSHA}",
        "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
        "{\"secretData\":{}}",
        "5f4dcc3b5aa765d61d8327deb882cf99",
        "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/",
        "md5$seasalt$f5531bef9f3687d0ccf0f617f0e25573",
        "sha1$$b1b3773a05c0ed0176787a4f1574ff0075f7521e",
        "$pbkdf2-sha256$0$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$2b$03$abcdefghijklmnopqrstuuESdCDMdmLExAFg2wUDxV7tyj.qCTVry",
        "$2b$05$äbcdefghijklmnopqrstuuESdCDMdmLExAFg2wUDxV7tyj.qCTVr",
        "$argon2id$v=20$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$g5sUJ0oCe/GiBqJm1IcJ0MVNn3KqV316XeRqZyGXHyM",
        "$argon2id$v=19$m=64,t=0,p=1$MDEyMzQ1Njc4OWFiY2RlZg$g5sUJ0oCe/GiBqJm1IcJ0MVNn3KqV316XeRqZyGXHyM",
    ] {
        assert_eq!(accept(text), Err(HashProblem::Unknown), "{text}");
    }
    assert_eq!(accept(&"x".repeat(2_000)), Err(HashProblem::Unknown));
}

#[test]
fn what_would_take_too_long_or_too_much_memory_is_refused() {
    for text in [
        "$2b$15$abcdefghijklmnopqrstuuESdCDMdmLExAFg2wUDxV7tyj.qCTVry",
        "$2b$31$abcdefghijklmnopqrstuuESdCDMdmLExAFg2wUDxV7tyj.qCTVry",
        "$argon2id$v=19$m=4194304,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$g5sUJ0oCe/GiBqJm1IcJ0MVNn3KqV316XeRqZyGXHyM",
        "$argon2id$v=19$m=131072,t=60,p=1$MDEyMzQ1Njc4OWFiY2RlZg$g5sUJ0oCe/GiBqJm1IcJ0MVNn3KqV316XeRqZyGXHyM",
        "$argon2id$v=19$m=64,t=4000000000,p=1$MDEyMzQ1Njc4OWFiY2RlZg$g5sUJ0oCe/GiBqJm1IcJ0MVNn3KqV316XeRqZyGXHyM",
        "$scrypt$ln=20,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$KVoonk2YgbVKzh4l6mBtPO8g5iE9z1fW+lek2Dqs0DU",
        "$scrypt$ln=10,r=8,p=1000$MDEyMzQ1Njc4OWFiY2RlZg$KVoonk2YgbVKzh4l6mBtPO8g5iE9z1fW+lek2Dqs0DU",
        "$pbkdf2-sha256$i=4000000000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$yrHVtnHdr104VX8DBiOehnhSyp1M2ipdApww2rPL8h8",
        "pbkdf2_sha256$2000001$seasalt$tkBGwZFwnFltXfXZRV9NVU4cdb/l4JpwUYXYxZU5tug=",
        "$5$rounds=999999999$saltstring$PaTcGAdZ0AK/2zxzD82S7cpuvyn46m..meDLs1XSZoC",
    ] {
        assert_eq!(accept(text), Err(HashProblem::TooCostly), "{text}");
    }
}

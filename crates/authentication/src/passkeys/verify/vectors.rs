//! The test vectors of the specification (W3C Web Authentication Level 3, §16), as far as they are for what we accept:
//! `none` and self attestation with ES256, and frames, which we refuse.
//!
//! The client data is put together from its parts, which is how the specification made it; a wrong letter would not fit
//! the signatures.

use std::sync::Arc;

use directory::{Settings, Tenant};
use foundation::{Instant, PersonId, TenantId};
use serde_json::json;
use uuid::Uuid;

use super::{Made, Making, PasskeyProblem, Used, Using};
use crate::Place;
use crate::passkeys::site::{Site, encode};
use crate::passkeys::store::Stored;

const RP_ID_HASH: &str = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5";

/// One half of a vector.
struct Half {
    challenge: &'static str,
    cross_origin: bool,
    top_origin: bool,
    extra: Option<&'static str>,
}

struct Vector {
    name: &'static str,
    aaguid: &'static str,
    credential_id: &'static str,
    made: Half,
    attestation_object: &'static str,
    used: Half,
    /// The flags of the authenticator data, which is the hash of the name, the flags and a count of nothing.
    flags: &'static str,
    signature: &'static str,
}

const VECTORS: [Vector; 4] = [
    // §16.1.1, ES256 credential with no attestation
    Vector {
        name: "none.ES256",
        aaguid: "8446ccb9ab1db374750b2367ff6f3a1f",
        credential_id: "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4",
        made: Half {
            challenge: "00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130",
            cross_origin: false,
            top_origin: false,
            extra: Some("BkQeDjdcTBrXBiAwJTLE5Q"),
        },
        attestation_object: "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220",
        used: Half {
            challenge: "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408",
            cross_origin: false,
            top_origin: false,
            extra: None,
        },
        flags: "19",
        signature: "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87",
    },
    // ES256 credential with self attestation
    Vector {
        name: "packed-self.ES256",
        aaguid: "df850e09db6afbdfab51697791506cfc",
        credential_id: "455ef34e2043a87db3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58c",
        made: Half {
            challenge: "7869c2b772d4b58eba9378cf8f29e26cf935aa77df0da89fa99c0bdc0a76f7e5",
            cross_origin: false,
            top_origin: false,
            extra: Some("U9hTXvKE2URkMnb_0xYHVg"),
        },
        attestation_object: "a363666d74667061636b65646761747453746d74a263616c672663736967584630440220067a20754ab925005dbf378097c92120031581c73228d1fb4f5b881bcd7da98302207fc7b147558c7c0eba3af18bd9d121fa3d3a26d17fe3f220272178f473b6006d68617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b55d00000000df850e09db6afbdfab51697791506cfc0020455ef34e2043a87db3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58ca5010203262001215820eb151c8176b225cc651559fecf07af450fd85802046656b34c18f6cf193843c5225820927b8aa427a2be1b8834d233a2d34f61f13bfd44119c325d5896e183fee484f2",
        used: Half {
            challenge: "4478a10b1352348dd160c1353b0d469b5db19eb91c27f7dfa6fed39fe26af20b",
            cross_origin: false,
            top_origin: false,
            extra: Some("gTb53rz6EhSWomXGzimC1Q"),
        },
        flags: "09",
        signature: "304402203310b9431903c401f1be2bdc8d23a4007682dbbddcf846994947b7f465daf84002204e94dd00047b316061b3b99772b7efd95994a83ef584b3b6b825ea3550251b66",
    },
    // ES256 credential with "crossOrigin": true
    Vector {
        name: "none.ES256.crossOrigin",
        aaguid: "883f4f6014f19c09d87aa38123be48d0",
        credential_id: "6e1050c0d2ca2f07c755cb2c66a74c64fa43065c18f938354d9915db2bd5ce57",
        made: Half {
            challenge: "3be5aacd03537142472340ab5969f240f1d87716e20b6807ac230655fa4b3b49",
            cross_origin: true,
            top_origin: false,
            extra: Some("zZquEtDR9DWqpW5tBWTFug"),
        },
        attestation_object: "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b54500000000883f4f6014f19c09d87aa38123be48d000206e1050c0d2ca2f07c755cb2c66a74c64fa43065c18f938354d9915db2bd5ce57a501020326200121582022200a473f90b11078851550d03b4e44a2279f8c4eca27b3153dedfe03e4e97d225820cbd0be95e746ad6f5a8191be11756e4c0420e72f65b466d39bc56b8b123a9c6e",
        used: Half {
            challenge: "876aa517ba83fdee65fcffdbca4c84eeae5d54f8041a1fc85c991e5bbb273137",
            cross_origin: true,
            top_origin: false,
            extra: Some("92pcTVD0Aby-q4dtmj6efg"),
        },
        flags: "05",
        signature: "3046022100eb12fcf23b12764c0f122e22371fab92e283879fd798f38ee1841c951b6e40e7022100c76237ff9db77b3c56f30837cda6a09acfa2e915544e609c0733b1184036d1cf",
    },
    // ES256 credential with "topOrigin"
    Vector {
        name: "none.ES256.topOrigin",
        aaguid: "97586fd09799a76401c200455099ef2a",
        credential_id: "b8ad59b996047ab18e2ceb57206c362da57458793481f4a8ebf101c7ca7cc0f1",
        made: Half {
            challenge: "4e1f4c6198699e33c14f192153f49d7e0e8e3577d5ac416c5f3adc92a41f27e5",
            cross_origin: true,
            top_origin: true,
            extra: None,
        },
        attestation_object: "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5410000000097586fd09799a76401c200455099ef2a0020b8ad59b996047ab18e2ceb57206c362da57458793481f4a8ebf101c7ca7cc0f1a5010203262001215820a1c47c1d82da4ebe82cd72207102b380670701993bc35398ae2e5726427fe01d22582086c1080d82987028c7f54ecb1b01185de243b359294a0ed210cd47480f0adc88",
        used: Half {
            challenge: "d54a5c8ca4b62a8e3bb321e3b2bc73856f85a10150db2939ac195739eb1ea066",
            cross_origin: true,
            top_origin: true,
            extra: Some("UiFoJMVRQHDAFWFi4vxUpQ"),
        },
        flags: "05",
        signature: "3045022100b5a70c81780d5fcc9a4f2ae9caae99058f8accaf58b91fb59329646c28ac6ffc022012e101c165db3c8e9957f0c54dd6ca9b56bc3bd2f280bd2faa6c1d02c6e5c171",
    },
];

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

impl Half {
    fn client_data(&self, kind: &str) -> Vec<u8> {
        let mut text = format!(
            r#"{{"type":"{kind}","challenge":"{}","origin":"https://example.org","crossOrigin":{}"#,
            encode(&bytes(self.challenge)),
            self.cross_origin
        );
        if self.top_origin {
            text += r#","topOrigin":"https://example.com""#;
        }
        if let Some(extra) = self.extra {
            text += &format!(
                r#","extraData":"clientDataJSON may be extended with additional fields in the future, such as this: {extra}""#
            );
        }
        (text + "}").into_bytes()
    }

    /// The same, not in a frame.
    fn by_itself(&self) -> Self {
        Self { challenge: self.challenge, cross_origin: false, top_origin: false, extra: self.extra }
    }
}

impl Vector {
    fn answer(&self, response: &serde_json::Value) -> String {
        let id = encode(&bytes(self.credential_id));
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response }).to_string()
    }

    fn make(&self, half: &Half) -> Result<Made, PasskeyProblem> {
        let answer = self.answer(&json!({
            "clientDataJSON": encode(&half.client_data("webauthn.create")),
            "attestationObject": encode(&bytes(self.attestation_object)),
        }));
        let making = Making::read(&answer)?;
        assert_eq!(making.challenge, bytes(half.challenge), "{}", self.name);
        making.check(&site("https://example.org/t/any"))
    }

    fn stored(&self, is_verified: bool) -> Stored {
        let made = self.make(&self.made.by_itself()).unwrap();
        Stored {
            id: Uuid::nil(),
            person_id: PersonId(Uuid::nil()),
            credential_id: made.credential_id,
            public_key: made.public_key,
            counter: made.counter,
            name: String::new(),
            is_verified,
            is_backup_eligible: made.is_backup_eligible,
            is_backed_up: made.is_backed_up,
        }
    }

    fn use_it(&self, half: &Half, signature: &[u8], stored: &Stored) -> Result<Used, PasskeyProblem> {
        let answer = self.answer(&json!({
            "clientDataJSON": encode(&half.client_data("webauthn.get")),
            "authenticatorData": encode(&bytes(&format!("{RP_ID_HASH}{}00000000", self.flags))),
            "signature": encode(signature),
        }));
        Using::read(&answer)?.check(&site("https://example.org/t/any"), stored, false)
    }
}

fn site(base: &str) -> Site {
    let tenant = Tenant {
        id: TenantId::PLATFORM,
        slug: "any".to_owned(),
        name: "Any".to_owned(),
        is_suspended: false,
        settings: Settings::default(),
        has_logo: false,
        version: 1,
        created_at: Instant::default(),
    };
    Site::of(&Place { tenant: Arc::new(tenant), base: base.to_owned() }).unwrap()
}

#[test]
fn the_vectors_of_the_specification_are_what_they_say() {
    for (vector, verified) in VECTORS.iter().take(2).zip([false, true]) {
        let made = vector.make(&vector.made).unwrap();
        assert_eq!(made.credential_id, bytes(vector.credential_id), "{}", vector.name);
        assert_eq!(made.aaguid.as_bytes().as_slice(), bytes(vector.aaguid), "{}", vector.name);
        assert_eq!((made.is_verified, made.is_backup_eligible, made.is_backed_up), (verified, true, true));
        let signature = bytes(vector.signature);
        let used = vector.use_it(&vector.used, &signature, &vector.stored(false)).unwrap();
        let backed_up = bytes(vector.flags)[0] & 0x10 != 0;
        assert_eq!((used.counter, used.is_verified, used.is_backed_up), (0, false, backed_up), "{}", vector.name);
        // Each letter of the signature counts, and so does what is signed.
        for at in [4, 20, signature.len() - 1] {
            let mut changed = signature.clone();
            changed[at] ^= 1;
            assert!(vector.use_it(&vector.used, &changed, &vector.stored(false)).is_err(), "{} {at}", vector.name);
        }
        let other = Half { extra: Some("another"), ..vector.used.by_itself() };
        let refused = vector.use_it(&other, &signature, &vector.stored(false)).unwrap_err();
        assert_eq!(refused, PasskeyProblem::Refused, "{}", vector.name);
    }
    // Its device asked who holds it when it was made and not when it was used, which the vector leaves to us.
    let asked = &VECTORS[1];
    let refused = asked.use_it(&asked.used, &bytes(asked.signature), &asked.stored(true)).unwrap_err();
    assert_eq!(refused, PasskeyProblem::Unverified);
}

#[test]
fn a_page_in_a_frame_is_refused() {
    for vector in &VECTORS[2..] {
        assert_eq!(vector.make(&vector.made).unwrap_err(), PasskeyProblem::Refused, "{}", vector.name);
        vector.make(&vector.made.by_itself()).expect("it is the frame that is refused");
        let stored = vector.stored(false);
        let refused = vector.use_it(&vector.used, &bytes(vector.signature), &stored).unwrap_err();
        assert_eq!(refused, PasskeyProblem::Refused, "{}", vector.name);
    }
}

#[test]
fn self_attestation_is_checked() {
    let vector = &VECTORS[1];
    let other = Half { extra: None, ..vector.made.by_itself() };
    assert_eq!(vector.make(&other).unwrap_err(), PasskeyProblem::Refused, "its signature is over something else");
}

#[test]
fn only_this_very_origin_and_name_will_do() {
    let vector = &VECTORS[0];
    let answer = vector.answer(&json!({
        "clientDataJSON": encode(&vector.made.client_data("webauthn.create")),
        "attestationObject": encode(&bytes(vector.attestation_object)),
    }));
    for base in [
        "https://example.org:8443",
        "http://example.org",
        "https://id.example.org",
        "https://badexample.org",
        "https://org",
        "https://example.org.evil.example",
    ] {
        let refused = Making::read(&answer).unwrap().check(&site(base)).unwrap_err();
        assert_eq!(refused, PasskeyProblem::Refused, "{base}");
    }
    assert!(Making::read(&answer).unwrap().check(&site("https://example.org/t/other")).is_ok());
}

#[test]
fn what_is_no_answer_is_malformed() {
    for text in ["", "null", "{}", "[]", "\"x\"", "{\"id\":1}", &"[".repeat(10_000), &"x".repeat(40_000)] {
        assert_eq!(Making::read(text).err(), Some(PasskeyProblem::Malformed));
        assert_eq!(Using::read(text).err(), Some(PasskeyProblem::Malformed));
    }
}

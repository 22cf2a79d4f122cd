//! A device in software that makes and uses passkeys, and lies where it is told to: what a browser would never send has to
//! be refused as well. It shares nothing with what checks it.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Somebody touched the device.
pub const PRESENT: u8 = 0x01;
/// The device asked who it was.
pub const VERIFIED: u8 = 0x04;
/// The passkey may be copied to other devices.
pub const ELIGIBLE: u8 = 0x08;
/// It has been.
pub const BACKED_UP: u8 = 0x10;
const ATTESTED: u8 = 0x40;

/// A device with one passkey.
pub struct Device {
    key: EcdsaKeyPair,
    pub credential_id: Vec<u8>,
    pub user_handle: Vec<u8>,
    pub aaguid: [u8; 16],
    pub flags: u8,
    /// How often it was used; 0 if it does not count.
    pub counter: u32,
    pub lie: Lie,
}

/// Where a device, or the browser in front of it, lies.
#[derive(Default, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a lie of its own")]
pub struct Lie {
    pub kind: Option<&'static str>,
    pub origin: Option<String>,
    pub rp_id: Option<String>,
    pub challenge: Option<String>,
    pub cross_origin: bool,
    pub top_origin: bool,
    pub algorithm: Option<u8>,
    pub no_user_handle: bool,
    pub spoil_signature: bool,
    pub change_afterwards: bool,
}

pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}

impl Device {
    /// A device that asks who holds it, does not count, and keeps the passkey to itself.
    pub fn new(number: u8) -> Self {
        Self {
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
            credential_id: vec![number; 32],
            user_handle: Vec::new(),
            aaguid: [0; 16],
            flags: PRESENT | VERIFIED,
            counter: 0,
            lie: Lie::default(),
        }
    }

    fn client_data(&self, kind: &str, options: &Value, origin: &str) -> Vec<u8> {
        let mut data = json!({
            "type": self.lie.kind.unwrap_or(kind),
            "challenge": self.lie.challenge.as_deref().unwrap_or(options["challenge"].as_str().unwrap()),
            "origin": self.lie.origin.as_deref().unwrap_or(origin),
            "crossOrigin": self.lie.cross_origin,
        });
        if self.lie.top_origin {
            data["topOrigin"] = json!("https://evil.example");
        }
        data.to_string().into_bytes()
    }

    fn data(&self, rp_id: &str, flags: u8) -> Vec<u8> {
        let rp_id = self.lie.rp_id.as_deref().unwrap_or(rp_id);
        [digest(&SHA256, rp_id.as_bytes()).as_ref(), &[flags], &self.counter.to_be_bytes()].concat()
    }

    /// Makes the passkey for creation options, as the browser answers them.
    pub fn make(&mut self, options: &Value, origin: &str) -> String {
        self.user_handle = decode(&options["user"]["id"]);
        let point = self.key.public_key().as_ref();
        // A COSE_Key: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, self.lie.algorithm.unwrap_or(0x26), 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(&point[1..33]);
        key.extend([0x22, 0x58, 0x20]);
        key.extend(&point[33..65]);
        let mut data = self.data(options["rp"]["id"].as_str().unwrap(), self.flags | ATTESTED);
        data.extend(self.aaguid);
        data.extend(u16::try_from(self.credential_id.len()).unwrap().to_be_bytes());
        data.extend(&self.credential_id);
        data.extend(key);
        let mut object = vec![0xa3];
        object.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x59");
        object.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        object.extend(data);
        json!({
            "id": encode(&self.credential_id),
            "rawId": encode(&self.credential_id),
            "type": "public-key",
            "response": {
                "clientDataJSON": encode(&self.client_data("webauthn.create", options, origin)),
                "attestationObject": encode(&object),
                "transports": ["internal", "hybrid"],
            },
            "clientExtensionResults": {},
        })
        .to_string()
    }

    /// Uses the passkey for request options, as the browser answers them. A device that counts counts on.
    pub fn answer(&mut self, options: &Value, origin: &str) -> String {
        if self.counter > 0 {
            self.counter += 1;
        }
        self.repeat(options, origin)
    }

    /// As [`Device::answer`], without counting on: a copy that was left behind.
    pub fn repeat(&self, options: &Value, origin: &str) -> String {
        let data = self.data(options["rpId"].as_str().unwrap(), self.flags);
        let mut client_data = self.client_data("webauthn.get", options, origin);
        let signed = [data.as_slice(), digest(&SHA256, &client_data).as_ref()].concat();
        let mut signature = self.key.sign(&SystemRandom::new(), &signed).unwrap().as_ref().to_vec();
        if self.lie.spoil_signature {
            *signature.last_mut().unwrap() ^= 1;
        }
        if self.lie.change_afterwards {
            client_data.push(b' ');
        }
        let mut response = json!({
            "clientDataJSON": encode(&client_data),
            "authenticatorData": encode(&data),
            "signature": encode(&signature),
            "userHandle": encode(&self.user_handle),
        });
        if self.lie.no_user_handle {
            response.as_object_mut().unwrap().remove("userHandle");
        }
        json!({
            "id": encode(&self.credential_id),
            "rawId": encode(&self.credential_id),
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        })
        .to_string()
    }
}

//! People who sign in with passkeys, each with a device in software.

#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the device of the tests, which lies and stops"
)]
#[path = "../../crates/authentication/tests/it/authenticator.rs"]
mod authenticator;

use serde_json::Value;

use crate::Failure;
use crate::client::{Connection, Request, Response};
use crate::figures::Scene;
use authenticator::Device;

/// Where the pages are, as the browser says it; see the public address in [`crate::process`].
const ORIGIN: &str = "http://localhost";

/// Devices whose passkeys are known to a server.
pub struct Fleet {
    devices: Vec<Device>,
    options: String,
    sign_in: String,
}

impl Fleet {
    /// Adds a passkey to each of so many accounts that have a session, as the portal does.
    ///
    /// # Errors
    /// When the server refuses one.
    pub fn enrol(scene: &Scene, amount: usize) -> Result<Self, Failure> {
        let mut connection = Connection::to(scene.server.port);
        let passkeys = scene.at("/portal/security/passkeys");
        let options = Request::post(&format!("{passkeys}/options"), &[]);
        let mut devices = Vec::with_capacity(amount);
        // Not the administrator.
        for (number, ticket) in scene.tickets.iter().skip(1).take(amount).enumerate() {
            let asked = question(&mut connection, &options.clone().with("cookie", &ticket.cookie))?;
            let mut device = Device::new(0);
            device.credential_id = database::digest(&number.to_be_bytes()).to_vec();
            let response = device.make(&asked, ORIGIN);
            let answer = Request::post(&passkeys, &[("response", &response), ("name", "Bench")]);
            expect(&connection.ask(&answer.with("cookie", &ticket.cookie))?, 303)?;
            devices.push(device);
        }
        let sign_in = scene.at("/sign-in/passkey");
        Ok(Self { devices, options: format!("{sign_in}/options"), sign_in })
    }

    /// One of them signs in: from the question to the session.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub fn sign_in(&self, connection: &mut Connection, number: u64) -> Result<(), String> {
        let at = usize::try_from(number).unwrap_or(0) % self.devices.len().max(1);
        let device = self.devices.get(at).ok_or("nobody has a passkey")?;
        let signed_in = || -> Result<Response, Failure> {
            let asked = question(connection, &Request::post(&self.options, &[]))?;
            let response = device.repeat(&asked, ORIGIN);
            Ok(connection.ask(&Request::post(&self.sign_in, &[("response", &response)]))?)
        }();
        let answer = signed_in.map_err(|error| error.to_string())?;
        expect(&answer, 303).map_err(|error| error.to_string())?;
        answer.cookie().map(drop).ok_or_else(|| "no session came with the answer".to_owned())
    }
}

fn question(connection: &mut Connection, request: &Request) -> Result<Value, Failure> {
    let answer = connection.ask(request)?;
    expect(&answer, 200)?;
    Ok(serde_json::from_slice(&answer.body)?)
}

fn expect(answer: &Response, status: u16) -> Result<(), Failure> {
    if answer.status == status {
        return Ok(());
    }
    Err(format!("status {} instead of {status}: {}", answer.status, answer.text()).into())
}

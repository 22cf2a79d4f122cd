//! Whose passkeys they are: the origin of the page and the name passkeys are bound to.

use foundation::Secret;
use url::Url;
use webauthn_rs_core::WebauthnCore;

use crate::Place;

/// The relying party of a place: a tenant's own host, or the installation's, which its tenants share.
pub(crate) struct Site {
    /// What checks the answers of browsers.
    pub core: WebauthnCore,
    /// The name passkeys are bound to (§5.1.2, RP ID): the host and nothing else.
    pub rp_id: String,
    /// The name people see.
    pub name: String,
}

impl Site {
    /// The relying party of a place; nothing when its address has no host, which the configuration refuses before.
    pub fn of(place: &Place) -> Option<Self> {
        let url = Url::parse(&place.base).ok()?;
        let rp_id = url.host_str()?.to_owned();
        let origin = Url::parse(&url.origin().ascii_serialization()).ok()?;
        let name = place.tenant.name.clone();
        let patience = std::time::Duration::from_millis(u64::from(super::PATIENCE));
        // Exactly this origin: no name below it and no other port (§7.1 step 9, §7.2 step 13).
        let core =
            WebauthnCore::new_unsafe_experts_only(&name, &rp_id, vec![origin], patience, Some(false), Some(false));
        Some(Self { core, rp_id, name })
    }
}

/// The bytes as browsers and servers write them to each other (RFC 4648 §5, without padding).
pub(crate) fn encode(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// A challenge in words of the options.
pub(crate) fn shown(challenge: &Secret) -> String {
    encode(challenge.expose().as_bytes())
}

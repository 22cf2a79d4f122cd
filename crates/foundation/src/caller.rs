//! Who asks.

use std::net::IpAddr;
use std::sync::Arc;

use crate::{Permission, PermissionSet, PersonId, SensitiveSet, TenantId};

/// Who performs an operation, in which tenant, with which rights, from where.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The tenant whose data the operation can touch, and no other's.
    pub tenant: TenantId,
    /// Who it is.
    pub actor: Actor,
    /// What they may do anywhere in the tenant.
    pub permissions: PermissionSet,
    /// What they may do where it concerns only themselves.
    pub own_permissions: PermissionSet,
    /// The sensitive actions for which they proved recently enough who they are, or for which their tenant asks no proof.
    pub proved: SensitiveSet,
    /// Where the request came from.
    pub origin: Origin,
}

/// The one behind an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody has signed in yet.
    Anonymous,
    /// A signed-in person.
    Person(PersonId),
    /// The product itself: a job, a command, the first start. The word names which.
    System(&'static str),
}

/// Where a request came from, for the audit trail and for throttling.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The address of the client, after trusted proxies.
    pub address: Option<IpAddr>,
    /// Browser and device in words, cut to a sane length.
    pub device: Arc<str>,
    /// The id of the request, which the log lines carry too.
    pub request: Arc<str>,
}

impl Caller {
    /// A caller nobody knows yet, in `tenant`.
    #[must_use]
    pub fn anonymous(tenant: TenantId, origin: Origin) -> Self {
        Self {
            tenant,
            actor: Actor::Anonymous,
            permissions: PermissionSet::NONE,
            own_permissions: PermissionSet::NONE,
            proved: SensitiveSet::NONE,
            origin,
        }
    }

    /// The product itself working in `tenant`; it holds every permission and is asked for no proof.
    #[must_use]
    pub fn system(tenant: TenantId, name: &'static str) -> Self {
        let permissions = Permission::ALL.iter().copied().collect();
        Self {
            tenant,
            actor: Actor::System(name),
            permissions,
            own_permissions: permissions,
            proved: SensitiveSet::ALL,
            origin: Origin::default(),
        }
    }

    /// The person who asks, if one has signed in.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self.actor {
            Actor::Person(id) => Some(id),
            Actor::Anonymous | Actor::System(_) => None,
        }
    }

    /// Whether the caller holds `permission` for what concerns `person`: everywhere, or because it is they.
    #[must_use]
    pub fn may_for(&self, permission: Permission, person: PersonId) -> bool {
        self.may(permission) || self.person() == Some(person) && self.own_permissions.allows(permission)
    }

    /// Whether the caller holds `permission` for everybody in the tenant.
    #[must_use]
    pub const fn may(&self, permission: Permission) -> bool {
        self.permissions.allows(permission)
    }
}

impl Origin {
    /// The network the address belongs to: /24 for IPv4, /48 for IPv6. Throttling counts by it.
    #[must_use]
    pub fn network(&self) -> Option<String> {
        self.address.map(|address| match address {
            IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(v6) => {
                let [a, b, c, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}::/48")
            }
        })
    }
}

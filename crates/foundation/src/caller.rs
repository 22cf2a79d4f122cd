//! Who asks.

use std::net::IpAddr;
use std::sync::Arc;

use crate::{CircleId, Permission, PermissionSet, PersonId, SensitiveSet, TenantId};

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
    /// What they may do for the people of some circles only. Who belongs to them is asked of the database when it matters.
    pub circles: Arc<[Circled]>,
    /// The sensitive actions for which they proved recently enough who they are, or for which their tenant asks no proof.
    pub proved: SensitiveSet,
    /// Where the request came from.
    pub origin: Origin,
}

/// What somebody may do for the people of one circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circled {
    /// The circle.
    pub circle: CircleId,
    /// What makes it one.
    pub kind: CircleKind,
    /// What they may do there, all of it of those that can be limited.
    pub permissions: PermissionSet,
}

/// What makes some people a circle that a right can be limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CircleKind {
    /// The organisation with the circle's id, and all below it.
    Organisation,
    /// The group with the circle's id.
    Group,
    /// They report to the person with the circle's id.
    Reports,
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
            circles: Arc::default(),
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
            circles: Arc::default(),
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

    /// Whether the caller holds `permission` for anybody beside themselves.
    #[must_use]
    pub fn may_somewhere(&self, permission: Permission) -> bool {
        self.may(permission) || self.circles.iter().any(|circled| circled.permissions.allows(permission))
    }

    /// The circles for which the caller holds `permission`.
    pub fn circles_with(&self, permission: Permission) -> impl Iterator<Item = Circled> {
        self.circles.iter().copied().filter(move |circled| circled.permissions.allows(permission))
    }

    /// Everything the caller may do for anybody, themselves apart: what a page may offer before it is known whom it concerns.
    #[must_use]
    pub fn permissions_somewhere(&self) -> PermissionSet {
        self.circles.iter().fold(self.permissions, |all, circled| all.union(circled.permissions))
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

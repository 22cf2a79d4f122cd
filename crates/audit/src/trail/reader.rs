//! Turning stored rows into entries, as far as the reader may see them.

use database::{DbError, Transaction, Vault};
use foundation::{Permission, TenantId, text};

use super::store::EventRow;
use super::{Recorded, Who};
use crate::digest::{self, Skeleton};
use crate::keys::{self, Opened};
use crate::{Content, Words, addresses};

/// Who reads, and what they may see.
pub(super) struct Reader {
    tenant: TenantId,
    vault: Vault,
    sees_content: bool,
    addresses: addresses::Keys,
}

impl Reader {
    /// Content is for those who may see profiles.
    pub(super) fn of(tx: &Transaction) -> Self {
        let sees_content = tx.caller().may(Permission::SeeProfiles);
        let addresses = addresses::Keys::default();
        Self { tenant: tx.tenant(), vault: tx.vault().clone(), sees_content, addresses }
    }

    /// Also reads full addresses, where the content is seen.
    pub(super) async fn with_addresses(mut self, tx: &mut Transaction) -> Result<Self, DbError> {
        if self.sees_content {
            self.addresses = addresses::Keys::of(tx).await?;
        }
        Ok(self)
    }

    /// A person who reads about themselves.
    pub(super) fn of_oneself(tx: &Transaction) -> Self {
        Self { sees_content: true, ..Self::of(tx) }
    }

    /// The entry of a row.
    pub(super) fn read(&self, row: EventRow) -> Recorded {
        let content = self.sees_content.then(|| self.content(&row));
        let actor = match (row.actor_id, row.actor_kind.strip_prefix("system:")) {
            (Some(person), _) => Who::Person(person),
            (None, Some(part)) => Who::System(part.to_owned()),
            (None, None) => Who::Anonymous,
        };
        Recorded {
            id: row.id,
            at: row.at,
            stream: row.stream,
            kind: row.kind,
            outcome: row.outcome,
            actor,
            subject: row.subject_id,
            object: row.object_kind.zip(row.object_id),
            network: row.network,
            request: row.request,
            class: row.class,
            digest: digest::hex(&row.digest),
            content,
        }
    }

    fn content(&self, row: &EventRow) -> Content {
        let key = match keys::open(&self.vault, self.tenant, row.key_owner, row.owner_key.as_deref()) {
            Opened::Key(key) => key,
            Opened::Erased => return Content::Erased,
            Opened::Lost => return Content::Unreadable,
        };
        let time = digest::time(row.at);
        let skeleton = Skeleton {
            tenant: self.tenant.0.as_bytes(),
            class: row.class.as_bytes(),
            at: &time,
            id: row.id.0.as_bytes(),
            stream: row.stream.word().as_bytes(),
            kind: row.kind.as_bytes(),
            outcome: row.outcome.word().as_bytes(),
            actor_kind: row.actor_kind.as_bytes(),
            actor_id: row.actor_id.as_ref().map(|person| person.0.as_bytes().as_slice()),
            subject_id: row.subject_id.as_ref().map(|person| person.0.as_bytes().as_slice()),
            object_kind: row.object_kind.as_deref().map(str::as_bytes),
            object_id: row.object_id.as_ref().map(|object| object.as_bytes().as_slice()),
            network: row.network.as_bytes(),
            request: row.request.as_bytes(),
            key_owner: row.key_owner.as_bytes(),
        };
        let plain = key.open(&row.sealed, &skeleton.binding()).ok();
        let words = plain.and_then(|plain| serde_json::from_slice::<Words>(&plain).ok());
        words.map_or(Content::Unreadable, |mut words| {
            let sealed = words.sealed_address.take();
            words.address = sealed.and_then(|sealed| self.addresses.open(self.tenant, row.at, &sealed));
            Content::Words(words)
        })
    }
}

impl Recorded {
    /// Whether every term, folded already, occurs somewhere in what the reader sees.
    pub(super) fn contains(&self, terms: &[String]) -> bool {
        let words = self.content.as_ref().and_then(Content::words);
        let object = self.object.as_ref().map(|(kind, _)| kind.as_str()).unwrap_or_default();
        let clear = [self.kind.as_str(), &self.network, &self.request, object].map(text::search_key);
        terms.iter().all(|term| {
            clear.iter().any(|found| found.contains(term)) || words.is_some_and(|words| words.contain(term))
        })
    }
}

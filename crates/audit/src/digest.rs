//! The bytes that are hashed and signed. Every field is written with its length, so that no two different entries have the
//! same bytes, and each kind of message begins with words of its own, so that one can never pass for another.
//!
//! An independent verifier needs this file, SHA-256 (FIPS 180-4) and Ed25519 (RFC 8032), and no key.

use foundation::{Instant, TenantId};
use uuid::Uuid;

/// A SHA-256 digest.
pub(crate) type Digest = [u8; 32];

/// What the first batch of a chain names as the one before it.
pub(crate) const GENESIS: Digest = [0; 32];

/// The bytes one entry takes in the `members` of a batch: its id and its digest.
pub(crate) const MEMBER: usize = 48;

/// Length-prefixed fields: `0` for none, or `1`, the length in 8 bytes (big endian) and the bytes.
pub(crate) struct Fields(Vec<u8>);

impl Fields {
    pub(crate) fn of(purpose: &str) -> Self {
        Self(Vec::with_capacity(512)).with(purpose.as_bytes())
    }

    pub(crate) fn with(self, field: &[u8]) -> Self {
        self.with_optional(Some(field))
    }

    pub(crate) fn with_optional(mut self, field: Option<&[u8]>) -> Self {
        match field {
            None => self.0.push(0),
            Some(bytes) => {
                self.0.push(1);
                self.0.extend(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
                self.0.extend(bytes);
            }
        }
        self
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        self.0
    }
}

/// The clear columns of an entry as bytes: texts in UTF-8, ids in 16 bytes, the time as [`time`].
#[derive(Debug, Clone)]
pub(crate) struct Skeleton<'a> {
    pub(crate) tenant: &'a [u8],
    pub(crate) class: &'a [u8],
    pub(crate) at: &'a [u8],
    pub(crate) id: &'a [u8],
    pub(crate) stream: &'a [u8],
    pub(crate) kind: &'a [u8],
    pub(crate) outcome: &'a [u8],
    pub(crate) actor_kind: &'a [u8],
    pub(crate) actor_id: Option<&'a [u8]>,
    pub(crate) subject_id: Option<&'a [u8]>,
    pub(crate) object_kind: Option<&'a [u8]>,
    pub(crate) object_id: Option<&'a [u8]>,
    pub(crate) network: &'a [u8],
    pub(crate) request: &'a [u8],
    pub(crate) key_owner: &'a [u8],
}

impl Skeleton<'_> {
    /// The bytes the encrypted content is bound to: not only tenant and id but every clear column, so that an entry whose
    /// skeleton was changed cannot be read as if nothing were wrong, even before anyone verifies the chain.
    pub(crate) fn binding(&self) -> Vec<u8> {
        Fields::of("pforte audit entry 1")
            .with(self.tenant)
            .with(self.class)
            .with(self.at)
            .with(self.id)
            .with(self.stream)
            .with(self.kind)
            .with(self.outcome)
            .with(self.actor_kind)
            .with_optional(self.actor_id)
            .with_optional(self.subject_id)
            .with_optional(self.object_kind)
            .with_optional(self.object_id)
            .with(self.network)
            .with(self.request)
            .with(self.key_owner)
            .bytes()
    }
}

/// The digest of a row: over its binding and its encrypted content, that is over every column.
pub(crate) fn of_row(binding: Vec<u8>, sealed: &[u8]) -> Digest {
    database::digest(&Fields(binding).with(sealed).bytes())
}

/// A time as bytes: microseconds since 1970 in UTC, 8 bytes, big endian.
pub(crate) fn time(at: Instant) -> [u8; 8] {
    at.timestamp_micros().to_be_bytes()
}

/// The columns of a batch that its digest covers.
#[derive(Debug, Clone)]
pub(crate) struct BatchFields<'a> {
    pub(crate) tenant: TenantId,
    pub(crate) class: &'a str,
    pub(crate) number: i64,
    pub(crate) month: &'a [u8],
    pub(crate) previous: &'a [u8],
    pub(crate) entries: i64,
    pub(crate) members: &'a [u8],
    pub(crate) sealed_at: &'a [u8],
}

impl BatchFields<'_> {
    /// The digest of the batch, which the next one names.
    pub(crate) fn digest(&self) -> Digest {
        let fields = Fields::of("pforte audit batch 1")
            .with(self.tenant.0.as_bytes())
            .with(self.class.as_bytes())
            .with(&self.number.to_be_bytes())
            .with(self.month)
            .with(self.previous)
            .with(&self.entries.to_be_bytes())
            .with(&database::digest(self.members))
            .with(self.sealed_at);
        database::digest(&fields.bytes())
    }
}

/// What is signed: enough that an exported checkpoint can be checked by itself.
pub(crate) fn checkpoint(tenant: TenantId, class: &str, number: i64, digest: &[u8], sealed_at: &[u8]) -> Vec<u8> {
    Fields::of("pforte audit checkpoint 1")
        .with(tenant.0.as_bytes())
        .with(class.as_bytes())
        .with(&number.to_be_bytes())
        .with(digest)
        .with(sealed_at)
        .bytes()
}

/// What the proof of a waiting entry is made over.
pub(crate) fn pending(tenant: TenantId, class: &str, id: &[u8], at: &[u8], digest: &[u8]) -> String {
    let fields = Fields::of("pforte audit pending 1").with(tenant.0.as_bytes()).with(class.as_bytes());
    hex(&fields.with(id).with(at).with(digest).bytes())
}

/// Bytes in lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('?');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes of hexadecimal digits, if they are such.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// The millisecond an id was made in: version 7 (RFC 9562 §5.7) begins with it.
pub(crate) fn instant_of(id: Uuid) -> Option<Instant> {
    let (millis, _) = id.as_bytes().split_first_chunk::<6>()?;
    let millis = millis.iter().fold(0, |millis, byte| millis << 8 | i64::from(*byte));
    Instant::from_timestamp_millis(millis)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Skeleton, from_hex, hex, of_row};

    type Columns = (Vec<Vec<u8>>, Vec<Option<Vec<u8>>>, Vec<u8>);

    fn row(columns: &Columns) -> super::Digest {
        let (some, maybe, sealed) = columns;
        let skeleton = Skeleton {
            tenant: &some[0],
            class: &some[1],
            at: &some[2],
            id: &some[3],
            stream: &some[4],
            kind: &some[5],
            outcome: &some[6],
            actor_kind: &some[7],
            actor_id: maybe[0].as_deref(),
            subject_id: maybe[1].as_deref(),
            object_kind: maybe[2].as_deref(),
            object_id: maybe[3].as_deref(),
            network: &some[8],
            request: &some[9],
            key_owner: &some[10],
        };
        of_row(skeleton.binding(), sealed)
    }

    fn columns() -> impl Strategy<Value = Columns> {
        let bytes = || prop::collection::vec(any::<u8>(), 0..6);
        (prop::collection::vec(bytes(), 11), prop::collection::vec(prop::option::of(bytes()), 4), bytes())
    }

    proptest! {
        /// No edit of any columns keeps the digest, in particular none that only moves bytes between neighbours.
        #[test]
        fn rows_have_the_same_digest_only_if_they_are_the_same(one in columns(), other in columns(), from in 0_usize..10) {
            prop_assert_eq!(one == other, row(&one) == row(&other));
            let mut moved = one.clone();
            if let Some(byte) = moved.0[from].pop() {
                moved.0[from + 1].insert(0, byte);
                prop_assert_ne!(row(&one), row(&moved));
            }
        }

        #[test]
        fn hexadecimal_digits_read_back(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            prop_assert_eq!(from_hex(&hex(&bytes)), Some(bytes));
        }
    }

    #[test]
    fn what_is_not_hexadecimal_is_not_read() {
        assert_eq!(from_hex("abc"), None);
        assert_eq!(from_hex("zz"), None);
    }
}

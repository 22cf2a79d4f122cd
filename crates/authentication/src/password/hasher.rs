//! The pool that hashes: a fixed number of slots, each a thread with memory of its own, behind a bounded queue.
//!
//! A burst of sign-ins waits in the queue; when that is full, the next one is refused at once instead of taking the
//! machine's memory. Hashing never runs on the threads that serve requests.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use argon2_rust::{Algorithm, Argon2, Version};
use foundation::{Randomness, Secret};
use subtle::ConstantTimeEq as _;
use tokio::sync::oneshot;

use super::foreign::Foreign;
use super::phc::{Cost, Stored};

/// The size of the pool.
#[derive(Debug, Clone, Copy)]
pub struct HasherSettings {
    /// How many hashes run at once; each holds its memory for good.
    pub slots: usize,
    /// How many may wait.
    pub queue: usize,
    /// What a new hash costs.
    pub cost: Cost,
}

/// The queue is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("every hash slot is busy and the queue is full")]
pub struct Busy;

enum Work {
    Hash { password: Secret, salt: [u8; 16], answer: oneshot::Sender<Option<String>> },
    Verify { password: Secret, stored: Option<Judged>, answer: oneshot::Sender<bool> },
}

/// What a password is judged by.
enum Judged {
    /// A hash of the kind that is made here.
    Own(Stored),
    /// One that another system made.
    Foreign(Foreign),
}

impl Judged {
    fn parse(text: &str) -> Option<Self> {
        let foreign = || Foreign::parse(text).ok().map(Self::Foreign);
        Stored::parse(text).map(Self::Own).or_else(foreign)
    }
}

/// The pool.
pub struct Hasher {
    queue: SyncSender<Work>,
    waiting: Arc<AtomicUsize>,
    accepted: AtomicU64,
    randomness: Randomness,
    settings: HasherSettings,
}

impl Hasher {
    /// Starts the pool.
    ///
    /// # Errors
    /// When the machine gives no threads.
    pub fn start(settings: HasherSettings, randomness: Randomness) -> std::io::Result<Self> {
        let (queue, work) = sync_channel(settings.queue.max(1));
        let work = Arc::new(Mutex::new(work));
        let waiting = Arc::new(AtomicUsize::new(0));
        // What an unknown name is verified against, so that it takes as long as a known one.
        let decoy = Stored {
            cost: settings.cost,
            salt: randomness.bytes::<16>().to_vec(),
            tag: randomness.bytes::<32>().to_vec(),
        };
        for number in 0..settings.slots.max(1) {
            let (work, waiting, decoy) = (work.clone(), waiting.clone(), decoy.clone());
            std::thread::Builder::new()
                .name(format!("hash-{number}"))
                .spawn(move || slot(&work, &waiting, &decoy, settings.cost))?;
        }
        Ok(Self { queue, waiting, accepted: AtomicU64::new(0), randomness, settings })
    }

    /// Hashes a password with a fresh salt; returns the stored form.
    ///
    /// # Errors
    /// [`Busy`] at once when the queue is full.
    pub async fn hash(&self, password: &Secret) -> Result<String, Busy> {
        let (answer, done) = oneshot::channel();
        self.submit(Work::Hash { password: password.clone(), salt: self.randomness.bytes(), answer })?;
        done.await.ok().flatten().ok_or(Busy)
    }

    /// Whether the password belongs to the stored form; `None` takes as long and is never right.
    ///
    /// # Errors
    /// [`Busy`] at once when the queue is full.
    pub async fn verify(&self, password: &Secret, stored: Option<&str>) -> Result<bool, Busy> {
        let (answer, done) = oneshot::channel();
        self.submit(Work::Verify { password: password.clone(), stored: stored.and_then(Judged::parse), answer })?;
        done.await.map_err(|_| Busy)
    }

    /// Whether a stored form should be made anew: it cost less than a new one would, or cannot be read.
    #[must_use]
    pub fn is_outdated(&self, stored: &str) -> bool {
        Stored::parse(stored).is_none_or(|stored| stored.cost.is_below(self.settings.cost))
    }

    /// How many wait or run at this moment.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// How many passwords it was given so far, to hash or to judge, and did not refuse.
    #[must_use]
    pub fn accepted(&self) -> u64 {
        self.accepted.load(Ordering::Relaxed)
    }

    /// The size of the pool.
    #[must_use]
    pub const fn settings(&self) -> HasherSettings {
        self.settings
    }

    fn submit(&self, work: Work) -> Result<(), Busy> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        self.queue.try_send(work).map_err(|refused| {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            match refused {
                TrySendError::Full(_) | TrySendError::Disconnected(_) => Busy,
            }
        })?;
        self.accepted.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Hasher").field(&self.settings).finish()
    }
}

fn slot(work: &Mutex<Receiver<Work>>, waiting: &AtomicUsize, decoy: &Stored, cost: Cost) {
    let mut memory = Kept::default();
    loop {
        // The lock is held while waiting; the thread that has it takes the next piece and hands the lock on.
        let next = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(next) = next else { return };
        match next {
            Work::Hash { password, salt, answer } => {
                if answer.is_closed() {
                    waiting.fetch_sub(1, Ordering::Relaxed);
                    continue;
                }
                let tag = derive(&mut memory, &password, &salt, cost, 32);
                waiting.fetch_sub(1, Ordering::Relaxed);
                let stored = tag.map(|tag| Stored { cost, salt: salt.to_vec(), tag }.to_string());
                let _ = answer.send(stored);
            }
            Work::Verify { password, stored, answer } => {
                if answer.is_closed() {
                    // Whoever asked has gone: do not work for nobody.
                    waiting.fetch_sub(1, Ordering::Relaxed);
                    continue;
                }
                let mut is_of = |stored: &Stored| {
                    let tag = derive(&mut memory, &password, &stored.salt, stored.cost, stored.tag.len());
                    tag.is_some_and(|tag| bool::from(tag.ct_eq(&stored.tag)))
                };
                let right = match &stored {
                    Some(Judged::Own(stored)) => is_of(stored),
                    Some(Judged::Foreign(foreign)) => foreign.is_of(password.expose().as_bytes()),
                    None => {
                        is_of(decoy);
                        false
                    }
                };
                waiting.fetch_sub(1, Ordering::Relaxed);
                let _ = answer.send(right);
            }
        }
    }
}

/// The hasher of the last cost with its memory, which stays allocated between hashes.
#[derive(Default)]
struct Kept(Option<(Cost, usize, argon2_rust::Hasher)>);

fn derive(kept: &mut Kept, password: &Secret, salt: &[u8], cost: Cost, length: usize) -> Option<Vec<u8>> {
    let fits = |(of, bytes, _): &(Cost, usize, _)| *of == cost && *bytes == length;
    if !kept.0.as_ref().is_some_and(fits) {
        let params = cost.params(length)?;
        kept.0 = Some((cost, length, Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hasher()));
    }
    let (_, _, hasher) = kept.0.as_mut()?;
    let mut tag = vec![0; length];
    hasher.hash_into(password.expose().as_bytes(), salt, &mut tag).ok()?;
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::{Busy, Hasher, HasherSettings};
    use crate::password::phc::Cost;
    use foundation::{Randomness, Secret};

    fn hasher(slots: usize, queue: usize, cost: Cost) -> Hasher {
        Hasher::start(HasherSettings { slots, queue, cost }, Randomness::seeded(1)).unwrap()
    }

    const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

    #[tokio::test]
    async fn a_password_is_known_again_and_no_other() {
        let hasher = hasher(1, 8, CHEAP);
        let stored = hasher.hash(&Secret::new("correct horse".into())).await.unwrap();
        assert!(hasher.verify(&Secret::new("correct horse".into()), Some(&stored)).await.unwrap());
        // SEC 6.2.8: no truncation, no change of case; a NUL and the 73rd byte matter.
        let long = "x".repeat(80);
        let stored = hasher.hash(&Secret::new(format!("{long}a\0b"))).await.unwrap();
        for other in [format!("{long}a\0c"), format!("{long}a"), format!("{long}A\0b"), long] {
            assert!(!hasher.verify(&Secret::new(other), Some(&stored)).await.unwrap());
        }
        assert!(!hasher.verify(&Secret::new("anything".into()), None).await.unwrap());
    }

    /// Byte-identical with the C reference implementation (argon2-cffi 23), so that a faster implementation can be checked.
    #[tokio::test]
    async fn hashes_are_those_of_the_reference() {
        let stored =
            "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$ISO7kkvFzh19GM8qB7patN3C3Y9HHsjlVTfEZ9T600Y";
        let hasher = hasher(1, 8, CHEAP);
        assert!(hasher.verify(&Secret::new("correct horse battery staple".into()), Some(stored)).await.unwrap());
        assert!(!hasher.verify(&Secret::new("correct horse battery stapler".into()), Some(stored)).await.unwrap());
    }

    /// The fast implementation and the widely used one agree, byte for byte, on every cost and length tried.
    #[test]
    fn two_implementations_agree() {
        let randomness = Randomness::seeded(9);
        let mut kept = super::Kept::default();
        for round in 0_u32..40 {
            let cost =
                Cost { memory_kib: 8 * (1 + round % 4) + round * 7, passes: 1 + round % 3, lanes: 1 + round % 2 };
            let length = usize::try_from(round % 41 + 16).unwrap();
            let salt = randomness.bytes::<16>();
            let password: String = randomness.token().expose().chars().take(usize::try_from(round).unwrap()).collect();
            let params = argon2::Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(length)).unwrap();
            let mut expected = vec![0; length];
            argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
                .hash_password_into(password.as_bytes(), &salt, &mut expected)
                .unwrap();
            let found = super::derive(&mut kept, &Secret::new(password), &salt, cost, length).unwrap();
            assert_eq!(found, expected, "{cost:?}, {length} bytes");
        }
    }

    #[test]
    fn weaker_hashes_are_outdated() {
        let hasher = hasher(1, 1, Cost::OWASP);
        assert!(hasher.is_outdated("$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"));
        assert!(hasher.is_outdated("not a hash"));
        assert!(!hasher.is_outdated("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"));
    }

    /// F14: a burst is bounded; the surplus is refused at once.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_burst_beyond_the_queue_is_refused_and_the_rest_is_served() {
        let hasher = std::sync::Arc::new(hasher(1, 4, Cost { memory_kib: 19_456, passes: 2, lanes: 1 }));
        let burst = (0..50).map(|_| {
            let hasher = hasher.clone();
            tokio::spawn(async move { hasher.hash(&Secret::new("password".into())).await })
        });
        let (mut served, mut refused) = (0, 0);
        for outcome in burst.collect::<Vec<_>>() {
            match outcome.await.unwrap() {
                Ok(_) => served += 1,
                Err(Busy) => refused += 1,
            }
        }
        assert!(served >= 4 && refused > 0, "{served} served, {refused} refused");
        assert_eq!(hasher.waiting(), 0);
    }
}

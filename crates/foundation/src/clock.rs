//! Time, as something that is handed in, so that "day 15" is a test and not a wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

/// A moment in UTC, in whole microseconds: the precision both databases keep.
pub type Instant = DateTime<Utc>;

/// The variable that names the file of a shared clock; nothing in a build that has none.
pub const TEST_VARIABLE: Option<&str> = if cfg!(feature = "test-clock") { Some("PFORTE_TEST_CLOCK") } else { None };

// Time must not be movable from outside where people rely on it.
#[cfg(all(feature = "test-clock", not(debug_assertions)))]
compile_error!("`test-clock` is for tests; a release is built without it");

/// Where the time comes from.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Set(Arc<AtomicI64>),
    #[cfg(feature = "test-clock")]
    Shared(Arc<shared::File>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `instant` until it is moved.
    #[must_use]
    pub fn set_to(instant: Instant) -> Self {
        Self(Source::Set(Arc::new(AtomicI64::new(instant.timestamp_micros()))))
    }

    /// The clock of a running server: the machine's. A build for tests takes a shared one, if a file is named.
    #[must_use]
    pub fn of_process(file: Option<&std::ffi::OsStr>) -> Self {
        #[cfg(feature = "test-clock")]
        if let Some(file) = file {
            return Self::shared(std::path::Path::new(file));
        }
        // Without the feature there is no variable that could name one.
        let _ = file;
        Self::system()
    }

    /// A clock in a file, for a test of several processes: one process moves it, all see it.
    #[cfg(feature = "test-clock")]
    #[must_use]
    pub fn shared(path: &std::path::Path) -> Self {
        Self(Source::Shared(Arc::new(shared::File::open(path))))
    }

    /// Makes the file of a shared clock that stands at `instant`.
    #[cfg(feature = "test-clock")]
    #[must_use]
    pub fn shared_from(path: &std::path::Path, instant: Instant) -> Self {
        shared::make(path, instant.timestamp_micros());
        Self::shared(path)
    }

    /// The current moment, cut to microseconds.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    pub fn now(&self) -> Instant {
        let micros = match &self.0 {
            Source::System => Utc::now().timestamp_micros(),
            Source::Set(micros) => micros.load(Ordering::SeqCst),
            #[cfg(feature = "test-clock")]
            Source::Shared(file) => file.read(),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Moves a set clock by `step`; the machine's clock cannot be moved and stays as it is.
    pub fn advance(&self, step: TimeDelta) {
        let step = step.num_microseconds().unwrap_or(0);
        match &self.0 {
            Source::System => {}
            Source::Set(micros) => drop(micros.fetch_add(step, Ordering::SeqCst)),
            #[cfg(feature = "test-clock")]
            Source::Shared(file) => file.advance(step),
        }
    }
}

#[cfg(feature = "test-clock")]
mod shared {
    //! The clock of a test that runs several processes: a number in a file, written twice, so that a reader who comes in
    //! between sees that the two differ and reads again.
    #![expect(clippy::unwrap_used, reason = "a test stops where its clock cannot be read")]

    use std::fs;
    use std::os::unix::fs::FileExt as _;
    use std::path::Path;
    use std::sync::{Mutex, PoisonError};

    #[derive(Debug)]
    pub(super) struct File {
        file: fs::File,
        moving: Mutex<()>,
    }

    impl File {
        pub(super) fn open(path: &Path) -> Self {
            let file = fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
            Self { file, moving: Mutex::new(()) }
        }

        pub(super) fn read(&self) -> i64 {
            loop {
                let (mut first, mut second) = ([0; 8], [0; 8]);
                self.file.read_exact_at(&mut first, 0).unwrap();
                self.file.read_exact_at(&mut second, 8).unwrap();
                if first == second {
                    return i64::from_le_bytes(first);
                }
            }
        }

        pub(super) fn advance(&self, step: i64) {
            let _moving = self.moving.lock().unwrap_or_else(PoisonError::into_inner);
            self.write(self.read() + step);
        }

        fn write(&self, micros: i64) {
            self.file.write_all_at(&micros.to_le_bytes(), 0).unwrap();
            self.file.write_all_at(&micros.to_le_bytes(), 8).unwrap();
        }
    }

    /// Makes the file of a clock that stands at `micros`.
    pub(super) fn make(path: &Path, micros: i64) {
        let bytes = micros.to_le_bytes();
        fs::write(path, [bytes, bytes].concat()).unwrap();
    }
}

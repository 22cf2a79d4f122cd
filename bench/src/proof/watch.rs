//! A process that is watched while it works: its memory must not grow.

use std::time::{Duration, Instant};

use crate::arithmetic::percentile;
use crate::{Failure, machine};

/// What was seen, forty times over the length of the work.
#[derive(Debug, Default)]
pub struct Watch {
    memory: Vec<f64>,
    files: Vec<usize>,
}

impl Watch {
    /// Watches a process for so long.
    ///
    /// # Errors
    /// When it is gone.
    #[expect(clippy::cast_precision_loss, reason = "memory of one process")]
    pub fn over(pid: u32, length: Duration) -> Result<Self, Failure> {
        let (began, mut watch) = (Instant::now(), Self::default());
        while began.elapsed() < length {
            std::thread::sleep(length / 40);
            watch.memory.push(machine::memory(pid)? as f64 / 1_048_576.0);
            watch.files.push(machine::open_files(pid));
        }
        Ok(watch)
    }

    /// The memory of the earlier and of the later half, in words, and whether it stayed. The first quarter does not count: it
    /// warms caches and allocates what is kept.
    #[must_use]
    pub fn memory(&self) -> (String, bool) {
        let counted = self.memory.get(self.memory.len() / 4..).unwrap_or_default();
        let (early, late) = counted.split_at(counted.len() / 2);
        let (early, late) = (percentile(early, 50.0), percentile(late, 50.0));
        (format!("{early:.1} MiB, then {late:.1} MiB"), late <= early * 1.05 + 2.0)
    }

    /// The most files that were open.
    #[must_use]
    pub fn most_files(&self) -> usize {
        self.files.iter().max().copied().unwrap_or(0)
    }
}

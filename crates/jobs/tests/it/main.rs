//! The queue on both databases.

#[cfg(test)]
mod races;
#[cfg(test)]
mod stopping;
#[cfg(test)]
mod trying;

#[cfg(test)]
use std::sync::{Arc, Mutex};

#[cfg(test)]
use database::Database;
#[cfg(test)]
use foundation::{Caller, Instant, JobId, TenantId};

/// Enqueues and commits one job of kind `test.note` with a word.
#[cfg(test)]
async fn enqueue(database: &Database, tenant: TenantId, word: &str, run_at: Option<Instant>) -> JobId {
    let mut tx = database.begin(&Caller::system(tenant, "test")).await.unwrap();
    let id = jobs::enqueue(&mut tx, "test.note", &word, run_at).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// What handlers noted.
#[cfg(test)]
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

#[cfg(test)]
impl Notes {
    fn add(&self, note: String) {
        self.0.lock().unwrap().push(note);
    }

    fn taken(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

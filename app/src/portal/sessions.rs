//! The own sessions.

use crate::model::SessionRow;

/// The person's own sessions (`GET /portal/sessions`; `POST /portal/sessions/{id}/end`, `/portal/sessions/end-others`).
#[derive(Debug, Clone)]
pub struct Sessions {
    /// Every open session; this one first, then the most recently used.
    pub sessions: Vec<SessionRow>,
}

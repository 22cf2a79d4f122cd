//! The console’s first page.

use crate::console::audit::AuditLine;
use crate::console::sources::ImportRow;
use chrono::NaiveDate;

/// The console's first page (`GET /console`).
#[derive(Debug, Clone)]
pub struct Overview {
    /// How many people there are by state; none if the visitor may not see people.
    pub people: Option<PeopleCounts>,
    /// Sign-ins of the last 14 days, oldest first; none if the visitor may not see the audit trail.
    pub sign_ins: Option<Vec<DayOfSignIns>>,
    /// The latest entries of the audit trail.
    pub latest: Vec<AuditLine>,
    /// The latest imports.
    pub imports: Vec<ImportRow>,
    /// What is left to set up; empty once a tenant is in use.
    pub first_steps: Vec<FirstStep>,
}

/// People by state.
#[derive(Debug, Clone, Copy, Default)]
pub struct PeopleCounts {
    /// May sign in.
    pub active: u64,
    /// Have not yet followed their invitation.
    pub invited: u64,
    /// May not sign in for now.
    pub suspended: u64,
    /// Have left.
    pub ended: u64,
}

/// One day's sign-ins.
#[derive(Debug, Clone, Copy)]
pub struct DayOfSignIns {
    /// The day in the visitor's time zone.
    pub day: NaiveDate,
    /// How many succeeded.
    pub succeeded: u64,
    /// How many were refused.
    pub refused: u64,
}

/// Something a new tenant does first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstStep {
    /// Which.
    pub step: Step,
    /// Whether it was done.
    pub done: bool,
}

/// The first steps of a new tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Give the tenant its logo and colour.
    Look,
    /// Say which attributes people have.
    Attributes,
    /// Bring people in.
    People,
    /// Let a second administrator in, so that nobody is locked out.
    Administrator,
}

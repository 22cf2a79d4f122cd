//! Everything between the socket and the use cases.
//!
//! [`serve`] owns the connections; [`layers`] puts one [`Frame`](frame::Frame) around every route, in which the parts
//! of this folder act in a fixed order: who asks and from where, limits, same-origin check, the handler with its time
//! limit and panic guard, response headers, compression, metrics and the log line.

pub mod assets;
pub mod encode;
pub mod error_page;
pub mod frame;
pub mod health;
pub mod limits;
pub mod metrics;
pub mod panic;
pub mod request_context;
pub mod same_origin;
pub mod security_headers;
pub mod serve;

pub use error_page::ErrorPage;
pub use frame::{Parts, layers};
pub use limits::Limits;
pub use metrics::{Metrics, Readings};
pub use request_context::{RequestContext, TrustedProxies};
pub use security_headers::{Camera, ScriptNonce};
pub use serve::serve;

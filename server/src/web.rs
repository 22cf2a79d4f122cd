//! The pages: routes, and the handlers that fill a model from the services and answer with a page or a redirect.
//!
//! A handler reads like this: take the [`Door`], parse, call one use case, answer. Authorisation is in the use case;
//! what it refuses becomes a [`Fault`], which is answered with the right status and recorded in the audit trail.

pub mod answer;
pub mod badge;
pub mod console;
pub mod development;
pub mod door;
pub mod factors;
pub mod form;
pub mod front_door;
pub mod host;
pub mod kept;
pub mod look;
pub mod mailed_code;
pub mod new_password;
pub mod not_me;
pub mod offer;
mod own_data;
pub mod portal;
pub mod protect;
pub mod routes;
pub mod second;
pub mod sessions;
pub mod setup;
pub mod table;
pub mod trusted;
pub mod words;
mod work;

pub use answer::{Answer, Fault};
pub use door::Door;
pub use form::Submitted;

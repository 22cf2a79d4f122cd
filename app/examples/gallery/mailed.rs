//! The pages of codes by mail, as samples.

use app::form::FormState;
use app::frame::Frame;
use app::front_door::mailed_code::{AskForCode, TypeCode, ask_for_code, type_code};

/// The page that asks for one.
pub fn ask(frame: &Frame, form: FormState) -> String {
    ask_for_code(frame, &AskForCode { form, next: String::new() })
}

/// The page that takes it.
pub fn code(frame: &Frame, form: FormState) -> String {
    type_code(frame, &TypeCode { form, minutes: 10 })
}

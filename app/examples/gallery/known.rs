//! The page of somebody whose password everybody knows, as a sample.

use app::form::FormState;
use app::frame::Frame;
use app::portal::new_password::{NewPassword, new_password};

use super::typed;

/// The page, on the way to another one.
pub fn page(frame: &Frame, form: FormState) -> String {
    let model = NewPassword {
        form,
        next: "/t/nordlicht/portal/rights".to_owned(),
        sign_in_name: typed("k.brandt@nordlicht-bank.example"),
        minimum_length: 15,
    };
    new_password(frame, &model)
}

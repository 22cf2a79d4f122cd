//! The pages of a server of development: the outbox and the gallery of the design.

use app::development::gallery::gallery;
use app::development::outbox::{self, Outbox, OutboxMessage, OutboxRow};
use foundation::{Locale, MessageId, TenantId};

use super::{ago, frame, id, said, typed};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let message = OutboxRow {
        tenant: TenantId(id(70)),
        tenant_name: typed("Nordlicht Bank"),
        id: MessageId(id(80)),
        to: typed("ada@example.org"),
        subject: said(locale, "Confirm your address", "Bestätigen Sie Ihre Adresse"),
        at: ago(4),
    };
    let text = said(
        locale,
        "Hello Ada Lovelace,\n\nplease open this link to confirm your address:\n\nhttps://id.example.org/t/nordlicht/verify?token=Wm9ybnRoZW0\n\nIt works for 60 minutes.\n",
        "Guten Tag, Ada Lovelace,\n\nbitte öffnen Sie diesen Link, um Ihre Adresse zu bestätigen:\n\nhttps://id.example.org/t/nordlicht/verify?token=Wm9ybnRoZW0\n\nEr gilt 60 Minuten.\n",
    );
    vec![
        ("outbox", outbox::outbox(&at("/outbox"), &Outbox { messages: vec![message.clone()] })),
        ("outbox-empty", outbox::outbox(&at("/outbox"), &Outbox { messages: Vec::new() })),
        (
            "outbox-message",
            outbox::outbox_message(
                &at("/outbox/1/1"),
                &OutboxMessage { row: message, from: typed("Nordlicht Bank <noreply@id.example.org>"), text },
            ),
        ),
        ("design", gallery(&at("/design"))),
    ]
}

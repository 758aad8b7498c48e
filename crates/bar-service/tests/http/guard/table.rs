//! What everybody gets from every operation.

use super::stage::Whose::{self, Others, Own, Unknown};

/// What everybody gets, in the order of [`super::stage::EVERYBODY`].
pub type Gets = [u16; 8];

/// An operation, and the status that everybody gets who asks about whose thing.
pub struct Row {
    pub operation: &'static str,
    pub gets: &'static [(Whose, Gets)],
}

const fn row(operation: &'static str, gets: &'static [(Whose, Gets)]) -> Row {
    Row { operation, gets }
}

const ALL: Gets = [200; 8];
const SIGNED_IN: Gets = [401, 200, 200, 200, 200, 200, 200, 401];
/// Nothing of anybody's: there is nothing.
const NOTHING: Gets = [401, 404, 404, 404, 404, 404, 404, 401];
const STUDIO: Gets = [401, 404, 404, 404, 404, 200, 404, 401];
/// Only of who sends it.
const SENDER: [(Whose, Gets); 3] =
    [(Own, [401, 204, 404, 404, 404, 404, 404, 401]), (Others, NOTHING), (Unknown, NOTHING)];
const MEMBERS: Gets = [401, 200, 404, 200, 404, 200, 404, 401];

pub const TABLE: &[Row] = &[
    // anonymous, artist, another, engineer, another, studio, removed, expired
    row("POST /v1/accounts", &[(Own, [201; 8])]),
    row("GET /v1/accounts/me", &[(Own, SIGNED_IN)]),
    row("POST /v1/accounts/me/password", &[(Own, [401, 204, 204, 204, 204, 204, 204, 401])]),
    row("POST /v1/accounts/forgot", &[(Own, [202; 8])]),
    row("POST /v1/accounts/reset", &[(Own, [204; 8])]),
    row("POST /v1/sessions", &[(Own, [201; 8])]),
    row("GET /v1/sessions", &[(Own, SIGNED_IN)]),
    row("POST /v1/sessions/refresh", &[(Own, ALL)]),
    row(
        "DELETE /v1/sessions/{id}",
        &[(Own, [401, 204, 404, 404, 404, 404, 404, 401]), (Others, NOTHING), (Unknown, NOTHING)],
    ),
    // An engineer asks nobody in.
    row(
        "POST /v1/invitations",
        &[
            (Own, [401, 201, 404, 403, 404, 201, 404, 401]),
            (Others, [401, 404, 404, 404, 404, 201, 404, 401]),
            (Unknown, NOTHING),
        ],
    ),
    row("GET /v1/invitations", &[(Own, SIGNED_IN)]),
    row(
        "DELETE /v1/invitations/{id}",
        &[(Own, [401, 204, 404, 404, 404, 404, 404, 401]), (Others, NOTHING), (Unknown, NOTHING)],
    ),
    row("POST /v1/invitations/look", &[(Own, ALL)]),
    // It is one for artists.
    row("POST /v1/invitations/take", &[(Own, [401, 200, 200, 403, 403, 403, 200, 401])]),
    row("GET /v1/engineers", &[(Own, [200, 200, 200, 200, 200, 200, 200, 401])]),
    // Of pages that are not published.
    row(
        "GET /v1/engineers/{id}",
        &[
            (Own, [404, 404, 404, 200, 404, 200, 404, 401]),
            (Others, [404, 404, 404, 404, 404, 200, 404, 401]),
            (Unknown, [404, 404, 404, 404, 404, 404, 404, 401]),
        ],
    ),
    row(
        "PUT /v1/engineers/{id}",
        &[(Own, [401, 404, 404, 200, 404, 200, 404, 401]), (Others, STUDIO), (Unknown, NOTHING)],
    ),
    row(
        "PUT /v1/engineers/{id}/published",
        &[
            (Own, [401, 403, 403, 403, 403, 204, 403, 401]),
            (Others, [401, 403, 403, 403, 403, 204, 403, 401]),
            (Unknown, [401, 403, 403, 403, 403, 404, 403, 401]),
        ],
    ),
    // What becomes of the commands themselves is in `commands.rs`.
    row("POST /v1/commands", &[(Own, SIGNED_IN), (Others, SIGNED_IN), (Unknown, SIGNED_IN)]),
    row(
        "GET /v1/projects/{project}/events",
        &[(Own, MEMBERS), (Others, STUDIO), (Unknown, NOTHING)],
    ),
    row(
        "GET /v1/projects/{project}/snapshot",
        &[(Own, MEMBERS), (Others, STUDIO), (Unknown, NOTHING)],
    ),
    row("GET /v1/assets/{hash}", &[(Own, MEMBERS), (Others, STUDIO), (Unknown, NOTHING)]),
    row("HEAD /v1/assets/{hash}", &[(Own, MEMBERS), (Others, STUDIO), (Unknown, NOTHING)]),
    row("OPTIONS /v1/uploads", &[(Own, [204; 8])]),
    row(
        "POST /v1/uploads",
        &[
            (Own, [401, 201, 404, 201, 404, 201, 404, 401]),
            (Others, [401, 404, 404, 404, 404, 201, 404, 401]),
            (Unknown, NOTHING),
        ],
    ),
    row(
        "HEAD /v1/uploads/{id}",
        &[(Own, [401, 200, 404, 404, 404, 404, 404, 401]), (Others, NOTHING), (Unknown, NOTHING)],
    ),
    row("PATCH /v1/uploads/{id}", &SENDER),
    row("DELETE /v1/uploads/{id}", &SENDER),
    row("POST /v1/uploads/{id}", &SENDER),
    row("GET /v1/erasing", &[(Own, [401, 403, 403, 403, 403, 200, 403, 401])]),
    row("POST /v1/erasing/go-on", &[(Own, [401, 403, 403, 403, 403, 204, 403, 401])]),
    row("GET /v1/receipt-key", &[(Own, ALL)]),
    // There is no PayPal here.
    row("POST /v1/paypal/webhook", &[(Own, [404; 8])]),
    row("GET /open/{what}/{which}", &[(Own, ALL), (Others, ALL), (Unknown, ALL)]),
    row("GET /v1/changes", &[(Own, SIGNED_IN)]),
    row("GET /v1/stream", &[(Own, SIGNED_IN)]),
    row("GET /health", &[(Own, ALL)]),
    row("GET /v1/openapi.json", &[(Own, ALL)]),
];

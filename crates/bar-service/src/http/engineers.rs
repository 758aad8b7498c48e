//! The directory of engineers.

use axum::extract::State;
use axum::http::StatusCode;
use bar_domain::song::{ActorId, Role};
use bar_protocol::{Engineer, EngineerCard, EngineerPage, Publish};

use super::answers::{Public, Signed};
use super::asked::{Json, Path};
use super::auth::Caller;
use crate::failure::{Failure, Refusal};
use crate::service::Shared;
use crate::tables::{accounts, engineers};

/// Bytes of the longest page.
const LONGEST: usize = 256 * 1024;

/// Engineers whose pages are published; the studio sees the others too.
#[utoipa::path(
    get, path = "/v1/engineers", tag = "engineers", security((), ("session" = [])),
    responses(
        (status = 200, body = Vec<EngineerCard>),
        (status = 401, body = bar_protocol::Problem, content_type = "application/problem+json"),
        Public,
    ),
)]
pub async fn list(
    State(service): State<Shared>,
    caller: Option<Caller>,
) -> Result<Json<Vec<EngineerCard>>, Failure> {
    let studio = caller.is_some_and(|caller| caller.account.role == Role::Studio);
    let all = engineers::all(&mut *service.db.read().await?, !studio).await?;
    Ok(Json(all.into_iter().map(card).collect()))
}

/// An engineer's page, where it is published; the studio and the engineer see it in any case.
#[utoipa::path(
    get, path = "/v1/engineers/{id}", tag = "engineers", security((), ("session" = [])),
    params(("id" = uuid::Uuid, Path, description = "Names the engineer")),
    responses(
        (status = 200, body = Engineer),
        (status = 401, body = bar_protocol::Problem, content_type = "application/problem+json"),
        (status = 404, body = bar_protocol::Problem, content_type = "application/problem+json"),
        Public,
    ),
)]
pub async fn get(
    State(service): State<Shared>,
    caller: Option<Caller>,
    Path(id): Path<ActorId>,
) -> Result<Json<Engineer>, Failure> {
    let found = engineers::get(&mut *service.db.read().await?, id).await?;
    let knows = caller.is_some_and(|it| it.account.role == Role::Studio || it.account.id == id);
    let found = found.filter(|engineer| engineer.published || knows);
    Ok(Json(found.ok_or(Refusal::NotFound)?))
}

/// Writes an engineer's page: the engineer their own, the studio any.
#[utoipa::path(
    put, path = "/v1/engineers/{id}", tag = "engineers", security(("session" = [])),
    params(("id" = uuid::Uuid, Path, description = "Names the engineer")),
    request_body = EngineerPage, responses((status = 200, body = Engineer), Public, Signed),
)]
pub async fn put(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<ActorId>,
    Json(page): Json<EngineerPage>,
) -> Result<Json<Engineer>, Failure> {
    let own = caller.account.role == Role::Engineer && caller.account.id == id;
    if !own && caller.account.role != Role::Studio {
        // Whether there is such an engineer is told by reading.
        return Err(Refusal::NotFound.into());
    }
    fits(&page)?;
    let mut tx = service.db.begin().await?;
    let account = accounts::get(&mut *tx, id).await?;
    account.filter(|it| it.role == Role::Engineer).ok_or(Refusal::NotFound)?;
    engineers::set(&mut *tx, id, &page, service.now()).await?;
    let engineer = engineers::get(&mut *tx, id).await?.ok_or(Refusal::NotFound)?;
    tx.commit().await?;
    Ok(Json(engineer))
}

/// Says whether everybody sees an engineer's page. The studio's to do.
#[utoipa::path(
    put, path = "/v1/engineers/{id}/published", tag = "engineers", security(("session" = [])),
    params(("id" = uuid::Uuid, Path, description = "Names the engineer")),
    request_body = Publish, responses((status = 204), Public, Signed),
)]
pub async fn publish(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<ActorId>,
    Json(asked): Json<Publish>,
) -> Result<StatusCode, Failure> {
    caller.must_be(Role::Studio)?;
    let mut tx = service.db.begin().await?;
    if !engineers::publish(&mut *tx, id, asked.published).await? {
        return Err(Refusal::NotFound.into());
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn card(engineer: Engineer) -> EngineerCard {
    let Engineer { id, name, page, .. } = engineer;
    let EngineerPage { headline, picture, genres, offerings, .. } = page;
    EngineerCard { id, name, headline, picture, genres, offerings }
}

/// What the schema says of lengths, and that prices name a currency.
fn fits(page: &EngineerPage) -> Result<(), Refusal> {
    let unfit = |why: &str| Err(Refusal::Unfit { why: why.to_owned() });
    let longest = |text: &str, most: usize| text.chars().count() <= most;
    let lists = [page.credits.len(), page.genres.len(), page.offerings.len(), page.examples.len()];
    if lists.iter().any(|entries| *entries > 100) {
        return unfit("a list on the page has more than 100 entries");
    }
    if !longest(&page.headline, 200) || !longest(&page.about, 4000) {
        return unfit("the headline has more than 200 characters, or the text more than 4000");
    }
    if !longest(&page.file_preferences, 4000) {
        return unfit("the file preferences have more than 4000 characters");
    }
    let currency = |code: &str| code.len() == 3 && code.bytes().all(|c| c.is_ascii_uppercase());
    if !page.offerings.iter().all(|offered| currency(&offered.from.currency)) {
        return unfit("a price names no currency by its three letters, as in EUR");
    }
    let titles = page.examples.iter().map(|example| &example.title);
    let named = |name: &String| !name.is_empty() && longest(name, 200);
    if !page.offerings.iter().map(|it| &it.what).chain(titles).all(named) {
        return unfit("the name of an offering or example has none or more than 200 characters");
    }
    if page.offerings.iter().any(|offered| offered.days > 3650) {
        return unfit("an offering takes more than 3650 days");
    }
    let files = page.examples.iter().flat_map(|it| it.before.iter().chain([&it.after]));
    let digit = |c: u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
    let hash = |hash: &str| hash.len() == 64 && hash.bytes().all(digit);
    if !files.chain(&page.picture).all(|media| hash(&media.hash) && longest(&media.kind, 100)) {
        return unfit("a file of the page is not named by its hash");
    }
    if serde_json::to_vec(page).map_or(0, |bytes| bytes.len()) > LONGEST {
        return Err(Refusal::TooLarge { most: LONGEST });
    }
    Ok(())
}

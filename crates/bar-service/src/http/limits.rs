//! How often who may ask.

use std::hash::Hash;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::Extensions;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::failure::{Failure, Refusal};
use crate::service::{Choices, Shared};

/// Counts who asked how often.
pub struct Limits {
    requests: DefaultKeyedRateLimiter<IpAddr>,
    guesses: DefaultKeyedRateLimiter<IpAddr>,
    guesses_of: DefaultKeyedRateLimiter<String>,
}

/// So often, where nobody says otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Often {
    /// Requests of one address in a second; bursts of ten times as many are let through.
    pub requests: NonZeroU32,
    /// Passwords and secrets that one address may try in a minute.
    pub guesses: NonZeroU32,
    /// Passwords that may be tried of one account in a minute, from wherever.
    pub guesses_of: NonZeroU32,
}

impl Default for Often {
    fn default() -> Self {
        let often = |times| NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN);
        Self { requests: often(200), guesses: often(30), guesses_of: often(10) }
    }
}

impl Limits {
    /// Nobody has asked yet.
    #[must_use]
    pub fn new(often: Often) -> Self {
        let burst = often.requests.saturating_mul(NonZeroU32::MIN.saturating_add(9));
        Self {
            requests: RateLimiter::keyed(Quota::per_second(often.requests).allow_burst(burst)),
            guesses: RateLimiter::keyed(Quota::per_minute(often.guesses)),
            guesses_of: RateLimiter::keyed(Quota::per_minute(often.guesses_of)),
        }
    }

    /// Counts a password or secret that somebody tries, of an account where it is one's.
    ///
    /// # Errors
    /// When that was too often.
    pub fn guess(&self, from: Origin, of: Option<&str>) -> Result<(), Refusal> {
        count(&self.guesses, &from.0)?;
        // As it is looked up; no address is longer.
        let key = |of: &str| of.trim().chars().take(254).collect::<String>().to_lowercase();
        of.map_or(Ok(()), |of| count(&self.guesses_of, &key(of)))
    }

    /// Forgets who has not asked for long.
    pub fn forget(&self) {
        self.requests.retain_recent();
        self.guesses.retain_recent();
        self.guesses_of.retain_recent();
    }
}

/// From where somebody asks. The word of a proxy is taken only where it is one of the studio's.
#[derive(Debug, Clone, Copy)]
pub struct Origin(pub IpAddr);

impl FromRequestParts<Shared> for Origin {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, service: &Shared) -> Result<Self, Failure> {
        let peer = peer(&parts.extensions);
        let forwarded = parts.headers.get_all("x-forwarded-for").iter();
        let hops = forwarded.filter_map(|value| value.to_str().ok()).flat_map(|it| it.split(','));
        // One that does not read ends what is believed: what is before it, anybody may have written.
        let hops: Vec<Option<IpAddr>> = hops.map(|hop| hop.trim().parse().ok()).collect();
        let readable = hops.rsplit(Option::is_none).next().unwrap_or_default();
        let hops: Vec<IpAddr> = readable.iter().copied().flatten().collect();
        Ok(Self(network(origin(peer, &hops, &service.choices.proxies))))
    }
}

/// Who is at the other end.
fn peer(extensions: &Extensions) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.0.ip().to_canonical())
}

/// Answers plain http to this machine and to the studio's proxies alone; whether it is well, to everybody.
///
/// # Errors
/// When somebody comes past the proxy.
pub async fn not_in_the_clear(
    State(service): State<Shared>,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let Choices { plain, proxies, .. } = &service.choices;
    let (from, what) = (peer(request.extensions()), request.uri().path());
    if *plain && what != "/health" && !is_ours(from, proxies) {
        return Err(Refusal::InTheClear.into());
    }
    Ok(next.run(request).await)
}

fn is_ours(peer: IpAddr, proxies: &[IpAddr]) -> bool {
    peer.is_loopback() || proxies.contains(&peer)
}

/// The last hop that is no proxy of ours, read from where we stand: whatever is before it, anybody may
/// have written.
fn origin(peer: IpAddr, hops: &[IpAddr], proxies: &[IpAddr]) -> IpAddr {
    let mut seen = peer;
    for hop in hops.iter().rev() {
        if !proxies.contains(&seen) {
            break;
        }
        seen = *hop;
    }
    seen
}

/// Whoever has one address of IPv6 has as many as they like of its first 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::from((u128::from(v6) >> 64 << 64).to_be_bytes()),
    }
}

/// Lets nobody ask too often.
///
/// # Errors
/// When somebody did.
pub async fn limited(
    State(service): State<Shared>,
    from: Origin,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    count(&service.limits.requests, &from.0)?;
    Ok(next.run(request).await)
}

fn count<K: Hash + Eq + Clone>(of: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), Refusal> {
    of.check_key(key).map_err(|until| {
        let wait: Duration = until.wait_time_from(DefaultClock::default().now());
        Refusal::TooOften { seconds: wait.as_secs() + 1 }
    })
}

#[cfg(test)]
mod tests {
    use super::{is_ours, origin};
    use std::net::IpAddr;

    #[track_caller]
    fn check(peer: &str, hops: &[&str], expected: &str) {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let hops: Vec<IpAddr> = hops.iter().map(|hop| ip(hop)).collect();
        assert_eq!(origin(ip(peer), &hops, &[ip("10.0.0.1"), ip("10.0.0.2")]), ip(expected));
    }

    #[test]
    fn plain_http_is_for_this_machine_and_proxies() {
        for (peer, expected) in [
            ("127.0.0.1", true),
            ("::1", true),
            ("10.0.0.1", true),
            ("10.0.0.3", false),
            ("9.9.9.9", false),
        ] {
            let ip = |text: &str| text.parse::<IpAddr>().unwrap();
            assert_eq!(is_ours(ip(peer), &[ip("10.0.0.1")]), expected, "{peer}");
        }
    }

    #[test]
    fn only_the_word_of_our_own_proxies_counts() {
        check("9.9.9.9", &[], "9.9.9.9");
        check("9.9.9.9", &["1.1.1.1"], "9.9.9.9");
        check("10.0.0.1", &["1.1.1.1"], "1.1.1.1");
        check("10.0.0.1", &["6.6.6.6", "1.1.1.1"], "1.1.1.1");
        check("10.0.0.1", &["6.6.6.6", "1.1.1.1", "10.0.0.2"], "1.1.1.1");
        check("10.0.0.1", &[], "10.0.0.1");
    }
}

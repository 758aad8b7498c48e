//! What is counted, for Prometheus. No label names a person, a project or a file.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use crate::service::Shared;

/// What is counted.
pub struct Metrics {
    registry: Registry,
    requests: Family<Asked, Histogram>,
    /// Commands, by what became of them.
    pub commands: Family<Outcome, Counter>,
    /// Apps that listen for pokes right now.
    pub listening: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: String,
    route: String,
    status: u16,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Outcome {
    /// `applied`, `duplicate` or `refused`.
    pub outcome: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let seconds = || Histogram::new(exponential_buckets(0.001, 2.0, 15));
        let requests = Family::new_with_constructor(seconds as fn() -> Histogram);
        let mut metrics = Self {
            registry: Registry::with_prefix("bar_service"),
            requests,
            commands: Family::default(),
            listening: Gauge::default(),
        };
        let Self { registry, requests, commands, listening } = &mut metrics;
        registry.register("request_seconds", "How long requests took", requests.clone());
        registry.register("commands", "Commands, by what became of them", commands.clone());
        registry.register("streams", "Apps that listen for pokes", listening.clone());
        metrics
    }
}

impl Metrics {
    /// All of it, in the text form of `OpenMetrics`.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        match text::encode(&mut text, &self.registry) {
            Ok(()) => text,
            Err(error) => {
                tracing::error!(%error, "metrics cannot be written");
                String::new()
            }
        }
    }
}

/// Counts a request, under the pattern of its path.
pub async fn counted(State(service): State<Shared>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("none", MatchedPath::as_str).to_owned();
    let method = match request.method().as_str() {
        usual @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => usual,
        _ => "other",
    };
    let method = method.to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let took = start.elapsed();
    tracing::debug!(method, route, status, ms = took.as_millis() as u64, "request");
    let labels = Asked { method, route, status };
    service.metrics.requests.get_or_create(&labels).observe(took.as_secs_f64());
    response
}

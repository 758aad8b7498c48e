//! What time brings to a project: quotes are over, artists are reminded, files are erased.

use async_trait::async_trait;
use bar_domain::project::{Act, ProjectId};
use bar_domain::song::{CommandId, Time};
use bar_protocol::{Answer, Outcome};
use uuid::Uuid;

use super::later;
use crate::failure::Failure;
use crate::jobs::{Done, JobError, Kind};
use crate::service::Shared;
use crate::tables::jobs::Job;

/// How long erasing that was stopped waits before it is looked at again.
const STOPPED: i64 = 60 * 60 * 1000;

/// Does what is due.
pub struct Due(pub Shared);

/// The rules do not let the service do what they say is due.
#[derive(Debug, thiserror::Error)]
#[error("what is due is refused: {0}")]
struct Contradiction(String);

#[async_trait]
impl Kind for Due {
    fn name(&self) -> &'static str {
        super::DUE
    }

    async fn run(&self, job: &Job) -> Result<Done, JobError> {
        self.all(ProjectId(job.name.project)).await.map_err(later)?
    }
}

impl Due {
    async fn all(&self, project: ProjectId) -> Result<Result<Done, JobError>, Failure> {
        let service = &self.0;
        loop {
            let Some(known) = service.project(project).await? else {
                return Ok(Ok(Done::Finished));
            };
            let Some(next) = known.state.next_due() else { return Ok(Ok(Done::Finished)) };
            let now = service.now();
            if now < next.at {
                return Ok(Ok(Done::Again(next.at)));
            }
            if next.act == Act::BeginErasure && !service.may_erase().await? {
                return Ok(Ok(Done::Again(Time(now.0 + STOPPED))));
            }
            let id = CommandId(Uuid::now_v7());
            let answer = service.act_itself(project, id, next.act).await?;
            let Some(Answer { outcome: Outcome::Refused, refusal, .. }) = answer else { continue };
            // Somebody did something just now.
            let after = service.project(project).await?.and_then(|it| it.state.next_due());
            if after.is_some_and(|after| after.at <= now) {
                let code = refusal.map(|refusal| refusal.code).unwrap_or_default();
                return Ok(Err(JobError::Never(Contradiction(code).into())));
            }
        }
    }
}

//! What people do, judged by the rules and written down: all that came of one project at once, or
//! nothing of it.

use std::sync::Arc;

use bar_domain::project::{Act, Command, Event, Person, Project, ProjectId, decide};
use bar_domain::song::{Actor, ActorId, CommandId, Role, Time};
use bar_protocol::{Answer, Outcome, Pushed, Refused};
use uuid::Uuid;

use super::{Known, known};
use crate::consequences::{self, Happening, Work};
use crate::db::Transaction;
use crate::failure::{Failure, Refusal};
use crate::jobs;
use crate::mail;
use crate::metrics;
use crate::poke::Poke;
use crate::service::Service;
use crate::tables::accounts;
use crate::tables::journal::{self, Answered, NewEvent};
use crate::tables::role_text;

/// What a command is judged to.
struct Judged {
    state: Arc<Project>,
    events: Vec<Event>,
    answer: Answer,
}

impl Service {
    /// Does what somebody pushed, in order. When this returns, what is answered is on the disk.
    ///
    /// # Errors
    /// When the same id came with other words: then all before it has happened. When the database refuses: then
    /// perhaps some has. To push everything again is safe.
    pub async fn act(&self, actor: &Actor, pushed: Vec<Pushed>) -> Result<Vec<Answer>, Failure> {
        let mut answers = Vec::with_capacity(pushed.len());
        for group in pushed.chunk_by(|one, next| one.project == next.project) {
            let done = self.act_on(actor, group).await?;
            if let Some(command) = group.get(done.len()) {
                let refusal = Refusal::AnotherCommand;
                return Err(Failure::OfCommand { command: command.id, refusal });
            }
            answers.extend(done);
        }
        Ok(answers)
    }

    /// Does something that is nobody's doing but the service's own.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn act_itself(
        &self,
        project: ProjectId,
        id: CommandId,
        body: Act,
    ) -> Result<Option<Answer>, Failure> {
        let pushed = Pushed { id, seq: 0, project, at: self.now(), body };
        Ok(self.act_on(&itself(), &[pushed]).await?.pop())
    }

    /// Does what was pushed to one project, up to what has the id of something else.
    async fn act_on(&self, actor: &Actor, pushed: &[Pushed]) -> Result<Vec<Answer>, Failure> {
        let Some(project) = pushed.first().map(|first| first.project) else { return Ok(vec![]) };
        let now = self.now();
        let mut named = Vec::with_capacity(pushed.len());
        for command in pushed {
            let mut command = command.clone();
            let body = body_hash(actor, &command)?;
            let stranger = self.names_stranger(&mut command).await?;
            named.push((body, command, stranger));
        }
        let mut tx = self.db.begin().await?;
        let mut head = journal::lock_project(&mut *tx, &*self.db, project.0, now).await?;
        let before = known::load(&self.known, &mut *tx, project, head.seq).await?;
        let mut now_known = before.clone();
        let mut answers = Vec::with_capacity(pushed.len());
        let mut happened = Vec::new();
        for (body, command, stranger) in &named {
            if let Some(answered) = journal::answered(&mut *tx, project.0, command.id.0).await? {
                if answered.body_hash != *body {
                    break;
                }
                answers.push(repeated(&answered)?);
                continue;
            }
            if now_known.state.has_begun() && !now_known.state.has_member(actor) {
                answers.push(judge_outside(actor, command, now));
                continue;
            }
            let mut judged = judge(&now_known, actor, command, now);
            // Only to whom the rules would have let name one.
            if *stranger && judged.answer.refusal.is_none() {
                judged = refused(&now_known, command, no_engineer());
            }
            let reply = serde_json::to_string(&judged.answer).map_err(Failure::Stored)?;
            let answered = Answered { body_hash: *body, reply };
            if judged.events.is_empty() {
                journal::keep_answer(&mut *tx, project.0, command.id.0, &answered).await?;
            } else {
                let (events, answer) = (written(&judged.events)?, Some((command.id.0, &answered)));
                head = journal::append(&mut *tx, project.0, &head, &events, answer, now).await?;
            }
            now_known = Known { state: judged.state, head: head.seq };
            happened.extend(judged.events);
            answers.push(judged.answer);
        }
        let mut work = Work::default();
        if !happened.is_empty() {
            work = self.follow(&mut *tx, project, &before, &now_known, &happened).await?;
        }
        // Of what never began nothing is kept, and nothing of strangers.
        if now_known.state.has_begun() {
            tx.commit().await?;
        }
        self.count(&answers);
        if !happened.is_empty() {
            self.known.put(project, now_known.clone());
            self.tell(&before.state, &now_known.state);
        }
        if work.jobs {
            self.db.poke(jobs::POKE);
        }
        if work.mails {
            self.send_mails().await;
        }
        Ok(answers)
    }

    /// Calls the engineer whom a command names what the directory does, and says whether there is none.
    async fn names_stranger(&self, command: &mut Pushed) -> Result<bool, Failure> {
        let Some(person) = engineer_of(&mut command.body) else { return Ok(false) };
        let account = accounts::get(&mut *self.db.read().await?, person.id).await?;
        let Some(engineer) = account.filter(|account| account.role == Role::Engineer) else {
            return Ok(true);
        };
        person.name = engineer.name;
        Ok(false)
    }

    /// Everything that must be so when the events are.
    async fn follow(
        &self,
        tx: &mut dyn Transaction,
        project: ProjectId,
        before: &Known,
        after: &Known,
        happened: &[Event],
    ) -> Result<Work, Failure> {
        if before.state.members != after.state.members {
            journal::set_members(tx, project.0, &members(&after.state)).await?;
        }
        known::snapshot(tx, project, before.head, after).await?;
        let (head, before, after) = (before.head, &*before.state, &*after.state);
        let work = Work::default();
        let happening = Happening { tx, project, head, before, after, events: happened, work };
        consequences::follow(self, happening).await
    }

    /// Lets everybody who is or was in it know that it moved. Whoever misses it asks every minute.
    fn tell(&self, before: &Project, after: &Project) {
        let members: std::collections::BTreeSet<_> =
            before.members.keys().chain(after.members.keys()).copied().collect();
        let poke = Poke { members: members.into_iter().collect() };
        self.db.poke(&poke.text());
    }

    /// Has mails sent that were queued. Where that fails they leave a minute later.
    pub(crate) async fn send_mails(&self) {
        if let Err(error) = mail::job::hasten(&*self.db, self.now()).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "mails have to wait");
        }
    }

    fn count(&self, answers: &[Answer]) {
        for answer in answers {
            let outcome = match answer.outcome {
                Outcome::Applied => "applied",
                Outcome::Duplicate => "duplicate",
                Outcome::Refused => "refused",
            };
            self.metrics.commands.get_or_create(&metrics::Outcome { outcome }).inc();
        }
    }
}

/// What the rules say to a command.
fn judge(known: &Known, actor: &Actor, pushed: &Pushed, now: Time) -> Judged {
    let command = command(actor, pushed, now);
    let (events, refusal) = match decide(&known.state, &command) {
        Ok(events) => (events, None),
        Err(refusal) => (Vec::new(), Some(told(&refusal))),
    };
    let mut state = known.state.clone();
    if !events.is_empty() {
        state = Arc::new(events.iter().fold(Arc::unwrap_or_clone(state), Project::apply));
    }
    let outcome = if refusal.is_some() { Outcome::Refused } else { Outcome::Applied };
    let seq = known.head + events.len() as u64;
    Judged { state, events, answer: Answer { id: pushed.id, outcome, seq, refusal } }
}

/// The engineer whom somebody names.
fn engineer_of(act: &mut Act) -> Option<&mut Person> {
    match act {
        Act::OpenEnquiry { engineer, .. } | Act::CreateProject { engineer, .. } => {
            engineer.as_mut()
        }
        Act::AssignEngineer { engineer } => Some(engineer),
        _ => None,
    }
}

fn no_engineer() -> Refused {
    let sentence = "this engineer is not in the directory any more: choose another one".into();
    Refused { code: "engineer.unknown".into(), sentence }
}

/// Nothing happens, for this reason.
fn refused(known: &Known, pushed: &Pushed, refusal: Refused) -> Judged {
    let (id, seq) = (pushed.id, known.head);
    let answer = Answer { id, outcome: Outcome::Refused, seq, refusal: Some(refusal) };
    Judged { state: known.state.clone(), events: Vec::new(), answer }
}

/// What somebody is told who is not in the project: the same as if there were none.
fn judge_outside(actor: &Actor, pushed: &Pushed, now: Time) -> Answer {
    let nothing = Known::default();
    let mut answer = judge(&nothing, actor, pushed, now).answer;
    // It would begin one where one is.
    let taken = || told(&bar_domain::project::Refusal::ProjectExists);
    answer.refusal = answer.refusal.or_else(|| Some(taken()));
    Answer { outcome: Outcome::Refused, seq: 0, ..answer }
}

/// A command as the rules know it. The app's clock is shown, and decides nothing: nothing is shown as from
/// tomorrow, and what until when something counts follows from happens when it arrives.
fn command(actor: &Actor, pushed: &Pushed, now: Time) -> Command {
    let Pushed { id, project, at, ref body, .. } = *pushed;
    let begins_a_time = matches!(
        body,
        Act::DrawQuote { .. }
            | Act::ReleaseQuote { .. }
            | Act::AcceptQuote { .. }
            | Act::ApproveMix { .. }
            | Act::AcceptMaster { .. }
            | Act::Cancel { .. }
            | Act::DeclineProject { .. }
            | Act::KeepLonger { .. }
    );
    let at = if begins_a_time { now } else { Time(at.0.clamp(0, now.0)) };
    Command { id, project, actor: actor.clone(), at, act: body.clone() }
}

fn told(refusal: &bar_domain::project::Refusal) -> Refused {
    Refused { code: refusal.code().to_owned(), sentence: refusal.to_string() }
}

/// What is answered to a command that was judged before.
fn repeated(answered: &Answered) -> Result<Answer, Failure> {
    let answer: Answer = serde_json::from_str(&answered.reply).map_err(Failure::Stored)?;
    Ok(Answer { outcome: Outcome::Duplicate, ..answer })
}

/// By which the same command is told from another of its id: who wants what.
fn body_hash(actor: &Actor, pushed: &Pushed) -> Result<[u8; 32], Failure> {
    let body =
        serde_json::to_vec(&(actor.id, actor.role, &pushed.body)).map_err(Failure::Stored)?;
    Ok(*blake3::hash(&body).as_bytes())
}

fn written(events: &[Event]) -> Result<Vec<NewEvent>, Failure> {
    let written = |event: &Event| {
        let text = serde_json::to_string(event).map_err(Failure::Stored)?;
        Ok(NewEvent { version: event.version(), event: text })
    };
    events.iter().map(written).collect()
}

fn members(project: &Project) -> Vec<(Uuid, &'static str)> {
    project.members.iter().map(|(id, member)| (id.0, role_text(member.role))).collect()
}

/// The service, where it does something by itself.
fn itself() -> Actor {
    Actor { id: ActorId::default(), name: "Bar One".into(), role: Role::Service }
}

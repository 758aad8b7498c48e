//! What people may want next: mostly what makes sense where the project is, so that stories get far, and
//! now and then anything at all, from anybody.

use bar_domain::project::{
    About, Act, AssetHash, InvoiceId, Kept, Line, LineKind, MessageId, Offering, PaymentId,
    Project, ProjectKind, ProjectSong, QuoteId, Receipt, Reference, ReturnedStem, Stage, Standing,
    StemSetId, StemSetState, Terms, Thread,
};
use bar_domain::song::{
    self, Actor, NoteId, NoteState, Place, ReplyId, Role, SongId, Time, VersionId, VersionKind,
};
use uuid::Uuid;

use super::desk::*;
use super::dice::Dice;

/// What somebody wants, after so much time.
pub struct Wish {
    pub actor: Actor,
    pub act: Act,
    pub wait: i64,
}

/// What may be wanted of this project next.
pub fn wish(project: &Project, now: Time, dice: &mut Dice) -> Wish {
    let mut wishes = Wishes { project, now, dice, all: Vec::new() };
    wishes.gather();
    let Wishes { all, dice, .. } = wishes;
    let total: usize = all.iter().map(|(weight, _)| weight).sum();
    let mut at = dice.below(total);
    let mut chosen = all.len() - 1;
    for (index, (weight, _)) in all.iter().enumerate() {
        if at < *weight {
            chosen = index;
            break;
        }
        at -= weight;
    }
    let mut wish = all.into_iter().nth(chosen).unwrap().1;
    // Mallory begins no project: then she would be in it.
    if project.has_begun() && dice.chance(8) {
        wish.actor = anybody(dice);
    }
    if dice.chance(8) {
        wish.act = anything(project, dice);
        wish.actor = anybody(dice);
    }
    wish
}

fn anybody(dice: &mut Dice) -> Actor {
    dice.one(&[
        ana(),
        ben(),
        ed(),
        eve(),
        studio(),
        service(),
        mallory(Role::Artist),
        mallory(Role::Engineer),
    ])
}

struct Wishes<'a> {
    project: &'a Project,
    now: Time,
    dice: &'a mut Dice,
    all: Vec<(usize, Wish)>,
}

impl Wishes<'_> {
    fn add(&mut self, weight: usize, actor: Actor, act: Act) {
        self.all.push((weight, Wish { actor, act, wait: 0 }));
    }

    fn later(&mut self, weight: usize, actor: Actor, act: Act, at: Time) {
        let wait = at.0.saturating_sub(self.now.0).max(0);
        self.all.push((weight, Wish { actor, act, wait }));
    }

    fn gather(&mut self) {
        let project = self.project;
        if !project.has_begun() {
            let (message, text) = (fresh_message(project), "Would he?".into());
            let engineer = Some(named(&ed()));
            self.add(1, ana(), Act::OpenEnquiry { engineer: engineer.clone(), message, text });
            let kind = ProjectKind::Single;
            self.add(1, ana(), Act::CreateProject { engineer, title: "Harbour".into(), kind });
            return;
        }
        self.talk();
        self.people();
        self.files();
        match project.stage() {
            Stage::Enquiry | Stage::Draft => self.draft(),
            Stage::Submitted | Stage::Quoted => self.price(),
            Stage::Accepted => {
                self.money();
                self.stems();
                if self.dice.chance(30) {
                    self.price();
                }
            }
            Stage::Working => {
                self.money();
                self.stems();
                self.work();
                self.price();
            }
            Stage::Completed | Stage::Cancelled => {
                self.money();
                self.retire();
            }
            Stage::Erasing | Stage::Erased => {
                let files = project.to_erase().collect();
                let receipt = Receipt { files, erased_at: self.now, signature: "ab".into() };
                self.add(4, service(), Act::FinishErasure { receipt });
            }
        }
        if project.retention.erasing.is_none() {
            let keep = self.dice.chance(30);
            self.add(1, ana(), Act::KeepLonger { keep });
        }
        let reason = "that is that".into();
        if self.dice.chance(4) {
            self.add(1, self.dice_one(&[ana(), studio()]), Act::Cancel { reason });
        }
    }

    fn dice_one<T: Clone>(&self, of: &[T]) -> T {
        of[self.now.0.unsigned_abs() as usize % of.len()].clone()
    }

    fn talk(&mut self) {
        let thread = self.dice.one(&[Thread::Enquiry, Thread::Everyone, Thread::Studio]);
        let actor = match thread {
            Thread::Enquiry => self.dice.one(&[ana(), studio()]),
            Thread::Everyone => self.dice.one(&[ana(), ben(), ed()]),
            Thread::Studio => self.dice.one(&[ed(), studio()]),
        };
        let mut references = Vec::new();
        if self.dice.chance(50) {
            let known: Vec<_> = self.project.assets.iter().collect();
            let asset = if known.is_empty() || self.dice.chance(50) {
                file(0x800 + self.dice.below(6) as u128)
            } else {
                let (hash, asset) = self.dice.one(&known);
                let name = "again.wav".into();
                bar_domain::project::AssetRef { hash: *hash, bytes: asset.bytes, name }
            };
            references.push(Reference::File { asset });
        }
        let song = self.project.songs.first().map(|it| it.song.id);
        let (message, text) = (fresh_message(self.project), "listen".into());
        self.add(2, actor, Act::Say { message, thread, song, text, references });
    }

    fn people(&mut self) {
        let person = self.dice.one(&[ben(), eve()]);
        self.add(1, service(), Act::Join { member: named(&person), role: person.role });
        self.add(1, ben(), Act::Leave);
        let who = self.dice.one(&[ana(), studio()]);
        self.add(1, who, Act::RemoveMember { member: person.id });
    }

    fn files(&mut self) {
        let missing: Vec<AssetHash> = self
            .project
            .assets
            .iter()
            .filter(|it| it.1.arrival.is_none())
            .map(|it| *it.0)
            .collect();
        for asset in missing.into_iter().take(3) {
            self.add(8, service(), Act::AssetArrived { asset, arrival: measured() });
        }
    }

    fn draft(&mut self) {
        let project = self.project;
        let described = !project.about.title.is_empty() && !project.about.offerings.is_empty();
        let offerings = self.dice.one(&[
            vec![Offering::Mixing],
            vec![Offering::Mastering],
            vec![Offering::Mixing, Offering::Mastering],
        ]);
        let seen = seen_of(&project.description, self.dice);
        let about = About { title: "Harbour".into(), offerings, ..About::default() };
        let text = format!("text {}", self.dice.below(4));
        let who = self.dice.one(&[ana(), ben()]);
        self.add(if described { 1 } else { 10 }, who, Act::Describe { about, text, seen });
        let engineer = named(&self.dice.one(&[ed(), ed(), eve()]));
        self.add(1, ana(), Act::AssignEngineer { engineer });
        if project.songs.len() < 3 {
            let song = song_id(project.songs.len() + self.dice.below(2));
            let weight = if project.songs.is_empty() { 10 } else { 2 };
            self.add(weight, ana(), add_song(song, "A song"));
        }
        self.change_songs();
        let ready = described && !project.songs.is_empty();
        self.add(if ready { 5 } else { 1 }, ana(), Act::Submit);
    }

    fn change_songs(&mut self) {
        for (at, it) in self.project.songs.iter().enumerate() {
            let song = it.song.id;
            let roughs = it.song.present().filter(|it| it.kind == VersionKind::Rough).count();
            let kind =
                if self.dice.chance(80) { VersionKind::Rough } else { VersionKind::Reference };
            self.add(
                if roughs == 0 { 12 } else { 1 },
                ana(),
                version(song, next_version(at, it), kind),
            );
            let (title, key) = (self.dice.one(&["A song", "Song"]).into(), "C".into());
            let brief = format!("brief {}", self.dice.below(5));
            let seen = seen_of(&it.brief, self.dice);
            let who = self.dice.one(&[ana(), ben()]);
            self.add(1, who, Act::EditSong { song, title, bpm: None, key, brief, seen });
            let to = self.dice.below(3) as u16;
            self.add(1, ana(), Act::MoveSong { song, to });
            if self.dice.chance(15) {
                self.add(1, ana(), Act::RemoveSong { song });
            }
            self.notes(it);
        }
    }

    fn price(&mut self) {
        let project = self.project;
        let working = project.is_agreed();
        if !working {
            self.change_songs();
        }
        if self.dice.chance(30) {
            let reason = "no time".into();
            self.add(2, ed(), Act::DeclineProject { reason });
        }
        if project.engineer.is_none() {
            let engineer = named(&self.dice.one(&[ed(), eve()]));
            self.add(10, studio(), Act::AssignEngineer { engineer });
        }
        let held = self.dice.chance(30);
        self.add(1, studio(), Act::HoldQuotes { held });
        let quote = QuoteId(Uuid::from_u128(0x9000 + project.quotes.len() as u128));
        let mut lines: Vec<Line> = if working {
            vec![rounds(1, 4_000)]
        } else {
            project.about.offerings.iter().map(|it| offering(*it, 10_000)).collect()
        };
        if working && self.dice.chance(10) {
            lines.push(offering(Offering::Mastering, 5_000));
        }
        if self.dice.chance(10) {
            lines = vec![line(LineKind::Extra, 0)];
        }
        let valid_until = Time(self.now.0 + 14 * DAY);
        let terms = Terms { valid_until, ..terms(lines) };
        let engineer = if project.has_member(&eve()) { eve() } else { ed() };
        let who = self.dice.one(&[ed(), engineer, studio()]);
        let weight = if working || project.open_quote().is_some() { 1 } else { 10 };
        self.add(weight, who, Act::DrawQuote { quote, terms });
        if let Some(held) = project.quotes.iter().find(|it| it.is_held()) {
            self.add(10, studio(), Act::ReleaseQuote { quote: held.id });
        }
        if let Some(open) = project.open_quote() {
            let quote = open.id;
            let invoice = InvoiceId(Uuid::from_u128(0x7000 + project.invoices.len() as u128));
            self.add(12, ana(), Act::AcceptQuote { quote, invoice });
            self.add(1, ana(), Act::DeclineQuote { quote, reason: String::new() });
            self.add(1, ana(), Act::AskForChange { quote, reason: "cheaper".into() });
            let over = Time(open.terms.valid_until.0 + 1);
            self.later(1, service(), Act::ExpireQuote { quote }, over);
        }
    }

    fn money(&mut self) {
        for invoice in &self.project.invoices {
            let id = invoice.id;
            let due = invoice.is_due();
            let amount = invoice.amount.amount;
            let paid = self.dice.one(&[0, amount / 2, amount, amount]);
            let refunded = if self.dice.chance(5) { paid } else { 0 };
            let cancelled = self.dice.chance(5);
            let standing = Standing { refunded, cancelled, ..standing(paid) };
            self.add(
                if due { 10 } else { 1 },
                service(),
                Act::InvoiceStands { invoice: id, standing },
            );
            let number = self.dice.below(1_000_000) as u128;
            let part = invoice.left() / (1 + self.dice.below(2) as i64);
            self.add(if due { 3 } else { 1 }, studio(), pay(id, number, part));
            if self.dice.chance(20) {
                self.add(1, studio(), give_back(id, number, invoice.paid() - invoice.refunded()));
            }
            if self.dice.chance(20) {
                let reason = "by mistake".into();
                self.add(1, studio(), Act::CancelInvoice { invoice: id, reason });
            }
        }
    }

    fn stems(&mut self) {
        for (at, it) in self.project.songs.iter().enumerate() {
            let song = it.song.id;
            let number = 0x100 * at + it.stems.len();
            let set = StemSetId(Uuid::from_u128(0xe000 + number as u128));
            let stems: Vec<_> =
                (0..3).map(|part| stem((0x1000 + 8 * number + part) as u128)).collect();
            let weight = if it.standing_stems().is_some() { 1 } else { 4 };
            let remark = String::new();
            self.add(weight, ana(), Act::SendStems { song, set, stems, remark });
            if let Some(standing) = it.standing_stems() {
                let set = standing.id;
                let open = standing.state == StemSetState::Sent;
                self.add(if open { 4 } else { 1 }, ed(), Act::AcceptStems { song, set });
                let reason = "clipped".into();
                let reasons = vec![ReturnedStem { stem: standing.stems[0].id, reason }];
                self.add(1, ed(), Act::ReturnStems { song, set, reasons });
            }
        }
    }

    fn notes(&mut self, it: &ProjectSong) {
        let song = it.song.id;
        let Some(on) = it.song.present().filter(|it| it.kind != VersionKind::Reference).last()
        else {
            return;
        };
        let on = on.id;
        let number = 0x100 * song.0.as_u128() + it.song.notes.len() as u128;
        let note = NoteId(Uuid::from_u128(number));
        let (place, text) = (Place::Whole, "louder".to_owned());
        let mut acts = vec![
            song::Act::WriteNote { note, on, place, text: text.clone(), compare_with: None },
            song::Act::WriteNote { note, on, place, text, compare_with: None },
            song::Act::SubmitRound { mix: on },
        ];
        if let Some(old) = it.song.notes.iter().rev().find(|it| it.state() == NoteState::Draft) {
            let (note, text) = (old.id, "softer".into());
            acts.push(song::Act::EditNote { note, place: Place::Whole, text, compare_with: None });
            acts.push(song::Act::WithdrawNote { note });
        }
        if let Some(gone) = it.song.notes.iter().find(|it| it.withdrawn.is_some()) {
            acts.push(song::Act::RestoreNote { note: gone.id });
        }
        for act in acts {
            let who = self.dice.one(&[ana(), ana(), ben()]);
            self.add(1, who, Act::Song { song, act });
        }
    }

    fn work(&mut self) {
        for (at, it) in self.project.songs.iter().enumerate() {
            let song = it.song.id;
            self.notes(it);
            self.become_of_notes(it);
            let version_id = next_version(at, it);
            let next = VersionKind::Mix { number: it.song.next_mix() };
            let weight = if it.song.latest_mix().is_some() { 1 } else { 6 };
            self.add(weight, ed(), version(song, version_id, next));
            if let Some((mix, _)) = it.song.latest_mix() {
                self.add(3, ana(), Act::ApproveMix { song, version: mix.id });
                let act = song::Act::RemoveVersion { version: mix.id };
                self.add(1, ed(), Act::Song { song, act });
            }
            if let Some(gone) = it.song.versions.iter().find(|it| it.removed) {
                let act = song::Act::RestoreVersion { version: gone.id };
                self.add(1, self.dice_one(&[ana(), ed()]), Act::Song { song, act });
            }
            if it.approval.is_some() && self.dice.chance(20) {
                self.add(1, ana(), Act::TakeApprovalBack { song });
            }
            let (format, sheet) = (format(), sheet());
            let version =
                VersionId(Uuid::from_u128((0x900 + 0x40 * at + it.masters.len()) as u128));
            let asset = file(version.0.as_u128());
            self.add(2, ed(), Act::DeliverMaster { song, version, asset, format, sheet });
            if let Some(master) = it.standing_master() {
                let version = master.id;
                self.add(4, ana(), Act::AcceptMaster { song, version });
                let reason = "too loud".into();
                self.add(1, ana(), Act::ReturnMaster { song, version, reason });
            }
        }
    }

    fn become_of_notes(&mut self, it: &ProjectSong) {
        let song = it.song.id;
        let Some((mix, _)) = it.song.latest_mix() else { return };
        let Some(known) = it.song.notes.iter().rev().find(|it| it.round.is_some()) else { return };
        let (note, mix) = (known.id, mix.id);
        let ours = self.dice.chance(60);
        let reply = ReplyId(Uuid::from_u128(self.dice.below(1_000_000) as u128));
        for (who, act) in [
            (ed(), song::Act::MarkDone { note, mix }),
            (ed(), song::Act::TakeDoneBack { note }),
            (ana(), song::Act::Verify { note, mix }),
            (ana(), song::Act::Reopen { note, mix }),
            (ana(), song::Act::TakeVerdictBack { note }),
            (ed(), song::Act::SetOurMistake { note, ours }),
            (ed(), song::Act::Reply { note, reply, text: "done".into() }),
        ] {
            self.add(1, who, Act::Song { song, act });
        }
    }

    fn retire(&mut self) {
        let retention = &self.project.retention;
        if let Some(next) = retention.next_reminder() {
            self.later(8, service(), Act::Remind { days: next.days }, next.at);
        }
        if let Some(due) = retention.due() {
            self.later(8, service(), Act::BeginErasure, due);
        }
    }
}

fn fresh_message(project: &Project) -> MessageId {
    message(project.messages.len() as u128)
}

fn song_id(number: usize) -> SongId {
    SongId(Uuid::from_u128(0x51 + number as u128))
}

fn next_version(at: usize, song: &ProjectSong) -> VersionId {
    VersionId(Uuid::from_u128((0x10 + 0x100 * at + song.song.versions.len()) as u128))
}

/// The revision that somebody saw, who mostly looked.
fn seen_of(kept: &Kept, dice: &mut Dice) -> u32 {
    if dice.chance(70) { kept.revision } else { kept.revision.saturating_sub(1) }
}

/// An act that may make no sense at all.
fn anything(project: &Project, dice: &mut Dice) -> Act {
    let number = dice.below(8) as u128;
    let quote = dice.one(&[QUOTE, QuoteId(Uuid::from_u128(0x9000 + number)), QuoteId::default()]);
    let invoice = dice.one(&[INVOICE, InvoiceId(Uuid::from_u128(0x7000 + number))]);
    let song = song_id(dice.below(4));
    let version = VersionId(Uuid::from_u128(0x10 + number));
    let amount = dice.one(&[i64::MIN, -1, 0, 1, 40_000, i64::MAX]);
    let text = dice.one(&["", " ", "x", "\u{0}", "long"]).repeat(1 + dice.below(2) * 5_000);
    // Mallory stays a stranger.
    let somebody = dice.one(&[ana(), ben(), ed(), eve(), studio()]);
    let files = project.to_erase().skip(dice.below(2)).collect();
    let all = [
        Act::AcceptQuote { quote, invoice },
        Act::ReleaseQuote { quote },
        Act::ExpireQuote { quote },
        Act::DrawQuote {
            quote,
            terms: terms(vec![offering(Offering::Mixing, amount); dice.below(3)]),
        },
        Act::InvoiceStands {
            invoice,
            standing: Standing {
                paid: amount,
                refunded: amount,
                number: text.clone(),
                ..Standing::default()
            },
        },
        pay(invoice, number, amount),
        give_back(invoice, number, amount),
        Act::CancelInvoice { invoice, reason: text.clone() },
        Act::ApproveMix { song, version },
        Act::TakeApprovalBack { song },
        Act::AcceptMaster { song, version },
        Act::ReturnMaster { song, version, reason: text.clone() },
        Act::RemoveSong { song },
        add_song(song, &text),
        mix(number as u16),
        rough(),
        send_stems(set(number), &[stem(number), stem(number + 1)]),
        Act::AcceptStems { song, set: set(number) },
        Act::Submit,
        Act::Leave,
        Act::Cancel { reason: text.clone() },
        Act::BeginErasure,
        Act::Remind { days: number as u16 },
        Act::FinishErasure {
            receipt: Receipt { files, erased_at: TODAY, signature: text.clone() },
        },
        Act::AssetArrived { asset: hash(0x10 + number), arrival: measured() },
        Act::Join { member: named(&somebody), role: anybody(dice).role },
        Act::RemoveMember { member: anybody(dice).id },
        Act::AssignEngineer { engineer: named(&somebody) },
        say(number, Thread::Everyone, &text),
        Act::Song { song, act: song::Act::SetRounds { allowed: Some(9) } },
        Act::Song { song, act: song::Act::RemoveVersion { version } },
        master(),
        Act::RecordPayment {
            invoice,
            payment: PaymentId::default(),
            amount,
            method: text.clone(),
            why: text,
        },
    ];
    dice.one(&all)
}

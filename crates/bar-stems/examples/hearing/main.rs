//! How well a missing part is heard: many songs, many rough mixes, known answers.
use std::sync::atomic::AtomicBool;

use bar_stems::hear::{InMemory, Listening, Outcome, Sound, Wanted, listen, loud};
use bar_testkit::band::{Extra, Part, Recipe, RoughMix, Severity, Song, mix};

fn wanted<'a>(parts: &'a [Part], without: &[usize], seconds: f64) -> Vec<Wanted<'a>> {
    parts
        .iter()
        .enumerate()
        .filter(|(at, _)| !without.contains(at))
        .map(|(_, p)| {
            let hop = p.rate as usize / 10;
            let levels: Vec<f32> = p.samples[0]
                .chunks(hop)
                .map(|c| 10.0 * (c.iter().map(|x| x * x).sum::<f32>() / hop as f32 + 1e-12).log10())
                .collect();
            Wanted {
                sound: Box::new(InMemory { rate: p.rate, samples: &p.samples }) as Box<dyn Sound>,
                seconds,
                loud: loud(levels.into_iter(), 0.1),
            }
        })
        .collect()
}

fn hear(parts: &[Part], rough: &RoughMix, without: &[usize], seconds: f64) -> Outcome {
    let pair = [rough.left.clone(), rough.right.clone()];
    let frames = pair[0].len() as f64 / f64::from(rough.rate);
    let m = InMemory { rate: rough.rate, samples: &pair };
    let l = Listening { mix: Box::new(m), seconds: frames, stems: wanted(parts, without, seconds) };
    listen(l, &|_| {}, &AtomicBool::new(false)).unwrap()
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (from, count): (u64, u64) = (args[0].parse().unwrap(), args[1].parse().unwrap());
    let what = args[2].as_str();
    let seconds = 75.0;
    println!(
        "kind,seed,severity,what,share,loudest,active,tie,peak,floor,twice,sure,of,culprit,like,likev,explained,offset,drift,lost,wrong,minev,ms"
    );
    for seed in from..from + count {
        let song = Song::compose(seed, seconds);
        let parts = song.render(44_100).unwrap();
        let report = |kind: &str,
                      severity: Severity,
                      what: &str,
                      share: (f64, f64, f64),
                      tie: &str,
                      culprit: Option<usize>,
                      rough: &RoughMix,
                      without: &[usize]| {
            let started = std::time::Instant::now();
            let o = hear(&parts, rough, without, seconds);
            let index: Vec<usize> = (0..parts.len()).filter(|i| !without.contains(i)).collect();
            let lost = o.places.spots.iter().filter(|s| s.is_none()).count();
            let wrong = o
                .places
                .spots
                .iter()
                .flatten()
                .filter(|s| (s.start - o.places.offset).abs() > 0.003 || s.rate.is_some())
                .count();
            let u = o.unexplained.as_ref();
            let minev = o.stems.iter().map(|s| s.evidence).fold(1e9, f32::min);
            println!(
                "{kind},{seed},{severity},{what},{:.1},{:.1},{:.2},{tie},{:.4},{:.5},{},{},{:?},{:?},{:?},{:.3},{:.3},{:.5},{:.2},{lost},{wrong},{minev:.1},{}",
                share.0,
                share.1,
                share.2,
                o.figures.peak,
                o.figures.floor,
                o.figures.twice,
                u.map_or("-", |u| if u.sure { "sure" } else { "hint" }),
                u.and_then(|u| u.of).map(|i| index[i]),
                culprit,
                o.figures.like.map(|l| index[l.0]),
                o.figures.like.map_or(0.0, |l| l.1),
                o.explained.unwrap_or(-1.0),
                o.places.offset,
                o.places.drift * 1e6,
                started.elapsed().as_millis()
            );
        };
        for severity in [Severity::Eq, Severity::Full, Severity::Heavy] {
            let base = Recipe::new(severity, seed * 7 + 1, &parts);
            let rough = mix(&parts, &base);
            report("complete", severity, "-", (0.0, 0.0, 0.0), "-", None, &rough, &[]);
            if what.contains('m') {
                for (at, part) in parts.iter().enumerate() {
                    let s = &rough.shares[at];
                    if s.db < -24.0 {
                        continue;
                    }
                    let tie = part.tie.as_ref().map_or("-".to_owned(), |t| format!("{:?}", t.how));
                    report(
                        "missing",
                        severity,
                        &part.name.replace(' ', "_"),
                        (s.db, s.loudest_db, s.active),
                        &tie,
                        None,
                        &rough,
                        &[at],
                    );
                }
            }
            if what.contains('u') {
                // another song's part among the stems
                let other = Song::compose(seed + 5000, seconds).render(44_100).unwrap();
                let mut more: Vec<Part> = parts.clone();
                more.push(other[seed as usize % other.len()].clone());
                let o = hear(&more, &rough, &[], seconds);
                let last = o.stems.last().unwrap();
                println!(
                    "unused,{seed},{severity},{},{:.1},peak {:.3} ev {:.2} share {:.5} spot {:?}",
                    more.last().unwrap().name,
                    0.0,
                    o.figures.peak,
                    last.evidence,
                    last.share,
                    o.places.spots.last().unwrap()
                );
            }
            if what.contains('c') {
                let at = |n: usize| (seed as usize * 3 + n) % parts.len();
                for (name, recipe) in [
                    (
                        "rides",
                        base.clone()
                            .with(at(0), Extra::Rides { depth_db: 6.0 })
                            .with(at(1), Extra::Rides { depth_db: 6.0 }),
                    ),
                    (
                        "countin",
                        base.clone().timed(bar_testkit::band::Timing {
                            lead_in: 88_200,
                            count_in: true,
                            drift_ppm: 0.0,
                            rate: None,
                        }),
                    ),
                    (
                        "drift",
                        base.clone().timed(bar_testkit::band::Timing {
                            lead_in: 0,
                            count_in: false,
                            drift_ppm: 40.0,
                            rate: None,
                        }),
                    ),
                    (
                        "rate",
                        base.clone().timed(bar_testkit::band::Timing {
                            lead_in: 0,
                            count_in: false,
                            drift_ppm: 0.0,
                            rate: Some(48_000),
                        }),
                    ),
                ] {
                    let r = mix(&parts, &recipe);
                    report("complete", severity, name, (0.0, 0.0, 0.0), "-", None, &r, &[]);
                }
                for kbps in [320, 192, 128] {
                    let r = rough.through_mp3(kbps).unwrap();
                    report(
                        "complete",
                        severity,
                        &format!("mp3_{kbps}"),
                        (0.0, 0.0, 0.0),
                        "-",
                        None,
                        &r,
                        &[],
                    );
                }
            }
            if what.contains('a') {
                let beat = song.beats(0.75);
                let extras: Vec<(&str, Extra)> = vec![
                    ("delay", Extra::Delay { seconds: beat, feedback: 0.4, level: 0.5 }),
                    ("tuned", Extra::Tuned { cents: 30.0 }),
                    ("reamped", Extra::Reamped { drive_db: 18.0 }),
                    ("sweep", Extra::Sweep { from_hz: 300.0, to_hz: 6000.0, seconds: 6.0 }),
                    ("chorus", Extra::Chorus { depth_ms: 4.0, wet: 0.5 }),
                    ("chopped", Extra::Chopped { seconds: song.beats(0.5) }),
                ];
                let mut order: Vec<usize> =
                    (0..parts.len()).filter(|i| !parts[*i].role.is_drum()).collect();
                order.sort_by(|a, b| rough.shares[*b].db.total_cmp(&rough.shares[*a].db));
                for (n, (name, extra)) in extras.into_iter().enumerate() {
                    let at = order[(n + seed as usize) % order.len().min(4)];
                    let r = mix(&parts, &base.clone().with(at, extra));
                    let s = &r.shares[at];
                    report(
                        "altered",
                        severity,
                        name,
                        (s.db, s.loudest_db, s.active),
                        "-",
                        Some(at),
                        &r,
                        &[],
                    );
                }
                let drums: Vec<usize> =
                    (0..parts.len()).filter(|i| parts[*i].role.is_drum()).collect();
                let r = mix(&parts, &base.clone().crushed(&drums, 0.6));
                report("altered", severity, "crushed", (0.0, 0.0, 0.0), "-", None, &r, &[]);
            }
        }
    }
}

//! Who is measured: we, and what an artist or engineer runs today.

use std::path::Path;

use anyhow::{Result, ensure};

use super::cost::Run;
use super::material::Material;
use crate::ground::Ground;
use crate::install;
use crate::needs::{self, Need, Probe};

pub const CHECK: &str = "barone check";
pub const EBUR128: &str = "ebur128 crate: I, LRA, peaks";
pub const FFMPEG: &str = "ffmpeg ebur128=peak=true";
pub const HASH: &str = "b3sum";
pub const LIMIT: &str = "limit: reading the bytes";
pub const LOUDGAIN: &str = "loudgain";
pub const MEASURE: &str = "barone measure";
pub const SOX: &str = "sox -n stats";
pub const WAVEFORM: &str = "audiowaveform -z 256 -b 16";

/// Somebody who can be run on the material.
pub struct Contestant {
    pub name: &'static str,
    pub runs: Vec<Run>,
}

/// Those who are here, and those who are not with the reason.
pub fn all(ground: &Ground, material: &Material) -> (Vec<Contestant>, Vec<(&'static str, String)>) {
    let barone = ground.target.join("release/barone");
    let ebur128 = ground.target.join("release/examples/ebur128");
    let each = |run: &dyn Fn(&Path) -> Run| material.files.iter().map(|file| run(file)).collect();
    let once = |words: &[&str]| {
        let mut run: Run = words.iter().map(ToString::to_string).collect();
        run.extend(material.files.iter().map(shown));
        vec![run]
    };
    let mut here = vec![
        Contestant { name: MEASURE, runs: once(&[&shown(&barone), "measure"]) },
        Contestant {
            name: CHECK,
            runs: vec![vec![shown(&barone), "check".into(), shown(&material.folder)]],
        },
        Contestant { name: EBUR128, runs: once(&[&shown(&ebur128)]) },
    ];
    let ffmpeg = |file: &Path| {
        let mut run = words("ffmpeg -hide_banner -nostats -nostdin -i");
        run.push(shown(file));
        run.extend(words("-af ebur128=peak=true -f null -"));
        run
    };
    let sox = |file: &Path| vec!["sox".into(), shown(file), "-n".into(), "stats".into()];
    let waveform = |file: &Path| {
        let mut run = words("audiowaveform -z 256 -b 16 --output-format dat -o /dev/null -i");
        run.push(shown(file));
        run
    };
    let peers = [
        (FFMPEG, "ffmpeg", each(&ffmpeg)),
        (LOUDGAIN, "loudgain", once(&["loudgain", "-q"])),
        (SOX, "sox", each(&sox)),
        (WAVEFORM, "audiowaveform", each(&waveform)),
        (HASH, "b3sum", once(&["b3sum"])),
        (LIMIT, "cat", once(&["cat"])),
    ];
    let mut missing = Vec::new();
    for (name, program, runs) in peers {
        match bring(ground, program) {
            Ok(()) => here.push(Contestant { name, runs }),
            Err(why) => missing.push((name, why.to_string())),
        }
    }
    (here, missing)
}

/// Sees to it that a program is there, or says why it cannot be.
fn bring(ground: &Ground, program: &'static str) -> Result<()> {
    let need =
        Need { probe: Probe::Program(program), debian: program, fedora: program, arch: program };
    let lacking = || !needs::missing(&ground.shell, &[&[need]]).is_empty();
    if lacking() {
        // Not every system has every peer; what its package manager says of that stands above.
        let tried = install::packages(ground, &[&[need]]);
        ensure!(tried.is_ok() && !lacking(), "it could not be installed here");
    }
    Ok(())
}

fn words(line: &str) -> Run {
    line.split(' ').map(str::to_owned).collect()
}

fn shown(path: impl AsRef<Path>) -> String {
    path.as_ref().display().to_string()
}

//! The page around the report.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Sheet;
use super::shape;
use crate::phrase::{clean, count, summary, tempo};
use crate::report::Report;

const STYLE: &str = include_str!("style.css");

/// Nothing is fetched, nothing runs; the file's own styles are all there is.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The whole file around `body`.
pub(super) fn page(sheet: &Sheet<'_>, open: &Report, body: &Markup) -> Markup {
    let song = song(&sheet.report.folder);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="generator" content={ "Bar One " (env!("CARGO_PKG_VERSION")) };
                title { (song) " – stem check" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (shape::icons())
                main {
                    (header(sheet, open, &song))
                    (body)
                }
                footer {
                    p {
                        "Made by Bar One. The stems themselves were neither changed nor sent anywhere. "
                        "Times are minutes, seconds and tenths from the start of the file; "
                        "of all files together, from bar 1."
                    }
                }
            }
        }
    }
}

fn header(sheet: &Sheet<'_>, open: &Report, song: &str) -> Markup {
    let report = sheet.report;
    let summary = summary(open);
    let (tone, icon) = if summary.blocks { ("bad", "bad") } else { ("ok", "ok") };
    html! {
        header {
            p.of { "Stem check" }
            h1 { bdi { (song) } }
            p.facts {
                (count(report.total, "stem", "stems"))
                @match &report.reference {
                    Some(reference) => { " · rough mix: " bdi { (own_name(reference)) } }
                    None => " · no rough mix",
                }
                @if let Some(told) = &report.set.tempo {
                    " · " (tempo(told)) " (from " bdi { (own_name(&told.told_by)) } ")"
                }
                @if let Some(date) = sheet.date { " · " (date) }
            }
            p.verdict.(tone) { (shape::icon(icon)) span { strong { (summary.ready) } " " (summary.means) } }
        }
    }
}

/// What the folder is called. Where it lies on somebody's disk is not for everybody who is sent this.
fn song(folder: &str) -> String {
    let name = own_name(folder);
    if name.is_empty() { "Stems".to_owned() } else { name }
}

/// A file's or folder's own name.
pub(super) fn own_name(path: &str) -> String {
    let path = path.trim_end_matches(['/', '\\']);
    clean(path.rsplit(['/', '\\']).next().unwrap_or(path))
}

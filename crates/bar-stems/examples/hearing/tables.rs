//! The tables, as Markdown.

use bar_testkit::band::Severity;

use crate::trials::{Kind, Row, Said};

/// Prints what the README shows.
pub fn print(rows: &[Row]) {
    let of = |severity: Severity| move |row: &&Row| row.severity == severity;
    println!(
        "| complete sets | accused of a missing part | of a difference | of |\n|---|---|---|---|"
    );
    for severity in [Severity::Eq, Severity::Full, Severity::Heavy] {
        let sets: Vec<&Row> =
            rows.iter().filter(of(severity)).filter(|row| row.kind == Kind::Complete).collect();
        let said = |said: fn(&Said) -> bool| sets.iter().filter(|row| said(&row.said)).count();
        let (missing, differs) = (said(|it| *it == Said::Missing), said(differs));
        println!("| {severity} | {missing} | {differs} | {} |", sets.len());
    }
    println!(
        "\n| left out, share of the mix | eq | full | heavy | told missing |\n|---|---|---|---|---|"
    );
    for (loud, quiet) in [(f64::INFINITY, -12.0), (-12.0, -18.0), (-18.0, -24.0)] {
        let within = |row: &&Row| matches!(row.kind, Kind::Missing(db) if db <= loud && db > quiet);
        line(&format!("{loud} to {quiet} dB"), &rows.iter().filter(within).collect::<Vec<_>>());
    }
    let two = |row: &&Row| matches!(row.kind, Kind::TwoMissing(_));
    line("two parts at once", &rows.iter().filter(two).collect::<Vec<_>>());
    println!(
        "\n| changed in the mix | nothing said | that stem named | differs | called missing | of |"
    );
    println!("|---|---|---|---|---|---|");
    for what in ["delay", "tuned", "re-amped", "sweep", "chorus"] {
        let all: Vec<&Row> = rows
            .iter()
            .filter(|row| matches!(row.kind, Kind::Changed(_)) && row.what == what)
            .collect();
        let named = |row: &&&Row| matches!((&row.kind, &row.said), (Kind::Changed(at), Said::Differs(of)) if at == of);
        let count = |which: &dyn Fn(&Row) -> bool| all.iter().filter(|row| which(row)).count();
        println!(
            "| {what} | {} | {} | {} | {} | {} |",
            count(&|row| row.said == Said::Nothing),
            all.iter().filter(named).count(),
            count(&|row| differs(&row.said)),
            count(&|row| row.said == Said::Missing),
            all.len()
        );
    }
    let foreign: Vec<&Row> = rows.iter().filter(|row| row.kind == Kind::Foreign).collect();
    let told = foreign.iter().filter(|row| row.unheard > 0).count();
    let own = rows.iter().filter(|row| row.kind != Kind::Foreign);
    let accused: usize = own.clone().map(|row| row.unheard).sum();
    println!("\nA stem of another song is told to be unheard: {told} of {}.", foreign.len());
    let (wrong, lost) = own
        .clone()
        .fold((0, 0), |(wrong, lost), row| (wrong + row.misplaced.0, lost + row.misplaced.1));
    println!(
        "Stems of the song, in {} trials: placed wrongly {wrong}, not found {lost}, said to be unheard {accused}.",
        own.count()
    );
}

fn differs(said: &Said) -> bool {
    matches!(said, Said::Differs(_))
}

fn line(what: &str, rows: &[&Row]) {
    let found = |rows: &[&&Row]| rows.iter().filter(|row| row.said != Said::Nothing).count();
    let of = |severity: Severity| -> String {
        let own: Vec<&&Row> = rows.iter().filter(|row| row.severity == severity).collect();
        format!("{} of {}", found(&own), own.len())
    };
    let all: Vec<&&Row> = rows.iter().collect();
    let missing = rows.iter().filter(|row| row.said == Said::Missing).count();
    println!(
        "| {what} | {} | {} | {} | {missing} of {} |",
        of(Severity::Eq),
        of(Severity::Full),
        of(Severity::Heavy),
        found(&all)
    );
}

//! The report as a page: what is in it, and what can never be.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod song;

use bar_domain::{Code, Finding, Severity};
use bar_stems::html::{Explained, Of, Overview, Sheet, render};
use bar_stems::{Report, StemReport};
use scraper::{Html, Selector};

use song::{everything, small, waves};

fn page(report: &Report) -> String {
    let waveforms = waves(report);
    render(&Sheet { report, waveforms: &waveforms, explained: &[], date: Some("25 November 2026") })
}

fn select(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector).map(|it| it.text().collect::<String>()).collect()
}

fn parsed(text: &str) -> Html {
    let html = Html::parse_document(text);
    assert_eq!(html.errors, [""; 0], "a browser has to guess");
    html
}

#[test]
fn a_small_report_is_this_page() {
    let page = page(&small()).replace(include_str!("../../src/html/style.css"), "…");
    let page = page.replace(concat!("Bar One ", env!("CARGO_PKG_VERSION")), "Bar One …");
    insta::assert_snapshot!(page.replace("><", ">\n<"));
}

#[test]
fn everything_that_was_found_is_on_the_page_with_its_sentence() {
    let report = everything();
    let text = page(&report);
    let html = parsed(&text);
    for finding in report.findings() {
        let all = select(&html, &format!("[data-code='{}']", finding.code.name()));
        let [said] = &all[..] else { panic!("{:?} is there {} times", finding.code, all.len()) };
        let guide = bar_stems::guide::guide(finding.code);
        let fix = finding.fix.clone().unwrap_or_default();
        for words in [&finding.message, &fix, &guide.title, &guide.why] {
            assert!(said.contains(words), "{:?} does not say {words}: {said}", finding.code);
        }
        if !guide.steps.is_empty() {
            let name = format!("how-{}", finding.code.name());
            let told = select(&html, &format!("details:has([id='{name}'])"));
            let [how] = &told[..] else { panic!("{name} is told {} times", told.len()) };
            assert!(select(&html, &format!("[href='#{name}']")).len() == 1, "{name}");
            for (daw, step) in guide.steps {
                assert!(how.contains(daw.name()) && how.contains(&step), "{name} in {daw:?}");
            }
        }
    }
    assert_eq!(report.findings().count(), Code::ALL.len());
}

#[test]
fn a_page_is_whole_in_itself() {
    for report in [small(), everything()] {
        let text = page(&report);
        let html = parsed(&text);
        for (tag, attribute) in [("*", "src"), ("*", "srcset"), ("*", "data"), ("link", "rel")] {
            let selector = Selector::parse(&format!("{tag}[{attribute}]")).unwrap();
            assert_eq!(html.select(&selector).count(), 0, "{attribute}");
        }
        let ids: Vec<_> =
            html.select(&Selector::parse("[id]").unwrap()).filter_map(|it| it.attr("id")).collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "a name is given twice");
        for link in html.select(&Selector::parse("[href]").unwrap()) {
            let to = link.attr("href").unwrap();
            let name = to.strip_prefix('#').unwrap_or_else(|| panic!("{to} leads away"));
            assert!(ids.contains(&name), "{to} leads nowhere");
        }
        assert_eq!(select(&html, "script, iframe, object, embed, img, form, base"), [""; 0]);
        assert!(!text.contains("http:") && !text.contains("https:") && !text.contains("url("));
        assert!(!text.contains("@import") && !text.contains("@font-face"));
    }
}

#[test]
fn whoever_hears_the_page_finds_their_way() {
    let text = page(&everything());
    let html = parsed(&text);
    let root = html.root_element();
    assert_eq!(root.attr("lang"), Some("en"));
    assert_eq!(select(&html, "h1").len(), 1);
    assert_eq!(select(&html, "main").len(), 1);
    let mut before = 0;
    for heading in html.select(&Selector::parse("h1, h2, h3, h4").unwrap()) {
        let level: u32 = heading.value().name()[1..].parse().unwrap();
        // The findings of the set stand under a heading of their own, one step deeper than needed.
        assert!(level <= before + 2, "a heading is jumped over");
        before = level;
    }
    for cell in html.select(&Selector::parse("th").unwrap()) {
        assert!(matches!(cell.attr("scope"), Some("col" | "row")));
    }
    for picture in html.select(&Selector::parse("svg[role]").unwrap()) {
        assert_eq!(picture.attr("role"), Some("img"));
        assert!(picture.attr("aria-label").is_some_and(|label| !label.is_empty()));
    }
    for section in html.select(&Selector::parse("[aria-labelledby]").unwrap()) {
        let label = section.attr("aria-labelledby").unwrap();
        assert_eq!(select(&html, &format!("#{label}")).len(), 1, "{label}");
    }
}

#[test]
fn names_are_text_and_nothing_else() {
    for hostile in [
        "<script>alert(1)</script>.wav",
        "\"><img src=x onerror=alert(1)>.wav",
        "' onmouseover='alert(1)' x='.wav",
        "</title></style><style>*{display:none}.wav",
        "<!--.wav",
        "]]>.wav",
        "&lt;b&gt;&amp;.wav",
        "\u{202e}vaw.kciK\u{2066}.wav",
        "Kick\u{0}\u{1b}[31m\n.wav",
        "javascript:alert(1).wav",
    ] {
        let mut report = everything();
        report.folder = format!("/home/ada/{hostile}");
        report.reference = Some(hostile.to_owned());
        report.stems[0].file = hostile.to_owned();
        report.stems[0].findings[0].message = format!("It is {hostile}.");
        report.stems[0].findings[0].fix = Some(hostile.to_owned());
        report.sessions[0].file = hostile.to_owned();
        report.sessions[0].daw = hostile.to_owned();
        report.sessions[0].version = Some(hostile.to_owned());
        report.sessions[0].media.as_mut().unwrap().missing[0] = hostile.to_owned();
        report.skipped[0].file = hostile.to_owned();
        report.set.tempo.as_mut().unwrap().told_by = hostile.to_owned();
        report.set.findings[0].about = Some(hostile.to_owned());
        let explained = [Explained {
            of: Of::Stem(0),
            code: report.stems[0].findings[0].code,
            text: hostile.into(),
        }];
        let waveforms = waves(&report);
        let sheet =
            Sheet { report: &report, waveforms: &waveforms, explained: &explained, date: None };
        let text = render(&sheet);
        let html = parsed(&text);
        assert_eq!(select(&html, "script, img, title > *, style > *"), [""; 0], "{hostile}");
        let selector = Selector::parse("[onerror], [onmouseover]").unwrap();
        assert_eq!(html.select(&selector).count(), 0, "{hostile}");
        assert_eq!(select(&html, "style").len(), 1);
        let shown = bar_stems::phrase::clean(hostile);
        assert!(select(&html, "article h3").contains(&shown), "{hostile}");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        assert!(!text.contains(['\u{202e}', '\u{2066}']));
        assert!(!text.contains("/home/ada"), "where it lies is nobody's business");
    }
}

#[test]
fn what_the_artist_explains_blocks_no_longer() {
    let report = small();
    let blocked = report.stems.iter().position(|stem| !stem.is_ready()).unwrap();
    let told = |explained: &[Explained]| {
        let sheet = Sheet { report: &report, waveforms: &[], explained, date: None };
        let text = render(&sheet);
        let html = parsed(&text);
        (select(&html, ".verdict strong").concat(), select(&html, "tbody .chip").concat(), text)
    };
    let (ready, chips, _) = told(&[]);
    assert_eq!(ready, "1 of 2 stems is ready.");
    assert!(chips.contains("Clipped"));
    let keep = |code| Explained { of: Of::Stem(blocked), code, text: "It is meant so.".to_owned() };
    let (ready, chips, text) = told(&[keep(Code::LevelClipped), keep(Code::LevelHot)]);
    assert_eq!(ready, "2 of 2 stems are ready.");
    assert!(chips.contains("Explained") && !chips.contains("Clipped"));
    assert!(text.contains("It is meant so."));
}

#[test]
fn what_the_artist_explains_of_the_set_blocks_no_longer() {
    let mut report = small();
    report.stems.truncate(1);
    report.total = 1;
    let missing =
        everything().set.findings.into_iter().find(|it| it.finding.code == Code::SetMissing);
    let mut missing = missing.unwrap();
    missing.finding.severity = Severity::Blocks;
    let Finding { code, message, .. } = missing.finding.clone();
    let of = Of::Together { about: missing.about.clone(), message };
    report.set.findings.push(missing);
    let means = |explained: &[Explained]| {
        let sheet = Sheet { report: &report, waveforms: &[], explained, date: None };
        let text = render(&sheet);
        let said = text.contains("The guitar is gone for good.");
        (select(&parsed(&text), ".verdict").concat(), said)
    };
    let blocks = "A part of the song is in none of them: add it before they are sent.";
    assert_eq!(means(&[]), (format!("1 of 1 stem is ready. {blocks}"), false));
    let explained = [Explained { of, code, text: "The guitar is gone for good.".to_owned() }];
    let fine = "1 of 1 stem is ready. Nothing stands in the way of sending them.";
    assert_eq!(means(&explained), (fine.to_owned(), true));
}

#[test]
fn a_page_stays_small() {
    let bare = page(&Report { stems: vec![], total: 0, ready: 0, ..small() }).len();
    assert!(bare < 15_000, "{bare} bytes of nothing");
    let one = everything().stems.remove(0);
    let stem = StemReport { findings: one.findings.into_iter().take(2).collect(), ..one };
    let many = |stems: usize| Report { stems: vec![stem.clone(); stems], total: stems, ..small() };
    let each = (page(&many(40)).len() - page(&many(20)).len()) / 20;
    assert!(each < 6_500, "{each} bytes a stem");
    let thousands = page(&many(5_000)).len() / 5_000;
    assert!(thousands < 4_000, "{thousands} bytes a stem among thousands");
}

#[test]
fn a_stem_without_sound_or_format_has_a_row() {
    let mut report = small();
    for stem in &mut report.stems {
        (stem.format, stem.measured) = (None, None);
    }
    let waveforms = vec![Overview::default(); 2];
    let text =
        render(&Sheet { report: &report, waveforms: &waveforms, explained: &[], date: None });
    assert_eq!(select(&parsed(&text), "tbody tr").len(), 2);
    assert!(!text.contains("class=\"wave\""));
}

/// Relative luminance of `#rrggbb` (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let level = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if level <= 0.040_45 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[test]
fn words_can_be_read_in_light_and_dark() {
    let style = include_str!("../../src/html/style.css");
    let (light, rest) = style.split_once("@media screen").unwrap();
    let dark = rest.split_once("\n}\n").unwrap().0;
    for theme in [light, dark] {
        let colour = |name: &str| {
            let (_, rest) = theme.split_once(&format!("--{name}: ")).unwrap();
            luminance(&rest[..7])
        };
        for ground in ["bg", "surface"] {
            for ink in ["text", "muted", "ok", "warn", "bad", "info"] {
                let (a, b) = (colour(ink), colour(ground));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 4.5, "{ink} on {ground}: {contrast:.2}");
            }
        }
    }
}

#[test]
fn severities_are_words_too() {
    let report = everything();
    let text = page(&report);
    let html = parsed(&text);
    for (severity, words) in [
        (Severity::Blocks, "Must be fixed"),
        (Severity::Advises, "Look at it"),
        (Severity::Informs, "Good to know"),
    ] {
        let all = report.findings().filter(|it| it.severity == severity).count();
        let said = select(&html, ".finding h4").into_iter().filter(|it| it.contains(words));
        assert_eq!(said.count(), all, "{severity:?}");
    }
}

//! A mail as its reader sees it, as plain text and as a page.

use maud::{DOCTYPE, html};

use super::address::one_line;

/// Characters of a subject.
const LONGEST_SUBJECT: usize = 150;
/// Characters of a line of plain text.
const WIDTH: usize = 72;

/// What a mail says. Text and page are made of the same, so that they cannot differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What it is about.
    pub subject: String,
    /// One after the other.
    pub paragraphs: Vec<String>,
    /// What to do, and where.
    pub action: Option<(&'static str, String)>,
    /// Why one gets it.
    pub because: String,
}

impl Page {
    /// The subject, on one line.
    #[must_use]
    pub fn subject(&self) -> String {
        one_line(&self.subject, LONGEST_SUBJECT)
    }

    /// As plain text.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        let mut parts = vec![hello(name)];
        parts.extend(self.paragraphs.iter().map(|it| textwrap::fill(it, WIDTH)));
        if let Some((label, link)) = &self.action {
            // A link that is wrapped is broken.
            parts.push(format!("{label}:\n{link}"));
        }
        parts.push(format!("--\n{}", textwrap::fill(&self.because, WIDTH)));
        parts.join("\n\n")
    }

    /// As a page, without anything that would be fetched: nobody learns when it is read.
    #[must_use]
    pub fn html(&self, name: &str) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width";
                    title { (self.subject()) }
                }
                body style="margin:0;padding:24px;background:#f4f4f5;color:#18181b;\
                            font:16px/1.5 system-ui,sans-serif" {
                    div style="max-width:560px;margin:0 auto;padding:24px 32px;background:#fff;\
                               border-radius:8px" {
                        p { (hello(name)) }
                        @for paragraph in &self.paragraphs { p { (paragraph) } }
                        @if let Some((label, link)) = &self.action {
                            p {
                                a href=(link) style="display:inline-block;padding:10px 18px;\
                                    background:#18181b;color:#fff;text-decoration:none;\
                                    border-radius:6px" { (label) }
                            }
                            p style="font-size:13px;color:#52525b;word-break:break-all" { (link) }
                        }
                        p style="margin-top:32px;font-size:13px;color:#52525b" { (self.because) }
                    }
                }
            }
        };
        page.into_string()
    }
}

fn hello(name: &str) -> String {
    if name.is_empty() { "Hello,".to_owned() } else { format!("Hello {name},") }
}

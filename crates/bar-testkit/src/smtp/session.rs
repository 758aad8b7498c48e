//! One connection of somebody who sends mail.

use std::future::pending;
use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

use super::{Mail, Shared, SmtpFault};

/// Bytes of a line of a mail that are read.
const LONGEST: usize = 1 << 20;

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

struct Session<'a> {
    shared: &'a Shared,
    wire: BufStream<Box<dyn Wire>>,
    encrypted: bool,
    user: Option<String>,
    from: Option<String>,
    to: Vec<String>,
}

/// Talks until one of the two ends it.
pub async fn run(shared: &Shared, stream: TcpStream) -> io::Result<()> {
    if shared.fault(|fault| fault == SmtpFault::CutFirst).is_some() {
        return Ok(());
    }
    let mut session = Session::over(shared, Box::new(stream), false);
    session.say("220 stand-in ESMTP").await?;
    let mut starts_tls = session.talk().await?;
    while let (true, Some(tls)) = (starts_tls, &shared.tls) {
        let plain = session.wire.into_inner();
        session = Session::over(shared, Box::new(tls.accept(plain).await?), true);
        starts_tls = session.talk().await?;
    }
    Ok(())
}

impl<'a> Session<'a> {
    fn over(shared: &'a Shared, wire: Box<dyn Wire>, encrypted: bool) -> Self {
        let wire = BufStream::new(wire);
        Self { shared, wire, encrypted, user: None, from: None, to: Vec::new() }
    }

    /// Talks until it ends, or goes on encrypted: then `true`.
    async fn talk(&mut self) -> io::Result<bool> {
        while let Some(line) = self.line().await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" | "HELO" => self.greet().await?,
                "STARTTLS" if self.shared.tls.is_some() && !self.encrypted => {
                    self.say("220 go ahead").await?;
                    return Ok(true);
                }
                "AUTH" => self.sign_in(rest).await?,
                "MAIL" if !self.may_send() => self.say("530 sign in first").await?,
                "MAIL" => {
                    self.from = Some(address(rest));
                    self.say("250 ok").await?;
                }
                "RCPT" => self.recipient(rest).await?,
                "DATA" if self.from.is_none() || self.to.is_empty() => {
                    self.say("503 MAIL and RCPT first").await?;
                }
                "DATA" => {
                    if !self.mail().await? {
                        return Ok(false);
                    }
                }
                "RSET" => {
                    (self.from, self.to) = (None, Vec::new());
                    self.say("250 ok").await?;
                }
                "NOOP" => self.say("250 ok").await?,
                "QUIT" => {
                    self.say("221 bye").await?;
                    return Ok(false);
                }
                _ => self.say("502 not known here").await?,
            }
        }
        Ok(false)
    }

    async fn greet(&mut self) -> io::Result<()> {
        self.say("250-stand-in").await?;
        if self.shared.tls.is_some() && !self.encrypted {
            self.say("250-STARTTLS").await?;
        }
        if self.shared.login.is_some() && self.encrypted {
            self.say("250-AUTH PLAIN LOGIN").await?;
        }
        self.say("250 8BITMIME").await
    }

    fn may_send(&self) -> bool {
        let encrypted = self.shared.tls.is_none() || self.encrypted;
        encrypted && (self.shared.login.is_none() || self.user.is_some())
    }

    async fn sign_in(&mut self, words: &str) -> io::Result<()> {
        let (user, password) = match words.split_once(' ').unwrap_or((words, "")) {
            ("PLAIN", given) => {
                let given = decoded(given);
                let mut parts = given.split('\0').skip(1).map(str::to_owned);
                (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
            }
            ("LOGIN", _) => (self.asked("VXNlcm5hbWU6").await?, self.asked("UGFzc3dvcmQ6").await?),
            _ => return self.say("504 not known here").await,
        };
        let right = self.shared.login.as_ref().is_some_and(|it| *it == (user.clone(), password));
        if !right {
            return self.say("535 wrong user or password").await;
        }
        self.user = Some(user);
        self.say("235 signed in").await
    }

    async fn asked(&mut self, question: &str) -> io::Result<String> {
        self.say(&format!("334 {question}")).await?;
        Ok(decoded(&self.line().await?.unwrap_or_default()))
    }

    async fn recipient(&mut self, words: &str) -> io::Result<()> {
        let here = |fault| {
            matches!(fault, SmtpFault::Greylisted | SmtpFault::Refused | SmtpFault::Slow(_))
        };
        match self.shared.fault(here) {
            Some(SmtpFault::Greylisted) => return self.say("451 4.7.1 come again later").await,
            Some(SmtpFault::Refused) => return self.say("550 5.1.1 no such person").await,
            Some(SmtpFault::Slow(wait)) => tokio::time::sleep(wait).await,
            _ => {}
        }
        self.to.push(address(words));
        self.say("250 ok").await
    }

    /// Takes a mail; `false` where the connection is to end.
    async fn mail(&mut self) -> io::Result<bool> {
        self.say("354 go on, and end with a dot").await?;
        let mut text = String::new();
        loop {
            let Some(line) = self.line().await? else { return Ok(false) };
            match line.strip_prefix('.') {
                Some("") => break,
                Some(stuffed) => text.push_str(stuffed),
                None => text.push_str(&line),
            }
            text.push_str("\r\n");
        }
        if self.shared.fault(|fault| fault == SmtpFault::TooLarge).is_some() {
            self.say("552 5.3.4 too large").await?;
            return Ok(true);
        }
        self.shared.state().mails.push(Mail {
            from: self.from.take().unwrap_or_default(),
            to: std::mem::take(&mut self.to),
            text,
            user: self.user.clone(),
            encrypted: self.encrypted,
        });
        match self.shared.fault(|it| matches!(it, SmtpFault::CutLast | SmtpFault::SilentLast)) {
            Some(SmtpFault::CutLast) => return Ok(false),
            Some(_) => pending().await,
            None => {}
        }
        self.say("250 2.0.0 kept").await?;
        Ok(true)
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        self.wire.write_all(line.as_bytes()).await?;
        self.wire.write_all(b"\r\n").await?;
        self.wire.flush().await
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        self.wire.read_until(b'\n', &mut line).await?;
        if line.is_empty() || line.len() > LONGEST {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
    }
}

fn decoded(text: &str) -> String {
    String::from_utf8_lossy(&STANDARD.decode(text.trim()).unwrap_or_default()).into_owned()
}

/// `FROM:<ana@example.com> BODY=8BITMIME`
fn address(words: &str) -> String {
    let start = words.find('<').map_or(0, |at| at + 1);
    let end = words.find('>').unwrap_or(words.len());
    words.get(start..end).unwrap_or_default().to_owned()
}

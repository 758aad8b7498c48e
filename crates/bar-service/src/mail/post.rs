//! Hands mails to the studio's mail server.
//!
//! Each over a connection of its own: one that somebody gave up waiting on could tell the next mail
//! what it has to say about the last.

use std::time::Duration;

use lettre::transport::smtp;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::{Address, MailSettings, Security};

/// A way for mails to leave.
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
    patience: Duration,
}

/// Why a mail did not leave.
///
/// What a server says may hold the address of a person, so only its code is told.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The server is not reached, or went away: it may have taken the mail.
    #[error("the mail server is not reached")]
    Unreachable(#[source] smtp::Error),
    /// The server says nothing any more: it may have taken the mail.
    #[error("the mail server does not answer")]
    Silent,
    /// The server wants to be asked again.
    #[error("the mail server does not take it now ({0})")]
    Later(u16),
    /// The server will not take it.
    #[error("the mail server does not take it ({0})")]
    Refused(u16),
    /// The server does not let us in.
    #[error("the mail server does not take user and password ({0}): check both")]
    Login(u16),
}

impl Post {
    /// Sets it up. Nothing is said to the server yet.
    ///
    /// # Errors
    /// When there are no certificates to know the server by.
    pub fn new(settings: MailSettings) -> Result<Self, smtp::Error> {
        let tls = match settings.security {
            Security::Plain => Tls::None,
            Security::Tls => Tls::Wrapper(parameters(&settings)?),
            Security::StartTls => Tls::Required(parameters(&settings)?),
        };
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.clone())
                .port(settings.port)
                .timeout(Some(settings.patience))
                .tls(tls);
        if let Some((user, password)) = &settings.login {
            let login = Credentials::new(user.clone(), password.reveal().to_owned());
            builder = builder.credentials(login);
        }
        let (from, patience) = (settings.from, settings.patience);
        Ok(Self { transport: builder.build(), from, patience })
    }

    /// From whom the mails are. Its name is that of the studio.
    #[must_use]
    pub fn from(&self) -> &Address {
        &self.from
    }

    /// Hands one over. When this returns, the server has it.
    ///
    /// # Errors
    /// When the server has not, or did not say so.
    pub async fn send(&self, message: Message) -> Result<(), PostError> {
        // The transport itself is patient for ever once it is connected.
        let sent = tokio::time::timeout(self.patience, self.transport.send(message)).await;
        let error = match sent {
            Err(_) => return Err(PostError::Silent),
            Ok(Ok(_)) => return Ok(()),
            Ok(Err(error)) => error,
        };
        let code = error.status().map(u16::from);
        Err(match code {
            Some(code @ (530 | 534 | 535 | 538)) => PostError::Login(code),
            Some(code) if error.is_permanent() => PostError::Refused(code),
            Some(code) => PostError::Later(code),
            None => PostError::Unreachable(error),
        })
    }
}

fn parameters(settings: &MailSettings) -> Result<TlsParameters, smtp::Error> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(root) = &settings.root {
        builder = builder.add_root_certificate(Certificate::from_pem(root)?);
    }
    builder.build()
}

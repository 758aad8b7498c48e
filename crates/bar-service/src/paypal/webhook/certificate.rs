//! PayPal's certificate: where it may come from, and whose word it is.

use std::sync::Arc;

use reqwest::Url;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{RootCertStore, crypto};
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::paypal::settings::is_loopback;

/// For whom the certificate that PayPal signs webhooks with is.
const SUBJECT: &str = "messageverificationcerts.paypal.com";
/// Where it lies on PayPal's servers.
const PLACE: &str = "/v1/notifications/certs/";
/// Certificates that are looked at in a file.
const MOST: usize = 8;

/// What is believed to be PayPal's.
#[derive(Debug, Clone)]
pub struct Trust {
    webhook: String,
    roots: Arc<RootCertStore>,
    /// A stand-in's address, on this machine.
    beside: Option<Url>,
}

/// Why a certificate is not believed to be PayPal's.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// It lies elsewhere.
    #[error("it does not come from PayPal")]
    Place,
    /// It cannot be read.
    #[error("it cannot be read")]
    Unreadable,
    /// Nobody that we trust stands for it, it is somebody else's, or its time is over.
    #[error("nobody stands for it")]
    NotTrusted(#[source] rustls::Error),
    /// There is nothing to trust on this machine.
    #[error("this machine has no certificates to trust: install the system's")]
    NoRoots,
}

impl Trust {
    /// Believes PayPal, by the certificates that this machine trusts, about the webhook that has this
    /// id in the account.
    ///
    /// # Errors
    /// When this machine trusts none.
    pub fn paypal(webhook: &str) -> Result<Self, CertificateError> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            return Err(CertificateError::NoRoots);
        }
        Ok(Self { webhook: webhook.to_owned(), roots: Arc::new(roots), beside: None })
    }

    /// Believes a stand-in on this machine, whose root certificate this is.
    ///
    /// # Errors
    /// When it is not on this machine, or there is no such certificate.
    pub fn stand_in(webhook: &str, base: &str, root: &[u8]) -> Result<Self, CertificateError> {
        let beside = Url::parse(base).ok().filter(is_loopback).ok_or(CertificateError::Place)?;
        let mut roots = RootCertStore::empty();
        let added = roots.add(CertificateDer::from(root.to_vec()));
        added.map_err(CertificateError::NotTrusted)?;
        Ok(Self { webhook: webhook.to_owned(), roots: Arc::new(roots), beside: Some(beside) })
    }

    pub(super) fn webhook(&self) -> &str {
        &self.webhook
    }

    /// The address of a certificate, if PayPal's can lie there.
    pub(super) fn place(&self, address: &str) -> Result<Url, CertificateError> {
        let url = Url::parse(address).map_err(|_| CertificateError::Place)?;
        let host = url.host_str().unwrap_or_default();
        let theirs = url.scheme() == "https"
            && (host == "paypal.com" || host.ends_with(".paypal.com"))
            && url.port_or_known_default() == Some(443)
            && url.username().is_empty()
            && url.password().is_none();
        let stand_ins = self.beside.as_ref().is_some_and(|base| base.origin() == url.origin());
        if (theirs || stand_ins) && url.path().starts_with(PLACE) && url.query().is_none() {
            Ok(url)
        } else {
            Err(CertificateError::Place)
        }
    }

    /// The public key of a certificate that is PayPal's at this time.
    pub(super) fn key(&self, pem: &[u8], now: UnixTime) -> Result<Vec<u8>, CertificateError> {
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).take(MOST).collect();
        let chain = chain.map_err(|_| CertificateError::Unreadable)?;
        let (own, above) = chain.split_first().ok_or(CertificateError::Unreadable)?;
        let name = ServerName::try_from(SUBJECT).map_err(|_| CertificateError::Unreadable)?;
        let provider = Arc::new(crypto::ring::default_provider());
        let judge = WebPkiServerVerifier::builder_with_provider(Arc::clone(&self.roots), provider);
        let judge = judge.build().map_err(|_| CertificateError::NoRoots)?;
        judge
            .verify_server_cert(own, above, &name, &[], now)
            .map_err(CertificateError::NotTrusted)?;
        let (_, own) = X509Certificate::from_der(own).map_err(|_| CertificateError::Unreadable)?;
        Ok(own.public_key().subject_public_key.data.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paypal_has_paypals_certificate() {
        let trust =
            Trust { webhook: String::new(), roots: Arc::new(RootCertStore::empty()), beside: None };
        let check = |address: &str, expected| {
            assert_eq!(trust.place(address).is_ok(), expected, "{address}");
        };
        check("https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594", true);
        check("https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1", true);
        check("http://api.paypal.com/v1/notifications/certs/CERT-1", false);
        check("https://api.paypal.com.example.com/v1/notifications/certs/CERT-1", false);
        check("https://evilpaypal.com/v1/notifications/certs/CERT-1", false);
        check("https://api.paypal.com@example.com/v1/notifications/certs/CERT-1", false);
        check("https://me@api.paypal.com/v1/notifications/certs/CERT-1", false);
        check("https://api.paypal.com:444/v1/notifications/certs/CERT-1", false);
        check("https://api.paypal.com/v1/notifications/certs/../../oauth2/token", false);
        check("https://api.paypal.com/v1/notifications/certs/CERT-1?next=x", false);
        check("http://127.0.0.1:8080/v1/notifications/certs/CERT-1", false);
        check("file:///v1/notifications/certs/CERT-1", false);
    }
}

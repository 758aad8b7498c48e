//! Signs webhooks as PayPal does, under a root of its own.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, RsaKeySize,
    SigningKey, date_time_ymd,
};

/// For whom PayPal's certificate for webhooks is.
pub const SUBJECT: &str = "messageverificationcerts.paypal.com";

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing.
    None,
    /// It is for somebody else.
    OtherSubject,
    /// It ended long ago.
    Expired,
}

/// A root, a certificate under it, and its key.
pub struct Signer {
    key: KeyPair,
    certificate: String,
    root: String,
    root_der: Vec<u8>,
}

impl Signer {
    /// New keys.
    ///
    /// # Panics
    /// When no key can be made.
    #[expect(clippy::expect_used, reason = "a test without keys has nothing to test")]
    #[must_use]
    pub fn new(flaw: Flaw) -> Self {
        let subject = if flaw == Flaw::OtherSubject { "api.example.com" } else { SUBJECT };
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "Bar One stand-in root");
        let root_key = KeyPair::generate().expect("an elliptic key");
        let root = CertifiedIssuer::self_signed(params, root_key).expect("a root");

        let mut params =
            CertificateParams::new(vec![subject.to_owned()]).expect("a name of the DNS");
        params.distinguished_name.push(DnType::CommonName, subject);
        if flaw == Flaw::Expired {
            params.not_before = date_time_ymd(2019, 1, 1);
            params.not_after = date_time_ymd(2020, 1, 1);
        }
        let key = KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, RsaKeySize::_2048)
            .expect("an RSA key");
        let certificate = params.signed_by(&key, &root).expect("a certificate");
        Self {
            key,
            certificate: certificate.pem(),
            root: root.pem(),
            root_der: root.der().to_vec(),
        }
    }

    /// The certificate and its root, as PEM.
    #[must_use]
    pub fn chain(&self) -> String {
        format!("{}{}", self.certificate, self.root)
    }

    /// What a test trusts.
    #[must_use]
    pub fn root(&self) -> &[u8] {
        &self.root_der
    }

    /// The same as PEM.
    #[must_use]
    pub fn root_pem(&self) -> &str {
        &self.root
    }

    /// What stands in `PAYPAL-TRANSMISSION-SIG`.
    #[must_use]
    pub fn sign(&self, id: &str, time: &str, webhook: &str, body: &[u8]) -> String {
        let message = format!("{id}|{time}|{webhook}|{}", crc32fast::hash(body));
        STANDARD.encode(self.key.sign(message.as_bytes()).unwrap_or_default())
    }
}

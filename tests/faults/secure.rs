//! Secure connections whose certificates do not hold.

use std::{
    io::Read,
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
};

use crate::site::{FEED, Recorded, reply};

/// A test's own authority, known to the program by `SSL_CERT_FILE`.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    file: tempfile::NamedTempFile,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        // A name of its own, or what signs itself would be taken for signed by it.
        params.distinguished_name = DistinguishedName::new();
        params
            .distinguished_name
            .push(DnType::CommonName, "thử nghiệm");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), certificate.pem()).unwrap();
        Self {
            issuer: Issuer::new(params, key),
            file,
        }
    }

    /// What is recorded of a server whose certificate this authority gave out for a name or address.
    fn recorded(&self, name: &str) -> Recorded {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        self.recorded_with(certificate.der(), &key)
    }

    fn recorded_with(&self, certificate: &CertificateDer<'static>, key: &KeyPair) -> Recorded {
        let address = serve(certificate.clone(), key);
        let file = self.file.path().to_str().unwrap();
        Recorded::with(
            &format!("https://{address}/rss"),
            &[("SSL_CERT_FILE", file), ("SSL_CERT_DIR", "")],
        )
    }
}

/// A server that gives the feed to whoever accepts its certificate.
fn serve(certificate: CertificateDer<'static>, key: &KeyPair) -> SocketAddr {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.21.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream.unwrap());
            std::thread::spawn(move || {
                let mut head = [0; 4096];
                // Who does not accept the certificate asks nothing.
                let Ok(length) = stream.read(&mut head) else {
                    return;
                };
                let robots = head[..length].starts_with(b"GET /robots.txt ");
                let status = if robots { "404 Not Found" } else { "200 OK" };
                let _ = reply(&mut stream, status, &[], FEED.as_bytes());
            });
        }
    });
    address
}

#[test]
fn a_certificate_that_holds_is_accepted() {
    Authority::new()
        .recorded("127.0.21.1")
        .read("2 of 2 entries were new");
}

#[test]
fn a_certificate_for_another_name() {
    Authority::new().recorded("bao.example").failed(
        "no secure connection to SITE/rss: its certificate is for bao.example, not for 127.0.21.1",
    );
}

#[test]
fn a_certificate_that_signed_itself() {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["127.0.21.1".to_owned()]).unwrap();
    let certificate = params.self_signed(&key).unwrap();
    Authority::new()
        .recorded_with(certificate.der(), &key)
        .failed("no secure connection to SITE/rss: nobody this machine trusts vouches for its certificate: it may have signed itself, or the server leaves out the authority in between");
}

#[test]
fn a_certificate_that_has_run_out() {
    let authority = Authority::new();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(["127.0.21.1".to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2021, 1, 1);
    let certificate = params.signed_by(&key, &authority.issuer).unwrap();
    authority
        .recorded_with(certificate.der(), &key)
        .failed("no secure connection to SITE/rss: its certificate ran out on 2021-01-01");
}

//! How the press is asked.

use std::time::Duration;

use ipnet::IpNet;

/// How the press is asked.
#[derive(Debug, Clone)]
pub struct FetchSettings {
    /// How an editor reaches who runs this; goes into the User-Agent.
    pub contact: String,
    /// The least time between two requests to one site.
    pub gap: Duration,
    /// Requests under way at one time, over all sites.
    pub concurrency: usize,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long a whole request may take, each hop of a redirect counted anew.
    pub timeout: Duration,
    /// The largest body, in bytes after decompression.
    pub max_body: usize,
    /// Redirects followed for one request.
    pub max_redirects: usize,
    /// Networks that are not public but may be asked.
    pub allow_private: Vec<IpNet>,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            contact: String::new(),
            gap: Duration::from_secs(5),
            concurrency: 16,
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            max_body: 10_000_000,
            max_redirects: 5,
            allow_private: Vec::new(),
        }
    }
}

impl FetchSettings {
    /// The User-Agent: who asks, in which version, and how to reach them.
    pub fn user_agent(&self) -> String {
        let contact = self.contact.trim();
        if contact.is_empty() {
            format!("LangNghe/{}", env!("CARGO_PKG_VERSION"))
        } else {
            // A header holds ASCII only; what does not fit would make every request fail.
            let contact: String = contact.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
            format!("LangNghe/{} (+{contact})", env!("CARGO_PKG_VERSION"))
        }
    }
}

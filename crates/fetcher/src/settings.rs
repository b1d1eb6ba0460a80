//! How the press is asked.

use std::time::Duration;

use ipnet::IpNet;

/// How the press is asked.
#[derive(Debug, Clone)]
pub struct FetchSettings {
    /// How an editor reaches who runs this: an e-mail address or a page. Goes into the User-Agent. Without
    /// one only this machine is asked.
    pub contact: String,
    /// The least time between the end of a request to a site and the start of the next.
    pub gap: Duration,
    /// Requests under way at one time, over all sites; 0 counts as 1.
    pub concurrency: usize,
    /// How long a name may take to resolve, and how long TCP and TLS together may take after that.
    pub connect_timeout: Duration,
    /// How long a whole request may take, with connecting and the body; each hop of a redirect is counted anew.
    pub timeout: Duration,
    /// The largest body taken, in bytes after decompression.
    pub max_body: usize,
    /// Redirects followed for one request.
    pub max_redirects: usize,
    /// The ports that are asked; in a network of [`allow_private`](Self::allow_private) every port is.
    pub ports: Vec<u16>,
    /// Networks that are not public but may be asked, such as `127.0.0.0/8` in tests.
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
            ports: vec![80, 443],
            allow_private: Vec::new(),
        }
    }
}

impl FetchSettings {
    /// The User-Agent: who asks, in which version, and how to reach them (`LangNghe/0.1.0 (+contact)`).
    pub fn user_agent(&self) -> String {
        // A header holds ASCII only, and a parenthesis would end the comment; either would spoil every request.
        let contact: String = self
            .contact
            .chars()
            .filter(|c| (c.is_ascii_graphic() && !matches!(c, '(' | ')' | '\\')) || *c == ' ')
            .collect();
        let contact = contact.trim();
        if contact.is_empty() {
            format!("LangNghe/{}", env!("CARGO_PKG_VERSION"))
        } else {
            format!("LangNghe/{} (+{contact})", env!("CARGO_PKG_VERSION"))
        }
    }

    /// How long the head of an answer may take, from the start of the request: two thirds of
    /// [`timeout`](Self::timeout). A server silent for longer will not bring the body in the time that is left.
    pub fn response_timeout(&self) -> Duration {
        self.timeout / 3 * 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_agent_names_program_version_and_contact() {
        let agent = |contact: &str| {
            FetchSettings {
                contact: contact.into(),
                ..FetchSettings::default()
            }
            .user_agent()
        };
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            agent("vp@so.example"),
            format!("LangNghe/{version} (+vp@so.example)")
        );
        assert_eq!(agent("  "), format!("LangNghe/{version}"));
        assert_eq!(
            agent("Văn phòng (Sở)\r\nX: y"),
            format!("LangNghe/{version} (+Vn phng SX: y)")
        );
    }
}

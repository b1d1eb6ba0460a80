//! A real browser: Chromium, driven through ChromeDriver by the WebDriver protocol (W3C).

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// The key under which WebDriver names an element (W3C WebDriver, 12.2).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Longer than any answer takes: a guard against hanging.
const HANGS: Duration = Duration::from_secs(60);

/// A browser window; it and its driver end with the value.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
    profile: tempfile::TempDir,
}

impl Browser {
    /// Opens a window of this width. `None` where no Chromium is installed, which is a failure when
    /// `LANGNGHE_REQUIRE_CHROMIUM` is set.
    pub(crate) fn open(width: u32) -> Option<Self> {
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut driver = match started {
            Ok(driver) => driver,
            Err(error) => {
                assert!(
                    std::env::var_os("LANGNGHE_REQUIRE_CHROMIUM").is_none(),
                    "chromedriver does not start: {error}"
                );
                println!("skipped: no chromedriver (Debian: chromium-driver)");
                return None;
            }
        };
        let said = BufReader::new(driver.stdout.take().expect("it is piped"));
        let port = said
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let rest = line.split_once("started successfully on port ")?.1;
                rest.trim_end_matches('.').parse().ok()
            })
            .expect("chromedriver tells its port");
        let mut browser = Self {
            driver,
            port,
            session: String::new(),
            profile,
        };
        let arguments = json!([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            format!("--user-data-dir={}", browser.profile.path().display()),
        ]);
        let session = browser.call(
            "POST",
            "/session",
            &json!({"capabilities": {"alwaysMatch": {
                "goog:loggingPrefs": {"browser": "ALL"},
                "goog:chromeOptions": {
                    "args": arguments,
                    "mobileEmulation": {"deviceMetrics": {"width": width, "height": 900, "pixelRatio": 1.0}},
                },
            }}}),
        );
        session["sessionId"]
            .as_str()
            .expect("a session")
            .clone_into(&mut browser.session);
        Some(browser)
    }

    /// Goes to an address.
    pub(crate) fn go(&self, url: &str) {
        self.command("POST", "/url", &json!({"url": url}));
    }

    /// The value of a script's expression.
    pub(crate) fn value(&self, expression: &str) -> Value {
        let script = format!("return {expression}");
        self.command(
            "POST",
            "/execute/sync",
            &json!({"script": script, "args": []}),
        )
    }

    /// Waits until the expression holds on a page that is there: what a click leads to comes a little later.
    pub(crate) fn wait_for(&self, expression: &str) {
        let start = Instant::now();
        let holds = format!("document.readyState == 'complete' && Boolean({expression})");
        while self.value(&holds) != true {
            assert!(start.elapsed() < HANGS, "{expression} does not come true");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The text of every element that fits the selector, as a reader sees it.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let texts = self.value(&format!(
            "Array.from(document.querySelectorAll({selector:?}), e => e.innerText.trim())"
        ));
        serde_json::from_value(texts).expect("a list of texts")
    }

    /// Types into the element, key by key. `\n` is the enter key.
    pub(crate) fn type_into(&self, selector: &str, text: &str) {
        let id = self.element(selector);
        let keys = text.replace('\n', "\u{E007}");
        self.command("POST", &format!("/element/{id}/clear"), &json!({}));
        self.command(
            "POST",
            &format!("/element/{id}/value"),
            &json!({"text": keys}),
        );
    }

    /// Clicks the element.
    pub(crate) fn click(&self, selector: &str) {
        let id = self.element(selector);
        self.command("POST", &format!("/element/{id}/click"), &json!({}));
    }

    /// What the browser complained of since it was asked last: errors of scripts, policies and missing files.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let entries = self.command("POST", "/se/log", &json!({"type": "browser"}));
        let entries = entries.as_array().expect("a list").iter();
        entries.map(|entry| entry["message"].to_string()).collect()
    }

    /// By how many pixels the page is wider than its window.
    pub(crate) fn overflow(&self) -> i64 {
        self.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .as_i64()
            .expect("a number")
    }

    fn element(&self, selector: &str) -> String {
        let found = self.command(
            "POST",
            "/element",
            &json!({"using": "css selector", "value": selector}),
        );
        found[ELEMENT].as_str().expect("an element").to_owned()
    }

    fn command(&self, method: &str, path: &str, body: &Value) -> Value {
        self.call(method, &format!("/session/{}{path}", self.session), body)
    }

    /// One exchange with the driver, over HTTP/1.1.
    #[track_caller]
    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the driver listens");
        stream.set_read_timeout(Some(HANGS)).expect("a time-out");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )
        .expect("the driver reads");
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("the driver answers");
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer).expect("the whole answer");
        let mut answer: Value = serde_json::from_slice(&answer).expect("JSON");
        let value = answer["value"].take();
        assert!(
            value["error"].is_null(),
            "{method} {path}: {}",
            value["message"]
        );
        value
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ending the driver alone would leave the browser behind.
        if !self.session.is_empty() && !std::thread::panicking() {
            self.command("DELETE", "", &json!({}));
        } else if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let request = format!(
                "DELETE /session/{} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
                self.session
            );
            let _ = stream.write_all(request.as_bytes());
            let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
            let _ = stream.read(&mut [0; 16]);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

//! The app under a driver.

use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};

use super::pictures;

/// Longer than anything takes, also on a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_mins(1);

/// Looks again and again until it is so.
pub async fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "never: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A running app.
pub struct App(Client);

impl App {
    /// Starts it through the driver on the first of `ports`, which hands on to the one on the second.
    pub async fn start(ports: [u16; 2], paths: &[&Path]) -> Self {
        let mut wanted = Capabilities::new();
        let application = json!({"application": env!("CARGO_BIN_EXE_bar-one"), "args": paths});
        wanted.insert("browserName".to_owned(), json!("wry"));
        wanted.insert("tauri:options".to_owned(), application);
        let url = format!("http://127.0.0.1:{}", ports[0]);
        for port in ports {
            wait_for("a driver", || TcpStream::connect(("127.0.0.1", port)).is_ok()).await;
        }
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        let mut builder = ClientBuilder::new(connector);
        let client = builder.capabilities(wanted);
        // A driver waits for ever for an app that ended as soon as it was started.
        let client = tokio::time::timeout(PATIENCE, client.connect(&url)).await;
        Self(client.unwrap_or_else(|_| panic!("the app did not start")).unwrap())
    }

    /// Waits until `script`, an expression, is truthy, and returns it. What was thrown counts as not yet.
    pub async fn until(&self, what: &str, script: &str) -> Value {
        let script = format!("try {{ return {script}; }} catch (e) {{ return null; }}");
        let began = Instant::now();
        loop {
            let value = self.0.execute(&script, vec![]).await.unwrap();
            let truthy = !matches!(&value, Value::Null | Value::Bool(false))
                && value != json!("")
                && value != json!(0);
            if truthy {
                return value;
            }
            if began.elapsed() > PATIENCE {
                self.picture("failed").await;
                panic!("never: {what}; the window says: {}", self.text("body").await);
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// What `script`, an expression, is now.
    pub async fn ask(&self, script: &str) -> Value {
        self.0.execute(&format!("return {script};"), vec![]).await.unwrap()
    }

    /// What can be read in the first element that `css` selects.
    pub async fn text(&self, css: &str) -> String {
        let found =
            self.ask(&format!("document.querySelector({})?.innerText ?? ''", json!(css))).await;
        found.as_str().unwrap_or_default().to_owned()
    }

    /// Clicks the first button with these words in it, once it is there.
    pub async fn click(&self, words: &str) {
        let button = format!(
            "[...document.querySelectorAll('button, a, [role=radio], [role=menuitem]')].find((b) => b.checkVisibility() && \
             (b.innerText.includes({words}) || b.getAttribute('aria-label')?.includes({words})))",
            words = json!(words)
        );
        self.until(&format!("a button {words}"), &format!("!!{button}")).await;
        self.0
            .execute(&format!("{button}.setAttribute('data-test-click', '')"), vec![])
            .await
            .unwrap();
        self.0.find(Locator::Css("[data-test-click]")).await.unwrap().click().await.unwrap();
        let clean =
            "document.querySelector('[data-test-click]')?.removeAttribute('data-test-click')";
        self.0.execute(clean, vec![]).await.unwrap();
    }

    /// Types keys one after the other, wherever the focus is.
    pub async fn keys(&self, keys: &[char]) {
        let typed = keys.iter().fold(KeyActions::new("keyboard".to_owned()), |actions, key| {
            actions.then(KeyAction::Down { value: *key }).then(KeyAction::Up { value: *key })
        });
        self.0.perform_actions(typed).await.unwrap();
    }

    /// Keeps a picture of the window's content, once what it holds is painted.
    pub async fn picture(&self, name: &str) {
        let painted =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));";
        self.0.execute_async(painted, vec![]).await.unwrap();
        let png = self.0.screenshot().await.unwrap();
        std::fs::write(pictures().join(format!("{name}.png")), png).unwrap();
    }

    /// Closes the app.
    pub async fn close(self) {
        self.0.close().await.unwrap();
    }
}

//! The stand-in for PayPal as a program of its own: `cargo run -p bar-testkit --features servers
//! --example paypal -- [PORT] [WEBHOOK_URL]`. It says where it answers, and ends with Ctrl-C.

use std::env;
use std::error::Error;

use bar_testkit::paypal::{StandIn, WEBHOOK};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let port = arguments.next().map_or(Ok(0), |port| port.parse())?;
    let paypal = StandIn::start_on(port).await?;
    if let Some(url) = arguments.next() {
        paypal.post_hooks_to(&url);
    }
    let (client, secret) = paypal.credentials();
    println!("base     {}", paypal.base());
    println!("client   {client}");
    println!("secret   {secret}");
    println!("webhook  {WEBHOOK}");
    println!("root     {}/test/root.pem", paypal.base());
    tokio::signal::ctrl_c().await?;
    Ok(())
}

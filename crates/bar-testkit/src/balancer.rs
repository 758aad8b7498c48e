//! A load balancer: shares connections out among servers in turn, and passes over those that are gone.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// Stands before servers. It ends when this is dropped, and every connection with it.
pub struct Balancer {
    address: SocketAddr,
    servers: Arc<[Server]>,
    accepts: JoinHandle<()>,
}

struct Server {
    address: SocketAddr,
    taken: AtomicU64,
}

impl Balancer {
    /// Stands before these, on a free port of this computer.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn start(servers: &[SocketAddr]) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let server = |address: &SocketAddr| Server { address: *address, taken: AtomicU64::new(0) };
        let servers: Arc<[Server]> = servers.iter().map(server).collect();
        let accepts = tokio::spawn(accept(listener, Arc::clone(&servers)));
        Ok(Self { address, servers, accepts })
    }

    /// Where clients connect to.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections each server took.
    #[must_use]
    pub fn taken(&self) -> Vec<u64> {
        self.servers.iter().map(|server| server.taken.load(Ordering::SeqCst)).collect()
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.accepts.abort();
    }
}

async fn accept(listener: TcpListener, servers: Arc<[Server]>) {
    let next = Arc::new(AtomicUsize::new(0));
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        connections.spawn(carry(client, Arc::clone(&servers), Arc::clone(&next)));
        while connections.try_join_next().is_some() {}
    }
}

async fn carry(mut client: TcpStream, servers: Arc<[Server]>, next: Arc<AtomicUsize>) {
    // Where all are gone, the client finds nobody.
    for _ in 0..servers.len() {
        let server = &servers[next.fetch_add(1, Ordering::SeqCst) % servers.len()];
        if let Ok(mut there) = TcpStream::connect(server.address).await {
            server.taken.fetch_add(1, Ordering::SeqCst);
            // Whoever hangs up first, the other one notices.
            let _ = copy_bidirectional(&mut client, &mut there).await;
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// Says its number to whoever comes.
    async fn server(number: u8) -> (SocketAddr, JoinHandle<()>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let serves = async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let _ = client.write_all(&[number]).await;
            }
        };
        (address, tokio::spawn(serves))
    }

    async fn asked(balancer: &Balancer) -> Vec<u8> {
        let mut said = Vec::new();
        let mut stream = TcpStream::connect(balancer.address()).await.expect("a connection");
        // It may be reset where nobody is there.
        let _ = stream.read_to_end(&mut said).await;
        said
    }

    #[tokio::test]
    async fn each_takes_its_turn_and_who_is_gone_is_passed_over() {
        let ((one, serves_one), (two, serves_two)) = (server(1).await, server(2).await);
        let balancer = Balancer::start(&[one, two]).await.expect("a balancer");
        let mut said = Vec::new();
        for _ in 0..4 {
            said.extend(asked(&balancer).await);
        }
        assert_eq!((said, balancer.taken()), (vec![1, 2, 1, 2], vec![2, 2]));
        serves_one.abort();
        let _ = serves_one.await;
        for _ in 0..3 {
            assert_eq!(asked(&balancer).await, [2]);
        }
        serves_two.abort();
        let _ = serves_two.await;
        assert!(asked(&balancer).await.is_empty());
    }
}

//! Heads of answers that are too large, or never end.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use langnghe_fetcher::{Failure, FetchError};
use tokio::io::AsyncWriteExt;

use crate::server::{get, raw};

/// Answers with a beginning and then with this text again and again, until it is hung up on; gives what the fetcher
/// said, and how many bytes it let come.
async fn answered_with(text: &'static str, times: usize) -> (FetchError, usize) {
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    let address = raw(false, move |mut stream| {
        let count = Arc::clone(&count);
        async move {
            let mut alive = stream.write_all(b"HTTP/1.1 200 OK\r\n").await.is_ok();
            for _ in 0..times {
                alive = alive && stream.write_all(text.as_bytes()).await.is_ok();
                if !alive {
                    return;
                }
                count.fetch_add(text.len(), Ordering::Relaxed);
            }
            let _ = stream.write_all(b"\r\n").await;
        }
    })
    .await;
    let error = get(&format!("http://{address}/")).await.expect_err(text);
    assert!(matches!(error, FetchError::Body { .. }), "{error:?}");
    assert_eq!(error.kind(), Failure::Temporary);
    (error, sent.load(Ordering::Relaxed))
}

#[tokio::test]
async fn headers_without_end_are_cut_off() {
    for text in [
        "X-Dai: mot hai ba bon nam sau bay tam\r\n",
        "khong xuong dong ",
    ] {
        let (error, sent) = answered_with(text, usize::MAX).await;
        assert!(error.to_string().contains("cannot be read"), "{error}");
        // The client holds about 400 KiB; the rest lies in the buffers of the kernel.
        assert!(sent < 16_000_000, "{sent}");
    }
}

#[tokio::test]
async fn headers_larger_than_64_kib_are_refused() {
    let line: String = format!("X-Dai: {}\r\n", "a".repeat(1000));
    let line: &'static str = Box::leak(line.into_boxed_str());
    let (error, _) = answered_with(line, 90).await;
    assert!(
        error.to_string().contains("larger than 65536 bytes"),
        "{error}"
    );
}

//! Heads of answers that are too large, or never end.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use langnghe_fetcher::{Failure, FetchError, Stage};
use tokio::io::AsyncWriteExt;

use crate::server::{fetcher, get, raw, request};

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
async fn a_server_that_only_ever_asks_for_patience_is_given_up() {
    let address = raw(false, |mut stream| async move {
        while stream
            .write_all(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            .await
            .is_ok()
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    let error = fetcher(|settings| settings.timeout = Duration::from_millis(600))
        .get(&request(&format!("http://{address}/")))
        .await
        .expect_err("it never answers");
    let limit = Duration::from_millis(400);
    assert!(
        matches!(error, FetchError::Timeout { stage: Stage::Response, limit: said, .. } if said == limit),
        "{error:?}"
    );
}

#[tokio::test]
async fn trailers_without_end_are_cut_off() {
    let address = raw(false, |mut stream| async move {
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nchao!\r\n0\r\n";
        let mut alive = stream.write_all(head).await.is_ok();
        while alive {
            alive = stream.write_all(b"X-Dai: mot hai ba bon\r\n").await.is_ok();
        }
    })
    .await;
    let error = get(&format!("http://{address}/")).await;
    assert!(matches!(error, Err(FetchError::Body { .. })), "{error:?}");
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

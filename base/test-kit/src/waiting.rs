//! Requests that meet what another transaction has not committed yet.

use db::WriteTransaction;
use std::time::Duration;

/// How long a request has to come as far as it can while the other transaction is open.
const OPEN_FOR: Duration = Duration::from_millis(400);

/// Sends a request while `transaction` is open, which is then committed, and returns the response.
///
/// On SQLite the request waits before its own transaction begins. On PostgreSQL it goes on until both want to write the same, so it
/// may have read what `transaction` changes.
///
/// # Panics
/// If the transaction cannot be committed, which fails the test.
pub async fn while_open<T>(transaction: WriteTransaction, request: impl Future<Output = T>) -> T {
    let commit = async {
        tokio::time::sleep(OPEN_FOR).await;
        transaction.commit().await.expect("the transaction is committed");
    };
    tokio::join!(request, commit).0
}

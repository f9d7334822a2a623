//! `moothall worker` as a process of its own beside a site that leaves jobs to it.

use db::Db;
use mail::Mail;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A process that is ended when it is dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Process {
    /// Starts the program in `folder`, and waits for a line that contains `words`.
    fn moothall(folder: &Path, arguments: &[&str], words: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_moothall"))
            .current_dir(folder)
            .env_remove("DATABASE_URL")
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.stdout.take().unwrap();
        let process = Self(child);
        let is_said = BufReader::new(output).lines().map_while(Result::ok).any(|line| line.contains(words));
        assert!(is_said, "the program ended without saying {words}");
        process
    }

    /// Asks the process to stop, and waits until it has.
    fn stop(mut self) {
        let id = rustix::process::Pid::from_child(&self.0);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            if let Some(status) = self.0.try_wait().unwrap() {
                assert!(status.success(), "{status}");
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the program did not stop");
    }
}

/// Starts a mail server on a free port, which keeps what it receives in `folder/mails`.
fn mail_server(folder: &Path) -> (Process, u16) {
    let python = std::env::var("MOOTHALL_TEST_PYTHON").expect(
        "this test needs a mail server: run `cargo xtask test`, which installs one, or set MOOTHALL_TEST_PYTHON to a Python that has \
         aiosmtpd",
    );
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let process = Command::new(python)
        .args(["-m", "aiosmtpd", "--nosetuid", "--listen", &format!("127.0.0.1:{port}")])
        .args(["--class", "aiosmtpd.handlers.Mailbox"])
        .arg(folder.join("mails"))
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let process = Process(process);
    for _ in 0..300 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return (process, port);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the mail server does not answer");
}

fn received(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("mails/new")).map_or(0, Iterator::count)
}

/// Queues an email in the site's database, as a process beside it does.
async fn queue(folder: &Path, subject: &str) {
    let db = Db::open(&format!("sqlite://{}", folder.join("data/moothall/moothall.db").display())).await.unwrap();
    let transaction = db.begin().await.unwrap();
    let text = "The agenda is published.\n".to_owned();
    let mail = Mail { to: "petra@ashmere.example".into(), subject: subject.into(), text, ..Mail::default() };
    mail::queue(&transaction, &mail, foundation::Clock::system().now()).await.unwrap();
    transaction.commit().await.unwrap();
    db.close().await.unwrap();
}

async fn until_received(folder: &Path, count: usize) {
    for _ in 0..200 {
        if received(folder) == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{} emails were received, not {count}", received(folder));
}

#[tokio::test]
async fn a_worker_sends_what_the_site_leaves_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (_server, port) = mail_server(at);
    let from = "democratic.services@ashmere.example";
    let mail = format!("[mail]\nserver = \"smtp://127.0.0.1:{port}\"\nfrom = \"{from}\"\n");
    std::fs::write(at.join("moothall.toml"), mail).unwrap();

    let site = Process::moothall(at, &["serve", "--without-worker", "--listen", "127.0.0.1:0"], "Moothall is at");
    queue(at, "One").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(received(at), 0, "the site leaves it to the worker");

    let worker = Process::moothall(at, &["worker"], "Moothall runs jobs");
    let other = Process::moothall(at, &["worker"], "Moothall runs jobs");
    until_received(at, 1).await;
    for number in 0..10 {
        queue(at, &format!("Another {number}")).await;
    }
    until_received(at, 11).await;
    worker.stop();
    other.stop();
    queue(at, "Later").await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(received(at), 11, "each was sent once, and nothing after the workers ended");
    site.stop();

    let site = Process::moothall(at, &["serve", "--listen", "127.0.0.1:0"], "Moothall is at");
    until_received(at, 12).await;
    site.stop();
}

//! Two public questions at the meeting: one that awaits a written answer, and one that was answered. Both are published.

use test_kit::{ExampleSite, Examples, hidden, last_part};

/// The examples of public questions.
pub(crate) struct Questions;

const FIRST: &str = "When will the broken lamps on the quay at Heron Lane be repaired?";
const SECOND: &str = "Will the ferry to the island run on Sundays in winter?";

/// Asks a question. Returns the secret of its private address.
async fn ask(site: &ExampleSite, name: &str, mail: &str, text: &str) -> String {
    let address = format!("/meetings/{}/ask", site.key("meeting"));
    let fields = [("name", name), ("address", "1 Heron Lane, Ashmere"), ("mail", mail), ("item", "Fences"), ("text", text)];
    let check = site.app.post_as("", &address, &fields).await;
    let form = hidden(&check.body, "form");
    let sent = site.app.post_as("", &format!("{address}/send"), &[&fields[..], &[("form", form)]].concat()).await;
    let private = sent.location().split('?').next().unwrap_or_default();
    assert!(private.starts_with("/questions/track/"), "{}", sent.body);
    last_part(private).to_owned()
}

/// Sends a form about a question with the version that its page shows.
async fn act(site: &ExampleSite, question: &str, act: &str, fields: &[(&str, &str)]) {
    let clerk = site.person("clerk of the board");
    let accept = format!("/questions/{question}/decide/accept");
    let shown = format!("/meetings/{}/questions/meeting", site.key("meeting"));
    let version = if act == "decide/accept" {
        site.hidden(clerk, &accept, "version").await
    } else {
        let page = site.page(clerk, &shown).await;
        let own = page.split_once(&format!("id=\"question-{question}\"")).map(|(_, own)| own).expect("the question");
        hidden(own, "version").to_owned()
    };
    let fields = [fields, &[("version", version.as_str())]].concat();
    site.done(clerk, &format!("/questions/{question}/{act}"), &fields).await;
}

#[async_trait::async_trait]
impl Examples for Questions {
    async fn create(&self, site: &mut ExampleSite) {
        let secret = ask(site, "Wanda Wharf", "wanda@wharf.example", FIRST).await;
        ask(site, "Nora Newcomer", "nora@square.example", SECOND).await;
        let page = site.page(site.person("clerk of the board"), "/questions").await;
        let mut keys: Vec<u64> =
            page.split("href=\"/questions/").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect();
        keys.sort_unstable();
        keys.dedup();
        let [first, second] = keys.as_slice() else { panic!("two questions: {keys:?}") };
        site.keep("question", first);
        site.keep("answered question", second);
        site.keep_changing("question's secret", secret);
        for (question, wording) in [("question", FIRST), ("answered question", SECOND)] {
            act(site, site.key(question), "decide/accept", &[("wording", wording), ("item", "Fences")]).await;
        }
        site.keep("decision", "accept");
        site.keep("event", "put");
    }

    async fn create_on_the_day(&self, site: &mut ExampleSite) {
        let (clerk, question) = (site.person("clerk of the board").clone(), site.key("question").to_owned());
        act(site, &question, "meeting/leave-out", &[]).await;
        act(site, &question, "meeting/record", &[("in_writing", "yes")]).await;
        let answered = site.key("answered question");
        act(site, answered, "meeting/put", &[]).await;
        act(site, answered, "meeting/record", &[("began", "6.35 pm"), ("answer", "It will.")]).await;
        let answer = format!("/questions/{question}/answer");
        let version = site.hidden(&clerk, &answer, "version").await;
        site.done(&clerk, &answer, &[("answer", "In July."), ("version", &version)]).await;
        let publish = format!("/meetings/{}/questions/publish", site.key("meeting"));
        let seen = site.hidden(&clerk, &publish, "seen").await;
        site.done(&clerk, &publish, &[("seen", &seen)]).await;
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        match path {
            // An unknown address: with the right one, anyone may send the form.
            "/questions/track/{token}/withdraw" => path.replace("{token}", "unknown"),
            path if path.starts_with("/meetings/") => site.fill(path, &[("id", "meeting")]),
            path if path.ends_with("/erase") => site.fill(path, &[("id", "answered question")]),
            _ => {
                let act = if path.contains("/decide/") { "decision" } else { "event" };
                site.fill(path, &[("id", "question"), ("act", act), ("token", "question's secret")])
            }
        }
    }
}

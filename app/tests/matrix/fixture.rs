//! The data for the table's examples: the demonstration's record, another board, people in every role, and a record of each
//! kind.

use access::account::{AccountState, By};
use access::actor::Term;
use access::link_store::{self, Purpose};
use access::role_store::{self, NewRole};
use access::{AccountId, Place, Token, account_store, glass_store};
use files::Visibility;
use foundation::MunicipalYear;
use meetings::board::{BoardMember, BoardRegister};
use meetings::minutes::BoardRole;
use moothall::{demonstration, pages, wiring};
use publications::{NewPublication, Publishing};
use test_kit::{On, TestApp};

/// A column of the table, which is a role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Role {
    /// Its name in the table.
    pub name: &'static str,
    /// The reason for its permissions, for the head of the table.
    pub why: &'static str,
    /// The roles that the person holds, each with its place.
    pub held: &'static [(&'static str, &'static str)],
    /// Whether the person is signed in at all.
    signed_in: bool,
    /// Whether the person is an author of the draft.
    is_author: bool,
}

/// The columns. The examples belong to board 1 and are shared with agency 1.
pub(crate) const ROLES: &[Role] = &[
    Role {
        name: "resident: not signed in",
        why: "What the council publishes, and the forms by which anybody asks, follows a board or signs in. Whatever needs an account leads to signing in, whether or not it is there, so that nothing is learnt from the answer.",
        held: &[],
        signed_in: false,
        is_author: false,
    },
    Role {
        name: "signed in, without a role",
        why: "The same, and their own account: password, sessions, codes. Actions of a post they hold are theirs by the post and not by a role. An account alone opens nothing.",
        held: &[],
        signed_in: true,
        is_author: false,
    },
    Role {
        name: "member of the board",
        why: "Has by right what the board considers (Local Government Act 1972, section 100F): its agenda with the titles of private items, its private papers and confidential minutes, the plan of question time without who asks, the annual report that the board is to adopt, and what was given to others to do. Their own page of a meeting: apologies, interests, notes. Reads no report before it is published: until then it is advice in preparation. Changes none of the clerk’s work.",
        held: &[("member", "board/1")],
        signed_in: true,
        is_author: false,
    },
    Role {
        name: "member of another board",
        why: "The lists, in which their own board’s things stand, and nothing of this board beyond what is public.",
        held: &[("member", "board/2")],
        signed_in: true,
        is_author: false,
    },
    Role {
        name: "clerk of the board",
        why: "Looks after all of the board’s business: its register and year, agendas and private items, what is recorded, minutes, questions with who asks (to answer them), private papers with their sharing, reports at every stage, since the clerk puts them on the agenda and clears last. Not the members’ own pages, and no report that waits for somebody else to clear.",
        held: &[("clerk", "board/1")],
        signed_in: true,
        is_author: false,
    },
    Role {
        name: "clerk of another board",
        why: "The lists, in which their own board’s things stand; what democratic services keep for all boards together: the register of posts, the template of reports, beginning a board. A private paper of this board opens for a reason alone, which is reviewed, for the day on which they stand in for a colleague.",
        held: &[("clerk", "board/2")],
        signed_in: true,
        is_author: false,
    },
    Role {
        name: "reporting officer of the board",
        why: "Reports to the board: sees its work programme and its agenda in preparation, to know what is to be written by when, with public titles only; begins reports on public items, brings private papers of their own. A colleague’s report is open to its authors, the clerk and those who clear it, and this role alone opens none, exempt or not. A report on an exempt item is begun by the clerk, who names its author.",
        held: &[("reporting-officer", "board/1")],
        signed_in: true,
        is_author: false,
    },
    Role {
        name: "author of the report",
        why: "A reporting officer who was made an author of the draft: everything of this draft, its pictures and files too. Clears nothing, and names no deputy, having nothing to clear.",
        held: &[("reporting-officer", "board/1")],
        signed_in: true,
        is_author: true,
    },
    Role {
        name: "clearing officer for finance",
        why: "Reads and clears a report from when it has come to them, and reads it from then on, as they answer for what they cleared. This draft has not come to them, so it is hidden. Names who clears in their place while they are away.",
        held: &[("clearing-officer", "clearance/1")],
        signed_in: true,
        is_author: false,
    },
    Role {
        name: "monitoring officer",
        why: "Watches over lawfulness and interests (Local Government and Housing Act 1989, section 5), so reads the boards’ business, private papers, confidential minutes and actions, marks conflicts of interest, reviews openings for a reason. Changes no business, and reads no drafts: nothing is decided on them. Each opening is in the ledger.",
        held: &[("monitoring-officer", "")],
        signed_in: true,
        is_author: false,
    },
    Role {
        name: "user of the agency",
        why: "What is shared with the agency, until the day named, and nothing else.",
        held: &[("partner", "agency/1")],
        signed_in: true,
        is_author: false,
    },
    Role {
        name: "user of another agency",
        why: "An empty list of what is shared with their own agency.",
        held: &[("partner", "agency/2")],
        signed_in: true,
        is_author: false,
    },
    Role {
        name: "auditor",
        why: "The ledger, its export and the openings for a reason: who did what to which record. Reads no record itself, which is why entries quote none.",
        held: &[("auditor", "")],
        signed_in: true,
        is_author: false,
    },
    Role {
        name: "administrator",
        why: "Accounts, roles and the council’s settings. Reads no record, no ledger and no business.",
        held: &[("administrator", "")],
        signed_in: true,
        is_author: false,
    },
];

pub(crate) struct Fixture {
    pub app: TestApp,
    /// An account that belongs to nobody in the table.
    target: AccountId,
    /// A role of that account.
    target_role: i64,
    /// A link in an email to that account.
    link: Token,
    /// A meeting with minutes.
    meeting: i64,
}

/// The file of the draft, used both as a picture and as an attachment.
const DRAFT_FILE: &[u8] = b"a picture of the quay";

impl Fixture {
    pub(crate) async fn new(on: On) -> Self {
        let app = TestApp::new(on, wiring::capabilities(), vec![pages::routes()], "2024-06-04T08:00:00Z").await;
        let first = demonstration::read().expect("the demonstration reads").clock;
        app.state.load_demonstration(first).await.expect("the demonstration loads");
        let at = app.state.clock.now();
        let by = By { actor: "a test", at };
        let transaction = app.state.db.begin().await.expect("a transaction");
        let chair =
            BoardMember::in_year("Councillor Bertha Ashby", BoardRole::Chair, MunicipalYear::beginning_in(2023).expect("a year"));
        let other = BoardRegister { name: "Harbour Board".into(), members: vec![chair], ..BoardRegister::default() };
        meetings::publish_board(&transaction, &other, &Publishing { at, actor: "a test", reason: "A test" })
            .await
            .expect("a board");
        let target = account_store::insert(&transaction, "target@ashmere.example", "Tessa Target", by).await.expect("an account");
        let member =
            NewRole { role: "member".into(), place: Place::parse("board/1"), term: Term { from: at.date_naive(), until: None } };
        let target_role = role_store::give(&transaction, target, &member, false, by).await.expect("a role").get();
        let link = link_store::make(&transaction, target, Purpose::Invitation, by).await.expect("a link");
        let meeting = "SELECT MIN(id) FROM meeting WHERE has_minutes";
        let meeting = db::single::<i64>(&transaction, meeting, []).await.expect("read").expect("a meeting with minutes");
        transaction.commit().await.expect("it stands");
        // Created first, so that its key is known.
        app.session_of(target).await;
        let colour =
            foundation::DatedRule { value: "#0b5c5c".to_owned(), from: at.date_naive(), until: None, citation: String::new() };
        let transaction = app.state.db.begin().await.expect("a transaction");
        settings::set_value(&transaction, "council.colour", &colour, settings::By { actor: "a test", at })
            .await
            .expect("a colour");
        transaction.commit().await.expect("it stands");
        app.state.reload_settings().await.expect("the settings are read");
        let fixture = Self { app, target, target_role, link, meeting };
        fixture.records().await;
        fixture.questions().await;
        fixture.opening().await;
        fixture
    }

    /// Creates a record of each kind that is not public.
    async fn records(&self) {
        let target = self.target.get();
        let transaction = self.app.state.db.begin().await.expect("a transaction");
        let content = b"%PDF-1.7 a lease".to_vec();
        let at = self.app.state.clock.now();
        let files = &self.app.state.files;
        files.keep(&transaction, "lease.pdf", "application/pdf", content.into(), at, Visibility::Private).await.expect("a file");
        transaction.commit().await.expect("it stands");
        self.run(&format!(
            "INSERT INTO private_paper (title, board, paragraph, public_interest, file_id, file_name, content_type, owner, added_at) SELECT \
             'Lease of the quay', 'board/1', 3, 'Prices', MAX(id), 'lease.pdf', 'application/pdf', {target}, '2024-06-03 10:00:00+00:00' \
             FROM stored_file"
        ))
        .await;
        self.business().await;
        self.draft().await;
        self.run("INSERT INTO private_paper_share (paper_id, agency, ground, until_day) VALUES (1, 'agency/1', 'Consent', '2024-12-31')").await;
        self.run(
            "INSERT INTO annual_report (board_id, municipal_year, state, begun_at) VALUES (1, 2023, 'draft', '2024-06-03 10:00:00+00:00')",
        )
        .await;
    }

    /// Creates the business of the meeting: an item with its paper, recorded outcomes, confidential minutes, an item of the
    /// work programme and a post.
    async fn business(&self) {
        let meeting = self.meeting;
        for sql in [
            "INSERT INTO programme_item (board_id, title, kind, source, crime_scrutiny, state, version) VALUES (1, 'Fences', 'report', 'member', FALSE, 'planned', 1)".to_owned(),
            // The items of the demonstration's imported agenda are removed: the examples refer to item 1.
            "DELETE FROM draft_item".to_owned(),
            format!(
                "INSERT INTO draft_item (id, meeting_id, position, number, kind, title, to_follow, crime_scrutiny, body, version) VALUES (1, {meeting}, 0, '1', 'report', 'Fences', FALSE, FALSE, 'Old.', 1)"
            ),
            format!("INSERT INTO sitting (meeting_id, state, began_at) VALUES ({meeting}, 'open', '2024-02-06 18:30:00+00:00')"),
            format!(
                "INSERT INTO sitting_entry (meeting_id, at, content, recorded_by, recorded_at) VALUES ({meeting}, '2024-02-06 18:31:00+00:00', '{{\"kind\":\"readmission\"}}', 'a test', '2024-02-06 18:31:00+00:00')"
            ),
            "INSERT INTO post (title) VALUES ('Harbour Master')".to_owned(),
            "INSERT INTO item_file (item_id, position, title, is_published) VALUES (1, 0, 'Plan', TRUE)".to_owned(),
            format!(
                "INSERT INTO item_file_version (item_file_id, number, hash, name, content_type, size, content, added_by, added_at) VALUES (1, 1, '{}', \
                 'plan.pdf', 'application/pdf', 21, '{{\"kind\":\"pdf\",\"sheets\":[\"portrait\"],\"is_tagged\":true,\"has_language\":true}}', 'a test', \
                 '2024-06-03 10:00:00+00:00')",
                files::hash(DRAFT_FILE)
            ),
        ] {
            self.run(&sql).await;
        }
        let at = self.app.state.clock.now();
        let publishing = Publishing { at, actor: "a test", reason: "A test" };
        let transaction = self.app.state.db.begin().await.expect("a transaction");
        let paper = r#"{"board":"A board","held_on":"2024-02-06","title":"Fences"}"#;
        let new = NewPublication { kind: "paper", record: "agenda-item/1", title: "Fences", content: paper.to_owned() };
        publications::publish(&transaction, &new, &publishing).await.expect("a paper");
        let programme = r#"{"board":"A board","items":[{"title":"Fences"}]}"#.to_owned();
        let new =
            NewPublication { kind: "work-programme", record: "board/1/programme", title: "Work programme", content: programme };
        publications::publish(&transaction, &new, &publishing).await.expect("a work programme");
        let record = format!("meeting/{meeting}/confidential-minutes");
        let minutes = r#"{"board":"A board","held_on":"2024-02-06","attendance":{}}"#;
        let new = NewPublication { kind: "confidential-minutes", record: &record, title: "Minutes", content: minutes.to_owned() };
        publications::publish_closed(&transaction, &new, &publishing).await.expect("confidential minutes");
        let file = format!(
            r#"{{"id":1,"board":"A board","held_on":"2024-02-06","item_title":"Fences","title":"Plan","version":1,"file":"{}","name":"plan.pdf","content_type":"application/pdf","size":21,"content":{{"kind":"pdf","sheets":["portrait"],"is_tagged":true,"has_language":true}}}}"#,
            files::hash(DRAFT_FILE)
        );
        let new = NewPublication { kind: "item-file", record: "item-file/1", title: "Plan", content: file.clone() };
        publications::publish(&transaction, &new, &publishing).await.expect("a file");
        let record = format!("meeting/{meeting}/exempt-pack");
        let content = format!(
            r#"{{"parts":[{{"item":9,"number":"2","title":"A lease","paragraphs":[3],"public_interest":"Prices","summary":null,"paper":null,"files":[{file}]}}]}}"#
        );
        let new = NewPublication { kind: "exempt-pack", record: &record, title: "Exempt pack", content };
        publications::publish_closed(&transaction, &new, &publishing).await.expect("an exempt pack");
        transaction.commit().await.expect("it stands");
    }

    /// Creates a draft report on the item, with a text and a file.
    async fn draft(&self) {
        let at = self.app.state.clock.now();
        let transaction = self.app.state.db.begin().await.expect("a transaction");
        let files = &self.app.state.files;
        files.keep(&transaction, "quay.png", "image/png", DRAFT_FILE.into(), at, Visibility::Private).await.expect("a file");
        transaction.commit().await.expect("it stands");
        for sql in [
            "INSERT INTO report_draft (board, item_id, kind, subject, reporting_officer, template, state, version, exempt, made_by, made_at, \
             changed_by, changed_at) VALUES ('board/1', 1, 'report', 'Fences', 'Harbour Master', 0, 'drafting', 1, FALSE, 'a test', \
             '2024-06-03 10:00:00+00:00', 'a test', '2024-06-03 10:00:00+00:00')"
                .to_owned(),
            "INSERT INTO report_text (draft_id, section, version, text, made_by, made_at) VALUES (1, 2, 1, 'Old.', 'a test', '2024-06-03 10:00:00+00:00')"
                .to_owned(),
            format!(
                "INSERT INTO report_draft_file (draft_id, number, usage, hash, name, content_type, size, width, height, description, made_by, \
                 made_at) VALUES (1, 1, 'picture', '{}', 'quay.png', 'image/png', 21, 4, 4, 'The quay', 'a test', '2024-06-03 10:00:00+00:00')",
                files::hash(DRAFT_FILE)
            ),
        ] {
            self.run(&sql).await;
        }
    }

    /// Creates two public questions, one awaiting a written answer and one answered, and publishes the question time.
    async fn questions(&self) {
        for (id, state, token) in [(1, "awaiting-written-answer", self.link.hash()), (2, "answered", "no token".to_owned())] {
            self.run(&format!(
                "INSERT INTO public_question (meeting_id, board, year, number, reference, form_hash, token_hash, received_at, state, version, \
                 text, absent, named, in_writing, supplementary_in_writing, written_answer, changed_by, changed_at, last_act) VALUES \
                 ({}, 'board/1', 2023, {id}, 'PQ/SAF/2023/{id}', 'form {id}', '{token}', '2024-02-01 10:00:00+00:00', '{state}', 1, 'Why?', \
                 1 = 0, 1 = 0, 1 = 1, 1 = 0, 'Because.', 'a resident', '2024-02-01 10:00:00+00:00', 'ask')",
                self.meeting
            ))
            .await;
        }
        self.run(
            "INSERT INTO public_question_asker (question_id, name, address, mail) SELECT id, 'Wanda Wharf', '1 Heron Lane', \
             'wanda@wharf.example' FROM public_question",
        )
        .await;
        let record = format!("meeting/{}/questions", self.meeting);
        let content = r#"{"board":"Safer Policy and Performance Board","held_on":"2024-02-06","questions":[]}"#.to_owned();
        let new = NewPublication { kind: "question-time", record: &record, title: "Public questions", content };
        let transaction = self.app.state.db.begin().await.expect("a transaction");
        let publishing = Publishing { at: self.app.state.clock.now(), actor: "a test", reason: "A test" };
        publications::publish(&transaction, &new, &publishing).await.expect("published");
        transaction.commit().await.expect("it stands");
    }

    /// Creates an opening for a reason by the account that belongs to nobody in the table.
    async fn opening(&self) {
        let by = By { actor: "a test", at: self.app.state.clock.now() };
        let transaction = self.app.state.db.begin().await.expect("a transaction");
        let closed = glass_store::Closed { record: "private-paper/1", title: "A paper", address: "/papers/1", place: None };
        glass_store::open(&transaction, self.target, &closed, "A reason of some length.", by).await.expect("an opening");
        transaction.commit().await.expect("it stands");
    }

    async fn run(&self, sql: &str) {
        let transaction = self.app.state.db.begin().await.expect("a transaction");
        db::execute(&transaction, sql, []).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        transaction.commit().await.expect("it stands");
    }

    /// Restores what an earlier request may have changed.
    pub(crate) async fn restore(&self) {
        let target = self.target.get();
        for sql in [
            "UPDATE private_paper SET withdrawn_at = NULL".to_owned(),
            "UPDATE private_paper_share SET ended_at = NULL".to_owned(),
            format!(
                "INSERT INTO private_paper_conflict (paper_id, account_id) VALUES (1, {target}) ON CONFLICT (paper_id, account_id) DO NOTHING"
            ),
            format!("UPDATE account_role SET withdrawn_at = NULL WHERE id = {}", self.target_role),
            format!("UPDATE account SET state = 'invited' WHERE id = {target}"),
            "UPDATE account_link SET ended_at = NULL".to_owned(),
            "UPDATE sitting_entry SET struck_at = NULL, struck_by = NULL".to_owned(),
            "UPDATE public_question SET state = 'awaiting-written-answer' WHERE id = 1".to_owned(),
            "INSERT INTO public_question_asker (question_id, name, address, mail) VALUES (2, 'Wanda Wharf', '1 Heron Lane', \
             'wanda@wharf.example') ON CONFLICT (question_id) DO NOTHING"
                .to_owned(),
            "UPDATE glass_opening SET reviewed_at = NULL, reviewed_by = NULL".to_owned(),
        ] {
            self.run(&sql).await;
        }
    }

    /// Returns the account of a column; `None` if the person is not signed in.
    pub(crate) async fn account_of(&self, role: &Role) -> Option<AccountId> {
        if !role.signed_in {
            return None;
        }
        let by = By { actor: "a test", at: self.app.state.clock.now() };
        let transaction = self.app.state.db.begin().await.expect("a transaction");
        let mail = format!("{}@ashmere.example", role.name.replace([' ', ',', ':'], "."));
        let account = account_store::insert(&transaction, &mail, role.name, by).await.expect("an account");
        account_store::set_state(&transaction, account, AccountState::Active, by).await.expect("an open account");
        account_store::set_password(&transaction, account, "not a hash that anything fits", by).await.expect("a password");
        for (key, place) in role.held {
            let new = NewRole {
                role: (*key).to_owned(),
                place: Place::parse(place),
                term: Term { from: self.app.state.clock.today(), until: None },
            };
            role_store::give(&transaction, account, &new, false, by).await.expect("a role");
        }
        transaction.commit().await.expect("it stands");
        if role.is_author {
            self.run(&format!("INSERT INTO report_author (draft_id, account_id) VALUES (1, {account})")).await;
        }
        Some(account)
    }

    /// Returns the example as the table shows it, without parts that differ between runs or change with a style.
    pub(crate) fn shown(&self, path: &str) -> String {
        match path {
            "/link/{token}"
            | "/questions/track/{token}"
            | "/assets/{*path}"
            | "/pictures/{hash}"
            | "/attachments/{hash}/{name}" => path.to_owned(),
            path => self.example(path),
        }
    }

    /// Returns an address of this kind, for something that exists.
    pub(crate) fn example(&self, path: &str) -> String {
        match path {
            "/assets/{*path}" => format!("/assets/{}", assets::address("moothall.css").trim_start_matches("/assets/")),
            path if path.starts_with("/boards/{slug}") => path
                .replace("{slug}", "safer-policy-and-performance-board")
                .replace("{person}", "1")
                .replace("{year}", "2023")
                .replace("{part}", "foreword"),
            path if path.starts_with("/my/meetings/{id}") => {
                path.replace("{id}", &self.meeting.to_string()).replace("{interest}", "1")
            }
            "/annual-reports/{board}/{year}" => "/annual-reports/1/2023".to_owned(),
            path if path.starts_with("/subscriptions/") => path.replace("{token}", "1-0"),
            "/members/{slug}" => "/members/norman-plumpton-walsh".to_owned(),
            "/minutes/{reference}" => "/minutes/SAF27".to_owned(),
            "/documents/{folder}/{file}" => "/documents/g1/pack.pdf".to_owned(),
            "/prints/{hash}/{name}" => "/prints/00/pack.pdf".to_owned(),
            "/files/{id}" => "/files/1".to_owned(),
            "/pictures/{hash}" => format!("/pictures/{}", files::hash(DRAFT_FILE)),
            "/attachments/{hash}/{name}" => format!("/attachments/{}/quay.png", files::hash(DRAFT_FILE)),
            path if path.starts_with("/drafts/") => {
                path.replace("{id}", "1").replace("{item}", "1").replace("{section}", "2").replace("{number}", "1")
            }
            "/link/{token}" => format!("/link/{}", self.link.secret()),
            "/questions/track/{token}" => format!("/questions/track/{}", self.link.secret()),
            "/questions/{id}/erase" => "/questions/2/erase".to_owned(),
            "/questions/{id}/decide/{act}" => "/questions/1/decide/accept".to_owned(),
            "/questions/{id}/meeting/{act}" => "/questions/1/meeting/put".to_owned(),
            "/ieListDocuments.aspx" | "/mgMeetingAttendance.aspx" | "/mgConvert2PDF.aspx" => {
                format!("{path}?MId={}", self.meeting)
            }
            "/ieListMeetings.aspx" | "/mgCommitteeDetails.aspx" => format!("{path}?CId=1"),
            "/mgUserInfo.aspx" => format!("{path}?UID=1"),
            "/colours/{colour}/council.css" => "/colours/0b5c5c/council.css".to_owned(),
            path if path.starts_with("/settings/values/") => "/settings/values/meetings.clear-days".to_owned(),
            path if path.starts_with("/settings/lists/") => path.replace("{list}", "agencies").replace("{id}", "1"),
            "/ledger/record" => "/ledger/record?record=private-paper/1".to_owned(),
            path if path.starts_with("/meetings/{id}") => path
                .replace("{id}", &self.meeting.to_string())
                .replace("{item}", "1")
                .replace("{entry}", "1")
                .replace("{file}", "1")
                .replace("{version}", "1")
                .replace("{number}", "1"),
            "/accounts/{id}/roles/{role}/withdraw" => format!("/accounts/{}/roles/{}/withdraw", self.target, self.target_role),
            "/papers/{id}/conflicts/{account}/end" => format!("/papers/1/conflicts/{}/end", self.target),
            path if path.starts_with("/accounts/{id}") => path.replace("{id}", &self.target.to_string()),
            path => {
                path.replace("{kind}", "private-paper").replace("{id}", "1").replace("{share}", "1").replace("{position}", "1")
            }
        }
    }
}

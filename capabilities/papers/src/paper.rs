//! A private paper and the reason why it is not public.

use access::{AccountId, Place, Record};
use chrono::{DateTime, NaiveDate, Utc};
use files::FileId;

db::record_id!(
    /// The key of a private paper.
    PaperId
);

db::record_id!(
    /// The key of a paper's sharing.
    ShareId
);

/// The subjects of the seven paragraphs of exempt information (Local Government Act 1972, Schedule 12A, Part 1, as substituted
/// in England by SI 2006/88).
pub(crate) const PARAGRAPHS: [(i64, &str); 7] = [
    (1, "an individual"),
    (2, "what would be likely to reveal the identity of an individual"),
    (3, "the financial or business affairs of any particular person, the authority included"),
    (4, "consultations or negotiations in a labour relations matter"),
    (5, "a claim to legal professional privilege in legal proceedings"),
    (6, "a notice that imposes requirements on a person, or an order or direction that the authority proposes to make"),
    (7, "action taken in connection with the prevention, investigation or prosecution of crime"),
];

/// A private paper.
#[derive(Clone, Debug, db::Row)]
#[row(table = "private_paper")]
pub(crate) struct Paper {
    pub id: PaperId,
    pub title: String,
    /// The board that it belongs to.
    pub board: Place,
    /// The paragraph of Schedule 12A under which it is exempt; `None` if it is merely not public yet.
    pub paragraph: Option<i64>,
    /// Why the public interest in withholding it is greater (Schedule 12A, paragraph 10).
    pub public_interest: Option<String>,
    #[row(column = "file_id")]
    pub file: FileId,
    /// The original file name, without folders.
    pub file_name: String,
    /// Its content type, detected from the content.
    pub content_type: String,
    /// The person who added it.
    pub owner: AccountId,
    pub added_at: DateTime<Utc>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// The agencies with which it is shared today.
    #[row(skip)]
    pub shared_with: Vec<Place>,
    /// The people who have a conflict of interest on it.
    #[row(skip)]
    pub conflicted: Vec<AccountId>,
}

impl Paper {
    /// Returns the facts that permission checks need.
    pub(crate) fn facts(&self) -> Record<'_> {
        Record {
            id: self.id.get(),
            place: Some(&self.board),
            owner: Some(self.owner),
            shared_with: &self.shared_with,
            conflicted: &self.conflicted,
            is_exempt: self.paragraph.is_some(),
            is_public: false,
        }
    }

    /// Returns its name in the ledger.
    pub(crate) fn record_name(&self) -> String {
        format!("private-paper/{}", self.id)
    }

    /// Returns the path of its page.
    pub(crate) fn address(&self) -> String {
        format!("/papers/{}", self.id)
    }
}

/// A sharing of a paper with an agency.
#[derive(Clone, Debug, db::Row)]
#[row(table = "private_paper_share", unread(ended_at))]
pub(crate) struct Share {
    pub id: ShareId,
    #[row(column = "paper_id")]
    pub paper: PaperId,
    pub agency: Place,
    /// The ground for sharing: consent, or why it is shared without.
    pub ground: String,
    #[row(column = "until_day")]
    pub until: NaiveDate,
}

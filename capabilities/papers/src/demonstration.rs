//! An invented private paper for the demonstration, since private papers are on no public record.

use crate::paper_store::{self, NewPaper};
use access::{Place, account_store};
use chrono::TimeDelta;
use directory::roles::BOARD_PLACE;
use files::Visibility;
use foundation::london;
use ledger::By;
use web::{AppState, DemonstrationPart, DemonstrationPerson, DemonstrationPlace, OrNotFound, Result};

/// Its author, who is introduced by the part on which this one builds.
const AUTHOR: &str = "clerk@demonstration.example";

const FILE_NAME: &str = "tender-prices.txt";

const TEXT: &str = "An invented paper, so that the demonstration has one that is private.\n";

/// One private paper, shared with an agency, and the invented people who open papers like it.
pub(crate) struct Papers;

#[async_trait::async_trait]
impl DemonstrationPart for Papers {
    fn after(&self) -> &'static [&'static str] {
        &["boards", "council"]
    }

    fn people(&self) -> &'static [DemonstrationPerson] {
        &[
            DemonstrationPerson {
                name: "Otto Other",
                mail: "other-clerk@demonstration.example",
                part: "Clerk of another board, who opens this one’s papers for a reason alone",
                roles: &[("clerk", DemonstrationPlace::At("board/999"))],
            },
            DemonstrationPerson {
                name: "Paul Partner",
                mail: "partner@demonstration.example",
                part: "User of a partner agency",
                roles: &[("partner", DemonstrationPlace::At("agency/1"))],
            },
        ]
    }

    async fn is_loaded(&self, state: &AppState) -> Result<bool> {
        Ok(paper_store::has_any(state.db.reading()).await?)
    }

    async fn load(&self, state: &AppState, by: By<'_>) -> Result<()> {
        let boards = state.joined.places.iter().find(|places| places.kind() == BOARD_PLACE).or_not_found("Board")?;
        let (board, _) = boards.all(state).await?.into_iter().next().or_not_found("Board")?;
        let transaction = state.db.begin().await?;
        let owner = account_store::by_mail(&transaction, AUTHOR).await?.or_not_found("Account")?.id;
        let at = by.at + TimeDelta::minutes(1);
        let (text, visibility) = (TEXT.as_bytes().into(), Visibility::Private);
        let file = state.files.keep(&transaction, FILE_NAME, "text/plain", text, at, visibility).await?;
        let new = NewPaper {
            title: "Tender prices for re-deployable cameras".to_owned(),
            board: Place::new(BOARD_PLACE, board),
            // The council's own business affairs: Schedule 12A, paragraph 3.
            paragraph: Some(3),
            public_interest: Some("Bidders would know each other’s prices before the contract is awarded.".to_owned()),
            file: file.id,
            file_name: FILE_NAME.to_owned(),
            content_type: "text/plain",
            owner,
        };
        let id = paper_store::insert(&transaction, &new, By { at, ..by }).await?;
        let until = london::local(by.at).date() + TimeDelta::days(90);
        let agency = Place::new(directory::roles::AGENCY_PLACE, 1);
        paper_store::share(&transaction, id, &agency, "To advise on where cameras are needed", until, By { at, ..by }).await?;
        Ok(transaction.commit().await?)
    }
}

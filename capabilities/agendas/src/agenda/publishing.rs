//! Publishes an agenda with its papers, its pack, its exempt pack, and supplements that continue the page numbers.

use crate::agenda::check::numbers;
use crate::publishing;
use crate::publishing::put_agenda;
use chrono::NaiveDate;
use documents::{AgendaLine, Document, Entry, Section};
use meetings::agenda::store::Paper;
use meetings::agenda::{Agenda, AgendaItem, MeetingDay};
use meetings::kinds::read;
use meetings::meeting::{Meeting, MeetingId};
use meetings::preparation::item::DraftItem;
use meetings::preparation::item_paper::ItemPaper;
use meetings::{agenda, meeting, preparation};
use packs::item_files::PublishedFile;
use packs::pack::published::{ClosedPack, ClosedPart, PublishedPack};
use packs::{item_files, pack};
use publications::{NewPublication, Publication, Publishing};
use web::{AppState, Result};

/// What is about to be published.
pub(crate) struct Outgoing<'a> {
    pub meeting: &'a Meeting,
    pub items: &'a [DraftItem],
    /// The ground for short notice, if there is one.
    pub short_notice: Option<String>,
    /// The first page number of a supplement; `None` if the previous page number is not known.
    pub next_page: Option<u32>,
}

/// Returns the record of the pack as first published, or of a supplement, counted from 1.
pub(crate) fn pack_record(meeting: &Meeting, supplement: u32) -> String {
    if supplement == 0 {
        format!("meeting/{}/pack", meeting.id)
    } else {
        format!("meeting/{}/supplement-{supplement}", meeting.id)
    }
}

/// Publishes everything in the caller's transaction. Returns whether the agenda or any of its papers differs from the published
/// version; if nothing does, the caller drops the transaction.
pub(crate) async fn publish(
    state: &AppState,
    transaction: &db::WriteTransaction,
    outgoing: &Outgoing<'_>,
    publishing: &Publishing<'_>,
) -> Result<bool> {
    let meeting = outgoing.meeting;
    freeze_pack(state, transaction, meeting, publishing).await?;
    let numbers = numbers(outgoing.items);
    let mut items = outgoing.items.to_vec();
    for (item, number) in items.iter_mut().zip(numbers) {
        if item.number.is_none() {
            preparation::store::set_number(transaction, item.id, &number).await?;
            item.number = Some(number);
        }
    }
    let agenda = Agenda {
        board: meeting.board_name.clone(),
        held_on: MeetingDay::Day(meeting.held_on),
        starts_at: meeting.starts_at,
        place: meeting.place.clone(),
        short_notice: outgoing.short_notice.clone(),
        items: items.iter().map(public_item).collect(),
    };
    let is_agenda_changed = put_agenda(transaction, meeting.id, &agenda, publishing).await?.is_change();
    let mut fresh = Vec::new();
    for item in items.iter().filter(|item| !item.is_exempt()) {
        if let Some(paper) = publish_written(state, transaction, item, meeting, publishing).await? {
            if paper.is_change {
                let attached = pack::parts::attachments_of(state, transaction, &paper.record, &paper.document).await?;
                fresh.push((item.clone(), paper.document));
                fresh.extend(attached.into_iter().map(|file| (item.clone(), file)));
            }
        } else if let Some(paper) = preparation::item_paper::of(item, &item.title, meeting)
            && publish_paper(transaction, item, &paper, meeting, publishing).await?
        {
            fresh.push((item.clone(), preparation::item_paper::document(&paper)));
        }
        let files = item_files::publishing::publish(transaction, item, meeting, publishing).await?;
        fresh.extend(files.into_iter().map(|file| (item.clone(), file)));
    }
    publishing::lay_out(transaction, meeting.id).await?;
    let is_closed_changed = publish_closed(state, transaction, meeting, &items, publishing).await?;
    publish_pack(state, transaction, outgoing, &fresh, publishing).await?;
    Ok(is_agenda_changed || is_closed_changed || !fresh.is_empty())
}

/// Gives the public papers of a moved meeting the new date, and its pack a front sheet with the new date, time, place and members.
/// Drafts stay drafts.
pub(crate) async fn follow_move(
    transaction: &db::WriteTransaction,
    meeting: MeetingId,
    held_on: NaiveDate,
    publishing: &Publishing<'_>,
) -> Result<()> {
    let to_json = |error: serde_json::Error| web::Error::Content(error.to_string());
    for item in preparation::store::of_meeting(transaction, meeting).await? {
        if let Some(publication) = publications::current(transaction, &preparation::item_paper::record(item.id)).await? {
            let paper = ItemPaper { held_on, ..read(&publication.content)? };
            publish_again(transaction, &publication, serde_json::to_string(&paper).map_err(to_json)?, publishing).await?;
        }
        for file in item_files::store::of_item(transaction, item.id).await? {
            if let Some(publication) = publications::current(transaction, &item_files::record(file.id)).await? {
                let file = PublishedFile { held_on, ..read(&publication.content)? };
                publish_again(transaction, &publication, serde_json::to_string(&file).map_err(to_json)?, publishing).await?;
            }
        }
    }
    let now = meeting::store::by_id(transaction, meeting).await?.ok_or(web::Error::NotFound("Meeting"))?;
    if let Some(publication) = publications::current(transaction, &pack_record(&now, 0)).await? {
        let mut pack: PublishedPack = read(&publication.content)?;
        let before = std::mem::replace(&mut pack.document.facts, pack::front_sheet(transaction, &now).await?);
        let dates = before.iter().zip(&pack.document.facts).find(|(old, new)| old.label == DATE && new.label == DATE);
        if let Some((old, new)) = dates {
            let facts = pack.document.parts.iter_mut().flat_map(|part| &mut part.facts);
            for fact in facts.filter(|fact| *fact == old) {
                fact.value.clone_from(&new.value);
            }
        }
        let publication = Publication { title: pack_title("Agenda pack", &now), ..publication };
        publish_again(transaction, &publication, serde_json::to_string(&pack).map_err(to_json)?, publishing).await?;
    }
    Ok(())
}

/// The label of the meeting date on front sheets and papers.
const DATE: &str = "Date";

/// Returns the title of a pack or a supplement.
fn pack_title(what: &str, meeting: &Meeting) -> String {
    format!("{what}, {}, {}", meeting.board_name, meeting.short_day())
}

async fn publish_again(
    transaction: &db::WriteTransaction,
    before: &Publication,
    content: String,
    publishing: &Publishing<'_>,
) -> Result<()> {
    let new = NewPublication { kind: &before.kind, record: &before.record, title: &before.title, content };
    publications::publish(transaction, &new, publishing).await?;
    Ok(())
}

/// Freezes the pack of an agenda that was published elsewhere before the first change made here. Later papers are published as a
/// supplement to it, as with any other pack.
async fn freeze_pack(
    state: &AppState,
    transaction: &db::WriteTransaction,
    meeting: &Meeting,
    publishing: &Publishing<'_>,
) -> Result<()> {
    let agenda = publications::current(transaction, &format!("meeting/{}/agenda", meeting.id)).await?;
    let record = pack_record(meeting, 0);
    if agenda.is_none() || publications::current(transaction, &record).await?.is_some() {
        return Ok(());
    }
    let Some(document) = pack::compose(state, transaction, meeting).await? else { return Ok(()) };
    let content = serde_json::to_string(&PublishedPack { document, first_page: 1 })
        .map_err(|error| web::Error::Content(error.to_string()))?;
    let title = pack_title("Agenda pack", meeting);
    let new = NewPublication { kind: "pack", record: &record, title: &title, content };
    let publishing = Publishing { reason: "The pack before papers were added", ..*publishing };
    publications::publish(transaction, &new, &publishing).await?;
    Ok(())
}

/// Returns the public view of an item.
pub(crate) fn public_item(item: &DraftItem) -> AgendaItem {
    AgendaItem {
        number: item.number.clone(),
        title: item.title.clone(),
        summary: item.summary.clone().filter(|_| !item.is_exempt()),
        private: item.is_exempt(),
        kind: Some(item.kind.word().to_owned()),
        lead_officer: item.lead_officer.clone(),
        to_follow: item.to_follow && !item.has_paper() && !item.has_files,
        paragraphs: item.exemption.as_ref().map(|exemption| exemption.paragraphs.clone()).unwrap_or_default(),
        urgency: item.urgency.clone(),
    }
}

/// Publishes the paper that another capability wrote for an item and tables it at the meeting. The board chooses its resolutions
/// from the paper's recommendations.
async fn publish_written(
    state: &AppState,
    transaction: &db::WriteTransaction,
    item: &DraftItem,
    meeting: &Meeting,
    publishing: &Publishing<'_>,
) -> Result<Option<web::PublishedPaper>> {
    let paper = web::PaperFor {
        item: item.id.get(),
        title: &item.title,
        meeting: meeting.id.get(),
        board: &meeting.board_name,
        held_on: meeting.held_on,
    };
    for papers in &state.joined.item_papers {
        let Some(published) = papers.publish(state, transaction, paper, publishing).await? else { continue };
        let tabled = Paper {
            title: &published.title,
            address: &published.address,
            record: &published.record,
            lead_officer: published.lead_officer.as_deref(),
        };
        agenda::store::put_paper(transaction, meeting.id, &tabled).await?;
        preparation::store::set_recommendations(transaction, item.id, &published.recommendations).await?;
        return Ok(Some(published));
    }
    Ok(None)
}

/// Publishes an item's paper and tables it at the meeting. Returns whether its text differs from the previous version; a change of
/// only the meeting date or the item's title does not count.
async fn publish_paper(
    transaction: &db::WriteTransaction,
    item: &DraftItem,
    paper: &ItemPaper,
    meeting: &Meeting,
    publishing: &Publishing<'_>,
) -> Result<bool> {
    let record = preparation::item_paper::record(item.id);
    let content = serde_json::to_string(paper).map_err(|error| web::Error::Content(error.to_string()))?;
    let new = NewPublication { kind: "paper", record: &record, title: &paper.title, content };
    let before = publications::current(transaction, &record).await?;
    let before = before.map(|before| read::<ItemPaper>(&before.content)).transpose()?;
    publications::publish(transaction, &new, publishing).await?;
    let tabled = Paper {
        title: &paper.title,
        address: &preparation::item_paper::address(item.id),
        record: &record,
        lead_officer: paper.lead_officer.as_deref(),
    };
    agenda::store::put_paper(transaction, meeting.id, &tabled).await?;
    Ok(before.is_none_or(|before| !before.is_same_paper(paper)))
}

/// Stores the private items' papers as a non-public version. Returns whether they differ from the previous ones in more than the
/// date of a moved meeting.
async fn publish_closed(
    state: &AppState,
    transaction: &db::WriteTransaction,
    meeting: &Meeting,
    items: &[DraftItem],
    publishing: &Publishing<'_>,
) -> Result<bool> {
    let mut parts = Vec::new();
    for item in items {
        let Some(exemption) = item.exemption.clone() else { continue };
        parts.push(ClosedPart {
            item: item.id.get(),
            number: item.number.clone(),
            title: item.own_title().to_owned(),
            paragraphs: exemption.paragraphs,
            public_interest: exemption.public_interest,
            summary: item.summary.clone(),
            paper: closed_paper(state, transaction, item, meeting).await?,
            files: item_files::publishing::closed(transaction, item, meeting).await?,
            attachments: pack::parts::attached_to(state, item.id.get()).await?,
        });
    }
    let record = format!("meeting/{}/exempt-pack", meeting.id);
    let before = publications::current_closed(transaction, &record).await?;
    if parts.is_empty() && before.is_none() {
        return Ok(false);
    }
    let before = before.map(|before| read::<ClosedPack>(&before.content)).transpose()?.unwrap_or_default();
    let before: Vec<ClosedPart> = before.parts.into_iter().map(|part| part.on(meeting.held_on)).collect();
    let is_changed = before != parts;
    let content = serde_json::to_string(&ClosedPack { parts }).map_err(|error| web::Error::Content(error.to_string()))?;
    let title = format!("Exempt pack, {}, {}", meeting.board_name, meeting.short_day());
    let new = NewPublication { kind: "exempt-pack", record: &record, title: &title, content };
    publications::publish_closed(transaction, &new, publishing).await?;
    Ok(is_changed)
}

/// Returns the paper of a private item: written by another capability, or typed with the agenda.
async fn closed_paper(
    state: &AppState,
    transaction: &db::WriteTransaction,
    item: &DraftItem,
    meeting: &Meeting,
) -> Result<Option<ItemPaper>> {
    for papers in &state.joined.item_papers {
        let Some((recommendations, blocks)) = papers.closed(state, transaction, item.id.get()).await? else { continue };
        preparation::store::set_recommendations(transaction, item.id, &recommendations).await?;
        let written = DraftItem { recommendations, body: Some(String::new()), ..item.clone() };
        return Ok(preparation::item_paper::of(&written, item.own_title(), meeting).map(|paper| ItemPaper { blocks, ..paper }));
    }
    Ok(preparation::item_paper::of(item, item.own_title(), meeting))
}

/// Freezes the pack: the whole pack the first time, and afterwards a supplement with what is new.
async fn publish_pack(
    state: &AppState,
    transaction: &db::WriteTransaction,
    outgoing: &Outgoing<'_>,
    fresh: &[(DraftItem, Document)],
    publishing: &Publishing<'_>,
) -> Result<()> {
    let meeting = outgoing.meeting;
    let mut supplement = 0;
    while publications::current(transaction, &pack_record(meeting, supplement)).await?.is_some() {
        supplement += 1;
    }
    let (document, first_page, what) = if supplement == 0 {
        let Some(document) = pack::compose(state, transaction, meeting).await? else { return Ok(()) };
        (document, 1, "Agenda pack".to_owned())
    } else if fresh.is_empty() {
        return Ok(());
    } else {
        (supplement_document(meeting, fresh, supplement), outgoing.next_page.unwrap_or(1), format!("Supplement {supplement}"))
    };
    let published = PublishedPack { document, first_page };
    let content = serde_json::to_string(&published).map_err(|error| web::Error::Content(error.to_string()))?;
    let (record, title) = (pack_record(meeting, supplement), pack_title(&what, meeting));
    let new = NewPublication { kind: "pack", record: &record, title: &title, content };
    publications::publish(transaction, &new, publishing).await?;
    Ok(())
}

fn supplement_document(meeting: &Meeting, fresh: &[(DraftItem, Document)], supplement: u32) -> Document {
    let anchor = |place: usize| format!("paper-{place}");
    let lines = fresh.iter().enumerate().map(|(place, (item, paper))| AgendaLine {
        number: item.number.clone(),
        title: paper.title.clone(),
        detail: item.urgency.as_ref().map(|reason| format!("Late item, taken as urgent: {reason}")),
        part: Some(anchor(place)),
    });
    let agenda = Section {
        anchor: "agenda".to_owned(),
        title: "Papers in this supplement".to_owned(),
        entries: vec![Entry::Agenda { items: lines.collect() }],
        ..Section::default()
    };
    Document {
        anchor: "pack".to_owned(),
        caption: Some(format!("Supplement {supplement} to the agenda for {}", meeting.short_day())),
        title: meeting.board_name.clone(),
        entries: vec![Entry::Section(agenda)],
        parts: fresh.iter().enumerate().map(|(place, (_, paper))| Document { anchor: anchor(place), ..paper.clone() }).collect(),
        ..Document::default()
    }
}

//! The kinds of council whose habits are imitated, and how a paper is invented in one of them.

use crate::composition::Composition;
use crate::paper::{Gap, Layout, PageMark, Paper};
use crate::{Random, council};
use serde::Serialize;

/// How a council writes its papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Habit {
    /// A borough's board: `SWB12 TITLE`, an Action column.
    MetropolitanBoard,
    /// A county's cabinet: `84.`, `(Item 1)` below the title, a resolution as the last numbered paragraph.
    CountyCabinet,
    /// A parish: `20/01 TITLE`.
    ParishSlashed,
    /// A community council: `2643. Title: text`, a meeting of ‘the above Council’, closed at 20.40.
    CommunityCouncil,
    /// A parish: `C048/23      1.         TITLE.`
    ParishDoubled,
    /// A parish whose minutes have no blank lines.
    ParishCloseSet,
    /// An Irish county: numbers alone on their lines, proposed and seconded, ‘And Resolved:’.
    IrishCounty,
    /// A meeting's page of a committee system, saved as text.
    WebPage,
    /// The same as the rows of a table.
    WebTable,
    /// A district's committee: recorded votes by name or count.
    DistrictCommittee,
    /// All members of a council: motions, amendments, quoted resolutions.
    FullCouncil,
    /// A council in Wales with headings in both languages.
    BilingualCouncil,
    /// Minutes that are marked as a draft.
    DraftMinutes,
    /// A special, extraordinary or annual meeting.
    SpecialMeeting,
    /// A committee of several councils.
    JointCommittee,
    /// The minutes of two meetings in one file.
    TwoMeetings,
    /// An agenda, minutes of two bodies and a report in one file.
    MinutesInPack,
    /// What a body decided, as a notice.
    DecisionNotice,
    /// What one person decided without a meeting.
    DelegatedDecision,
    /// An agenda, perhaps with a letter of another date.
    AgendaSheet,
    /// A parish's public notice.
    PublicNotice,
    /// A report with `From`, `To`, `Subject`.
    ReportFromTo,
    /// A report with `REPORT TO`, `DATE`, `SUBJECT`.
    ReportToBoard,
    /// A report with `Meeting`, `Report of`.
    ReportOfOfficer,
    /// A panel whose titles have no numbers.
    Panel,
}

impl Habit {
    /// All habits.
    pub const ALL: [Self; 25] = [
        Self::MetropolitanBoard,
        Self::CountyCabinet,
        Self::ParishSlashed,
        Self::CommunityCouncil,
        Self::ParishDoubled,
        Self::ParishCloseSet,
        Self::IrishCounty,
        Self::WebPage,
        Self::WebTable,
        Self::DistrictCommittee,
        Self::FullCouncil,
        Self::BilingualCouncil,
        Self::DraftMinutes,
        Self::SpecialMeeting,
        Self::JointCommittee,
        Self::TwoMeetings,
        Self::MinutesInPack,
        Self::DecisionNotice,
        Self::DelegatedDecision,
        Self::AgendaSheet,
        Self::PublicNotice,
        Self::ReportFromTo,
        Self::ReportToBoard,
        Self::ReportOfOfficer,
        Self::Panel,
    ];

    /// Returns its name, as part of a paper's.
    pub fn name(self) -> &'static str {
        match self {
            Self::MetropolitanBoard => "metropolitan-board",
            Self::CountyCabinet => "county-cabinet",
            Self::ParishSlashed => "parish-slashed",
            Self::CommunityCouncil => "community-council",
            Self::ParishDoubled => "parish-doubled",
            Self::ParishCloseSet => "parish-close-set",
            Self::IrishCounty => "irish-county",
            Self::WebPage => "web-page",
            Self::WebTable => "web-table",
            Self::DistrictCommittee => "district-committee",
            Self::FullCouncil => "full-council",
            Self::BilingualCouncil => "bilingual-council",
            Self::DraftMinutes => "draft-minutes",
            Self::SpecialMeeting => "special-meeting",
            Self::JointCommittee => "joint-committee",
            Self::TwoMeetings => "two-meetings",
            Self::MinutesInPack => "minutes-in-pack",
            Self::DecisionNotice => "decision-notice",
            Self::DelegatedDecision => "delegated-decision",
            Self::AgendaSheet => "agenda-sheet",
            Self::PublicNotice => "public-notice",
            Self::ReportFromTo => "report-from-to",
            Self::ReportToBoard => "report-to-board",
            Self::ReportOfOfficer => "report-of-officer",
            Self::Panel => "panel",
        }
    }

    /// Returns whether its papers are pages of a committee system, which are not set on paper.
    fn is_page(self) -> bool {
        matches!(self, Self::WebPage | Self::WebTable)
    }
}

/// Invents a paper. `number` tells the papers of one habit and one seed apart.
pub fn generate(habit: Habit, seed: u64, number: u64) -> Paper {
    let random = Random::from_parts(&[seed, habit as u64, number]);
    let mut composition = Composition::new(random);
    if !habit.is_page() {
        composition.layout = layout(&mut composition.random);
    }
    council::compose(habit, &mut composition);
    composition.finish(habit, number)
}

/// Invents how a paper is set. The words of a running head follow when the board is known. Faults of layout are as frequent as in published papers, not more.
fn layout(random: &mut Random) -> Layout {
    let paged = random.in_hundred(55);
    let marks =
        [PageMark::None, PageMark::Word, PageMark::Word, PageMark::Number, PageMark::Dashes, PageMark::OfAll, PageMark::FormFeed];
    Layout {
        width: [None, Some(60), Some(75), Some(88), Some(100), Some(120)][random.below(6)],
        gap: if random.in_hundred(12) { Gap::Uneven } else { Gap::Blank },
        page: paged.then(|| random.between(30, 56)),
        mark: if paged { marks[random.below(marks.len())] } else { PageMark::None },
        running_head: (paged && random.in_hundred(30)).then(String::new),
        hyphens: random.in_hundred(12),
        ligatures: random.in_hundred(12),
        straight_quotes: random.in_hundred(40),
        indent: [0, 0, 2, 5][random.below(4)],
    }
}

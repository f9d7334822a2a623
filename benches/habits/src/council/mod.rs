//! The councils, each with its habits.

mod agendas;
mod attendance;
mod bilingual;
mod business;
mod community;
mod county;
mod decisions;
mod district;
mod full_council;
mod irish;
mod metropolitan;
mod panel;
mod parish;
pub(crate) mod people;
mod reports;
mod resolving;
mod scene;
mod several;
mod web;

use crate::Habit;
use crate::composition::Composition;

/// Writes a paper in a habit.
pub(crate) fn compose(habit: Habit, paper: &mut Composition) {
    match habit {
        Habit::MetropolitanBoard => metropolitan::compose(paper),
        Habit::CountyCabinet => county::compose(paper),
        Habit::ParishSlashed => parish::slashed(paper),
        Habit::CommunityCouncil => community::compose(paper),
        Habit::ParishDoubled => parish::doubled(paper),
        Habit::ParishCloseSet => parish::close_set(paper),
        Habit::IrishCounty => irish::compose(paper),
        Habit::WebPage => web::page(paper),
        Habit::WebTable => web::table(paper),
        Habit::DistrictCommittee => district::compose(paper),
        Habit::FullCouncil => full_council::compose(paper),
        Habit::BilingualCouncil => bilingual::compose(paper),
        Habit::DraftMinutes => several::draft(paper),
        Habit::SpecialMeeting => several::special(paper),
        Habit::JointCommittee => several::joint(paper),
        Habit::TwoMeetings => several::two(paper),
        Habit::MinutesInPack => several::pack(paper),
        Habit::DecisionNotice => decisions::notice(paper),
        Habit::DelegatedDecision => decisions::delegated(paper),
        Habit::AgendaSheet => agendas::front_sheet(paper),
        Habit::PublicNotice => agendas::public_notice(paper),
        Habit::ReportFromTo => reports::from_to(paper),
        Habit::ReportToBoard => reports::to_board(paper),
        Habit::ReportOfOfficer => reports::of_officer(paper),
        Habit::Panel => panel::compose(paper),
    }
}

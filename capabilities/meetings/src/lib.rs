//! Boards, their members and meetings, agendas, attendance, minutes, decisions and actions.

pub mod agenda;
pub mod minutes;

//! Meetings as a calendar (iCalendar, RFC 5545).
//!
//! This is written here rather than by a library, because the libraries for the format leave the parts that matter to their
//! users: when an event counts as changed, its time zone with both rules, and not inventing anything.

use chrono::{DateTime, Utc};
use foundation::civil_date;
use meetings::Meeting;

/// A meeting, with what its publications say about its calendar entry.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub meeting: Meeting,
    /// How many publications there have been about it.
    pub publications: i64,
    /// When the latest of them was published.
    pub changed_at: DateTime<Utc>,
}

/// The properties of a calendar.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calendar<'a> {
    /// Its name, as the reader's program shows it.
    pub name: &'a str,
    /// The site's full URL, without a trailing slash.
    pub site: &'a str,
    /// The identifier of the installation, from which entry UIDs are made.
    pub installation: &'a str,
}

/// The rules for London's clocks since 1996 (Summer Time Act 1972, section 1).
const TIME_ZONE: [&str; 16] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/London",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T010000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZNAME:BST",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZNAME:GMT",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
];

/// Returns the calendar status of a meeting.
fn status(meeting: &Meeting) -> &'static str {
    if meeting.is_cancelled { "CANCELLED" } else { "CONFIRMED" }
}

/// Writes the calendar, leaving out meetings of which only the month is known.
pub(crate) fn written(calendar: Calendar<'_>, entries: &[Entry]) -> String {
    let mut lines = Lines::default();
    lines.add("BEGIN:VCALENDAR");
    lines.add("VERSION:2.0");
    lines.add("PRODID:-//Moothall//Meetings//EN");
    lines.add("CALSCALE:GREGORIAN");
    lines.text("NAME", calendar.name);
    lines.text("X-WR-CALNAME", calendar.name);
    lines.add("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    for line in TIME_ZONE {
        lines.add(line);
    }
    lines.add("END:VTIMEZONE");
    for entry in entries.iter().filter(|entry| entry.meeting.day_is_known) {
        event(&mut lines, calendar, entry);
    }
    lines.add("END:VCALENDAR");
    lines.0
}

fn event(lines: &mut Lines, calendar: Calendar<'_>, entry: &Entry) {
    let meeting = &entry.meeting;
    let stamp = entry.changed_at.format("%Y%m%dT%H%M%SZ");
    lines.add("BEGIN:VEVENT");
    // The UID is independent of the site's address, so that an entry remains the same if the site moves.
    lines.add(&format!("UID:meeting-{}-{}@moothall", meeting.id, calendar.installation));
    lines.add(&format!("DTSTAMP:{stamp}"));
    lines.add(&format!("LAST-MODIFIED:{stamp}"));
    lines.add(&format!("SEQUENCE:{}", entry.publications.saturating_sub(1).max(0)));
    lines.add(&format!("STATUS:{}", status(meeting)));
    match meeting.starts_at {
        Some(time) => {
            lines.add(&format!("DTSTART;TZID=Europe/London:{}", meeting.held_on.and_time(time).format("%Y%m%dT%H%M%S")));
            // The end of a future meeting is unknown; the minutes give that of a past one.
            if let Some(ended) = meeting.ended_at.filter(|ended| *ended > time) {
                lines.add(&format!("DTEND;TZID=Europe/London:{}", meeting.held_on.and_time(ended).format("%Y%m%dT%H%M%S")));
            }
        }
        None => lines.add(&format!("DTSTART;VALUE=DATE:{}", meeting.held_on.format("%Y%m%d"))),
    }
    // Some programs show a cancelled entry like any other, so its name says so too.
    let cancelled = if meeting.is_cancelled { "Cancelled: " } else { "" };
    lines.text("SUMMARY", &format!("{cancelled}{}", meeting.board_name));
    if let Some(day) = meeting.moved_from.filter(|_| !meeting.is_cancelled) {
        lines.text("DESCRIPTION", &format!("Moved from {}", civil_date::written_with_weekday(day)));
    }
    if let Some(place) = &meeting.place {
        lines.text("LOCATION", place);
    }
    lines.add(&format!("URL:{}{}", calendar.site, meeting.address()));
    lines.add("END:VEVENT");
}

/// Content lines as in RFC 5545, section 3.1: ended by CR and LF, and folded if longer than 75 octets.
#[derive(Debug, Default)]
struct Lines(String);

const LONGEST: usize = 75;

impl Lines {
    fn add(&mut self, line: &str) {
        let mut octets = 0;
        for character in line.chars().filter(|character| !character.is_control()) {
            if octets + character.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(character);
            octets += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// Adds a property whose value is text (section 3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for character in value.trim().replace("\r\n", "\n").chars() {
            match character {
                '\\' | ';' | ',' => escaped.extend(['\\', character]),
                '\n' | '\r' => escaped.push_str("\\n"),
                character => escaped.push(character),
            }
        }
        self.add(&format!("{name}:{escaped}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, NaiveTime};

    fn entry() -> Entry {
        let meeting = Meeting {
            id: meetings::MeetingId::new(4).expect("a key"),
            board: meetings::BoardId::new(1).expect("a key"),
            board_name: "Harbour, Quays; and Ferries \\ Board".into(),
            board_slug: "harbour".into(),
            held_on: NaiveDate::from_ymd_opt(2024, 7, 9).expect("a day"),
            day_is_known: true,
            starts_at: NaiveTime::from_hms_opt(18, 30, 0),
            ended_at: None,
            place: Some(
                "The Customs House\nQuay Street, where a very long name of a place is written – über alle Maßen lang".into(),
            ),
            has_minutes: false,
            is_cancelled: false,
            moved_from: None,
            own_deadlines: None,
        };
        Entry { meeting, publications: 3, changed_at: "2024-06-04T08:00:00Z".parse().expect("an instant") }
    }

    const CALENDAR: Calendar<'_> =
        Calendar { name: "Meetings", site: "https://scrutiny.ashmere.example:8443", installation: "0123456789abcdef" };

    #[test]
    fn an_event_is_as_the_format_has_it() {
        let written = written(CALENDAR, &[entry()]);
        let events = written.split_once("BEGIN:VEVENT\r\n").expect("an event").1;
        assert_eq!(
            events,
            "UID:meeting-4-0123456789abcdef@moothall\r\n\
             DTSTAMP:20240604T080000Z\r\n\
             LAST-MODIFIED:20240604T080000Z\r\n\
             SEQUENCE:2\r\n\
             STATUS:CONFIRMED\r\n\
             DTSTART;TZID=Europe/London:20240709T183000\r\n\
             SUMMARY:Harbour\\, Quays\\; and Ferries \\\\ Board\r\n\
             LOCATION:The Customs House\\nQuay Street\\, where a very long name of a place\r\n  is written – über alle Maßen lang\r\n\
             URL:https://scrutiny.ashmere.example:8443/meetings/4\r\n\
             END:VEVENT\r\n\
             END:VCALENDAR\r\n"
        );
        assert!(written.lines().all(|line| line.len() <= LONGEST), "{written}");
        assert_eq!(written.matches("BEGIN:").count(), written.matches("END:").count());
    }

    #[test]
    fn nothing_is_invented() {
        let mut entry = entry();
        entry.meeting.starts_at = None;
        let without_time = written(CALENDAR, std::slice::from_ref(&entry));
        assert!(without_time.contains("DTSTART;VALUE=DATE:20240709\r\n") && !without_time.contains("DTEND"), "{without_time}");
        entry.meeting.starts_at = NaiveTime::from_hms_opt(18, 30, 0);
        entry.meeting.ended_at = NaiveTime::from_hms_opt(19, 40, 0);
        let held = written(CALENDAR, std::slice::from_ref(&entry));
        assert!(held.contains("DTEND;TZID=Europe/London:20240709T194000\r\n"), "{held}");
        entry.meeting.day_is_known = false;
        assert!(!written(CALENDAR, &[entry]).contains("VEVENT"));
    }

    #[test]
    fn an_entry_keeps_its_name_when_the_site_moves_and_when_the_meeting_does() {
        let uid = |calendar, entry: &Entry| {
            let written = written(calendar, std::slice::from_ref(entry));
            written.lines().find(|line| line.starts_with("UID:")).map(str::to_owned)
        };
        let elsewhere = Calendar { site: "http://127.0.0.1:8700", ..CALENDAR };
        assert_eq!(uid(CALENDAR, &entry()), uid(elsewhere, &entry()));
        let mut moved = entry();
        moved.meeting.moved_from = Some(moved.meeting.held_on);
        moved.meeting.held_on = NaiveDate::from_ymd_opt(2024, 7, 16).expect("a day");
        assert_eq!(uid(CALENDAR, &entry()), uid(CALENDAR, &moved));
        let text = written(CALENDAR, &[moved]);
        assert!(text.contains("DTSTART;TZID=Europe/London:20240716T183000"), "{text}");
        assert!(text.contains("DESCRIPTION:Moved from Tuesday\\, 9 July 2024\r\n"), "{text}");
    }

    #[test]
    fn a_cancelled_meeting_says_so() {
        let mut cancelled = entry();
        cancelled.meeting.is_cancelled = true;
        let text = written(CALENDAR, &[cancelled]);
        assert!(text.contains("STATUS:CANCELLED\r\n") && text.contains("SUMMARY:Cancelled: Harbour"), "{text}");
    }
}

//! Checks that every line of a pack is accounted for: placed or listed as not placed, and if placed, its words in the structure.

use archive::reading::ReadPack;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Words that the structure represents as something else (a date, a time, a role, one of its own labels) or
/// omits (`and` between clauses).
const TURNED_INTO_STRUCTURE: &str = "
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
    november december jan feb mar apr jun jul aug sep oct nov dec st nd rd th noon midnight am pm hours hrs
    at on of the in to and or for by a an held commencing
    meeting minutes minute agenda draft printed item items page pages no action actions
    councillor councillors cllr cllrs chair chairman chairwoman chairperson vice deputy none nil received
    report date time venue place location reporting officer officers author portfolio holder cabinet member lead subject title ward wards affected
    board committee present apologies absence absent declared council business also attendance members
    ended closed commenced concluded finished rose terminated began started opened was
    adjourned there being further other more business discuss transact consider conduct matters mayor thanked everyone those their
    attending coming declared then formally with it been thereby brought came drew close end finish public
    proposed seconded moved proposer seconder mover proposal motion cynigiwyd eiliwyd gan
    vote votes voting voted recorded against abstained abstaining abstention abstentions favour cast were result follows upon put named
    ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx appendix";

/// Returns the faults in the account of `text`; empty if there are none.
pub(crate) fn faults(text: &str, pack: &ReadPack) -> Vec<String> {
    let mut faults = Vec::new();
    let lines: Vec<(usize, String)> = lines(text);
    if pack.placed + pack.not_placed.len() != lines.len() {
        faults.push(format!("{} placed and {} not placed of {} lines", pack.placed, pack.not_placed.len(), lines.len()));
    }
    let held: HashMap<usize, &String> = lines.iter().map(|(number, line)| (*number, line)).collect();
    for line in &pack.not_placed {
        if held.get(&line.number).is_none_or(|own| own.trim() != line.text) {
            faults.push(format!("line {} is not '{}'", line.number, line.text));
        }
    }
    let elsewhere: HashSet<usize> =
        pack.not_placed.iter().map(|line| line.number).chain(pack.page_footers.iter().map(|footer| footer.line)).collect();
    let mut structure = String::new();
    for part in [
        serde_json::to_value(&pack.minutes),
        serde_json::to_value(&pack.agendas),
        serde_json::to_value(&pack.reports),
        serde_json::to_value(&pack.front_matter),
    ] {
        collect(&part.expect("a value"), &mut structure);
    }
    let mut known: HashSet<String> = TURNED_INTO_STRUCTURE.split_whitespace().map(str::to_owned).collect();
    // The board's name is printed above its minutes and again in their first sentence.
    let boards = pack.minutes.iter().map(|minutes| &minutes.board).chain(pack.agendas.iter().map(|agenda| &agenda.board));
    known.extend(boards.flat_map(|board| words(board)));
    let mut have: HashMap<String, usize> = HashMap::new();
    for word in words(&structure) {
        *have.entry(word).or_default() += 1;
    }
    let mut broken = Broken::default();
    for (number, line) in lines.iter().filter(|(number, _)| !elsewhere.contains(number)) {
        // A word broken by the line end may be whole in the structure.
        let after_break = broken;
        broken = broken.after(line);
        let own: Vec<String> = words(line).collect();
        // Alone on its line it marks the item, and the structure records it as a mark.
        if own == ["not", "for", "publication"] {
            continue;
        }
        let last = own.len().saturating_sub(usize::from(broken.is_within_a_word()));
        for word in
            own.into_iter().take(last).skip(usize::from(after_break.is_within_a_word())).filter(|word| !known.contains(word))
        {
            match have.get_mut(&word) {
                Some(count) if *count > 0 => *count -= 1,
                _ => faults.push(format!("line {number}: '{word}' is not in the structure")),
            }
        }
    }
    faults
}

/// How a line ends: with whole words, with a hyphen, or inside an address that may continue on the next line.
#[derive(Clone, Copy, Default, PartialEq)]
enum Broken {
    #[default]
    Nowhere,
    AtAHyphen,
    InAnAddress,
}

impl Broken {
    fn after(self, line: &str) -> Self {
        let mut pieces = line.split_whitespace();
        let last = pieces.next_back().unwrap_or_default();
        let goes_on = self == Self::InAnAddress && pieces.next().is_none();
        if last.contains("://") || goes_on {
            Self::InAnAddress
        } else if last.ends_with('-') {
            Self::AtAHyphen
        } else {
            Self::Nowhere
        }
    }

    fn is_within_a_word(self) -> bool {
        self != Self::Nowhere
    }
}

/// Returns the lines with words, with their numbers.
pub(crate) fn lines(text: &str) -> Vec<(usize, String)> {
    let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
    text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(at, line)| (at + 1, line.to_owned())).collect()
}

/// Returns runs of two or more letters, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1).map(str::to_lowercase)
}

fn collect(value: &Value, structure: &mut String) {
    match value {
        Value::String(text) => {
            structure.push_str(text);
            structure.push('\n');
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, structure)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, structure)),
        _ => {}
    }
}

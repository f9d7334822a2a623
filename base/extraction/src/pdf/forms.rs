//! How much the forms of a page draw, counted before it is drawn: a form that draws itself three times would otherwise be drawn more
//! often than any computer can count.

use hayro_interpret::CacheKey;
use hayro_interpret::hayro_syntax::content::UntypedIter;
use hayro_interpret::hayro_syntax::object::{Dict, Name, Object, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use std::collections::HashMap;

/// How many bytes of instructions one page has at most, those of its forms as often as they are drawn.
const MOST_BYTES: u64 = 50_000_000;

/// How deep forms are nested at most.
const DEEPEST: usize = 20;

/// Checks whether a page draws more than pages of words do.
pub(super) fn draw_too_much(page: &Page<'_>) -> bool {
    let content = page.page_stream().unwrap_or_default();
    let mut counted = HashMap::new();
    bytes_drawn(content, &[page.resources().x_objects.clone()], &mut counted) > MOST_BYTES
}

/// Counts the bytes of a content and of the forms that it draws, which are found in the innermost of `scopes` that has them. A form
/// that draws itself has more than can be counted.
fn bytes_drawn(content: &[u8], scopes: &[Dict<'_>], counted: &mut HashMap<u128, u64>) -> u64 {
    let mut count = content.len() as u64;
    let mut iterator = UntypedIter::new(content);
    while count <= MOST_BYTES
        && let Some(instruction) = iterator.next()
    {
        if **instruction.operator != *b"Do" {
            continue;
        }
        let Some(Object::Name(name)) = instruction.operands().next() else { continue };
        let Some(form) = scopes.iter().rev().find_map(|scope| scope.get::<Stream<'_>>(name.as_ref())) else { continue };
        count = count.saturating_add(of_form(&form, scopes, counted));
    }
    count
}

fn of_form(form: &Stream<'_>, scopes: &[Dict<'_>], counted: &mut HashMap<u128, u64>) -> u64 {
    if form.dict().get::<Name<'_>>("Subtype").is_none_or(|kind| kind.as_str() != "Form") {
        return 1;
    }
    let key = form.cache_key();
    if let Some(known) = counted.get(&key) {
        return *known;
    }
    if scopes.len() > DEEPEST {
        return u64::MAX;
    }
    // Until it is counted, it is one that draws itself.
    counted.insert(key, u64::MAX);
    let own = form.dict().get::<Dict<'_>>("Resources").and_then(|resources| resources.get::<Dict<'_>>("XObject"));
    let inner: Vec<Dict<'_>> = scopes.iter().cloned().chain([own.unwrap_or_default()]).collect();
    let count = form.decoded().map_or(1, |content| bytes_drawn(&content, &inner, counted));
    counted.insert(key, count);
    count
}

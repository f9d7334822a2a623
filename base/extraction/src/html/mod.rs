//! Reads pages as councils' sites publish them and browsers save them.
//!
//! A page is split into tags and text as browsers do it; what follows needs no tree, only what is open: so a page takes time
//! proportional to its size, whatever its tags are. Scripts, styles and forms are dropped. Menus, and all that is outside of the main
//! part of a page that names one, are left out of the text and named.

mod charset;
mod lists;
mod regions;
mod tables;
mod tags;
mod writing;

pub(crate) use charset::stated as stated_charset;

use crate::pieces::Piece;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::convert::Infallible;
use tags::Tag;
use writing::Writing;

/// What is read of a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Its text.
    pub(crate) pieces: Vec<Piece>,
    /// What was left out: menus, and what is around the main part.
    pub(crate) around: Vec<String>,
}

/// Tags that make a text a page if it begins with one of them.
const FIRST_TAGS: &[&str] = &[
    "!doctype html",
    "html",
    "head",
    "body",
    "title",
    "meta",
    "table",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "span",
    "font",
    "center",
    "section",
    "article",
    "main",
    "ul",
    "ol",
    "b",
    "strong",
    "!--",
];

/// Checks whether a text is a page.
pub(crate) fn is_html(text: &str) -> bool {
    let mut begin = text.trim_start();
    if let Some(rest) = begin.strip_prefix("<?xml") {
        begin = rest.split_once('>').map_or("", |(_, rest)| rest.trim_start());
    }
    let Some(tag) = begin.strip_prefix('<') else { return false };
    FIRST_TAGS.iter().any(|first| {
        let (name, rest) = tag.split_at_checked(first.len()).unwrap_or(("", ""));
        name.eq_ignore_ascii_case(first)
            && (*first == "!--" || rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/')))
    })
}

/// Reads a page, or a part of one.
pub(crate) fn read(text: &str) -> Page {
    let has_main = regions::has_main(text);
    let mut writing = Writing::new(has_main);
    let mut open: Option<Tag> = None;
    let mut attribute = String::new();
    let on_event = |event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => open = Some(Tag::new(name)),
            CallbackEvent::AttributeName { name } => {
                attribute.clear();
                attribute.push_str(&String::from_utf8_lossy(name.get(..name.len().min(40)).unwrap_or_default()));
                if let Some(tag) = &mut open {
                    tag.add(&attribute, "");
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(tag) = &mut open {
                    tag.add(&attribute, &String::from_utf8_lossy(value.get(..value.len().min(400)).unwrap_or_default()));
                }
            }
            CallbackEvent::CloseStartTag { .. } => {
                if let Some(tag) = open.take() {
                    writing.start(&tag);
                }
            }
            CallbackEvent::EndTag { name } => {
                open = None;
                writing.end(&String::from_utf8_lossy(name));
            }
            CallbackEvent::String { value } => writing.text(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        None
    };
    let mut emitter = CallbackEmitter::new(on_event);
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(text, emitter).finish();
    writing.finish()
}

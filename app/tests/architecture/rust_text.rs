//! Separates the code, strings and comments of a Rust file.

/// Returns the code, with strings emptied and comments removed while every line keeps its number, and the strings, each with
/// the number of its first line.
pub(crate) fn split(text: &str) -> (String, Vec<(usize, String)>) {
    let mut reader = Reader { rest: text, line: 1, code: String::new(), strings: Vec::new() };
    while let Some(next) = reader.rest.chars().next() {
        reader.step(next);
    }
    (reader.code, reader.strings)
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    code: String,
    strings: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn step(&mut self, next: char) {
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.leave_out(end);
        } else if self.rest.starts_with("/*") {
            self.leave_out(comment_length(self.rest));
        } else if let Some((open, close)) = self.raw_string() {
            let body = self.rest.get(open..).unwrap_or_default();
            let length = body.find(&close).unwrap_or(body.len());
            self.keep_string(body[..length].to_owned(), open + length + close.len());
        } else if next == '"' {
            let (words, length) = plain_string(&self.rest[1..]);
            self.keep_string(words, 1 + length);
        } else if next == '\''
            && let Some(length) = character_length(self.rest)
        {
            self.leave_out(length);
        } else {
            self.code.push(next);
            self.line += usize::from(next == '\n');
            self.rest = &self.rest[next.len_utf8()..];
        }
    }

    /// Returns the length of the opening of a raw string, and what closes it; `None` if none begins here.
    fn raw_string(&self) -> Option<(usize, String)> {
        let hashes = self.rest.strip_prefix('r')?;
        let words = hashes.trim_start_matches('#');
        let is_name = self.code.ends_with(|last: char| last.is_alphanumeric() && !self.code.ends_with(['b', 'c']) || last == '_');
        let count = hashes.len() - words.len();
        (words.starts_with('"') && !is_name).then(|| (count + 2, format!("\"{}", "#".repeat(count))))
    }

    fn keep_string(&mut self, words: String, length: usize) {
        self.strings.push((self.line, words));
        self.code.push_str("\"\"");
        self.leave_out(length);
    }

    fn leave_out(&mut self, length: usize) {
        let (gone, rest) = self.rest.split_at(length.min(self.rest.len()));
        let lines = gone.matches('\n').count();
        self.line += lines;
        self.code.push_str(&"\n".repeat(lines));
        self.rest = rest;
    }
}

/// Returns the length of a comment between `/*` and `*/`, which may be nested.
fn comment_length(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let step = if rest.starts_with("/*") {
            depth += 1;
            2
        } else if rest.starts_with("*/") {
            depth -= 1;
            2
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// Returns the content of a string after its opening quotation mark, with lines joined if a backslash ends them, and its length
/// including the closing mark.
fn plain_string(text: &str) -> (String, usize) {
    let mut words = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (words, at + 1),
            '\\' => match characters.next() {
                Some((_, '\n')) => while characters.next_if(|(_, space)| space.is_whitespace()).is_some() {},
                Some((_, 'n' | 't' | 'r')) => words.push(' '),
                Some((_, escaped)) => words.push(escaped),
                None => {}
            },
            _ => words.push(character),
        }
    }
    (words, text.len())
}

/// Returns the length of a character such as `'x'` or `'\n'`; `None` for a lifetime.
fn character_length(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().skip(1);
    match characters.next()?.1 {
        '\\' => text.get(3..)?.find('\'').map(|end| end + 4),
        _ => characters.next().and_then(|(at, close)| (close == '\'').then_some(at + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn strings_are_taken_out_and_comments_go() {
        let text = "let a = \"one \\\n   two\"; // \"no\"\nlet b = r#\"a \"raw\" one\"#; /* \"no /* \" */ */ let c = 'x';\nfn f<'a>() { '\"' }";
        let (code, strings) = split(text);
        assert_eq!(strings, [(1, "one two".to_owned()), (3, "a \"raw\" one".to_owned())]);
        assert_eq!(code, "let a = \"\"\n; \nlet b = \"\";  let c = ;\nfn f<'a>() {  }");
    }

    #[test]
    fn escapes_end_no_string() {
        let (_, strings) = split(r#"("a \" b", '\'', "c\\", b"d", br"e", "f")"#);
        let words: Vec<&str> = strings.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(words, ["a \" b", "c\\", "d", "e", "f"]);
    }
}

//! Markdown as text for a terminal.
//!
//! Takes a page as callflow has them: headings, paragraphs, lists, tables, fenced code, code in a line, links. Gives
//! lines of at most a width, with colours or without. Never fails: what it does not know stays as it is.

use std::fmt::Write as _;

/// How a page is formatted.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) colour: bool,
    /// The width of the lines, except for code.
    pub(super) width: usize,
}

const BOLD: &str = "\u{1b}[1m";
const CODE: &str = "\u{1b}[36m";
const PLAIN: &str = "\u{1b}[0m";

/// The page as text.
pub(super) fn formatted(page: &str, look: Look) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        let is_special = line.is_empty() || line.starts_with(['#', '|', '-']) || line.starts_with("```");
        if is_special {
            look.prose(&std::mem::take(&mut paragraph), "", "", &mut out);
        }
        if let Some(mark) = line.strip_prefix("```") {
            // A name after the language is that of a file.
            if let Some((_, name)) = mark.split_once(' ').filter(|(_, name)| name.contains('.')) {
                let _ = writeln!(out, "  {name}:");
            }
            for code in lines.by_ref().take_while(|line| *line != "```") {
                let _ = writeln!(out, "{}", look.with(CODE, &format!("    {code}")).trim_end());
            }
        } else if line.starts_with('#') {
            let title = line.trim_start_matches('#').trim();
            let _ = writeln!(out, "{}", look.with(BOLD, title));
            if !look.colour {
                let sign = if line.starts_with("##") { "-" } else { "=" };
                let _ = writeln!(out, "{}", sign.repeat(title.chars().count()));
            }
        } else if let Some(item) = line.strip_prefix("- ") {
            let mut item = item.to_owned();
            while let Some(more) = lines.next_if(|line| line.starts_with("  ")) {
                item.push(' ');
                item.push_str(more.trim());
            }
            look.prose(&item, "- ", "  ", &mut out);
        } else if line.starts_with('|') {
            let mut rows = vec![cells(line)];
            while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
                rows.push(cells(row));
            }
            look.table(&rows, &mut out);
        } else if line.is_empty() {
            out.push('\n');
        } else {
            paragraph.push_str(line);
            paragraph.push(' ');
        }
    }
    look.prose(&paragraph, "", "", &mut out);
    out
}

fn cells(row: &str) -> Vec<&str> {
    row.trim().trim_matches('|').split(" | ").map(str::trim).collect()
}

impl Look {
    fn with(self, style: &str, text: &str) -> String {
        if self.colour { format!("{style}{text}{PLAIN}") } else { text.to_owned() }
    }

    /// Wraps prose; the first line begins with `first`, the others with `rest`.
    fn prose(self, text: &str, first: &str, rest: &str, out: &mut String) {
        let text = without_links(text);
        let mut line = first.to_owned();
        let mut is_empty = true;
        for word in words(&text) {
            if !is_empty && line.chars().count() + 1 + word.chars().count() > self.width {
                let _ = writeln!(out, "{}", self.code_in(&line));
                rest.clone_into(&mut line);
                is_empty = true;
            }
            if !is_empty {
                line.push(' ');
            }
            line.push_str(&word);
            is_empty = false;
        }
        if !is_empty {
            let _ = writeln!(out, "{}", self.code_in(&line));
        }
    }

    /// A line with its code in colour; without colours, the backticks show the code.
    fn code_in(self, line: &str) -> String {
        if !self.colour {
            return line.to_owned();
        }
        let parts = line.split('`').enumerate();
        parts.map(|(index, part)| if index % 2 == 1 { self.with(CODE, part) } else { part.to_owned() }).collect()
    }

    /// A table, one row below the other: the cells of a row are too long for columns.
    fn table(self, rows: &[Vec<&str>], out: &mut String) {
        let Some((titles, rows)) = rows.split_first() else { return };
        for row in rows.iter().filter(|row| !row.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | '|')))) {
            let mut cells = titles.iter().zip(row);
            if let Some((title, name)) = cells.next() {
                let _ = writeln!(out, "{}", self.with(BOLD, &format!("{title} {}", without_links(name))));
            }
            for (title, cell) in cells.filter(|(_, cell)| !cell.is_empty()) {
                self.prose(cell, &format!("    {title}: "), "      ", out);
            }
        }
    }
}

/// The words of a text; code is one word.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for word in text.split_whitespace() {
        match words.last_mut().filter(|_| is_open) {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => words.push(word.to_owned()),
        }
        is_open ^= word.matches('`').count() % 2 == 1;
    }
    words
}

/// `[text](address)` as `text (address)`, `<address>` as the address.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        let (Some((head, label)), Some((address, tail))) = (before.rsplit_once('['), after.split_once(')')) else {
            break;
        };
        let _ = write!(out, "{head}{label} ({address})");
        rest = tail;
    }
    out.push_str(rest);
    out.replace("<https://", "https://").replace("html>", "html")
}

//! The tokens of a line as a reader sees them, precise enough for a message.

/// The first token of `rest`, as a reader sees it: a word, a number, a quoted text, an arrow, or one character.
pub(super) fn token(rest: &str) -> &str {
    let mut chars = rest.char_indices();
    let Some((_, first)) = chars.next() else { return "" };
    let length = match first {
        '"' => {
            let mut escaped = false;
            let close = chars.find(|(_, c)| {
                let closes = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                closes || *c == '\n'
            });
            close.map_or(rest.len(), |(at, c)| if c == '"' { at + 1 } else { at })
        }
        '-' if rest.starts_with("->") => 2,
        _ if is_name_part(first) || matches!(first, '+' | '-') => {
            let is_inner = |(at, c): (usize, char)| {
                is_name_part(c) || c == '-' && rest.get(at + 1..).is_some_and(|after| after.starts_with(is_name_part))
            };
            let mut end = first.len_utf8();
            for (at, c) in chars {
                if !is_inner((at, c)) {
                    break;
                }
                end = at + c.len_utf8();
            }
            end
        }
        _ => first.len_utf8(),
    };
    rest.get(..length).unwrap_or(rest)
}

/// Whether a name may start with `c`, precise enough for a message.
pub(super) fn is_name_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

/// Whether a name may contain `c`, precise enough for a message.
pub(super) fn is_name_part(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

//! Phone numbers in E.164 format.
//!
//! Takes a text, says whether it is one, and gives a diagnostic with the number that was probably meant. Never knows
//! which countries or numbers exist.

use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::source::Span;

/// Numbers with fewer digits are those of emergency and other services, which have no country code.
const SHORTEST_NUMBER: usize = 7;

/// Whether a text is a phone number in E.164 format.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-connect-quickconnect-phonenumberquickconnectconfig.html>
pub(super) fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (2..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0')
    })
}

/// Reports an invalid phone number, with the number that was probably meant.
pub(super) fn bad_phone_number(span: Span, text: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::BadPhoneNumber, span, format!("`{text}` is not a valid E.164 phone number"))
        .primary_label("expected `+`, the country code and the number, at most 15 digits");
    let is_layout = |c: char| c.is_whitespace() || "-.()/".contains(c);
    let digits: String = text.chars().filter(|c| !is_layout(*c)).collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // `(0)` is dialled only within the country.
    if digits != text && is_e164(&digits) && !text.contains("(0)") && digits.len() > SHORTEST_NUMBER {
        return diagnostic.did_you_mean_text(span, &digits).confidence(Confidence::Sure);
    }
    match digits.strip_prefix("00").map(|rest| format!("+{rest}")) {
        // In some countries `00` is no prefix of international numbers.
        Some(international) if is_number && is_e164(&international) => {
            diagnostic.help(format!("if `00` is the prefix of an international number, write `\"{international}\"`"))
        }
        _ if is_number && digits.len() < SHORTEST_NUMBER || digits.len() <= SHORTEST_NUMBER && digits.starts_with('+') => {
            diagnostic.help(
                "a service number has no such form: write the full number of its destination, such as `\"+14255550100\"`",
            )
        }
        _ if is_number => {
            let help = "write the number from `+` and the country code on, such as `\"+14255550100\"`";
            diagnostic.help(match digits.starts_with('0') {
                true => format!("{help}, without the `0` that is dialled only within the country"),
                false => help.to_owned(),
            })
        }
        _ => diagnostic,
    }
}

//! The table of slips: each word of each row gives exactly its message at its place, and the fix of a row that has one
//! gives a file without errors.

use callflow::diagnostic::Severity;
use callflow::graph::Mode;
use callflow::slips::{Place, SLIPS, Slip};

use crate::support::all;
use crate::support::run::{Project, Purpose, fix};

/// A file with `line` at the place of the slip, which is correct apart from the line.
fn file(place: Place, line: &str) -> String {
    let flow = |settings: &str, line: &str| {
        format!(
            "flow \"Main line\" inbound {{\n  {settings}\n  on error -> sorry\n\n  start {{\n    set_working_queue \"Billing\"\n    {line}\n    -> sorry\n  }}\n\n  \
             step sorry {{\n    disconnect\n  }}\n}}\n"
        )
    };
    // The block that the tests of the examples are about.
    let hours = "check_hours_of_operation \"Basic Hours\" { on out_of_hours -> sorry }";
    match place {
        Place::File => format!("{line}\n\n{}", flow("", hours)),
        Place::Flow => {
            let has_start = line.starts_with("begin") || line.ends_with("{ disconnect }") && !line.contains("sorry");
            let own = if has_start { "" } else { "start { -> sorry }" };
            let sorry = if line.contains("sorry") { "" } else { "step sorry { disconnect }" };
            let sorry = if has_start { "" } else { sorry };
            format!("flow \"Main line\" inbound {{\n  {own}\n  {line}\n  {sorry}\n}}\n")
        }
        Place::FlowSetting => flow(line, ""),
        Place::Test => {
            let call = if line.ends_with("\"Main line\"") { "" } else { "call \"Main line\"\n  " };
            let setup = "setup \"open\" { given check_hours_of_operation -> in_hours }";
            format!("{setup}\n\ntest \"A call\" {{\n  {call}{line}\n  expect disconnected\n}}\n\n{}", flow("", hours))
        }
        Place::QuickConnect => format!("quick_connect \"X\" {{ {line} }}\n"),
        _ => flow("", line),
    }
}

fn rows() -> Vec<(&'static Slip, &'static str)> {
    SLIPS.iter().flat_map(|slip| slip.words.iter().map(move |word| (slip, *word))).collect()
}

#[test]
fn every_slip_has_one_message_and_its_fix_is_certain() {
    all(
        &rows(),
        |(slip, word)| format!("{:?} {word}", slip.place),
        |(slip, word)| {
            let text = file(slip.place, &slip.example.replace("{}", word));
            let project = Project::demo().with("main.flow", &text);
            let analysis = project.analyse(Purpose::Check, Mode::Publish);
            let errors: Vec<String> = analysis
                .diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.severity != Severity::Note)
                .map(|diagnostic| diagnostic.message.clone())
                .collect();
            assert_eq!(errors, [slip.message(word)], "{text}");
            if slip.replacement().is_some() {
                let (after, output) = fix(&text);
                assert_ne!(after, text, "nothing is fixed: {}", output.stderr);
                assert_eq!(output.code, 0, "{after}\n{}", output.stderr);
            }
        },
    );
}

/// A word is only once in a place, and is no word of the language there.
#[test]
fn no_word_is_in_one_place_twice() {
    let rows = rows();
    for (index, (slip, word)) in rows.iter().enumerate() {
        let is_again = rows.iter().skip(index + 1).any(|(other, again)| other.place == slip.place && again == word);
        assert!(!is_again, "{word} is twice at {:?}", slip.place);
        let is_block = callflow::catalogue::by_keyword(word).next().is_some();
        assert!(!(is_block && matches!(slip.place, Place::Block | Place::Statement)), "{word} is a block");
    }
}

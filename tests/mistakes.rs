//! The first mistakes of a new user: each gives one message that can be obeyed.
//!
//! A table of what was written and what was meant. Each mistake has one finding, with its code, whose message or help
//! has the cure; what was meant has none. Where the cure is certain, `check --fix` makes what was meant.

use callflow::graph::Mode;

use crate::support::all;
use crate::support::run::{Project, Purpose, fix};

/// A mistake.
struct Mistake {
    /// Lines of `start`, or a whole file if they begin with `flow`, `module`, `quick_connect` or `const`.
    wrote: &'static str,
    /// The code of its only finding.
    code: &'static str,
    /// A part of the message, of a label or of the help.
    says: &'static str,
    /// What was meant.
    obeyed: Obeyed,
}

/// What was meant, and who writes it.
enum Obeyed {
    /// `check --fix`.
    Fix(&'static str),
    /// The user.
    Hand(&'static str),
}

use Obeyed::{Fix, Hand};

/// Sorted by what is mistaken.
const MISTAKES: &[Mistake] = &[
    // ── Texts ───────────────────────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"play_prompt 'Hello.'"#,
        code: "F0101",
        says: "double quotes",
        obeyed: Fix(r#"play_prompt "Hello.""#),
    },
    // ── Times ───────────────────────────────────────────────────────────────────────────────────────────────────────
    Mistake { wrote: r#"wait "5m""#, code: "F0303", says: "without the quotes", obeyed: Fix(r#"wait 5m"#) },
];

/// The file with the lines.
fn file(lines: &str) -> String {
    if ["flow ", "module ", "quick_connect ", "const "].iter().any(|word| lines.starts_with(word)) {
        return format!("{lines}\n");
    }
    format!(
        "flow \"Main line\" inbound {{\n  on error -> sorry\n\n  start {{\n    set_working_queue \"Billing\"\n    {lines}\n    -> sorry\n  }}\n\n  \
         step sorry {{\n    play_prompt \"Please call again.\"\n    disconnect\n  }}\n}}\n"
    )
}

/// The findings: the code of each, and everything that it says.
fn findings(text: &str) -> Vec<(String, String)> {
    let analysis = Project::demo().with("main.flow", text).analyse(Purpose::Check, Mode::Publish);
    let mut found = Vec::new();
    for diagnostic in analysis.diagnostics.iter() {
        let labels = diagnostic.labels.iter().map(|label| label.text.to_string());
        let help = diagnostic.help.iter().map(ToString::to_string);
        let said: Vec<String> = [diagnostic.message.to_string()].into_iter().chain(labels).chain(help).collect();
        found.push((diagnostic.code.to_string(), said.join("\n")));
    }
    found
}

#[test]
fn a_mistake_has_one_message_that_can_be_obeyed() {
    all(
        MISTAKES,
        |mistake| mistake.wrote.to_owned(),
        |Mistake { wrote, code, says, obeyed }| {
            let wrote = file(wrote);
            let found = findings(&wrote);
            assert!(
                matches!(found.as_slice(), [(only, said)] if only == code && said.contains(says)),
                "{wrote}{found:#?}"
            );
            let (Fix(meant) | Hand(meant)) = obeyed;
            let meant = file(meant);
            assert_eq!(findings(&meant), [], "{meant}");
            let expected = if matches!(obeyed, Fix(_)) { &meant } else { &wrote };
            assert_eq!(&fix(&wrote).0, expected);
        },
    );
}

//! The order of the lines of a test: what a setup holds, one start before everything that happens, something that is
//! expected, and nothing that a customer does who has left.

use super::super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Act, Expect, Hear, Never, Start, Test, TestKeyword, TestLine};

/// What the customer does. The other acts are those of an agent, or time.
const BY_CUSTOMER: &[&str] = &["press", "say", "choose", "silence", LEAVES];

/// The act with which the customer leaves.
const LEAVES: &str = "hang_up";

impl Context<'_> {
    /// Checks the order of lines. Returns whether the test can be run in it.
    pub(super) fn order(&mut self, test: &Test) -> bool {
        match test.keyword {
            TestKeyword::Setup => self.order_in_setup(test),
            TestKeyword::Test => self.order_in_test(test),
        }
    }

    fn order_in_setup(&mut self, setup: &Test) -> bool {
        let wrong = setup
            .lines
            .iter()
            .filter(|line| !matches!(line, TestLine::Use(_) | TestLine::Given(_) | TestLine::Hole(_)));
        let mut is_whole = true;
        for line in wrong {
            is_whole = false;
            self.diagnostics.push(
                Diagnostic::new(Code::NotInSetup, head(line), "a setup holds only `given` and `use`")
                    .label(setup.name.span, "the setup")
                    .help("write the line in each test that uses the setup"),
            );
        }
        is_whole
    }

    fn order_in_test(&mut self, test: &Test) -> bool {
        let mut is_whole = true;
        let mut start: Option<&Start> = None;
        let mut left: Option<&Act> = None;
        // What could not be read may be the start, or may be what is expected.
        let may_be_more = test.lines.iter().any(|line| matches!(line, TestLine::Hole(_)));
        for line in &test.lines {
            match line {
                TestLine::Use(_) | TestLine::Given(_) | TestLine::Hole(_) | TestLine::Never(_) => {}
                TestLine::Start(second) => {
                    if let Some(first) = start {
                        is_whole = false;
                        self.diagnostics.push(
                            Diagnostic::new(Code::StartMisplaced, second.span, "a test starts one contact")
                                .duplicate_of(first.span)
                                .help("write a test for each contact"),
                        );
                    }
                    start = start.or(Some(second));
                }
                TestLine::Act(_) | TestLine::Hear(_) | TestLine::Expect(_) if start.is_none() => {
                    if !may_be_more && is_whole {
                        self.before_start(test, line);
                    }
                    is_whole = false;
                }
                TestLine::Act(act) => {
                    if let Some(left) = left.filter(|_| BY_CUSTOMER.contains(&act.word.text.as_str())) {
                        let message = format!("`{}` is after the customer has left", act.word.text);
                        self.diagnostics.push(
                            Diagnostic::new(Code::ActAfterEnd, act.span, message)
                                .label(left.span, "the customer leaves"),
                        );
                    }
                    if act.word.text == LEAVES {
                        left = left.or(Some(act));
                    }
                }
                TestLine::Hear(_) | TestLine::Expect(_) => {}
            }
        }
        let is_about = |line: &TestLine| matches!(line, TestLine::Hear(_) | TestLine::Expect(_) | TestLine::Never(_));
        if may_be_more {
            return false;
        }
        if !test.lines.iter().any(is_about) {
            self.diagnostics.push(
                Diagnostic::new(Code::NothingExpected, test.name.span, "this test expects nothing")
                    .help("say what should come of it: `hear \"…\"`, `expect …` or `never …`"),
            );
        } else if start.is_none() && is_whole {
            is_whole = false;
            self.diagnostics.push(
                Diagnostic::new(Code::StartMisplaced, test.name.span, "no contact starts in this test").help(STARTS),
            );
        }
        is_whole
    }

    fn before_start(&mut self, test: &Test, line: &TestLine) {
        let later = test.lines.iter().find_map(|line| match line {
            TestLine::Start(start) => Some(start),
            _ => None,
        });
        let diagnostic = Diagnostic::new(Code::StartMisplaced, head(line), "no contact has started before this line");
        self.diagnostics.push(match later {
            Some(start) => diagnostic.label(start.span, "it starts here"),
            None => diagnostic.help(STARTS),
        });
    }
}

const STARTS: &str = "start one with `call \"Flow\"`, `chat \"Flow\"`, `task \"Flow\"` or `email \"Flow\"`";

/// The first word of a line, or the line.
fn head(line: &TestLine) -> Span {
    match line {
        TestLine::Start(Start { word, .. }) | TestLine::Act(Act { word, .. }) | TestLine::Hear(Hear { word, .. }) => {
            word.span
        }
        TestLine::Expect(Expect { span, .. }) | TestLine::Never(Never { span, .. }) => *span,
        line => line.span(),
    }
}

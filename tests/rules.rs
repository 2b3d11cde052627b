//! The rules of Connect that callflow was measured against: what implements each, or why nothing does.
//!
//! `docs/rules.md` is made from the table here. A rule that is told has its examples in `tests/rules/`: a page whose
//! sections are `Fires F0704`, for each of its codes, and `Silent`, as near to it as may be.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use callflow::diagnostic::Code;

use crate::support::page::{parse, run};
use crate::support::{all, chosen_by, is_current, repository};

struct Rule {
    number: usize,
    says: &'static str,
    /// The codes that tell of it.
    codes: &'static [&'static str],
    /// Why none does, or what is to be known of those that do.
    remark: &'static str,
}

const fn rule(number: usize, says: &'static str, codes: &'static [&'static str], remark: &'static str) -> Rule {
    Rule { number, says, codes, remark }
}

#[rustfmt::skip]
const RULES: &[Rule] = &[
    rule(1, "A quick connect has a description", &["F0704"], ""),
    rule(2, "No empty description is emitted", &[], "The emitter leaves it out."),
    rule(3, "A quick connect's description has 250 characters at most", &["F0603"], ""),
    rule(4, "A quick connect's name has 1 to 127 characters", &["F0602", "F0315"], ""),
    rule(5, "No two quick connects have one name, and none changes its type", &["F0210", "F0709"], ""),
    rule(6, "A quick connect leads to an agent, a queue, a phone number or a flow", &["F0701"], ""),
    rule(7, "A quick connect has what its type needs and nothing else", &["F0702", "F0708"], ""),
    rule(8, "The flow of a quick connect to an agent is an agent transfer", &["F0705"], ""),
    rule(9, "The flow of a quick connect to a queue is a queue transfer", &["F0705"], ""),
    rule(10, "A quick connect to a phone number has no flow", &["F0703"], ""),
    rule(11, "A phone number is in E.164 form", &["F0307"], ""),
    rule(12, "Blanks and dashes in a phone number may be left out", &["F0307"], "It is an error, not a note: nothing is rewritten silently."),
    rule(13, "The flow of a quick connect is published and active", &["F0325"], ""),
    rule(14, "Some queue offers the quick connect", &["F0707"], ""),
    rule(15, "A queue that offers a quick connect is in a routing profile", &["F0324"], ""),
    rule(16, "Quick connects to agents and queues show only during a contact", &[], "True of every one: a note would say nothing about this source."),
    rule(17, "The agent of a quick connect can take contacts", &["F0322"], ""),
    rule(18, "A quick connect to a queue names a standard queue", &["F0204", "F0206"], ""),
    rule(19, "The queue of a quick connect is in a routing profile", &["F0324"], ""),
    rule(20, "The queue of a quick connect is enabled", &["F0323"], ""),
    rule(21, "At most 50 quick connects in one association call", &[], "The emitter splits them."),
    rule(22, "At most 700 quick connects on a queue", &["F0710"], ""),
    rule(23, "About 100 quick connects in an instance", &[], "A quota that each instance may have raised."),
    rule(24, "No circle of queue, quick connect and flow in a template", &[], "The emitter associates quick connects with queues after both exist."),
    rule(25, "Quick connects of a queue that is not managed", &[], "The emitter writes association calls."),
    rule(26, "No quick connect to a flow for Terraform", &[], "There is no such target yet."),
    rule(27, "A quick connect to a flow has a flow only", &["F0702"], ""),
    rule(28, "A queue has a caller id for calls to a phone number", &[], "The inventory does not hold a queue's caller id."),
    rule(29, "A queue is found by its exact name", &["F0204", "F0205"], ""),
    rule(30, "Queues of agents have no name", &[], "The inventory lists standard queues only by name; an agent's queue comes from the agent."),
    rule(31, "An agent only where the block takes one", &["F0311"], ""),
    rule(32, "A queue or an agent, not both", &["F0308"], ""),
    rule(33, "An agent is emitted by user id", &[], "The emitter does."),
    rule(34, "A literal in an attribute that chooses an agent is one", &["F0341"], ""),
    rule(35, "A user name that looks like a user id", &["F0225", "F0207"], ""),
    rule(36, "A literal in an attribute that chooses a queue is no name", &["F0340"], "A bare id is let through: AWS's pages disagree whether it works."),
    rule(37, "An agent can take contacts", &["F0322"], ""),
    rule(38, "Who can take contacts is decided by permission", &["F0322"], ""),
    rule(39, "An agent's queue holds ten contacts", &[], "A fact about the running instance, not about a source."),
    rule(40, "A queue is in a routing profile", &["F0324"], ""),
    rule(41, "The routing profile of a queue has agents", &[], "The inventory does not say who has which routing profile."),
    rule(42, "A queue serves the channel", &[], "The inventory does not hold a queue's channels."),
    rule(43, "A queue's maximum is at least 1", &[], "Queues are not made by this language."),
    rule(44, "Limits on a queue's name and description", &[], "Queues are not made by this language."),
    rule(45, "A queue has hours", &[], "Queues are not made by this language."),
    rule(46, "Limits on routing profiles", &[], "Routing profiles are not made by this language."),
    rule(47, "Priorities and delays in routing profiles", &[], "Routing profiles are not made by this language."),
    rule(48, "Queues per routing profile", &[], "Routing profiles are not made by this language."),
    rule(49, "Hours that make sense", &[], "Hours are not made by this language."),
    rule(50, "A queue's caller id is a claimed number", &[], "Queues are not made by this language."),
    rule(51, "A name is unique within its kind", &["F0205"], ""),
    rule(52, "All ARNs are of one instance", &["F0219", "F0227"], ""),
    rule(53, "Limits on user names", &[], "Users are not made by this language."),
    rule(54, "A queue is set before a transfer to it", &["F0420", "F0421"], "A flow that never sets one and that nothing here transfers to gets the warning: another flow may lead there."),
    rule(55, "A transfer flow comes with its queue", &["F0420"], "Nothing is said in agent and queue transfers: the quick connect brings the queue."),
    rule(56, "A transfer out of a queue names a queue or an agent", &["F0501"], ""),
    rule(57, "Its success branch leads on", &["F0410"], ""),
    rule(58, "Its branch for a full queue leads on", &["F0401"], ""),
    rule(59, "Prompts loop before a transfer out of a queue", &["F0425"], ""),
    rule(60, "Each of the two transfers to a queue in its flow types", &["F0501"], ""),
    rule(61, "No transfer to the queue that the contact is in", &[], "Which queue runs a customer queue flow is not known from the source."),
    rule(62, "Transfer to agent only in transfer flows, on calls", &["F0501", "F0509"], ""),
    rule(63, "Working queue by agent is better than transfer to agent", &[], "A matter of taste where the block works."),
    rule(64, "A transfer to a flow goes to a live flow of the right type", &["F0503", "F0325"], ""),
    rule(65, "A transfer to a flow has its error branch", &["F0401"], ""),
    rule(66, "No ring of flows without an exit", &["F0426"], ""),
    rule(67, "Transfer to a phone number in its flow types, on calls", &["F0501", "F0509"], ""),
    rule(68, "Its number is in E.164 form or one path", &["F0307"], ""),
    rule(69, "Its timeout is 0 to 600 seconds", &["F0304"], ""),
    rule(70, "Its timeout counts only if the flow resumes", &["F0310"], ""),
    rule(71, "Its branches are those of its mode", &["F0401", "F0405"], ""),
    rule(72, "At most 50 keys to press", &["F0305", "F0306"], ""),
    rule(73, "The caller id is a claimed number", &["F0317"], ""),
    rule(74, "Carriers may ignore the caller's name", &[], "Nothing in the source is wrong."),
    rule(75, "Without a caller id the customer's number is shown", &[], "Nothing in the source is wrong."),
    rule(76, "Some countries need a quota", &[], "What a live instance allows is not known."),
    rule(77, "A flow resumes only if the other side hangs up first", &[], "Nothing in the source is wrong."),
    rule(78, "Delays and attempts of a callback", &["F0304"], "That more than five attempts are many is a matter of taste."),
    rule(79, "A callback number is set before a callback", &["F0429"], "That it is for calls: F0509."),
    rule(80, "Looping prompts in their flow types", &["F0501"], ""),
    rule(81, "Prompts run longer than an agent has to answer", &["F0316"], ""),
    rule(82, "Interrupting prompts only in a queue", &["F0506"], ""),
    rule(83, "Interrupted prompts lead somewhere", &["F0401"], ""),
    rule(84, "What may not come before looping prompts", &["F0424"], ""),
    rule(85, "An interval that cuts the prompts off", &[], "How long a prompt plays is not known."),
    rule(86, "A prompt is found by its exact name", &["F0204"], ""),
    rule(87, "A message is one of text, prompt, SSML and media", &["F0308"], ""),
    rule(88, "Limits on a text", &["F0305"], ""),
    rule(89, "A whisper ends within two minutes", &[], "How long a prompt plays is not known."),
    rule(90, "The time to press a key", &["F0304"], "Up to 180 s by the console; exports have 300, and no page of the flow language has a limit."),
    rule(91, "The time limit of a Lambda function, and that it is associated", &["F0304", "F0204"], ""),
    rule(92, "A Lambda function by its short name", &["F0204", "F0205"], ""),
    rule(93, "A bot's alias is associated, and not the one for tests", &["F0204", "F0342"], ""),
    rule(94, "What a bot of Lex V1 needs", &["F0302"], ""),
    rule(95, "Whisper, hold and queue flows of the right type", &["F0503"], ""),
    rule(96, "A module is there and live, and returns only inside", &["F0204", "F0325", "F0501"], ""),
    rule(97, "Modules that invoke modules", &["F0507", "F0508"], "Allowed today, five deep."),
    rule(98, "What a module sees of its caller", &["F0333"], ""),
    rule(99, "Data about the agent only where there is one", &["F0333"], ""),
    rule(100, "Content has 256000 characters at most", &["F0606"], ""),
    rule(101, "A flow has 250 actions at most", &["F0605"], ""),
    rule(102, "Identifiers are unique and well formed", &["F0216", "F0601"], ""),
    rule(103, "The version, and a start that is there", &["F0214", "F0417", "F1001"], ""),
    rule(104, "Everything can be reached", &["F0407", "F0408"], ""),
    rule(105, "Every branch is connected", &["F0413"], ""),
    rule(106, "Every error branch that is needed is there", &["F0401"], ""),
    rule(107, "Nothing follows a block that ends the flow", &["F0407"], ""),
    rule(108, "Every path ends in a block that ends the flow", &["F0406"], ""),
    rule(109, "No circle that never waits", &["F0409"], ""),
    rule(110, "A menu without a count", &["F0428"], "Off by default: callers leave it by hanging up, and many menus are meant so."),
    rule(111, "A loop counts from 0 to 100", &["F0304", "F0343"], ""),
    rule(112, "A block in the flow types that allow it", &["F0501", "F0502"], ""),
    rule(113, "A block on the channels that it serves", &["F0509"], ""),
    rule(114, "The flow type is known and does not change", &["F0203", "F0504"], ""),
    rule(115, "The name of a flow", &["F0602", "F0208"], ""),
    rule(116, "The description of a flow", &["F0603"], ""),
    rule(117, "Tags", &["F0604"], ""),
    rule(118, "Percentages add up", &["F0416"], ""),
    rule(119, "No condition covers a later one", &["F0404", "F0423"], ""),
    rule(120, "Agents are counted against 0 only", &["F0412"], ""),
    rule(121, "A queue is set before it is looked at", &["F0422"], ""),
    rule(122, "A priority is set before the transfer", &[], "Changing it later is slow, not wrong."),
    rule(123, "Nothing confidential in an agent transfer", &[], "What is confidential is not known."),
    rule(124, "A wait in its flow types, up to seven days", &["F0502", "F0304", "F0509"], ""),
    rule(125, "Placeholders are escaped in templates", &[], "There is no such target yet."),
    rule(126, "Paths need no escaping", &[], "Nothing to check."),
    rule(127, "Default quotas of an instance", &[], "Each instance may have them raised."),
];

impl Rule {
    /// Where its examples are.
    fn examples(&self) -> String {
        let title = self.says.to_lowercase();
        let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        format!("tests/rules/{:03}_{}.md", self.number, words.collect::<Vec<_>>().join("_"))
    }
}

fn page() -> String {
    let told = RULES.iter().filter(|rule| !rule.codes.is_empty()).count();
    let mut page = format!(
        "# Rules\n\nWhat a reviewer who knows Connect by heart looks at in flows and what is around them, and the codes \
         that tell of it. Of {} rules, {told} are told, each with an example that gives its codes and one near to it that does \
         not; the others say why not.\n\nThis page is made from the table in `tests/rules.rs`.\n\n\
         | rule | what it asks for | codes | examples | remark |\n|---|---|---|---|---|\n",
        RULES.len()
    );
    for rule @ Rule { number, says, codes, remark } in RULES {
        let link = |code: &&str| format!("[{code}](../src/diagnostic/pages/{code}.md)");
        let examples = if codes.is_empty() { String::new() } else { format!("[{number:03}](../{})", rule.examples()) };
        let codes: Vec<String> = codes.iter().map(link).collect();
        writeln!(page, "| {number} | {says} | {} | {examples} | {remark} |", codes.join(", ")).unwrap();
    }
    page
}

#[test]
fn the_page_is_current() {
    is_current("docs/rules.md", &page(), "rules");
}

#[test]
fn every_rule_is_there_once_and_in_order() {
    let numbers: Vec<usize> = RULES.iter().map(|rule| rule.number).collect();
    assert_eq!(numbers, (1..=127).collect::<Vec<_>>());
}

#[test]
fn every_rule_has_a_code_or_a_reason() {
    for Rule { number, codes, remark, .. } in RULES {
        assert!(!codes.is_empty() || !remark.is_empty(), "rule {number}");
        for code in *codes {
            assert!(code.parse::<Code>().is_ok(), "rule {number}: there is no code {code}");
        }
    }
}

#[test]
fn every_rule_has_examples_that_fire_it_and_one_that_does_not() {
    let told = RULES.iter().filter(|rule| !rule.codes.is_empty()).collect();
    // The environment variable `RULE` chooses one by its number.
    let told = chosen_by("RULE", told, |rule: &&Rule, wanted| rule.number.to_string() == wanted);
    all(&told, |rule| rule.examples(), |rule| check_examples(rule));
}

/// Each section gives the code that it names and no other, or none.
fn check_examples(rule: &Rule) {
    let text = fs::read_to_string(repository(&rule.examples())).unwrap().replace("\r\n", "\n");
    let (before, sections) = parse(&text);
    assert_eq!(before.first(), Some(&format!("# {}: {}", rule.number, rule.says)));
    let mut fired = BTreeSet::new();
    let mut silent = 0;
    for section in &sections {
        let expected = match section.heading.strip_prefix("Fires ") {
            Some(code) => {
                fired.insert(code);
                BTreeSet::from([code.to_owned()])
            }
            None => {
                assert_eq!(section.heading, "Silent");
                silent += 1;
                BTreeSet::new()
            }
        };
        let output = run(section);
        assert_eq!(output.codes(), expected, "{}:\n{}{}", section.heading, output.stdout, output.stderr);
    }
    assert_eq!(fired, rule.codes.iter().copied().collect(), "the codes that fire");
    assert!(silent > 0, "nothing near is silent");
}

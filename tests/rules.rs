//! The rules of Connect that callflow was measured against: the codes that implement each, or the reason why none does.
//!
//! `docs/rules.md` is generated from this table. Each implemented rule has its examples in `tests/rules/`: a page whose
//! sections are `Fires F0704`, one for each of its codes, and `Silent`, which is as similar as possible and fires
//! nothing.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use callflow::diagnostic::Code;

use crate::support::page::{parse, run};
use crate::support::{all, chosen_by, is_current, repository};

struct Rule {
    number: usize,
    title: &'static str,
    /// The codes that implement it.
    codes: &'static [&'static str],
    /// Why no code implements it, or a note about those that do.
    remark: &'static str,
}

const fn rule(number: usize, title: &'static str, codes: &'static [&'static str], remark: &'static str) -> Rule {
    Rule { number, title, codes, remark }
}

#[rustfmt::skip]
const RULES: &[Rule] = &[
    rule(1, "A quick connect has a description", &["F0704"], ""),
    rule(2, "No empty description is emitted", &[], "The emitter omits it."),
    rule(3, "A quick connect's description has at most 250 characters", &["F0603"], ""),
    rule(4, "A quick connect's name has 1 to 127 characters", &["F0602", "F0315"], ""),
    rule(5, "Quick connect names are unique, and a quick connect keeps its type", &["F0210", "F0709"], ""),
    rule(6, "A quick connect leads to an agent, a queue, a phone number or a flow", &["F0701"], ""),
    rule(7, "A quick connect has what its type needs and nothing else", &["F0702", "F0708"], ""),
    rule(8, "The flow of a quick connect to an agent is an agent transfer flow", &["F0705"], ""),
    rule(9, "The flow of a quick connect to a queue is a queue transfer flow", &["F0705"], ""),
    rule(10, "A quick connect to a phone number has no flow", &["F0703"], ""),
    rule(11, "A phone number is in E.164 format", &["F0307"], ""),
    rule(12, "Spaces and dashes in a phone number can be removed", &["F0307"], "Reported as an error, not a note: nothing is rewritten silently."),
    rule(13, "The flow of a quick connect is published and active", &["F0325"], ""),
    rule(14, "At least one queue offers the quick connect", &["F0707"], ""),
    rule(15, "A queue that offers a quick connect is in a routing profile", &["F0324"], ""),
    rule(16, "Quick connects to agents and queues are visible only during a contact", &[], "True of every such quick connect: a note would not be specific to this source."),
    rule(17, "The agent of a quick connect can take contacts", &["F0322"], ""),
    rule(18, "A quick connect to a queue names a standard queue", &["F0204", "F0206"], ""),
    rule(19, "The queue of a quick connect is in a routing profile", &["F0324"], ""),
    rule(20, "The queue of a quick connect is enabled", &["F0323"], ""),
    rule(21, "At most 50 quick connects in one association call", &[], "The emitter splits longer lists over several calls."),
    rule(22, "At most 700 quick connects on a queue", &["F0710"], ""),
    rule(23, "About 100 quick connects in an instance", &[], "A quota, which an instance may have raised."),
    rule(24, "No dependency cycle of queue, quick connect and flow in a template", &[], "The emitter associates quick connects with queues after both exist."),
    rule(25, "Quick connects of an unmanaged queue", &[], "The emitter writes association calls."),
    rule(26, "No quick connect to a flow for Terraform", &[], "There is no Terraform target yet."),
    rule(27, "A quick connect to a flow has only a flow", &["F0702"], ""),
    rule(28, "A queue has a caller id for calls to a phone number", &[], "The inventory does not contain a queue's caller id."),
    rule(29, "A queue is found by its exact name", &["F0204", "F0205"], ""),
    rule(30, "An agent's queue has no name", &[], "Only standard queues can be looked up by name; an agent's queue is reached through the agent."),
    rule(31, "An agent is given only to a block that accepts one", &["F0311"], ""),
    rule(32, "A queue or an agent, not both", &["F0308"], ""),
    rule(33, "An agent is emitted by user id", &[], "The emitter does this."),
    rule(34, "A literal in an attribute that chooses an agent is an existing agent", &["F0341"], ""),
    rule(35, "A user name that looks like a user id", &["F0225", "F0207"], ""),
    rule(36, "A literal in an attribute that chooses a queue is not a queue name", &["F0340"], "A bare id is accepted: AWS's pages disagree on whether it works."),
    rule(37, "An agent can take contacts", &["F0322"], ""),
    rule(38, "A permission decides who can take contacts", &["F0322"], ""),
    rule(39, "An agent's queue holds ten contacts", &[], "A fact about the running instance, not about the source."),
    rule(40, "A queue is in a routing profile", &["F0324"], ""),
    rule(41, "The routing profile of a queue has agents", &[], "The inventory does not record which agents have which routing profile."),
    rule(42, "A queue serves the channel", &[], "The inventory does not contain a queue's channels."),
    rule(43, "A queue's maximum is at least 1", &[], "The language does not define queues."),
    rule(44, "Limits on a queue's name and description", &[], "The language does not define queues."),
    rule(45, "A queue has hours", &[], "The language does not define queues."),
    rule(46, "Limits on routing profiles", &[], "The language does not define routing profiles."),
    rule(47, "Priorities and delays in routing profiles", &[], "The language does not define routing profiles."),
    rule(48, "Queues per routing profile", &[], "The language does not define routing profiles."),
    rule(49, "Consistent hours of operation", &[], "The language does not define hours of operation."),
    rule(50, "A queue's caller id is a claimed number", &[], "The language does not define queues."),
    rule(51, "A name is unique within its kind", &["F0205"], ""),
    rule(52, "All ARNs belong to one instance", &["F0219", "F0227"], ""),
    rule(53, "Limits on user names", &[], "The language does not define users."),
    rule(54, "A queue is set before a transfer to it", &["F0420", "F0421"], "A flow that never sets a queue, and that no flow of the build transfers to, gets the warning: a flow outside the build may transfer to it."),
    rule(55, "A transfer flow starts with its queue", &["F0420"], "Agent and queue transfer flows are not reported: the quick connect provides the queue."),
    rule(56, "A transfer out of a queue names a queue or an agent", &["F0501"], ""),
    rule(57, "Its success branch is connected", &["F0410"], ""),
    rule(58, "Its branch for a full queue is connected", &["F0401"], ""),
    rule(59, "Looping prompts run before a transfer out of a queue", &["F0425"], ""),
    rule(60, "Each of the two transfers to a queue is used in its flow types", &["F0501"], ""),
    rule(61, "No transfer to the queue that the contact is in", &[], "The source does not show which queue runs a customer queue flow."),
    rule(62, "Transfer to agent is used only in transfer flows, on calls", &["F0501", "F0509"], ""),
    rule(63, "Setting the working queue by agent is better than transfer to agent", &[], "Where the block works, this is a matter of taste."),
    rule(64, "A transfer to a flow goes to a live flow of the right type", &["F0503", "F0325"], ""),
    rule(65, "A transfer to a flow has its error branch", &["F0401"], ""),
    rule(66, "No cycle of flows without an exit", &["F0426"], ""),
    rule(67, "Transfer to a phone number is used in its flow types, on calls", &["F0501", "F0509"], ""),
    rule(68, "Its number is in E.164 format or is a single path", &["F0307"], ""),
    rule(69, "Its timeout is 0 to 600 seconds", &["F0304"], ""),
    rule(70, "Its timeout has an effect only if the flow resumes", &["F0310"], ""),
    rule(71, "Its branches match its mode", &["F0401", "F0405"], ""),
    rule(72, "At most 50 DTMF characters are sent", &["F0305", "F0306"], ""),
    rule(73, "The caller id is a claimed number", &["F0317"], ""),
    rule(74, "Carriers may ignore the caller's name", &[], "Nothing in the source is wrong."),
    rule(75, "Without a caller id the customer's number is shown", &[], "Nothing in the source is wrong."),
    rule(76, "Some countries need a quota", &[], "The quotas of the live instance are not known."),
    rule(77, "A flow resumes only if the other side hangs up first", &[], "Nothing in the source is wrong."),
    rule(78, "Delays and attempts of a callback", &["F0304"], "Whether more than five attempts are too many is a matter of taste."),
    rule(79, "A callback number is set before a callback", &["F0429"], "That a callback is for calls is reported as F0509."),
    rule(80, "Looping prompts are used in their flow types", &["F0501"], ""),
    rule(81, "Prompts run longer than the time an agent has to answer", &["F0316"], ""),
    rule(82, "Prompts are interrupted only in a queue", &["F0506"], ""),
    rule(83, "The branch for interrupted prompts is connected", &["F0401"], ""),
    rule(84, "Some blocks may not run before looping prompts", &["F0424"], ""),
    rule(85, "An interval that cuts the prompts off", &[], "The duration of a prompt is not known."),
    rule(86, "A prompt is found by its exact name", &["F0204"], ""),
    rule(87, "A message is exactly one of text, prompt, SSML and media", &["F0308"], ""),
    rule(88, "Length limits of a text", &["F0305"], ""),
    rule(89, "A whisper ends within two minutes", &[], "The duration of a prompt is not known."),
    rule(90, "The timeout for pressing a key", &["F0304"], "The console allows up to 180 s; exports contain 300, and no page of the flow language gives a limit."),
    rule(91, "The timeout of a Lambda function is in range, and the function is associated", &["F0304", "F0204"], ""),
    rule(92, "A Lambda function is found by its short name", &["F0204", "F0205"], ""),
    rule(93, "A bot's alias is associated, and is not the test alias", &["F0204", "F0342"], ""),
    rule(94, "A Lex V1 bot has the parameters it needs", &["F0302"], ""),
    rule(95, "Whisper, hold and queue flows have the right type", &["F0503"], ""),
    rule(96, "A module exists and is live, and only a module returns", &["F0204", "F0325", "F0501"], ""),
    rule(97, "Modules that invoke modules", &["F0507", "F0508"], "Allowed today, up to five levels deep."),
    rule(98, "A module reads only the caller's data that it can see", &["F0333"], ""),
    rule(99, "Agent data is read only where there is an agent", &["F0333"], ""),
    rule(100, "A flow's content has at most 256000 characters", &["F0606"], ""),
    rule(101, "A flow has at most 250 actions", &["F0605"], ""),
    rule(102, "Identifiers are unique and well formed", &["F0216", "F0601"], ""),
    rule(103, "The version is known, and the start exists", &["F0214", "F0417", "F1001"], ""),
    rule(104, "Every action is reachable", &["F0407", "F0408"], ""),
    rule(105, "Every branch is connected", &["F0413"], ""),
    rule(106, "Every required error branch is present", &["F0401"], ""),
    rule(107, "Nothing follows a block that ends the flow", &["F0407"], ""),
    rule(108, "Every path ends in a block that ends the flow", &["F0406"], ""),
    rule(109, "No loop that never waits", &["F0409"], ""),
    rule(110, "A menu without a limit on repetitions", &["F0428"], "Off by default: callers can hang up, and many menus are meant to repeat."),
    rule(111, "A loop counts from 0 to 100", &["F0304", "F0343"], ""),
    rule(112, "A block is used in the flow types that allow it", &["F0501", "F0502"], ""),
    rule(113, "A block is used on the channels that it serves", &["F0509"], ""),
    rule(114, "The flow type is known and does not change", &["F0203", "F0504"], ""),
    rule(115, "The name of a flow", &["F0602", "F0208"], ""),
    rule(116, "The description of a flow", &["F0603"], ""),
    rule(117, "Tags", &["F0604"], ""),
    rule(118, "Percentages add up", &["F0416"], ""),
    rule(119, "No condition covers a later one", &["F0404", "F0423"], ""),
    rule(120, "The number of agents is compared only with 0", &["F0412"], ""),
    rule(121, "A queue is set before its metrics are read", &["F0422"], ""),
    rule(122, "A priority is set before the transfer", &[], "Changing it later is slow, not wrong."),
    rule(123, "No confidential data in an agent transfer", &[], "callflow does not know which data is confidential."),
    rule(124, "A wait is used in its flow types, for at most seven days", &["F0502", "F0304", "F0509"], ""),
    rule(125, "Placeholders are escaped in templates", &[], "There is no template target yet."),
    rule(126, "Paths need no escaping", &[], "There is nothing to check."),
    rule(127, "Default quotas of an instance", &[], "An instance may have them raised."),
];

impl Rule {
    /// The path of the page with its examples.
    fn examples(&self) -> String {
        let title = self.title.to_lowercase();
        let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        format!("tests/rules/{:03}_{}.md", self.number, words.collect::<Vec<_>>().join("_"))
    }
}

fn page() -> String {
    let implemented = RULES.iter().filter(|rule| !rule.codes.is_empty()).count();
    let mut page = format!(
        "# Rules\n\nThis page lists what a reviewer who knows Connect by heart checks in flows and in what surrounds them, \
         and the codes that implement each rule. Of {} rules, {implemented} are implemented. Each of them has an example \
         that fires its codes and a similar example that does not. The remark on each other rule explains why it is not \
         implemented.\n\nThis page is generated from the table in `tests/rules.rs`.\n\n\
         | rule | what it requires | codes | examples | remark |\n|---|---|---|---|---|\n",
        RULES.len()
    );
    for rule @ Rule { number, title, codes, remark } in RULES {
        let link = |code: &&str| format!("[{code}](../src/diagnostic/pages/{code}.md)");
        let examples = if codes.is_empty() { String::new() } else { format!("[{number:03}](../{})", rule.examples()) };
        let codes: Vec<String> = codes.iter().map(link).collect();
        writeln!(page, "| {number} | {title} | {} | {examples} | {remark} |", codes.join(", ")).unwrap();
    }
    page
}

#[test]
fn the_page_is_current() {
    is_current("docs/rules.md", &page(), "rules");
}

#[test]
fn every_rule_is_listed_once_and_in_order() {
    let numbers: Vec<usize> = RULES.iter().map(|rule| rule.number).collect();
    assert_eq!(numbers, (1..=127).collect::<Vec<_>>());
}

#[test]
fn every_rule_has_a_code_or_a_reason() {
    for Rule { number, codes, remark, .. } in RULES {
        assert!(!codes.is_empty() || !remark.is_empty(), "rule {number}");
        for code in *codes {
            assert!(code.parse::<Code>().is_ok(), "rule {number}: unknown code {code}");
        }
    }
}

#[test]
fn every_rule_has_examples_that_fire_it_and_one_that_does_not() {
    let implemented = RULES.iter().filter(|rule| !rule.codes.is_empty()).collect();
    // The environment variable `RULE` selects one by its number.
    let implemented = chosen_by("RULE", implemented, |rule: &&Rule, wanted| rule.number.to_string() == wanted);
    all(&implemented, |rule| rule.examples(), |rule| check_examples(rule));
}

/// Each section fires exactly the code in its heading, or no code.
fn check_examples(rule: &Rule) {
    let text = fs::read_to_string(repository(&rule.examples())).unwrap().replace("\r\n", "\n");
    let (before, sections) = parse(&text);
    assert_eq!(before.first(), Some(&format!("# {}: {}", rule.number, rule.title)));
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
    assert!(silent > 0, "the page has no silent example");
}

//! What the lines of tests become: names that are looked up, blocks that they stand for, results, data and acts.

use callflow::analysis::{Analysis, Options, Role, Workspace};
use callflow::inventory::Inventory;
use callflow::script::{DataOperator, FiguresOf, LineKind, ResultKind, State, Test};
use callflow::simulate::{Act, Holder, MessageForm};
use serde_json::json;

use crate::support::run::DEMO;

const FLOWS: &str = r#"const lambda = "acme-lookup-customer"
const queue = "Billing"

flow "Main line" inbound {
  on error -> sorry

  start {
    invoke_lambda "acme-lookup-customer" { timeout: 3s }
    set_contact_attributes { tier = $.External.tier }
    get_customer_input "Press 1 for the shop." {
      timeout: 5s
      when "1" -> shop
      on timeout, no_match -> sorry
    }
  }

  step shop {
    check_queue_status oldest_contact_age { queue: "Billing"; when > 5m -> sorry }
    distribute_by_percentage { when 20% -> sorry; when 30% -> sorry }
    set_working_queue "Billing"
    transfer_to_queue { on at_capacity -> sorry }
  }

  step sorry { play_prompt prompt "Acme welcome"; disconnect }
}

flow "Talk" inbound {
  on error, no_match -> sorry
  start { get_lex_input "What can I do for you?" { bot: bot "AcmeOrders" alias "live"; when "Order" -> sorry } }
  step sorry { disconnect }
}

module "Verify" {
  branches: ["Known"]
  start { return "Known" }
}
"#;

fn analysed(lines: &str, inventory: Option<&Inventory>) -> Analysis {
    let mut workspace = Workspace::new();
    workspace.set_as("main.flow", FLOWS, Role::Text);
    workspace.set_as("main.test.flow", lines, Role::Text);
    workspace.analyse(Options { inventory, ..Options::default() })
}

/// The codes of the diagnostics about tests, and the tests.
fn codes(analysis: &Analysis) -> Vec<&'static str> {
    let with_place = analysis.diagnostics.iter().filter(|it| it.span().is_some());
    with_place.map(|diagnostic| diagnostic.code.number()).collect()
}

/// The test with these lines after its start, which is whole and without a finding.
fn test(lines: &str) -> Test {
    let text = format!("test \"T\" {{\n  call \"Main line\"\n  {lines}\n  never hear \"never\"\n}}\n");
    let analysis = analysed(&text, Some(&DEMO));
    assert_eq!(codes(&analysis), Vec::<&str>::new(), "{lines}: {:?}", analysis.diagnostics);
    let [test] = analysis.script.tests.as_slice() else { panic!("{lines}: one test") };
    assert!(test.is_whole, "{lines}");
    test.clone()
}

/// What the one line after the start becomes.
fn line(text: &str) -> LineKind {
    test(text).lines[1].kind.clone()
}

#[test]
fn names_are_looked_up_as_in_flows() {
    // The line, and each name in it: what it is, and whether the build or the inventory has it.
    let cases: &[(&str, &[&str])] = &[
        ("given invoke_lambda \"acme-lookup-customer\" -> error", &["lambda acme-lookup-customer: instance"]),
        ("given invoke_lambda lambda \"acme-lookup-customer\" -> error", &["lambda acme-lookup-customer: instance"]),
        ("given invoke_lambda \"${lambda}\" -> error", &["lambda acme-lookup-customer: instance"]),
        ("given get_lex_input { bot: \"AcmeOrders\" } -> error", &["bot AcmeOrders: instance"]),
        ("given get_lex_input { bot: bot \"AcmeOrders\" alias \"live\" } -> error", &["bot AcmeOrders: instance"]),
        ("given queue \"Billing\" { full }", &["queue Billing: instance"]),
        ("given queue \"${queue}\" { full }", &["queue Billing: instance"]),
        ("given agent \"chen.wei\" { available = 1 }", &["agent chen.wei: instance"]),
        ("expect transfer_to_flow \"Main line\"", &["flow Main line: build"]),
        ("expect transfer_to_flow \"Billing IVR\"", &["flow Billing IVR: instance"]),
        ("expect invoke_module \"Verify\"", &["module Verify: build"]),
        ("expect transfer_to_queue \"Billing\"", &["queue Billing: instance"]),
        ("expect transfer_to_queue agent \"chen.wei\"", &["agent chen.wei: instance"]),
        ("hear prompt \"Acme welcome\"", &["prompt Acme welcome: instance"]),
        ("agent_accepts \"chen.wei\"", &["agent chen.wei: instance"]),
        ("expect queued \"Billing\"", &["queue Billing: instance"]),
        ("expect queued agent \"chen.wei\"", &["agent chen.wei: instance"]),
        ("expect callback \"Callbacks\"", &["queue Callbacks: instance"]),
        ("expect with_agent \"chen.wei\"", &["agent chen.wei: instance"]),
    ];
    for (written, names) in cases {
        let test = test(written);
        let found = test.references.iter().map(|(reference, _)| {
            let place = match (&reference.item, &reference.known) {
                (Some(_), _) => "build",
                (None, Some(_)) => "instance",
                (None, None) => "any",
            };
            format!("{} {}: {place}", reference.kind.keyword(), reference.text)
        });
        let found: Vec<String> = found.skip(1).collect();
        assert_eq!(found, *names, "{written}");
    }
}

#[test]
fn an_unknown_name_is_an_error_only_if_it_can_be_looked_up() {
    let cases = [
        ("given queue \"Biling\" { full }", true),
        ("expect queued \"Biling\"", true),
        ("agent_accepts \"chen.wi\"", true),
        ("expect transfer_to_flow \"Main lin\"", true),
        ("expect invoke_module \"Verfy\"", true),
        ("hear prompt \"Acme welcom\"", true),
        // What a test runs is in the build, and nowhere else.
        ("agent_transfers \"Nobody\"", false),
        ("use \"nothing\"", false),
    ];
    for (written, needs_inventory) in cases {
        let text = format!("test \"T\" {{ call \"Main line\"; {written}; never hear \"never\" }}");
        let with = analysed(&text, Some(&DEMO));
        assert_eq!(codes(&with).len(), 1, "{written}: {:?}", with.diagnostics);
        assert!(!with.script.tests[0].is_whole, "{written}");
        let without = analysed(&text, None);
        assert_eq!(codes(&without).is_empty(), needs_inventory, "{written}: {:?}", without.diagnostics);
        assert_eq!(without.script.tests[0].is_whole, needs_inventory, "{written}");
    }
}

#[test]
fn a_block_has_only_what_is_written() {
    let LineKind::ExpectBlock(pattern, None) = line("expect get_customer_input \"1 for\" { timeout: 5s } ") else {
        panic!("a block")
    };
    let message = pattern.message.expect("a message");
    assert_eq!((message.form, message.text.as_str()), (MessageForm::Text, "1 for"));
    let keys: Vec<&str> = pattern.parameters.properties().iter().map(|property| property.key.as_str()).collect();
    assert_eq!(keys, ["InputTimeLimitSeconds"]);

    let LineKind::ExpectBlock(pattern, None) = line("expect transfer_to_queue queue \"Billing\"") else {
        panic!("a block")
    };
    assert_eq!(pattern.blocks.len(), 2, "both forms");
    assert!(pattern.queue.is_some() && pattern.parameters.is_empty());

    let LineKind::ExpectBlock(pattern, None) = line("expect set_hold_flow { customer: \"Billing IVR\" }") else {
        panic!("a block")
    };
    assert_eq!(pattern.parameters.references().len(), 1);

    let LineKind::NeverBlock(pattern, None) = line("never disconnect as \"sorry.disconnect\"") else {
        panic!("a block")
    };
    assert_eq!(pattern.identifier.as_deref(), Some("sorry.disconnect"));
    assert!(pattern.parameters.is_empty());
}

fn given(text: &str) -> callflow::script::Given {
    match line(text) {
        LineKind::Given(given) => given,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn results_are_branches_values_and_conditions() {
    let result = |text: &str| given(text).result.kind;
    assert!(matches!(result("given invoke_lambda -> success"), ResultKind::Success));
    assert!(matches!(result("given transfer_to_queue -> success"), ResultKind::Success));
    assert!(matches!(result("given transfer_to_queue -> at_capacity"), ResultKind::Branch("at_capacity")));
    assert!(matches!(result("given invoke_lambda -> \"NoMatchingError\""), ResultKind::Branch("error")));
    let ResultKind::Value(value) = result("given get_lex_input -> \"Order\"") else { panic!("a value") };
    assert_eq!(value, "Order");
    let ResultKind::When(operator, operands) = result("given check_queue_status -> when > 5m") else {
        panic!("a condition")
    };
    assert_eq!((operator.as_str(), operands.len()), ("NumberGreaterThan", 1));
    assert!(matches!(result("given distribute_by_percentage -> when 30%"), ResultKind::Share(30)));
}

#[test]
fn data_is_json_and_none_is_missing() {
    let data = given(
        "given once invoke_lambda -> success { name = \"Ada\"; visits = 3; vip = true; tier = none; items = [{ sku: \"a\" }] }",
    );
    assert!(data.once);
    let expected = json!({"name": "Ada", "visits": 3, "vip": true, "tier": null, "items": [{"sku": "a"}]});
    assert_eq!(serde_json::Value::Object(data.data), expected);
    let LineKind::GivenData(path, value) = line("given $.CallbackNumber = none") else { panic!("data") };
    assert_eq!((path.as_str(), value), ("$.CallbackNumber", json!(null)));
    let LineKind::GivenFigures(FiguresOf::EveryQueue, figures) = line("given queue { waiting = 3; oldest = 5m; full }")
    else {
        panic!("figures")
    };
    assert_eq!((figures.waiting, figures.oldest, figures.available, figures.full), (Some(3), Some(300), None, true));
}

#[test]
fn people_act_and_time_passes() {
    let act = |text: &str| match line(text) {
        LineKind::Act(act, result) => (act, result.map(|result| serde_json::Value::Object(result.data))),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(act("press \"4711#\""), (Act::Press("4711#".into()), None));
    assert_eq!(act("wait 5m"), (Act::Wait(300), None));
    assert_eq!(act("agent_accepts"), (Act::AgentAccepts(None), None));
    assert_eq!(act("agent_accepts \"chen.wei\""), (Act::AgentAccepts(Some("chen.wei".into())), None));
    let said = act("say \"my order\" -> \"Order\" { Slots = { city: \"Ulm\" } }");
    assert_eq!(said, (Act::Say("my order".into()), Some(json!({"Slots": {"city": "Ulm"}}))));
    let chosen = act("choose \"Next\" { FormData = { note: \"x\" } }");
    assert_eq!(chosen, (Act::Choose("Next".into()), Some(json!({"FormData": {"note": "x"}}))));
}

#[test]
fn a_contact_starts_with_system_data_and_attributes() {
    let text = "test \"T\" {\n  chat \"Talk\" { customer_number: \"anonymous\"; queue: \"Billing\"; tier = \"gold\"; vip = none }\n  expect $.Attributes.tier starts_with \"g\"\n  expect queued \"Billing\"\n}";
    let analysis = analysed(text, Some(&DEMO));
    assert_eq!(codes(&analysis), Vec::<&str>::new(), "{:?}", analysis.diagnostics);
    let lines = &analysis.script.tests[0].lines;
    let LineKind::Start(start) = &lines[0].kind else { panic!("a start") };
    assert_eq!(analysis.build.flows[start.flow].name.text, "Talk");
    assert_eq!(start.channel, callflow::catalogue::Channel::Chat);
    assert_eq!(start.customer_number, Some(json!(null)));
    assert_eq!(start.queue, Some(Holder::Queue("Billing".into())));
    assert_eq!(serde_json::Value::Object(start.attributes.clone()), json!({"tier": "gold", "vip": null}));
    let LineKind::ExpectData(check) = &lines[1].kind else { panic!("a comparison") };
    assert_eq!((check.path.as_str(), check.operator), ("$.Attributes.tier", DataOperator::StartsWith));
    let LineKind::ExpectState(State::Queued(Some(holder))) = &lines[2].kind else { panic!("a state") };
    assert_eq!(*holder, Holder::Queue("Billing".into()));
}

#[test]
fn setups_are_shared_by_all_files_and_never_used_in_a_cycle() {
    let text = "setup \"a\" { use \"b\" }\nsetup \"b\" { use \"a\"; given invoke_lambda -> error }\n\
                test \"T\" { use \"a\"; call \"Main line\"; never hear \"never\" }";
    let analysis = analysed(text, Some(&DEMO));
    assert_eq!(codes(&analysis), ["F1104"]);
    let uses = |test: &Test| test.lines.iter().filter(|line| matches!(line.kind, LineKind::Use(_))).count();
    assert_eq!(analysis.script.setups.iter().map(uses).collect::<Vec<_>>(), [1, 0]);
    assert!(!analysis.script.tests[0].is_whole, "what it uses could not be read");
}

#[test]
fn a_test_runs_flow_json_of_the_same_run() {
    let mut workspace = Workspace::new();
    let flow = json!({
        "Version": "2019-10-30",
        "StartAction": "a",
        "Metadata": {"name": "Exported"},
        "Actions": [{"Identifier": "a", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}],
    });
    workspace.set_as("exported.json", &flow.to_string(), Role::Json { is_named: true });
    let text = "test \"T\" { call \"Exported\"; expect disconnected; never transfer_to_flow \"Exported\" }";
    workspace.set_as("main.test.flow", text, Role::Text);
    let analysis = workspace.analyse(Options { inventory: Some(&DEMO), ..Options::default() });
    assert!(!codes(&analysis).iter().any(|code| *code == "F0204" || *code == "F1107"), "{:?}", analysis.diagnostics);
    assert_eq!(analysis.script.tests.len(), 1);
    assert!(analysis.script.tests[0].is_whole);
}

//! Rules depend on what a block does to a contact, never on which block it is. For the invented blocks of the catalogue
//! they report the same as for the blocks of Connect.

use super::{DEMO, workspace};
use crate::analysis::Options;
use crate::diagnostic::{Code, Level};

/// Turns on the codes that are off by default, and turns off those that the sources here are not about: not every
/// source uses its default.
const LEVELS: &[(Code, Level)] = &[
    (Code::RecordingUntold, Level::Warn),
    (Code::UnboundedPrompt, Level::Warn),
    (Code::AttributeSetElsewhere, Level::Warn),
    (Code::UnusedDefault, Level::Off),
    (Code::UnreachableStep, Level::Off),
];

fn codes(text: &str) -> Vec<Code> {
    let workspace = workspace([("main.flow", text)]);
    let options = Options { inventory: Some(&DEMO), levels: LEVELS, ..Options::default() };
    let analysis = workspace.analyse(options);
    let mut codes: Vec<Code> = analysis.diagnostics.iter().map(|it| it.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// An inbound flow whose errors all lead to its end.
fn inbound(start: &str) -> String {
    format!(
        "flow \"Main\" inbound {{\n  on error -> bye\n  start {{\n{start}\n  }}\n  step bye {{ invented_end }}\n}}\n"
    )
}

/// Asserts that `with` gives `code`, that `without` does not, and that neither gives any other code.
fn distinguishes(code: Code, with: &str, without: &str) {
    assert_eq!(codes(with), [code], "{with}");
    assert_eq!(codes(without), [], "{without}");
}

#[test]
fn a_queue_that_is_set_is_there() {
    let with = inbound("invented_pass\ninvented_enqueue");
    distinguishes(Code::NoWorkingQueueOnSomePath, &with, &inbound("invented_choose \"Billing\"\ninvented_enqueue"));
    // The same between Connect's blocks and invented ones.
    distinguishes(
        Code::NoWorkingQueueOnSomePath,
        &inbound("invented_pass\ntransfer_to_queue { on at_capacity -> bye }"),
        &inbound("invented_choose \"Billing\"\ntransfer_to_queue { on at_capacity -> bye }"),
    );
    distinguishes(
        Code::NoQueueToLookAt,
        &inbound("invented_look\ninvented_end"),
        &inbound("invented_look { queue: \"Billing\" }\ninvented_end"),
    );
}

#[test]
fn a_queue_that_another_flow_set_is_there() {
    let second = "flow \"Second\" inbound { on error -> bye; start { invented_enqueue }; step bye { invented_end } }\n";
    let with = format!("{}{second}", inbound("invented_go \"Second\""));
    let without = format!("{}{second}", inbound("invented_choose \"Billing\"\ninvented_go \"Second\""));
    distinguishes(Code::NoWorkingQueue, &with, &without);
}

#[test]
fn a_transfer_that_comes_back_leads_somewhere() {
    let with = "flow \"Wait\" customer_queue { on error -> bye; start { invented_prompts; invented_move \"Billing\" }; step bye { invented_end } }";
    let without = "flow \"Wait\" customer_queue { on error -> bye; start { invented_prompts; invented_move \"Billing\"; -> bye }; step bye { invented_end } }";
    assert_eq!(codes(with), [Code::OpenSuccess]);
    assert_eq!(codes(without), []);
}

#[test]
fn data_is_set_before_it_is_read() {
    let compare = "invented_compare $.Customer.FirstName { when \"Ann\" -> bye }";
    distinguishes(
        Code::NotFilledYet,
        &inbound(&format!("invented_pass\n{compare}\ninvented_load\ninvented_end")),
        &inbound(&format!("invented_load\n{compare}\ninvented_pass\ninvented_end")),
    );
}

#[test]
fn a_voice_has_its_engine() {
    let with = inbound("invented_voice { name: \"Ruth\"; with: plain }\ninvented_end");
    let without = inbound("invented_voice { name: \"Joanna\"; with: plain }\ninvented_end");
    distinguishes(Code::EngineNotOfVoice, &with, &without);
}

#[test]
fn a_callback_has_a_number() {
    distinguishes(
        Code::NoCallbackNumber,
        &inbound("invented_call_back\ninvented_end"),
        &inbound("invented_number\ninvented_call_back\ninvented_end"),
    );
}

#[test]
fn a_recording_is_announced() {
    distinguishes(
        Code::RecordingUntold,
        &inbound("invented_record { who: [all] }\ninvented_end"),
        &inbound("invented_say\ninvented_record { who: [all] }\ninvented_end"),
    );
}

#[test]
fn an_attribute_that_is_read_is_set() {
    let read = "invented_compare $.Attributes.tier { when \"gold\" -> bye }\ninvented_end";
    distinguishes(
        Code::AttributeSetElsewhere,
        &inbound(read),
        &inbound(&format!("invented_remember {{ tier = \"gold\" }}\n{read}")),
    );
    distinguishes(
        Code::AttributeNeverSet,
        &inbound(&format!("invented_remember {{ tiers = \"gold\" }}\n{read}")),
        &inbound(&format!("invented_remember {{ tier = \"gold\" }}\n{read}")),
    );
}

#[test]
fn an_attribute_that_chooses_a_queue_holds_its_arn() {
    let chosen = "set_working_queue $.Attributes.q\ninvented_end";
    let with = inbound(&format!("invented_remember {{ q = \"Billing\" }}\n{chosen}"));
    // A value that a condition compares with is the flow's own word, not a queue.
    let compared = "invented_compare $.Attributes.q { when \"Billing\" -> bye }";
    let without = inbound(&format!("invented_remember {{ q = \"Billing\" }}\n{compared}\n{chosen}"));
    distinguishes(Code::QueueNameInAttribute, &with, &without);
}

#[test]
fn a_module_sees_what_it_loads_itself() {
    let module = |load: &str| {
        format!(
            "module \"Greet\" {{ on error -> bye; start {{ {load} play_prompt \"Hello $.Customer.FirstName.\"; -> bye }}; \
             step bye {{ invented_return }} }}"
        )
    };
    distinguishes(Code::RootNotHere, &module(""), &module("invented_load;"));
}

#[test]
fn a_module_keeps_its_contract() {
    let module = "module \"Check\" { input { id: text required }; output { level: text }; branches: [\"Known\"]\n\
                  on error -> bye\nstart { play_prompt \"$.Modules.Input.id\"; invented_return \"Known\" { level = \"2\" } }\n\
                  step bye { invented_return \"Known\" { level = \"1\" } } }\n";
    let call = |given: &str, read: &str| {
        format!("{module}{}", inbound(&format!("invented_call \"Check\" {{ {given} }}\n{read}\ninvented_end")))
    };
    let good = call("id = \"7\"", "play_prompt \"$.Modules.ResultData.level\"");
    distinguishes(Code::MissingParameter, &call("", "play_prompt \"$.Modules.ResultData.level\""), &good);
    distinguishes(Code::UnknownField, &call("id = \"7\"", "play_prompt \"$.Modules.ResultData.levl\""), &good);
    let wrong_branch = good.replace("return \"Known\" { level = \"1\"", "return \"Unknown\" { level = \"1\"");
    distinguishes(Code::UnknownBranch, &wrong_branch, &good);
}

#[test]
fn modules_do_not_recurse() {
    let module = |body: &str| {
        format!("module \"Round\" {{ on error -> bye; start {{ {body}; -> bye }}; step bye {{ invented_return }} }}")
    };
    distinguishes(Code::ModuleRecursion, &module("invented_call \"Round\""), &module("invented_pass"));
}

#[test]
fn a_cycle_waits() {
    let round = |block: &str| {
        inbound(&format!("invented_pass -> again }}\n  step again {{ {block}\n-> again"))
            .replace("invented_pass -> again", "invented_pass\n-> again")
    };
    distinguishes(Code::EndlessCycle, &round("invented_pass"), &round("invented_wait"));
}

#[test]
fn flows_do_not_only_lead_to_one_another() {
    let flows = |block: &str| {
        format!(
            "flow \"One\" inbound {{ on error -> bye; start {{ {block}\ninvented_go \"Two\" }}; step bye {{ invented_end }} }}\n\
             flow \"Two\" inbound {{ on error -> bye; start {{ invented_go \"One\" }}; step bye {{ invented_end }} }}\n"
        )
    };
    distinguishes(Code::FlowCycle, &flows("invented_pass"), &flows("invented_wait"));
}

#[test]
fn a_prompt_is_not_repeated_forever() {
    let ask = |count: &str| {
        inbound(&format!(
            "-> menu\n  }}\n  step menu {{\n    {count}\n    invented_ask {{ on silence -> menu }}\n    invented_end"
        ))
    };
    distinguishes(Code::UnboundedPrompt, &ask(""), &ask("invented_count 3 { on done -> bye; on again -> continue }"));
}

#[test]
fn a_loop_loops() {
    let count =
        |times: &str| inbound(&format!("invented_count {times} {{ on again {{ invented_pass }} }}\ninvented_end"));
    distinguishes(Code::LoopsNever, &count("0"), &count("2"));
}

#[test]
fn a_condition_is_not_covered() {
    let compare = |first: &str, second: &str| {
        inbound(&format!(
            "invented_compare $.CustomerId {{ when starts_with \"{first}\" -> bye; when starts_with \"{second}\" -> bye }}\ninvented_end"
        ))
    };
    distinguishes(Code::CoveredCondition, &compare("a", "ab"), &compare("ab", "a"));
}

#[test]
fn the_prompts_of_a_queue_come_first() {
    let wait = |first: &str, then: &str| {
        format!(
            "flow \"Wait\" customer_queue {{ on error -> bye; start {{ {first}\n{then}\n-> bye }}; step bye {{ invented_end }} }}"
        )
    };
    distinguishes(
        Code::BeforeLoopPrompts,
        &wait("invented_not_before", "invented_prompts"),
        &wait("invented_prompts", "invented_not_before"),
    );
    distinguishes(
        Code::TransferBeforeLoopPrompts,
        &wait("invented_move \"Billing\"", "invented_prompts"),
        &wait("invented_prompts", "invented_move \"Billing\""),
    );
}

#[test]
fn a_block_serves_the_contacts_that_get_to_it() {
    let dial = |channel: &str| {
        inbound(&format!(
            "invented_compare $.Channel {{ when \"{channel}\" -> dial }}\ninvented_end\n  }}\n  step dial {{ invented_dial\ninvented_end"
        ))
    };
    distinguishes(Code::ChannelNotServed, &dial("CHAT"), &dial("VOICE"));
}

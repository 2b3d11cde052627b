//! Blocks that invoke a module and return from it.

use super::block::BLOCK;
use super::branch::{ERROR, SUCCESS};
use super::contact_data::MODULES;
use super::run_time::RunTime;
use super::semantics::{Ends, Fill, ModuleUse, Semantics, WaitsFor};
use super::step_name::{NameSource, StepName};
use super::{Block, Branch, Conditions, Entries, EntryValues, FlowType, FlowTypes, Next, Operands, Parameter, When};
use crate::resource::ResourceKind;

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "invoke_module",
        designer: "Invoke module",
        action: "InvokeFlowModule",
        subject: &["module"],
        parameters: &[Parameter::reference("module", "FlowModuleId", ResourceKind::Module, "The module.").required()],
        entries: Some(Entries::texts("Input", "inputs").values(EntryValues::Json)),
        branches: &[SUCCESS, Branch::error("no_match", "NoMatchingCondition").if_written(), ERROR],
        conditions: Some(Conditions {
            operators: &["Equals"],
            operands: Operands::Free,
            required: false,
            allowed: When::Always,
        }),
        semantics: Semantics {
            waits: Some(WaitsFor::Elsewhere),
            module: Some(ModuleUse::Calls { module: "FlowModuleId", input: "Input" }),
            fills: &[Fill::of(MODULES)],
            ..Semantics::NONE
        },
        step_name: StepName::from("", &[NameSource::Entry("action"), NameSource::Subject]).what("module"),
        flow_types: FlowTypes::of(&[FlowType::Inbound]).disputed(&[
            FlowType::CustomerQueue,
            FlowType::CustomerHold,
            FlowType::CustomerWhisper,
            FlowType::AgentHold,
            FlowType::AgentWhisper,
            FlowType::OutboundWhisper,
            FlowType::AgentTransfer,
            FlowType::QueueTransfer,
            FlowType::Campaign,
        ]),
        run: Some(RunTime::ITSELF.brings(&["Modules.ResultData"])),
        summary: "Runs a module and stores its output under `$.Modules`.",
        example: r#"invoke_module "Authenticate caller" {
  customer = $.CustomerEndpoint.Address
  on error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions-invoke-flow-module.html",
        ..BLOCK
    },
    Block {
        keyword: "return",
        designer: "Return (from module)",
        action: "EndFlowModuleExecution",
        subject: &["branch"],
        parameters: &[Parameter::text("branch", "Result", "The branch that the caller takes.").fixed()],
        entries: Some(Entries::texts("ResultData", "output").values(EntryValues::Json).or_path()),
        branches: &[],
        next: Next::Terminal,
        semantics: Semantics {
            module: Some(ModuleUse::Returns { branch: "Result", output: "ResultData" }),
            ends: Some(Ends::Module),
            ..Semantics::NONE
        },
        step_name: StepName::subject("return"),
        flow_types: FlowTypes::of(&[]),
        run: Some(RunTime::ITSELF),
        summary: "Ends a module and returns to the flow that invoked it.",
        example: r#"return "Verified" { level = $.Attributes.level }"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/endflowmoduleexecution.html",
        ..BLOCK
    },
];

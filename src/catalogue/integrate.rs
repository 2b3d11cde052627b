//! The designer's category "Integrate": blocks that use services outside of Connect.

use super::block::BLOCK;
use super::run_time::{Does, RunTime};
use super::semantics::{Fill, Semantics};
use super::step_name::{NameSource, StepName};
use super::{
    Aspect, Block, Channel, Entries, FlowType, FlowTypes, Group, GroupRule, Kind, Need, Parameter, TimeUnit, When,
};
use crate::evidence::Evidence;
use crate::resource::ResourceKind;

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "invoke_lambda",
        designer: "AWS Lambda function",
        action: "InvokeLambdaFunction",
        subject: &["function"],
        parameters: &[
            Parameter::reference("function", "LambdaFunctionARN", ResourceKind::Lambda, "The function.").required(),
            Parameter {
                max_when: Some((When::Is("InvocationType", &["ASYNCHRONOUS"]), 60)),
                ..Parameter::new(
                    "timeout",
                    "InvocationTimeLimitSeconds",
                    Kind::Duration { min: 1, max: Some(8), unit: TimeUnit::Seconds },
                    "How long the function may take: at most 8 seconds, or 60 seconds if it is asynchronous.",
                )
                .required()
            },
            Parameter::new(
                "execution_mode",
                "InvocationType",
                Kind::Choice(&[("synchronous", "SYNCHRONOUS"), ("asynchronous", "ASYNCHRONOUS")]),
                "Whether the flow waits for the function.",
            ),
            Parameter::new(
                "response",
                "ResponseValidation.ResponseType",
                Kind::Choice(&[("string_map", "STRING_MAP"), ("json", "JSON")]),
                "The form of the function's answer: a flat map of strings, or any JSON.",
            )
            .implied("STRING_MAP", Evidence::Block),
        ],
        entries: Some(Entries::texts("LambdaInvocationAttributes", "inputs")),
        semantics: Semantics { fills: &[Fill::of("External"), Fill::of("LambdaInvocation")], ..Semantics::NONE },
        step_name: StepName::from("", &[NameSource::Entry("action"), NameSource::Subject]).what("lambda"),
        run: Some(RunTime::WORLD.brings(&["External", "LambdaInvocation.ResultData"]).does(Does::Invokes {
            nests: When::Is("ResponseValidation.ResponseType", &["JSON"]),
            starts: When::Is("InvocationType", &["ASYNCHRONOUS"]),
            id: "LambdaInvocation.InvocationId",
        })),
        summary: "Calls a Lambda function and stores its answer under `$.External`.",
        example: r#"invoke_lambda "acme-lookup-customer" {
  timeout: 8s
  phone = $.CustomerEndpoint.Address
  on error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/interactions-invokelambdafunction.html",
        ..BLOCK
    },
    Block {
        keyword: "create_task",
        designer: "Create task",
        action: "CreateTask",
        subject: &["name"],
        parameters: &[
            Parameter::reference("flow", "ContactFlowId", ResourceKind::Flow, "The flow that the task runs.")
                .need(Need::Optional),
            Parameter::text("name", "Name", "The task's title.").required(),
            Parameter::text("description", "Description", "What the agent must do."),
            Parameter::new(
                "references",
                "References",
                Kind::ObjectMap(TASK_REFERENCE),
                "Additional information that the agent sees with the task, by name.",
            ),
            Parameter::new(
                "delay",
                "DelaySeconds",
                Kind::Duration { min: 1, max: Some(518_400), unit: TimeUnit::Seconds },
                "The delay before the task starts.",
            )
            .either(),
            Parameter::text("scheduled_time", "ScheduledTime", "The time at which the task starts."),
            Parameter::text("template", "TaskTemplateId", "The task template.").fixed(),
        ],
        entries: Some(Entries::texts("Attributes", "attributes")),
        groups: &[
            Group { parameters: &["flow", "template"], rule: GroupRule::AtLeastOne },
            Group { parameters: &["delay", "scheduled_time"], rule: GroupRule::AtMostOne },
        ],
        semantics: Semantics {
            fills: &[Fill::of("Task"), Fill::from("Attributes", "Attributes").of_another()],
            ..Semantics::NONE
        },
        step_name: StepName::subject("task").what("task"),
        run: Some(RunTime::WORLD.brings(&["Task"])),
        summary: "Starts a task, now or later, and stores its contact id under `$.Task.ContactId`.",
        example: r#"create_task "Call back about an order" {
  flow: "Main IVR"
  description: "The customer waits for an answer"
  delay: 10m
  references: { "Order": { value: "https://acme.example/42", type: string } }
  order = 42
  on error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/createtask.html",
        ..BLOCK
    },
    Block {
        keyword: "connect_assistant",
        designer: "Connect assistant",
        action: "CreateWisdomSession",
        subject: &["assistant"],
        parameters: &[Parameter::text("assistant", "WisdomAssistantArn", "The ARN of the assistant.").required()],
        semantics: Semantics { fills: &[Fill::of("Wisdom")], ..Semantics::NONE },
        step_name: StepName::preparation("connect_assistant"),
        flow_types: FlowTypes::ALL.disputed(&[
            FlowType::CustomerHold,
            FlowType::CustomerWhisper,
            FlowType::AgentHold,
            FlowType::AgentWhisper,
        ]),
        run: Some(RunTime::SETTING),
        summary: "Shows the agent the recommendations of an AI assistant.",
        example: r#"connect_assistant "arn:aws:wisdom:us-west-2:111122223333:assistant/EXAMPLE" { on error -> sorry }"#,
        evidence: &[(Aspect::Channels, Evidence::Uncertain("the pages of the action and of the block disagree"))],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/createwisdomsession.html",
        ..BLOCK
    },
    Block {
        keyword: "load_contact_content",
        designer: "Get stored content",
        action: "LoadContactContent",
        fixed: &[("ContentType", "EmailMessage")],
        channels: &[Channel::Email],
        run: Some(RunTime::WORLD.brings(&["Email.EmailMessage"])),
        summary: "Loads the text of an email into `$.Email.EmailMessage.Plaintext`.",
        example: "load_contact_content { on error -> sorry }",
        page: "https://docs.aws.amazon.com/connect/latest/adminguide/get-stored-content.html",
        ..BLOCK
    },
    Block {
        keyword: "create_persistent_contact_association",
        designer: "Create persistent contact association",
        action: "CreatePersistentContactAssociation",
        parameters: &[
            Parameter::new(
                "rehydration",
                "RehydrationType",
                Kind::Choice(&[("entire_past_session", "ENTIRE_PAST_SESSION"), ("from_segment", "FROM_SEGMENT")]),
                "How much of the earlier chat is loaded.",
            )
            .required(),
            Parameter::text("source_contact_id", "SourceContactId", "The earlier chat's contact id.").required(),
        ],
        channels: &[Channel::Chat],
        run: Some(RunTime::SETTING),
        summary: "Continues an earlier chat in this one.",
        example: r"create_persistent_contact_association {
  rehydration: entire_past_session
  source_contact_id: $.Attributes.previousChat
  on error -> sorry
}",
        evidence: &[(Aspect::All, Evidence::Uncertain("it has no page of its own"))],
        page: "https://docs.aws.amazon.com/connect/latest/adminguide/create-persistent-contact-association-block.html",
        ..BLOCK
    },
];

const TASK_REFERENCE: &[Parameter] = &[
    Parameter::text("value", "Value", "The text that is shown.").required(),
    Parameter::new("type", "Type", Kind::Choice(&[("string", "STRING"), ("email", "EMAIL")]), "The type of the value.")
        .required(),
];

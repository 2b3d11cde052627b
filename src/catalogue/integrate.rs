//! The designer's category "Integrate": what is outside of Connect.

use super::block::BLOCK;
use super::semantics::{Fill, Semantics, StepName};
use super::{Block, Channel, Entries, FlowType, FlowTypes, Group, GroupRule, Kind, Need, Parameter, TimeUnit, When};
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
                    "How long the function may take: 8 seconds at most, 60 when it is asynchronous.",
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
                "What the function answers with: a flat map of texts, or any JSON.",
            ),
        ],
        entries: Some(Entries::texts("LambdaInvocationAttributes", "inputs")),
        semantics: Semantics { fills: &[Fill::of("External"), Fill::of("LambdaInvocation")], ..Semantics::NONE },
        step_name: StepName::subject("invoke_"),
        summary: "Calls a Lambda function; its answer is found under `$.External`.",
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
            Parameter::text("description", "Description", "What is to be done."),
            Parameter::new(
                "references",
                "References",
                Kind::ObjectMap(TASK_REFERENCE),
                "What the agent is shown beside the task, by name.",
            ),
            Parameter::new(
                "delay",
                "DelaySeconds",
                Kind::Duration { min: 1, max: Some(518_400), unit: TimeUnit::Seconds },
                "After how long the task starts.",
            )
            .either(),
            Parameter::text("scheduled_time", "ScheduledTime", "When the task starts."),
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
        summary: "Starts a task, now or later; its contact id is found under `$.Task.ContactId`.",
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
        flow_types: FlowTypes::ALL.disputed(&[
            FlowType::CustomerHold,
            FlowType::CustomerWhisper,
            FlowType::AgentHold,
            FlowType::AgentWhisper,
        ]),
        summary: "Gives the agent the recommendations of an AI assistant.",
        example: r#"connect_assistant "arn:aws:wisdom:us-west-2:111122223333:assistant/EXAMPLE" { on error -> sorry }"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/createwisdomsession.html",
        ..BLOCK
    },
    Block {
        keyword: "load_contact_content",
        designer: "Get stored content",
        action: "LoadContactContent",
        fixed: &[("ContentType", "EmailMessage")],
        channels: &[Channel::Email],
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
                "How much of the earlier chat is taken over.",
            )
            .required(),
            Parameter::text("source_contact_id", "SourceContactId", "The earlier chat's contact id.").required(),
        ],
        channels: &[Channel::Chat],
        summary: "Makes a chat go on where an earlier one ended.",
        example: r"create_persistent_contact_association {
  rehydration: entire_past_session
  source_contact_id: $.Attributes.previousChat
  on error -> sorry
}",
        page: "https://docs.aws.amazon.com/connect/latest/adminguide/create-persistent-contact-association-block.html",
        ..BLOCK
    },
];

const TASK_REFERENCE: &[Parameter] = &[
    Parameter::text("value", "Value", "What is shown.").required(),
    Parameter::new("type", "Type", Kind::Choice(&[("string", "STRING"), ("email", "EMAIL")]), "What it is.").required(),
];

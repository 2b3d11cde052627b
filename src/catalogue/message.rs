//! Blocks that send messages: email and SMS.

use super::block::BLOCK;
use super::branch::{ERROR, SUCCESS};
use super::run_time::RunTime;
use super::{Aspect, Block, Branch, Kind, Need, Parameter, When};
use crate::evidence::Evidence;
use crate::resource::ResourceKind;

const SEND_PAGE: &str = "https://docs.aws.amazon.com/connect/latest/adminguide/send-message.html";

const RENDERING_ERROR: Branch = Branch::error("rendering_error", "TemplateRenderingError")
    .evidence(&[(Aspect::Presence, Evidence::Uncertain("a probe of the service did without it"))]);

const RELATED_CONTACT: Parameter = Parameter::new(
    "related_contact",
    "RelatedContact",
    Kind::Choice(&[("current", "CURRENT")]),
    "The contact to which the message is linked.",
);

const TEMPLATED: When = When::Present("EmailMessage.TemplatedMessage");

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "render_message_template",
        designer: "Send message (template)",
        action: "RenderMessageTemplate",
        parameters: &[
            Parameter::text("knowledge_base", "WisdomKnowledgeBaseArn", "The ARN of the knowledge base.").required(),
            Parameter::text("template", "WisdomMessageTemplateArn", "The ARN of the message template.").required(),
        ],
        branches: &[SUCCESS, RENDERING_ERROR, ERROR],
        run: Some(RunTime::WORLD),
        summary: "Renders a message template for the block that sends it.",
        example: r#"render_message_template {
  knowledge_base: "arn:aws:wisdom:us-west-2:111122223333:knowledge-base/EXAMPLE"
  template: "arn:aws:wisdom:us-west-2:111122223333:message-template/EXAMPLE/thanks"
  on rendering_error, error -> sorry
}"#,
        evidence: &[(Aspect::All, Evidence::Uncertain("it has no page of its own"))],
        page: SEND_PAGE,
        ..BLOCK
    },
    Block {
        keyword: "create_contact",
        designer: "Send message (email contact)",
        action: "CreateContact",
        fixed: &[("Channel", "EMAIL")],
        parameters: &[RELATED_CONTACT],
        run: Some(RunTime::SETTING),
        summary: "Creates the email contact that the next block sends.",
        example: "create_contact { related_contact: current; on error -> sorry }",
        evidence: &[(Aspect::All, Evidence::Uncertain("it has no page of its own"))],
        page: SEND_PAGE,
        ..BLOCK
    },
    Block {
        keyword: "send_chat_message",
        designer: "Send message (SMS)",
        action: "StartOutboundChatContact",
        fixed: &[
            ("SourceEndpoint.Type", "CONNECT_PHONENUMBER_ARN"),
            ("DestinationEndpoint.Type", "TELEPHONE_NUMBER"),
            ("ContactSubtype", "connect:SMS"),
        ],
        parameters: &[
            Parameter::text("from", "SourceEndpoint.Address", "The ARN of the instance's phone number.").required(),
            Parameter::new(
                "to",
                "DestinationEndpoint.Address",
                Kind::PhoneNumber { owned: false },
                "The number that receives the message.",
            )
            .either()
            .required(),
            Parameter::reference("flow", "ContactFlowArn", ResourceKind::Flow, "The flow that the chat runs.")
                .required(),
            Parameter::new(
                "message",
                "InitialSystemMessage.Content",
                Kind::Text { max: Some(1_024) },
                "The text of the message; omit it if a template was rendered before.",
            )
            .mixed(),
            RELATED_CONTACT,
        ],
        branches: &[SUCCESS, RENDERING_ERROR.if_written(), ERROR],
        run: Some(RunTime::WORLD),
        summary: "Starts a chat by SMS.",
        example: r#"send_chat_message {
  from: "arn:aws:connect:us-west-2:111122223333:phone-number/EXAMPLE"
  to: $.CustomerEndpoint.Address
  flow: "Main IVR"
  message: "Thanks for calling, $.Attributes.name."
  on error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-startoutboundchatcontact.html",
        ..BLOCK
    },
    Block {
        keyword: "send_email_message",
        designer: "Send message (email)",
        action: "StartOutboundEmailContact",
        parameters: &[
            Parameter::new("from", "FromEmailAddress.EmailAddress", Kind::Text { max: None }, "The sender's address.")
                .either()
                .required(),
            Parameter::new(
                "from_name",
                "FromEmailAddress.DisplayName",
                Kind::Text { max: None },
                "The sender's display name.",
            )
            .mixed(),
            Parameter::new(
                "to",
                "DestinationEmailAddress.EmailAddress",
                Kind::Text { max: None },
                "The recipient's address.",
            )
            .either()
            .required(),
            Parameter::new(
                "to_name",
                "DestinationEmailAddress.DisplayName",
                Kind::Text { max: None },
                "The recipient's display name.",
            )
            .mixed(),
            Parameter::new(
                "source",
                "EmailMessage.MessageSourceType",
                Kind::Choice(&[("raw", "RAW"), ("template", "TEMPLATE")]),
                "Whether the content is written here or comes from a template.",
            )
            .required(),
            Parameter::new("subject", "EmailMessage.Subject", Kind::Text { max: Some(998) }, "The subject.").mixed(),
            Parameter::text(
                "knowledge_base",
                "EmailMessage.TemplatedMessage.WisdomKnowledgeBaseArn",
                "The ARN of the template's knowledge base.",
            )
            .need(Need::RequiredWhen(TEMPLATED)),
            Parameter::text(
                "template",
                "EmailMessage.TemplatedMessage.WisdomMessageTemplateArn",
                "The ARN of the message template.",
            )
            .need(Need::RequiredWhen(TEMPLATED)),
        ],
        branches: &[SUCCESS, Branch { need: Need::OptionalUnless(TEMPLATED), ..RENDERING_ERROR }, ERROR],
        run: Some(RunTime::WORLD),
        summary: "Sends an email.",
        example: r#"send_email_message {
  from: "support@acme.example"
  to: $.Attributes.mail
  source: template
  knowledge_base: "arn:aws:wisdom:us-west-2:111122223333:knowledge-base/EXAMPLE"
  template: "arn:aws:wisdom:us-west-2:111122223333:message-template/EXAMPLE/thanks"
  on rendering_error, error -> sorry
}"#,
        evidence: &[(Aspect::All, Evidence::Uncertain("it has no page of its own"))],
        page: SEND_PAGE,
        ..BLOCK
    },
];

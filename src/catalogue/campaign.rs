//! Blocks of outbound campaigns, which only campaign flows allow.

use super::block::BLOCK;
use super::branch::{ERROR, SUCCESS};
use super::run_time::{Elsewhere, RunTime};
use super::{Aspect, Block, Channel, FlowType, FlowTypes, Kind, Parameter};
use crate::evidence::Evidence;

const PAGE: &str = "https://docs.aws.amazon.com/connect/latest/adminguide/create-campaigns-api-cli.html";

/// Why facts about these blocks are uncertain.
const SAMPLE: &str = "only samples of AWS show it";

/// Where the id of a communication goes.
const LATEST: &[&str] = &["OutboundCommunication.Latest"];

const CAMPAIGN: FlowTypes = FlowTypes::of(&[FlowType::Campaign]).not_in_modules();

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "send_sms",
        designer: "Send communication (SMS)",
        action: "SendSMS",
        fixed: &[("Message.MessageSourceType", "TEMPLATE"), ("SourceEndpoint.Type", "CONNECT_PHONENUMBER_ARN")],
        parameters: &[
            Parameter::text(
                "knowledge_base",
                "Message.TemplatedMessage.WisdomKnowledgeBaseArn",
                "The ARN of the template's knowledge base.",
            )
            .fixed()
            .required(),
            Parameter::text(
                "template",
                "Message.TemplatedMessage.WisdomMessageTemplateArn",
                "The ARN of the message template.",
            )
            .fixed()
            .required(),
            Parameter::text("from", "SourceEndpoint.Address", "The ARN of the phone number that sends it.")
                .fixed()
                .required(),
        ],
        flow_types: CAMPAIGN,
        channels: &[Channel::Chat],
        run: Some(RunTime::WORLD.brings(LATEST).elsewhere(Elsewhere::Works)),
        summary: "Sends an SMS to the recipient of a campaign.",
        example: r#"send_sms {
  knowledge_base: "arn:aws:wisdom:us-west-2:111122223333:knowledge-base/EXAMPLE"
  template: "arn:aws:wisdom:us-west-2:111122223333:message-template/EXAMPLE/offer"
  from: "arn:aws:connect:us-west-2:111122223333:phone-number/EXAMPLE"
  on error -> sorry
}"#,
        evidence: &[(Aspect::All, Evidence::Uncertain(SAMPLE))],
        page: PAGE,
        ..BLOCK
    },
    Block {
        keyword: "send_outbound_email",
        designer: "Send communication (email)",
        action: "SendOutboundEmail",
        fixed: &[("EmailMessage.MessageSourceType", "TEMPLATE")],
        parameters: &[
            Parameter::text(
                "knowledge_base",
                "EmailMessage.TemplatedMessage.WisdomKnowledgeBaseArn",
                "The ARN of the template's knowledge base.",
            )
            .fixed()
            .required(),
            Parameter::text(
                "template",
                "EmailMessage.TemplatedMessage.WisdomMessageTemplateArn",
                "The ARN of the message template.",
            )
            .fixed()
            .required(),
            Parameter::text("from", "FromEmailAddress.EmailAddress", "The sender's address.").fixed().required(),
        ],
        flow_types: CAMPAIGN,
        channels: &[Channel::Email],
        run: Some(RunTime::WORLD.brings(LATEST).elsewhere(Elsewhere::Works)),
        summary: "Sends an email to the recipient of a campaign.",
        example: r#"send_outbound_email {
  knowledge_base: "arn:aws:wisdom:us-west-2:111122223333:knowledge-base/EXAMPLE"
  template: "arn:aws:wisdom:us-west-2:111122223333:message-template/EXAMPLE/offer"
  from: "offers@acme.example"
  on error -> sorry
}"#,
        evidence: &[(Aspect::All, Evidence::Uncertain(SAMPLE))],
        page: PAGE,
        ..BLOCK
    },
    Block {
        keyword: "get_communication_status",
        designer: "Check communication status",
        action: "GetOutboundCommunicationStatus",
        subject: &["communications"],
        parameters: &[Parameter::new(
            "communications",
            "OutboundCommunicationIds",
            Kind::Texts { max: None, known: &[] },
            "The communications, usually `[$.OutboundCommunication.Latest.Id]`.",
        )
        .path_only()
        .required()],
        flow_types: CAMPAIGN,
        run: Some(RunTime::WORLD.brings(&["DeliveryReceipts"]).elsewhere(Elsewhere::Works)),
        summary: "Loads the receipts of earlier communications into `$.DeliveryReceipts`.",
        example: "get_communication_status [$.OutboundCommunication.Latest.Id] { on error -> sorry }",
        evidence: &[(Aspect::All, Evidence::Uncertain(SAMPLE))],
        page: PAGE,
        ..BLOCK
    },
    Block {
        keyword: "put_dial_request",
        designer: "Send communication (voice)",
        action: "PutDialRequest",
        parameters: &[Parameter::new(
            "dial_criteria",
            "dialCriteriaRules",
            Kind::Objects { fields: DIAL_RULE, max: None },
            "The rules that select the recipients to call.",
        )],
        branches: &[SUCCESS, ERROR.if_written()],
        flow_types: CAMPAIGN,
        channels: &[Channel::Voice],
        run: Some(RunTime::WORLD.brings(LATEST).elsewhere(Elsewhere::Works)),
        summary: "Queues a call to the recipient of a campaign.",
        example: r#"put_dial_request {
  dial_criteria: [
    { type: segment_membership, segment: "arn:aws:profile:us-west-2:111122223333:segment/EXAMPLE" }
  ]
}"#,
        evidence: &[(Aspect::All, Evidence::Uncertain(SAMPLE))],
        page: PAGE,
        ..BLOCK
    },
];

const DIAL_RULE: &[Parameter] = &[
    Parameter::new(
        "type",
        "type",
        Kind::Choice(&[("segment_membership", "CheckSegmentMembershipForCustomerProfile")]),
        "The kind of rule.",
    )
    .required(),
    Parameter::text("segment", "segmentArn", "The ARN of the customer segment.").fixed().required(),
];

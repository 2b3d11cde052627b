//! The designer's category "Interact": what a caller hears and enters.

use super::block::{BLOCK, ERROR, ERROR_IF_WRITTEN, SUCCESS};
use super::{
    Block, Branch, Channel, Conditions, FlowType, FlowTypes, Group, GroupRule, Kind, Need, Next, Operands, Parameter,
    TimeUnit, When,
};

/// Where a caller can be asked for input: AWS's pages disagree about outbound whispers.
const INPUT_FLOWS: FlowTypes =
    FlowTypes::of(&[FlowType::Inbound, FlowType::CustomerQueue, FlowType::AgentTransfer, FlowType::QueueTransfer])
        .disputed(&[FlowType::OutboundWhisper]);

const MESSAGE: Parameter = Parameter::new(
    "message",
    "",
    Kind::Message,
    "What is played: text, a prompt of the library, SSML, or an audio file in S3.",
)
.mixed()
.required();

const FIRST_DIGIT: Parameter = Parameter::new(
    "timeout",
    "InputTimeLimitSeconds",
    Kind::Duration { min: 1, max: Some(180), unit: TimeUnit::Seconds },
    "How long to wait for the first digit.",
)
.required();

const MENU: When = When::Absent("EnableDTMFBuffer");

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "play_prompt",
        designer: "Play prompt",
        action: "MessageParticipant",
        subject: &["message"],
        parameters: &[
            MESSAGE,
            Parameter::new(
                "skip_when_touchtone_buffered",
                "SkipWhenDTMFBufferEnabled",
                Kind::Boolean { yes: "true", no: "false" },
                "Whether the prompt is skipped while keys are waiting in the touchtone buffer.",
            ),
        ],
        branches: &[SUCCESS, ERROR_IF_WRITTEN],
        flow_types: FlowTypes::of(&[
            FlowType::Inbound,
            FlowType::CustomerQueue,
            FlowType::CustomerWhisper,
            FlowType::AgentWhisper,
            FlowType::OutboundWhisper,
            FlowType::AgentTransfer,
            FlowType::QueueTransfer,
        ]),
        channels: &[Channel::Voice, Channel::Chat, Channel::Task],
        summary: "Plays one prompt, or sends it as a message where the contact is a chat.",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-messageparticipant.html",
        ..BLOCK
    },
    Block {
        keyword: "store_customer_input",
        designer: "Store customer input",
        action: "GetParticipantInput",
        recognised: When::Is("StoreInput", &["True"]),
        fixed: &[("StoreInput", "True")],
        subject: &["message"],
        parameters: &[
            MESSAGE,
            FIRST_DIGIT,
            Parameter::new(
                "maximum_digits",
                "InputValidation.CustomValidation.MaximumLength",
                Kind::Integer { min: 1, max: None },
                "How many digits are taken at most.",
            )
            .either(),
            Parameter::new(
                "phone_number_format",
                "InputValidation.PhoneNumberValidation.NumberFormat",
                Kind::Choice(&[("local", "Local"), ("e164", "E164")]),
                "Takes a phone number, in the form of a country or in the international one.",
            ),
            Parameter::new(
                "country_code",
                "InputValidation.PhoneNumberValidation.CountryCode",
                Kind::Pattern { regex: "[A-Za-z]{2}", says: "a country code of two letters", max: 2 },
                "The country of a local phone number.",
            )
            .need(Need::RequiredWhen(When::Is("InputValidation.PhoneNumberValidation.NumberFormat", &["Local"]))),
            Parameter::new(
                "interdigit_timeout",
                "DTMFConfiguration.InterdigitTimeLimitSeconds",
                Kind::Duration { min: 1, max: Some(20), unit: TimeUnit::Seconds },
                "How long to wait for each further digit; 5 seconds where it is not said.",
            )
            .either(),
            Parameter::new(
                "terminating_keypress",
                "DTMFConfiguration.InputTerminationSequence",
                Kind::Pattern { regex: "[0-9*#]*", says: "digits, `*` and `#`", max: 5 },
                "The keys that end the input, `#` where it is not said.",
            )
            .either(),
            Parameter::new(
                "disable_cancel_key",
                "DTMFConfiguration.DisableCancelKey",
                Kind::Boolean { yes: "True", no: "False" },
                "Whether `*` is a digit like any other rather than a way to start again.",
            ),
            Parameter::new(
                "encryption_key_id",
                "InputEncryption.EncryptionKeyId",
                Kind::Text { max: None },
                "The id of the key that was uploaded to the instance.",
            )
            .either()
            .need(Need::RequiredWhen(When::Present("InputEncryption.Key"))),
            Parameter::new(
                "encryption_key",
                "InputEncryption.Key",
                Kind::Text { max: None },
                "The public key, in PEM form, that the digits are encrypted with.",
            )
            .either()
            .need(Need::RequiredWhen(When::Present("InputEncryption.EncryptionKeyId"))),
        ],
        groups: &[
            Group { parameters: &["maximum_digits", "phone_number_format"], rule: GroupRule::ExactlyOne },
            Group { parameters: &["encryption_key", "phone_number_format"], rule: GroupRule::AtMostOne },
        ],
        branches: &[
            SUCCESS,
            Branch::error("invalid_number", "InvalidPhoneNumber")
                .when(When::Present("InputValidation.PhoneNumberValidation")),
            ERROR,
        ],
        pauses: true,
        flow_types: INPUT_FLOWS,
        channels: &[Channel::Voice],
        summary: "Plays a prompt and stores the digits that the caller enters in `$.StoredCustomerInput`.",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-getparticipantinput.html",
        ..BLOCK
    },
    Block {
        keyword: "get_customer_input",
        designer: "Get customer input",
        action: "GetParticipantInput",
        recognised: MENU,
        fixed: &[("StoreInput", "False")],
        subject: &["message"],
        parameters: &[MESSAGE, FIRST_DIGIT],
        branches: &[
            Branch::error("timeout", "InputTimeLimitExceeded"),
            Branch::error("no_match", "NoMatchingCondition"),
            ERROR,
        ],
        conditions: Some(Conditions {
            operators: &["Equals"],
            operands: Operands::OneOf(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"]),
            required: false,
            allowed: When::Always,
        }),
        next: Next::Copy("no_match"),
        pauses: true,
        flow_types: INPUT_FLOWS,
        channels: &[Channel::Voice],
        summary: "Plays a prompt and branches on the key that the caller presses.",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-getparticipantinput.html",
        ..BLOCK
    },
    Block {
        keyword: "loop_prompts",
        designer: "Loop prompts",
        action: "MessageParticipantIteratively",
        subject: &["messages"],
        parameters: &[
            Parameter::new("messages", "Messages", Kind::Messages, "The prompts, played in turn over and over.")
                .mixed()
                .required(),
            Parameter {
                advised: Some((21, "an agent has 20 seconds to accept the contact")),
                flow_types: Some(&[FlowType::CustomerQueue]),
                ..Parameter::new(
                    "interrupt_every",
                    "InterruptFrequencySeconds",
                    Kind::Duration { min: 1, max: None, unit: TimeUnit::Seconds },
                    "After how long the prompts are interrupted and the `timeout` branch is taken.",
                )
            },
            Parameter::new(
                "continue_during_interrupt",
                "ContinueMessagingDuringInterrupt",
                Kind::Boolean { yes: "true", no: "false" },
                "Whether the prompts go on while the blocks of the `timeout` branch run.",
            ),
        ],
        branches: &[
            Branch::equals("timeout", "MessagesInterrupted").when(When::Present("InterruptFrequencySeconds")),
            ERROR_IF_WRITTEN,
        ],
        next: Next::CopyIfThere("error"),
        pauses: true,
        flow_types: FlowTypes::of(&[FlowType::CustomerQueue, FlowType::CustomerHold, FlowType::AgentHold]),
        channels: &[Channel::Voice],
        summary: "Repeats prompts to someone who waits in a queue or on hold.",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-messageparticipantiteratively.html",
        ..BLOCK
    },
];

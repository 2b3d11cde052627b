//! The designer's category "Interact": blocks that play prompts and ask for input.

use super::block::BLOCK;
use super::branch::{ERROR, ERROR_IF_WRITTEN, SUCCESS};
use super::run_time::{Does, RunTime, Stores};
use super::semantics::{Asks, Fill, Question, QueuePrompts, Semantics, Streams, WaitsFor};
use super::step_name::{NameSource, StepName};
use super::{
    Aspect, Block, Branch, Channel, Conditions, Entries, EntryValues, FlowType, FlowTypes, Group, GroupRule, Kind,
    Need, Next, Operands, Parameter, TimeUnit, When,
};
use crate::evidence::Evidence;
use crate::resource::ResourceKind;

/// The flow types that can ask a caller for input. AWS's pages disagree about outbound whispers.
const INPUT_FLOWS: FlowTypes =
    FlowTypes::of(&[FlowType::Inbound, FlowType::CustomerQueue, FlowType::AgentTransfer, FlowType::QueueTransfer])
        .disputed(&[FlowType::OutboundWhisper]);

const MESSAGE: Parameter = Parameter::new(
    "message",
    "",
    Kind::Message,
    "The message: text, a prompt of the library, SSML, or an audio file in S3.",
)
.mixed()
.required();

const FIRST_DIGIT: Parameter = Parameter::new(
    "timeout",
    "InputTimeLimitSeconds",
    // AWS's page requires a number above 0. The maximum of 180 seconds in the designer is not a limit of the service.
    Kind::Duration { min: 1, max: None, unit: TimeUnit::Seconds },
    "How long to wait for the first digit; the designer allows up to 180 seconds.",
)
.advised_max(180, "the designer allows up to 180 seconds")
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
        semantics: Semantics { speaks: true, queue_prompts: Some(QueuePrompts::NotBefore), ..Semantics::NONE },
        step_name: StepName::subject("").what("message"),
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
        run: Some(RunTime::ITSELF.does(Does::Says { skipped: Some(When::Is("SkipWhenDTMFBufferEnabled", &["true"])) })),
        summary: "Plays one prompt, or sends it as a message if the contact is a chat.",
        example: r#"play_prompt "Thanks for calling Acme, $.Attributes.name.""#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-messageparticipant.html",
        ..BLOCK
    },
    Block {
        keyword: "set_touchtone_buffer",
        designer: "Set touchtone buffer behavior",
        action: "GetParticipantInput",
        recognised: When::Present("EnableDTMFBuffer"),
        subject: &["buffer"],
        parameters: &[
            Parameter::new(
                "buffer",
                "EnableDTMFBuffer",
                Kind::Choice(&[("enabled", "True"), ("disabled", "False")]),
                "Whether keys that are pressed early are buffered; `disabled` also clears the buffer.",
            )
            .required(),
            Parameter::new(
                "store_input",
                "StoreInput",
                Kind::Boolean { yes: "True", no: "False" },
                "Whether the buffered keys are stored when the buffer is disabled.",
            ),
            Parameter::text(
                "encryption_key_id",
                "InputEncryption.EncryptionKeyId",
                "The id of the key that was uploaded to the instance.",
            )
            .need(Need::RequiredWhen(When::Present("InputEncryption.Key"))),
            Parameter::text(
                "encryption_key",
                "InputEncryption.Key",
                "The public key, in PEM form, that the digits are encrypted with.",
            )
            .need(Need::RequiredWhen(When::Present("InputEncryption.EncryptionKeyId"))),
        ],
        semantics: Semantics {
            fills: &[Fill::of("StoredCustomerInput").when(When::Is("StoreInput", &["True"]))],
            queue_prompts: Some(QueuePrompts::NotBefore),
            ..Semantics::NONE
        },
        step_name: StepName::preparation("buffer_keys"),
        flow_types: INPUT_FLOWS,
        channels: &[Channel::Voice],
        run: Some(RunTime::ITSELF.does(Does::Buffers {
            starts: When::Is("EnableDTMFBuffer", &["True"]),
            stores: When::Is("StoreInput", &["True"]),
            encrypts: When::Present("InputEncryption"),
        })),
        summary: "Starts or stops buffering the keys that a caller presses before being asked.",
        example: "set_touchtone_buffer enabled { on error -> sorry }",
        page: "https://docs.aws.amazon.com/connect/latest/adminguide/set-touchtone-buffer-behavior.html",
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
                "The maximum number of digits.",
            )
            .either(),
            Parameter::new(
                "phone_number_format",
                "InputValidation.PhoneNumberValidation.NumberFormat",
                Kind::Choice(&[("local", "Local"), ("e164", "E164")]),
                "Asks for a phone number, in the local format of a country or in the international format.",
            ),
            Parameter::new(
                "country_code",
                "InputValidation.PhoneNumberValidation.CountryCode",
                Kind::Pattern { regex: "[A-Za-z]{2}", says: "a two-letter country code", max: 2 },
                "The country of a local phone number.",
            )
            .need(Need::RequiredWhen(When::Is("InputValidation.PhoneNumberValidation.NumberFormat", &["Local"]))),
            Parameter::new(
                "interdigit_timeout",
                "DTMFConfiguration.InterdigitTimeLimitSeconds",
                Kind::Duration { min: 1, max: Some(20), unit: TimeUnit::Seconds },
                "How long to wait for each further digit; by default 5 seconds.",
            )
            .implied("5", Evidence::Block)
            .either(),
            Parameter::new(
                "terminating_keypress",
                "DTMFConfiguration.InputTerminationSequence",
                Kind::Pattern { regex: "[0-9*#]*", says: "digits, `*` and `#`", max: 5 },
                "The keys that end the input; by default `#`.",
            )
            .either(),
            Parameter::new(
                "disable_cancel_key",
                "DTMFConfiguration.DisableCancelKey",
                Kind::Boolean { yes: "True", no: "False" },
                "Whether `*` is an ordinary digit instead of the key to start again.",
            )
            .implied("False", Evidence::Block),
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
        semantics: Semantics {
            speaks: true,
            waits: Some(WaitsFor::Caller),
            asks: Some(Asks { how: Question::Input, unanswered: Some("InputTimeLimitExceeded") }),
            fills: &[Fill::of("StoredCustomerInput")],
            queue_prompts: Some(QueuePrompts::NotBefore),
            ..Semantics::NONE
        },
        step_name: StepName::subject("ask").or("ask").what("question"),
        flow_types: INPUT_FLOWS,
        channels: &[Channel::Voice],
        run: Some(RunTime::PERSON.does(Does::Stores(Stores {
            maximum: "InputValidation.CustomValidation.MaximumLength",
            end: "DTMFConfiguration.InputTerminationSequence",
            keeps_cancel: When::Is("DTMFConfiguration.DisableCancelKey", &["True"]),
            is_number: When::Present("InputValidation.PhoneNumberValidation"),
            is_local: When::Is("InputValidation.PhoneNumberValidation.NumberFormat", &["Local"]),
            country: "InputValidation.PhoneNumberValidation.CountryCode",
            encrypts: When::Present("InputEncryption"),
        }))),
        summary: "Plays a prompt and stores the digits that the caller enters in `$.StoredCustomerInput`.",
        example: r#"store_customer_input "Please enter your customer number, then press hash." {
  timeout: 5s
  maximum_digits: 8
  interdigit_timeout: 3s
  on error -> sorry
}"#,
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
        semantics: Semantics {
            speaks: true,
            waits: Some(WaitsFor::Caller),
            asks: Some(Asks { how: Question::Menu, unanswered: Some("InputTimeLimitExceeded") }),
            queue_prompts: Some(QueuePrompts::NotBefore),
            ..Semantics::NONE
        },
        step_name: StepName::subject("").suffix("menu").or("menu"),
        flow_types: INPUT_FLOWS,
        channels: &[Channel::Voice],
        run: Some(RunTime::PERSON),
        summary: "Plays a prompt and branches on the key that the caller presses.",
        example: r#"get_customer_input "Press 1 for a delivery, 2 for anything else." {
  timeout: 5s
  when "1" -> next
  when "2" -> done
  on timeout, no_match, error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-getparticipantinput.html",
        ..BLOCK
    },
    Block {
        keyword: "loop_prompts",
        designer: "Loop prompts",
        action: "MessageParticipantIteratively",
        subject: &["messages"],
        parameters: &[
            Parameter::new("messages", "Messages", Kind::Messages, "The prompts, played in turn and repeated.")
                .mixed()
                .required(),
            Parameter {
                advised: Some((21, "an agent has 20 seconds to accept the contact")),
                flow_types: Some(&[FlowType::CustomerQueue]),
                ..Parameter::new(
                    "interrupt_every",
                    "InterruptFrequencySeconds",
                    Kind::Duration { min: 1, max: None, unit: TimeUnit::Seconds },
                    "The time after which the prompts are interrupted and the `timeout` branch is taken.",
                )
            },
            Parameter::new(
                "continue_during_interrupt",
                "ContinueMessagingDuringInterrupt",
                Kind::Boolean { yes: "true", no: "false" },
                "Whether the prompts continue while the blocks of the `timeout` branch run.",
            ),
        ],
        branches: &[
            Branch::equals("timeout", "MessagesInterrupted").when(When::Present("InterruptFrequencySeconds")).evidence(
                &[(Aspect::Presence, Evidence::Uncertain("every export has both or neither, but no page requires it"))],
            ),
            ERROR_IF_WRITTEN,
        ],
        next: Next::CopyIfThere("error"),
        semantics: Semantics {
            speaks: true,
            waits: Some(WaitsFor::Time),
            queue_prompts: Some(QueuePrompts::Plays {
                interrupted_after: "InterruptFrequencySeconds",
                interrupted: "timeout",
            }),
            ..Semantics::NONE
        },
        step_name: StepName::word("loop_prompts").what("prompts"),
        flow_types: FlowTypes::of(&[FlowType::CustomerQueue, FlowType::CustomerHold, FlowType::AgentHold]),
        channels: &[Channel::Voice],
        run: Some(RunTime::PERSON),
        summary: "Repeats prompts for a contact that waits in a queue or on hold.",
        example: r#"loop_prompts ["All of our agents are busy.", prompt "CustomerHold.wav"] {
  interrupt_every: 30s
  on timeout -> next
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-messageparticipantiteratively.html",
        ..BLOCK
    },
    Block {
        keyword: "get_lex_input",
        designer: "Get customer input (Amazon Lex)",
        action: "ConnectParticipantWithLexBot",
        subject: &["message"],
        parameters: &[
            Parameter { need: Need::Optional, ..MESSAGE },
            Parameter::new(
                "initial_message",
                "LexInitializationData.InitialMessage",
                Kind::Text { max: Some(1_024) },
                "The first message to the bot in a chat: `$.Media.InitialMessage`, or a text.",
            )
            .mixed(),
            Parameter::reference("bot", "LexV2Bot.AliasArn", ResourceKind::Bot, "The alias of the Lex V2 bot."),
            Parameter::text("lex_v1_bot", "LexBot.Name", "The name of a Lex V1 bot."),
            Parameter::text("lex_v1_region", "LexBot.Region", "The region of the Lex V1 bot.")
                .need(Need::RequiredWhen(When::Present("LexBot.Name"))),
            Parameter::text("lex_v1_alias", "LexBot.Alias", "The alias of the Lex V1 bot.")
                .need(Need::RequiredWhen(When::Present("LexBot.Name"))),
            Parameter::new(
                "chat_timeout",
                "LexTimeoutSeconds.Text",
                Kind::Duration { min: 60, max: Some(604_800), unit: TimeUnit::Seconds },
                "How long a chat may be silent before the `timeout` branch is taken.",
            )
            .either(),
        ],
        entries: Some(Entries::texts("LexSessionAttributes", "session attributes")),
        groups: &[
            Group { parameters: &["message", "initial_message"], rule: GroupRule::AtLeastOne },
            Group { parameters: &["bot", "lex_v1_bot"], rule: GroupRule::ExactlyOne },
        ],
        branches: &[
            Branch::error("timeout", "InputTimeLimitExceeded").may_when(When::Present("LexTimeoutSeconds")).evidence(
                &[(Aspect::Accepted, Evidence::Uncertain("whether it is refused without a timeout is not published"))],
            ),
            Branch::error("no_match", "NoMatchingCondition"),
            ERROR,
        ],
        conditions: Some(Conditions {
            operators: &["Equals"],
            operands: Operands::Free,
            required: false,
            allowed: When::Always,
        }),
        next: Next::Copy("error"),
        semantics: Semantics {
            speaks: true,
            waits: Some(WaitsFor::Caller),
            asks: Some(Asks { how: Question::Bot, unanswered: None }),
            fills: &[Fill::of("Lex")],
            queue_prompts: Some(QueuePrompts::NotBefore),
            ..Semantics::NONE
        },
        step_name: StepName::from("ask", &[NameSource::Subject, NameSource::Parameter("bot")])
            .or("ask_bot")
            .what("bot"),
        flow_types: FlowTypes::of(&[
            FlowType::Inbound,
            FlowType::CustomerQueue,
            FlowType::AgentTransfer,
            FlowType::QueueTransfer,
        ]),
        channels: &[Channel::Voice, Channel::Chat],
        run: Some(RunTime::PERSON.does(Does::Talks { intent: Some("Lex.IntentName") })),
        summary: "Connects the customer to a Lex bot and branches on the intent that the bot ends with.",
        example: r#"get_lex_input "How can we help?" {
  bot: bot "AcmeOrders" alias "live"
  customer = $.Attributes.name
  when "OrderStatus" -> next
  on no_match, error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-connectparticipantwithlexbot.html",
        ..BLOCK
    },
    Block {
        keyword: "show_view",
        designer: "Show view",
        action: "ShowView",
        subject: &["view"],
        parameters: &[
            Parameter::reference("view", "ViewResource.Id", ResourceKind::View, "The view.")
                .fixed()
                .required()
                .evidence(&[(Aspect::Dynamic, Evidence::Uncertain("no page says that it cannot be contact data"))]),
            Parameter::text("view_version", "ViewResource.Version", "The version, in the format of older exports.")
                .fixed(),
            Parameter::new(
                "timeout",
                "InvocationTimeLimitSeconds",
                Kind::Duration { min: 1, max: None, unit: TimeUnit::Seconds },
                "The maximum time for which the view is shown.",
            )
            .required(),
            Parameter::new(
                "hide_response_on",
                "SensitiveDataConfiguration.HideResponseOn",
                Kind::Choices(&[("transcript", "TRANSCRIPT")]),
                "Where the customer's input is hidden.",
            ),
        ],
        entries: Some(Entries::texts("ViewData", "view data").values(EntryValues::JsonBelow)),
        branches: &[
            Branch::error("no_match", "NoMatchingCondition"),
            Branch::error("timeout", "TimeLimitExceeded"),
            ERROR,
        ],
        conditions: Some(Conditions {
            operators: &["Equals"],
            operands: Operands::Free,
            required: false,
            allowed: When::Always,
        }),
        next: Next::Copy("error"),
        semantics: Semantics {
            speaks: true,
            waits: Some(WaitsFor::Caller),
            asks: Some(Asks { how: Question::View, unanswered: None }),
            fills: &[Fill::of("Views")],
            ..Semantics::NONE
        },
        step_name: StepName::subject("show").what("view"),
        flow_types: FlowTypes::of(&[FlowType::Inbound, FlowType::CustomerQueue]),
        channels: &[Channel::Chat],
        run: Some(RunTime::PERSON.does(Does::Shows { action: "Views.Action" }).brings(&["Views.ViewResultData"])),
        summary: "Shows a page of a step-by-step guide and branches on the action chosen in it.",
        example: r#"show_view "Detail" {
  timeout: 5m
  Heading = "Hello $.Attributes.name"
  when "Next" -> next
  on timeout, no_match, error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-showview.html",
        ..BLOCK
    },
    Block {
        keyword: "authenticate_customer",
        designer: "Authenticate customer",
        action: "AuthenticateParticipant",
        parameters: &[
            Parameter::text("user_pool", "CognitoConfiguration.UserPoolArn", "The ARN of the Cognito user pool.")
                .required(),
            Parameter::text("app_client_id", "CognitoConfiguration.AppClientId", "The id of the app client.")
                .required(),
            Parameter::text(
                "object_type",
                "CustomerProfilesConfiguration.ObjectTypeName",
                "The Customer Profiles object type under which the sign-in is stored.",
            )
            .required(),
            Parameter::new(
                "timeout",
                "TimeLimitMinutes",
                Kind::Duration { min: 3, max: Some(15), unit: TimeUnit::Minutes },
                "How long the customer has to sign in.",
            )
            .either()
            .required(),
        ],
        branches: &[
            SUCCESS,
            Branch::equals("opted_out", "OptedOut").if_written(),
            Branch::error("timeout", "TimeLimitExceeded"),
            ERROR,
        ],
        semantics: Semantics {
            waits: Some(WaitsFor::Caller),
            fills: &[Fill::of("Customer").when(When::Present("CustomerProfilesConfiguration"))],
            ..Semantics::NONE
        },
        flow_types: FlowTypes::of(&[FlowType::Inbound]).not_in_modules(),
        channels: &[Channel::Chat],
        run: Some(RunTime::WORLD.adds()),
        summary: "Asks a chat customer to sign in.",
        example: r#"authenticate_customer {
  user_pool: "arn:aws:cognito-idp:us-west-2:111122223333:userpool/us-west-2_EXAMPLE"
  app_client_id: "exampleclientid"
  object_type: "Cognito-attributes"
  timeout: 3m
  on opted_out -> next
  on timeout, error -> sorry
}"#,
        evidence: &[
            (Aspect::Dynamic, Evidence::Uncertain("which parameters may be contact data is not published")),
            (Aspect::Modules, Evidence::Uncertain("its use in modules is not published")),
        ],
        page: "https://docs.aws.amazon.com/connect/latest/adminguide/authenticate-customer.html",
        ..BLOCK
    },
    Block {
        keyword: "agentic_cx",
        designer: "Agentic CX",
        action: "ConnectParticipantWithAgenticCX",
        parameters: &[
            Parameter::text("workspace", "AgentConfiguration.WorkspaceId", "The id of the workspace.")
                .fixed()
                .required(),
            Parameter::text("application", "AgentConfiguration.ApplicationId", "The id of the application.")
                .fixed()
                .required(),
            Parameter::text("alias", "AgentConfiguration.Alias", "The application's alias.").fixed().required(),
            Parameter::text(
                "speech_recognition",
                "SpeechRecognitionConfiguration.SpeechRecognitionEngine",
                "The engine that recognises speech.",
            )
            .fixed(),
            Parameter::new(
                "audio_filler",
                "AudioFillerConfiguration.Enabled",
                Kind::JsonBoolean,
                "Whether audio is played while the application prepares an answer.",
            ),
            Parameter::text("audio_filler_type", "AudioFillerConfiguration.AudioType", "The audio that is played.")
                .fixed(),
            Parameter::new(
                "audio_filler_start_delay",
                "AudioFillerConfiguration.StartDelayInMilliseconds",
                Kind::JsonNumber { min: 0, max: i64::MAX },
                "The delay before the audio starts, in milliseconds.",
            ),
            Parameter::new(
                "audio_filler_minimum_play",
                "AudioFillerConfiguration.MinimumPlayDurationInMilliseconds",
                Kind::JsonNumber { min: 0, max: i64::MAX },
                "The minimum time for which the audio is played, in milliseconds.",
            ),
            Parameter::new(
                "audio_filler_response_delay",
                "AudioFillerConfiguration.ResponseDeliveryDelayInMilliseconds",
                Kind::JsonNumber { min: 0, max: i64::MAX },
                "The delay between the audio and the answer, in milliseconds.",
            ),
        ],
        entries: Some(Entries::texts("AgentConfiguration.ContextVariables", "context variables").at_most(10)),
        branches: &[
            SUCCESS,
            Branch::equals("escalation", "Escalation").if_written(),
            Branch::error("timeout", "InputTimeLimitExceeded"),
            Branch::error("no_match", "NoMatchingCondition"),
            ERROR,
        ],
        semantics: Semantics {
            speaks: true,
            waits: Some(WaitsFor::Caller),
            asks: Some(Asks { how: Question::Bot, unanswered: None }),
            fills: &[Fill::of("AgenticCX")],
            ..Semantics::NONE
        },
        flow_types: FlowTypes::of(&[FlowType::Inbound]).not_in_modules(),
        channels: &[Channel::Voice, Channel::Chat],
        run: Some(RunTime::PERSON.does(Does::Talks { intent: None }).brings(&["AgenticCX.ContextVariables"])),
        summary: "Connects the customer to an application of the Agentic CX designer.",
        example: r#"agentic_cx {
  workspace: "acme"
  application: "orders"
  alias: "live"
  customer = $.Attributes.name
  on escalation -> next
  on timeout, no_match, error -> sorry
}"#,
        evidence: &[(Aspect::All, Evidence::Uncertain("it was not probed, and one source describes it"))],
        page: "https://docs.aws.amazon.com/connect/latest/adminguide/acxd.html",
        ..BLOCK
    },
    Block {
        keyword: "start_media_streaming",
        recognised: When::Is("MediaStreamingState", &["Enabled"]),
        designer: "Start media streaming",
        fixed: &[("MediaStreamingState", "Enabled"), ("MediaStreamType", "Audio")],
        semantics: Semantics {
            streams: Some(Streams::Start),
            queue_prompts: Some(QueuePrompts::NotBefore),
            ..Semantics::NONE
        },
        step_name: StepName::preparation("start_streaming"),
        summary: "Starts streaming the customer's audio to Kinesis Video Streams.",
        example: "start_media_streaming { directions: [from, to]; on error -> sorry }",
        ..MEDIA_STREAMING
    },
    Block {
        keyword: "stop_media_streaming",
        designer: "Stop media streaming",
        fixed: &[("MediaStreamingState", "Disabled"), ("MediaStreamType", "Audio")],
        semantics: Semantics {
            streams: Some(Streams::Stop),
            queue_prompts: Some(QueuePrompts::NotBefore),
            ..Semantics::NONE
        },
        step_name: StepName::preparation("stop_streaming"),
        summary: "Stops streaming the customer's audio.",
        example: "stop_media_streaming { directions: [from, to]; on error -> sorry }",
        ..MEDIA_STREAMING
    },
];

const MEDIA_STREAMING: Block = Block {
    action: "UpdateContactMediaStreamingBehavior",
    parameters: &[Parameter::new(
        "directions",
        "Participants",
        Kind::StreamDirections,
        "The audio that is streamed: `from` the customer, `to` the customer.",
    )
    .required()
    .default("From")],
    flow_types: FlowTypes::of(&[
        FlowType::Inbound,
        FlowType::CustomerQueue,
        FlowType::CustomerWhisper,
        FlowType::AgentWhisper,
        FlowType::OutboundWhisper,
        FlowType::AgentTransfer,
        FlowType::QueueTransfer,
    ]),
    channels: &[Channel::Voice],
    run: Some(RunTime::SETTING),
    page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactmediastreamingbehavior.html",
    ..BLOCK
};

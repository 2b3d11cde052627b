//! The table of codes.
//!
//! Each code has one row: its number, severity, topic, title and the other fields of a [`Row`]. It also has the page
//! that `callflow explain` prints. Numbers are grouped by phase and never reused: F01 syntax, F02 names and references,
//! F03 parameters, F04 branches and graph, F05 flow types and channels, F06 limits, F07 quick connects, F08 files and
//! settings, F09 style, F10 the form of flow JSON, F11 tests of flows.

use std::fmt;
use std::str::FromStr;

use super::Severity;
#[cfg(test)]
use super::row::Lowering;
use super::row::Lowering::{Converted, NearLimit, NotInTables, NotNamed, PartUnused, Same};
use super::row::{Row, Topic};
use crate::evidence::Probe;

// The pages that several codes rest on.
const ACTIONS: &str = "https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions.html";
const API_FLOW: &str = "https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateContactFlow.html";
const API_QUICK_CONNECT: &str = "https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateQuickConnect.html";
const DISTRIBUTE: &str =
    "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-distributebypercentage.html";
const EXAMPLE_FLOW: &str = "https://docs.aws.amazon.com/connect/latest/devguide/flow-language-example.html";
const FEATURE_LIMITS: &str = "https://docs.aws.amazon.com/connect/latest/adminguide/feature-limits.html";
const FLOW_LANGUAGE: &str = "https://docs.aws.amazon.com/connect/latest/APIReference/flow-language.html";
const PHONE_CONFIG: &str =
    "https://docs.aws.amazon.com/connect/latest/APIReference/API_PhoneNumberQuickConnectConfig.html";
const PHONE_NUMBER: &str = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-connect-quickconnect-phonenumberquickconnectconfig.html";
const QUICK_CONNECT_CONFIG: &str =
    "https://docs.aws.amazon.com/connect/latest/APIReference/API_QuickConnectConfig.html";
const QUICK_CONNECTS: &str = "https://docs.aws.amazon.com/connect/latest/adminguide/quick-connects.html";
const SYNTHESIZE: &str = "https://docs.aws.amazon.com/polly/latest/dg/API_SynthesizeSpeech.html";
const TAG_RESOURCE: &str = "https://docs.aws.amazon.com/connect/latest/APIReference/API_TagResource.html";
const TRANSFER_TO_QUEUE: &str = "https://docs.aws.amazon.com/connect/latest/adminguide/transfer-to-queue.html";
const UPDATE_FLOW: &str =
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-connect-contactflow.html";

macro_rules! codes {
    (
        $($name:ident $number:literal $severity:ident $topic:ident $title:literal
            $(, $property:ident ($($argument:expr),*))*;)*
        @only_in_tests $($test:ident $test_number:literal $test_severity:ident $test_topic:ident;)*
    ) => {
        /// A kind of diagnostic. Codes are stable: the meaning of a code never changes, and no number is reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!($number, ": ", $title, ".")] $name,)*
            $(#[cfg(test)] #[doc = "A code that no pass can know."] $test,)*
        }

        impl Code {
            /// All codes, ordered by number.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// A new code for each family and topic, for tests.
            #[cfg(test)]
            pub(crate) const NEW: &[Code] = &[$(Code::$test),*];

            /// The row of this code.
            #[must_use]
            pub fn row(self) -> &'static Row {
                match self {
                    $(Code::$name => {
                        const ROW: Row = Row::new($number, $title, Severity::$severity, Topic::$topic)
                            $(.$property($($argument),*))*;
                        &ROW
                    })*
                    $(#[cfg(test)] Code::$test => {
                        const ROW: Row = Row::new($test_number, "new", Severity::$test_severity, Topic::$test_topic)
                            .lowered(Lowering::ALL);
                        &ROW
                    })*
                }
            }

            /// The page that explains this code.
            #[must_use]
            pub fn page(self) -> Page {
                match self {
                    $(Code::$name => Page(include_str!(concat!("pages/", $number, ".md"))),)*
                    $(#[cfg(test)] Code::$test => Page("# new\n"),)*
                }
            }
        }
    };
}

/// The explanation of a code, in Markdown: what it means and why, an example that triggers it and one that does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page(pub &'static str);

impl Page {
    /// The first paragraph below the title, joined into one line.
    #[must_use]
    pub fn first_paragraph(self) -> String {
        let lines = self.0.lines().skip(1).skip_while(|line| line.is_empty());
        lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl Code {
    /// The number: `F0201`.
    #[must_use]
    pub fn number(self) -> &'static str {
        self.row().number
    }

    /// A short noun phrase that says what the code is about.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.row().title
    }

    /// The default severity. A diagnostic may have a different one.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.row().severity
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.number())
    }
}

impl FromStr for Code {
    type Err = ();

    fn from_str(text: &str) -> Result<Code, ()> {
        Code::ALL.iter().copied().find(|code| code.number().eq_ignore_ascii_case(text)).ok_or(())
    }
}

codes! {
    SyntaxError "F0101" Error Content "syntax error", language();
    UnclosedBracket "F0102" Error Content "unclosed brace or bracket", language();
    UnopenedBracket "F0103" Error Content "unmatched closing brace or bracket", language();
    UnclosedText "F0104" Error Content "unterminated text", language();
    NestedTooDeep "F0105" Error Content "brackets nested too deeply", language();
    NotUtf8 "F0106" Error Command "file that is not UTF-8", language();
    EmptyFile "F0107" Warning Content "file without declarations";
    UnclosedComment "F0108" Error Content "unterminated comment", language();
    BadEscape "F0109" Error Content "invalid escape in a text", language();
    BadUnit "F0110" Error Content "unknown unit after a number", language();
    MisleadingCharacter "F0120" Warning Content "misleading character";
    NotReadBack "F0121" Error Content "text that does not read back as it was meant", language();

    UnknownBlock "F0201" Error Content "unknown block", language();
    UnknownStep "F0202" Error Structure "unknown step", language();
    UnknownFlowType "F0203" Error Content "unknown flow type", lowered(&[NotInTables]), by_finding();
    UnknownName "F0204" Error Content "unknown name", language(), unfinished();
    AmbiguousName "F0205" Error Content "ambiguous name", language();
    WrongKind "F0206" Error Content "reference of the wrong kind", language();
    AgentNameClash "F0207" Error Content "user name that is also a user id", language();
    DuplicateFlow "F0208" Error Content "duplicate flow or module name", by_finding();
    DuplicateStep "F0209" Error Structure "duplicate step name", language();
    DuplicateQuickConnect "F0210" Error Content "duplicate quick connect name", refused(API_QUICK_CONNECT), of_request();
    UnknownConst "F0211" Error Content "unknown const", language();
    DuplicateConst "F0212" Error Content "duplicate const name", language();
    ConstCycle "F0213" Error Content "const defined in terms of itself", language();
    NoStart "F0214" Error Structure "flow without a start", language(), unfinished();
    TwoStarts "F0215" Error Structure "flow with two starts", language();
    DuplicateIdentifier "F0216" Error Content "duplicate action identifier", refused(ACTIONS);
    InventoryMissing "F0217" Error Command "inventory not found", language();
    InventoryBroken "F0218" Error Command "unreadable inventory file", language();
    TwoInstances "F0219" Error Content "inventory with answers of two instances", language();
    NamesNotVerified "F0220" Note Content "names that were not verified";
    InventoryNeeded "F0221" Error Content "names without an inventory to look them up in", language();
    InventoryNotKnown "F0222" Note Content "unrecognized inventory file";
    InventoryOrphan "F0223" Warning Content "inventory answer about an unknown resource";
    InventoryIncomplete "F0224" Note Content "inventory without answers that checks would use";
    AgentNameLikeId "F0225" Warning Instance "user name that looks like a user id";
    ReservedStepName "F0226" Error Content "reserved step name", language();
    OtherInstance "F0227" Warning Content "ARN of another instance";
    UnknownId "F0228" Warning Instance "id that is not in the inventory";
    ConstTooLarge "F0250" Error Content "const that makes a value too large", language();
    ConstChain "F0251" Error Content "chain of consts that is too long", language();

    UnknownParameter "F0301" Error Content "unknown parameter", lowered(&[NotInTables]), by_finding();
    MissingParameter "F0302" Error Structure "missing required parameter", by_finding();
    WrongValue "F0303" Error Structure "value of the wrong kind", by_finding();
    OutOfRange "F0304" Error Content "number out of range", by_finding();
    TooLong "F0305" Error Content "text that is too long", lowered(&[PartUnused]), by_finding();
    BadPattern "F0306" Error Content "text with characters that are not allowed", by_finding();
    BadPhoneNumber "F0307" Error Content "invalid E.164 phone number", refused(PHONE_NUMBER);
    OnlyOneOf "F0308" Error Content "mutually exclusive parameters", probed(Probe::FlowAsCode);
    DuplicateParameter "F0309" Error Content "duplicate parameter", language();
    NeedsOther "F0310" Warning Content "parameter without effect unless another is set";
    AgentNotAllowed "F0311" Error Content "agent where only a queue is allowed", by_finding();
    UnknownChoice "F0312" Error Content "unknown choice", language();
    MustBeLiteral "F0313" Error Content "contact data where a literal is required", by_finding();
    MustBePath "F0314" Error Content "literal where contact data is required", by_finding();
    EmptyValue "F0315" Error Content "empty value", probed(Probe::Pulumi);
    InterruptTooShort "F0316" Warning Content "prompts that are interrupted too soon";
    CallerIdNotOwned "F0317" Warning Content "caller id number that the instance does not own";
    EntryLikeParameter "F0318" Warning Content "entry named like a parameter";
    NoEntriesHere "F0319" Error Content "entry in a block that takes none", language();
    NoSubjectHere "F0320" Error Content "argument after a block that takes none", language();
    TextNotKnown "F0321" Warning Content "unknown value in quotes";
    AgentWithoutCcp "F0322" Warning Instance "agent who cannot take contacts";
    QueueDisabled "F0323" Warning Instance "disabled queue";
    QueueInNoProfile "F0324" Warning Instance "queue in no routing profile";
    FlowNotLive "F0325" Warning Instance "flow that is not published or is archived";
    NotInThisMode "F0326" Error Content "parameter that this form of the block does not take", by_finding();
    SeveralHooks "F0327" Warning Content "several events in one block";
    TooMany "F0328" Error Content "too many items", by_finding();
    BadPath "F0329" Error Content "malformed contact-data path", by_finding();
    UnknownRoot "F0330" Error Content "unknown contact-data root", lowered(&[NotInTables]), by_finding();
    UnknownField "F0331" Warning Content "unknown contact-data field";
    NotALeaf "F0332" Error Content "contact-data object where a value is required", by_finding();
    RootNotHere "F0333" Warning Content "contact data that is not available here";
    AttributeNeverSet "F0334" Warning Content "attribute that is never set";
    BadAttributeName "F0335" Error Content "invalid attribute name", by_finding();
    AttributeSetElsewhere "F0336" Note Content "attribute that nothing in the build sets", off();
    NearlyPath "F0337" Warning Content "text that is nearly a contact-data path";
    NotFilledYet "F0338" Warning Structure "contact data that nothing sets before";
    NoAgentYet "F0339" Warning Structure "data of the agent where there is no agent yet";
    QueueNameInAttribute "F0340" Error Content "queue name in an attribute that chooses a queue", chosen("the service reads the attribute as an ARN, so every contact takes the error branch");
    NoAgentInAttribute "F0341" Error Content "unknown agent in an attribute that chooses an agent", chosen("the service reads the attribute as the id of an agent, so every contact takes the error branch");
    TestAlias "F0342" Warning Content "test alias of a bot";
    MayBeRefused "F0360" Warning Content "parameter that the service may refuse";
    LoopsNever "F0343" Note Content "loop that never loops";
    NotChosenByAttribute "F0344" Error Content "value of an attribute that does not identify what it chooses", chosen("the service reads the attribute as an ARN or a phone number, so every contact takes the error branch");
    MalformedSsml "F0345" Error Content "malformed SSML", refused(SYNTHESIZE);
    UnknownSsmlTag "F0346" Warning Content "unsupported SSML tag";
    SsmlInText "F0347" Warning Content "SSML in a text";
    UnknownVoice "F0348" Warning Content "misspelled voice";
    VoiceNotInTables "F0349" Note Content "unknown voice";
    EngineNotOfVoice "F0350" Warning Content "engine that the voice does not have";
    PromptNameAsText "F0351" Warning Instance "name of a prompt that is read out";
    TooLongForDesigner "F0352" Warning Content "time that is longer than the designer allows";
    ForeignPlaceholder "F0353" Warning Content "placeholder of another notation";

    MissingBranch "F0401" Error Structure "missing required branch", by_finding();
    UnknownBranch "F0402" Error Structure "unknown branch", by_finding();
    DuplicateBranch "F0403" Error Structure "duplicate branch", lowered(&[Same]), language();
    DuplicateCondition "F0404" Warning Structure "duplicate condition";
    RefusedBranch "F0405" Error Structure "branch that the service refuses here", by_finding();
    NothingFollows "F0406" Error Structure "end of a step or branch with nothing after it", language(), unfinished();
    UnreachableLine "F0407" Warning Structure "unreachable line";
    UnreachableStep "F0408" Warning Structure "unreachable step";
    EndlessCycle "F0409" Error Structure "endless loop", by_finding();
    OpenSuccess "F0410" Error Structure "success branch that leads nowhere", refused(TRANSFER_TO_QUEUE);
    MissingCondition "F0411" Error Structure "missing required condition", by_finding();
    BadCondition "F0412" Error Structure "invalid condition", by_finding();
    LooseEnd "F0413" Error Structure "unconnected branch", refused(EXAMPLE_FLOW);
    UnusedDefault "F0414" Warning Structure "unused default";
    BranchNotDropped "F0415" Error Structure "required branch that is left out", by_finding();
    BadShares "F0416" Error Structure "invalid percentages", refused(DISTRIBUTE);
    DanglingTarget "F0417" Error Structure "branch to an unknown action", lowered(&[Converted]), refused(EXAMPLE_FLOW);
    NoWorkingQueue "F0420" Error Structure "transfer to a queue that is never set", chosen("no contact has a queue there, so every contact takes the error branch");
    NoWorkingQueueOnSomePath "F0421" Warning Structure "transfer to a queue that is not set on some path";
    NoQueueToLookAt "F0422" Warning Structure "check of a queue that is never set";
    CoveredCondition "F0423" Warning Structure "condition covered by an earlier one";
    BeforeLoopPrompts "F0424" Warning Structure "block that is not allowed before looping prompts";
    TransferBeforeLoopPrompts "F0425" Warning Structure "transfer from a queue whose prompts never ran";
    FlowCycle "F0426" Warning Structure "endless loop between flows";
    RecordingUntold "F0427" Note Structure "recording that starts before the caller is notified", off();
    UnboundedPrompt "F0428" Note Structure "question that is repeated without a limit", off();
    NoCallbackNumber "F0429" Warning Structure "callback without a number to call";

    NotInFlowType "F0501" Error Structure "block that the flow type does not allow", by_finding();
    FlowTypeDisputed "F0502" Note Structure "block that the flow type may not allow";
    WrongFlowType "F0503" Error Structure "flow of the wrong type", chosen("the flow cannot run there, so every contact takes the error branch or the default flow");
    FlowTypeChanged "F0504" Error Structure "flow whose type would change", refused(UPDATE_FLOW), of_request();
    OnlyInModules "F0505" Error Structure "module setting in a flow", by_finding();
    ParameterNotInFlowType "F0506" Error Structure "parameter that the flow type does not allow", by_finding();
    ModuleRecursion "F0507" Error Structure "module that invokes itself", chosen("a module that invokes itself never ends, and the service stops it with an error");
    ModulesTooDeep "F0508" Error Structure "module calls nested too deeply", chosen("the service stops the innermost module with an error");
    ChannelNotServed "F0509" Warning Structure "block that serves none of the contacts that reach it";

    BadIdentifier "F0601" Error Content "invalid identifier", refused(ACTIONS);
    NameTooLong "F0602" Error Content "name that is too long", by_finding(), of_request();
    DescriptionTooLong "F0603" Error Content "description that is too long", by_finding(), of_request();
    BadTag "F0604" Error Content "invalid tag", refused(TAG_RESOURCE), of_request();
    TooManyActions "F0605" Error Content "flow with too many actions", lowered(&[NearLimit]), refused(EXAMPLE_FLOW);
    ContentTooLong "F0606" Error Content "flow whose content is too long", lowered(&[NearLimit]), refused(API_FLOW), of_request();

    NoDestination "F0701" Error Content "quick connect without a destination", lowered(&[NotInTables]), language();
    TwoDestinations "F0702" Error Content "quick connect with two destinations", language();
    PhoneWithFlow "F0703" Error Content "phone quick connect with a flow", refused(PHONE_CONFIG), of_request();
    NoDescription "F0704" Error Content "quick connect without a description", refused(QUICK_CONNECTS), of_request();
    QuickConnectFlowType "F0705" Error Content "quick connect whose flow is of the wrong type", refused(QUICK_CONNECT_CONFIG), of_request();
    OfferedTwice "F0706" Warning Content "queue that is named twice";
    OfferedNowhere "F0707" Warning Content "quick connect that no queue offers";
    NoFlow "F0708" Error Content "quick connect without its flow", refused(QUICK_CONNECT_CONFIG), of_request();
    QuickConnectTypeChanged "F0709" Warning Content "quick connect whose type would change";
    TooManyOffered "F0710" Error Content "queue with too many quick connects", refused(FEATURE_LIMITS), of_request();

    NoSource "F0801" Error Command "no source files", language();
    CannotWrite "F0802" Error Command "output that cannot be written", language();
    CannotRead "F0803" Error Command "file that cannot be read", lowered(&[NotNamed]), language();
    BadSettings "F0804" Error Command "invalid callflow.toml", language();
    UnknownEnvironment "F0805" Error Command "unknown environment", language();
    BrokenJson "F0806" Error Command "file that is not valid JSON", language();
    DuplicateKey "F0807" Error Content "duplicate key in a JSON object", language();
    NotAFlow "F0808" Error Command "JSON file without a flow", lowered(&[NotNamed]), language();
    NotTakenOver "F0809" Warning Content "part of a flow that could not be converted";
    ContractElsewhere "F0811" Warning Content "module without its contract";
    OfOtherInstances "F0812" Note Content "exports of several instances";
    OneNameForTwo "F0813" Note Content "one name for two resources in exports";
    SeveralNames "F0814" Note Content "resource whose name has changed";
    FlowNameTaken "F0815" Warning Content "imported flow that needs another name";
    TypeGuessed "F0816" Note Content "guessed flow type";
    OutsideProject "F0820" Error Command "file outside of the project", language();
    LoneSurrogate "F0821" Error Content "half of a surrogate pair", language();
    FileInTheWay "F0830" Error Command "file in the way of the output", language();
    KeptFile "F0831" Note Command "file of an earlier build that stays";

    KnownAction "F0901" Warning Content "raw action that has a block";
    KnownKey "F0902" Warning Content "raw key that has a parameter";
    AllowWithoutReason "F0903" Warning Content "allow comment without a reason";
    AllowUnused "F0904" Warning Content "unused allow comment";
    AllowNotUnderstood "F0905" Warning Content "invalid callflow comment";
    NoteNowhere "F0906" Warning Content "note that no build writes";

    WrongVersion "F1001" Error Content "unknown flow version", refused(FLOW_LANGUAGE);
    ActionUnfinished "F1002" Error Content "action without an identifier or type", refused(ACTIONS);
    UnknownAction "F1003" Error Content "unknown action", lowered(&[NotInTables]), by_finding();
    UnknownKey "F1004" Error Content "unknown key in flow JSON", lowered(&[NotInTables]), by_finding();
    NoSettings "F1005" Error Content "module content without settings", probed(Probe::Pulumi);

    NothingExpected "F1101" Error Structure "test that expects nothing", language();
    DuplicateTest "F1102" Error Content "two tests or setups with the same name", language();
    UnknownSetup "F1103" Error Content "unknown setup", language();
    SetupCycle "F1104" Error Content "setups that use each other", language();
    NotInSetup "F1105" Error Structure "line that a setup cannot hold", language();
    StartMisplaced "F1106" Error Structure "contact that starts twice, too late or never", language();
    NotRunnable "F1107" Error Instance "flow that no test can run", language();
    NoSuchBlock "F1108" Error Structure "block that no flow has", language();
    ImpossibleResult "F1109" Error Structure "result that no block can have", language();
    GivenForComputed "F1110" Error Content "given for a block that the flow decides", language();
    DataNotBrought "F1111" Error Content "contact data that a block does not bring", language();
    ActNotUnderstood "F1112" Error Content "line of a test with a wrong value", language();
    ActAfterEnd "F1113" Warning Structure "act of a customer who has left";
    ExpectationFailed "F1150" Error Content "failed expectation of a test", language();
    NothingAnswers "F1151" Error Content "test that does not say what happens", language();
    WrongAct "F1152" Error Content "act that nothing waits for", language();
    ValueMissing "F1153" Error Content "missing value in a test", language();
    GivenUnused "F1154" Error Content "given that nothing asks for", language();
    Forbidden "F1155" Error Content "what must never happen", language();
    ResultNotHere "F1156" Error Content "result that the block does not have", language();
    NotHere "F1157" Error Content "flow that a test cannot follow", language();
    RunsInCircle "F1158" Error Content "test that runs in a circle", language();

    @only_in_tests
    NewTest "F1199" Error Structure;
    NewTestOfContent "F1198" Error Content;
    NewTestOfInstance "F1197" Error Instance;
    NewSyntax "F0199" Error Content;
    NewName "F0299" Error Content;
    NewNameOfStructure "F0298" Error Structure;
    NewParameter "F0399" Error Content;
    NewParameterOfStructure "F0398" Error Structure;
    NewBranch "F0499" Error Structure;
    NewFlowType "F0599" Error Structure;
    NewLimit "F0699" Error Content;
    NewQuickConnect "F0799" Error Content;
    NewFile "F0899" Error Content;
    NewFileOfCommand "F0898" Error Command;
    NewStyle "F0999" Warning Content;
    NewJson "F1099" Error Content;
}

//! The table of codes.
//!
//! One row a code: its number, its severity, a title, and the page that `callflow explain` prints. Numbers are grouped
//! by phase and never used again: F01 syntax, F02 names and references, F03 parameters, F04 branches and graph,
//! F05 flow types and channels, F06 limits, F07 quick connects, F08 files and settings, F09 style,
//! F10 flow JSON as it is written.

use std::fmt;
use std::str::FromStr;

use super::Severity;

macro_rules! codes {
    ($($name:ident $number:literal $severity:ident $title:literal;)*) => {
        /// A kind of diagnostic. Stable: what a code means never changes, and none is used twice.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!($number, ": ", $title, ".")] $name,)*
        }

        impl Code {
            /// Every code, in the order of their numbers.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The number: `F0201`.
            #[must_use]
            pub fn number(self) -> &'static str {
                match self { $(Code::$name => $number,)* }
            }

            /// What it is about, in a few words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }

            /// How bad it is, unless the diagnostic says otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }

            /// The page that explains it.
            #[must_use]
            pub fn page(self) -> Page {
                match self { $(Code::$name => Page(include_str!(concat!("pages/", $number, ".md"))),)* }
            }
        }
    };
}

/// The explanation of a code, in Markdown: what it means and why, an example that gives it and one that does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page(pub &'static str);

impl Page {
    /// What the page begins with, below its title, as one line.
    #[must_use]
    pub fn first_paragraph(self) -> String {
        let lines = self.0.lines().skip(1).skip_while(|line| line.is_empty());
        lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl Code {
    /// Whether an error of this code is none of the source's: a command could not do its work.
    #[must_use]
    pub fn stops_the_work(self) -> bool {
        let is_finding = matches!(self, Code::DuplicateKey | Code::NotTakenOver);
        self.number().starts_with("F08") && !is_finding || self == Code::InventoryMissing
    }

    /// Whether it is told only to those who ask for it, with a level: a matter of taste, or of what callflow cannot see.
    #[must_use]
    pub fn is_off_by_default(self) -> bool {
        matches!(self, Code::AttributeSetElsewhere | Code::RecordingUntold | Code::AskedForEver)
    }

    /// Whether it is an error as a rule, and a warning in some cases.
    #[must_use]
    pub fn may_be_a_warning(self) -> bool {
        use Code::{ContentTooLong, RootNotHere, TooLong, TooManyActions, UnknownAction, UnknownField};
        use Code::{UnknownFlowType, UnknownKey, UnknownParameter, UnknownRoot};
        matches!(self, ContentTooLong | RootNotHere | TooLong | TooManyActions | UnknownAction | UnknownField)
            || matches!(self, UnknownFlowType | UnknownKey | UnknownParameter | UnknownRoot)
    }

    /// Whether a draft may have what is an error elsewhere.
    #[must_use]
    pub fn is_allowed_in_drafts(self) -> bool {
        matches!(self, Code::LooseEnd | Code::MissingBranch | Code::MissingParameter | Code::NoStart)
    }

    /// Whether it may come of a bracket in the wrong place: what there is, what stands in what, what follows what.
    #[must_use]
    pub fn depends_on_structure(self) -> bool {
        use Code::{DuplicateStep, MissingParameter, NoStart, TwoStarts, UnknownStep, WrongValue};
        matches!(self, UnknownStep | DuplicateStep | NoStart | TwoStarts | MissingParameter | WrongValue)
            || ["F04", "F05"].iter().any(|family| self.number().starts_with(family))
    }

    /// Whether it depends on the instance whether a source gives this code, so that one environment has it and another not.
    #[must_use]
    pub fn tells_of_the_instance(self) -> bool {
        use Code::{AgentNameLikeId, AgentWithoutCcp, FlowNotLive, QueueDisabled, QueueInNoProfile, UnknownId};
        matches!(self, AgentNameLikeId | AgentWithoutCcp | FlowNotLive | QueueDisabled | QueueInNoProfile | UnknownId)
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
    SyntaxError "F0101" Error "something else was expected here";
    UnclosedBracket "F0102" Error "a brace or bracket is never closed";
    UnopenedBracket "F0103" Error "a brace or bracket closes nothing";
    UnclosedText "F0104" Error "a text is never closed";
    NestedTooDeep "F0105" Error "brackets nested too deep";
    NotUtf8 "F0106" Error "a file is not UTF-8";
    EmptyFile "F0107" Warning "a file declares nothing";
    UnclosedComment "F0108" Error "a comment is never closed";
    BadEscape "F0109" Error "an unknown escape in a text";
    BadUnit "F0110" Error "an unknown unit after a number";

    UnknownBlock "F0201" Error "no block has this name";
    UnknownStep "F0202" Error "no step has this name";
    UnknownFlowType "F0203" Error "no flow type has this name";
    UnknownName "F0204" Error "nothing of this kind has this name";
    AmbiguousName "F0205" Error "several things have this name";
    WrongKind "F0206" Error "a reference of the wrong kind";
    AgentNameClash "F0207" Error "a user name that is also a user id";
    DuplicateFlow "F0208" Error "two flows or modules with one name";
    DuplicateStep "F0209" Error "two steps with one name";
    DuplicateQuickConnect "F0210" Error "two quick connects with one name";
    UnknownConst "F0211" Error "no const has this name";
    DuplicateConst "F0212" Error "two consts with one name";
    ConstCycle "F0213" Error "a const that is made of itself";
    NoStart "F0214" Error "a flow without a start";
    TwoStarts "F0215" Error "a flow with two starts";
    DuplicateIdentifier "F0216" Error "two actions with one identifier";
    InventoryMissing "F0217" Error "the inventory cannot be found";
    InventoryBroken "F0218" Error "an inventory file cannot be read";
    TwoInstances "F0219" Error "an inventory of two instances";
    NamesNotVerified "F0220" Note "names were not verified";
    InventoryNeeded "F0221" Error "names without an inventory to find them in";
    InventoryNotKnown "F0222" Note "an inventory file that is no known answer";
    InventoryOrphan "F0223" Warning "an inventory answer about nothing known";
    InventoryIncomplete "F0224" Note "the inventory lacks answers that checks would use";
    AgentNameLikeId "F0225" Warning "a user name that looks like a user id";
    ReservedStepName "F0226" Error "a word that names no step";
    OtherInstance "F0227" Error "an ARN of another instance";
    UnknownId "F0228" Warning "an id that the inventory does not list";

    UnknownParameter "F0301" Error "the block has no such parameter";
    MissingParameter "F0302" Error "a required parameter is missing";
    WrongValue "F0303" Error "a value of the wrong kind";
    OutOfRange "F0304" Error "a number out of range";
    TooLong "F0305" Error "a text that is too long";
    BadPattern "F0306" Error "a text with characters that are not allowed";
    BadPhoneNumber "F0307" Error "not a phone number in E.164 form";
    OnlyOneOf "F0308" Error "parameters that exclude each other";
    DuplicateParameter "F0309" Error "a parameter is given twice";
    NeedsOther "F0310" Warning "a parameter that does nothing without another";
    AgentNotAllowed "F0311" Error "an agent where only a queue may stand";
    UnknownChoice "F0312" Error "not one of the choices";
    MustBeLiteral "F0313" Error "contact data where a literal is needed";
    MustBePath "F0314" Error "a literal where contact data is needed";
    EmptyValue "F0315" Error "an empty value";
    InterruptTooShort "F0316" Warning "prompts are interrupted too soon";
    CallerIdNotOwned "F0317" Error "a caller id number that the instance does not own";
    EntryLikeParameter "F0318" Warning "an entry named like a parameter";
    NoEntriesHere "F0319" Error "a block that takes no entries";
    NoSubjectHere "F0320" Error "a block that takes nothing after its name";
    TextNotKnown "F0321" Warning "a quoted text that the parameter does not know";
    AgentWithoutCcp "F0322" Warning "an agent who cannot take contacts";
    QueueDisabled "F0323" Warning "a queue that is disabled";
    QueueInNoProfile "F0324" Warning "a queue in no routing profile";
    FlowNotLive "F0325" Warning "a flow that is not published or is archived";
    NotInThisMode "F0326" Error "a parameter that this form of the block does not take";
    SeveralHooks "F0327" Warning "several events in one block";
    TooMany "F0328" Error "too many items";
    BadPath "F0329" Error "a path of contact data that is broken";
    UnknownRoot "F0330" Error "contact data that there is not";
    UnknownField "F0331" Error "a field of contact data that there is not";
    NotALeaf "F0332" Error "contact data that is no value";
    RootNotHere "F0333" Error "contact data that there is not here";
    AttributeNeverSet "F0334" Warning "an attribute that nothing sets";
    BadAttributeName "F0335" Error "a name that an attribute cannot have";
    AttributeSetElsewhere "F0336" Note "an attribute that is set elsewhere, if anywhere";
    QueueNameInAttribute "F0340" Error "a queue's name in an attribute that chooses a queue";
    NoAgentInAttribute "F0341" Error "no agent in an attribute that chooses an agent";
    TestAlias "F0342" Warning "a bot's test alias";
    LoopsNever "F0343" Note "a loop that never loops";

    MissingBranch "F0401" Error "a required branch is missing";
    UnknownBranch "F0402" Error "the block has no such branch";
    DuplicateBranch "F0403" Error "a branch is given twice";
    DuplicateCondition "F0404" Error "a condition is given twice";
    RefusedBranch "F0405" Error "a branch that the service refuses here";
    NothingFollows "F0406" Error "a run that ends where nothing follows";
    UnreachableLine "F0407" Error "a line that nothing reaches";
    UnreachableStep "F0408" Warning "a step that nobody reaches";
    EndlessRing "F0409" Error "a ring of blocks that never waits";
    OpenSuccess "F0410" Error "a success branch that leads nowhere";
    MissingCondition "F0411" Error "a block without the condition it needs";
    BadCondition "F0412" Error "a condition that the block does not take";
    LooseEnd "F0413" Error "a branch left unconnected";
    UnusedDefault "F0414" Warning "a default that nothing uses";
    BranchNotDropped "F0415" Error "a required branch cannot be left out";
    BadShares "F0416" Error "percentages that do not add up";
    DanglingTarget "F0417" Error "a branch to an action that is not there";
    NoWorkingQueue "F0420" Error "a transfer to a queue that was never set";
    NoWorkingQueueOnSomePath "F0421" Warning "a transfer to a queue that is not set on some path";
    NoQueueToLookAt "F0422" Warning "a look at a queue that was never set";
    CoveredCondition "F0423" Warning "a condition that an earlier one covers";
    BeforeLoopPrompts "F0424" Warning "a block that may not come before looping prompts";
    TransferBeforeLoopPrompts "F0425" Warning "a transfer from a queue whose prompts never ran";
    RingOfFlows "F0426" Warning "a ring of flows that never waits";
    RecordingUntold "F0427" Note "a recording that nobody was told of";
    AskedForEver "F0428" Note "a question that is asked for ever";
    NoCallbackNumber "F0429" Warning "a callback without a number to call";

    NotInFlowType "F0501" Error "a block that the flow type does not allow";
    FlowTypeDisputed "F0502" Warning "a block that the flow type may not allow";
    WrongFlowType "F0503" Error "a flow of the wrong type";
    FlowTypeChanged "F0504" Error "a flow whose type would change";
    OnlyInModules "F0505" Error "something that only modules have";
    ParameterNotInFlowType "F0506" Error "a parameter that the flow type does not allow";
    ModuleRecursion "F0507" Error "a module that invokes itself";
    ModulesTooDeep "F0508" Error "modules that invoke one another too deep";
    ChannelNotServed "F0509" Warning "a block that serves no contact that gets to it";

    BadIdentifier "F0601" Error "an identifier that Connect does not take";
    NameTooLong "F0602" Error "a name that is too long";
    DescriptionTooLong "F0603" Error "a description that is too long";
    BadTag "F0604" Error "a tag that Connect does not take";
    TooManyActions "F0605" Error "a flow with too many actions";
    ContentTooLong "F0606" Error "a flow whose content is too long";

    NoDestination "F0701" Error "a quick connect without a destination";
    TwoDestinations "F0702" Error "a quick connect with two destinations";
    PhoneWithFlow "F0703" Error "a phone quick connect with a flow";
    NoDescription "F0704" Error "a quick connect without a description";
    QuickConnectFlowType "F0705" Error "a quick connect whose flow is of the wrong type";
    OfferedTwice "F0706" Error "a queue that is named twice";
    OfferedNowhere "F0707" Warning "a quick connect that no queue offers";
    NoFlow "F0708" Error "a quick connect that lacks its flow";
    QuickConnectTypeChanged "F0709" Error "a quick connect whose type would change";
    TooManyOffered "F0710" Error "a queue with too many quick connects";

    NoSource "F0801" Error "no source was found";
    CannotWrite "F0802" Error "the output cannot be written";
    CannotRead "F0803" Error "a file cannot be read";
    BadSettings "F0804" Error "callflow.toml cannot be used";
    UnknownEnvironment "F0805" Error "no environment has this name";
    BrokenJson "F0806" Error "a file that is no JSON";
    DuplicateKey "F0807" Error "a JSON object with one key twice";
    NotAFlow "F0808" Error "a JSON file that holds no flow";
    NotTakenOver "F0809" Warning "a part of a flow that could not be taken over";

    KnownAction "F0901" Warning "an action written raw that has a block";
    KnownKey "F0902" Warning "a raw key that has a parameter";
    AllowWithoutReason "F0903" Warning "something is allowed without a reason";
    AllowUnused "F0904" Warning "something is allowed that nothing gives";
    AllowNotUnderstood "F0905" Warning "a comment to callflow that it does not understand";

    WrongVersion "F1001" Error "a flow of no known version";
    ActionUnfinished "F1002" Error "an action without identifier or type";
    UnknownAction "F1003" Error "an action that there is not";
    UnknownKey "F1004" Error "a key that flow JSON does not have";
}

//! The table of codes.
//!
//! One row a code: its number, its severity, what it depends on, a title, and what else a [`Row`] holds; and the page that
//! `callflow explain` prints. Numbers are grouped by phase and never used again: F01 syntax, F02 names and references, F03
//! parameters, F04 branches and graph, F05 flow types and channels, F06 limits, F07 quick connects, F08 files and settings,
//! F09 style, F10 flow JSON as it is written.

use std::fmt;
use std::str::FromStr;

use super::Severity;
use super::row::{Lowering, Row, Topic};

macro_rules! codes {
    (
        $($name:ident $number:literal $severity:ident $topic:ident $title:literal
            $(, $property:ident $(($($argument:ident),*))?)*;)*
        @only_in_tests $($test:ident $test_number:literal $test_severity:ident $test_topic:ident;)*
    ) => {
        /// A kind of diagnostic. Stable: what a code means never changes, and none is used twice.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!($number, ": ", $title, ".")] $name,)*
            $(#[cfg(test)] #[doc = "A code that no pass can have heard of."] $test,)*
        }

        impl Code {
            /// Every code, in the order of their numbers.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// A new code for each family and topic.
            #[cfg(test)]
            pub(crate) const NEW: &[Code] = &[$(Code::$test),*];

            /// What is known of it.
            #[must_use]
            pub fn row(self) -> &'static Row {
                match self {
                    $(Code::$name => {
                        const ROW: Row = Row::new($number, $title, Severity::$severity, Topic::$topic)
                            $(.$property($(&[$(Lowering::$argument),*])?))*;
                        &ROW
                    })*
                    $(#[cfg(test)] Code::$test => {
                        const ROW: Row = Row::new($test_number, "new", Severity::$test_severity, Topic::$test_topic)
                            .lowered(Lowering::ALL);
                        &ROW
                    })*
                }
            }

            /// The page that explains it.
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
    /// The number: `F0201`.
    #[must_use]
    pub fn number(self) -> &'static str {
        self.row().number
    }

    /// What it is about, in a few words.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.row().title
    }

    /// How bad it is, unless the diagnostic says otherwise.
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
    SyntaxError "F0101" Error Content "something else was expected here";
    UnclosedBracket "F0102" Error Content "a brace or bracket is never closed";
    UnopenedBracket "F0103" Error Content "a brace or bracket closes nothing";
    UnclosedText "F0104" Error Content "a text is never closed";
    NestedTooDeep "F0105" Error Content "brackets nested too deep";
    NotUtf8 "F0106" Error Content "a file is not UTF-8";
    EmptyFile "F0107" Warning Content "a file declares nothing";
    UnclosedComment "F0108" Error Content "a comment is never closed";
    BadEscape "F0109" Error Content "an unknown escape in a text";
    BadUnit "F0110" Error Content "an unknown unit after a number";

    UnknownBlock "F0201" Error Content "no block has this name";
    UnknownStep "F0202" Error Structure "no step has this name";
    UnknownFlowType "F0203" Error Content "no flow type has this name", lowered(NotInTables);
    UnknownName "F0204" Error Content "nothing of this kind has this name";
    AmbiguousName "F0205" Error Content "several things have this name";
    WrongKind "F0206" Error Content "a reference of the wrong kind";
    AgentNameClash "F0207" Error Content "a user name that is also a user id";
    DuplicateFlow "F0208" Error Content "two flows or modules with one name";
    DuplicateStep "F0209" Error Structure "two steps with one name";
    DuplicateQuickConnect "F0210" Error Content "two quick connects with one name";
    UnknownConst "F0211" Error Content "no const has this name";
    DuplicateConst "F0212" Error Content "two consts with one name";
    ConstCycle "F0213" Error Content "a const that is made of itself";
    NoStart "F0214" Error Structure "a flow without a start", draft;
    TwoStarts "F0215" Error Structure "a flow with two starts";
    DuplicateIdentifier "F0216" Error Content "two actions with one identifier";
    InventoryMissing "F0217" Error Command "the inventory cannot be found";
    InventoryBroken "F0218" Error Content "an inventory file cannot be read";
    TwoInstances "F0219" Error Content "an inventory of two instances";
    NamesNotVerified "F0220" Note Content "names were not verified";
    InventoryNeeded "F0221" Error Content "names without an inventory to find them in";
    InventoryNotKnown "F0222" Note Content "an inventory file that is no known answer";
    InventoryOrphan "F0223" Warning Content "an inventory answer about nothing known";
    InventoryIncomplete "F0224" Note Content "the inventory lacks answers that checks would use";
    AgentNameLikeId "F0225" Warning Instance "a user name that looks like a user id";
    ReservedStepName "F0226" Error Content "a word that names no step";
    OtherInstance "F0227" Error Content "an ARN of another instance";
    UnknownId "F0228" Warning Instance "an id that the inventory does not list";

    UnknownParameter "F0301" Error Content "the block has no such parameter", lowered(NotInTables);
    MissingParameter "F0302" Error Structure "a required parameter is missing", draft;
    WrongValue "F0303" Error Structure "a value of the wrong kind";
    OutOfRange "F0304" Error Content "a number out of range", draft;
    TooLong "F0305" Error Content "a text that is too long", lowered(PartUnused);
    BadPattern "F0306" Error Content "a text with characters that are not allowed";
    BadPhoneNumber "F0307" Error Content "not a phone number in E.164 form";
    OnlyOneOf "F0308" Error Content "parameters that exclude each other";
    DuplicateParameter "F0309" Error Content "a parameter is given twice";
    NeedsOther "F0310" Warning Content "a parameter that does nothing without another";
    AgentNotAllowed "F0311" Error Content "an agent where only a queue may stand";
    UnknownChoice "F0312" Error Content "not one of the choices";
    MustBeLiteral "F0313" Error Content "contact data where a literal is needed";
    MustBePath "F0314" Error Content "a literal where contact data is needed";
    EmptyValue "F0315" Error Content "an empty value", draft;
    InterruptTooShort "F0316" Warning Content "prompts are interrupted too soon";
    CallerIdNotOwned "F0317" Error Content "a caller id number that the instance does not own";
    EntryLikeParameter "F0318" Warning Content "an entry named like a parameter";
    NoEntriesHere "F0319" Error Content "a block that takes no entries";
    NoSubjectHere "F0320" Error Content "a block that takes nothing after its name";
    TextNotKnown "F0321" Warning Content "a quoted text that the parameter does not know";
    AgentWithoutCcp "F0322" Warning Instance "an agent who cannot take contacts";
    QueueDisabled "F0323" Warning Instance "a queue that is disabled";
    QueueInNoProfile "F0324" Warning Instance "a queue in no routing profile";
    FlowNotLive "F0325" Warning Instance "a flow that is not published or is archived";
    NotInThisMode "F0326" Error Content "a parameter that this form of the block does not take";
    SeveralHooks "F0327" Warning Content "several events in one block";
    TooMany "F0328" Error Content "too many items";
    BadPath "F0329" Error Content "a path of contact data that is broken";
    UnknownRoot "F0330" Error Content "contact data that there is not", lowered(NotInTables);
    UnknownField "F0331" Error Content "a field of contact data that there is not", lowered(NotInTables);
    NotALeaf "F0332" Error Content "contact data that is no value";
    RootNotHere "F0333" Error Content "contact data that there is not here", lowered(OutOfSight);
    AttributeNeverSet "F0334" Warning Content "an attribute that nothing sets";
    BadAttributeName "F0335" Error Content "a name that an attribute cannot have";
    AttributeSetElsewhere "F0336" Note Content "an attribute that is set elsewhere, if anywhere", off;
    QueueNameInAttribute "F0340" Error Content "a queue's name in an attribute that chooses a queue";
    NoAgentInAttribute "F0341" Error Content "no agent in an attribute that chooses an agent";
    TestAlias "F0342" Warning Content "a bot's test alias";
    LoopsNever "F0343" Note Content "a loop that never loops";

    MissingBranch "F0401" Error Structure "a required branch is missing", draft;
    UnknownBranch "F0402" Error Structure "the block has no such branch", draft;
    DuplicateBranch "F0403" Error Structure "a branch is given twice";
    DuplicateCondition "F0404" Error Structure "a condition is given twice";
    RefusedBranch "F0405" Error Structure "a branch that the service refuses here", draft;
    NothingFollows "F0406" Error Structure "a run that ends where nothing follows", draft;
    UnreachableLine "F0407" Error Structure "a line that nothing reaches";
    UnreachableStep "F0408" Warning Structure "a step that nobody reaches";
    EndlessCycle "F0409" Error Structure "a ring of blocks that never waits";
    OpenSuccess "F0410" Error Structure "a success branch that leads nowhere", draft;
    MissingCondition "F0411" Error Structure "a block without the condition it needs", draft;
    BadCondition "F0412" Error Structure "a condition that the block does not take";
    LooseEnd "F0413" Error Structure "a branch left unconnected", draft;
    UnusedDefault "F0414" Warning Structure "a default that nothing uses";
    BranchNotDropped "F0415" Error Structure "a required branch cannot be left out", draft;
    BadShares "F0416" Error Structure "percentages that do not add up";
    DanglingTarget "F0417" Error Structure "a branch to an action that is not there", lowered(Converted);
    NoWorkingQueue "F0420" Error Structure "a transfer to a queue that was never set";
    NoWorkingQueueOnSomePath "F0421" Warning Structure "a transfer to a queue that is not set on some path";
    NoQueueToLookAt "F0422" Warning Structure "a look at a queue that was never set";
    CoveredCondition "F0423" Warning Structure "a condition that an earlier one covers";
    BeforeLoopPrompts "F0424" Warning Structure "a block that may not come before looping prompts";
    TransferBeforeLoopPrompts "F0425" Warning Structure "a transfer from a queue whose prompts never ran";
    FlowCycle "F0426" Warning Structure "a ring of flows that never waits";
    RecordingUntold "F0427" Note Structure "a recording that nobody was told of", off;
    UnboundedPrompt "F0428" Note Structure "a question that is asked for ever", off;
    NoCallbackNumber "F0429" Warning Structure "a callback without a number to call";

    NotInFlowType "F0501" Error Structure "a block that the flow type does not allow";
    FlowTypeDisputed "F0502" Warning Structure "a block that the flow type may not allow";
    WrongFlowType "F0503" Error Structure "a flow of the wrong type";
    FlowTypeChanged "F0504" Error Structure "a flow whose type would change";
    OnlyInModules "F0505" Error Structure "something that only modules have";
    ParameterNotInFlowType "F0506" Error Structure "a parameter that the flow type does not allow";
    ModuleRecursion "F0507" Error Structure "a module that invokes itself";
    ModulesTooDeep "F0508" Error Structure "modules that invoke one another too deep";
    ChannelNotServed "F0509" Warning Structure "a block that serves no contact that gets to it";

    BadIdentifier "F0601" Error Content "an identifier that Connect does not take";
    NameTooLong "F0602" Error Content "a name that is too long";
    DescriptionTooLong "F0603" Error Content "a description that is too long";
    BadTag "F0604" Error Content "a tag that Connect does not take";
    TooManyActions "F0605" Error Content "a flow with too many actions", lowered(NearLimit);
    ContentTooLong "F0606" Error Content "a flow whose content is too long", lowered(NearLimit);

    NoDestination "F0701" Error Content "a quick connect without a destination";
    TwoDestinations "F0702" Error Content "a quick connect with two destinations";
    PhoneWithFlow "F0703" Error Content "a phone quick connect with a flow";
    NoDescription "F0704" Error Content "a quick connect without a description";
    QuickConnectFlowType "F0705" Error Content "a quick connect whose flow is of the wrong type";
    OfferedTwice "F0706" Error Content "a queue that is named twice";
    OfferedNowhere "F0707" Warning Content "a quick connect that no queue offers";
    NoFlow "F0708" Error Content "a quick connect that lacks its flow";
    QuickConnectTypeChanged "F0709" Error Content "a quick connect whose type would change";
    TooManyOffered "F0710" Error Content "a queue with too many quick connects";

    NoSource "F0801" Error Command "no source was found";
    CannotWrite "F0802" Error Command "the output cannot be written";
    CannotRead "F0803" Error Command "a file cannot be read";
    BadSettings "F0804" Error Command "callflow.toml cannot be used";
    UnknownEnvironment "F0805" Error Command "no environment has this name";
    BrokenJson "F0806" Error Command "a file that is no JSON";
    DuplicateKey "F0807" Error Content "a JSON object with one key twice";
    NotAFlow "F0808" Error Command "a JSON file that holds no flow", lowered(NotNamed);
    NotTakenOver "F0809" Warning Content "a part of a flow that could not be taken over";

    KnownAction "F0901" Warning Content "an action written raw that has a block";
    KnownKey "F0902" Warning Content "a raw key that has a parameter";
    AllowWithoutReason "F0903" Warning Content "something is allowed without a reason";
    AllowUnused "F0904" Warning Content "something is allowed that nothing gives";
    AllowNotUnderstood "F0905" Warning Content "a comment to callflow that it does not understand";

    WrongVersion "F1001" Error Content "a flow of no known version";
    ActionUnfinished "F1002" Error Content "an action without identifier or type";
    UnknownAction "F1003" Error Content "an action that there is not", lowered(NotInTables);
    UnknownKey "F1004" Error Content "a key that flow JSON does not have", lowered(NotInTables);

    @only_in_tests
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

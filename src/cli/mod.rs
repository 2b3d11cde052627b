//! The command line: one file per command. Only this module reads files, writes files and prints.
//!
//! Takes the arguments of the process, and gives its output and exit code. Results go to stdout, diagnostics to stderr.
//! In a machine-readable format (`--format`), the diagnostics are the result. Exit codes: 0 no error, 1 errors (or
//! warnings under `--strict`), 2 wrong usage or a file that cannot be read or written. Never decides whether a flow is
//! valid.

pub mod build;
pub mod call;
mod cap;
mod catalogue;
pub mod check;
pub mod console;
pub mod diff;
mod environments;
mod explain;
mod files;
mod fmt;
mod import;
mod imported_project;
mod input;
mod markdown;
pub mod output;
mod paths;
mod project;
mod settings;
pub mod test;

pub use settings::parse_level;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// A compiler for Amazon Connect flows and quick connects.
#[derive(Debug, Parser)]
#[command(version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compile .flow files to flow JSON, quick-connect requests and a manifest
    Build(build::BuildArgs),
    /// Check .flow files or flow JSON for errors
    Check(check::CheckArgs),
    /// Format .flow files without changing their meaning
    Fmt(fmt::FmtArgs),
    /// Show the semantic changes between two flows, each a .flow file or flow JSON
    Diff(diff::DiffArgs),
    /// Convert flow JSON to .flow files: exports, AWS CLI answers, legacy exports
    Import(import::ImportArgs),
    /// Run the tests of flows, offline
    Test(test::TestArgs),
    /// Play a flow in the terminal: its prompts are printed, keys are typed, the world is asked
    Call(call::CallArgs),
    /// Explain a diagnostic code (F0204), a block (play_prompt) or any other word of the language
    Explain(explain::ExplainArgs),
    /// List the blocks that callflow knows
    Catalogue(catalogue::CatalogueArgs),
}

/// What `build` and `check` work on.
#[derive(Args, Debug, Default)]
struct ProjectArgs {
    /// .flow files (for `check`, flow JSON too), folders of such files, or the folder of a callflow.toml [default: the
    /// current folder]
    paths: Vec<PathBuf>,
    /// The environment of callflow.toml whose inventory is used to look up names
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// A folder of AWS CLI answers in which to look up names
    #[arg(long, value_name = "DIR", conflicts_with = "env")]
    inventory: Option<PathBuf>,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// Set the level of a code: `F0408=off`, `=warn` or `=error`; may be given several times
    #[arg(long, value_name = "CODE=LEVEL")]
    level: Vec<String>,
    #[command(flatten)]
    cap: cap::Cap,
    /// The format of diagnostics: human-readable on stderr, or machine-readable on stdout
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// The format of diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the source lines, to stderr
    #[default]
    Human,
    /// A JSON document, described by docs/diagnostics.schema.json
    Json,
    /// A SARIF 2.1.0 document, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions, which annotate a pull request
    Github,
}

impl Format {
    /// Whether stdout must contain one document and nothing else.
    fn is_document(self) -> bool {
        matches!(self, Format::Json | Format::Sarif)
    }
}

/// The outcome of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No error.
    Good,
    /// The input has errors.
    Errors,
    /// The command failed: wrong usage, or a file that cannot be read or written.
    Failed,
}

impl Outcome {
    /// The exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Outcome::Good => 0,
            Outcome::Errors => 1,
            Outcome::Failed => 2,
        }
    }
}

/// Runs the command given by the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(found) => return ExitCode::from(console::closed(console::usage(&found)).code()),
    };
    let outcome = match cli.command {
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Call(args) => call::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Catalogue(args) => catalogue::run(&args),
    };
    ExitCode::from(console::closed(outcome).code())
}

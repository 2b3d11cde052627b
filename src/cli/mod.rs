//! The command line: one file per command, and all reading, writing and printing of callflow.
//!
//! Results go to stdout, diagnostics to stderr; in a form for programs (`--format`) they are the result. Exit codes: 0 no error, 1 errors (or warnings under `--strict`), 2 wrong
//! usage or a file that cannot be read or written.

pub mod build;
mod catalogue;
pub mod check;
pub mod console;
pub mod diff;
mod explain;
mod fmt;
mod import;
pub mod output;
mod paths;
mod project;
mod settings;

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
    /// Say what is wrong with .flow files, or with flow JSON as it is
    Check(check::CheckArgs),
    /// Give .flow files the one layout, without changing what they mean
    Fmt(fmt::FmtArgs),
    /// Say what changed between two flows, in meaning: text or JSON on either side
    Diff(diff::DiffArgs),
    /// Turn flow JSON into .flow files: exports, answers of the AWS CLI, legacy exports
    Import(import::ImportArgs),
    /// Explain a diagnostic's code (F0204), a block (play_prompt) or an action (MessageParticipant)
    Explain(explain::ExplainArgs),
    /// List the blocks that callflow knows
    Catalogue(catalogue::CatalogueArgs),
}

/// What `build` and `check` work on.
#[derive(Args, Debug, Default)]
struct ProjectArgs {
    /// .flow files (for `check`, flow JSON too), folders of such, or the folder of a callflow.toml [default: the current folder]
    paths: Vec<PathBuf>,
    /// The environment of callflow.toml whose inventory names are looked up in
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// A folder of AWS CLI answers to look names up in
    #[arg(long, value_name = "DIR", conflicts_with = "env")]
    inventory: Option<PathBuf>,
    /// Take warnings for errors
    #[arg(long)]
    strict: bool,
    /// How bad a code is: `F0408=off`, `=warn` or `=error`; may be said several times
    #[arg(long, value_name = "CODE=LEVEL")]
    level: Vec<String>,
    /// How to print what is wrong: for people to stderr, for programs to stdout
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines of the source, to stderr
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
    /// Whether stdout holds one document and nothing else.
    fn is_document(self) -> bool {
        matches!(self, Format::Json | Format::Sarif)
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is wrong.
    Good,
    /// There were errors in what was read.
    Errors,
    /// The command could not do its work: wrong usage, or a file that cannot be read or written.
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

/// Runs the command that the process was called with.
#[must_use]
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Catalogue(args) => catalogue::run(&args),
    };
    ExitCode::from(outcome.code())
}

//! All tests of the package, in one binary: a module for each tested part, and `support` with shared code.

#![cfg(test)]
#![expect(unreachable_pub, reason = "nothing in a test binary is public")]

mod support;

#[cfg(unix)]
mod call;
mod catalogue;
mod check_json;
mod check_quick_connects;
mod corpus;
mod dependencies;
mod diagnostics;
mod diff;
mod docs;
mod drafts;
mod emit;
mod example;
mod explain;
mod fix;
mod fix_meaning;
mod fmt;
mod format;
mod formats;
mod grounds;
mod growth;
mod harmless;
mod import;
mod import_page;
mod import_quick_connects;
mod import_repositories;
mod import_set;
mod import_types;
mod inventory;
mod keep_layout;
mod layers;
mod layout;
mod mistakes;
mod odd_files;
mod ok;
mod output;
mod own_output;
mod pages;
mod printed;
mod project;
mod properties;
mod readme;
mod reference;
mod render;
mod robust;
mod rules;
mod same;
mod scripts;
mod simulate;
mod slips;
mod step_names;
mod suggest;
mod syntax;
mod testing;
mod uses;
mod variants;
mod written;

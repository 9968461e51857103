//! What the README says is so.
//!
//! With `UPDATE_README=1` in the environment the checked tables are written anew instead.

use clap::CommandFactory;
use dateline::cli::Arguments;
use dateline::error::ErrorKind;
use dateline::{cli, export};

fn readme() -> String {
    std::fs::read_to_string("README.md").expect("README.md can be read")
}

/// Holds what stands between the marks of `name` against `expected`.
fn check(name: &str, expected: &str) {
    let readme = readme();
    let begin = format!("<!-- {name}: checked against the program by a test -->\n");
    let end = format!("<!-- /{name} -->");
    let (before, rest) = readme.split_once(&begin).expect("the mark stands in README.md");
    let (between, after) = rest.split_once(&end).expect("the mark has an end");
    if std::env::var_os("UPDATE_README").is_some() && between != expected {
        std::fs::write("README.md", format!("{before}{begin}{expected}{end}{after}"))
            .expect("README.md can be written");
        return;
    }
    assert_eq!(between, expected, "run UPDATE_README=1 cargo test --test readme -- --test-threads=1");
}

#[test]
fn the_formats_are_those_of_the_program() {
    let row = |exporter: &export::Exporter| format!("| `{}` | {} |\n", exporter.name, exporter.doc);
    let rows: String = export::EXPORTERS.iter().map(row).collect();
    check("formats", &format!("\n| name | what it is |\n|---|---|\n{rows}\n"));
}

#[test]
fn the_keys_are_those_of_the_program() {
    check("keys", &format!("\n{}\n", dateline::tui::command::key_table()));
}

#[test]
fn every_command_and_option_is_named() {
    let readme = readme();
    let program = Arguments::command();
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        assert!(readme.contains(&format!("`dateline {}", command.get_name())), "{}", command.get_name());
    }
    let everywhere = std::iter::once(&program).chain(program.get_subcommands());
    for option in everywhere.flat_map(|command| command.get_arguments()).filter_map(|argument| argument.get_long()) {
        let named = readme.contains(&format!("--{option}"));
        assert!(named || ["help", "version"].contains(&option), "--{option}");
    }
}

#[test]
fn the_exit_statuses_are_those_of_the_program() {
    let readme = readme();
    let help = Arguments::command().render_long_help().to_string();
    for kind in [ErrorKind::Input, ErrorKind::Usage, ErrorKind::Terminal, ErrorKind::Output] {
        let status = cli::status(kind);
        assert!(readme.contains(&format!("**{status}**")), "README: {kind:?}");
        assert!(help.contains(&format!("\n  {status}  ")), "--help: {kind:?}");
    }
}

#[test]
fn the_first_commands_work_as_they_stand() {
    let readme = readme();
    let block = readme.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default();
    let [run, test] = block.lines().collect::<Vec<_>>()[..] else { panic!("two commands: {block}") };
    let sample = run.strip_prefix("cargo run --release -- ").expect("the first command runs the program");
    assert!(std::path::Path::new(sample).is_file(), "{sample}");
    assert_eq!(test, "cargo test");
    let ci = std::fs::read_to_string(".ci/run").expect(".ci/run can be read");
    assert!(ci.contains("README.md"), "the tests that are run before a change is taken are these");
}

#[test]
fn the_keys_of_the_contract_are_documented() {
    let mut out = Vec::new();
    export::annotate::write(&dateline::model::Document::default(), &mut out).expect("memory can be written");
    let object: serde_json::Value = serde_json::from_slice(&out).expect("it is JSON");
    let readme = readme();
    for key in object.as_object().expect("an object").keys() {
        assert!(readme.contains(&format!("`{key}`")), "{key}");
    }
}

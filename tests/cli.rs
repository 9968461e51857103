//! The program from outside: what it prints, where, and how it ends.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// The program, in an environment that says nothing.
fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(arguments).env_clear().env("HOME", "/nonexistent").env("RUST_BACKTRACE", "0");
    command
}

fn start(arguments: &[&str], output: Stdio) -> Child {
    let mut command = program(arguments);
    command.stdin(Stdio::piped()).stdout(output).stderr(Stdio::piped()).spawn().expect("the program starts")
}

/// What the program makes of `input`.
fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = start(arguments, Stdio::piped());
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    let input = input.to_owned();
    // In a thread of its own: the program may write before it has read all, or not read at all.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("writing does not panic");
    output
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the output is UTF-8")
}

fn lines(output: &Output) -> Vec<Value> {
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

/// What is said about an input that cannot be read, with the status 1 and nothing printed.
fn refused(path: &Path) -> String {
    let output = run(&[path.to_str().expect("the path is UTF-8")], b"");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(text(&output.stdout), "");
    let said = text(&output.stderr).to_owned();
    assert!(said.starts_with("dateline: ") && !said.contains("panicked"), "{said}");
    said
}

#[test]
fn annotations_keep_the_contract() {
    let words = "🙂 PARIS, 3 May 1921 — Ana Łuczak of the Union of Actors (UoA) said: “We won’t yield.” On 12 March 1920, \
                 she had signed the Łódź Declaration. The declaration named Poland.";
    let record = serde_json::json!({"id": "a/1", "text": words, "dct": "1921-05-04"}).to_string();
    let output = run(&["annotate", "--jsonl"], record.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let object = &lines(&output)[0];
    let keys: Vec<&str> = object.as_object().expect("an object").keys().map(String::as_str).collect();
    let mut expected = [
        "id",
        "title",
        "date",
        "language",
        "text",
        "timexes",
        "entities",
        "clusters",
        "events",
        "order",
        "quotes",
        "references",
        "roles",
        "warnings",
    ];
    // The reader of JSON sorts them.
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!((&object["id"], &object["text"], &object["date"]), (&"a/1".into(), &words.into(), &"1921-05-04".into()));
    let characters: Vec<char> = words.chars().collect();
    let mut rows = 0;
    for layer in ["timexes", "entities", "events", "references"] {
        for row in object[layer].as_array().expect("a layer is a list") {
            let at = |key: &str| row[key].as_u64().expect("an offset is a number") as usize;
            let covered: String = characters[at("start")..at("end")].iter().collect();
            assert_eq!(row["text"], covered, "{layer}");
            rows += 1;
        }
    }
    assert!(rows >= 2, "dates and names were found: {object}");
    for quote in object["quotes"].as_array().expect("a layer is a list") {
        assert!(quote["start"].as_u64() < quote["end"].as_u64() && quote["depth"].as_u64() >= Some(1));
    }
}

#[test]
fn a_bad_line_loses_no_other() {
    let input = "{\"id\":1,\"text\":\"One.\"}\n{\"id\":2,\"text\":\n\u{0}\n{\"id\":3}\n{\"id\":4,\"text\":\"Four.\"}\n";
    let output = run(&["annotate", "--jsonl"], input.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let answers = lines(&output);
    let failed: Vec<bool> = answers.iter().map(|answer| answer.get("error").is_some()).collect();
    assert_eq!(failed, [false, true, true, true, false]);
    assert_eq!((&answers[3]["id"], &answers[4]["id"]), (&3.into(), &4.into()));
}

#[test]
fn a_line_that_is_no_utf_8_is_a_bad_line() {
    let output = run(&["annotate", "--jsonl"], b"{\"id\":1,\"text\":\"\xff\"}\n{\"id\":2,\"text\":\"\"}\n");
    assert_eq!(output.status.code(), Some(1));
    let answers = lines(&output);
    assert!(answers[0].get("error").is_some() && answers[1].get("error").is_none());
}

#[test]
fn a_stream_is_answered_while_it_is_open() {
    let mut child = start(&["annotate", "--jsonl"], Stdio::piped());
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = child.stdout.take().expect("a pipe");
    for id in 0..3 {
        writeln!(stdin, "{{\"id\":{id},\"text\":\"Text.\"}}").expect("it listens");
        let mut answer = Vec::new();
        let mut byte = [0];
        // Blocks for ever if the program waits for more.
        while answer.last() != Some(&b'\n') {
            stdout.read_exact(&mut byte).expect("it answers");
            answer.push(byte[0]);
        }
        let answer: Value = serde_json::from_slice(&answer).expect("the answer is JSON");
        assert_eq!(answer["id"], id);
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn many_lines_keep_their_order() {
    let record = |n: usize| format!("{{\"id\":{n},\"text\":\"{}\"}}\n", "A sentence on 3 May 1921. ".repeat(n % 40));
    let input: String = (0..400).map(record).collect();
    let output = run(&["annotate", "--jsonl"], input.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let ids: Vec<u64> = lines(&output).iter().filter_map(|answer| answer["id"].as_u64()).collect();
    assert_eq!(ids, (0..400).collect::<Vec<_>>());
}

#[test]
fn files_are_answered_in_order_and_errors_in_their_place() {
    let output = run(&["annotate", "assets/samples/treaty.txt", "no such file", "assets/samples/report.txt"], b"");
    assert_eq!(output.status.code(), Some(1));
    let answers = lines(&output);
    let ids: Vec<&str> = answers.iter().filter_map(|answer| answer["id"].as_str()).collect();
    assert_eq!(ids, ["assets/samples/treaty.txt", "no such file", "assets/samples/report.txt"]);
    assert!(answers[1].get("error").is_some());
    assert!(text(&output.stderr).starts_with("dateline: no such file: "));
    let original = std::fs::read_to_string("assets/samples/report.txt").expect("the sample is there");
    assert_eq!(answers[2]["text"], original, "the text is the file, unchanged");
}

#[test]
fn standard_input_is_a_file_like_others() {
    for arguments in [&["annotate", "-"][..], &["annotate"]] {
        let output = run(arguments, "Łódź, 3 May 1921.".as_bytes());
        assert_eq!(output.status.code(), Some(0));
        assert_eq!((&lines(&output)[0]["id"], &lines(&output)[0]["text"]), (&"-".into(), &"Łódź, 3 May 1921.".into()));
    }
}

#[test]
fn the_date_of_the_document_can_be_given() {
    let output = run(&["annotate", "--date", "2022-09-16"], b"It began on the night of 12 September.");
    assert_eq!(lines(&output)[0]["date"], "2022-09-16");
}

#[test]
fn what_is_read_without_a_screen_is_printed() {
    let output = run(&["assets/samples/report.txt"], b"");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let printed = text(&output.stdout);
    assert!(printed.starts_with("Mandela walks out of prison"));
    assert!(printed.lines().all(|line| line.chars().count() <= 72));
    let narrow = run(&["--width", "40", "assets/samples/report.txt"], b"");
    assert!(text(&narrow.stdout).lines().all(|line| line.chars().count() <= 40));
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(squeezed(printed), squeezed(text(&narrow.stdout)), "the width changes only where lines end");
    let piped = run(&[], &std::fs::read("assets/samples/report.txt").expect("the sample is there"));
    assert_eq!(text(&piped.stdout), printed);
}

#[test]
fn nothing_that_is_printed_for_people_commands_the_terminal() {
    let text_with_escapes =
        "A \u{1b}]0;title\u{7} B \u{9b}2J C \u{202e}D\u{202c} on 3 May 1921, Ana \u{1b}[31mKowal fell.";
    for arguments in [&["-"][..], &["timeline"], &["entities"], &["export", "--format", "text"]] {
        let output = run(arguments, text_with_escapes.as_bytes());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let dangerous = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{202c}');
        assert!(!text(&output.stdout).contains(dangerous), "{arguments:?}: {output:?}");
    }
    let output = run(&["no\u{1b}[31mfile"], b"");
    assert!(!text(&output.stderr).contains('\u{1b}'), "{output:?}");
}

#[test]
fn tables_and_their_json_are_printed() {
    let sample = "assets/samples/report.txt";
    let table = run(&["timeline", sample], b"");
    assert!(text(&table.stdout).starts_with("WHEN"), "{table:?}");
    let who = run(&["entities", sample], b"");
    assert!(text(&who.stdout).starts_with("WHO"), "{who:?}");
    assert!(lines(&run(&["timeline", "--json", sample], b""))[0]["events"].is_array());
    assert!(lines(&run(&["entities", "--json", sample], b""))[0]["entities"].is_array());
    let both = run(&["entities", sample, "assets/samples/treaty.txt"], b"");
    let heads = text(&both.stdout).lines().filter(|line| line.starts_with("== ")).count();
    assert_eq!(heads, 2, "each table says whose it is");
}

#[test]
fn what_cannot_be_read_is_said() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = |name: &str| folder.path().join(name);
    assert!(refused(&path("missing.txt")).contains("no such file"));
    assert!(refused(folder.path()).contains("folder"));
    assert!(refused(Path::new("/dev/zero")).contains("device"));
    let rubbish: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    std::fs::write(path("rubbish"), rubbish).expect("a file can be written");
    refused(&path("rubbish"));
    // A hint stands below, on a line of its own.
    assert!(refused(&path("missing.txt")).lines().count() >= 2);
}

#[test]
fn an_empty_file_is_no_error() {
    let output = run(&["annotate", "-"], b"");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(lines(&output)[0]["text"], "");
    assert_eq!(run(&["-"], b"").status.code(), Some(0));
}

#[test]
fn a_file_may_have_any_name() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("annotate");
    std::fs::write(&file, "The text.").expect("a file can be written");
    let mut command = program(&["--", "annotate"]);
    let output = command.current_dir(folder.path()).stdin(Stdio::null()).output().expect("the program starts");
    assert_eq!(text(&output.stdout), "The text.\n", "{output:?}");
}

#[test]
fn a_reader_who_has_enough_ends_the_program_quietly() {
    for arguments in [&["annotate", "--jsonl"][..], &["-"]] {
        let mut child = start(arguments, Stdio::piped());
        let mut stdout = child.stdout.take().expect("a pipe");
        let mut stdin = child.stdin.take().expect("a pipe");
        let writer = std::thread::spawn(move || {
            let line = format!("{{\"id\":1,\"text\":\"{}\"}}\n", "word ".repeat(2000));
            // More than all pipes hold; ends when the program does.
            (0..2000).all(|_| stdin.write_all(line.as_bytes()).is_ok())
        });
        if arguments.len() > 1 {
            stdout.read_exact(&mut [0; 100]).expect("it answers");
        }
        drop(stdout);
        let output = child.wait_with_output().expect("it ends");
        writer.join().expect("writing does not panic");
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn a_full_disk_is_an_error() {
    // A device that is always full, where there is one.
    for arguments in [
        &["assets/samples/report.txt"][..],
        &["--help"],
        &["--version"],
        &["annotate", "-h"],
        &["completions", "zsh"],
        &["man"],
    ] {
        let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
            println!("skipped: there is no /dev/full here");
            return;
        };
        let output = start(arguments, full.into()).wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(4), "{arguments:?}: {output:?}");
        assert!(text(&output.stderr).starts_with("dateline: the output cannot be written"), "{arguments:?}");
    }
}

#[test]
fn wrong_use_has_a_status_of_its_own() {
    for arguments in [
        &["--no-such-option"][..],
        &["annotate", "--date", "yesterday"],
        &["annotate", "--jsonl", "file"],
        &["export", "--format", "no-such-format", "-"],
        &["--width", "0", "-"],
        &["--theme", "no-such-theme", "-"],
        &["--theme", "./no-such-theme.toml", "assets/samples/report.txt"],
    ] {
        let output = run(arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn help_completions_and_manual_come_from_one_definition() {
    let help = run(&["--help"], b"");
    assert_eq!(help.status.code(), Some(0));
    for word in ["annotate", "timeline", "entities", "export", "--date", "Exit status"] {
        assert!(text(&help.stdout).contains(word), "{word}");
    }
    let manual = run(&["man"], b"");
    assert!(text(&manual.stdout).contains(".TH dateline"), "{manual:?}");
    for shell in ["bash", "zsh", "fish"] {
        let script = run(&["completions", shell], b"");
        assert!(text(&script.stdout).contains("annotate"), "{shell}");
        assert!(text(&script.stdout).contains("timeline-json"), "{shell}: the formats are offered");
    }
}

#[test]
fn a_broken_language_pack_of_the_reader_is_named_and_the_built_in_one_serves() {
    let config = tempfile::tempdir().expect("there is room");
    let folder = config.path().join("dateline/lang/en");
    std::fs::create_dir_all(&folder).expect("it can be made");
    let rule = "[[rule]]\nname = \"x\"\npattern = \"(MONTH\"\nthen = { kind = \"date\" }\n";
    std::fs::write(folder.join("timex.toml"), rule).expect("it can be written");
    let mut command = program(&["timeline", "assets/samples/treaty.txt"]);
    let output = command.env("XDG_CONFIG_HOME", config.path()).output().expect("the program runs");
    assert!(text(&output.stderr).contains("lang/en/timex.toml:3: rule \"x\""), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("1957-07-01"), "{}", text(&output.stdout));
    let mut command = program(&["languages", "--check"]);
    let output = command.env("XDG_CONFIG_HOME", config.path()).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(1));
}

/// The program on a text of its own, with a file of corrections beside it.
fn corrected(corrections: &str, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("story.txt");
    std::fs::write(&file, "Anna Berg signed it in Geneva. Karl Berg was not there. Anna Berg slept.\n")
        .expect("written");
    std::fs::write(folder.path().join("story.txt.dateline.toml"), corrections).expect("written");
    let mut arguments = arguments.to_vec();
    arguments.push(file.to_str().expect("UTF-8"));
    run(&arguments, b"")
}

const CORRECTIONS: &str = "version = 1\n[[correction]]\ndo = \"merge\"\nat = { words = \"Karl Berg\" }\n\
                           with = { words = \"Anna Berg\" }\n[[correction]]\ndo = \"rename\"\nat = { words = \"Anna Berg\" }\n\
                           name = \"The Bergs\"\n";

#[test]
fn corrections_beside_a_document_hold_for_every_command() {
    for arguments in [&["entities"][..], &["annotate"], &["export", "--format", "entities-json"]] {
        let output = corrected(CORRECTIONS, arguments);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(text(&output.stdout).contains("The Bergs") && text(&output.stderr).is_empty(), "{output:?}");
        let output = corrected(CORRECTIONS, &[arguments, &["--no-corrections"]].concat());
        assert!(!text(&output.stdout).contains("The Bergs"), "{output:?}");
    }
}

#[test]
fn corrections_are_exported_as_they_can_be_read_again() {
    let output = corrected(CORRECTIONS, &["export", "--format", "corrections"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let exported = text(&output.stdout);
    assert!(exported.contains("do = \"merge\"") && exported.contains("name = \"The Bergs\""), "{exported}");
    let again = corrected(exported, &["entities"]);
    assert!(text(&again.stdout).contains("The Bergs"), "{again:?}");
    let none = corrected("version = 1\n", &["export", "--format", "corrections"]);
    assert!(!text(&none.stdout).contains("[[correction]]\n"), "{none:?}");
}

#[test]
fn corrections_that_are_wrong_or_fit_nothing_are_told() {
    let broken = corrected("version = 1\n[[correction]]\ndo = \"marry\"\n", &["entities"]);
    assert_eq!(broken.status.code(), Some(0), "{broken:?}");
    let said = text(&broken.stderr);
    assert!(said.contains("story.txt.dateline.toml:3: ") && said.contains("marry"), "{said}");
    assert!(text(&broken.stdout).contains("Anna Berg"), "{broken:?}");
    let gone = CORRECTIONS.replace("Karl Berg", "Peter Lund");
    let output = corrected(&gone, &["annotate"]);
    let warnings = lines(&output)[0]["warnings"].to_string();
    assert!(warnings.contains("fits nothing in the text") && warnings.contains("Peter Lund"), "{warnings}");
}

#[test]
fn a_folder_stands_for_its_files() {
    let folder = tempfile::tempdir().unwrap();
    for (name, words) in [("b 10.txt", "It was in May."), ("b 2.txt", "Karl Oster left."), (".hidden", "No.")] {
        std::fs::write(folder.path().join(name), words).unwrap();
    }
    let path = folder.path().to_string_lossy().into_owned();
    let all = lines(&run(&["annotate", &path], b""));
    let texts: Vec<&str> = all.iter().filter_map(|line| line["text"].as_str()).collect();
    assert_eq!(texts, ["Karl Oster left.", "It was in May."]);
    let printed = run(&[&path], b"");
    let printed = text(&printed.stdout);
    assert!(printed.find("Oster").is_some_and(|at| at < printed.find("May").unwrap_or(0)), "{printed}");
}

#[test]
fn several_documents_are_one_table_if_one_wants() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, words: &str| std::fs::write(folder.path().join(name), words).expect("it is written");
    write("a.txt", "LONDON, 3 May 2021 – Maria Velt met Karl Oster in London on 2 May 2021.");
    write("b.txt", "PARIS, 5 May 2021 – Maria Velt met Karl Oster in London on 3 May 2021.");
    let path = folder.path().to_string_lossy().into_owned();
    let output = run(&["timeline", "--together", &path], b"");
    let table = text(&output.stdout);
    assert!(output.status.success() && table.contains("1¶1") && !table.contains("2¶1"), "{table}");
    assert!(table.contains("other tellings give other dates"), "{table}");
    let output = run(&["entities", "--together", &path], b"");
    let table = text(&output.stdout);
    assert!(table.lines().any(|line| line.starts_with("Maria Velt") && line.contains("2 in 2d")), "{table}");
    write("c.txt", "");
    let output = run(&["entities", "--together", &path], b"");
    assert!(text(&output.stderr).contains("it is empty") && output.status.code() == Some(1));
}

//! The layers are what `src/lib.rs` draws, and no module needs itself: both read off the paths that the source names.
//!
//! A module here is a file. A name that a module only passes on (`pub use`) counts for the file that defines it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The paths that one source file names, and what it passes on.
#[derive(Debug, Default)]
struct Source {
    /// Each path, as its segments.
    paths: BTreeSet<Vec<String>>,
    /// What `pub use` passes on: name → path.
    passed_on: BTreeMap<String, Vec<String>>,
}

/// All modules by their path: `""` is the root, then `"model"`, `"model::span"` …
type Modules = BTreeMap<String, Source>;
type Graph = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_module_needs_itself() {
    let graph = graph(&modules(&files(Path::new("src"))));
    assert!(graph.len() > 20, "the source was read: {graph:?}");
    assert_eq!(cycles(&graph), Vec::<Vec<String>>::new());
}

#[test]
fn each_layer_uses_only_those_below() {
    let files = files(Path::new("src"));
    let layers = layers(&files["lib.rs"]);
    assert_eq!(upward(&graph(&modules(&files)), &layers), Vec::<String>::new());
}

#[test]
fn the_readme_draws_the_same_layers() {
    let root = std::fs::read_to_string("src/lib.rs").expect("src/lib.rs can be read");
    let readme = std::fs::read_to_string("README.md").expect("README.md can be read");
    assert_eq!(layers(&readme), layers(&root));
}

#[test]
fn what_is_wrong_is_seen() {
    let tree = |model: &str| {
        BTreeMap::from([
            (
                "lib.rs".to_owned(),
                "//! ```text\n//! main\n//! cli │ tui\n//! model │ error\n//! ```\npub mod cli;".to_owned(),
            ),
            ("cli/mod.rs".to_owned(), "mod args; pub use args::Args; pub fn run() { args::parse() }".to_owned()),
            ("cli/args.rs".to_owned(), "use crate::model::{Span, deep::Deep as D}; pub struct Args;".to_owned()),
            ("tui.rs".to_owned(), "use crate::model::*; // crate::cli".to_owned()),
            ("model/mod.rs".to_owned(), model.to_owned()),
            ("model/span.rs".to_owned(), "pub struct Span;".to_owned()),
            ("model/deep.rs".to_owned(), "use super::Span; pub struct Deep;".to_owned()),
        ])
    };
    let check = |model: &str, cycle: &[&str], wrong: &[&str]| {
        let files = tree(model);
        let graph = graph(&modules(&files));
        let found = cycles(&graph).concat();
        assert_eq!(found, cycle, "{model}: {graph:?}");
        assert_eq!(upward(&graph, &layers(&files["lib.rs"])), wrong, "{model}");
    };
    check("mod span; mod deep; pub use span::Span;", &[], &[]);
    // A test may use what it likes, a comment and a text name nothing.
    check("mod span; mod deep; pub use span::Span; #[cfg(test)] mod tests { use crate::cli::run; }", &[], &[]);
    check("mod span; mod deep; pub use span::Span; const C: char = '\"'; const S: &str = \"crate::cli\";", &[], &[]);
    check("mod span; #[cfg(test)] mod deep; pub struct Span; use span::Span as S;", &[], &[]);
    check("mod span; mod deep; pub(crate) use span::Span; pub(in crate::cli) fn f() {}", &[], &[]);
    // Defined here and used by the child that is used here.
    check("mod span; mod deep; pub struct Span; fn f(d: deep::Deep) {}", &["model", "model::deep"], &[]);
    // Upward, whether by a declaration or in passing.
    check("mod span; mod deep; pub use span::Span; use crate::cli::Args;", &[], &["model uses cli"]);
    check(
        "mod span; mod deep; pub use span::Span; fn f() { crate::tui::run() }",
        &["model", "tui"],
        &["model uses tui"],
    );
    // Sideways.
    let mut files = tree("mod span; mod deep; pub use span::Span;");
    files.insert("error.rs".to_owned(), "use crate::model::Span;".to_owned());
    files.insert("new.rs".to_owned(), "use crate::model::Span;".to_owned());
    let wrong = upward(&graph(&modules(&files)), &layers(&files["lib.rs"]));
    assert_eq!(wrong, ["error uses model", "new stands in no layer"]);
}

/// All source files below `root`, by their path in it.
fn files(root: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().expect("a folder can be read") {
            let path = entry.expect("its entries too").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).expect("it lies below").to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read_to_string(&path).expect("a source file can be read"));
            }
        }
    }
    files
}

fn modules(files: &BTreeMap<String, String>) -> Modules {
    let module = |file: &str| match file.trim_end_matches(".rs") {
        "lib" => String::new(),
        path => path.trim_end_matches("/mod").replace('/', "::"),
    };
    let mut modules: Modules = files.iter().map(|(file, text)| (module(file), read(text))).collect();
    for (file, text) in files {
        let parent = module(file);
        let around = parent.rsplit_once("::").map_or("", |(around, _)| around);
        test_modules(text).iter().for_each(|name| drop(modules.remove(&child(&parent, name))));
        path_attributes(text).for_each(|name| drop(modules.remove(&child(around, name))));
    }
    modules
}

fn child(module: &str, name: &str) -> String {
    if module.is_empty() { name.into() } else { format!("{module}::{name}") }
}

/// The modules of files of their own that a file declares for tests only.
fn test_modules(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let tests = tokens.windows(7).enumerate().filter(|(_, tokens)| *tokens == TESTS).map(|(at, _)| at + 7);
    // Only other attributes and the visibility may stand between.
    let between =
        |token: &String| ["#", "[", "path", "=", "]", "pub", "(", "crate", "super", ")"].contains(&token.as_str());
    let declared = tests.map(|at| at + tokens[at..].iter().take_while(|token| between(token)).count());
    let declared = declared.filter(|&at| tokens.get(at).is_some_and(|token| token == "mod"));
    declared.filter(|at| tokens.get(at + 2).is_some_and(|end| end == ";")).map(|at| tokens[at + 1].clone()).collect()
}

/// The files that a file gives to its test modules by `#[path]`: nothing else uses it here.
fn path_attributes(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.trim().strip_prefix("#[path = \"")?.strip_suffix(".rs\"]"))
}

/// The layers that a text draws, highest first, in its first block that begins with `main`.
fn layers(text: &str) -> Vec<BTreeSet<String>> {
    let lines = text.lines().map(|line| line.trim_start_matches("//!").trim());
    let drawn = lines.skip_while(|&line| line != "main").take_while(|line| !line.starts_with("```"));
    drawn.map(|line| line.split('│').map(|name| name.trim().to_owned()).collect()).collect()
}

/// The edges between top-level modules that do not lead down.
fn upward(graph: &Graph, layers: &[BTreeSet<String>]) -> Vec<String> {
    let top = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
    let layer = |module: &str| layers.iter().position(|layer| layer.contains(module));
    let mut wrong = BTreeSet::new();
    for (module, uses) in graph.iter().filter(|(module, _)| !module.is_empty()) {
        let from = top(module);
        let Some(height) = layer(&from) else {
            wrong.insert(format!("{from} stands in no layer"));
            continue;
        };
        for to in uses.iter().map(|used| top(used)).filter(|to| *to != from && !to.is_empty()) {
            if layer(&to).is_some_and(|other| other <= height) {
                wrong.insert(format!("{from} uses {to}"));
            }
        }
    }
    wrong.into_iter().collect()
}

/// Sets of modules each of which needs all others of its set.
fn cycles(graph: &Graph) -> Vec<Vec<String>> {
    let reach = |from: &String| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(next) = open.pop() {
            open.extend(graph.get(next).into_iter().flatten().filter(|used| seen.insert((*used).clone())));
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> = graph.keys().map(|module| (module, reach(module))).collect();
    let mut found = BTreeSet::new();
    for (module, below) in &reached {
        let round: Vec<String> = below.iter().filter(|other| reached[other].contains(*module)).cloned().collect();
        if !round.is_empty() {
            found.insert(round);
        }
    }
    found.into_iter().collect()
}

fn graph(modules: &Modules) -> Graph {
    let mut graph = Graph::new();
    for (module, source) in modules {
        let edges = graph.entry(module.clone()).or_default();
        let used = source.paths.iter().filter_map(|path| target(modules, module, path, 0));
        // The root declares everything; that is no use of it.
        edges.extend(used.filter(|used| used != module && !module.is_empty() && !used.is_empty()));
    }
    graph
}

/// The module that defines what `path`, named in `module`, leads to; `None` for what is not ours.
fn target(modules: &Modules, module: &str, path: &[String], depth: usize) -> Option<String> {
    let mut rest = path.iter().map(String::as_str).peekable();
    let mut here = match rest.peek().copied()? {
        "crate" | "dateline" => (rest.next(), String::new()).1,
        "self" => (rest.next(), module.to_owned()).1,
        "super" => {
            let mut here = module;
            while rest.next_if_eq(&"super").is_some() {
                here = here.rsplit_once("::").map_or("", |(parent, _)| parent);
            }
            here.to_owned()
        }
        first if modules.contains_key(&child(module, first)) => module.to_owned(),
        _ => return None,
    };
    for name in rest {
        let deeper = child(&here, name);
        if modules.contains_key(&deeper) {
            here = deeper;
        } else if let Some(path) = modules[&here].passed_on.get(name).filter(|_| depth < 8) {
            return target(modules, &here, path, depth + 1).or(Some(here));
        } else {
            break;
        }
    }
    Some(here)
}

/// Finds the paths in a source text.
fn read(text: &str) -> Source {
    let tokens = without_tests(tokens(text));
    let mut source = Source::default();
    let mut at = 0;
    let mut public = false;
    while at < tokens.len() {
        if tokens[at] == "pub" {
            // Where something may be seen is no use of that place: `pub(in crate::model)`.
            let limited = tokens.get(at + 1).is_some_and(|next| next == "(");
            let close = tokens[at..].iter().position(|token| token == ")").filter(|_| limited);
            public = true;
            at += close.map_or(1, |close| close + 1);
            continue;
        }
        let public = std::mem::take(&mut public);
        if tokens[at] == "use" {
            let mut named = Vec::new();
            at = tree(&tokens, at + 1, &[], &mut named);
            for (name, path) in named {
                if public {
                    source.passed_on.insert(name, path.clone());
                }
                source.paths.insert(path);
            }
        } else if is_name(&tokens[at]) && tokens.get(at + 1).is_some_and(|next| next == "::") {
            let mut path = vec![tokens[at].clone()];
            while tokens.get(at + 1).is_some_and(|next| next == "::")
                && tokens.get(at + 2).is_some_and(|next| is_name(next))
            {
                path.push(tokens[at + 2].clone());
                at += 2;
            }
            source.paths.insert(path);
            at += 1;
        } else {
            at += 1;
        }
    }
    source
}

/// Reads a `use` tree that begins at `at`; gives the place behind it, and the paths with the names that they get.
fn tree(tokens: &[String], mut at: usize, prefix: &[String], named: &mut Vec<(String, Vec<String>)>) -> usize {
    let mut path = prefix.to_vec();
    let mut name = String::new();
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token.as_str() {
            "{" => loop {
                at = tree(tokens, at, &path, named);
                match tokens.get(at).map(String::as_str) {
                    Some(",") => at += 1,
                    _ => return at + 1,
                }
            },
            "," | "}" | ";" => {
                at -= 1;
                break;
            }
            "as" => name = tokens.get(at).cloned().unwrap_or_default(),
            "self" if !path.is_empty() => {}
            token if is_name(token) && name.is_empty() => path.push(token.to_owned()),
            _ => {}
        }
    }
    if path.len() > prefix.len() || tokens.get(at.wrapping_sub(1)).is_some_and(|token| token == "self" || token == "*")
    {
        let name = if name.is_empty() { path.last().cloned().unwrap_or_default() } else { name };
        named.push((name, path));
    }
    at
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::` and single signs; comments, texts and lifetimes are left out.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = quoted(rest) {
            length
        } else if first == '_' || first.is_alphanumeric() {
            let length = rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len());
            tokens.push(rest[..length].to_owned());
            length
        } else {
            let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
            if !first.is_whitespace() {
                tokens.push(rest[..length].to_owned());
            }
            length
        };
        rest = &rest[skipped..];
    }
    tokens
}

/// The length of the text, character or lifetime that `rest` begins with.
fn quoted(rest: &str) -> Option<usize> {
    let raw = rest.trim_start_matches('b').strip_prefix('r').filter(|raw| raw.starts_with(['"', '#']));
    if let Some(raw) = raw {
        let marks = raw.len() - raw.trim_start_matches('#').len();
        let body = raw[marks..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(marks));
        return Some(rest.len() - body.len() + body.find(&end).map_or(body.len(), |at| at + end.len()));
    }
    let mark = rest.chars().next().filter(|&c| c == '"' || c == '\'')?;
    let mut characters = rest.char_indices().skip(1);
    let mut length = 0;
    while let Some((at, c)) = characters.next() {
        length += 1;
        match c {
            '\\' => drop(characters.next()),
            c if c == mark => return Some(at + c.len_utf8()),
            // Two characters without an end: a lifetime.
            _ if mark == '\'' && length == 2 => return Some(1),
            _ => {}
        }
    }
    Some(1)
}

/// What makes an item one for tests only.
const TESTS: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];

/// Leaves out items under `#[cfg(test)]`.
fn without_tests(tokens: Vec<String>) -> Vec<String> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at..].starts_with(&TESTS.map(String::from)) {
            at += TESTS.len();
            let mut depth = 0;
            while let Some(token) = tokens.get(at) {
                at += 1;
                match token.as_str() {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    _ => {}
                }
                if depth == 0 && (token == "}" || token == ";") {
                    break;
                }
            }
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

//! The one table of commands: key map, help, palette, the names in the configuration and the README's table come from
//! it.

use super::message::Effect;
use super::overlay::Overlay;
use super::page::Put;
use super::scene::{PaneCommand, Step};
use super::state::{Letter, State};
use crate::query::Motion;

/// A command.
pub struct Command {
    /// Its name, in the configuration and in the palette.
    pub name: &'static str,
    /// The sequences that it has if the configuration gives it no others.
    pub keys: &'static [&'static str],
    /// What it does, in a line.
    pub doc: &'static str,
    /// What it does. Takes the count that was typed before it.
    pub run: fn(&mut State, Option<u32>) -> Vec<Effect>,
    /// How much of a document it needs, while the rest of it is still being loaded.
    pub needs: Needs,
}

/// How much of a document has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// What is on the screen, or what lies before it.
    Shown,
    /// What lies ahead, as far as it goes.
    Ahead,
    /// All of it, if a count was typed.
    WholeIfCounted,
    /// All of it.
    Whole,
}

/// Commands that belong together.
pub struct Group {
    /// What they are for.
    pub title: &'static str,
    /// The commands.
    pub commands: &'static [Command],
}

macro_rules! command {
    ($name:literal, [$($key:literal),*], $doc:literal, $run:expr) => {
        command!($name, [$($key),*], $doc, $run, Shown)
    };
    ($name:literal, [$($key:literal),*], $doc:literal, $run:expr, $needs:ident) => {
        Command { name: $name, keys: &[$($key),*], doc: $doc, run: $run, needs: Needs::$needs }
    };
}

/// A count as a number of steps.
fn times(count: Option<u32>) -> i32 {
    count.unwrap_or(1).clamp(1, 1_000_000) as i32
}

fn motion(state: &mut State, motion: Motion, count: i32) -> Vec<Effect> {
    state.step(motion, count);
    vec![]
}

/// Moves the selection in a pane, or scrolls the text.
fn lines(state: &mut State, count: i32) -> Vec<Effect> {
    match state.panes.focus {
        Some(_) => state.step_pane(Step::Rows(count)),
        None => state.scroll_lines(count),
    }
    vec![]
}

fn halves(state: &mut State, count: i32) -> Vec<Effect> {
    match state.panes.focus {
        Some(_) => state.step_pane(Step::HalfPages(count)),
        None => state.scroll_half(count),
    }
    vec![]
}

fn pages(state: &mut State, count: i32) -> Vec<Effect> {
    match state.panes.focus {
        Some(_) => state.step_pane(Step::HalfPages(count.saturating_mul(2))),
        None => state.turn(count),
    }
    vec![]
}

fn put(state: &mut State, put: Put) -> Vec<Effect> {
    let document = state.document();
    let cursor = state.page.cursor();
    state.page.put(&document, cursor, put);
    vec![]
}

fn first(state: &mut State, count: Option<u32>) -> Vec<Effect> {
    match state.panes.focus {
        Some(_) => state.step_pane(Step::First),
        None => return state.go_to_paragraph(count),
    }
    vec![]
}

fn last(state: &mut State, count: Option<u32>) -> Vec<Effect> {
    match state.panes.focus {
        Some(_) => state.step_pane(Step::Last),
        None => return state.go_to_end(count),
    }
    vec![]
}

fn enter(state: &mut State, _: Option<u32>) -> Vec<Effect> {
    match state.panes.focus {
        Some(_) => state.enter_pane(),
        None => return state.go_to_definition(None),
    }
    vec![]
}

/// Leaves the topmost of what was opened or set; never the program.
fn leave(state: &mut State, _: Option<u32>) -> Vec<Effect> {
    if state.panes.focus.is_some() {
        state.focus(None);
    } else if state.scope.fold.is_some() {
        state.unfold();
    } else if state.search.shown {
        state.search.shown = false;
    } else if state.scope.filter.entity.take().is_some() {
        state.tell("following nobody any more");
    } else if state.scope.filter.claimant.take().is_some() {
        state.tell("everybody’s version again");
    }
    vec![]
}

/// Closes the top layer, and the program if there is none.
fn close(state: &mut State, _: Option<u32>) -> Vec<Effect> {
    if state.panes.focus.is_some() {
        state.focus(None);
        return vec![];
    }
    vec![Effect::Quit(None)]
}

/// All commands.
pub const GROUPS: &[Group] = &[
    Group {
        title: "Read",
        commands: &[
            command!("line-down", ["j", "Down"], "one line on; in a pane one row", |s, n| lines(s, times(n)), Ahead),
            command!("line-up", ["k", "Up"], "one line back", |s, n| lines(s, -times(n))),
            command!("half-down", ["C-d"], "half a screen on", |s, n| halves(s, times(n)), Ahead),
            command!("half-up", ["C-u"], "half a screen back", |s, n| halves(s, -times(n))),
            command!(
                "page-down",
                ["Space", "PgDn"],
                "a screen on, keeping two lines",
                |s, n| pages(s, times(n)),
                Ahead
            ),
            command!("page-up", ["b", "PgUp"], "a screen back", |s, n| pages(s, -times(n))),
            command!(
                "beginning",
                ["g g", "Home"],
                "to the beginning; with a number, to that paragraph",
                first,
                WholeIfCounted
            ),
            command!("end", ["G", "End"], "to the end; with a number, to that paragraph", last, Whole),
            command!("percent", ["%"], "to that part of the text: 50%", |s, n| s.go_to_percent(n), Whole),
            command!("top", ["z Enter"], "the current line to the top", |s, _| put(s, Put::Top)),
            command!("middle", ["z z"], "the current line to the middle", |s, _| put(s, Put::Middle)),
            command!("bottom", ["z b"], "the current line to the bottom", |s, _| put(s, Put::Bottom)),
        ],
    },
    Group {
        title: "Step by what is told",
        commands: &[
            command!("next-paragraph", ["}"], "next paragraph", |s, n| motion(s, Motion::Paragraph, times(n)), Ahead),
            command!("previous-paragraph", ["{"], "previous paragraph", |s, n| motion(s, Motion::Paragraph, -times(n))),
            command!("next-sentence", [")"], "next sentence", |s, n| motion(s, Motion::Sentence, times(n)), Ahead),
            command!("previous-sentence", ["("], "previous sentence", |s, n| motion(s, Motion::Sentence, -times(n))),
            command!("next-heading", ["] ]"], "next heading", |s, n| motion(s, Motion::Heading, times(n)), Whole),
            command!("previous-heading", ["[ ["], "previous heading", |s, n| motion(s, Motion::Heading, -times(n))),
            command!("next-event", ["] e"], "next event", |s, n| motion(s, Motion::Event, times(n))),
            command!("previous-event", ["[ e"], "previous event", |s, n| motion(s, Motion::Event, -times(n))),
            command!("next-mention", ["] m"], "next mention of whom one follows, selected or is at", |s, n| {
                s.step_mention(times(n));
                vec![]
            }),
            command!("previous-mention", ["[ m"], "previous mention", |s, n| {
                s.step_mention(-times(n));
                vec![]
            }),
            command!("next-date", ["] d"], "next date", |s, n| motion(s, Motion::Date, times(n))),
            command!("previous-date", ["[ d"], "previous date", |s, n| motion(s, Motion::Date, -times(n))),
            command!("next-reference", ["] r"], "next reference", |s, n| motion(s, Motion::Reference, times(n))),
            command!("previous-reference", ["[ r"], "previous reference", |s, n| motion(
                s,
                Motion::Reference,
                -times(n)
            )),
            command!(
                "next-thing",
                ["l", "Right"],
                "next thing that one can ask about; in When the next cell",
                |s, n| {
                    s.step_across(times(n));
                    vec![]
                }
            ),
            command!("previous-thing", ["h", "Left"], "previous thing, or cell", |s, n| {
                s.step_across(-times(n));
                vec![]
            }),
        ],
    },
    Group {
        title: "Ask and jump",
        commands: &[
            command!("card", ["K"], "who is this, when was that, who says so, and why", |s, n| s.show_card(n)),
            command!("definition", ["g d"], "to what this refers to", |s, n| s.go_to_definition(n)),
            command!("last-mention", ["g l"], "to the last place before here that means this", |s, n| {
                s.go_to_last_mention(n)
            }),
            command!("references", ["g r"], "list all places that mean this", |s, n| s.list_references(n)),
            command!("hints", ["f"], "letters on everything in view: type one to go there", |s, n| s.show_hints(n)),
            command!("go", ["Enter"], "to what is selected, or to what this refers to", enter),
            command!("back", ["C-o", "g ;", "Backspace"], "back to where one jumped from", |s, n| s.back(n)),
            command!("forward", ["C-i", "g ,"], "forward again", |s, n| s.forward(n)),
            command!("set-mark", ["m"], "m a: set mark a", |s, _| {
                s.typing.letter = Some(Letter::SetMark);
                vec![]
            }),
            command!("go-to-mark", ["'"], "' a: to mark a; '' to the last jump's start", |s, _| {
                s.typing.letter = Some(Letter::GoToMark);
                vec![]
            }),
        ],
    },
    Group {
        title: "Search",
        commands: &[
            command!(
                "search",
                ["/"],
                "search as you type; typed capitals and accents count",
                |s, _| s.open_search(false),
                Whole
            ),
            command!("search-back", ["\\"], "search backwards", |s, _| s.open_search(true), Whole),
            command!("next-hit", ["n"], "next hit", |s, n| s.search_again(n, false), Whole),
            command!("previous-hit", ["N"], "previous hit", |s, n| s.search_again(n, true), Whole),
            command!("search-word", ["*"], "search for the name or word here", |s, n| s.search_word(n), Whole),
            command!(
                "palette",
                [":", "C-p"],
                "find commands, headings, names, events, paragraphs",
                |s, _| s.open_palette(),
                Whole
            ),
        ],
    },
    Group {
        title: "Who and When",
        commands: &[
            command!("focus-next", ["Tab"], "text, Who, When: the next of them", |s, _| {
                s.move_focus(true);
                vec![]
            }),
            command!("focus-previous", ["S-Tab"], "the previous of them", |s, _| {
                s.move_focus(false);
                vec![]
            }),
            command!("who", ["e"], "Who on the whole screen, or back", |s, _| {
                s.toggle_full(0);
                vec![]
            }),
            command!("when", ["t"], "When on the whole screen, or back", |s, _| {
                s.toggle_full(1);
                vec![]
            }),
            command!("view", ["v"], "When: the next view (happened, told, both, to scale)", |s, _| {
                s.command_pane(PaneCommand::NextView);
                vec![]
            }),
            command!("zoom-in", ["z i", "+"], "finer time", |s, _| {
                s.command_pane(PaneCommand::ZoomIn);
                vec![]
            }),
            command!("zoom-out", ["z o", "-"], "coarser time", |s, _| {
                s.command_pane(PaneCommand::ZoomOut);
                vec![]
            }),
            command!("every-event", ["a"], "all events, or only those worth a row", |s, _| s.toggle_every_event()),
            command!("follow", ["F"], "follow one entity through panes and motions, or no longer", |s, n| s.follow(n)),
            command!("claimant", ["c"], "only what the one says whose word this is, or all versions", |s, n| s
                .toggle_claimant(n)),
            command!("known-here", ["H"], "hide what the text has not told yet, or show it", |s, n| s
                .toggle_known_here(n)),
            command!(
                "fold-entity",
                ["z f"],
                "only paragraphs that mention this one, or all again",
                |s, n| s.fold_to_entity(n),
                Whole
            ),
            command!("fold-dates", ["z d"], "only paragraphs between two dates", |s, n| s.ask_between(n), Whole),
        ],
    },
    Group {
        title: "Put right by hand",
        commands: &[
            command!("merge", ["M"], "this one is the same as another", |s, n| s.ask_merge(n), Whole),
            command!(
                "split",
                ["S"],
                "this name means somebody else: here, or everywhere",
                |s, n| s.ask_split(n),
                Whole
            ),
            command!(
                "rename",
                ["R"],
                "the name of this one; an empty line: as the text has it",
                |s, n| s.ask_name(n),
                Whole
            ),
            command!("kind", ["C"], "the kind of this one: person, place, …", |s, n| s.ask_kind(n), Whole),
            command!("add-name", ["A"], "these words are a name that was not found", |s, n| s.ask_words(n), Whole),
            command!("never", ["X"], "this is no name, nowhere in the text", |s, n| s.leave_out(n), Whole),
            command!("speaker", ["W"], "whose words this quotation is", |s, n| s.ask_speaker(n), Whole),
            command!(
                "pin-date",
                ["P"],
                "pin this date by hand; an empty line takes the pin away",
                |s, n| s.ask_pin(n),
                Whole
            ),
            command!(
                "count-dates",
                ["D"],
                "count dates from the document’s, the last told, or find out",
                |s, n| s.count_dates(n),
                Whole
            ),
            command!("undo", ["u"], "take back what was put right last", |s, n| s.undo(n), Whole),
            command!("redo", ["C-r"], "put it right again", |s, n| s.redo(n), Whole),
            command!("corrections", ["L"], "list what was put right; d drops one", |s, n| s.list_corrections(n), Whole),
            command!("keep-beside", [], "keep what was put right beside the document", |s, n| s.keep_beside(n), Whole),
        ],
    },
    Group {
        title: "Document and program",
        commands: &[
            command!("copy", ["y"], "copy a citation of this sentence", |s, n| s.copy_citation(n)),
            command!("about", ["C-g"], "what is known of the document", |s, n| s.show_document(n)),
            command!("edit", ["E"], "open $VISUAL or $EDITOR at this line", |s, n| s.edit(n), Whole),
            command!("reload", ["r"], "read the file again, keeping the place", |s, n| s.reload(n), Whole),
            command!("next-file", ["] f"], "next document of a dossier", |s, n| s.step_part(times(n)), Whole),
            command!("previous-file", ["[ f"], "previous document of a dossier", |s, n| s.step_part(-times(n)), Whole),
            command!("redraw", ["C-l"], "draw the screen anew", |_, _| vec![Effect::Redraw]),
            command!("help", ["?"], "this help", |s, _| {
                s.overlay = Some(Overlay::Help(0));
                vec![]
            }),
            command!("leave", ["Esc"], "leave what was opened: pane, folding, hits, following", leave),
            command!("close", ["q"], "close the top layer; at last, quit", close),
            command!("suspend", ["C-z"], "stop, and let the shell go on", |_, _| vec![Effect::Suspend]),
            command!("quit", ["C-c"], "quit at once", |_, _| vec![Effect::Quit(None)]),
        ],
    },
];

/// All commands, in the order of the help.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    GROUPS.iter().flat_map(|group| group.commands)
}

/// Names and keys, as the key map takes them.
pub fn rows() -> Vec<super::keymap::Row> {
    commands().map(|command| (command.name, command.keys)).collect()
}

/// A command by its name.
pub fn named(name: &str) -> Option<&'static Command> {
    commands().find(|command| command.name == name)
}

/// The table of keys as Markdown, for the README.
pub fn key_table() -> String {
    let mut table = String::from("| keys | command | what it does |\n|---|---|---|\n");
    for command in commands() {
        let keys: Vec<String> = command.keys.iter().map(|keys| format!("`{}`", written(keys))).collect();
        table.push_str(&format!("| {} | {} | {} |\n", keys.join(" "), command.name, command.doc));
    }
    table
}

fn written(keys: &str) -> String {
    super::key::sequence(keys).map_or_else(|_| keys.to_owned(), |sequence| super::key::written(&sequence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_fit_for_a_configuration() {
        let mut names = BTreeSet::new();
        for command in commands() {
            assert!(names.insert(command.name), "{} twice", command.name);
            assert!(command.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", command.name);
            assert!(
                !command.doc.is_empty() && !command.doc.ends_with('.') && command.doc.len() < 70,
                "{}",
                command.name
            );
        }
    }

    #[test]
    fn keys_can_be_read_and_none_hides_another() {
        let mut sequences = Vec::new();
        for command in commands() {
            for keys in command.keys {
                let sequence =
                    super::super::key::sequence(keys).unwrap_or_else(|error| panic!("{}: {error}", command.name));
                sequences.push((sequence, command.name));
            }
        }
        for (nth, (a, name)) in sequences.iter().enumerate() {
            for (b, other) in &sequences[..nth] {
                assert!(!a.starts_with(b) && !b.starts_with(a), "{name} and {other} share keys");
            }
        }
    }

    #[test]
    fn the_table_has_a_row_for_every_command() {
        assert_eq!(key_table().lines().count(), 2 + commands().count());
        assert!(key_table().lines().all(|line| line.matches(" | ").count() == 2 || line.starts_with("|---")));
    }
}

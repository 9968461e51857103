//! The signs that the panes draw with, in a Unicode and an ASCII set.
//!
//! Some Unicode signs (`●`, `◐`, `¶`) are two columns wide in a few terminals; the ASCII set is for those, for
//! terminals that are not UTF-8 and for screen readers. Every sign here is one column wide in all others.

/// One sign for each thing that is drawn. All are one column wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Glyphs {
    /// In the margin of the current paragraph.
    pub here: &'static str,
    /// In the margin of a paragraph with a mark set by the reader.
    pub bookmark: &'static str,
    /// At the margin of a quotation, once a nesting level.
    pub quote: &'static str,
    /// Between panes.
    pub vertical: &'static str,
    /// A rule across.
    pub horizontal: &'static str,
    /// Where lines are folded away.
    pub fold: &'static str,
    /// Cuts off what does not fit.
    pub ellipsis: &'static str,
    /// Before a paragraph's number.
    pub paragraph: &'static str,
    /// Between parts of a line.
    pub separator: &'static str,
    /// Points to the row or column of the reader's place.
    pub pointer: &'static str,
    /// Points from there.
    pub pointer_right: &'static str,
    pub arrow_up: &'static str,
    pub arrow_down: &'static str,
    pub arrow_right: &'static str,
    /// An event on a known day.
    pub day: &'static str,
    /// An event of which a part of the date is known.
    pub part: &'static str,
    /// An event of which only the order is known.
    pub order: &'static str,
    /// A span of time.
    pub span: &'static str,
    /// The fuzzy end of a span.
    pub fuzzy: &'static str,
    /// An event mentioned again.
    pub again: &'static str,
    /// Tellings of an event whose dates disagree.
    pub disputed: &'static str,
    /// An event told here.
    pub told_here: &'static str,
    /// Nothing, in a matrix.
    pub empty: &'static str,
    /// A stretch of time in which nothing is told.
    pub gap: &'static str,
    /// Several rows are folded to this one, or shown below it.
    pub folds: [&'static str; 2],
    /// Joins two dates of one event: first line, last line.
    pub bracket: [&'static str; 2],
    /// From nothing to full, for presence and density.
    pub levels: [&'static str; 9],
    /// A list's bullet.
    pub bullet: &'static str,
    /// Something was put right by hand.
    pub by_hand: &'static str,
    /// A person, an organisation, a place, a people, a named event, a law, a work, something else.
    pub kinds: [&'static str; 8],
}

/// Signs for terminals that show Unicode.
pub const UNICODE: Glyphs = Glyphs {
    here: "▌",
    bookmark: "◆",
    quote: "│",
    vertical: "│",
    horizontal: "─",
    fold: "⋯",
    ellipsis: "…",
    paragraph: "¶",
    separator: "·",
    pointer: "◀",
    pointer_right: "▶",
    arrow_up: "↑",
    arrow_down: "↓",
    arrow_right: "→",
    day: "●",
    part: "◐",
    order: "○",
    span: "█",
    fuzzy: "▒",
    again: "∙",
    disputed: "≠",
    told_here: "◆",
    empty: "·",
    gap: "⋮",
    folds: ["▸", "▾"],
    bracket: ["┐", "┘"],
    levels: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    bullet: "•",
    by_hand: "✎",
    kinds: ["☺", "▣", "⌂", "∴", "✦", "§", "¤", "◇"],
};

/// Signs for all terminals.
pub const ASCII: Glyphs = Glyphs {
    here: "|",
    bookmark: "'",
    quote: ">",
    vertical: "|",
    horizontal: "-",
    fold: "~",
    ellipsis: "~",
    paragraph: "#",
    separator: "-",
    pointer: "<",
    pointer_right: ">",
    arrow_up: "^",
    arrow_down: "v",
    arrow_right: ">",
    day: "*",
    part: "%",
    order: "o",
    span: "=",
    fuzzy: "~",
    again: ".",
    disputed: "!",
    told_here: "@",
    empty: ".",
    gap: ":",
    folds: [">", "v"],
    bracket: ["\\", "/"],
    levels: [" ", ".", ".", ":", ":", "+", "+", "#", "#"],
    bullet: "*",
    by_hand: "+",
    kinds: ["P", "O", "L", "N", "E", "S", "W", "?"],
};

impl Glyphs {
    /// The set for a terminal.
    pub fn new(ascii: bool) -> &'static Glyphs {
        if ascii { &ASCII } else { &UNICODE }
    }
}

/// True if the locale, as the environment names it, is not UTF-8, so that signs must be ASCII. `lookup` reads a
/// variable.
pub fn locale_is_ascii(lookup: impl Fn(&str) -> Option<String>) -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| lookup(name).filter(|value| !value.is_empty()));
    locale.is_some_and(|value| {
        let value = value.to_ascii_lowercase();
        !value.contains("utf-8") && !value.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn every_sign_is_one_column_and_ascii_is_ascii() {
        for (set, ascii) in [(&UNICODE, false), (&ASCII, true)] {
            let dump = format!("{set:?}");
            for sign in dump.split('"').skip(1).step_by(2).filter(|sign| *sign != "\\\\") {
                assert_eq!(sign.width(), 1, "{sign:?}");
                assert!(!ascii || sign.is_ascii(), "{sign:?}");
            }
        }
    }

    #[test]
    fn the_locale_decides_unless_it_says_nothing() {
        let of = |value: &'static str| locale_is_ascii(move |name| (name == "LANG").then(|| value.to_owned()));
        assert!(!of("de_DE.UTF-8") && !of("C.utf8") && !of(""));
        assert!(of("C") && of("POSIX") && of("de_DE.ISO-8859-1"));
        assert!(!locale_is_ascii(|_| None));
    }
}

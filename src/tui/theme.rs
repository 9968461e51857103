//! How things look: a style for every role, from a TOML file of short descriptions such as `bold cyan` or `black on
//! yellow`.
//!
//! Themes are data under `assets/themes/`. A theme is fitted to the terminal once, when it is loaded: true colour falls
//! to 256, to 16, to none. Without colour every role must still be told apart where it matters, so the theme `mono`
//! says how with attributes alone.

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use crate::error::{Error, ErrorKind};

/// How many colours a terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None, by wish (`NO_COLOR`) or by nature.
    None,
    /// The sixteen of the terminal's own palette.
    Sixteen,
    /// The palette of 256.
    Palette,
    /// 24 bits.
    True,
}

impl Depth {
    /// What the environment says of the terminal. `lookup` reads a variable.
    pub fn of(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let term = lookup("TERM").unwrap_or_default();
        if lookup("NO_COLOR").is_some_and(|value| !value.is_empty()) || term == "dumb" || term.contains("mono") {
            return Depth::None;
        }
        match lookup("COLORTERM").as_deref() {
            Some("truecolor" | "24bit") => Depth::True,
            _ if term.ends_with("-direct") => Depth::True,
            _ if term.contains("256") => Depth::Palette,
            _ => Depth::Sixteen,
        }
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident),* $(,)?) => {
        /// A style for every role.
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Theme {$(
            $(#[$doc])*
            #[serde(deserialize_with = "style")]
            pub $role: Style,
        )*}

        impl Theme {
            fn each(&mut self, change: impl Fn(&mut Style)) {
                $(change(&mut self.$role);)*
            }

            /// Every role with its style, for tests and documentation.
            pub fn roles(&self) -> Vec<(&'static str, Style)> {
                vec![$((stringify!($role), self.$role)),*]
            }
        }
    };
}

roles! {
    /// Running text.
    text,
    /// What stands back: numbers, rules, roles, help.
    dim,
    /// Titles: the highest headings.
    title,
    /// Section headings.
    heading,
    /// Lower headings.
    subheading,
    /// Labels of items and provisions.
    label,
    /// Emphasised words.
    emphasis,
    /// Strong words.
    strong,
    /// Code, tables and other words that keep their columns.
    code,
    /// The bar at the margin of a quotation.
    quote,
    /// The sign in the margin of the current paragraph.
    here,
    /// People in the text and in the panes.
    person,
    /// Organisations.
    org,
    /// Places.
    place,
    /// Peoples, faiths, parties.
    norp,
    /// Laws, works, named events and other names.
    name,
    /// Dates and other time expressions that the text states.
    date,
    /// Dates that were inferred.
    inferred,
    /// Words that refer to something elsewhere, links and note marks.
    reference,
    /// All mentions of the entity that is selected or followed.
    followed,
    /// The thing under the cursor.
    cursor,
    /// Words found by the search.
    hit,
    /// The hit that one is at.
    current_hit,
    /// Letters to type in order to go somewhere.
    hint,
    /// Control characters, shown as visible signs.
    control,
    /// A pane's title.
    pane,
    /// The title of the pane that has the focus.
    focus,
    /// Quiet headings and rules in panes.
    rule,
    /// Rows that belong to the current paragraph.
    current,
    /// The selected row of the pane that has the focus.
    selected,
    /// Counts, bars, strips.
    bar,
    /// The reader's place in strips.
    place_mark,
    /// Silences between events.
    gap,
    /// The status line.
    status,
    /// The mode in the status line.
    mode,
    /// Keys in the footer and in the help.
    key,
    /// Notices that something is wrong.
    warning,
}

impl Theme {
    /// Reads a theme.
    ///
    /// # Errors
    /// A message with the line, the role and what is wrong with it.
    pub fn parse(source: &str) -> Result<Theme, String> {
        toml::from_str(source).map_err(|error| error.to_string())
    }

    /// A theme that is built in, by name: see [`THEMES`].
    pub fn built_in(name: &str) -> Option<Theme> {
        let (_, source) = THEMES.iter().find(|(known, _)| *known == name)?;
        // A test reads every theme that is built in.
        Self::parse(source).ok()
    }

    /// A theme by its name, or from a file.
    ///
    /// # Errors
    /// No theme is called that, or the file cannot be read or is none.
    pub fn named(name: &str) -> Result<Theme, Error> {
        if let Some(theme) = Self::built_in(name) {
            return Ok(theme);
        }
        let wrong = |problem: &str| Error::new(ErrorKind::Usage, problem).about(name);
        if !name.contains(['/', '.']) {
            let names: Vec<&str> = THEMES.iter().map(|(name, _)| *name).collect();
            let hint = format!("there are {}, and files by their path", names.join(", "));
            return Err(wrong("there is no such theme").hint(hint));
        }
        let source = std::fs::read_to_string(name).map_err(|error| wrong("cannot read the theme").because(error))?;
        Self::parse(&source).map_err(|problem| wrong("cannot read the theme").because(problem))
    }

    /// The same theme for a terminal of so many colours.
    pub fn fitted(mut self, depth: Depth) -> Theme {
        if depth == Depth::None {
            return Theme::built_in("mono").unwrap_or(self);
        }
        self.each(|style| {
            style.fg = style.fg.map(|colour| degrade(colour, depth));
            style.bg = style.bg.map(|colour| degrade(colour, depth));
        });
        self
    }

    /// The style of a kind of entity.
    pub fn entity(&self, kind: crate::model::EntityKind) -> Style {
        use crate::model::EntityKind::*;
        match kind {
            Person => self.person,
            Org => self.org,
            Place => self.place,
            Norp => self.norp,
            Event | Law | Work | Other => self.name,
        }
    }
}

/// The themes that are built in: name and source.
pub const THEMES: &[(&str, &str)] = &[
    ("terminal", include_str!("../../assets/themes/terminal.toml")),
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("mono", include_str!("../../assets/themes/mono.toml")),
];

fn style<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Style, D::Error> {
    let words = String::deserialize(deserializer)?;
    parse_style(&words).map_err(D::Error::custom)
}

/// Reads `bold underline cyan on #202020`. An empty description is the terminal's own style.
fn parse_style(words: &str) -> Result<Style, String> {
    let mut style = Style::new();
    let mut background = false;
    for word in words.split_whitespace() {
        let modifier = match word {
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "italic" => Modifier::ITALIC,
            "underline" => Modifier::UNDERLINED,
            "reverse" => Modifier::REVERSED,
            "on" => {
                background = true;
                continue;
            }
            _ => {
                let colour: Color = word.parse().map_err(|_| format!("unknown colour or attribute {word:?}"))?;
                style = if background { style.bg(colour) } else { style.fg(colour) };
                continue;
            }
        };
        style = style.add_modifier(modifier);
    }
    Ok(style)
}

/// The nearest colour that the terminal has.
fn degrade(colour: Color, depth: Depth) -> Color {
    match (colour, depth) {
        (Color::Rgb(r, g, b), Depth::Palette) => Color::Indexed(nearest_palette(r, g, b)),
        (Color::Rgb(r, g, b), Depth::Sixteen) => nearest_basic(r, g, b),
        (Color::Indexed(index), Depth::Sixteen) if index >= 16 => {
            let (r, g, b) = palette(index);
            nearest_basic(r, g, b)
        }
        _ => colour,
    }
}

const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The red, green and blue of xterm's colour cube and grey ramp.
fn palette(index: u8) -> (u8, u8, u8) {
    if index >= 232 {
        let grey = 8 + (index - 232) * 10;
        return (grey, grey, grey);
    }
    let cube = index.saturating_sub(16);
    (STEPS[(cube / 36 % 6) as usize], STEPS[(cube / 6 % 6) as usize], STEPS[(cube % 6) as usize])
}

fn nearest_palette(r: u8, g: u8, b: u8) -> u8 {
    (16..=255).min_by_key(|&index| distance((r, g, b), palette(index))).unwrap_or(7)
}

fn nearest_basic(r: u8, g: u8, b: u8) -> Color {
    const BASIC: [(Color, (u8, u8, u8)); 16] = [
        (Color::Black, (0, 0, 0)),
        (Color::Red, (205, 0, 0)),
        (Color::Green, (0, 205, 0)),
        (Color::Yellow, (205, 205, 0)),
        (Color::Blue, (0, 0, 238)),
        (Color::Magenta, (205, 0, 205)),
        (Color::Cyan, (0, 205, 205)),
        (Color::Gray, (229, 229, 229)),
        (Color::DarkGray, (127, 127, 127)),
        (Color::LightRed, (255, 0, 0)),
        (Color::LightGreen, (0, 255, 0)),
        (Color::LightYellow, (255, 255, 0)),
        (Color::LightBlue, (92, 92, 255)),
        (Color::LightMagenta, (255, 0, 255)),
        (Color::LightCyan, (0, 255, 255)),
        (Color::White, (255, 255, 255)),
    ];
    BASIC.iter().min_by_key(|(_, basic)| distance((r, g, b), *basic)).map_or(Color::Reset, |(colour, _)| *colour)
}

fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    square(a.0, b.0) * 2 + square(a.1, b.1) * 4 + square(a.2, b.2) * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_theme_can_be_read() {
        for (name, source) in THEMES {
            if let Err(error) = Theme::parse(source) {
                panic!("{name}: {error}");
            }
        }
    }

    #[test]
    fn without_colour_no_role_has_one_and_hits_still_show() {
        for (name, _) in THEMES {
            let theme = Theme::built_in(name).expect("listed").fitted(Depth::None);
            for (role, style) in theme.roles() {
                assert!(style.fg.is_none() && style.bg.is_none(), "{name}: {role} has a colour");
            }
            assert_ne!(theme.hit, theme.text);
            assert_ne!(theme.current_hit, theme.hit);
            assert_ne!(theme.selected, theme.text);
            assert_ne!(theme.date, theme.text);
        }
    }

    /// Colour is never the only sign: what must be told from running text differs in attributes too.
    #[test]
    fn hits_and_selections_differ_from_text_by_more_than_colour() {
        for (name, _) in THEMES {
            let theme = Theme::built_in(name).expect("listed");
            for (role, style) in theme.roles() {
                if ["hit", "current_hit", "selected", "cursor", "date", "person", "place", "org", "title", "focus"]
                    .contains(&role)
                {
                    assert!(style.add_modifier != theme.text.add_modifier, "{name}: {role}");
                }
            }
        }
    }

    /// By the formula of WCAG 2.
    fn contrast(a: Color, b: Color) -> f64 {
        let luminance = |colour| {
            let Color::Rgb(r, g, b) = colour else { panic!("{colour:?} is no 24-bit colour") };
            let linear = |part: u8| match f64::from(part) / 255.0 {
                part if part <= 0.03928 => part / 12.92,
                part => ((part + 0.055) / 1.055).powf(2.4),
            };
            0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
        };
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        (a / b).max(b / a)
    }

    #[test]
    fn every_role_can_be_read_on_the_background_that_it_is_made_for() {
        for (name, background) in [("dark", Color::Rgb(0x1c, 0x1c, 0x1c)), ("light", Color::Rgb(255, 255, 255))] {
            for (role, style) in Theme::built_in(name).expect("listed").roles() {
                let (fg, bg) = (style.fg.expect("a colour"), style.bg.unwrap_or(background));
                assert!(contrast(fg, bg) >= 4.5, "{name}: {role} has {:.1} : 1", contrast(fg, bg));
            }
        }
    }

    #[test]
    fn colours_fall_to_what_the_terminal_has() {
        let orange = Color::Rgb(255, 135, 0);
        assert_eq!(degrade(orange, Depth::True), orange);
        assert_eq!(degrade(orange, Depth::Palette), Color::Indexed(208));
        assert_eq!(degrade(Color::Indexed(208), Depth::Sixteen), degrade(orange, Depth::Sixteen));
        assert!(matches!(degrade(Color::Rgb(250, 250, 250), Depth::Sixteen), Color::White));
    }

    #[test]
    fn the_environment_tells_the_depth() {
        let of = |pairs: &'static [(&str, &str)]| {
            Depth::of(|name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(of(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(of(&[("TERM", "xterm-256color")]), Depth::Palette);
        assert_eq!(of(&[("TERM", "xterm")]), Depth::Sixteen);
        assert_eq!(of(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]), Depth::None);
        assert_eq!(of(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]), Depth::Palette);
        assert_eq!(of(&[("TERM", "dumb")]), Depth::None);
    }

    #[test]
    fn a_wrong_theme_says_where() {
        let error = Theme::parse("text = \"blod\"\n").unwrap_err();
        assert!(error.contains("blod") && error.contains("line 1"), "{error}");
    }
}

//! Which region of the screen is for what: by width and height alone, so that the same size always looks the same.

use ratatui::layout::Rect;

/// The smallest screen that is drawn on; on a smaller one a line says so.
pub const SMALLEST: (u16, u16) = (24, 5);

/// Columns left of the text: the mark of the current paragraph and the bars of quotations.
pub const GUTTER: u16 = 4;

/// What the layout depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The longest line of text.
    pub measure: u16,
    /// The pane that has the focus, if not the text: an index into `PANES`.
    pub focus: Option<usize>,
    /// True if the pane that has the focus takes the whole screen.
    pub full: bool,
}

/// The regions of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The whole screen.
    pub screen: Rect,
    /// The text with its gutter.
    pub text: Rect,
    /// The columns that lines are set in, behind the gutter.
    pub lines: Rect,
    /// The region of each pane, in the order of `PANES`.
    pub panes: [Option<Rect>; 2],
    /// True for a pane that lies over the text.
    pub over: bool,
    /// The strip of time along the bottom.
    pub strip: Option<Rect>,
    /// The status line.
    pub status: Rect,
    /// The line that names the keys of the mode.
    pub footer: Option<Rect>,
}

impl Layout {
    /// An area of at most this size in the upper middle, above the status line.
    pub fn middle(&self, width: u16, height: u16) -> Rect {
        let (width, height) = (width.min(self.screen.width), height.min(self.status.y));
        Rect { x: (self.screen.width - width) / 2, y: (self.status.y - height) / 3, width, height }
    }
}

/// Divides a screen. `None` if it is too small.
pub fn layout(screen: Rect, wish: Wish) -> Option<Layout> {
    let (width, height) = (screen.width, screen.height);
    if width < SMALLEST.0 || height < SMALLEST.1 {
        return None;
    }
    let footer = u16::from(height >= 20);
    let strip = match (width, height) {
        (_, ..16) => 0,
        (160.., 30..) => 3,
        _ => 1,
    };
    let body = Rect { height: height - 1 - footer - strip, ..screen };
    let below = |rows: u16, up: u16| Rect { x: 0, y: height - up, width, height: rows };
    let text_width = (wish.measure + GUTTER * 2).min(width);
    let mut panes = [None, None];
    let mut over = false;
    let mut text = body;
    if width >= 160 {
        let rest = width - text_width.min(width - 70);
        let who = (rest * 2 / 5).clamp(30, 44);
        let when = rest - who;
        text = Rect { x: who, width: width - rest, ..body };
        panes = [Some(Rect { width: who - 1, ..body }), Some(Rect { x: width - when + 1, width: when - 1, ..body })];
    } else if width >= 104 {
        let side = (width - text_width.min(width - 31)).clamp(28, 48);
        text = Rect { width: width - side, ..body };
        let column = Rect { x: width - side + 1, width: side - 1, ..body };
        let who = body.height * 9 / 20;
        panes = [
            Some(Rect { height: who, ..column }),
            Some(Rect { y: column.y + who, height: column.height - who, ..column }),
        ];
    }
    if let Some(focus) = wish.focus.filter(|focus| *focus < panes.len()) {
        if wish.full {
            panes = [None, None];
            panes[focus] = Some(body);
        } else if panes[focus].is_none() {
            // Too little text would be left beside it to be read.
            let wide = if width < 64 { width } else { (width * 3 / 5).min(60) };
            panes[focus] = Some(Rect { x: width - wide, width: wide, ..body });
            over = true;
        }
    }
    let gutter = GUTTER.min(text.width / 8);
    // The text stands in the middle of a region that is wider than it needs.
    let spare = text.width.saturating_sub(wish.measure + gutter * 2) / 2;
    let lines = Rect {
        x: text.x + gutter + spare,
        width: (text.width - gutter - spare).saturating_sub(1).min(wish.measure),
        ..text
    };
    let strip = (strip > 0).then(|| below(strip, 1 + footer + strip));
    Some(Layout {
        screen,
        text,
        lines,
        panes,
        over,
        strip,
        status: below(1, 1 + footer),
        footer: (footer > 0).then(|| below(1, 1)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(width: u16, height: u16) -> Option<Layout> {
        layout(Rect::new(0, 0, width, height), Wish { measure: 72, focus: None, full: false })
    }

    #[test]
    fn panes_come_with_the_width() {
        assert_eq!(at(80, 24).unwrap().panes, [None, None]);
        let medium = at(120, 40).unwrap();
        assert!(medium.panes[0].unwrap().x > medium.text.x && medium.panes[1].unwrap().y > medium.panes[0].unwrap().y);
        let wide = at(200, 60).unwrap();
        assert!(wide.panes[0].unwrap().x < wide.text.x && wide.panes[1].unwrap().x > wide.text.x);
        assert!(wide.strip.is_some_and(|strip| strip.height > 1));
    }

    #[test]
    fn the_measure_is_kept_from_80_columns_up() {
        for width in 80..260 {
            let layout = at(width, 40).unwrap();
            assert!((68..=72).contains(&layout.lines.width), "{width}: {}", layout.lines.width);
        }
    }

    #[test]
    fn regions_lie_on_the_screen_and_apart_at_every_size() {
        for width in 0..240 {
            for height in 0..64 {
                for wish in [(None, false), (Some(0), false), (Some(1), false), (Some(1), true)] {
                    let wish = Wish { measure: 72, focus: wish.0, full: wish.1 };
                    let Some(layout) = layout(Rect::new(0, 0, width, height), wish) else { continue };
                    let regions = [Some(layout.text), layout.strip, Some(layout.status), layout.footer];
                    let beside = layout.panes.iter().filter(|_| !layout.over && !wish.full).copied();
                    let regions: Vec<Rect> = regions.into_iter().chain(beside).flatten().collect();
                    for (nth, region) in regions.iter().enumerate() {
                        assert_eq!(region.intersection(layout.screen), *region, "{width}x{height}");
                        assert!(!region.is_empty(), "{width}x{height}");
                        assert!(
                            regions[..nth].iter().all(|other| !other.intersects(*region)),
                            "{width}x{height}: {layout:?}"
                        );
                    }
                    assert!(layout.lines.width > 0 && layout.text.union(layout.lines) == layout.text);
                }
            }
        }
    }
}

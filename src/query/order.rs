//! The order in which things happened: dates merged with what the text says came before and after.
//!
//! Dated events form the spine. An undated event is put right behind what it is told to follow, or right before what
//! it is told to precede; an order that only the telling suggests is used last and marked as weak. Contradictions and
//! cycles cost nothing but a doubtful place. Linear in events and links but for sorting the dates.

use crate::model::{Date, Document, EventId, TemporalRelation};

use super::time::{Extent, Years, day_number, extent};

/// Links below this confidence only suggest an order (that of the telling).
const STRONG: f32 = 0.5;

/// Where an event stands among the others, and what put it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Its own date, or a bound of it.
    Dated,
    /// The years that a day without a year may lie in.
    YearUnknown,
    /// It is told to happen with or within this event.
    With(EventId),
    /// It is told to come after this event.
    After(EventId),
    /// It is told to come before this event.
    Before(EventId),
    /// Nothing.
    Unplaced,
}

/// An event in the order of happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The event, where it is first told.
    pub event: EventId,
    /// The telling of it that carries its date: itself, or a later one.
    pub dated_by: EventId,
    /// What put it there.
    pub placement: Placement,
    /// True if only the order of telling put it there.
    pub weak: bool,
    /// The days it may cover, if it has a calendar value.
    pub extent: Option<Extent>,
}

/// All events but re-tellings, in the order in which they happened, and how many of them something places: the rest
/// comes last, as told. `canonical` gives for each event its first telling.
pub fn happened_order(document: &Document, canonical: &[EventId]) -> (Vec<Placed>, usize) {
    let mut sorter = Sorter::new(document, canonical);
    sorter.read_links(document, canonical);
    let spine = sorter.spine();
    sorter.merge(&spine)
}

/// An edge to a neighbour in time.
#[derive(Clone, Copy)]
struct Edge {
    to: EventId,
    with: bool,
    weak: bool,
}

struct Sorter {
    /// By event: `None` for re-tellings.
    nodes: Vec<Option<Node>>,
    /// What happens right after, and before, each event as far as links say so.
    later: Vec<Vec<Edge>>,
    earlier: Vec<Vec<Edge>>,
    order: Vec<Placed>,
}

struct Node {
    placed: Placed,
    key: Option<Key>,
    /// Its start is known, so that links cannot move it.
    firm: bool,
    on_spine: bool,
    emitted: bool,
    /// Neighbours before it that are still to come.
    waiting: u32,
}

/// Day; upper bounds before, lower bounds behind what happens that day; what lasts long before what begins it, then
/// what is known more closely: "early in the nineties" before "in the nineties"; as told.
type Key = (i32, u8, i32, u32);

impl Sorter {
    fn new(document: &Document, canonical: &[EventId]) -> Self {
        let count = document.events.len();
        let mut nodes: Vec<Option<Node>> = Vec::with_capacity(count);
        for (index, &first) in canonical.iter().enumerate() {
            let event = EventId::from(index);
            if first != event {
                // A later telling may be the one that carries the date.
                if let Some(node) = nodes[first.index()].as_mut().filter(|node| node.key.is_none()) {
                    node.date(document, event);
                }
                nodes.push(None);
                continue;
            }
            let placed = Placed { event, dated_by: event, placement: Placement::Unplaced, weak: false, extent: None };
            let mut node = Node { placed, key: None, firm: false, on_spine: false, emitted: false, waiting: 0 };
            node.date(document, event);
            nodes.push(Some(node));
        }
        Self { nodes, later: vec![Vec::new(); count], earlier: vec![Vec::new(); count], order: Vec::new() }
    }

    /// Keeps the links that say what dates do not say.
    fn read_links(&mut self, document: &Document, canonical: &[EventId]) {
        for link in &document.temporal_links {
            let (Some(&source), Some(&target)) =
                (canonical.get(link.source.index()), canonical.get(link.target.index()))
            else {
                continue;
            };
            if source == target || (self.is_firm(source) && self.is_firm(target)) {
                continue;
            }
            let weak = link.provenance.confidence < STRONG;
            let (first, second, with) = match link.relation {
                TemporalRelation::Before => (source, target, false),
                TemporalRelation::After => (target, source, false),
                TemporalRelation::Includes => (source, target, true),
                // The dated one, or the one told first, leads.
                TemporalRelation::Simultaneous if self.is_firm(target) => (target, source, true),
                TemporalRelation::Simultaneous if self.is_firm(source) => (source, target, true),
                TemporalRelation::Simultaneous => (source.min(target), source.max(target), true),
            };
            self.later[first.index()].push(Edge { to: second, with, weak });
            self.earlier[second.index()].push(Edge { to: first, with, weak });
        }
        for edges in self.later.iter_mut().chain(&mut self.earlier) {
            edges.sort_by_key(|edge| (edge.weak, !edge.with, edge.to));
        }
    }

    fn is_firm(&self, event: EventId) -> bool {
        self.nodes[event.index()].as_ref().is_some_and(|node| node.firm)
    }

    /// The events that stand by their own date, sorted: the firmly dated, and those bounded ones that no strong link
    /// ties to the rest. Sets how many neighbours each of the others waits for.
    fn spine(&mut self) -> Vec<EventId> {
        let mut spine: Vec<EventId> = self.ids().filter(|&id| self.is_firm(id)).collect();
        let mut reached = vec![false; self.nodes.len()];
        self.reach(&spine, &mut reached, false);
        let soft: Vec<EventId> = self
            .ids()
            .filter(|&id| !reached[id.index()] && self.nodes[id.index()].as_ref().is_some_and(|n| n.key.is_some()))
            .collect();
        self.reach(&soft, &mut reached, false);
        spine.extend(&soft);
        let strongly = reached.clone();
        let all: Vec<EventId> = self.ids().filter(|id| reached[id.index()]).collect();
        self.reach(&all, &mut reached, true);
        self.drop_idle_edges(&strongly, &reached);
        spine.sort_by_key(|id| self.nodes[id.index()].as_ref().and_then(|node| node.key));
        for id in &spine {
            if let Some(node) = &mut self.nodes[id.index()] {
                node.on_spine = true;
            }
        }
        spine
    }

    fn ids(&self) -> impl Iterator<Item = EventId> + '_ {
        self.nodes.iter().enumerate().filter(|(_, node)| node.is_some()).map(|(index, _)| EventId::from(index))
    }

    /// Marks what links tie to `from`: strong links in both directions, weak ones only forwards.
    fn reach(&self, from: &[EventId], reached: &mut [bool], weakly: bool) {
        let mut open: Vec<EventId> = from.to_vec();
        from.iter().for_each(|id| reached[id.index()] = true);
        while let Some(id) = open.pop() {
            let forth = self.later[id.index()].iter().filter(|edge| weakly || !edge.weak);
            let back = self.earlier[id.index()].iter().filter(|edge| !weakly && !edge.weak);
            for edge in forth.chain(back) {
                if !std::mem::replace(&mut reached[edge.to.index()], true) {
                    open.push(edge.to);
                }
            }
        }
    }

    /// Forgets weak links into events that strong ones place, and all links from events that nothing places.
    fn drop_idle_edges(&mut self, strongly: &[bool], reached: &[bool]) {
        for index in 0..self.nodes.len() {
            self.later[index]
                .retain(|edge| reached[index] == reached[edge.to.index()] && !(edge.weak && strongly[edge.to.index()]));
            self.earlier[index]
                .retain(|edge| reached[index] == reached[edge.to.index()] && !(edge.weak && strongly[index]));
            let waiting = self.earlier[index].len() as u32;
            if let Some(node) = &mut self.nodes[index] {
                node.waiting = waiting;
            }
        }
    }

    fn merge(mut self, spine: &[EventId]) -> (Vec<Placed>, usize) {
        for &id in spine {
            self.emit_before(id);
            self.emit(id, None);
        }
        let placed = self.order.len();
        // What is left hangs in cycles, or on nothing: as told.
        let left: Vec<EventId> = self.ids().collect();
        for id in left {
            if self.is_waiting(id) {
                self.emit(id, None);
            }
        }
        (self.order, placed)
    }

    fn is_waiting(&self, id: EventId) -> bool {
        self.nodes[id.index()].as_ref().is_some_and(|node| !node.emitted)
    }

    fn may_move(&self, id: EventId) -> bool {
        self.nodes[id.index()].as_ref().is_some_and(|node| !node.emitted && !node.on_spine)
    }

    /// Emits what must come before `id` and has not come yet, the earliest first.
    fn emit_before(&mut self, id: EventId) {
        let mut path = vec![(id, 0)];
        let mut on_path = rustc_hash::FxHashSet::from_iter([id]);
        while let Some((at, next)) = path.pop() {
            match self.earlier[at.index()].get(next).copied() {
                Some(edge) => {
                    path.push((at, next + 1));
                    if !edge.weak && self.may_move(edge.to) && on_path.insert(edge.to) {
                        path.push((edge.to, 0));
                    }
                }
                None if at != id && self.may_move(at) => {
                    let placement = if self.later[at.index()].iter().any(|edge| edge.to == id && edge.with) {
                        Placement::With(id)
                    } else {
                        Placement::Before(id)
                    };
                    self.emit(at, Some((placement, false)));
                }
                None => {}
            }
        }
    }

    /// Emits `id`, then everything that waited for it alone.
    fn emit(&mut self, id: EventId, why: Option<(Placement, bool)>) {
        let mut open = vec![(id, why)];
        while let Some((id, why)) = open.pop() {
            let Some(node) = self.nodes[id.index()].as_mut().filter(|node| !node.emitted) else { continue };
            node.emitted = true;
            if let (Some((placement, weak)), false) = (why, node.on_spine) {
                (node.placed.placement, node.placed.weak) = (placement, weak);
            }
            self.order.push(node.placed);
            for edge in self.later[id.index()].iter().rev() {
                let Some(node) = self.nodes[edge.to.index()].as_mut() else { continue };
                node.waiting = node.waiting.saturating_sub(1);
                if node.waiting == 0 && !node.emitted && !node.on_spine {
                    let placement = if edge.with { Placement::With(id) } else { Placement::After(id) };
                    open.push((edge.to, Some((placement, edge.weak))));
                }
            }
        }
    }
}

impl Node {
    /// Takes its date from a telling of it, if that has one.
    fn date(&mut self, document: &Document, telling: EventId) {
        let Some(when) = &document.events[telling.index()].when else { return };
        let told = self.placed.event.0;
        self.placed.dated_by = telling;
        if let Some(extent) = extent(when) {
            self.firm = when.bounds.earliest_start.is_some() && when.bounds.latest_start.is_some();
            let side = match (self.firm, when.bounds.earliest_start.is_some()) {
                (true, _) => 1,
                (false, true) => 2,
                (false, false) => 0,
            };
            let stretch = extent.last.saturating_sub(extent.first);
            let lasts = when.edtf.contains('/');
            self.key = Some((extent.first, side, if lasts { -stretch } else { stretch }, told));
            self.placed.extent = Some(extent);
            self.placed.placement = Placement::Dated;
        } else if let Some(years) = Years::of(when) {
            // Behind all of the first year, or before all of the last.
            let day = |year, month, day| Date::new(year, month, day).map_or(i32::MAX, day_number);
            self.key = match (years.first, years.last) {
                (Some(first), _) => Some((day(first, 12, 31), 2, 0, told)),
                (None, Some(last)) => Some((day(last, 1, 1), 0, 0, told)),
                (None, None) => None,
            };
            self.placed.placement = Placement::YearUnknown;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::TemporalRelation::{After, Before, Includes, Simultaneous};
    use proptest::prelude::*;

    fn placed(sample: &Sample) -> Vec<Placed> {
        let canonical: Vec<EventId> = (0..sample.document.events.len()).map(EventId::from).collect();
        happened_order(&sample.document, &canonical).0
    }

    fn order(sample: &Sample) -> String {
        let label = |id: EventId| sample.document.events[id.index()].label.as_str();
        placed(sample).iter().map(|placed| label(placed.event)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn dates_lead_and_ties_keep_the_telling() {
        let mut sample = Sample::new("a b c d");
        sample.event("a", Some("2001"));
        sample.event("b", Some("1999-05-02"));
        sample.event("c", Some("2001"));
        sample.event("d", Some("199X"));
        assert_eq!(order(&sample), "d b a c");
    }

    #[test]
    fn of_one_beginning_the_more_closely_known_comes_first_but_for_what_lasts() {
        let mut sample = Sample::new("a b c");
        sample.event("a", Some("1990"));
        sample.event("b", Some("1990-01-01"));
        sample.event("c", Some("1990-01-01/1994-05-03"));
        assert_eq!(order(&sample), "c b a");
    }

    #[test]
    fn undated_events_stand_beside_what_they_are_tied_to() {
        let mut sample = Sample::new("a b c d e");
        let a = sample.event("a", Some("2001"));
        let b = sample.event("b", None);
        let c = sample.event("c", Some("1990"));
        let d = sample.event("d", None);
        let e = sample.event("e", None);
        sample.link(b, After, c, 0.9);
        sample.link(d, Before, a, 0.9);
        sample.link(e, After, b, 0.9);
        assert_eq!(order(&sample), "c b e d a");
        let order = placed(&sample);
        let placements: Vec<Placement> = order.iter().map(|placed| placed.placement).collect();
        let [after_c, after_b] = [c, b].map(Placement::After);
        assert_eq!(placements, [Placement::Dated, after_c, after_b, Placement::Before(a), Placement::Dated]);
    }

    #[test]
    fn the_telling_is_the_last_resort() {
        let mut sample = Sample::new("a b c d");
        let a = sample.event("a", Some("2001"));
        let b = sample.event("b", None);
        let c = sample.event("c", Some("1950"));
        let d = sample.event("d", None);
        sample.link(a, Before, b, 0.2);
        sample.link(b, Before, c, 0.2);
        sample.link(c, Before, d, 0.2);
        assert_eq!(order(&sample), "c d a b");
        let order = placed(&sample);
        assert!(order[1].weak && order[3].weak);
    }

    #[test]
    fn cycles_and_contradictions_are_harmless() {
        let mut sample = Sample::new("a b c d");
        let a = sample.event("a", None);
        let b = sample.event("b", None);
        let c = sample.event("c", Some("2001"));
        let d = sample.event("d", None);
        sample.link(a, Before, b, 0.9);
        sample.link(b, Before, a, 0.9);
        sample.link(d, Before, c, 0.9);
        sample.link(d, After, c, 0.9);
        sample.link(a, Includes, a, 0.9);
        assert_eq!(order(&sample), "d c a b");
    }

    #[test]
    fn a_day_without_a_year_stands_behind_its_first_candidate_year() {
        let mut sample = Sample::new("a b c");
        sample.event("a", Some("XXXX-09-12"));
        sample.event("b", Some("2020-09-27"));
        sample.event("c", Some("2022"));
        assert_eq!(order(&sample), "b a c");
    }

    #[test]
    fn what_happens_together_stands_together() {
        let mut sample = Sample::new("a b c");
        let a = sample.event("a", None);
        sample.event("b", Some("1990"));
        let c = sample.event("c", Some("1980"));
        sample.link(a, Simultaneous, c, 0.8);
        assert_eq!(order(&sample), "c a b");
    }

    proptest! {
        #[test]
        fn every_event_stands_once_and_firm_dates_in_order(
            dates in prop::collection::vec(prop::option::of(1900u16..1910), 1..14),
            links in prop::collection::vec((0usize..14, 0usize..14, 0u8..4, any::<bool>()), 0..24),
        ) {
            let mut sample = Sample::new("a");
            for date in &dates {
                sample.event("a", date.map(|year| year.to_string()).as_deref());
            }
            for (source, target, relation, strong) in links {
                let relation = [Before, After, Includes, Simultaneous][usize::from(relation)];
                let [source, target] = [source, target].map(|nth| EventId::from(nth % dates.len()));
                sample.link(source, relation, target, if strong { 0.9 } else { 0.2 });
            }
            let order = placed(&sample);
            let mut seen: Vec<usize> = order.iter().map(|placed| placed.event.index()).collect();
            let years: Vec<u16> = seen.iter().filter_map(|&nth| dates[nth]).collect();
            prop_assert!(years.is_sorted());
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..dates.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let mut sample = Sample::new("a");
        let mut last = sample.event("a", Some("1990"));
        for _ in 0..20_000 {
            let next = sample.event("a", None);
            sample.link(next, Before, last, 0.9);
            last = next;
        }
        let order = placed(&sample);
        assert_eq!(order.len(), 20_001);
        assert_eq!(order[0].event, last);
    }
}

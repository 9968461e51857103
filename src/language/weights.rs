//! Statistical models that are built in: what a feature of a word says for each label, and which labels follow which.
//!
//! A model is a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) whose features are numbers
//! and whose weights are bytes. It is read in place; only the starts of its buckets are counted out when it is first
//! asked. What the features are, and what becomes of the labels, is the business of [`crate::analysis`]; how weights
//! are found, that of `examples/names`.

use std::sync::OnceLock;

use super::entity::KINDS;
use crate::model::EntityKind;

/// Labels: outside, and for each kind of name its first word and the words behind it.
pub const LABELS: usize = 1 + 2 * KINDS;

/// A feature: the number of its template in the upper 8 bits, and a number that stands for the template and its answer
/// in the lower 24. Two features may share the lower number; then they share their weights too.
pub type Feature = u32;

/// Bits of a feature's number that choose its bucket; the eight below tell the features of a bucket apart.
const BUCKET_BITS: u32 = 16;
const BUCKETS: usize = 1 << BUCKET_BITS;
/// Bits of the eight that [`Weights::some`] tells apart.
const FEW_BITS: u32 = 4;
/// What a file of weights begins with.
const SIGNATURE: &[u8] = b"dateline crf 1\n";
/// So many features are looked at in one go.
const AT_ONCE: usize = 64;
/// Bytes of one weight: which feature of the bucket, which label, how much.
const ENTRY: usize = 3;
/// Bytes of the table of transitions: one row for each label before, one for none, in units of a weight.
const TRANSITIONS: usize = (LABELS + 1) * LABELS * 2;

/// What a label says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Part of no name.
    Outside,
    /// The first word of a name.
    First(EntityKind),
    /// A further word of it.
    Further(EntityKind),
}

impl Label {
    /// The label of a number below [`LABELS`].
    pub fn of(number: usize) -> Label {
        match number.checked_sub(1) {
            None => Label::Outside,
            Some(rest) if rest % 2 == 0 => Label::First(EntityKind::ALL[rest / 2]),
            Some(rest) => Label::Further(EntityKind::ALL[rest / 2]),
        }
    }

    /// Its number.
    pub fn number(self) -> usize {
        match self {
            Label::Outside => 0,
            Label::First(kind) => 1 + 2 * kind as usize,
            Label::Further(kind) => 2 + 2 * kind as usize,
        }
    }

    /// True if `next` may stand behind this label: a further word needs a word of the same kind before it.
    pub fn may_precede(self, next: Label) -> bool {
        match next {
            Label::Further(kind) => self == Label::First(kind) || self == Label::Further(kind),
            _ => true,
        }
    }
}

/// Points for each label.
pub type Scores = [i32; LABELS];

/// The weights of one model.
pub struct Weights {
    /// A bit for each sixteen features, set if one of them has a weight: most features of a text have none, and this
    /// small table tells without a look at the large ones.
    some: Vec<u64>,
    starts: Vec<u32>,
    entries: &'static [u8],
    /// Points for each label behind none.
    start: Scores,
    /// For each label the points behind each label before it.
    behind: Vec<Scores>,
}

/// The models that find names, by language.
const NAMES: [(&str, &[u8]); 1] = [("en", include_bytes!("../../assets/model/names.en.bin"))];

/// A file of weights that is none.
#[derive(Debug, PartialEq, Eq)]
pub struct NotWeights;

impl Weights {
    /// The model that finds names in texts of a language, by its ISO 639-1 code.
    pub fn names(language: &str) -> Option<&'static Weights> {
        static READ: [OnceLock<Weights>; NAMES.len()] = [const { OnceLock::new() }; NAMES.len()];
        let index = NAMES.iter().position(|(known, _)| *known == language)?;
        let read = || match Weights::read(NAMES[index].1) {
            Ok(weights) => weights,
            // A test reads them all, so this cannot fail in a program that was built from a green tree.
            Err(NotWeights) => panic!("built-in weights are damaged"),
        };
        Some(READ[index].get_or_init(read))
    }

    /// True if there is a model that finds names in texts of a language.
    pub fn has_names(language: &str) -> bool {
        NAMES.iter().any(|(known, _)| *known == language)
    }

    /// Reads weights as [`Weights::write`] writes them.
    ///
    /// # Errors
    /// If the bytes are no such file.
    pub fn read(bytes: &'static [u8]) -> Result<Weights, NotWeights> {
        let rest = bytes.strip_prefix(SIGNATURE).ok_or(NotWeights)?;
        let (table, rest) = rest.split_at_checked(TRANSITIONS).ok_or(NotWeights)?;
        let (counts, entries) = rest.split_at_checked(BUCKETS).ok_or(NotWeights)?;
        let points = |before: usize, label: usize| {
            let at = (before * LABELS + label) * 2;
            i32::from(i16::from_le_bytes([table[at], table[at + 1]]))
        };
        let start = std::array::from_fn(|label| points(LABELS, label));
        let row = |label| std::array::from_fn(|before| way(before, label, points(before, label)));
        let behind = (0..LABELS).map(row).collect();
        let mut starts = Vec::with_capacity(BUCKETS + 1);
        let mut total = 0;
        for count in counts {
            starts.push(total);
            total += u32::from(*count);
        }
        starts.push(total);
        let whole = entries.len() == total as usize * ENTRY;
        let labels = entries.chunks_exact(ENTRY).all(|entry| usize::from(entry[1]) < LABELS);
        if !(whole && labels) {
            return Err(NotWeights);
        }
        let mut some = vec![0; BUCKETS << FEW_BITS >> 6];
        for bucket in 0..BUCKETS {
            for entry in
                entries[starts[bucket] as usize * ENTRY..starts[bucket + 1] as usize * ENTRY].chunks_exact(ENTRY)
            {
                let few = bucket << FEW_BITS | usize::from(entry[0]) >> (8 - FEW_BITS);
                some[few >> 6] |= 1 << (few & 63);
            }
        }
        Ok(Weights { some, starts, entries, start, behind })
    }

    /// The bytes of a model with these weights (a feature, a label, a weight in units) and transitions. A bucket holds
    /// no more than 255 weights; what is over is left out, smallest first.
    pub fn write(weights: &[(Feature, usize, i8)], transitions: &[[i16; LABELS]; LABELS + 1]) -> Vec<u8> {
        let mut buckets: Vec<Vec<(u8, u8, i8)>> = vec![Vec::new(); BUCKETS];
        for &(feature, label, weight) in weights {
            buckets[bucket(feature)].push((check(feature), label as u8, weight));
        }
        let mut bytes = SIGNATURE.to_vec();
        bytes.extend(transitions.iter().flatten().flat_map(|points| points.to_le_bytes()));
        for bucket in &mut buckets {
            bucket.sort_by_key(|&(check, label, weight)| (std::cmp::Reverse(weight.unsigned_abs()), check, label));
            bucket.truncate(u8::MAX.into());
            bucket.sort_unstable();
            bytes.push(bucket.len() as u8);
        }
        for (check, label, weight) in buckets.into_iter().flatten() {
            bytes.extend([check, label, weight as u8]);
        }
        bytes
    }

    /// Adds to `scores` what features say.
    pub fn add(&self, features: &[Feature], scores: &mut Scores) {
        let mut some = [0; AT_ONCE];
        for features in features.chunks(AT_ONCE) {
            // Those that may have a weight are set apart without a branch, whose outcome could not be foreseen.
            let mut count = 0;
            for &feature in features {
                let few = (feature & 0xff_ffff) as usize >> (8 - FEW_BITS);
                some[count] = feature;
                count += (self.some[few >> 6] >> (few & 63) & 1) as usize;
            }
            some[..count].iter().for_each(|&feature| self.add_one(feature, scores));
        }
    }

    fn add_one(&self, feature: Feature, scores: &mut Scores) {
        let bucket = bucket(feature);
        let check = check(feature);
        let range = self.starts[bucket] as usize * ENTRY..self.starts[bucket + 1] as usize * ENTRY;
        for entry in self.entries[range].chunks_exact(ENTRY) {
            // No branch here either.
            scores[usize::from(entry[1])] += i32::from(entry[2] as i8) * i32::from(entry[0] == check);
        }
    }

    /// The best row of labels for words with these points (Viterbi 1967), put into `labels`.
    pub fn decode(&self, scores: &[Scores], labels: &mut Vec<Label>) {
        labels.clear();
        let Some(first) = scores.first() else { return };
        let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
        let mut best: Scores = std::array::from_fn(|label| match Label::of(label) {
            Label::Further(_) => IMPOSSIBLE,
            _ => first[label] + self.start[label],
        });
        for points in &scores[1..] {
            let mut from = [0; LABELS];
            let next = std::array::from_fn(|label| {
                // The number of the label before rides in the lower bits, so that one pass finds both.
                let ways = best.iter().zip(&self.behind[label]).enumerate();
                let most = ways.map(|(before, (best, way))| (best + way) << NUMBER_BITS | before as i32).max();
                let most = most.unwrap_or_default();
                from[label] = (most & ((1 << NUMBER_BITS) - 1)) as u8;
                (most >> NUMBER_BITS) + points[label]
            });
            back.push(from);
            best = next;
        }
        let mut label = (0..LABELS).max_by_key(|&label| (best[label], std::cmp::Reverse(label))).unwrap_or_default();
        labels.push(Label::of(label));
        for from in back.iter().rev() {
            label = usize::from(from[label]);
            labels.push(Label::of(label));
        }
        labels.reverse();
    }
}

/// Points for a label behind another, if it may stand there.
fn way(before: usize, label: usize, points: i32) -> i32 {
    if Label::of(before).may_precede(Label::of(label)) { points } else { IMPOSSIBLE }
}

/// Bits of the number of a label.
const NUMBER_BITS: u32 = 5;
/// Less than any row of labels comes to.
const IMPOSSIBLE: i32 = -(1 << 24);

fn bucket(feature: Feature) -> usize {
    (feature >> 8) as usize & (BUCKETS - 1)
}

fn check(feature: Feature) -> u8 {
    feature as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(weights: &[(Feature, usize, i8)]) -> Weights {
        let bytes = Weights::write(weights, &[[0; LABELS]; LABELS + 1]);
        Weights::read(Box::leak(bytes.into_boxed_slice())).expect("just written")
    }

    fn decoded(model: &Weights, words: &[&[Feature]]) -> Vec<Label> {
        let scores: Vec<Scores> = words
            .iter()
            .map(|features| {
                let mut scores = Scores::default();
                model.add(features, &mut scores);
                scores
            })
            .collect();
        let mut labels = Vec::new();
        model.decode(&scores, &mut labels);
        labels
    }

    #[test]
    fn labels_have_numbers() {
        for number in 0..LABELS {
            assert_eq!(Label::of(number).number(), number);
        }
    }

    #[test]
    fn weights_come_back_as_they_were_written() {
        let first = Label::First(EntityKind::Place).number();
        let model = model(&[(0xff_ffff, first, -7), (0xff_fffe, first, 100), (0, 0, 3)]);
        let mut scores = Scores::default();
        model.add(&[0xff_ffff, 0xff_fffe, 1, 0], &mut scores);
        assert_eq!((scores[first], scores[0]), (93, 3));
    }

    #[test]
    fn a_further_word_needs_a_first_one() {
        let further = Label::Further(EntityKind::Person);
        let first = Label::First(EntityKind::Person);
        let model = model(&[(1, further.number(), 50), (2, first.number(), 20)]);
        assert_eq!(decoded(&model, &[&[1]])[0], Label::Outside);
        assert_eq!(decoded(&model, &[&[2], &[1], &[]]), [first, further, Label::Outside]);
        // The gain of the second word pays for a poor first one.
        assert_eq!(decoded(&model, &[&[], &[1]]), [first, further]);
        assert_eq!(decoded(&model, &[]), []);
    }

    #[test]
    fn what_is_no_model_is_refused() {
        assert!(Weights::read(b"dateline crf 1\nshort").is_err() && Weights::read(b"").is_err());
        let mut bytes = Weights::write(&[(9, 1, 1)], &[[0; LABELS]; LABELS + 1]);
        let last = bytes.len() - 2;
        bytes[last] = LABELS as u8;
        assert!(Weights::read(Box::leak(bytes.into_boxed_slice())).is_err());
    }

    #[test]
    fn the_built_in_models_are_whole() {
        for (language, _) in NAMES {
            assert!(Weights::names(language).is_some() && Weights::has_names(language));
        }
        assert!(Weights::names("xx").is_none() && !Weights::has_names("xx"));
    }
}

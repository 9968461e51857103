//! The training of a linear-chain conditional random field.

use std::collections::HashMap;

use dateline::language::weights::{Feature, LABELS, Label, Weights};

use crate::settings::Settings;

/// One stretch to learn from.
pub struct Row {
    pub features: Vec<Vec<u32>>,
    /// The labels that each word may have, a bit each.
    pub allowed: Vec<u32>,
    pub weight: f32,
}

/// The features that were seen, with small numbers for those kept.
#[derive(Default)]
pub struct Numbers {
    pub seen: HashMap<Feature, (u32, u32)>,
    pub kept: Vec<Feature>,
}

impl Numbers {
    pub fn count(&mut self, features: &[Feature]) -> Vec<u32> {
        let mut number = |feature: &Feature| {
            let next = self.seen.len() as u32;
            let (number, count) = self.seen.entry(*feature & 0xff_ffff).or_insert((next, 0));
            *count += 1;
            *number
        };
        features.iter().map(&mut number).collect()
    }

    /// Lets go what was seen fewer than `least` times.
    pub fn drop_rare(&mut self, rows: &mut [Row], least: u32) {
        let mut kept: Vec<(u32, Feature)> = self
            .seen
            .iter()
            .filter(|(_, (_, count))| *count >= least)
            .map(|(feature, (old, _))| (*old, *feature))
            .collect();
        kept.sort_unstable();
        let mut new = vec![u32::MAX; self.seen.len()];
        for (number, (old, feature)) in kept.into_iter().enumerate() {
            new[old as usize] = number as u32;
            self.kept.push(feature);
        }
        self.seen = HashMap::new();
        for features in rows.iter_mut().flat_map(|row| &mut row.features) {
            features.retain_mut(|feature| {
                *feature = new[*feature as usize];
                *feature != u32::MAX
            });
        }
    }
}

pub type Points = [f32; LABELS];

/// Sums of gradients and of their squares for one feature or label.
#[derive(Clone, Copy)]
pub struct Sums {
    pub gradient: Points,
    pub square: Points,
}

impl Sums {
    const NONE: Sums = Sums { gradient: [0.0; LABELS], square: [0.0; LABELS] };

    pub fn add(&mut self, gradient: &Points) {
        for ((sum, square), part) in self.gradient.iter_mut().zip(&mut self.square).zip(gradient) {
            *sum += part;
            *square += part * part;
        }
    }

    /// The weights after `penalty` in all (equation 11 of Xiao 2010 with the metric of Duchi et al.).
    pub fn weights(&self, rate: f32, penalty: f32) -> Points {
        std::array::from_fn(|label| {
            let sum = self.gradient[label];
            let over = (sum.abs() - penalty).max(0.0);
            rate * over.copysign(sum) / (self.square[label].sqrt() + 1e-3)
        })
    }
}

pub struct Trainer {
    pub features: Vec<Sums>,
    pub transitions: Vec<Sums>,
    pub rate: f32,
    pub penalty: f32,
    pub dropout: f32,
    pub steps: f32,
}

impl Trainer {
    pub fn new(features: usize, settings: &Settings) -> Self {
        Self {
            features: vec![Sums::NONE; features],
            transitions: vec![Sums::NONE; LABELS + 1],
            rate: settings.rate,
            penalty: settings.penalty,
            dropout: settings.dropout,
            steps: 0.0,
        }
    }

    pub fn paid(&self) -> f32 {
        self.penalty * self.steps
    }

    /// One step on one stretch; gives how surprising its labels were.
    pub fn learn(&mut self, row: &Row, seed: &mut u64) -> f64 {
        self.steps += 1.0;
        let keep: Vec<Vec<u32>> = row
            .features
            .iter()
            .map(|features| {
                features
                    .iter()
                    .copied()
                    .filter(|_| (random(seed) >> 40) as f32 / (1 << 24) as f32 >= self.dropout)
                    .collect()
            })
            .collect();
        let paid = self.paid();
        let scores: Vec<Points> = keep
            .iter()
            .map(|features| {
                let mut points = [0.0; LABELS];
                for &feature in features {
                    let weights = self.features[feature as usize].weights(self.rate, paid);
                    (0..LABELS).for_each(|label| points[label] += weights[label]);
                }
                points
            })
            .collect();
        let transitions: Vec<Points> = self.transitions.iter().map(|sums| sums.weights(self.rate, 0.0)).collect();
        let all = vec![u32::MAX; scores.len()];
        let gold = Sum::of(&scores, &transitions, &row.allowed);
        let any = Sum::of(&scores, &transitions, &all);
        let Some((gold, any)) = gold.zip(any) else { return 0.0 };
        for (word, features) in keep.iter().enumerate() {
            let gradient: Points =
                std::array::from_fn(|label| row.weight * (gold.words[word][label] - any.words[word][label]));
            if gradient.iter().any(|part| part.abs() > 1e-4) {
                features.iter().for_each(|&feature| self.features[feature as usize].add(&gradient));
            }
        }
        for before in 0..=LABELS {
            let gradient: Points =
                std::array::from_fn(|label| row.weight * (gold.pairs[before][label] - any.pairs[before][label]));
            self.transitions[before].add(&gradient);
        }
        f64::from(any.log - gold.log)
    }

    /// The mean of `trainers` as it is shipped.
    pub fn bytes(trainers: &[Trainer], kept: &[Feature], settings: &Settings) -> Vec<u8> {
        let step = |weight: f32| (weight * settings.steps / trainers.len() as f32).round();
        let sum = |points: &dyn Fn(&Trainer) -> Points| {
            trainers
                .iter()
                .map(points)
                .fold([0.0; LABELS], |sum, points| std::array::from_fn(|label| sum[label] + points[label]))
        };
        let mut weights = Vec::new();
        for (number, feature) in kept.iter().enumerate() {
            let points = sum(&|trainer| trainer.features[number].weights(trainer.rate, trainer.paid()));
            for (label, weight) in points.into_iter().enumerate() {
                let weight = step(weight).clamp(-127.0, 127.0) as i8;
                if weight != 0 {
                    weights.push((*feature, label, weight));
                }
            }
        }
        let mut transitions = [[0; LABELS]; LABELS + 1];
        for (before, row) in transitions.iter_mut().enumerate() {
            let points = sum(&|trainer| trainer.transitions[before].weights(trainer.rate, 0.0));
            (0..LABELS).for_each(|label| row[label] = step(points[label]) as i16);
            row[0] -= step(settings.bias) as i16;
        }
        eprintln!("{} weights", weights.len());
        Weights::write(&weights, &transitions)
    }
}

/// What all rows of labels that are allowed come to: the forward-backward algorithm.
pub struct Sum {
    pub log: f32,
    /// How likely each label is for each word.
    pub words: Vec<Points>,
    /// How often each label is expected behind each other, the last row behind none.
    pub pairs: Vec<Points>,
}

impl Sum {
    pub fn of(scores: &[Points], transitions: &[Points], allowed: &[u32]) -> Option<Sum> {
        let length = scores.len();
        let may = |word: usize, label: usize| allowed[word] >> label & 1 == 1;
        let before = |label: usize| (0..LABELS).filter(move |&before| Label::of(before).may_precede(Label::of(label)));
        let starts = |label: usize| !matches!(Label::of(label), Label::Further(_));
        // Forward, each word scaled to one.
        let exp = |points: &Points| -> Points {
            let most = points.iter().copied().fold(f32::MIN, f32::max);
            std::array::from_fn(|label| (points[label] - most).exp())
        };
        let most = |points: &Points| points.iter().copied().fold(f32::MIN, f32::max);
        let ways: Vec<Points> =
            transitions.iter().map(|row| std::array::from_fn(|label| row[label].clamp(-20.0, 20.0).exp())).collect();
        let words: Vec<Points> = scores.iter().map(exp).collect();
        let mut log: f64 = scores.iter().map(|points| f64::from(most(points))).sum();
        let mut forward: Vec<Points> = Vec::with_capacity(length);
        for word in 0..length {
            let mut next: Points = std::array::from_fn(|label| {
                if !may(word, label) {
                    return 0.0;
                }
                let come: f32 = match word {
                    0 if starts(label) => ways[LABELS][label],
                    0 => 0.0,
                    _ => before(label).map(|before| forward[word - 1][before] * ways[before][label]).sum(),
                };
                come * words[word][label]
            });
            let sum: f32 = next.iter().sum();
            if !(sum.is_finite() && sum > 0.0) {
                return None;
            }
            next.iter_mut().for_each(|part| *part /= sum);
            log += f64::from(sum).ln();
            forward.push(next);
        }
        let mut backward = vec![[1.0; LABELS]; length];
        let mut pairs = vec![[0.0; LABELS]; LABELS + 1];
        let mut likely = forward.clone();
        for word in (0..length).rev() {
            let mut sum = 0.0;
            for label in 0..LABELS {
                likely[word][label] = forward[word][label] * backward[word][label];
                sum += likely[word][label];
            }
            if !(sum.is_finite() && sum > 0.0) {
                return None;
            }
            likely[word].iter_mut().for_each(|part| *part /= sum);
            if word == 0 {
                (0..LABELS).for_each(|label| pairs[LABELS][label] += likely[0][label]);
                break;
            }
            let mut earlier = [0.0; LABELS];
            let mut joint = vec![[0.0; LABELS]; LABELS];
            let mut total = 0.0;
            for label in (0..LABELS).filter(|&label| may(word, label)) {
                let onward = words[word][label] * backward[word][label];
                for before in before(label) {
                    let way = ways[before][label] * onward;
                    earlier[before] += way;
                    joint[before][label] = forward[word - 1][before] * way;
                    total += joint[before][label];
                }
            }
            let scale: f32 = earlier.iter().sum();
            if !(total > 0.0 && scale > 0.0) {
                return None;
            }
            for before in 0..LABELS {
                backward[word - 1][before] = earlier[before] / scale;
                (0..LABELS).for_each(|label| pairs[before][label] += joint[before][label] / total);
            }
        }
        Some(Sum { log: log as f32, words: likely, pairs })
    }
}

/// A further number of a xorshift generator (Marsaglia 2003).
pub fn random(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

//! Names that look like others but are written with letters of another alphabet: said, never joined.

use rustc_hash::FxHashMap;

use super::form::Merger;
use crate::model::EntityKind;

impl Merger<'_> {
    /// Notes names that mix alphabets and look like another name of the document: "Рaul" with a Cyrillic "Р".
    pub fn lookalikes(&mut self) {
        let mixed: Vec<(u32, String)> = (0..self.forms.len() as u32)
            .filter(|&form| self.kind(form) != EntityKind::Other || !self.key(form).is_ascii())
            .filter_map(|form| Some((form, latin_look(self.key(form))?)))
            .collect();
        if mixed.is_empty() {
            return;
        }
        let mut by_key: FxHashMap<&str, u32> = FxHashMap::default();
        for form in 0..self.forms.len() as u32 {
            by_key.entry(self.key(form)).or_insert(form);
        }
        for (form, look) in mixed {
            if let Some(&other) = by_key.get(&*look) {
                self.doubts.push((form, other, "looks the same, in letters of another alphabet"));
            }
        }
    }
}

/// The Latin letters that a folded name looks like, if some of its letters are of another alphabet and all of those
/// look like Latin ones.
fn latin_look(key: &str) -> Option<String> {
    if key.is_ascii() {
        return None;
    }
    key.chars().map(|letter| if letter.is_ascii() { Some(letter) } else { lookalike(letter) }).collect()
}

/// The Latin letter that a small Cyrillic or Greek letter, or its capital, looks like.
fn lookalike(letter: char) -> Option<char> {
    Some(match letter {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' => 'c',
        'е' | 'ε' => 'e',
        'һ' | 'н' | 'η' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' | 'μ' => 'm',
        'ν' => 'n',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'х' | 'χ' => 'x',
        'у' | 'υ' => 'y',
        'ζ' => 'z',
        _ => return None,
    })
}

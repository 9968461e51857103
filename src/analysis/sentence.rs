//! Sentences.
//!
//! Every mark that may end a sentence is looked at once, with the tokens around it: what follows must look like a
//! beginning, and no rule of the language pack may claim the mark (abbreviations, initials, numbers). Sentences never
//! cross a block; a short heading is one sentence, and lines that keep their breaks are one each unless marks part
//! them. Not done: parting sentences at colons and semicolons, finding sentences in text without any marks.

use std::ops::Range;

use rayon::prelude::*;

use super::Work;
use crate::language::lexicon::ClassId;
use crate::language::sentence::Action;
use crate::language::token::{Token, TokenKind};
use crate::model::{Block, BlockId, BlockKind, Sentence, Span};

/// Blocks handed to one thread at a time.
const CHUNK: usize = 256;
/// A heading of at most so many bytes is one sentence, whatever marks are in it.
const HEADING: usize = 160;
/// How far before a mark a rule that claims it may begin, in tokens.
const REACH: usize = 8;

/// All of them, in text order.
pub fn sentences(work: Work<'_>) -> Vec<Sentence> {
    let starter = work.pack.lexicon.class("STARTER");
    let chunks: Vec<Vec<Sentence>> = work
        .document
        .blocks
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, blocks)| {
            let mut sentences = Vec::new();
            for (index, block) in blocks.iter().enumerate() {
                let id = BlockId::from(chunk * CHUNK + index);
                let tokens = work.tokens.range(id);
                if !tokens.is_empty() {
                    Parting { work, starter, block, id, tokens }.part(&mut sentences);
                }
            }
            sentences
        })
        .collect();
    chunks.concat()
}

/// One block on its way into sentences.
struct Parting<'a> {
    work: Work<'a>,
    starter: Option<ClassId>,
    block: &'a Block,
    id: BlockId,
    tokens: Range<usize>,
}

impl Parting<'_> {
    fn part(&self, sentences: &mut Vec<Sentence>) {
        let whole = match self.block.kind {
            BlockKind::Heading(_) => self.block.span.len() <= HEADING,
            _ => false,
        };
        let marked = sentences.len();
        let mut first = self.tokens.start;
        if !whole {
            let mut at = self.words_start();
            while at < self.tokens.end {
                at = match self.end_at(first, at) {
                    Some(end) => {
                        sentences.push(self.sentence(first..end));
                        first = end;
                        end
                    }
                    None => at + 1,
                };
            }
        }
        if first < self.tokens.end {
            sentences.push(self.sentence(first..self.tokens.end));
        }
        let by_line = match self.block.kind {
            BlockKind::Table => true,
            BlockKind::Verse => sentences.len() - marked == 1,
            _ => false,
        };
        if by_line {
            sentences.truncate(marked);
            self.lines(sentences);
        }
    }

    /// The first token behind the block's label, whose stop ends nothing.
    fn words_start(&self) -> usize {
        let Some(label) = self.block.label else { return self.tokens.start };
        let behind = self.all()[self.tokens.clone()].partition_point(|token| token.span.start < label.end);
        // "Article 4. Scope": the stop is no part of that label.
        let next = self.tokens.start + behind;
        next + usize::from(next < self.tokens.end && self.all()[next].glued && self.byte(next) == b'.')
    }

    fn all(&self) -> &[Token] {
        &self.work.tokens.all
    }

    fn byte(&self, token: usize) -> u8 {
        self.work.document.text.as_bytes()[self.all()[token].span.start as usize]
    }

    fn sign(&self, token: usize) -> Option<char> {
        let token = &self.all()[token];
        (token.kind == TokenKind::Sign).then(|| token.of(&self.work.document.text).chars().next()).flatten()
    }

    fn sentence(&self, tokens: Range<usize>) -> Sentence {
        let span = self.all()[tokens.start].span.join(self.all()[tokens.end - 1].span);
        Sentence { span, block: self.id }
    }

    /// If a sentence that began at the token `first` ends with the mark at `at`: one past its last token.
    fn end_at(&self, first: usize, at: usize) -> Option<usize> {
        let token = &self.all()[at];
        if token.kind != TokenKind::Sign {
            return None;
        }
        let mark = match self.byte(at) {
            b'.' => '.',
            b'!' | b'?' => '!',
            // Armenian has no colon: what looks like one is its full stop.
            b':' if self.is_armenian(at) => '!',
            0x80.. => ending(self.sign(at)?)?,
            _ => return None,
        };
        let mut end = at + 1;
        while end < self.tokens.end && self.all()[end].glued && self.is_closing(end) {
            end += 1;
        }
        if end == self.tokens.end || mark == '。' {
            return Some(end);
        }
        // The digits and the stop of "2." at the start of a sentence are a number in a row.
        if mark == '.' && at == first + 1 && self.all()[first].kind == TokenKind::Digits {
            return None;
        }
        let opens = self.begins(end)?;
        match self.claim(at) {
            None => Some(end),
            Some(Action::Never) => None,
            Some(Action::Seldom) => (opens == Opening::Likely || end > at + 1).then_some(end),
        }
    }

    /// True if the mark at `at` stands right behind an Armenian word, or behind one and its quotation mark.
    fn is_armenian(&self, at: usize) -> bool {
        let text = &self.work.document.text;
        let words = self.all()[self.tokens.start..at].iter().rev().take(2);
        words
            .filter(|token| token.kind.is_word())
            .any(|token| token.of(text).starts_with(|c| ('\u{531}'..='\u{587}').contains(&c)))
    }

    /// True for what belongs to the sentence that a mark ends: more marks, closing quotation marks and brackets,
    /// note marks.
    fn is_closing(&self, at: usize) -> bool {
        match self.all()[at].kind {
            // "¹", but not "1".
            TokenKind::Digits => !self.byte(at).is_ascii() || self.is_note(at),
            TokenKind::Sign => match self.sign(at) {
                Some('[') => at + 2 < self.tokens.end && self.is_note(at + 1),
                Some(']') => true,
                Some(sign) => ending(sign).is_some() || is_closing(sign),
                None => false,
            },
            _ => false,
        }
    }

    /// True for the number of `[12]`.
    fn is_note(&self, at: usize) -> bool {
        self.all()[at].kind == TokenKind::Digits
            && at > self.tokens.start
            && self.sign(at - 1) == Some('[')
            && at + 1 < self.tokens.end
            && self.sign(at + 1) == Some(']')
    }

    /// Whether the tokens from `at` on look like the beginning of a sentence, and how much so.
    fn begins(&self, at: usize) -> Option<Opening> {
        let mut next = at;
        let mut quoted = false;
        while next < self.tokens.end && self.all()[next].kind == TokenKind::Sign {
            let sign = self.sign(next)?;
            match sign {
                '"' | '\u{201c}' | '\u{201e}' | '\u{ab}' | '\u{2018}' | '\'' | '`' | '\u{300c}' => quoted = true,
                '\u{2013}' | '\u{2014}' | '-' | '(' | '[' | '\u{bf}' | '\u{a1}' | '*' | '_' | '\u{a7}' | '\u{2022}' => {
                }
                // A stop, a comma …: the sentence goes on.
                _ => return None,
            }
            next += 1;
        }
        if next == self.tokens.end {
            return Some(Opening::Possible);
        }
        // "3.5", "example.com", "U.S.A.": no white space, no beginning; a quotation mark may stand for it.
        if next == at && self.all()[at].glued {
            return None;
        }
        let token = &self.all()[next];
        match token.kind {
            TokenKind::Lower => {
                let small = token.of(&self.work.document.text).starts_with(char::is_lowercase);
                (!small).then_some(Opening::Possible)
            }
            TokenKind::Digits | TokenKind::Sign => Some(Opening::Possible),
            _ if quoted => Some(Opening::Likely),
            _ => {
                let starter = self.starter.is_some_and(|class| self.work.pack.lexicon.is(token.lexeme, class));
                Some(if starter { Opening::Likely } else { Opening::Possible })
            }
        }
    }

    /// What the rules say of the stop at `at`, if any takes it.
    fn claim(&self, at: usize) -> Option<Action> {
        let subject = self.work.subject();
        let from = self.tokens.start.max(at.saturating_sub(REACH));
        let found = (from..=at).filter_map(|start| {
            let found = self.work.pack.sentence.match_at(&subject, &self.tokens, start)?;
            let tokens = found.found.tokens;
            // A stop inside a match never ends a sentence; at its end the rule decides.
            (tokens.start <= at && at < tokens.end).then_some(if at + 1 < tokens.end {
                Action::Never
            } else {
                found.rule.then
            })
        });
        found.min_by_key(|action| *action != Action::Never)
    }

    /// A sentence a line.
    fn lines(&self, sentences: &mut Vec<Sentence>) {
        let text = &*self.work.document.text;
        let mut first = self.tokens.start;
        for at in self.tokens.start + 1..=self.tokens.end {
            let broken = at == self.tokens.end || {
                let gap = Span { start: self.all()[at - 1].span.end, end: self.all()[at].span.start };
                !self.all()[at].glued && gap.of(text).contains(['\n', '\r', '\u{2028}', '\u{85}', '\u{b}'])
            };
            if broken {
                sentences.push(self.sentence(first..at));
                first = at;
            }
        }
    }
}

/// How much something looks like the beginning of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    /// It may be one, and it may be a name.
    Possible,
    /// A quotation, or a word that no name begins with.
    Likely,
}

/// The kind of a mark that may end a sentence: `.` needs a look at what follows, `。` does not.
fn ending(sign: char) -> Option<char> {
    match sign {
        '.' | '\u{2024}' | '\u{2026}' => Some('.'),
        '!' | '?' | '\u{203c}' | '\u{2047}'..='\u{2049}' | '\u{61f}' | '\u{6d4}' | '\u{964}' | '\u{589}' => Some('!'),
        '。' | '！' | '？' | '｡' => Some('。'),
        _ => None,
    }
}

fn is_closing(sign: char) -> bool {
    matches!(
        sign,
        '"' | '\'' | ')' | '\u{201d}' | '\u{2019}' | '\u{bb}' | '\u{201c}' | '\u{300d}' | '\u{300f}' | '*' | '_'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::from_text;
    use crate::language::Languages;
    use crate::language::token::Tokens;
    use crate::model::{Document, Source};

    fn sentences_of(code: &str, document: &Document) -> Vec<Sentence> {
        let pack = Languages::default().pack(code).0.expect("built in");
        let tokens = Tokens::of(&document.text, &document.blocks, &pack.lexicon);
        sentences(Work { document, tokens: &tokens, pack: &pack })
    }

    /// Bars mark where one sentence ends and the next begins.
    fn check(marked: &str) {
        check_in("en", marked);
    }

    fn check_in(code: &str, marked: &str) {
        let text = marked.replace("| ", " ").replace('|', "");
        let document = from_text(Source::Stdin, text);
        let found: Vec<&str> =
            sentences_of(code, &document).iter().map(|sentence| sentence.span.of(&document.text)).collect();
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn stops_of_russian_and_ukrainian_abbreviations() {
        check_in("ru", "В 1941 г. Германия напала на СССР.| Война шла до 1945 г.| В мае она кончилась.");
        check_in("ru", "Поэт А. С. Пушкин жил в г. Москве и др. городах.| Он умер в 1837 г.");
        check_in("ru", "Согласно ст. 5 и п. 3 закона, в XIX в. Россия и т. д.| Он умер в 490 г. до н. э.| Так было.");
        check_in(
            "ru",
            "На ул. Ленина, д. 5, в т. ч. Иванов И. И. и Петров.| Они жили там в 1941–1945 гг.| Потом уехали.",
        );
        check_in(
            "uk",
            "У 1918 р. Центральна Рада проголосила незалежність.| Вона діяла до 1919 р.| Потім прийшов час війни.",
        );
        check_in(
            "uk",
            "Поет Т. Г. Шевченко жив у м. Києві, на вул. Хрещатик.| П'ять днів тривав бій.| П'ятниця.| Субота.",
        );
        check_in(
            "uk",
            "Згідно зі ст. 5 Конституції у XIX ст. Україна та ін.| Він народився 5 бер. 1861 р. у с. Моринці.",
        );
    }

    #[test]
    fn stops_before_beginnings_end_sentences() {
        check("He came.| She went.| Nobody stayed.");
        check("Did he come?| He did!| And then … he left.| 20 men stayed.");
        check("He came in 1990.| The war was over by 1994.");
        check("He said no.| Then he left.");
        check("It ended in 1918.[12]| The peace did not last.¹| Nobody was surprised.");
    }

    #[test]
    fn abbreviations_and_initials_do_not() {
        check("Dr. Meyer and Mrs. J. R. Roe met Gen. Smith on St. James's Street.| They spoke.");
        check("J. R. R. Tolkien was born in 1892.| C. S. Lewis was not.");
        check("Resolution No. 5 and Art. 4, cf. pp. 12 ff., were adopted on Sept. 4, 1921.| Nobody objected.");
        check("The U.S. Senate met at 5 p.m. on Monday.| It was in the U.S.| The talks went on.");
        check("Prices, e.g. Those of bread, rose.");
        check("Roe v. Wade was decided in 1973.");
    }

    #[test]
    fn an_abbreviation_may_end_a_sentence() {
        check("He moved to the U.S.| The family stayed behind.");
        check("They met at 5 p.m.| \u{201c}We are late,\u{201d} she said.");
        check("He worked for Smith Inc.| In 1990 he left.");
        check("It was the age of World War I.| Germany had lost.");
    }

    #[test]
    fn numbers_with_stops_stay_whole() {
        check("It grew by 3.5 per cent to 1.200.000 at www.example.com.| That was all.");
        check("1. Open the door.| 2. Close it again.");
    }

    #[test]
    fn quotation_marks_close_behind_the_stop() {
        check("\u{201c}He came.\u{201d}| \u{201c}She went.\u{201d}| Nobody stayed.");
        check("\"Stop!\" he said.| \"Why?\"");
        check("(He came.)| She went.");
        check("\u{201c}Where?\u{201d} asked the prince.| Nobody knew.");
        check(
            "\u{201c}Where?\u{201d} Prince Andrew asked.| \u{201c}Here!\u{201d} Anna cried.| \u{201c}There!\u{201d}| Nobody said a word.",
        );
    }

    #[test]
    fn marks_of_other_scripts_end_sentences() {
        check("彼は来た。|彼女は行った！|誰もいない？");
        check("\u{bf}Qui\u{e9}n es?| \u{a1}Es \u{e9}l!| Nadie dijo nada.");
        check("Он пришёл.| Она ушла.");
        check("Նա եկավ։| «Ե՞րբ»,– հարցրեց նա։| Ոչ ոք չխոսեց:| Հետո, ժամը 12:30-ին, գնացին:");
        check("Նա ասաց՝ «Գնանք»:| Գնացին․| Ոչ ոք չմնաց։");
    }

    #[test]
    fn ordinals_and_abbreviations_of_turkish_and_its_neighbours_end_nothing() {
        check_in(
            "tr",
            "Prof. Dr. Kaya, 3. Ordu'nun II. Dünya Savaşı'nda M.Ö. 5. yüzyıldan kalma bir yerde kaldığını yazdı.| Bu doğru.",
        );
        check_in(
            "tr",
            "T.C. Anayasası'nın 10. Maddesi saklıdır.| Herkes eşittir.| Savaş 1945'te bitti.| Ordu dağıldı.",
        );
        check_in(
            "tr",
            "Toplam 12.| Bunlar geldi.| Kitap, bkz. Ek 3, 27 Eyl. 2020 tarihlidir.| “Gel!” dedi.| Geldiler.",
        );
        check_in(
            "az",
            "Prof. Əliyev e.ə. V əsrdən, M. Ə. Rəsulzadədən və s. danışdı.| Sonra 2020-ci ildə getdi.| Onlar qaldılar.",
        );
        check_in(
            "hy",
            "2020 թ. Հայաստանում, իսկ 1918–1920 թթ. Բաքվում նա պրն. Պետրոսյանի հետ էր։| Ք. ա. I դարում Հայքը մեծ էր։",
        );
    }

    #[test]
    fn unfinished_sentences_go_on() {
        check("Well ... perhaps.| But \u{2026} no.");
        check("He waited\u{2026}| Then he left.");
        check("\u{2014} Who is there?| \u{2014} It is me.");
    }

    #[test]
    fn sentences_stay_in_their_blocks() {
        check("CHAPTER 1. The Gate.|\n\nIt was night.| Nobody came|\n\nbut the courier.");
        check("12. The court finds so.| It has done so before.|\n\n13. Costs follow.");
        check("Article 4. The parties shall meet.| They shall do so once a year.");
    }

    #[test]
    fn lines_without_marks_are_sentences() {
        check("Jane Roe|\n12 Elm Street|\nSpringfield|\n\nA paragraph follows here.");
    }

    #[test]
    fn a_mark_in_every_place_breaks_nothing() {
        for mark in [".", "\u{2026}", "\u{3002}", "\"", "[1]", "(", "\u{201c}", "U.", "\n"] {
            let text = mark.repeat(40);
            let document = from_text(Source::Stdin, text.clone());
            let found = sentences_of("en", &document);
            assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{text}");
        }
    }
}

//! Whole texts, and what blocks they have.

use proptest::prelude::*;

use super::*;

/// The blocks of a text, one line each: the kind, the depth of quotation and nesting if any, the label in brackets,
/// and the first and the last word.
pub(super) fn shape(text: &str) -> Vec<String> {
    let blocks = blocks(text);
    let line = |block: &Block| {
        let words = block.span.of(text);
        let kind = format!("{:?}", block.kind);
        let mut parts = vec![kind];
        if block.quote_depth > 0 {
            parts.push(format!("q{}", block.quote_depth));
        }
        if block.indent > 0 {
            parts.push(format!("i{}", block.indent));
        }
        parts.extend(block.label.map(|label| format!("[{}]", label.of(text))));
        let ends = (words.split_whitespace().next(), words.split_whitespace().next_back());
        parts.push(format!("{}..{}", ends.0.unwrap_or(""), ends.1.unwrap_or("")));
        parts.join(" ")
    };
    blocks.iter().map(line).collect()
}

fn check(text: &str, expected: &[&str]) {
    let found = shape(text);
    assert_eq!(found, expected, "\n{text}");
}

/// What holds of the blocks of any text.
fn assert_sound(text: &str) {
    // The marks of quoted lines are no part of their words.
    let is_blank = |c: char| c == '>' || c.is_whitespace();
    let blocks = blocks(text);
    let mut end = 0;
    for block in &blocks {
        let span = block.span.range();
        assert!(span.start >= end && span.start < span.end, "{span:?} after {end} in {text:?}");
        assert!(text[end..span.start].chars().all(is_blank), "{end} {span:?} {text:?}");
        let words = &text[span.clone()];
        assert!(words == "\u{c}" || words.trim() == words, "{words:?}");
        if let Some(label) = block.label {
            assert!(block.span.covers(label) && !label.is_empty(), "{label:?} in {text:?}");
            let _ = label.of(text);
        }
        end = span.end;
    }
    assert!(text[end..].chars().all(is_blank), "{end} {text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_of_any_text_are_sound(text in "\\PC{0,200}") {
        assert_sound(&text);
    }

    #[test]
    fn blocks_of_lines_are_sound(
        lines in proptest::collection::vec(
            prop_oneof![
                "[ \t]{0,6}[A-Za-z“”é., ]{0,80}",
                "[ \t>*#=_.\u{c}\u{2028}\u{3000}-]{0,8}",
                "(Article|CHAPTER|§|\\(a\\)|[0-9]\\.|[IVX]{1,3}\\.|\\[1\\]|- |\\*) ?[A-Z][a-z ]{0,30}",
                "",
            ],
            0..30,
        ),
        end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r"), Just("\u{2029}")],
    ) {
        assert_sound(&lines.join(end));
    }
}

#[test]
fn wrapped_paragraphs_are_one_block_each() {
    check(
        "It began with the courier at the gate. By the evening of the second\nday everybody in the town had heard of \
         it, and those who had not been\nat the gate told it best.\n\nNobody believed them.\n",
        &["Paragraph It..best.", "Paragraph Nobody..them."],
    );
}

#[test]
fn long_lines_are_paragraphs() {
    let line = "The council met in the town hall on the third day of the siege and heard the report of the garrison, \
                which was short and left out what everybody knew.";
    check(
        &format!("{line}\n{line}\nNobody spoke.\n{line}\n"),
        &["Paragraph The..knew.", "Paragraph The..knew.", "Paragraph Nobody..spoke.", "Paragraph The..knew."],
    );
}

#[test]
fn a_paragraph_too_long_to_be_set_is_parted() {
    let text = "One sentence of some words. ".repeat(10_000);
    let blocks = blocks(&text);
    assert!(blocks.len() > 3 && blocks.iter().all(|block| block.span.len() <= crate::input::part::LONGEST));
    assert!(blocks.iter().all(|block| block.span.of(&text).ends_with('.')));
    assert_sound(&text);
    assert_sound(&"x".repeat(200_000));
    assert_sound(&"é".repeat(100_000));
}

#[test]
fn a_treaty_has_its_articles_and_provisions() {
    check(
        "               TREATY OF PEACE\n      BETWEEN THE TWO LEAGUES\n\nThe two Leagues have agreed as follows:\n\n\
         PART I\nGENERAL PROVISIONS\n\nArticle 1\n\nThe Leagues shall live in peace, and each of them shall respect \
         the\nborders set out in Article 4 of this Treaty, as they stand today.\n\nArticle 2. Definitions.\n\n\
         1. In this Treaty:\n   (a) \"border\" means the line drawn on the map and any\n       correction of it;\n   \
         (b) \"Commission\" means one of:\n       (i) the plenary; or\n       (ii) the chambers.\n\n2. Both are \
         bound.\n\nArticle 3. The Leagues shall bear their own costs.\n\n§ 12 applies.\n",
        &[
            "Heading(1) TREATY..LEAGUES",
            "Paragraph The..follows:",
            "Heading(2) [PART I] PART..PROVISIONS",
            "Heading(3) [Article 1] Article..1",
            "Paragraph The..today.",
            "Heading(3) [Article 2] Article..Definitions.",
            "Item [1.] 1...Treaty:",
            "Item i1 [(a)] (a)..it;",
            "Item i1 [(b)] (b)..of:",
            "Item i2 [(i)] (i)..or",
            "Item i2 [(ii)] (ii)..chambers.",
            "Paragraph [2.] 2...bound.",
            "Paragraph [Article 3] Article..costs.",
            "Paragraph [§ 12] §..applies.",
        ],
    );
}

#[test]
fn a_judgment_has_numbered_paragraphs_quotations_and_notes() {
    check(
        "IN THE COURT OF APPEAL\n\nBefore:\n\nLORD JUSTICE ALDER\nLADY JUSTICE BEECH\n\nI. Background\n\n1. This is an \
         appeal against an order made on 3 March 2020, by which\nthe claim was dismissed.\n\n2. The facts may be shortly \
         stated. The appellant was told:\n\n    \"You will not be needed after the end of the month. We have\n    decided to close \
         the office.\"\n\n3. She did not reply.\n\nII. Conclusion\n\n4. I. Newton's case [1] does not help.\n\n[1] Newton v. \
         Mint (1720).\n",
        &[
            "Heading(1) IN..APPEAL",
            "Paragraph Before:..Before:",
            "Paragraph LORD..BEECH",
            "Heading(2) [I.] I...Background",
            "Paragraph [1.] 1...dismissed.",
            "Paragraph [2.] 2...told:",
            "Paragraph q1 \"You..office.\"",
            "Paragraph [3.] 3...reply.",
            "Heading(2) [II.] II...Conclusion",
            "Paragraph [4.] 4...help.",
            "Note [[1]] [1]..(1720).",
        ],
    );
}

#[test]
fn a_letter_keeps_its_lines_and_its_list() {
    check(
        "12 Elm Street\nSpringfield\n\n3 May 1921\n\nDear Anna,\n\n\"No,\" you will say. \"He cannot be.\"\n\nYours ever,\n\nJane \
         Roe\n\nP.S. Bring:\n- bread\n- salt, because we have none and the shop has been closed since the\n  beginning of \
         May\n- the book\n",
        &[
            "Verse 12..Springfield",
            "Paragraph 3..1921",
            "Paragraph Dear..Anna,",
            "Paragraph \"No,\"..be.\"",
            "Paragraph Yours..ever,",
            "Paragraph Jane..Roe",
            "Paragraph P.S...Bring:",
            "Item [-] -..bread",
            "Item [-] -..May",
            "Item [-] -..book",
        ],
    );
}

#[test]
fn verse_keeps_its_lines() {
    check(
        "THE WELL\n\nIn summer when the well was dry\nWe carried water from the hill\nAnd counted every pail, while I\nStood \
         by the gate and waited still\n\nFor someone who had said he would\n  Be back before the leaves were down.\n",
        &["Heading(1) THE..WELL", "Verse In..still", "Verse For..down."],
    );
}

#[test]
fn paragraphs_that_are_set_in_need_no_blank_lines() {
    check(
        "   The town had been besieged before. In 1618 it held out for nine weeks,\nand in 1645 for as long as the bread \
         lasted, which was not long.\n   This time the council had prepared itself. There was bread for nine\ndays, and water \
         for as long as the well did not run dry. Nobody spoke of\nwhat would come afterwards.\n   \"We shall see,\" said the \
         mayor.\n   Nobody answered him. The courier had been sent to the coast on the\nsecond day of the siege, and had not \
         been seen since.\n",
        &["Paragraph The..long.", "Paragraph This..afterwards.", "Paragraph \"We..mayor.", "Paragraph Nobody..since."],
    );
}

#[test]
fn a_report_has_headings_between_its_paragraphs() {
    check(
        "Council puts off vote on bridge\n\nBy Jane Roe\n\nKYIV, 3 March 2021 (Agency) — The council on Wednesday put off its \
         vote on the bridge for the third time.\n\nWhat the report says\n\nThe report says that the bridge “will not stand \
         another winter”. It was written in 2019.\n\n“Nobody asked us,” said the engineer.\n\n* * *\n\nReporting by Jane Roe\n",
        &[
            "Heading(1) Council..bridge",
            "Paragraph By..Roe",
            "Paragraph KYIV,..time.",
            "Heading(2) What..says",
            "Paragraph The..2019.",
            "Paragraph “Nobody..engineer.",
            "Separator *..*",
            "Paragraph Reporting..Roe",
        ],
    );
}

#[test]
fn a_book_has_chapters_but_its_contents_are_a_list() {
    check(
        "The History of a Well\n\nCONTENTS\n\nChapter I. The First Well ..... 1\nChapter II. No Well ..... 12\n\nPREFACE\n\nThis \
         was written in one winter.\n\nCHAPTER I\nThe First Well\n\nIt was dug in 1618.\n\nCHAPTER II\n\nThen it was dry.\n",
        &[
            "Heading(1) The..Well",
            "Heading(3) CONTENTS..CONTENTS",
            "Item [Chapter I] Chapter..1",
            "Item [Chapter II] Chapter..12",
            "Heading(3) PREFACE..PREFACE",
            "Paragraph This..winter.",
            "Heading(2) [CHAPTER I] CHAPTER..Well",
            "Paragraph It..1618.",
            "Heading(2) [CHAPTER II] CHAPTER..II",
            "Paragraph Then..dry.",
        ],
    );
}

#[test]
fn mail_keeps_its_header_and_the_depth_of_its_quotations() {
    check(
        "From: Jane Roe\nTo: John Doe\nSubject: the bridge\n\nYou wrote:\n\n> It will not stand another winter. I have said so \
         in\n> three reports.\n>\n> > Did anybody read them?\n\nI have.\n\n-- \nJane\n",
        &[
            "Verse From:..bridge",
            "Paragraph You..wrote:",
            "Paragraph q1 It..reports.",
            "Paragraph q2 Did..them?",
            "Paragraph I..have.",
            "Verse --..Jane",
        ],
    );
}

#[test]
fn logs_and_chats_are_a_paragraph_a_line() {
    check(
        "[12:01] anna: hello there\n[12:02] ben: hi\n[12:02] anna: no\n",
        &["Paragraph [12:01]..there", "Paragraph [12:02]..hi", "Paragraph [12:02]..no"],
    );
}

#[test]
fn tables_and_code_keep_their_columns() {
    check(
        "Usage\n-----\n\n  -v, --verbose     say more\n  -q, --quiet       say less\n\n| a | b |\n|---|---|\n\n    $ run it\n    $ run \
         --all\n\n```\nlet x = 1;\n\nlet y = 2;\n```\n\nThe end of it.\n",
        &[
            "Heading(1) Usage..Usage",
            "Separator -----..-----",
            "Table -v,..less",
            "Table |..|---|---|",
            "Code $..--all",
            "Code ```..```",
            "Paragraph The..it.",
        ],
    );
}

#[test]
fn page_numbers_beside_form_feeds_are_separators() {
    check(
        "The first well was dry.\n\n          - 1 -\n\u{c}\nThe second was not.\n\n* Nor the third.\n",
        &["Paragraph The..dry.", "Separator -..-", "Separator ..", "Paragraph The..not.", "Item [*] *..third."],
    );
    check("The well was dry.*\n\n* Not always.\n", &["Paragraph The..dry.*", "Note [*] *..always."]);
}

#[test]
fn a_paragraph_that_a_page_break_has_cut_is_one() {
    let first = "The old king was on his way home,";
    for between in ["\n\u{c}", "\n\n[Pg 12]\n\n", "\n\n{xii}\n\n", "\n\n123\n\n", "\n\n- 4 -\n\u{c}\n5\n\n"] {
        check(&format!("{first}{between}and said nothing of it.\n"), &["Paragraph The..it."]);
        let apart = |first: &str, second: &str| {
            let found = shape(&format!("{first}{between}{second}\n"));
            assert!(found.len() > 2, "{first:?} {between:?} {second:?}: {found:?}");
        };
        apart("The old king was on his way home.", "and said nothing of it.");
        apart(first, "And said nothing of it.");
        apart("apples,", "pears and plums");
        apart("> The old king was on his way,", "and said nothing of it.");
    }
    check(&format!("{first}\n\nand said nothing.\n"), &["Paragraph The..home,", "Paragraph and..nothing."]);
    check(
        &format!("{first}\n\nmix\n\nand more.\n"),
        &["Paragraph The..home,", "Paragraph mix..mix", "Paragraph and..more."],
    );
}

#[test]
fn names_and_speech_are_no_labels_and_no_headings() {
    check(
        "V. Petrov spoke first.\n\n\"Who is there?\"\n\n\"STOP!\"\n\nNobody moved, and nobody answered him.\n",
        &[
            "Paragraph V...first.",
            "Paragraph \"Who..there?\"",
            "Paragraph \"STOP!\"..\"STOP!\"",
            "Paragraph Nobody..him.",
        ],
    );
    check("A. B. Smith\nMinister of Foreign Affairs\n", &["Verse A...Affairs"]);
}

#[test]
fn huge_and_hostile_texts_cost_time_in_proportion() {
    for text in ["a\n".repeat(400_000), "> ".repeat(400_000), "1. a\n".repeat(200_000), "```\n\n".repeat(200_000)] {
        let start = std::time::Instant::now();
        assert!(!blocks(&text).is_empty());
        // Anything quadratic takes minutes here.
        assert!(start.elapsed().as_secs() < 20, "{:?}", &text[..8]);
    }
}

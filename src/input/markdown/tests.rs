//! Sources in Markdown, and what they are read as.

use proptest::prelude::*;

use super::*;
use crate::model::Span;

/// The blocks of a source: kind, depth of quotation, nesting, label and words.
fn check(source: &str, expected: &[(BlockKind, u8, u8, &str, &str)]) -> Document {
    let document = read(source.to_owned());
    let words = |span: Span| document.words(span);
    let found: Vec<_> = document
        .blocks
        .iter()
        .map(|block| {
            let label = block.label.map_or("", words);
            (block.kind, block.quote_depth, block.indent, label, words(block.span))
        })
        .collect();
    assert_eq!(found, expected, "\n{source}");
    assert_sound(source, &document);
    document
}

fn assert_sound(source: &str, document: &Document) {
    let mut end = 0;
    for block in document.blocks.iter() {
        let range = block.span.range();
        assert!(end <= range.start && range.start < range.end, "{source:?}");
        assert!(document.text[end..range.start].trim().is_empty(), "{source:?}");
        assert_eq!(document.words(block.span), document.words(block.span).trim(), "{source:?}");
        assert!(block.label.is_none_or(|label| block.span.covers(label)), "{source:?}");
        end = range.end;
    }
    assert!(document.text[end..].trim().is_empty(), "{source:?}");
    for inline in document.inlines.iter() {
        let _ = document.words(inline.span);
        assert!(document.blocks.iter().any(|block| block.span.covers(inline.span)), "{inline:?} {source:?}");
    }
    let map = document.meta.source_map.as_ref().expect("mapped");
    assert!(map.0.windows(2).all(|pair| pair[0].0 <= pair[1].0), "{source:?} {map:?}");
}

use BlockKind::*;

#[test]
fn headings_paragraphs_and_rules() {
    check(
        "# The *Long* Winter\n\nIt began\nat the gate.\n\n---\n\nSecond\n======\n\n## Article 4. Costs\n",
        &[
            (Heading(1), 0, 0, "", "The Long Winter"),
            (Paragraph, 0, 0, "", "It began at the gate."),
            (Separator, 0, 0, "", "---"),
            (Heading(1), 0, 0, "", "Second"),
            (Heading(2), 0, 0, "Article 4", "Article 4. Costs"),
        ],
    );
}

#[test]
fn lists_keep_their_markers() {
    check(
        "- bread\n- water\n  1. from the well\n  1. from the river\n\n     and the rain\n- hope\n",
        &[
            (Item, 0, 0, "-", "- bread"),
            (Item, 0, 0, "-", "- water"),
            (Item, 0, 1, "1.", "1. from the well"),
            (Item, 0, 1, "2.", "2. from the river"),
            (Item, 0, 1, "", "and the rain"),
            (Item, 0, 0, "-", "- hope"),
        ],
    );
    check("3) three\n4) four\n", &[(Item, 0, 0, "3)", "3) three"), (Item, 0, 0, "4)", "4) four")]);
    check("- [x] done\n", &[(Item, 0, 0, "-", "- [x] done")]);
}

#[test]
fn quotations_nest() {
    check(
        "He wrote:\n\n> We stay.\n>\n> > They went.\n\nThey left.\n",
        &[
            (Paragraph, 0, 0, "", "He wrote:"),
            (Paragraph, 1, 0, "", "We stay."),
            (Paragraph, 2, 0, "", "They went."),
            (Paragraph, 0, 0, "", "They left."),
        ],
    );
}

#[test]
fn code_and_tables_keep_their_shape() {
    check("```sh\nls -l\n\n  cat x\n```\n", &[(Code, 0, 0, "", "ls -l\n\n  cat x")]);
    check(
        "| Year | What |\n|------|:----:|\n| 1914 | war |\n| 18 | **peace** |\n",
        &[(Table, 0, 0, "", "Year   What\n1914   war\n18     peace")],
    );
}

#[test]
fn meant_line_breaks_are_kept() {
    check("Jane Roe  \n12 Elm Street\\\nSpringfield\n", &[(Verse, 0, 0, "", "Jane Roe\n12 Elm Street\nSpringfield")]);
}

#[test]
fn html_loses_its_tags() {
    check(
        "<div align=center>\n<b>A Title</b>\n</div>\n\nIt <i>began</i> <!-- not --> here.\n\n<script>\nvar x = 1;\n</script>\n",
        &[(Paragraph, 0, 0, "", "A Title"), (Paragraph, 0, 0, "", "It began  here.")],
    );
}

#[test]
fn notes_and_their_marks_are_linked() {
    let document = check(
        "It ended.[^1] Nobody\nknew.\n\n[^1]: In the *spring*.\n",
        &[(Paragraph, 0, 0, "", "It ended.[1] Nobody knew."), (Note, 0, 0, "[1]", "[1] In the spring.")],
    );
    let marks: Vec<_> = document.inlines.iter().map(|inline| (document.words(inline.span), &inline.kind)).collect();
    assert_eq!(marks, [("[1]", &InlineKind::NoteMark(1.into())), ("spring", &InlineKind::Emphasis)]);
}

#[test]
fn inline_marks_cover_their_words() {
    let document = check(
        "A **bold *and* `code`** [link](https://x.example/) &amp; more.\n",
        &[(Paragraph, 0, 0, "", "A bold and code link & more.")],
    );
    let marks: Vec<_> =
        document.inlines.iter().map(|inline| (document.words(inline.span), inline.kind.clone())).collect();
    assert_eq!(
        marks,
        [
            ("bold and code", InlineKind::Strong),
            ("and", InlineKind::Emphasis),
            ("code", InlineKind::Code),
            ("link", InlineKind::Link("https://x.example/".into())),
        ]
    );
}

#[test]
fn the_source_map_leads_back() {
    let source = "# Title\n\n> It *began* `at` the\n> gate &amp; ended.\n\n- one\n";
    let document = read(source.to_owned());
    let map = document.meta.source_map.as_ref().expect("mapped");
    for word in ["Title", "It", "began", "at", "the", "gate", "ended", "one"] {
        let text = document.text.find(word).expect(word) as u32;
        let offset = map.source_offset(text) as usize;
        assert!(source[offset..].starts_with(word), "{word}: {:?}", &source[offset..]);
    }
}

#[test]
fn front_matter_states_title_date_author_and_language() {
    let yaml =
        "---\ntitle: \"The Gate\"\ndate: 2021-05-03\nauthors:\n  - Jane Roe\n  - John Doe\nlang: en-GB\n---\n\nText.\n";
    let toml = "+++\ntitle = 'The Gate'\ndate = 2021-05-03\nauthors = [\"Jane Roe\", \"John Doe\"]\nlang = \"en\"\n+++\n\nText.\n";
    for source in [yaml, toml] {
        assert!(recognises(source), "{source}");
        let document = check(source, &[(Paragraph, 0, 0, "", "Text.")]);
        let meta = document.meta;
        assert_eq!(meta.title.map(|title| title.value).as_deref(), Some("The Gate"), "{source}");
        assert_eq!(meta.date.map(|date| date.value.to_string()).as_deref(), Some("2021-05-03"), "{source}");
        assert_eq!(meta.author.map(|author| author.value).as_deref(), Some("Jane Roe, John Doe"), "{source}");
        assert_eq!(meta.language.map(|language| language.code).as_deref(), Some("en"), "{source}");
    }
}

#[test]
fn markdown_is_told_from_plain_text() {
    assert!(recognises("# Title\n\nSome words.\n\n## Part\n\nMore words.\n"));
    assert!(recognises(
        "Title\n\nSee [this](https://x.example/), **that**,\nand [more](https://y.example/).\n\n# End\n"
    ));
    assert!(!recognises("#!/bin/sh\n\n# Comment\n\nls\n\n# Comment\n\nls\n"));
    assert!(!recognises("# comment\nx=1\n# comment\ny=2\n"));
    assert!(!recognises("Dear Anna,\n\n- bread\n- water\n\n***\n\nYours * Jane\n"));
    assert!(!recognises("---\n\nIt began. Then: nothing.\n\n---\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_source_is_read_soundly(
        pieces in proptest::collection::vec(
            prop_oneof![
                "[A-Za-zé“ ]{0,12}",
                "(\n|\n\n|\n\n\n|  \n|\\\\\n|\t)",
                "(# |> |- |1\\. |\\* |```\n|---\n|    |\\| a \\| b \\|\n\\|---\\|---\\|\n)",
                "(\\*|\\*\\*|`|\\[|\\]|\\(|\\)|<b>|</b>|<div>|&amp;|\\[\\^1\\]|\\[\\^1\\]: |!\\[|~~)",
            ],
            0..40,
        ),
    ) {
        let source = pieces.concat();
        assert_sound(&source, &read(source.clone()));
        recognises(&source);
    }
}

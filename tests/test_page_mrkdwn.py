"""Slack's mrkdwn and Markdown as HTML."""

import time

import pytest
from hypothesis import given

from bot.sandbox.page.markdown import markdown
from bot.sandbox.page.mrkdwn import mrkdwn
from bot.sandbox.page.reader import Reader
from tests.page_reading import Reading, hostile

READER = Reader({"U1": "Mira"}, {"C1": "general"}, "America/New_York", "U1")
INLINE = {"strong", "em", "del", "code", "pre", "blockquote", "br", "span", "a"}
BLOCK = INLINE | {"p", "ul", "ol", "li", "hr", "h4"}


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("*bold* _italic_ ~gone~ `code`",
         "<strong>bold</strong> <em>italic</em> <del>gone</del> <code>code</code>"),
        ("*_both_*", "<strong><em>both</em></strong>"),
        ("2 * 3 * 4, a_b_c, x*y*z", "2 * 3 * 4, a_b_c, x*y*z"),
        ("`*as written*`", "<code>*as written*</code>"),
        ("one\ntwo", "one<br>two"),
        ("&gt; said\n&gt; twice\nnot", "<blockquote>said<br>twice</blockquote>not"),
        ("```\na *b*\n```", "<pre>a *b*</pre>"),
        ("&amp;lt; &lt;b&gt; &copy;", "&amp;lt; &lt;b&gt; &amp;copy;"),
        ("<@U1> <@U9> <!here>", '<span class="mention">@Mira</span> <span class="mention">@U9</span> '
         '<span class="mention">@here</span>'),
        ("<#C1> <#C9|x>",
         '<a class="mention" href="/c/C1?as=U1">#general</a> <span class="mention">#C9</span>'),
        (":tada: :no_such_thing:", "🎉 :no_such_thing:"),
        ("<!date^1790000000^{date_short} at {time}|then>", "Sep 21, 2026 at 10:13"),
        ("<!date^never^{date}|then>", "then"),
        ("*<https://a.b/?x=1&amp;y=*|see>*",
         '<strong><a href="https://a.b/?x=1&amp;y=*" rel="noopener noreferrer" '
         'target="_blank">see</a></strong>'),
        ("(https://a.b/c).",
         '(<a href="https://a.b/c" rel="noopener noreferrer" target="_blank">https://a.b/c</a>).'),
        ("<javascript:alert(1)|see>", "see"),
    ],
)  # fmt: skip
def test_mrkdwn_is_drawn_as_slack_draws_it(words: str, html: str) -> None:
    assert mrkdwn(words, READER) == html


@given(hostile)
def test_no_mrkdwn_brings_in_other_markup_than_slacks_own(words: str) -> None:
    reading = Reading(mrkdwn(words, READER))
    assert {tag for tag, _ in reading.elements} <= INLINE
    assert {name for _, names in reading.shape for name in names} <= {"class", "href", "rel", "target"}
    assert all(
        href.lower().startswith(("http://", "https://", "mailto:", "/c/c1?"))
        for href in reading.values("href")
    )


@given(hostile)
def test_no_markdown_brings_in_html(words: str) -> None:
    reading = Reading(markdown(words))
    assert {tag for tag, _ in reading.elements} <= BLOCK
    assert all(href.lower().startswith(("http://", "https://", "mailto:")) for href in reading.values("href"))


@pytest.mark.parametrize("piece", ["*a", "`a", "<a", "*`a", "_<*`", "*<a>", "~ ~", "```", "*a*_", "> "])
def test_no_text_takes_long_to_draw(piece: str) -> None:
    began = time.perf_counter()
    mrkdwn("*" + piece * (3000 // len(piece)), READER)
    assert time.perf_counter() - began < 2


def test_markdown_draws_headings_lists_quotes_and_fences() -> None:
    words = "## Title\nSome **bold** [link](https://a.b)\n- one\n- two\n\n> said\n```py\n<b>\n```"
    assert markdown(words) == (
        "<h4>Title</h4><p>Some <strong>bold</strong> "
        '<a href="https://a.b" rel="noopener noreferrer" target="_blank">link</a></p>'
        "<ul><li>one</li><li>two</li></ul><blockquote>said</blockquote><pre>&lt;b&gt;</pre>"
    )

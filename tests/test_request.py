"""The grammar of reports: what is understood, and what is said about the rest."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.errors import RequestError
from reports.grammar import EXPORTS, VISIBILITIES
from reports.period import Step
from reports.ranges import NAMED, Range
from reports.request import Request
from reports.scope import Names
from reports.sections import SECTIONS
from storage.records import Project
from tests.organizations import organization

AS_OF = datetime(2026, 11, 22, 14, 5, tzinfo=ZoneInfo("America/New_York"))

RANGES = st.one_of(
    st.sampled_from(NAMED),
    st.builds(lambda n, unit: f"last-{n}{unit}", st.integers(1, 9999), st.sampled_from("dwm")),
    st.builds(lambda y, m: f"{y}-{m:02d}", st.integers(1900, 2999), st.integers(1, 12)),
    st.builds(lambda y, q: f"{y}-Q{q}", st.integers(1900, 2999), st.integers(1, 4)),
    st.builds(lambda a, b: f"{a}..{b}", st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1))).filter(
        lambda text: all(part < "3000" for part in text.split(".."))
    ),
)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    section = draw(st.sampled_from(SECTIONS))
    return Request(
        section=section.name,
        range=Range(draw(RANGES)),
        project=draw(st.sampled_from([None, "all", "payments-api", "mobile_app"])),
        by=draw(st.sampled_from([None, *(tab.name for tab in section.breakdowns)])),
        step=draw(st.sampled_from([None, *Step])) if section.steps else None,
        view=draw(st.sampled_from([None, *section.views])),
        visibility=draw(st.sampled_from([None, *VISIBILITIES])),
        compare=draw(st.booleans()),
        exports=draw(st.sampled_from([(), ("all",), EXPORTS, EXPORTS[1:3]])) if section.exports else (),
    )


@given(requests())
def test_a_request_spelled_out_is_the_same_request(request_: Request) -> None:
    assert Request.parse(str(request_)) == request_


@given(requests(), st.randoms())
def test_words_after_the_section_may_stand_in_any_order_and_case(request_: Request, random: object) -> None:
    section, *words = str(request_).split()
    random.shuffle(words)  # type: ignore[attr-defined]
    slug = f"project:{request_.project}"
    shouted = [
        word if word == slug else word.upper().replace("-", "_") if ".." not in word else word
        for word in words
    ]
    assert Request.parse(" ".join([section.upper(), *shouted])) == request_


def refusal(text: str) -> RequestError | None:
    try:
        Request.parse(text)
    except RequestError as refused:
        return refused
    return None


@given(st.text())
def test_any_text_is_understood_or_refused_in_a_sentence(text: str) -> None:
    assert refusal(text) is None or "Example: `/usage " in str(refusal(text))


def test_an_example_in_a_refusal_is_understood() -> None:
    for bad in ("qestions", "questions last30d", "questions by:colour", "questions last-7d last-8d"):
        with pytest.raises(RequestError) as refused:
            Request.parse(bad)
        Request.parse(str(refused.value).rpartition("`/usage ")[2].rstrip("`"))


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("", "overview last-30d"),
        ("last-7d", "overview last-7d"),
        ("questions", "questions last-30d"),
        ("questions “last-7d”", "questions last-7d"),
        ("questions\u00a0last-7d", "questions last-7d"),
        ("questions by:origin 2026-q3 WEEKLY", "questions 2026-Q3 by:origin weekly"),
        ("last-7d questions", None),
    ],
)
def test_people_type_like_this(typed: str, understood: str | None) -> None:
    if understood is None:
        with pytest.raises(RequestError):
            Request.parse(typed)
    else:
        assert str(Request.parse(typed)) == understood


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "qestions last-7d",
            'I don\'t know the section "qestions". Did you mean questions? '
            "Example: `/usage questions last-30d`",
        ),
        (
            "questions last30d",
            'I don\'t understand the range "last30d". Did you mean last-30d? '
            "Example: `/usage questions last-30d`",
        ),
        (
            "questions by:categry",
            'I don\'t understand "by:categry". Did you mean by:category? '
            "Example: `/usage questions last-30d by:category`",
        ),
    ],
)
def test_a_bad_word_is_named_with_the_nearest_good_one(typed: str, sentence: str) -> None:
    with pytest.raises(RequestError) as refused:
        Request.parse(typed)
    assert str(refused.value) == sentence


def test_without_a_near_word_the_known_ones_are_listed() -> None:
    with pytest.raises(RequestError, match=r'"zzz"\. Known: overview, .*questions'):
        Request.parse("zzz")


def test_an_unknown_project_names_the_nearest() -> None:
    with pytest.raises(RequestError) as refused:
        Request.parse("questions project:payment-api").scope(organization(), AS_OF, alone=True)
    assert str(refused.value) == (
        'I don\'t know the project "payment-api". Did you mean payments-api? '
        "Example: `/usage questions last-30d project:payments-api`"
    )


@pytest.mark.parametrize("typed", ["payments-api", "Payments_API", "PAYMENTS-API"])
def test_a_project_is_found_however_it_is_written(typed: str) -> None:
    scope = Request.parse(f"questions project:{typed}").scope(organization(), AS_OF, alone=True)
    assert scope.project == Project(3, "payments-api", "Payments API", archived=False)


def test_the_channel_default_counts_unless_all_is_asked_for() -> None:
    org = organization()
    narrow = Request.parse("questions").scope(org, AS_OF, alone=True, default_project="storefront")
    wide = Request.parse("questions project:all").scope(org, AS_OF, alone=True, default_project="storefront")
    assert (narrow.title, wide.title) == ("Storefront", "All Projects")


def test_names_are_for_one_reader_alone() -> None:
    request = Request.parse("questions")
    assert request.scope(organization(), AS_OF, alone=True).names is Names.SHOWN
    assert request.scope(organization(), AS_OF, alone=False).names is Names.ASK_PRIVATELY


@pytest.mark.parametrize(
    ("words", "before", "instead"),
    [
        ("questions last-30d", "2026-09-24", None),
        ("questions today", None, "n/a (day in progress)"),
        ("questions 2025-10", None, "n/a (no data before 2025-10-01)"),
        ("questions last-30d vs:none", None, None),
    ],
)
def test_what_a_period_is_compared_with(words: str, before: str | None, instead: str | None) -> None:
    compared = Request.parse(words).scope(organization(), AS_OF, alone=True).comparison
    assert (compared.before.start.isoformat() if compared.before else None) == before
    assert (compared.instead.text if compared.instead else None) == instead

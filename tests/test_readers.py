"""Promises of the readers: every format gives its words, and every bad input a refusal while the rest is read."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.claim import Article, Refusal
from sayso.readers import Document, read
from sayso.readers.web import is_public

WORDS = "The ministry said on Monday that the ships had left the harbour."


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(name: str, content: str | bytes) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def articles(*inputs: str, **options) -> list[Article]:
    """The articles read; a refusal fails the test."""
    found = list(read(inputs, **options))
    assert [x for x in found if isinstance(x, Refusal)] == []
    return [x.article for x in found if isinstance(x, Document)]


def refusals(*inputs: str, **options) -> list[Refusal]:
    return [x for x in read(inputs, **options) if isinstance(x, Refusal)]


def the_article(name: str, content: str | bytes) -> Article:
    (article,) = articles(put(name, content))
    return article


def the_refusal(name: str, content: str | bytes) -> Refusal:
    (found,) = read([put(name, content)])
    assert isinstance(found, Refusal)
    assert found.where.startswith(name) and found.remedy
    return found


# Text and Markdown


def test_a_text_is_read_as_it_stands() -> None:
    article = the_article("a.txt", f" date 2024-12-09 {WORDS}\r\n\r\nMore.\n")

    assert (article.text, article.published, article.path) == (f" date 2024-12-09 {WORDS}\n\nMore.", "2024-12-09", "a.txt")


def test_the_bytes_are_kept_and_hashed() -> None:
    raw = WORDS.encode() + b"\r\n"
    (document,) = read([put("a.txt", raw)])

    assert isinstance(document, Document)
    assert (document.raw, document.article.raw) == (raw, hashlib.sha256(raw).hexdigest())


def test_markdown_loses_its_marks_and_keeps_headings_items_and_tables() -> None:
    article = the_article(
        "a.md",
        "# Ships leave\n\nThe **ministry** [said\nso](https://x.example/a_(b)) on _Monday_.\n\n- one\n  item\n- two\n\n| a | b |\n|---|---|\n| c | *d* |\n",
    )

    assert article.text == "# Ships leave\n\nThe ministry said so on Monday.\n\n- one item\n- two\n\n| a | b |\n|---|---|\n| c | d |"


def test_markdown_front_matter_is_metadata() -> None:
    article = the_article("a.md", f"---\ntitle: Ships leave\ndate: '2024-12'\nsource_url: https://x.example/a\n---\n\n{WORDS}\n")

    assert (article.title, article.published, article.url, article.text) == ("Ships leave", "2024-12", "https://x.example/a", WORDS)


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_the_encoding_is_found(encoding: str) -> None:
    text = "José said “no” – the café owner agreed, and so did the others in the town."

    assert the_article("a.txt", text.encode(encoding)).text == text


def test_one_damaged_byte_is_marked_and_does_not_garble_the_rest() -> None:
    data = "“One” “two” “three” “four” “five” “six”".encode() + b" \xff"

    assert the_article("a.txt", data).text == "“One” “two” “three” “four” “five” “six” \ufffd"


def test_a_page_is_read_in_the_encoding_it_declares() -> None:
    text = "Представитель министерства сообщил в понедельник, что корабли вышли из порта."
    page = f'<html><head><meta charset="koi8-r"></head><body><p>{text}</p></body></html>'

    assert the_article("a.html", page.encode("koi8-r")).text == text


def test_an_encoding_that_cannot_be_told_is_refused() -> None:
    noise = bytes((i * 7919 + 13 * (i // 3)) % 224 + 32 for i in range(4000))

    assert "encoding" in the_refusal("a.txt", noise).what


# HTML

PAGE = f"""<!doctype html><html lang="en"><head><title>Ships leave | Example Daily</title>
<meta property="og:site_name" content="Example Daily"><meta property="article:published_time" content="DATE">
<link rel="canonical" href="https://daily.example/ships"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ships leave</h1><p>{WORDS} It had been closed for a week because of a storm.</p>
<h2>What follows</h2><p>The port authority expects more ships to leave in the coming days, its head told reporters there.</p>
<table><tr><th>Key Points</th><th>Details</th></tr><tr><td>Ships</td><td>Twelve left</td></tr></table></article>
<div id="comments"><p>First comment: this is nonsense and I do not believe it at all.</p></div>
<script>alert("no")</script></body></html>"""


def test_a_web_page_gives_the_words_of_its_article() -> None:
    text = the_article("a.html", PAGE).text

    lines = text.split("\n")
    assert [line for line in lines if line.startswith(("What", "Key", "Ships |"))] == [
        "What follows",
        "Key Points | Details |",
        "Ships | Twelve left |",
    ]
    assert WORDS in text
    assert not any(word in text for word in ("alert", "nonsense", "News"))


def test_a_web_page_says_what_it_is() -> None:
    article = the_article("a.html", PAGE.replace("DATE", "2024-12-09T08:00:00+01:00"))

    found = (article.title, article.publisher, article.published, article.url)
    assert found == ("Ships leave", "Example Daily", "2024-12-09", "https://daily.example/ships")


@pytest.mark.parametrize(("stated", "expected"), [("2024-12", "2024-12"), ("March 2024", "2024-03"), ("2024", "2024"), ("soon", "")])
def test_a_page_date_is_never_more_precise_than_the_page(stated: str, expected: str) -> None:
    assert the_article("a.html", PAGE.replace("DATE", stated)).published == expected


def test_linked_data_tells_what_the_head_does_not() -> None:
    record = {
        "@graph": [{"@type": "NewsArticle", "headline": "Ships", "datePublished": "2024-12-09", "publisher": {"name": "Example Post"}}]
    }
    page = f'<html><head><script type="application/ld+json">{json.dumps(record)}</script></head><body><p>{WORDS}</p></body></html>'
    article = the_article("a.html", page)

    assert (article.title, article.publisher, article.published) == ("Ships", "Example Post", "2024-12-09")


def test_a_short_page_gives_all_its_words() -> None:
    assert the_article("a.html", "<p>Ships <b>left</b>.</p><ul><li>one<li>two</ul>").text == "Ships left.\n- one\n- two"


def test_a_page_without_words_is_refused() -> None:
    assert the_refusal("a.html", "<html><body><script>x()</script></body></html>").what == "holds no text"


# PDF


def pdf(*pages: list[str], title: str = "", trailer: str = "") -> bytes:
    """A PDF of pages of lines, written by hand."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for i, lines in enumerate(pages):
        shown = "BT /F1 11 Tf 14 TL 72 720 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * i} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
    objects.append(f"<< /Title ({title}) >>")
    data, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {trailer} >>\nstartxref\n{len(data)}\n%%EOF"
    return (data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}").encode("latin-1")


def test_a_pdf_has_its_broken_lines_joined() -> None:
    lines = [
        "Ships leave harbour",
        "",
        "The officials in the capital said on Monday that the fight-",
        "ers had been moved to the eastern coast by Harbour-",
        "made ships and that many more of them would soon follow",
        "there as well.",
        "The next paragraph stands by itself.",
    ]
    article = the_article("a.pdf", pdf(lines, title="Ships"))

    assert (article.title, article.text.split("\n")) == (
        "Ships",
        [
            "Ships leave harbour",
            "The officials in the capital said on Monday that the fighters had been moved to the eastern coast by Harbour-made ships "
            "and that many more of them would soon follow there as well.",
            "The next paragraph stands by itself.",
        ],
    )


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [f"Example Daily, page {n}", f"Paragraph number {word} ends here.", str(n)] for n, word in ((1, "one"), (2, "two"), (3, "three"))
    ]

    assert (
        the_article("a.pdf", pdf(*pages)).text
        == "Paragraph number one ends here.\nParagraph number two ends here.\nParagraph number three ends here."
    )


def test_a_pdf_without_text_is_sent_to_ocr() -> None:
    refusal = the_refusal("a.pdf", pdf([]))

    assert (refusal.what, refusal.remedy) == ("holds no text, only pictures", "run it through OCR")


def test_an_encrypted_pdf_is_refused_as_such() -> None:
    secret = "/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + "a" * 32 + ") /U (" + "a" * 32 + ") /P -44 >> /ID [<00> <00>]"

    assert the_refusal("a.pdf", pdf([WORDS], trailer=secret)).what == "is encrypted"


def test_a_damaged_pdf_is_refused() -> None:
    assert the_refusal("a.pdf", b"%PDF-1.4 and then nothing").what == "is a damaged PDF"


# Feeds

RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Example Daily</title><item><title>Ships &amp; men</title><link>https://daily.example/1</link><guid>one</guid>
<pubDate>Mon, 09 Dec 2024 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{WORDS}</p><script>alert(1)</script><p>More <i>ships</i>.</p>]]></content:encoded></item>
<item><title>Second</title><link>https://daily.example/2</link><description>The &lt;b&gt;second&lt;/b&gt; report.</description></item>
</channel></rss>"""


def test_each_entry_of_a_feed_is_an_article_with_its_full_text() -> None:
    first, second = articles(put("feed.xml", RSS))

    assert (first.text, first.title, first.publisher, first.published, first.url) == (
        f"{WORDS}\nMore ships.",
        "Ships & men",
        "Example Daily",
        "2024-12-09",
        "https://daily.example/1",
    )
    assert second.text == "The second report."


def test_an_entry_keeps_its_name_when_the_feed_grows() -> None:
    newer = RSS.replace(
        "<item><title>Ships", "<item><title>New</title><guid>zero</guid><description>New one.</description></item><item><title>Ships"
    )
    before, after = articles(put("feed.xml", RSS)), articles(put("feed.xml", newer))

    assert [article.path for article in before] == [article.path for article in after[1:]]


def test_an_atom_feed_is_read() -> None:
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Post</title><entry><id>a</id><title>Ships</title>
    <published>2024-12-09T08:00:00Z</published><link href="https://post.example/1"/><content type="html">&lt;p&gt;{WORDS}&lt;/p&gt;</content></entry></feed>"""
    article = the_article("feed.atom", atom)

    assert (article.text, article.title, article.publisher, article.published) == (WORDS, "Ships", "Example Post", "2024-12-09")


def test_an_entry_without_words_is_refused_and_the_rest_read() -> None:
    found = list(read([put("feed.xml", RSS.replace("The &lt;b&gt;second&lt;/b&gt; report.", ""))]))

    assert [type(x) for x in found] == [Document, Refusal]


def test_other_xml_is_refused() -> None:
    assert the_refusal("a.xml", "<?xml version='1.0'?><note><to>you</to></note>").what == "is XML, but no RSS or Atom feed"


def test_xml_that_multiplies_itself_is_refused() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><rss version="2.0"><channel><item><title>&l9;</title></item></channel></rss>'

    assert "entities" in the_refusal("a.xml", bomb).what


# JSON


def test_json_lines_are_read_under_the_names_collectors_give() -> None:
    lines = [
        {"text": WORDS, "title": "A", "publisher": "Example Daily", "published": "2024-12", "url": "https://d.example/a"},
        {"maintext": WORDS, "title": "B", "source_domain": "www.post.example", "date_publish": "2024-12-09 10:00:00", "language": "en"},
        {"body": f"<p>{WORDS}</p>", "headline": "C", "source": {"name": "Example Wire"}, "date": 1733740800},
        {"content": WORDS, "sitename": "Example Site", "publishedAt": "2024-12-09T10:00:00Z"},
    ]
    found = articles(put("a.jsonl", "\n".join(map(json.dumps, lines))))

    assert [(a.text, a.title, a.publisher, a.published) for a in found] == [
        (WORDS, "A", "Example Daily", "2024-12"),
        (WORDS, "B", "post.example", "2024-12-09"),
        (WORDS, "C", "Example Wire", "2024-12-09"),
        (WORDS, "", "Example Site", "2024-12-09"),
    ]


def test_a_bad_line_is_refused_by_its_number_and_the_rest_is_read() -> None:
    found = list(
        read([put("a.jsonl", json.dumps({"text": "One."}) + '\n{"text": \n\n' + json.dumps({"text": "Two."}) + '\n{"x": 1}\n[]\n')])
    )

    assert [x.article.path if isinstance(x, Document) else x.where for x in found] == [
        "a.jsonl#1",
        "a.jsonl#2",
        "a.jsonl#4",
        "a.jsonl#5",
        "a.jsonl#6",
    ]
    assert [type(x) for x in found] == [Document, Refusal, Document, Refusal, Refusal]


def test_the_bytes_of_a_line_are_that_line() -> None:
    lines = [json.dumps({"text": "One."}), json.dumps({"text": "Two."})]
    found = list(read([put("a.jsonl", "\n".join(lines))]))

    assert [x.raw.decode().strip() for x in found if isinstance(x, Document)] == lines


@pytest.mark.parametrize(
    "shape",
    [
        {"text": "One."},
        [{"text": "One."}],
        {"status": "ok", "articles": [{"content": "One."}]},
        {"response": {"total": 1, "results": [{"body_text": "One."}]}},
        {"version": "https://jsonfeed.org/version/1.1", "title": "Example", "items": [{"id": "1", "content_html": "<p>One.</p>"}]},
    ],
)
def test_one_record_a_list_and_an_envelope_are_read(shape: object) -> None:
    assert the_article("a.json", json.dumps(shape)).text == "One."


def test_the_bytes_of_a_record_in_a_list_are_its_own() -> None:
    (_, second) = read([put("a.json", '[ {"text": "One."} , {"text":  "Two."} ]')])

    assert isinstance(second, Document) and second.raw == b'{"text":  "Two."}'


def test_json_without_an_article_is_refused_with_what_it_has() -> None:
    assert the_refusal("a.json", '{"colour": "red"}').what == "is JSON without an article (it has colour)"


def test_half_a_character_in_json_does_not_stop_the_reading() -> None:
    assert the_article("a.json", '{"text": "One \\ud83d.", "title": "x \\ud83d"}').text == "One \ufffd."


# Web archives


def record(url: str, body: bytes, kind: str = "text/html", status: str = "200 OK", extra: str = "") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-12-10T00:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-0000000000{len(url):02}>\r\nContent-Type: application/http; msgtype=response\r\n"
    return head.encode() + f"Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"


RECORDS = [
    record("https://a.example/1", b"<p>Report one.</p>"),
    record("https://a.example/picture", b"\x89PNG", "image/png"),
    record("https://a.example/gone", b"<p>Not found</p>", status="404 Not Found"),
    record("https://a.example/2.txt", b"Report two.", "text/plain"),
    record("https://a.example/three", gzip.compress(b"<p>Report three.</p>"), extra="Content-Encoding: gzip\r\n"),
]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_web_archive_gives_its_pages(name: str) -> None:
    data = b"".join(gzip.compress(r) for r in RECORDS) if name.endswith("gz") else b"".join(RECORDS)
    found = articles(put(name, data))

    assert [(a.text, a.url, a.published, a.path) for a in found] == [
        ("Report one.", "https://a.example/1", "", f"{name}#1"),
        ("Report two.", "https://a.example/2.txt", "", f"{name}#4"),
        ("Report three.", "https://a.example/three", "", f"{name}#5"),
    ]


@pytest.mark.parametrize("cut", [4, 30, 180, 400])
@pytest.mark.parametrize("packed", [False, True])
def test_a_truncated_archive_gives_what_was_whole_and_says_where_it_breaks_off(cut: int, packed: bool) -> None:
    data = b"".join(gzip.compress(r) for r in RECORDS) if packed else b"".join(RECORDS)
    *whole, last = read([put("a.warc.gz" if packed else "a.warc", data[:-cut])])

    assert isinstance(whole[0], Document) and whole[0].article.text == "Report one."
    assert isinstance(last, Refusal) and "breaks off" in last.what and "bytes in" in last.what


# Compressed files, standard input, sniffing


def test_a_compressed_text_is_the_same_article() -> None:
    (packed,) = articles(put("a.txt.gz", gzip.compress(WORDS.encode())))

    assert packed.id == the_article("a.txt", WORDS).id


def test_a_compressed_file_that_breaks_off_is_refused() -> None:
    assert "breaks off" in the_refusal("a.txt.gz", gzip.compress(WORDS.encode() * 50)[:-12]).what


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (WORDS.encode(), [WORDS]),
        (b"<html><body><p>Ships left.</p></body></html>", ["Ships left."]),
        (RSS.encode(), [f"{WORDS}\nMore ships.", "The second report."]),
        (b'{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        (b'[{"text": "One."}]', ["One."]),
        (pdf(["Ships left."]), ["Ships left."]),
        (gzip.compress(b"Ships left."), ["Ships left."]),
        (RECORDS[0], ["Report one."]),
    ],
)
def test_standard_input_is_read_as_what_it_is(content: bytes, texts: list[str]) -> None:
    found = articles("-", stdin=io.BytesIO(content))

    assert [(a.text, a.path.partition("#")[0]) for a in found] == [(text, "-") for text in texts]


def test_a_pipe_is_read_to_its_end() -> None:
    out, into = os.pipe()
    with os.fdopen(into, "wb") as writing:
        writing.write(WORDS.encode())
    with os.fdopen(out, "rb") as reading:
        assert articles("-", stdin=reading)[0].text == WORDS


def test_a_name_that_lies_does_not_matter() -> None:
    assert the_article("page.txt", "<!DOCTYPE html><html><body><p>Ships left.</p></body></html>").text == "Ships left."
    assert the_article("paper.html", pdf(["Ships left."])).text == "Ships left."
    assert the_article("report.bin", WORDS).text == WORDS


# Bad input


def test_an_empty_file_is_refused() -> None:
    assert the_refusal("a.txt", "").what == "is empty"


def test_a_file_of_blanks_is_refused() -> None:
    assert the_refusal("a.txt", " \n \n").what == "is empty"


@pytest.mark.parametrize("data", [b"words\x00\x01\x02 and more" * 20, b"PK\x03\x04" + bytes(60), b"\x89PNG\r\n\x1a\n" + bytes(50)])
def test_binary_is_refused(data: bytes) -> None:
    assert the_refusal("a.txt", data).what.startswith("is ")


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.readers.LARGEST", 1000)

    assert "is larger than" in the_refusal("a.txt", "x" * 1001).what


def test_a_bomb_of_zeros_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.readers.LARGEST", 100_000)

    assert "is larger than" in the_refusal("a.txt.gz", gzip.compress(b"a" * 50_000_000)).what


def test_one_endless_line_is_read_in_time_that_grows_with_its_length() -> None:
    started = time.process_time()
    article = the_article("a.txt", b"word " * 2_000_000)

    assert (len(article.text), time.process_time() - started < 4) == (9_999_999, True)


@pytest.mark.parametrize(
    "bomb",
    [
        "<html><body>" + "<div>" * 100_000 + "words" + "</div>" * 100_000,
        f"<html><body><p title='{'x' * 12_000_000}'>words</p></body></html>",
        "<html>" + "<!--" * 100_000,
    ],
)
def test_a_page_that_is_a_bomb_is_refused(bomb: str) -> None:
    assert the_refusal("a.html", bomb).what.startswith(("is nested", "holds no text"))


def test_endless_nesting_in_json_and_feeds_is_refused() -> None:
    assert "nested" in the_refusal("a.json", "[" * 200_000).what
    assert "nested" in the_refusal("a.xml", "<rss version='2.0'><channel>" + "<item>" * 100_000).what


def test_a_file_that_is_not_there_is_refused_and_the_rest_is_read() -> None:
    found = list(read(["gone.txt", put("a.txt", WORDS)]))

    assert [type(x) for x in found] == [Refusal, Document]
    assert isinstance(found[0], Refusal) and (found[0].where, found[0].what) == ("gone.txt", "is not there")


def test_a_file_that_vanishes_while_reading_is_refused_and_the_rest_is_read() -> None:
    for name in ("in/a.txt", "in/b.txt", "in/c.txt"):
        put(name, f"Report {name}.")
    reading = read(["in"])
    next(reading)
    Path("in/b.txt").unlink()
    found = list(reading)

    assert [x.where if isinstance(x, Refusal) else x.article.path for x in found] == ["in/b.txt", "in/c.txt"]


def test_no_permission_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.txt", WORDS)

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)  # the superuser, as whom tests may run, may read everything

    assert [(r.where, r.what) for r in refusals("a.txt")] == [("a.txt", "may not be read")]


def test_a_fault_in_a_library_is_a_refusal_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Iterator[Document]:
        raise KeyError("odd")
        yield

    monkeypatch.setitem(__import__("sayso.readers").readers.WHOLE, "text", broken)

    assert "KeyError" in the_refusal("a.txt", WORDS).what


def test_ctrl_c_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Iterator[Document]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setitem(__import__("sayso.readers").readers.WHOLE, "text", interrupted)

    with pytest.raises(KeyboardInterrupt):
        list(read([put("a.txt", WORDS)]))


@settings(max_examples=60, deadline=None)
@given(
    data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))),
    start=st.sampled_from(
        [b"", b"%PDF-1.4\n", b"WARC/1.0\r\n", b"\x1f\x8b", b"<?xml version='1.0'?><rss>", b"<html>", b'{"text": "', b"---\n"]
    ),
    extension=st.sampled_from([".txt", ".md", ".html", ".pdf", ".xml", ".jsonl", ".json", ".warc", ".gz", ".xyz", ""]),
)
def test_no_bytes_whatever_stop_the_reading(data: bytes, start: bytes, extension: str) -> None:
    found = list(read([put(f"any{extension}", start + data), put("good.txt", WORDS)]))

    assert isinstance(found[-1], Document) and found[-1].article.text == WORDS
    assert len(found) > 1


# Folders and patterns


def test_a_folder_is_read_in_order_without_hidden_files_and_media() -> None:
    for name in ("in/b.txt", "in/a/z.md", "in/a.txt", "in/.hidden.txt", "in/.git/x.txt", "in/report"):
        put(name, f"Report {name}.")
    put("in/photo.png", b"\x89PNG")

    assert [a.path for a in articles("in")] == ["in/a.txt", "in/b.txt", "in/report", "in/a/z.md"]


def test_a_folder_that_holds_itself_is_read_once() -> None:
    put("in/a/one.txt", WORDS)
    Path("in/a/back").symlink_to(Path("in").resolve(), target_is_directory=True)

    assert [a.path for a in articles("in")] == ["in/a/one.txt"]


def test_an_unknown_kind_in_a_folder_is_refused_by_name() -> None:
    put("in/notes.xyz", WORDS)

    assert [(r.where, r.what) for r in refusals("in")] == [("in/notes.xyz", "is of a kind that is not read (.xyz)")]


def test_a_pattern_is_spelled_out_in_order() -> None:
    for name in ("b.txt", "a.txt", "c.md", "in/d.txt"):
        put(name, f"Report {name}.")

    assert [a.path for a in articles("*.txt")] == ["a.txt", "b.txt"]
    assert [a.path for a in articles("**/*.txt")] == ["a.txt", "b.txt", "in/d.txt"]


def test_a_pattern_without_a_match_is_refused() -> None:
    assert [r.what for r in refusals("*.txt")] == ["matches no file"]


def test_a_file_with_brackets_in_its_name_is_found() -> None:
    assert the_article("report [1].txt", WORDS).text == WORDS


def test_what_is_left_out_is_left_out() -> None:
    put("in/a.txt", WORDS)
    put("in/ledger", "SQLite format 3\0")

    assert [a.path for a in articles("in", exclude=[Path("in/ledger")])] == ["in/a.txt"]


def test_a_path_is_shown_from_the_working_folder(tmp_path: Path) -> None:
    put("in/a.txt", WORDS)

    assert [a.path for a in articles(str(tmp_path / "in"))] == ["in/a.txt"]


def test_reading_twice_gives_the_same() -> None:
    put("in/a.html", PAGE)
    put("in/b.xml", RSS)

    assert list(read(["in"])) == list(read(["in"]))


# The web


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/round"):
            self._send(302, b"", Location="/round" + "x" * (len(self.path) % 50))
        elif self.path == "/moved":
            self._send(301, b"", Location="/ships.html")
        elif self.path == "/away":
            self._send(302, b"", Location="file:///etc/hostname")
        elif self.path == "/large":
            self._send(200, b"x" * 300_000)
        elif self.path == "/feed":
            self._send(200, RSS.encode())
        elif self.path == "/latin":
            self._send(200, "Müller’s Büro".encode("cp1252"), **{"Content-Type": "text/plain; charset=iso-8859-1"})
        elif self.path == "/ships.html":
            self._send(200, PAGE.encode())
        else:
            self._send(404, b"nothing here")

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_an_address_is_read(site: str) -> None:
    (article,) = articles(f"{site}/ships.html", allow_private=True)

    assert (article.path, article.title, article.url) == (f"{site}/ships.html", "Ships leave", f"{site}/ships.html")


def test_a_password_in_an_address_is_not_kept(site: str) -> None:
    (article,) = articles(site.replace("//", "//me:secret@") + "/ships.html#below", allow_private=True)

    assert (article.path, article.url) == (f"{site}/ships.html", f"{site}/ships.html")
    assert refusals("http://me:secret@127.0.0.1:9/x")[0].where == "http://127.0.0.1:9/x"


def test_a_redirect_is_followed(site: str) -> None:
    assert [a.title for a in articles(f"{site}/moved", allow_private=True)] == ["Ships leave"]


def test_a_feed_at_an_address_is_read(site: str) -> None:
    assert [a.title for a in articles(f"{site}/feed", allow_private=True)] == ["Ships & men", "Second"]


def test_the_encoding_a_server_names_is_used(site: str) -> None:
    assert [a.text for a in articles(f"{site}/latin", allow_private=True)] == ["Müller’s Büro"]


def test_a_private_address_is_refused_unless_allowed(site: str) -> None:
    (refusal,) = refusals(f"{site}/ships.html")

    assert (refusal.where, refusal.what) == (f"{site}/ships.html", "is on a private network (127.0.0.1)")


def test_a_name_that_leads_to_a_private_address_is_refused(site: str) -> None:
    assert "private network" in refusals(site.replace("127.0.0.1", "localhost"))[0].what


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/gone", "answers 404 Not Found"),
        ("/round", "redirects more than 5 times"),
        ("/away", "leads to file:/etc/hostname, which is no web address"),
    ],
)
def test_an_address_that_fails_is_refused_with_its_reason(site: str, path: str, what: str) -> None:
    assert [r.what for r in refusals(site + path, allow_private=True)] == [what]


def test_a_large_page_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.readers.web.LARGEST", 100_000)

    assert "is larger than" in refusals(f"{site}/large", allow_private=True)[0].what


def test_a_server_that_is_not_there_is_refused() -> None:
    assert "cannot be fetched" in refusals("http://127.0.0.1:9/x", allow_private=True)[0].what


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1", "fd00::1",
     "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::"],
)  # fmt: skip
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


# Habits


def test_the_readers_load_no_library_before_there_is_something_to_read() -> None:
    import subprocess
    import sys

    heavy = "trafilatura lxml pypdfium2 feedparser fastwarc httpx charset_normalizer py3langid numpy"
    code = f"import sys, sayso.readers; print([name for name in {heavy.split()!r} if name in sys.modules])"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_what_is_written_about_a_folder_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# About these reports\n\nThey were collected in Oslo.")
    (tmp_path / "report.txt").write_text("Norway said the ship had sunk.")

    assert [Path(d.article.path).name for d in read([tmp_path]) if isinstance(d, Document)] == ["report.txt"]

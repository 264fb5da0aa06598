"""The Markdown subset of FORMS §9 as plain words and as Qt rich text; no HTML passes through.

Authors write headings (`#` to `######`), `**strong**`, `*emphasis*`, `[links](address)`, lists and
`<span style="color: …">`. A backslash takes the meaning from the sign behind it, which is how what
an answer inserts stays plain text (`escape`). Old forms write HTML: `<b>`, `<i>`, `<u>`, `<br>`,
`<p>`, `<h1>`…, `<font color>` are read as the marks they stand for. Whatever else stands in a label
is shown as written.

The rich text holds only `b`, `big`, `br`, `p`, `ul`, `li` and `span` with one colour, and no
link that can be followed: the words of a link are shown, in field mode with the address behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape as html_escape
from itertools import groupby

from kiosk.services.marks import escaped as escape

_SIGNS = re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_INLINE = re.compile(
    rf"\\(?P<sign>[{_SIGNS}])"
    r"|(?P<span><span\s+style\s*=\s*(?P<quote>[\"'])(?P<style>[^\"'<>]*)(?P=quote)\s*>)"
    r"|(?P<close></span\s*>)"
    r"|(?P<tag></?(?:b|strong|i|em|u)\s*>)"
    r"|\[(?P<words>(?:\\.|[^\[\]\\\n])+)\]\((?P<address>[^()\s]*)\)"
    r"|(?P<strong>\*\*|__)"
    r"|(?P<soft>\*|_)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s*(?P<words>[^#\s].*?)\s*#*\s*$")
_POINT = re.compile(r"\s*[*+-]\s+(?P<words>.+)$")
_BLOCK_TAG = re.compile(
    r"(?<!\\)</?(?P<name>br|p|div|center|small|big|font|h[1-6])(?P<more>\s[^<>\n]*)?/?\s*>",
    re.IGNORECASE,
)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_TAG_COLOUR = re.compile(r"color\s*=\s*[\"']?\s*(#?\w{3,30})", re.IGNORECASE)
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*(#[0-9a-f]{3,8}|[a-z]{3,30})\s*(?:;|$)", re.IGNORECASE)

_ANY_MARK = re.compile(r"[\\*_\[<#\n\r]|\s*[+-]\s")

KnownColour = Callable[[str], str | None]
"""Return `#rrggbb` for a colour as an author writes it, or None where it must not be used."""


__all__ = ["KnownColour", "escape", "html", "is_plain", "plain"]


def _no_colour(_written: str) -> str | None:
    return None


def is_plain(markdown: str) -> bool:
    """Tell at a glance that a label has no marks at all; most have none."""
    return _ANY_MARK.search(markdown) is None


@dataclass(slots=True)
class _Piece:
    """A run of words with what is inside it: kind "" (text), b, em, span or link."""

    kind: str = ""
    text: str = ""  # of text; the delimiter, colour or address of the others
    opener: str = ""  # as written, shown where nothing closes it
    parts: list[_Piece] = field(default_factory=list)


def html(markdown: str, *, colour: KnownColour = _no_colour, addresses: bool = True) -> str:
    """Return rich text for Qt. addresses: show where a link leads, behind its words."""
    out: list[str] = []
    for kind, lines in groupby(_lines(markdown), key=lambda line: line[0]):
        words = [_html_of(_inline(line), colour, addresses) for _, line in lines]
        match kind:
            case "ul":
                out.append("<ul>" + "".join(f"<li>{one}</li>" for one in words) + "</ul>")
            case "h1":
                out += [f"<p><big><big><b>{one}</b></big></big></p>" for one in words]
            case "h2" | "h3":
                out += [f"<p><big><b>{one}</b></big></p>" for one in words]
            case "h4" | "h5" | "h6":
                out += [f"<p><b>{one}</b></p>" for one in words]
            case _:
                out.append("<br>".join(words) if not out else f"<p>{'<br>'.join(words)}</p>")
    return "".join(out)


def plain(markdown: str) -> str:
    """Return the words alone, a line per line of the label; points of a list keep a dot."""
    if is_plain(markdown):
        return markdown
    lines = []
    for kind, line in _lines(markdown):
        words = _plain_of(_inline(line))
        lines.append(f"• {words}" if kind == "ul" else words)
    return "\n".join(lines)


def _lines(markdown: str) -> Iterator[tuple[str, str]]:
    """Return each line with its kind: h1…h6, ul or p."""
    written = markdown
    if "<" in markdown:
        written = _BLANK_LINES.sub("\n\n", _BLOCK_TAG.sub(_mark_of_tag, markdown)).strip("\n")
    for line in written.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        heading = _HEADING.match(line)
        if heading is not None:
            yield f"h{len(heading.group(1))}", heading.group("words")
            continue
        point = _POINT.match(line)
        if point is not None:
            yield "ul", point.group("words")
        else:
            yield "p", line  # "4. Address" keeps its number: a list of ours would count anew


def _mark_of_tag(found: re.Match[str]) -> str:
    """Return what an author's block tag stands for: a line, a heading, a colour, or nothing."""
    name, closes = found.group("name").lower(), found.group().startswith("</")
    match name:
        case "small" | "big" | "center":
            return ""
        case "font":
            colour = _TAG_COLOUR.search(found.group("more") or "")
            opened = f'<span style="color: {colour.group(1) if colour else "inherit"}">'
            return "</span>" if closes else opened
        case "br" | "p" | "div":
            return "\n"
        case _:
            return "\n" if closes else "\n" + "#" * int(name[1]) + " "


def _inline(line: str) -> list[_Piece]:
    """Return the pieces of one line; what is opened and never closed stands as written."""
    stack = [_Piece("root")]
    at = 0
    for found in _INLINE.finditer(line):
        _add_text(stack[-1], line[at : found.start()])
        at = found.end()
        before, after = line[: found.start()][-1:], line[at : at + 1]
        match found.lastgroup:
            case "sign":
                _add_text(stack[-1], found.group("sign"))
            case "span" | "style" | "quote":
                colour = _COLOUR.search(found.group("style"))
                opened = colour.group(1) if colour else ""
                stack.append(_Piece("span", opened, found.group()))
            case "close":
                _close(stack, "span", found.group())
            case "tag":
                _tag(stack, found.group())
            case "address" | "words":
                parts = _inline(found.group("words"))
                stack[-1].parts.append(_Piece("link", found.group("address"), parts=parts))
            case _:
                _delimiter(stack, found.group(), before, after)
    _add_text(stack[-1], line[at:])
    while len(stack) > 1:
        _give_up(stack)
    return stack[0].parts


def _add_text(piece: _Piece, text: str) -> None:
    if text:
        piece.parts.append(_Piece(text=text))


def _delimiter(stack: list[_Piece], mark: str, before: str, after: str) -> None:
    """Open or close emphasis; an underscore inside a word is a letter of it."""
    inside_word = "_" in mark and before.isalnum() and after.isalnum()
    opened = any(piece.opener == mark for piece in stack)
    if not inside_word and opened and before and not before.isspace():
        _close(stack, "b" if len(mark) == 2 else "em", mark)
    elif not inside_word and after and not after.isspace():
        stack.append(_Piece("b" if len(mark) == 2 else "em", mark, mark))
    else:
        _add_text(stack[-1], mark)


def _tag(stack: list[_Piece], written: str) -> None:
    """Open or close what `<b>` and its kin make strong."""
    name = written.strip("</> ").lower()
    if written.startswith("</"):
        _close(stack, "tag", written, name)
    else:
        stack.append(_Piece("tag", name, written))


def _close(stack: list[_Piece], kind: str, mark: str, name: str = "") -> None:
    """End the newest piece of a kind; what was opened inside it and not closed is words."""
    fits = [
        place
        for place, piece in enumerate(stack)
        if piece.kind == kind
        and (kind == "span" or piece.opener == mark or (name and piece.text == name))
    ]
    if not fits:
        _add_text(stack[-1], mark)
        return
    while len(stack) - 1 > fits[-1]:
        _give_up(stack)
    done = stack.pop()
    if done.parts:
        stack[-1].parts.append(done)
    else:
        _add_text(stack[-1], done.opener + mark)


def _give_up(stack: list[_Piece]) -> None:
    unclosed = stack.pop()
    _add_text(stack[-1], unclosed.opener)
    stack[-1].parts.extend(unclosed.parts)


def _html_of(pieces: list[_Piece], colour: KnownColour, addresses: bool) -> str:
    out = []
    for piece in pieces:
        inside = _html_of(piece.parts, colour, addresses)
        match piece.kind:
            case "":
                out.append(html_escape(piece.text, quote=False))
            case "b" | "em" | "tag":  # no italics anywhere (UX §5.3): both are bold
                out.append(f"<b>{inside}</b>")
            case "span":
                known = colour(piece.text) if piece.text else None
                out.append(f'<span style="color:{known}">{inside}</span>' if known else inside)
            case _:
                out.append(inside)
                if addresses and piece.text and piece.text != _plain_of(piece.parts):
                    out.append(f" ({html_escape(piece.text, quote=False)})")
    return "".join(out)


def _plain_of(pieces: list[_Piece]) -> str:
    return "".join(piece.text if not piece.kind else _plain_of(piece.parts) for piece in pieces)

"""Functions on text (FORMS §6)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math

from forms.errors import EvaluationFailed
from forms.xpath import patterns
from forms.xpath.context import Context
from forms.xpath.functions import FunctionRegistry
from forms.xpath.values import Value, to_number, to_text

_ALGORITHMS = {
    "md5": "md5",
    "sha-1": "sha1",
    "sha-256": "sha256",
    "sha-384": "sha384",
    "sha-512": "sha512",
}
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SPACE = " \t\r\n"
MAX_TEXT = 1024 * 1024
"""The longest text an expression may make (FORMS §14)."""


def texts_of(value: Value) -> list[str]:
    """Return the texts of a value; a node-set gives one per relevant node, as in JavaRosa."""
    if type(value) is list:
        return [node.text() for node in value if node.relevant]
    return [to_text(value)]


def _joined(separator: str, values: tuple[Value, ...]) -> str:
    made = separator.join(text for value in values for text in texts_of(value))
    if len(made) > MAX_TEXT:
        raise EvaluationFailed("the text would be longer than 1 MiB")
    return made


def _own_text(context: Context, values: tuple[Value, ...]) -> str:
    return to_text(values[0]) if values else context.node.text()


def _string(context: Context, *values: Value) -> Value:
    return _own_text(context, values)


def _concat(_context: Context, *values: Value) -> Value:
    return _joined("", values)


def _join(_context: Context, separator: Value, *values: Value) -> Value:
    return _joined(to_text(separator), values)


def _whole(context: Context, value: Value) -> int | None:
    number = to_number(value, context.zone)
    return int(number) if math.isfinite(number) else None


def _substr(context: Context, value: Value, start: Value, *end: Value) -> Value:
    text = to_text(value)
    first = _whole(context, start)
    last = _whole(context, end[0]) if end else len(text)
    if first is None or last is None:
        return ""
    if first < 0:
        first = max(0, len(text) + first)
    if last < 0:
        last = len(text) + last
    return text[first : max(first, last)]


def _rounded(number: float) -> float:
    return number if not math.isfinite(number) else float(math.floor(number + 0.5))


def _substring(context: Context, value: Value, start: Value, *length: Value) -> Value:
    text = to_text(value)
    first = _rounded(to_number(start, context.zone))
    after = math.inf
    if length:
        after = first + _rounded(to_number(length[0], context.zone))
    return "".join(
        character for place, character in enumerate(text, start=1) if first <= place < after
    )


def _substring_before(_context: Context, value: Value, mark: Value) -> Value:
    head, found, _ = to_text(value).partition(to_text(mark) or "\0")
    return head if found else ""


def _substring_after(_context: Context, value: Value, mark: Value) -> Value:
    text, sign = to_text(value), to_text(mark)
    return text.partition(sign)[2] if sign else text


def _translate(_context: Context, value: Value, old: Value, new: Value) -> Value:
    table: dict[int, str | None] = {}
    replacements = to_text(new)
    for place, character in enumerate(to_text(old)):
        if ord(character) not in table:
            table[ord(character)] = replacements[place] if place < len(replacements) else None
    return to_text(value).translate(table)


def _string_length(context: Context, *values: Value) -> Value:
    return float(len(_own_text(context, values)))


def _normalize_space(context: Context, *values: Value) -> Value:
    text = _own_text(context, values)
    for space in _SPACE[1:]:
        text = text.replace(space, " ")
    return " ".join(part for part in text.split(" ") if part)


def _uuid(context: Context, *length: Value) -> Value:
    environment = context.scope.environment
    if not length:
        return environment.uuid()
    count = _whole(context, length[0])
    if count is None or not 0 <= count <= 10_000:
        raise EvaluationFailed("uuid() needs a length")
    return "".join(_LETTERS[int(environment.random() * len(_LETTERS))] for _ in range(count))


def _digest(_context: Context, value: Value, algorithm: Value, *encoding: Value) -> Value:
    name = _ALGORITHMS.get(to_text(algorithm).lower())
    if name is None:
        raise EvaluationFailed("digest() knows MD5, SHA-1, SHA-256, SHA-384 and SHA-512")
    sum_ = hashlib.new(name, to_text(value).encode(), usedforsecurity=False)
    form = to_text(encoding[0]) if encoding else "base64"
    if form == "hex":
        return sum_.hexdigest()
    if form != "base64":
        raise EvaluationFailed("digest() writes base64 or hex")
    return base64.b64encode(sum_.digest()).decode("ascii")


def _base64_decode(_context: Context, value: Value) -> Value:
    try:
        return base64.b64decode(to_text(value), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


SIGNATURE_BYTES = 64


def _extract_signed(context: Context, contents: Value, key: Value) -> Value:
    """Return what stands behind the signature in *contents*, blank where it does not hold."""
    verify = context.scope.environment.verify_ed25519
    if verify is None:
        raise EvaluationFailed("extract-signed() needs signatures, which this device cannot check")
    try:
        signed = base64.b64decode(to_text(contents).strip(), validate=True)
        public_key = base64.b64decode(to_text(key).strip(), validate=True)
        signature, message = signed[:SIGNATURE_BYTES], signed[SIGNATURE_BYTES:]
        if len(signature) < SIGNATURE_BYTES or not verify(public_key, signature, message):
            return ""
        return message.decode("utf-8")
    except (binascii.Error, ValueError):  # no base64, no key, no text
        return ""


def _regex(_context: Context, value: Value, pattern: Value) -> Value:
    return patterns.matches(to_text(value), to_text(pattern))


def register_all(registry: FunctionRegistry) -> None:
    """Add the text functions."""
    registry.register("string", 0, 1, _string)
    registry.register("concat", 0, None, _concat)
    registry.register("join", 1, None, _join)
    registry.register("substr", 2, 3, _substr)
    registry.register("substring", 2, 3, _substring)
    registry.register("substring-before", 2, 2, _substring_before)
    registry.register("substring-after", 2, 2, _substring_after)
    registry.register("translate", 3, 3, _translate)
    registry.register("string-length", 0, 1, _string_length)
    registry.register("normalize-space", 0, 1, _normalize_space)
    registry.register("contains", 2, 2, lambda _context, a, b: to_text(b) in to_text(a))
    registry.register("starts-with", 2, 2, lambda _context, a, b: to_text(a).startswith(to_text(b)))
    registry.register("ends-with", 2, 2, lambda _context, a, b: to_text(a).endswith(to_text(b)))
    registry.register("uuid", 0, 1, _uuid, volatile=True)
    registry.register("digest", 2, 3, _digest)
    registry.register("base64-decode", 1, 1, _base64_decode)
    registry.register("extract-signed", 2, 2, _extract_signed)
    registry.register("regex", 2, 2, _regex)

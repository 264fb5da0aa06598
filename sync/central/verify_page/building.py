"""Putting the verify page together from its sources and an institution's profile.

The profile's version and its hashes of the page stay out of the page, so that the profile can state
the page's hash (PROTOCOL §5a, key 14). The same profile always gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from sync.profile import InstitutionProfile

LARGEST_PAGE_BYTES = 40_000
"""Page and worker together, without an institution's own names (RECEIPTS §9)."""
_HERE = Path(__file__).parent
_SAFE_HEADERS = {
    "Cache-Control": "public, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
WORKER_HEADERS = {
    **_SAFE_HEADERS,
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
}
_STRING = re.compile(r"('(?:[^'\\]|\\.)*')")
_AROUND_SIGNS = re.compile(r" *([=+\-*/%<>!&|?:;,(){}\[\]]) *")


class VerifyPage:
    """One institution's page and worker, ready to be served as they are."""

    def __init__(self, profile: InstitutionProfile) -> None:
        """Put the page together."""
        script = _source("check.js") + _source("page.js")
        style = _source("page.css")
        base = profile.base_url.rstrip("/")
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(base))
        self.profile = profile
        self.policy = (
            f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
            f"connect-src 'self' {origin}; worker-src 'self'; form-action {origin}; base-uri 'none'"
        )
        page = _source("page.html")
        for name, value in (
            ("@POLICY@", self.policy),
            ("@STYLE@", style),
            ("@BASE@", _attribute(base)),
            ("@DATA@", _data(profile, base)),
            ("@SCRIPT@", script),
        ):
            page = page.replace(name, value, 1)
        self.html = page.encode()
        self.worker = _source("worker.js").encode()
        self.headers = {
            **_SAFE_HEADERS,
            "Content-Security-Policy": f"{self.policy}; frame-ancestors 'none'",
        }

    @property
    def hashes(self) -> tuple[bytes, bytes]:
        """SHA-256 of page and worker, as key 14 of the profile states them."""
        return hashlib.sha256(self.html).digest(), hashlib.sha256(self.worker).digest()


def page_hashes(profile: InstitutionProfile) -> tuple[bytes, bytes]:
    """Return SHA-256 of the page and of the worker that belong to a profile."""
    return VerifyPage(profile).hashes


@cache
def _source(name: str) -> str:
    """Return a source file without indentation and lines that only comment; scripts closer set.

    Line ends stay, so that what a browser shows can be read beside the source.
    """
    lines = (line.strip() for line in (_HERE / name).read_text("utf-8").splitlines())
    kept = [line for line in lines if line and not line.startswith("//")]
    if name.endswith(".js"):
        kept = [_closer(line) for line in kept]
    return "\n".join(kept) + "\n"


def _closer(line: str) -> str:
    """Return a line of script without its comment and without blanks around signs."""
    parts = _STRING.split(line)
    for place in range(0, len(parts), 2):  # strings stand at the odd places
        code, comment, _ = parts[place].partition("  //")
        parts[place] = _AROUND_SIGNS.sub(r"\1", code)
        if comment:
            del parts[place + 1 :]
            break
    return "".join(parts).strip()


def _hash(inline: str) -> str:
    """Return the policy's source expression for an inline block."""
    digest = hashlib.sha256(inline.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _data(profile: InstitutionProfile, base: str) -> str:
    """Return what the page knows of the institution; it cannot close its block."""
    known = {
        "name": profile.name,
        "prefix": profile.receipt_prefix,
        "roots": [root.hex() for root in profile.roots],
        "training": None if profile.training is None else profile.training.point.hex(),
        "base": base,
        "words": profile.domain_words,
        "phone": profile.phone,
        "place": profile.place,
        "legal": profile.legal_line,
        "offices": dict(sorted(profile.offices.items())),
        "concepts": {str(code): name for code, name in sorted(profile.concepts.items())},
    }
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")

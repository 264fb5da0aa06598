"""The verify page: one HTML file and one worker that check receipts on a citizen's phone.

Whoever serves it, the page decides by the roots inside it; the central only hands it out. What it
promises and what it cannot promise: docs/verify-page.md.
"""

from __future__ import annotations

from sync.central.verify_page.building import (
    LARGEST_PAGE_BYTES,
    WORKER_HEADERS,
    VerifyPage,
    page_hashes,
)
from sync.central.verify_page.typed import typed_page

__all__ = ["LARGEST_PAGE_BYTES", "WORKER_HEADERS", "VerifyPage", "page_hashes", "typed_page"]

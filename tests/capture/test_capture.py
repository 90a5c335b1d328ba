from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from firsthand.capture import Capture, CaptureError


def test_digest_is_that_of_the_body() -> None:
    capture = Capture("page.html", "supplied", datetime(2023, 3, 8, tzinfo=UTC), b"abc")
    assert capture.digest == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("zone", [None, timezone(timedelta(hours=2))], ids=["naive", "not UTC"])
def test_time_is_utc(zone: timezone | None) -> None:
    with pytest.raises(CaptureError, match=r"page\.html: its time 2023-03-08T00:00:00.* is not in UTC"):
        Capture("page.html", "supplied", datetime(2023, 3, 8, tzinfo=zone), b"")

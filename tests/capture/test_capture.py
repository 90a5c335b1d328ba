from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from firsthand.capture import Capture, CaptureError


@pytest.mark.parametrize("zone", [None, timezone(timedelta(hours=2))], ids=["naive", "not UTC"])
def test_time_is_utc(zone: timezone | None) -> None:
    with pytest.raises(CaptureError, match=r"page\.html: its time 2023-03-08T00:00:00.* is not in UTC"):
        Capture("page.html", "supplied", datetime(2023, 3, 8, tzinfo=zone), b"")

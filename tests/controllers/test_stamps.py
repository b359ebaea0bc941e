"""T5: instants in files are ISO 8601 in the book's zone, also on the days when clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from walletdesk.controllers.exporting_rows import Stamps

ZONES = ("Europe/Berlin", "UTC", "Australia/Lord_Howe", "America/New_York", "Asia/Kolkata", "Africa/Monrovia")
CHANGES = (1_711_846_800_000, 1_729_990_800_000, -2_422_054_408_000, 1_712_415_600_000, 63_593_070_000)
INSTANTS = st.one_of(
    st.integers(-3_000_000_000_000, 4_000_000_000_000),
    st.builds(int.__add__, st.sampled_from(CHANGES), st.integers(-90_000_000, 90_000_000)),
)


@given(zone=st.sampled_from(ZONES), instants=st.lists(INSTANTS, min_size=1))
def test_t5_a_stamp_is_what_the_calendar_says(zone: str, instants: list[int]) -> None:
    stamps = Stamps(ZoneInfo(zone))
    for instant in instants:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=instant)
        assert stamps.text(instant) == moment.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds")
    assert stamps.text(None) == ""

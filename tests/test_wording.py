"""oversight/wording.py: who is named first in the meeting."""

import pandas as pd
import pytest

from oversight import wording

HEAD = {
    "as_of": pd.Timestamp("2025-11-28"),
    "total_items": 9,
    "closed_items": 2,
    "closed_rate": 2 / 9,
    "overdue_items": 4,
    "overdue_items_before": 4,
    "overdue_longest_days": 46,
}


@pytest.mark.parametrize(
    "leaders, overdue, said",
    [
        (["赵示", "钱示"], [3, 1], "超期最多的是 **赵示**（3 个）"),
        (["未写明", "钱示"], [3, 1], "超期最多的是 **钱示**（1 个）"),
        (["未写明", "钱示"], [4, 0], None),
        (["未写明"], [4], None),
        ([], [], None),
    ],
)
def test_the_leader_with_most_overdue_is_named_but_never_nobody(leaders, overdue, said):
    frame = pd.DataFrame({"leader": leaders, "overdue_items": overdue})
    sentence = wording.overview(HEAD, frame, [])
    assert "超期 4 个**]，与上次持平，最久 46 天" in sentence
    assert said in sentence if said else "超期最多" not in sentence

"""oversight/settings.py: a bureau's own values, every key known."""

import pytest

from oversight import settings
from oversight.errors import UserError


def test_defaults_without_a_file(tmp_path):
    assert settings.load(tmp_path).indicator("F01") == {}


def test_a_bureau_sets_its_own(tmp_path):
    (tmp_path / "settings.toml").write_text(
        'bureau = "示例区医疗保障局"\n[indicators.F01]\nyellow = 9\nreason = "市局文件"\n'
        "[rules.R27]\nmax_gap_days = 14\n",
        "utf-8-sig",
    )
    given = settings.load(tmp_path)
    assert given.indicator("F01") == {"yellow": 9, "reason": "市局文件"}
    assert given.rule_params("R27") == {"max_gap_days": 14}


@pytest.mark.parametrize(
    "text, word",
    [
        ("bureu = 'x'", "bureu"),
        ("[indicators.F01]\nyelow = 1", "yelow"),
        ("[indicators.F99]\nyellow = 1", "F99"),
        ("bureau = 3", "bureau"),
        ("indicators = 3", "indicators"),
        ("[indicators]\nF01 = 3", "F01"),
        ("rules = []", "rules"),
        ("[rules]\nR27 = 14", "R27"),
        ("filing_duty = []", "filing_duty"),
        ("[filing_duty]\nself_check = '甲镇'", "filing_duty.self_check"),
        ("[filing_duty]\nself_check = [1]", "filing_duty.self_check"),
        ("bureau = '甲'\na = \nb = 1", "第 2 行"),
    ],
)
def test_what_is_unknown_or_of_another_kind_is_refused_by_name(tmp_path, text, word):
    (tmp_path / "settings.toml").write_text(text, "utf-8")
    with pytest.raises(UserError, match=word):
        settings.load(tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "settings.toml").write_text("bureau = '示例区医疗保障局'", "gb18030")
    with pytest.raises(UserError, match="UTF-8"):
        settings.load(tmp_path)

"""What one bureau sets for itself: data/settings.toml, optional, every key known."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from oversight import catalog
from oversight.errors import UserError, toml_place

_INDICATOR = {"yellow", "red", "blue", "reason"}
_SECTIONS = {"bureau": str, "indicators": dict, "rules": dict, "filing_duty": dict}


@dataclass(frozen=True)
class Settings:
    """A bureau's own name, thresholds, rule parameters and reporting units."""

    bureau: str = "示例区医疗保障局"
    indicators: dict = field(default_factory=dict)
    rules: dict = field(default_factory=dict)
    filing_duty: dict = field(default_factory=dict)

    def indicator(self, code):
        """Overrides (yellow, red, blue, reason) of one indicator; empty when none."""
        return self.indicators.get(code, {})

    def rule_params(self, code):
        """Overridden parameters of one rule, checked against its card by the engine."""
        return self.rules.get(code, {})


def load(folder):
    """Read ``folder``/settings.toml; defaults when absent.

    Raises UserError naming the key when the file says something unknown or of another kind.
    """
    path = Path(folder) / "settings.toml"
    if not path.exists():
        return Settings()
    try:
        given = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        _refuse("读不出来，它应是 UTF-8 编码的文本文件")
    except tomllib.TOMLDecodeError as error:
        _refuse(f"{toml_place(error)}不合 TOML 的写法")
    for key, value in given.items():
        if key not in _SECTIONS:
            _refuse(f"写了不认识的键“{key}”")
        if not isinstance(value, _SECTIONS[key]):
            _refuse(f"的“{key}”要写成{'文字' if key == 'bureau' else f' [{key}] 一节'}")
    _check_indicators(given.get("indicators", {}))
    for code, values in given.get("rules", {}).items():
        if not isinstance(values, dict):
            _refuse(f"的规则 {code} 要写成 [rules.{code}] 一节")
    for kind, units in given.get("filing_duty", {}).items():
        if not isinstance(units, list) or not all(isinstance(unit, str) for unit in units):
            _refuse(f"的 filing_duty.{kind} 要写成单位名称的列表")
    return Settings(**given)


def _check_indicators(given):
    known = {query.card["code"] for query in catalog.load("indicators").values()}
    for code, values in given.items():
        if code not in known:
            _refuse(f"写了没有的指标“{code}”")
        if not isinstance(values, dict):
            _refuse(f"的指标 {code} 要写成 [indicators.{code}] 一节")
        for key in values:
            if key not in _INDICATOR:
                _refuse(f"的指标 {code} 写了不认识的键“{key}”")


def _refuse(what):
    raise UserError(f"设置文件 settings.toml {what}，请改正或先移走。")

"""What one bureau sets for itself: data/settings.toml, optional, every key known."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from oversight.errors import UserError

_INDICATOR = {"yellow", "red", "blue", "reason"}
_SECTIONS = {"bureau", "indicators", "rules", "filing_duty"}


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

    Raises UserError naming the key when the file says something unknown.
    """
    path = Path(folder) / "settings.toml"
    if not path.is_file():
        return Settings()
    try:
        given = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"设置文件 settings.toml 读不懂（{error}），请改正或先移走。") from error
    for key in given:
        if key not in _SECTIONS:
            raise UserError(f"设置文件 settings.toml 写了不认识的键“{key}”，请删去或改正。")
    for code, values in given.get("indicators", {}).items():
        for key in values:
            if key not in _INDICATOR:
                raise UserError(
                    f"设置文件 settings.toml 的指标 {code} 写了不认识的键“{key}”，请删去或改正。"
                )
    return Settings(**given)

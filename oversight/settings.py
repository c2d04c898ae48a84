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


def save_rule(store, viewer, rule, values, reason):
    """Set parameters of a rule for this bureau in settings.toml, with a row in the audit trail.

    ``values`` maps parameter names to numbers. What else stands in the file stays as it is, line
    by line. Raises UserError for a viewer who may not, without a reason, or when the file cannot
    be read or written.
    """
    if viewer.role != "专班":
        raise UserError(f"“{viewer.role}”身份不能改规则参数，请换用专班身份。")
    if not (reason or "").strip():
        raise UserError("请写明保存理由，例如会议决定或试算结果。")
    load(store.folder)
    path = Path(store.folder) / "settings.toml"
    code, note = rule.card["code"], reason.strip().replace("\n", " ")
    lines = path.read_text("utf-8-sig").splitlines() if path.exists() else []
    text = "\n".join(_with(lines, f"[rules.{code}]", values, note)) + "\n"
    tomllib.loads(text)
    detail = {"rule": code, "values": values, "reason": note}
    with store.write(viewer, "改规则参数", code, detail):
        part = path.with_name(".settings.toml.part")
        part.write_text(text, "utf-8")
        part.replace(path)


def _with(lines, head, values, note):
    """The lines of a file with some keys of one section set, the section added where missing."""
    plain = [line.split("#")[0].strip() for line in lines]
    if head not in plain:
        lines, plain = [*lines, "", head], [*plain, "", head]
    start = plain.index(head)
    end = next((n for n in range(start + 1, len(plain)) if plain[n].startswith("[")), len(plain))
    own = [
        line
        for line, bare in zip(lines[start + 1 : end], plain[start + 1 : end], strict=True)
        if bare.split("=")[0].strip() not in values
    ]
    new = [f"{name} = {value!r}  # {note}" for name, value in values.items()]
    return [*lines[: start + 1], *new, *own, *lines[end:]]

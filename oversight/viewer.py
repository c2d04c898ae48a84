"""Who is looking: every query and every write names a viewer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    """A person at the screen.

    ``role`` is one of 领导, 专班, 单位, 维护; ``scope`` is the unit or town whose rows may be
    seen (``None``: all); ``masked`` hides the identity of insured persons.
    """

    name: str = "本机用户"
    role: str = "专班"
    scope: str | None = None
    masked: bool = True


LOCAL = Viewer()

"""Rules on claims with other columns, beside a count of the same in pandas.

    python benchmarks/foreign_claims.py FOLDER

FOLDER holds the US claims set (Test_Beneficiarydata*.csv, Test_Inpatientdata*.csv).
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests import medicare  # noqa: E402 - the project is not installed


def main(claims):
    with tempfile.TemporaryDirectory() as aside:
        mapping = Path(aside) / "medicare.toml"
        mapping.write_text(medicare.MAPPING, "utf-8")
        found = medicare.screened(Path(aside) / "data", claims, mapping)
    counted = medicare.counted(claims)
    for code, values in medicare.RULES.items():
        said = "，".join(f"{name} = {value}" for name, value in values.items()) or "默认参数"
        print(f"{code}（{said}）：规则 {found[code]:,} 条，pandas {counted[code]:,} 条")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

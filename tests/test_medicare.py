"""Claims with other columns: what the rules find in them is what a count in pandas finds."""

from tests import medicare


def test_hits_are_those_of_a_count_in_pandas(folder, shared, tmp_path):
    claims = shared / "real" / "claims"
    mapping = tmp_path / "medicare.toml"
    mapping.write_text(medicare.MAPPING, "utf-8")
    expected = medicare.counted(claims)
    assert medicare.screened(folder, claims, mapping) == expected
    assert expected["R29"] and expected["R33"] + expected["R35"] + expected["R27"]

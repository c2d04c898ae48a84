"""oversight/__main__.py: commands, exit codes, one Chinese sentence for a mistake."""

import re

import pytest

from oversight.__main__ import main


def run(capsys, *arguments):
    code = main(list(arguments))
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


@pytest.mark.parametrize(
    "arguments, words",
    [
        ([], "缺少 命令"),
        (["import", "a.xlsx"], "缺少 --kind"),
        (["fly"], "fly"),
        (["screen", "--as-of", "2025-02-30"], "2025-02-30"),
        (["demo", "--scale", "many"], "many"),
        (["demo", "--scale", "0"], "0"),
        (["import", "a.xlsx", "--kind", "nothing"], "问题整改台账"),
        (["import", "没有这个文件.xlsx", "--kind", "rectification"], "没有这个文件.xlsx"),
        (["load", "没有这个文件夹"], "没有这个文件夹"),
        (["load"], "缺少 paths"),
        (["screen", "--rule", "R99"], "R99"),
        (["export", "no_form", "--out", "a.xlsx"], "no_form"),
        (["restore", "没有这个备份.duckdb"], "没有这个备份.duckdb"),
    ],
)
def test_a_mistake_is_one_chinese_sentence_and_code_2(folder, capsys, arguments, words):
    code, out, err = run(capsys, *arguments)
    assert code == 2 and out == ""
    sentence = [line for line in err.splitlines() if line.startswith("错误：")]
    assert len(sentence) == 1 and words in sentence[0]
    assert re.search(r"[\u4e00-\u9fff].*[。）]$", sentence[0])


def test_help_is_chinese(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "用法：" in said and not re.search(r"usage|options|positional|show this", said)

"""The command line's help and complaints in Chinese: argparse speaks English."""

import argparse
import re

from oversight.errors import UserError

# The things it says of a wrong command.
_COMPLAINTS = [
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"unrecognized arguments: (.*)", r"不认识 \1"),
    (r"argument ([^:]*): invalid choice: ('[^']*').*", r"\1 不能写 \2"),
    (r"argument ([^:]*): expected (?:one|at least one) argument", r"\1 后面少了内容"),
    (r"argument ([^:]*): (.*)", r"\1：\2"),
]


class Parser(argparse.ArgumentParser):
    """argparse in Chinese: its help and its complaints."""

    def __init__(self, **given):
        super().__init__(add_help=False, **given)
        self._positionals.title, self._optionals.title = "内容", "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def format_help(self):
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message):
        for pattern, words in _COMPLAINTS:
            if re.fullmatch(pattern, message, re.DOTALL):
                message = re.sub(pattern, words, message)
                break
        raise UserError(f"命令写得不对：{message}。写法见 python -m oversight --help。")

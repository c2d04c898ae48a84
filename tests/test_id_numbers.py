"""oversight/id_numbers.py: whatever GB 11643 says holds, whatever Excel does is said."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oversight import id_numbers

REGIONS = st.sampled_from(["110101", "310105", "329981", "419001", "500112", "659004", "820000"])
BIRTHS = st.dates(date(1900, 1, 1), date(2025, 11, 28))
ON = date(2025, 11, 28)


@st.composite
def numbers(draw):
    body = draw(REGIONS) + f"{draw(BIRTHS):%Y%m%d}" + f"{draw(st.integers(1, 999)):03}"
    # Weighted sum modulo 11, written out anew: not the function under test.
    rest = sum(int(d) * (2 ** (17 - i) % 11) for i, d in enumerate(body)) % 11
    return body + "0123456789X"[(12 - rest) % 11]


@given(numbers())
def test_every_generated_number_passes_with_its_birth_date_and_sex(number):
    found = id_numbers.parse(number)
    assert (found.status, found.number) == ("valid", number)
    assert f"{found.born:%Y%m%d}" == number[6:14]
    assert found.sex == ("男" if int(number[16]) % 2 else "女")
    assert found.fault is None


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_change_is_caught(number, place, other):
    assume(number[place] != other)
    assert id_numbers.parse(number[:place] + other + number[place + 1 :]).status != "valid"


@given(numbers(), st.integers(0, 16))
def test_any_swap_of_neighbours_is_caught(number, place):
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert id_numbers.parse(swapped).status != "valid"


@given(numbers())
def test_an_old_number_becomes_the_new_one(number):
    assume(number[6:8] == "19" and number[14:17] not in ("996", "997", "998", "999"))
    assume(not number.startswith("82"))
    found = id_numbers.parse(number[:6] + number[8:17])
    assert (found.status, found.number, found.old) == ("valid", number, True)
    assert "15 位" in found.fault


@given(numbers())
def test_ways_to_write_one_number(number):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    parted = f"{number[:6]} {number[6:14]}\u3000{number[14:]}"
    for cell in (wide, parted, f"'{number}", f"‘{number}", f'="{number}"', f"\t{number}\n"):
        assert id_numbers.parse(cell).number == number, cell
    assert id_numbers.parse(number.lower()).number == number
    assert id_numbers.parse(number.replace("X", "×")).number == number


@given(st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=30)))
def test_whatever_is_in_a_cell_is_answered(cell):
    found = id_numbers.parse(cell, ON)
    assert found.status in ("valid", "unknown", "wrong", "missing")
    assert (found.number is None) == (found.status in ("wrong", "missing"))
    assert found.status == "valid" or found.fault


@pytest.mark.parametrize(
    "cell, status, words",
    [
        ("110101199001010014", "wrong", "校验位不符"),
        ("110101199013010015", "wrong", "出生日期"),
        ("11010119900101001", "wrong", "17 位"),
        (1.10101199001010e17, "wrong", "当数字存过"),
        (110101199001010000, "wrong", "当数字存过"),
        ("1.10101E+17", "wrong", "当数字存过"),
        ("110101199001010000", "wrong", "末三位是 0"),
        ("110101********0015", "wrong", "遮盖"),
        ("110101901301001", "wrong", "15 位"),
        ("张三", "wrong", "写法"),
        ("", "missing", "没有证件号"),
        ("无", "missing", "没有证件号"),
        ("830000199201300022", "valid", None),
        ("830000199201300023", "unknown", "未校验"),
        ("911124198108030024", "valid", None),
        ("911124198108030025", "unknown", "未校验"),
        ("CHN310181080312", "unknown", "未校验"),
        ("E12345678", "unknown", "未校验"),
    ],
)
def test_what_is_said_of_a_number(cell, status, words):
    found = id_numbers.parse(cell, ON)
    assert found.status == status
    assert (found.fault is None) if words is None else (words in found.fault)


def test_an_old_number_as_a_number_cell_is_whole():
    assert id_numbers.parse(310105680304123.0).number == id_numbers.from_old("310105680304123")


def test_a_document_that_is_no_identity_card_is_compared_as_it_stands():
    found = id_numbers.parse("110101199001010014", ON, "护照")
    assert (found.status, found.number) == ("unknown", "110101199001010014")
    assert id_numbers.parse("110101199001010014", ON, "01").status == "wrong"
    assert id_numbers.parse("110101199001010014", ON, "居民身份证(户口簿)").status == "wrong"


def test_those_who_were_a_hundred_keep_their_century():
    assert id_numbers.from_old("110101901203997")[6:10] == "1890"


def test_odd_birth_dates_and_regions_are_said_of_a_valid_number():
    def made(body):
        return body + id_numbers.check_digit(body)

    assert "之后" in id_numbers.parse(made("11010120261231001"), ON).fault
    assert "120 岁" in id_numbers.parse(made("11010118900101001"), ON).fault
    assert "地区码 99" not in (id_numbers.parse(made("99010119900101001"), ON).fault or "")
    assert "地区码 77" in id_numbers.parse(made("77010119900101001"), ON).fault

"""The board in a real browser: every figure of the known quarter, filters by mouse and keyboard, phone and paper."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support import browser, quarter, rendering
from support.desk import REPOSITORY, Desk, Made, at, replaced
from support.rendering import squeezed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as found:
        yield found


@pytest.fixture(scope="module")
def shown(chromium: Browser, made: Made) -> Iterator[dict[str, Any]]:
    """All that the board shows, read once."""
    with browser.opened(chromium, made.path("board.html")) as page:
        texts = "(selector, root = document) => [...root.querySelectorAll(selector)].map((one) => one.innerText.trim())"
        yield page.evaluate(
            f"""() => {{
            const texts = {texts};
            return {{
              counts: texts(".counts li"), paper: texts("section p")[0],
              maps: [...document.querySelectorAll(".heat")].map((map) => ({{
                heads: texts("thead th", map),
                rows: [...map.querySelectorAll("tbody tr")].map((row) => texts("th, td > [aria-hidden], td.rate", row)),
              }})),
              words: [...document.querySelectorAll(".heat td[title]")]
                .map((cell) => [cell.title, cell.querySelector(".unseen").textContent]),
              problems: [...document.querySelectorAll(".problems tbody tr")].map((row) => texts("td", row)),
              cards: [...document.querySelectorAll("article")].map((card) => [
                texts("h3", card)[0], texts(".reasons", card).join(), texts(".latest h4", card), texts("dd", card),
              ]),
              list: texts(".lights li"),
            }};
            }}"""
        )


def test_the_count_of_the_day(shown: dict[str, Any]) -> None:
    fates = {unit: fate for (unit, day), fate in quarter.fates().items() if day == quarter.LAST}
    counts = Counter(fate.status for fate in fates.values())
    words = [f"{counts[word]}\n{word}" for word in ("按时", "迟报", "报送有误", "未报送")]
    assert shown["counts"] == [*words, f"{len(quarter.UNITS) - len(fates)}\n当日不报"]
    papers = {word: [unit for unit, fate in fates.items() if fate.paper == word] for word in ("未交", "迟交")}
    assert (
        shown["paper"] == "纸质版" + "；".join(f"{word}：{'、'.join(names)}" for word, names in papers.items()) + "。"
    )


def test_the_map_of_units_by_days(shown: dict[str, Any]) -> None:
    signs = {"按时": "按", "迟报": "迟", "未报送": "未", "报送有误": "误"}
    rates = {
        tally.name: f"{quarter.rate(tally['按时'], tally.due)}（{tally['按时']}/{tally.due}）"
        for tally in quarter.tallies()
    }
    days = [day for day in quarter.DAYS if day in quarter.DUE or day == quarter.OFF[1]]
    for month, found in zip((8, 9, 10, 11), shown["maps"], strict=True):
        span = [day for day in days if day.month == month]
        assert found["heads"] == [
            "单位",
            *(f"{day.day}\n{'一二三四五六日'[day.weekday()]}" for day in span),
            "按时率（全期）",
        ]
        assert found["rows"] == [
            [
                unit,
                *(signs[fate.status] if (fate := quarter.fates().get((unit, day))) else "·" for day in span),
                rates[unit],
            ]
            for unit in quarter.UNITS
        ]


def test_each_square_says_in_words_what_it_shows(shown: dict[str, Any]) -> None:
    words = [title for title, _ in shown["words"]]
    assert words == [unseen for _, unseen in shown["words"]]
    assert len(words) == len(quarter.UNITS) * 90
    for expected in (
        "9月1日 州公安局：迟报不足1分钟，17:00",
        "9月2日 州公安局：迟报17小时5分钟，2022-09-03 10:05",
        "9月15日 州人社局：按时，更正、更正件未通过，16:29",
        "9月15日 州工信局：报送有误，16:09",
        "10月2日 州市场监督管理局：当日不报，16:00",
        "11月24日 州医保局：未报送",
    ):
        assert expected in words


def test_the_problems_of_the_day(shown: dict[str, Any]) -> None:
    still = [problem for problem in quarter.problems() if problem.state == "仍存在"]
    expected = []
    for problem in sorted(still, key=lambda problem: (problem.number, quarter.UNITS.index(problem.unit))):
        since = f"2022年{quarter.chinese(problem.first)}起，已{problem.days}天"
        since += "" if problem.last == quarter.LAST else f"（2022年{quarter.chinese(problem.last)}后没有可用的报送）"
        task = f"{problem.number}. {quarter.MEASURES[problem.number][0]}"
        expected.append([task, problem.unit, problem.text, since, problem.responsible])
    assert shown["problems"] == expected


def test_each_measure_with_its_light_and_latest_report(shown: dict[str, Any]) -> None:
    assert shown["list"] == [
        f"{quarter.LIGHTS[number][0]}\n{number}. {task}" for number, (task, _) in quarter.MEASURES.items()
    ]
    for (number, (task, leads)), card in zip(quarter.MEASURES.items(), shown["cards"], strict=True):
        latest, texts = [], []
        for unit in leads:
            day = max(day for day in quarter.DUE if quarter.has_text(unit, day, number))
            fate = quarter.fates().get((unit, quarter.LAST))
            standing = (
                "当日不报" if fate is None else fate.status + (quarter.late(fate.minutes) if fate.minutes else "")
            )
            standing = "已办结" if quarter.CLOSED.get(number, quarter.LAST) < quarter.LAST else standing
            when = "当日报送" if day == quarter.LAST else f"最近一次：2022年{quarter.chinese(day)}"
            latest.append(f"{unit}{standing}　{when}")
            texts += quarter.shown(unit, day, number)
        assert card == [f"{quarter.LIGHTS[number][0]} {number}. {task}", quarter.LIGHTS[number][1], latest, texts]


# What a reader does with it.

UNIT, HELPER, MEASURE, LIGHT = "#by-unit", "#by-helper", "#by-measure", "#by-light"
# Of which measures these are responsible units, read from the plan by eye; the second as a member of its group.
HELPED = {"州住建局": (2, 13), "乌恰县人民政府": (1, 2, 3, *range(5, 16))}


@pytest.fixture
def page(chromium: Browser, made: Made) -> Iterator[Page]:
    with browser.opened(chromium, made.path("board.html")) as found:
        yield found


def seen(page: Page) -> dict[str, list[Any]]:
    """What is left to be seen: numbers of measures (in the list, as cards), units (in cards, in maps), problems."""
    found: dict[str, list[Any]] = page.evaluate(
        """() => {
          const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
          const first = (one) => one.querySelector("th, h4").firstChild.data;
          return {
            list: shown(".lights li").map((one) => Number(one.dataset.measures)),
            cards: shown("article").map((one) => Number(one.dataset.measures)),
            reports: shown(".latest").map(first),
            maps: [...document.querySelectorAll(".heat")].map((map) =>
              [...map.querySelectorAll("tbody tr")].filter((one) => one.checkVisibility()).map(first)),
            problems: shown(".problems tbody tr").map((one) => [Number(one.dataset.measures), one.cells[1].innerText]),
            told: [document.getElementById("shown").innerText],
            tables: [document.querySelector(".problems").checkVisibility()],
            named: [[...document.querySelectorAll("[data-count]")].map((one) => Number(one.innerText))
              .reduce((one, other) => one + other)],
          };
        }"""
    )
    return found


def expected(unit: str = "", number: int = 0, light: str = "", helper: str = "") -> dict[str, list[Any]]:
    """What must be left to be seen, by the plan and by the lights that the quarter was decided to end with."""
    numbers = [
        place
        for place, (_, leads) in quarter.MEASURES.items()
        if (not unit or unit in leads) and number in {0, place} and light in {"", quarter.LIGHTS[place][0]}
        if not helper or place in HELPED[helper]
    ]
    leads = [(number, lead) for number in numbers for lead in quarter.MEASURES[number][1] if unit in {"", lead}]
    units = [unit for unit in quarter.UNITS if unit in {lead for _, lead in leads}]
    problems = [(problem.number, problem.unit) for problem in quarter.problems() if problem.state == "仍存在"]
    return {
        "list": numbers,
        "cards": numbers,
        "reports": [lead for _, lead in leads],
        "maps": [units] * 4,
        "problems": [list(lead) for lead in leads if lead in problems],
        "told": [told(len(numbers))],
        "tables": [any(lead in problems for lead in leads)],
        "named": [sum(lead in problems for lead in leads)],
    }


def told(number: int) -> str:
    if number == 15:
        return "共 15 项措施"
    return f"显示 {number} 项，共 15 项措施" if number else "没有符合的措施，共 15 项"


def test_the_filters(page: Page) -> None:
    assert seen(page) == expected()
    for unit in ("州人社局", "州医保局", "州公安局"):
        page.select_option(UNIT, label=unit)
        assert seen(page) == expected(unit)
    page.click("button")
    assert seen(page) == expected()
    for number in (7, 6):
        page.select_option(MEASURE, str(number))
        assert seen(page) == expected(number=number)
    page.select_option(UNIT, label="州医保局")
    assert seen(page) == expected("州医保局", 6)
    assert seen(page)["cards"] == []
    page.click("button")
    for light in ("红灯", "黄灯", "绿灯", "办结"):
        page.select_option(LIGHT, label=light)
        assert seen(page) == expected(light=light)
    page.select_option(UNIT, label="州财政局")
    assert seen(page) == expected("州财政局", light="办结")
    page.click("button")
    for helper in HELPED:
        page.select_option(HELPER, label=helper)
        assert seen(page) == expected(helper=helper)
    page.select_option(UNIT, label="州工信局")
    assert seen(page) == expected("州工信局", helper="乌恰县人民政府")


def test_the_keyboard_alone_suffices(page: Page) -> None:
    """Tab goes through filters, measures and maps in the order of the page; each shows that it has the focus."""
    order = []
    for _ in range(5 + 15 + 4):
        page.keyboard.press("Tab")
        order.append(
            page.evaluate(
                """() => {
                  const one = document.activeElement, box = one.getBoundingClientRect();
                  const inSight = box.bottom > 0 && box.top < innerHeight;
                  return [one.id || one.getAttribute("href") || one.getAttribute("aria-label") || one.innerText,
                          getComputedStyle(one).outlineStyle, inSight];
                }"""
            )
        )
    links = [f"#m{number}" for number in quarter.MEASURES]
    names = [
        "by-unit",
        "by-helper",
        "by-measure",
        "by-light",
        "全部显示",
        *links,
        *(f"2022年{number}月" for number in (8, 9, 10, 11)),
    ]
    assert order == [[name, "solid", True] for name in names]
    page.focus(UNIT)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert seen(page) == expected("州市场监督管理局")
    page.focus("button")
    page.keyboard.press("Enter")
    assert seen(page) == expected()
    page.focus("a[href='#m12']")
    page.keyboard.press("Enter")
    top = page.evaluate("document.getElementById('m12').getBoundingClientRect().top")
    below = page.evaluate("document.querySelector('.filters').getBoundingClientRect().bottom")
    assert below <= top < browser.WIDE[1]


@pytest.mark.parametrize("size", [browser.WIDE, browser.PHONE])
def test_the_page_does_not_scroll_sideways(chromium: Browser, made: Made, size: tuple[int, int]) -> None:
    with browser.opened(chromium, made.path("board.html"), size) as page:
        assert browser.too_wide(page) == 0
        cut = page.evaluate(
            """() => [...document.querySelectorAll("main *")].filter((one) => !one.closest(".unseen, .scroll") &&
                 one.checkVisibility() && one.getBoundingClientRect().right > innerWidth).map((one) => one.outerHTML)"""
        )
        assert cut == []


def test_names_stay_in_sight_where_a_map_is_wider_than_the_screen(chromium: Browser, made: Made) -> None:
    """The heading of the names too, and the names leave most of a phone's screen to the days."""
    with browser.opened(chromium, made.path("board.html"), browser.PHONE) as page:
        found = page.evaluate(
            """() => {
              const map = document.querySelectorAll(".heat")[1];
              map.parentElement.scrollLeft = 300;
              const boxes = [...map.querySelectorAll("tr > :first-child")].map((one) => one.getBoundingClientRect());
              return boxes.map((box) => [box.left - map.parentElement.getBoundingClientRect().left, box.width]);
            }"""
        )
        assert len(found) == 1 + len(quarter.UNITS)
        assert all(abs(left) <= 1 and 90 < width < browser.PHONE[0] / 2 for left, width in found)


def test_every_text_can_be_read(page: Page) -> None:
    """A contrast of 4.5 to 1 at least (WCAG 2.1, 1.4.3), of every text whatever its size."""
    found = browser.contrasts(page)
    assert len(found) > 1000
    assert [(round(ratio, 2), text) for ratio, text in found if ratio < 4.5] == []


def test_nothing_runs_that_is_not_ours(chromium: Browser, made: Made) -> None:
    """The page's own policy: a script or style put into the page is refused."""
    told: list[str] = []
    context = chromium.new_context()
    page = context.new_page()
    page.on("console", lambda message: told.append(message.text))
    html = made.path("board.html").read_text("utf-8")
    probe = "<script>document.title = 'ran'</script><b onclick=\"document.title = 'ran'\">b</b><img src='x.png'>"
    hurt = made.path("hurt.html")
    hurt.write_text(html.replace("<main>", f"<main>{probe}"), "utf-8")
    page.goto(hurt.as_uri())
    page.click("main > b")
    assert page.title() == "自治州贯彻落实助企纾困政策措施 督办看板"
    assert len(told) == 3
    assert all("Content Security Policy" in message for message in told)
    context.close()


def test_units_and_measures_that_are_gone_are_shown_too(desk: Desk) -> None:
    """A unit that named a problem leads nothing any more, and its measure is none of today's."""
    desk.report(replaced("存在问题: 无", "存在问题: 产权登记不全。"))
    assert at(desk, "17:05:00", "receive").status == 0
    measures = desk.root / "data/measures.yaml"
    text = replaced("牵头单位: [州财政局]", "牵头单位: [州信访局]", measures.read_text("utf-8"))
    measures.write_text(text[: text.index("- 序号: 3")].replace("减免租金", "减免房租"), "utf-8")
    result = at(desk, "2022-08-27T18:00:00", "board")
    assert (result.status, result.out) == (0, "已生成 out/board.html\n")
    page = (desk.root / "out/board.html").read_text("utf-8")
    assert '<td>2. 减免租金</td><td>州财政局</td><td class="text">产权登记不全。</td>' in page
    assert '<option value="1">州市场监督管理局</option>' in page


def test_without_scripts_everything_is_shown(chromium: Browser, made: Made) -> None:
    with browser.opened(chromium, made.path("board.html"), scripts=False) as page:
        assert not page.is_visible(".filters")
        assert page.locator("article:visible").count() == 15
        assert page.locator(".heat tbody tr:visible").count() == 4 * len(quarter.UNITS)


def test_the_printed_page_lacks_nothing(page: Page, shown: dict[str, Any], tmp_path: Path) -> None:
    """All words of all reports, problems and maps are on A4 paper, within the margins; the filters are not."""
    pdf = tmp_path / "board.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    words = rendering.words(pdf)
    text = "".join(word.text for _, word in words)
    for _, reasons, latest, texts in shown["cards"]:
        for shown_text in (reasons, *latest, *texts):
            assert squeezed(shown_text) in text
    assert all(squeezed(row[2][:6]) in text for row in shown["problems"])
    assert text.count("按时率（全期）") == 4
    assert "全部显示" not in text
    margins = 12 / 25.4 * 72
    assert {round(width) for width, _ in words} == {595}
    assert [word for width, word in words if word.left < margins - 2 or word.right > width - margins + 2] == []


def test_the_first_printed_page_is_the_leader_s(chromium: Browser, tmp_path: Path) -> None:
    """Counts, who is late by name, the lights and today's problems: one A4; the rest after it, and no address."""
    for name in ("data", "submissions"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    made = at(Desk(tmp_path), "19:00:00", "--root", str(tmp_path), "board", "--output", str(tmp_path / "b.html"))
    assert made.status == 0
    with browser.opened(chromium, tmp_path / "b.html") as page:
        assert not page.is_visible(".on-paper")
        page.pdf(path=tmp_path / "b.pdf", prefer_css_page_size=True)
    first, second, *_ = ("".join(word.text for word in found.words) for found in rendering.pages(tmp_path / "b.pdf"))
    for words in ("迟报：州财政局。", "未报送：州医保局。", "报送有误：州司法局。", "15.加强法律服务保障", "当日问题"):
        assert words in first
    assert "个别部门答复企业时照抄文件条款" in first
    assert "按时率（全期）" not in first
    assert "按时率（全期）" in second
    assert "file:" not in first + second

"""The tasks of a plan: which numbered pieces are tasks, what closes each, what each says.

A task is a piece of the lowest numbered level in a part that sets tasks. A bracket （…负责） or a
run of labels (责任单位：… 完成时限：…) closes one task, with or without a number of its own.
"""

import re
from bisect import bisect_left

from oversight import plan_labels, plan_owners, plan_sections, plan_times
from oversight.plan_duties import Closer, Zone, read_task
from oversight.plan_outline import Node, outline
from oversight.plan_sections import NOT, OPEN, STAGE, TASK

_LETTERS = re.compile(r"[\w]")
_LEVEL_INSIDE = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")
_LEVEL_LINE = re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章部条]")
_FAREWELL = re.compile(
    r"请(?:各|市|区|县|相关|有关)|各(?:级|地|区|县|市|镇|街|乡|单位|部门|有关|相关|责任)[^。]{0,30}(?:要|应|请|须)"
    r"|本(?:方案|通知|意见|办法|计划)(?:自|由|有效)|特此|联系人|联系电话|抄送|[（(]此件|以上(?:工作|任务|意见)|附件?[:：]"
)
_LEAD_IN = re.compile(
    r"(?:[。；;，,、：:\s]|(?:具体|工作|主要|整改|整治)(?:措施|任务)[:：]|[)）、.．](?=[\u4e00-\u9fff]))+"
)
_POINT = re.compile("[一二三四五六七八九十]{1,2}是")
_SPLITTING = "，,、；;"


class Reader:
    """Reads the tasks of one plan: ``tasks`` in order, ``notes`` on the plan as a whole."""

    def __init__(self, flat, head):
        self.flat, self.head = flat, head
        found = plan_labels.labels(flat)
        self.labels = [one for one in found if head.begins <= one.start < head.ends]
        self.starts = [one.start for one in self.labels]
        self.zones = self._measure_zones()
        self.roots = outline(flat, head.begins, head.ends, [(z.start, z.end) for z in self.zones])
        self.kinds = plan_sections.sort_out(flat, self.roots)
        self.notes = []
        self.tasks = self._read()

    # Which pieces

    def _measure_zones(self):
        """Spans of measures: from 工作措施： to the label that follows on a line of its own."""
        flat, zones = self.flat, []
        for label, after in self._followed():
            if label.kind != "measures" or (zones and label.start < zones[-1].end):
                continue
            if after is None or after.start - label.value > 6000:
                continue
            stop = after.start
            bracketed = flat.text[stop - 1] in "（(〔"
            opened = flat.text.rfind("（", label.value, stop) > flat.text.rfind(
                "）", label.value, stop
            )
            if bracketed or opened or _LEVEL_INSIDE.search(flat.text, label.value, stop):
                continue
            first = flat.line_of(label.value) + 1
            last = flat.line_of(stop)
            if any(_LEVEL_LINE.match(flat.line(n)) for n in range(first, last + 1)):
                continue
            zones.append(Zone(label.start, label.value, stop))
        return zones

    def _followed(self):
        """Every label with the next one that names owners or a deadline, or None."""
        after, pairs = None, []
        for label in reversed(self.labels):
            pairs.append((label, after))
            after = label if label.kind in plan_labels.OWNERS else after
        return reversed(pairs)

    def _read(self):
        flat, head = self.flat, self.head
        reason = plan_sections.genre(head.title, flat.text[:3000])
        if reason:
            self.notes.append(f"{reason}，没有读出任务。")
            return []
        nodes = [node for root in self.roots for node in root.walk()]
        if not nodes:
            return self._unnumbered()
        listed = [n for n in nodes if self.kinds[id(n)] == TASK]
        if not listed and head.enclosed:
            self.notes.append("这是印发通知，方案正文不在文中，正文的要求没有收作任务。")
            return []
        wanted = TASK if listed else OPEN
        for root in self.roots:
            if self.kinds[id(root)] == NOT and self._goals_with_owners(root):
                self.kinds |= {id(node): wanted for node in root.walk()}
        leaves = [n for n in nodes if not n.children and self.kinds[id(n)] == wanted]
        if plan_sections.asks_only(flat, leaves):
            self.notes.append("各条是“是否……”式的检查要点，没有收作任务。")
            return []
        if not listed and plan_sections.tells_only(flat, leaves):
            self.notes.append("各条写的是已经做了的工作，像是进展通报，没有收作任务。")
            return []
        tasks = []
        for root in self.roots:
            tasks += self._under(root, wanted)
        if tasks and not listed:
            self.notes.append("全文没有“主要任务”一类的部分，按最低一级编号的条款收作任务。")
        if not tasks:
            self.notes.append("没有找到任务部分，没有读出任务。")
        return tasks

    def _under(self, node, wanted):
        kind = self.kinds[id(node)]
        if kind == STAGE:
            return []
        mine = kind == wanted
        tasks = self._hoisted(node) if mine and node.children else None
        if tasks is not None:
            return tasks
        closed = self._closers(node.body, node.end)
        marked = closed and (mine or kind == OPEN)
        tasks, shared = [], None
        if marked and node.children and self._only_heading(node, closed):
            shared = self._task(node.path, node.body, node.end, closed)
        elif marked or (mine and not node.children):
            tasks += self._pieces(node, closed)
        for child in node.children:
            tasks += self._under(child, wanted)
        for task in tasks if shared else ():
            self._take_over(task, shared)
        return tasks

    def _only_heading(self, node, closed):
        """Whether a node says nothing but its heading, with labels beside it."""
        heading = self.flat.text[node.body : closed[0].start].strip("（(【 ")
        return len(closed) == 1 and not closed[0].groups and not re.search("[。；]", heading[:-1])

    def _take_over(self, task, shared):
        """Give a task whom the heading above it names, where it names nobody itself."""
        if shared.leaders and not task.leaders:
            task.leaders = list(shared.leaders)
            task.doubts.append("责任领导写在上一级标题里，请核对。")
        if shared.units and not task.units:
            task.units, task.lead_units = list(shared.units), list(shared.lead_units)
            task.doubts.append("责任单位写在上一级标题里，请核对。")

    def _goals_with_owners(self, root):
        """Whether a part named 目标 gives most of its points to somebody: then they are tasks."""
        if "目标" not in plan_sections.heading_of(self.flat, root)[0]:
            return False
        leaves = [node for node in root.walk() if not node.children]
        owned = sum(bool(self._closers(leaf.body, leaf.end)) for leaf in leaves)
        return owned * 2 > len(leaves)

    def _hoisted(self, node):
        """The task of a node whose parts share the labels on a line after the last, or None."""
        parts = node.children
        if len(parts) < 2 or any(part.children for part in parts) or node.parent is None:
            return None
        if self._closers(node.body, node.end) or any(
            self._closers(part.body, part.end) for part in parts[:-1]
        ):
            return None
        closed = self._closers(parts[-1].body, parts[-1].end)
        if len(closed) != 1 or not self.flat.starts_line(closed[0].start):
            return None
        task = self._task(node.path, node.body, closed[0].end, closed)
        task.measures = [self.flat.said(part.body, part.end) for part in parts[:-1]]
        task.measures.append(self.flat.said(parts[-1].body, closed[0].start))
        task.doubts.append("责任单位或时限写在几条之后，按这一组共有的一项任务收。")
        return [task]

    def _unnumbered(self):
        """Tasks of a text without numbers: groups of labels, or one sentence, one limit."""
        flat, head = self.flat, self.head
        closed = [c for c in self._closers(head.begins, head.ends) if c.labels or c.groups[0][3]]
        if closed:
            begins = closed[0].start
            number = flat.line_of(begins)
            while number > 0 and flat.lines[number] >= begins:
                number -= 1
            start = max(head.begins, flat.lines[number])
            return self._pieces(Node("plain", 0, "", start, start, head.ends), closed)
        starts = (n for n in flat.lines if head.begins < n < head.ends)
        timed, places = [], [head.begins, *(n for n in starts if _POINT.match(flat.text, n))]
        stops = (match.end() for match in re.finditer("。", flat.text[: head.ends]))
        places += [stop for stop in stops if stop > head.begins and not self._in_point(stop)]
        places = sorted(set(places))
        for start, end in zip(places, [*places[1:], head.ends], strict=True):
            said = plan_times.said_in(flat.text[start:end], head.year, head.issued_on)
            timed.append((start, end, said.text is not None))
        if sum(on for *_, on in timed) < 2:
            self.notes.append("全文没有编号，也没有责任单位和时限，没有读出任务。")
            return []
        tasks = [self._task("", start, end, []) for start, end, on in timed if on]
        for task in tasks:
            task.doubts.append("没有编号，按写有时限的句子收。")
        return tasks

    def _in_point(self, stop):
        """Whether a sentence that ends at ``stop`` goes on in its point: 一是…。…。 is one."""
        flat = self.flat
        line = flat.lines[flat.line_of(stop - 1)]
        goes_on = flat.line_end(stop - 1) > stop and not _POINT.match(flat.text, stop)
        return goes_on and bool(_POINT.match(flat.text, line))

    # What closes a task

    def _closers(self, start, end):
        """The closers in a span, in order; those that stand together are one."""
        flat, found = self.flat, []
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        within = self.labels[first:last]
        for number, label in enumerate(within):
            if label.kind not in plan_labels.OWNERS:
                continue
            limit = within[number + 1].start if number + 1 < len(within) else end
            stop, ended = plan_labels.value_end(flat, label, limit)
            begin = label.start - (flat.text[label.start - 1 : label.start] in tuple("（(〔【"))
            found.append(Closer(max(start, begin), stop, [(label, stop, ended)]))
        spans = [(one.start, one.end) for one in found]
        for group in plan_owners.closing_groups(flat, start, end):
            if not any(a < group[1] and group[0] < b for a, b in spans):
                if _labels_inside(within, group):
                    continue
                found.append(Closer(group[0], group[1], [], [group]))
        found.sort(key=lambda one: one.start)
        together = []
        for one in found:
            if together and not self._letters(together[-1].end, one.start) >= 6:
                last = together[-1]
                last.end = max(last.end, one.end)
                last.labels += one.labels
                last.groups += one.groups
            elif together and flat.text[together[-1].end : together[-1].end + 1] in tuple(
                _SPLITTING
            ):
                last = together[-1]
                if last.labels and last.labels[-1][2] == "limit":
                    together.append(one)
                    continue
                last.end = one.end
                last.labels += one.labels
                last.groups += one.groups
            else:
                together.append(one)
        for one in together:
            while one.end < end and flat.text[one.end] in "）)〕】]。；;":
                one.end += 1
        return together

    def _letters(self, start, end):
        between = self.flat.text[start : min(end, start + 40)]
        return len(_LETTERS.findall(between))

    def _pieces(self, node, closed):
        """The tasks in a node's own text: one for each closer, or one."""
        path = node.path
        start, end = self._own_text(node)
        if not closed:
            end = self._before_farewell(start, end)
            return [self._task(path, start, end, [])] if self._letters(start, end) else []
        tasks, waiting = [], None
        for number, one in enumerate(closed):
            first = self._skip(start, one.start)
            if self._letters(first, one.start) < 2:
                if tasks:
                    tasks[-1] = self._task(tasks[-1].path, *self._last, [*self._had, one])
                    start = one.end
                    continue
                waiting, start = one, one.end
                if number + 1 == len(closed):
                    stop = self._before_farewell(start, end)
                    return [self._task(path, self._skip(start, stop), stop, [one])]
                continue
            had = [one] if waiting is None else [waiting, one]
            waiting = None
            apart = tasks and node.parent is not None and self._apart(one, first)
            where = node.parent.path if apart else path
            self._last, self._had = (first, one.end), had
            tasks.append(self._task(where, first, one.end, had))
            start = one.end
        return tasks

    def _apart(self, closer, first):
        """Whether a further piece is one of the level above that lost its number.

        具体措施：…（…负责） after a task's own bracket belongs to the task's number.
        """
        flat = self.flat
        line = flat.line(flat.line_of(first))
        return line[:1] in tuple(")）、.．") or bool(closer.labels) and not closer.groups

    def _own_text(self, node):
        """A node's text without its heading, where that only names the section."""
        flat, start = self.flat, node.body
        line = flat.line_end(start)
        if node.parent is None and line < node.end and flat.starts_line(line):
            heading = flat.text[start:line]
            if len(heading) <= 20 and plan_sections.kind_of(heading, True) == TASK:
                start = line
        return start, node.end

    def _task(self, path, start, end, closed):
        return read_task(self.flat, self.head, self.zones, path, start, end, closed)

    def _skip(self, start, end):
        """Past stops, damaged numbers and 具体措施： at the beginning of a task's text."""
        match = _LEAD_IN.match(self.flat.text, start, end)
        return match.end() if match else start

    def _before_farewell(self, start, end):
        """Where the text of the last item ends and the paper's closing words begin."""
        flat = self.flat
        number = flat.line_of(start) + 1
        while number < len(flat.lines) and flat.lines[number] < end:
            whole = flat.text[flat.lines[number] - 1] in "。；！：）”" or not flat.wrapped
            if end >= self.head.ends and whole and _FAREWELL.match(flat.line(number)):
                return flat.lines[number]
            number += 1
        return end


def _labels_inside(labels, group):
    """Whether a bracket holds a label of its own."""
    return any(group[0] <= label.start < group[1] for label in labels)

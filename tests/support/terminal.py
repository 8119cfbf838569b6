"""A program in a terminal of our own: what it writes drives a model of the screen (ECMA-48, as xterm does it)."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import unicodedata


def columns_of(character):
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Screen:
    """Rows of cells; what leaves at the top is kept in `history`."""

    SEQUENCE = re.compile(r"\x1b(?:\[([?>]?)([0-9;]*)([@-~])|([^\[]))")

    def __init__(self, rows, columns):
        self.history = []
        self.cells = [[" "] * columns for _ in range(rows)]
        self.wrapped = [False] * rows  # rows that went on by themselves in the next one
        self.rows, self.columns = rows, columns
        self.row = self.column = 0
        self.saved = (0, 0)
        self.waiting = ""  # the beginning of a sequence
        self.reflows = False  # what a change of the width does, see resize()
        self.answers = []  # to questions of the program

    def resize(self, rows, columns):
        """Rows are cut or filled, as xterm does; or what went on in the next row is wrapped anew, as most others do."""
        if self.reflows and columns != self.columns:
            self.wrap_anew(columns)
        self.cells = [(row + [" "] * columns)[:columns] for row in self.cells]
        while len(self.cells) > rows:
            if self.row + 1 < len(self.cells) and not "".join(self.cells[-1]).strip():
                self.cells.pop()
                self.wrapped.pop()
                continue
            self.history.append("".join(self.cells.pop(0)).rstrip())
            self.wrapped.pop(0)
            self.row = max(0, self.row - 1)
        self.wrapped += [False] * (rows - len(self.cells))
        self.cells += [[" "] * columns for _ in range(rows - len(self.cells))]
        self.rows, self.columns = rows, columns
        self.column = min(self.column, columns - 1)

    def wrap_anew(self, columns):
        lines, goes_on, place = [], False, (0, 0)
        for number, (row, wrapped) in enumerate(zip(self.cells, self.wrapped)):
            if not goes_on:
                lines.append([])
            if number == self.row:
                place = (len(lines) - 1, len(lines[-1]) + self.column)
            lines[-1] += row
            goes_on = wrapped
        self.cells, self.wrapped = [], []
        for number, line in enumerate(lines):
            while line and line[-1] == " " and not (number == place[0] and len(line) <= place[1]):
                line.pop()
            if number == place[0]:
                self.row, self.column = len(self.cells) + place[1] // columns, place[1] % columns
                line += [" "] * (place[1] + 1 - len(line))
            pieces = [line[at:at + columns] for at in range(0, max(1, len(line)), columns)]
            self.cells += pieces
            self.wrapped += [True] * (len(pieces) - 1) + [False]

    def feed(self, text):
        text, self.waiting = self.waiting + text, ""
        at = 0
        while at < len(text):
            if text[at] == "\x1b":
                match = self.SEQUENCE.match(text, at)
                if match is None:
                    self.waiting = text[at:]
                    return
                self.sequence(match)
                at = match.end()
                continue
            self.put(text[at])
            at += 1

    def line_feed(self):
        if self.row + 1 < self.rows:
            self.row += 1
            return
        self.history.append("".join(self.cells.pop(0)).rstrip())
        self.cells.append([" "] * self.columns)
        self.wrapped = self.wrapped[1:] + [False]

    def put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.line_feed()
        elif character == "\b":
            self.column = max(0, min(self.column, self.columns) - 1)
        elif character == "\t":
            self.column = min(self.columns - 1, self.column // 8 * 8 + 8)
        elif character >= " ":
            width = columns_of(character)
            if width == 0:
                return
            if self.column + width > self.columns:
                self.column = 0
                self.wrapped[self.row] = True
                self.line_feed()
            self.cells[self.row][self.column:self.column + width] = [character] + [""] * (width - 1)
            self.column += width

    def sequence(self, match):
        private, numbers, final, short = match.groups()
        if short == "7":
            self.saved = (self.row, self.column)
        elif short == "8":
            self.row, self.column = self.saved
        if short or private or final == "m":
            return
        first, *rest = [int(n) if n else 0 for n in numbers.split(";")]
        times = max(1, first)
        line = self.cells[self.row]
        self.column = min(self.column, self.columns - 1)
        if final == "A":
            self.row = max(0, self.row - times)
        elif final == "B":
            self.row = min(self.rows - 1, self.row + times)
        elif final == "C":
            self.column = min(self.columns - 1, self.column + times)
        elif final == "D":
            self.column = max(0, self.column - times)
        elif final == "G":
            self.column = times - 1
        elif final in "Hf":
            self.row, self.column = times - 1, (rest[0] if rest else 1) - 1
        elif final == "P":
            self.cells[self.row] = (line[:self.column] + line[self.column + times:] + [" "] * times)[:self.columns]
        elif final == "@":
            self.cells[self.row] = (line[:self.column] + [" "] * times + line[self.column:])[:self.columns]
        elif final == "K":
            start, end = ((self.column, self.columns), (0, self.column + 1), (0, self.columns))[first]
            line[start:end] = [" "] * (end - start)
            if end == self.columns:
                self.wrapped[self.row] = False
        elif final == "J":
            start = self.row + 1 if first == 0 else 0
            if first == 0:
                line[self.column:] = [" "] * (self.columns - self.column)
            self.wrapped[self.row:] = [False] * (self.rows - self.row)
            for row in range(start, self.rows):
                self.cells[row] = [" "] * self.columns
        elif final == "n" and first == 6:
            self.answers.append(f"\x1b[{self.row + 1};{min(self.column, self.columns - 1) + 1}R")

    def lines(self):
        return ["".join(row).rstrip() for row in self.cells]

    def text(self):
        return "\n".join(self.history + self.lines()).rstrip()


class TerminalProgram:
    """Starts a program in a terminal; close() ends it."""

    def __init__(self, arguments, environment, rows=40, columns=100):
        self.screen = Screen(rows, columns)
        self.raw = b""
        self.undecoded = b""
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(arguments[0], arguments, environment)
        self.resize(rows, columns)

    def resize(self, rows, columns):
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, text):
        os.write(self.descriptor, text if isinstance(text, bytes) else text.encode())

    def read(self, seconds):
        """Reads what comes within a time; False when nothing did."""
        ready, _, _ = select.select([self.descriptor], [], [], seconds)
        if not ready:
            return False
        try:
            piece = os.read(self.descriptor, 65536)
        except OSError:
            return False
        self.raw += piece
        self.undecoded += piece
        text = self.undecoded.decode(errors="ignore")
        for cut in range(4):
            try:
                text = self.undecoded[:len(self.undecoded) - cut].decode()
                self.undecoded = self.undecoded[len(self.undecoded) - cut:]
                break
            except UnicodeDecodeError:
                continue
        else:
            self.undecoded = b""
        self.screen.feed(text)
        while self.screen.answers:
            self.send(self.screen.answers.pop(0))
        return bool(piece)

    def wait(self, condition, seconds=20):
        """Reads until a text stands on the screen, or a function of the screen is true."""
        holds = condition if callable(condition) else lambda screen: condition in screen.text()
        end = time.time() + seconds
        while not holds(self.screen):
            if time.time() > end:
                raise AssertionError(f"waited in vain for {condition!r}; the screen:\n{self.screen.text()}")
            self.read(0.05)
        return self.screen.text()

    def settle(self, seconds=0.15):
        """Reads until nothing more comes."""
        while self.read(seconds):
            pass
        return self.screen.text()

    def prompt(self, seconds=20):
        """Waits until the prompt is ready for a new line."""
        def ready(screen):
            return screen.column == 4 and "".join(screen.cells[screen.row][:4]) == "kg> "
        end = time.time() + seconds
        while time.time() < end:
            self.wait(ready, seconds)
            self.settle(0.1)
            if ready(self.screen):
                return self.screen.text()
        raise AssertionError(f"no prompt; the screen:\n{self.screen.text()}")

    def ask(self, line, seconds=20):
        """Types a line; what the screen shows after it, up to the next prompt."""
        before = len(self.screen.history)
        row = self.screen.row
        self.send(line + "\r")
        self.settle(0.05)
        self.prompt(seconds)
        everything = self.screen.history + self.screen.lines()
        return "\n".join(everything[before + row:]).rstrip()

    def exited(self, seconds=5):
        """The exit status, or None when it still runs after that time."""
        end = time.time() + seconds
        while time.time() < end:
            self.read(0.02)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.pid = None
                return os.waitstatus_to_exitcode(status)
        return None

    def close(self):
        if self.pid is not None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
        os.close(self.descriptor)

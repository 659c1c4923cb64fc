"""A terminal of a fixed width: runs commands in it, and draws what it then shows as an SVG. Standard library only."""

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
import unicodedata
from xml.sax.saxutils import escape

# What a terminal draws is one of these, for as many cells as it holds for.
COLOURS = {30: "#6e7681", 31: "#ff7b72", 32: "#56d364", 33: "#e3b341", 34: "#79c0ff", 35: "#d2a8ff", 36: "#56d4dd"}
PLAIN, DIM = "#e6edf3", "#8b949e"
PAPER, BAR, EDGE = "#161b22", "#21262d", "#484f58"
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
CELL, LINE, SIZE, MARGIN, TOP = 7.8, 18, 13, 18, 36

# One unit of what a program writes to a terminal: a sequence that begins with escape, or a character.
UNIT = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])|(.)", re.DOTALL)


class Terminal:
    """Cells in lines; the screen is as high as what was written."""

    def __init__(self, columns=100):
        self.columns, self.lines, self.row, self.column = columns, [[]], 0, 0
        self.style = (PLAIN, False, False)  # colour, bold, underlined

    def feed(self, text):
        for parameters, command, character in UNIT.findall(text):
            if command == "m":
                self._paint(parameters)
            elif command == "K" and parameters in ("", "0"):
                del self.lines[self.row][self.column:]
            elif command:
                raise ValueError(f"a sequence that is not drawn here: ESC [ {parameters}{command}")
            else:
                self._put(character)

    def _paint(self, parameters):
        colour, bold, underlined = self.style
        for code in map(int, (parameters or "0").split(";")):
            if code == 0:
                colour, bold, underlined = PLAIN, False, False
            elif code == 1:
                bold = True
            elif code == 2:
                colour = DIM
            elif code == 4:
                underlined = True
            elif code in COLOURS:
                colour = COLOURS[code]
            else:
                raise ValueError(f"a style that is not drawn here: {code}")
        self.style = (colour, bold, underlined)

    def _put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row += 1
            if self.row == len(self.lines):
                self.lines.append([])
        elif not character.isprintable() or unicodedata.east_asian_width(character) in "WF":
            raise ValueError(f"a character that is not drawn here: {character!r}")
        else:
            if self.column == self.columns:
                self.feed("\r\n")
            line = self.lines[self.row]
            line.extend([(" ", (PLAIN, False, False))] * (self.column - len(line)))
            line[self.column:self.column + 1] = [(character, self.style)]
            self.column += 1

    def run(self, command, environment, answers=(), status=0, shown=None):
        """Shows a prompt with the command, and what the command wrote in a pseudo-terminal of this width.

        `answers` are typed, each where the text before it was read: [("[y/N]", "n")]. `shown` stands after the prompt
        where it is not the command. Raises where the status is another than expected.
        """
        self.feed(f"\x1b[1;32m$\x1b[0m \x1b[1m{shown or command}\x1b[0m\r\n")
        process, master = pty.fork()
        if process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, self.columns, 0, 0))
            os.chdir(environment["HOME"])
            os.execve("/bin/sh", ["sh", "-c", command], environment)
        output = self._read(master, list(answers))
        got = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        if got != status:
            raise RuntimeError(f"{command}: status {got}, not {status}:\n{output}")
        self.feed(output)
        if self.column:
            self.feed("\r\n")
        self.feed("\r\n")

    @staticmethod
    def _read(master, answers):
        output, end = b"", time.monotonic() + 180
        while True:
            if not select.select([master], [], [], max(0, end - time.monotonic()))[0]:
                raise RuntimeError(f"no end within a minute: {output!r}")
            try:
                chunk = os.read(master, 65536)
            except OSError:  # so Linux says that the other side is closed
                chunk = b""
            if not chunk:
                os.close(master)
                return output.decode()
            output += chunk
            if answers and answers[0][0] in output.decode(errors="ignore"):
                os.write(master, (answers.pop(0)[1] + "\n").encode())

    @property
    def text(self):
        return "\n".join("".join(character for character, _ in line) for line in self.lines)

    def svg(self, title, description):
        """The window as an SVG: each run of characters has its place and length, so that every font aligns."""
        lines = self.lines
        while lines and not "".join(character for character, _ in lines[-1]).strip():
            lines = lines[:-1]
        width = round(self.columns * CELL + 2 * MARGIN)
        height = TOP + len(lines) * LINE + MARGIN
        dots = "".join(
            f'<circle cx="{20 + 20 * index}" cy="14" r="5.5" fill="{colour}"/>'
            for index, colour in enumerate(("#ff5f57", "#febc2e", "#28c840")))
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-labelledby="t d" font-family="{FONTS}" font-size="{SIZE}">',
            f'<title id="t">{escape(title)}</title>', f'<desc id="d">{escape(description)}</desc>',
            f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="9" fill="{PAPER}" stroke="{EDGE}"/>',
            f'<path d="M1 28V9.5A8.5 8.5 0 0 1 9.5 1H{width - 9.5}A8.5 8.5 0 0 1 {width - 1} 9.5V28Z" fill="{BAR}"/>',
            dots,
            f'<text x="{width / 2:g}" y="18.5" fill="{DIM}" text-anchor="middle" font-size="12">{escape(title)}</text>']
        for row, line in enumerate(lines):
            parts += self._runs(line, TOP + row * LINE + 13)
        return "\n".join(parts + ["</svg>", ""])

    @staticmethod
    def _runs(line, y):
        """The text elements of a line. Gaps of two spaces and what is not ASCII, where fonts differ, divide runs."""
        text = "".join(character for character, _ in line)
        for found in re.finditer(r"[!-~]+(?: [!-~]+)*|[^ -~]", text):
            start = found.start()
            while start < found.end():
                style = line[start][1]
                stop = start + 1
                while stop < found.end() and line[stop][1] == style:
                    stop += 1
                shown = text[start:stop].strip(" ")
                first = start + len(text[start:stop]) - len(text[start:stop].lstrip(" "))
                if shown:
                    weight = ' font-weight="bold"' if style[1] else ""
                    yield (
                        f'<text x="{MARGIN + first * CELL:.1f}" y="{y}" fill="{style[0]}"{weight} '
                        f'textLength="{len(shown) * CELL:.1f}" '
                        f'lengthAdjust="spacingAndGlyphs">{escape(shown)}</text>')
                start = stop
        for found in re.finditer("u+", "".join("u" if style[2] else " " for _, style in line)):
            x, length = MARGIN + found.start() * CELL, len(found.group()) * CELL
            yield f'<path d="M{x:.1f} {y + 3.5}h{length:.1f}" stroke="{PLAIN}"/>'

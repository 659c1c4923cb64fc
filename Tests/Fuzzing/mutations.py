"""Ways to break the lines of a session: their bytes, their tokens, their structure, and their order."""

import copy
import json
import re

TOKENS = [
    b"null", b"true", b"false", b"0", b"-0", b"-1", b"1.5", b"1e999", b"-1e-999", b"1E400", b"00", b"+1", b".5", b"NaN",
    b"9223372036854775807", b"9223372036854775808", b"123456789012345678901234567890", b'""', b'"\\ud800"',
    b'"\\u0000"', b'"\\', b'"\xff"', b"{}", b"[]", b"[[[[[[[[", b"{\"a\":", b"]", b"}", b",", b":", b"\"", b"//",
    b"[" * 600, b"[" * 600 + b"]" * 600, b'"' + b"A" * 70_000 + b'"', b'"2.0"', b'"initialize"', b'"tools/call"',
    b'"' + "\u202e\u0007\U0001f9ea".encode() + b'"', b'"\\u001b[31m"', b"\xef\xbb\xbf",
]
VALUES = [
    None, True, False, 0, -1, 1.5, 2**63, -2**63, 10**40, "", "x", "\x00", "é" * 2000, "../../../etc/passwd", [], {},
    [None], {"": None}, "2.0", "not-a-uuid", "and(" * 50, "eq(status,", "A" * 40_000,
]
TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null|[][{}:,]')


def text(message):
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


# Bytes

def mutate_bytes(random, line):
    line = bytearray(line)
    for _ in range(random.choice([1, 1, 1, 2, 5, 20])):
        place = random.randrange(len(line) + 1)
        end = min(len(line), place + random.choice([1, 1, 2, 8, 64]))
        kind = random.randrange(6)
        if kind == 0:
            line[place:place] = bytes([random.randrange(256)])
        elif kind == 1:
            del line[place:end]
        elif kind == 2 and place < len(line):
            line[place] ^= 1 << random.randrange(8)
        elif kind == 3:
            line[place:place] = line[place:end] * random.choice([1, 2, 50])
        elif kind == 4:
            del line[place:]
        else:
            line[place:place] = random.choice([b"\r", b"\n", b"\x00", b"\xed\xa0\x80", b"\xc0\xaf", b"\x1b", b"\xf5"])
    return bytes(line)


# Tokens

def mutate_tokens(random, line):
    tokens = list(TOKEN.finditer(line))
    if not tokens:
        return random.choice(TOKENS)
    token, other = random.choice(tokens), random.choice(tokens)
    new = random.choice([random.choice(TOKENS), random.choice(TOKENS), other.group(), b"", token.group() * 2])
    return line[:token.start()] + new + line[token.end():]


# Structure

def places(value, path=()):
    """The paths of all values within one."""
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    for key, child in children:
        yield from places(child, path + (key,))


def mutate_structure(random, message, others):
    message = copy.deepcopy(message)
    path = random.choice(list(places(message)))
    if not path:
        return text(random.choice([[message], [message, message], {"params": message}, random.choice(VALUES)]))
    around = message
    for key in path[:-1]:
        around = around[key]
    key = path[-1]
    kind = random.randrange(6)
    if kind == 0:
        del around[key]
    elif kind == 1:
        around[key] = random.choice(VALUES)
    elif kind == 2:
        other = random.choice(others)
        for step in random.choice(list(places(other))):
            other = other[step]
        around[key] = copy.deepcopy(other)
    elif kind == 3:
        around[key] = random.choice([[around[key]], {"value": around[key]}, str(around[key])])
    elif kind == 4 and isinstance(around, dict):
        around[random.choice([key.upper(), key + "s", "", "__proto__", "_meta"])] = around.pop(key)
    elif isinstance(around, dict):
        # The same name twice, which `dumps` would not write.
        marker = "\ue000"
        around[marker] = random.choice(VALUES)
        return text(message).replace(text(marker), text(key))
    else:
        around.append(copy.deepcopy(around[key]))
    return text(message)


# Lines

def broken(random, messages, rate):
    """The lines of a session, so many of them broken, without their ends."""
    order = list(messages)
    if random.random() < 0.3 and len(order) > 1:
        kind = random.randrange(3)
        place = random.randrange(len(order) - 1)
        if kind == 0:
            order[place], order[place + 1] = order[place + 1], order[place]
        elif kind == 1:
            order.insert(place, order[place + 1])
        else:
            del order[place]
    lines = []
    for message in order:
        line = text(message)
        if random.random() < rate:
            kind = random.randrange(8)
            if kind < 3:
                line = mutate_structure(random, message, messages)
            elif kind < 5:
                line = mutate_tokens(random, line)
            elif kind < 7:
                line = mutate_bytes(random, line)
            else:
                line = random.choice([
                    b"", b" \t\r", line + b"\r", line + line, line + b"\n" + line, b"Content-Length: 20\r\n\r\n" + line,
                    line[:len(line) // 2] + b"\n" + line[len(line) // 2:], line[:-1]])
        lines.append(line)
    return lines

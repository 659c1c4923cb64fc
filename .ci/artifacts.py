"""The files of a release: their names, and archives in which nothing depends on where or when they are made. Standard
library only, Python 3.9."""
import collections
import hashlib
import io
import json
import os
import pathlib
import platform
import re
import struct
import subprocess
import sys
import tarfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
SITE = "https://foundry.adaptyvbio.com"
SUMMARY = "Order wet-lab protein experiments at Adaptyv Bio and read their results"
# The name in the MCP registry; the part before the slash is proved by its owner when it is published.
REGISTRY_NAME = "com.adaptyvbio/foundry-mcp"

SYSTEM = {"Linux": "linux", "Darwin": "macos"}.get(platform.system()) or sys.exit("only Linux and macOS")
# Names of architectures, the same on every system; a program for both of macOS's is "universal".
ARCHITECTURE = {"AMD64": "x86_64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
# What Debian and the OCI call them.
DEBIAN = {"x86_64": "amd64", "arm64": "arm64"}

Name = collections.namedtuple("Name", "version system architecture")
Entry = collections.namedtuple("Entry", "path data mode link", defaults=[b"", 0o644, None])


def stem(name):
    return f"foundry-mcp-{name.version}-{name.system}-{name.architecture}"


def parse(path):
    """The version, system and architecture in a file's name."""
    match = re.match(r"foundry-mcp-(.+)-(linux|macos)-(x86_64|arm64|universal)\.", path.name)
    return Name(*match.groups()) if match else sys.exit(f"{path} has no name of a release's file")


def identify(program):
    """The version that a program says it has, and what it runs on by its own header."""
    head = program.read_bytes()[:20]
    if head[:4] in (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf"):
        system, architecture = "macos", "universal"
    elif head[:4] == b"\x7fELF":
        system, architecture = "linux", {0x3E: "x86_64", 0xB7: "arm64"}.get(int.from_bytes(head[18:20], "little"))
    elif head[:4] == b"\xcf\xfa\xed\xfe":
        system = "macos"
        architecture = {0x01000007: "x86_64", 0x0100000C: "arm64"}.get(int.from_bytes(head[4:8], "little"))
    else:
        sys.exit(f"{program} is no program for Linux or macOS")
    if architecture is None:
        sys.exit(f"{program} is for an architecture that has no releases")
    return Name(output(program, "--version").split()[1], system, architecture)


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def changed():
    """The time that all files of a release get, in seconds: that of the commit, unless the environment has another."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or output("git", "-C", ROOT, "log", "-1", "--format=%ct"))


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tar(entries, time):
    """A tar of files and links that belong to root, with the folders that they are in, in the order of their names."""
    folders = {str(folder) for entry in entries for folder in pathlib.PurePosixPath(entry.path).parents} - {"."}
    known = {entry.path for entry in entries}
    entries = entries + [Entry(folder + "/", mode=0o755) for folder in folders if folder + "/" not in known]
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for entry in sorted(entries, key=lambda entry: entry.path):
            info = tarfile.TarInfo(entry.path.rstrip("/"))
            info.mtime, info.mode, info.size = time, entry.mode, len(entry.data)
            info.uname = info.gname = "root"
            if entry.link is not None:
                info.type, info.linkname, info.mode = tarfile.SYMTYPE, entry.link, 0o777
            elif entry.path.endswith("/"):
                info.type = tarfile.DIRTYPE
            archive.addfile(info, io.BytesIO(entry.data))
    return stream.getvalue()


def compress(data):
    """The gzip of data, without a name or a time. The header of the module gzip depends on the version of Python."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(data) + deflate.flush()
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + body + struct.pack("<II", zlib.crc32(data), len(data) % 2**32)


def check(document, schema):
    """Holds a document against a JSON schema, if there is one."""
    if schema is None:
        return
    import jsonschema

    jsonschema.validate(document, json.loads(schema.read_text()))
    print(f"valid by {schema}")

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares two wheels of mitmproxy_macos by itself, and holds a comparison against that.

usage: check_wheels.py A.whl B.whl COMPARISON.json

Reads Info.plists, entitlements, profiles and files with Python's own zipfile, tarfile, plistlib and hashlib: nothing of
this program. Every difference that the comparison reports of these has to be one that is found here, with the same
values, and none may be missing.
"""
import hashlib
import io
import json
import plistlib
import struct
import sys
import tarfile
import zipfile
from datetime import datetime

MACH_O = (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def files_of(wheel):
    """Content (bytes) or target of a link ("-> target") by path, with what lies in the tar in the wheel."""
    files = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if not name.endswith(".tar"):
                if not name.endswith("/"):
                    files[name] = content
                continue
            with tarfile.open(fileobj=io.BytesIO(content)) as inner:
                for member in inner:
                    path = name + "!/" + member.name.removeprefix("./")
                    if member.issym():
                        files[path] = "-> " + member.linkname
                    elif member.isfile() and not path.rpartition("/")[2].startswith("._"):
                        files[path] = inner.extractfile(member).read()
    return files


def bundles_of(files):
    """Folders that are bundles, by where their Info.plist lies; the innermost last."""
    suffix = "/Contents/Info.plist"
    return sorted((path[: -len(suffix)] for path in files if path.endswith(suffix)), key=len)


def shown(value):
    """A property list value as the JSON of this program has it."""
    if isinstance(value, bytes):
        import base64

        return {"data": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"date": value.strftime("%Y-%m-%dT%H:%M:%SZ")}
    if isinstance(value, list):
        return [shown(each) for each in value]
    if isinstance(value, dict):
        return {key: shown(each) for key, each in value.items()}
    return value


def as_set(value):
    """Claims have no order."""
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return sorted(set(value))
    return shown(value)


def flat(dictionary, prefix=""):
    """{"outer:inner": value}"""
    out = {}
    for key, value in dictionary.items():
        name = prefix + key.replace("\\", "\\\\").replace(":", "\\:")
        if isinstance(value, dict) and value:
            out.update(flat(value, name + ":"))
        else:
            out[name] = shown(value)
    return out


def slices(code):
    """Bytes of each architecture of a Mach-O file."""
    if code[:4] != b"\xca\xfe\xba\xbe":
        return [code]
    count = struct.unpack(">I", code[4:8])[0]
    heads = [struct.unpack(">5I", code[8 + i * 20 : 28 + i * 20]) for i in range(count)]
    return [code[offset : offset + size] for _, _, offset, size, _ in heads]


def entitlements(code):
    """The XML claims of one slice; all slices of these wheels claim the same."""
    commands, at = struct.unpack("<I", code[16:20])[0], 32
    for _ in range(commands):
        command, size = struct.unpack("<2I", code[at : at + 8])
        if command == 0x1D:
            start, length = struct.unpack("<2I", code[at + 8 : at + 16])
            blob = code[start : start + length]
            for i in range(struct.unpack(">I", blob[8:12])[0]):
                slot, offset = struct.unpack(">2I", blob[12 + i * 8 : 20 + i * 8])
                if slot == 5:
                    end = offset + struct.unpack(">I", blob[offset + 4 : offset + 8])[0]
                    return plistlib.loads(blob[offset + 8 : end])
        at += size
    return {}


def profile(content):
    """The property list inside the CMS of a profile."""
    start, end = content.index(b"<?xml"), content.index(b"</plist>") + len(b"</plist>")
    return plistlib.loads(content[start:end])


def file_value(content):
    if isinstance(content, str):
        return {"link": content.removeprefix("-> ")}
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


class Build:
    def __init__(self, wheel):
        self.files = files_of(wheel)
        self.bundles = bundles_of(self.files)
        self.facts = {}  # (aspect, item, key): value
        self.read()

    def holder(self, path):
        holders = [bundle for bundle in self.bundles if path.startswith(bundle + "/")]
        return holders[-1] if holders else None

    def add(self, aspect, item, values):
        for key, value in values.items():
            self.facts[(aspect, item, key)] = value

    def read(self):
        opened = {path.split("!/")[0] for path in self.files if "!/" in path}
        executables = set()
        for bundle in self.bundles:
            info = plistlib.loads(self.files[bundle + "/Contents/Info.plist"])
            self.add("info-plist", bundle, flat(info))
            executable = bundle + "/Contents/MacOS/" + info["CFBundleExecutable"]
            if executable in self.files:
                executables.add(executable)
                claims = entitlements(slices(self.files[executable])[0])
                self.add("entitlements", bundle, {key: as_set(value) for key, value in claims.items()})
            content = self.files.get(bundle + "/Contents/embedded.provisionprofile")
            if content:
                self.read_profile(bundle, profile(content))
        for path, content in self.files.items():
            told = (
                path in executables
                or path in opened
                or path.endswith(("/Contents/Info.plist", "/embedded.provisionprofile", "/_CodeSignature/CodeResources"))
                or path.endswith("/Contents/CodeResources")  # the ticket
            )
            if told or (isinstance(content, bytes) and content[:4] in MACH_O):
                continue
            item = self.holder(path)
            key = path[len(item) + 1 :] if item else path
            self.facts[("files", item, key)] = file_value(content)

    def read_profile(self, bundle, content):
        names = {"Name": "name", "UUID": "uuid", "CreationDate": "created", "ExpirationDate": "expires"}
        self.add("profile", bundle, {names[key]: shown(content[key]) for key in names})
        self.add("profile", bundle, {"entitlements:" + k: as_set(v) for k, v in content["Entitlements"].items()})
        devices = content.get("ProvisionedDevices")
        if devices:
            self.add("profile", bundle, {"devices": sorted(set(devices))})


def same_file(found, reported):
    """A comparison says of a file what it had to know: its size, and its hash where that was needed."""
    if found is None or reported is None:
        return found is None and reported is None
    return all(found.get(key) == value for key, value in reported.items())


def main():
    a, b = Build(sys.argv[1]), Build(sys.argv[2])
    with open(sys.argv[3]) as file:
        comparison = json.load(file)
    found = {place for place in a.facts.keys() | b.facts.keys() if a.facts.get(place) != b.facts.get(place)}
    faults, reported = [], set()
    profile_keys = {key for aspect, _, key in a.facts.keys() | b.facts.keys() if aspect == "profile"}
    for difference in comparison["differences"]:
        aspect, key = difference["aspect"], difference["key"]
        if aspect not in ("info-plist", "entitlements", "profile", "files"):
            continue
        if aspect == "profile" and key not in profile_keys:
            continue  # certificates and what names the profile: not read here
        if aspect == "info-plist" and difference["a"] == difference["b"]:
            continue  # an unchanged build number, which is what is reported
        item = difference["item"]["a"] or difference["item"]["b"]
        place = (aspect, item, key)
        reported.add(place)
        values = [a.facts.get(place), b.facts.get(place)]
        said = [difference["a"], difference["b"]]
        true = all(map(same_file, values, said)) if aspect == "files" else values == said
        if not true or values[0] == values[1]:
            faults.append("not so: %s %s, reported %r, found %r" % (place, difference["change"], said, values))
    faults += ["missing: %s: %r, %r" % (place, a.facts.get(place), b.facts.get(place)) for place in sorted(
        found - reported, key=str)]
    print("\n".join(faults))
    print("%d facts, %d differ, %d reported, %d faults" % (
        len(a.facts.keys() | b.facts.keys()), len(found), len(reported), len(faults)))
    return 1 if faults or not a.facts or not found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what the forge signs with programs that know nothing of it.

usage: check_independently.py FORGED-ROOT.pem FOLDER...

Every Mach-O, profile, ticket and seal below the folders is read by OpenSSL, by LIEF (`pip install lief`) and by
rcodesign (`cargo install apple-codesign`), the last two where they are installed, and what they find is compared with
what the forge wrote elsewhere: seals and tickets hold cdhashes, Info.plists identifiers, profiles teams. Prints
figures; the exit status is 1 where anything differs.
"""

import hashlib
import os
import plistlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

try:
    import lief
except ImportError:
    lief = None

FAT = {0xCAFEBABE: ">IIIII", 0xCAFEBABF: ">IIQQII"}
HASHES = {1: "sha1", 2: "sha256", 3: "sha256", 4: "sha384"}

counts = {}
differences = []


def count(what, number=1):
    counts[what] = counts.get(what, 0) + number


def expect(right, what):
    count("comparisons")
    if not right:
        differences.append(what)


def slices_of(data):
    """(offset, size) of each slice; nothing where this is no Mach-O."""
    if len(data) < 32:
        return []
    magic = struct.unpack_from(">I", data)[0]
    if magic in FAT:
        entry = FAT[magic]
        number = struct.unpack_from(">I", data, 4)[0]
        return [struct.unpack_from(entry, data, 8 + i * struct.calcsize(entry))[2:4] for i in range(number)]
    return [(0, len(data))] if magic in (0xCFFAEDFE, 0xCEFAEDFE) else []


def signature_of(data, offset):
    """Bytes of LC_CODE_SIGNATURE and how far it signs, by a walk of the load commands."""
    wide = struct.unpack_from("<I", data, offset)[0] == 0xFEEDFACF
    place = offset + (32 if wide else 28)
    for _ in range(struct.unpack_from("<I", data, offset + 16)[0]):
        command, size = struct.unpack_from("<II", data, place)
        if command == 0x1D:
            start, length = struct.unpack_from("<II", data, place + 8)
            return data[offset + start:offset + start + length], start
        place += size
    return None, 0


def blobs_of(signature):
    number = struct.unpack_from(">I", signature, 8)[0]
    blobs = {}
    for i in range(number):
        slot, offset = struct.unpack_from(">II", signature, 12 + 8 * i)
        length = struct.unpack_from(">I", signature, offset + 4)[0]
        blobs[slot] = signature[offset:offset + length]
    return blobs


def text_at(blob, offset):
    return blob[offset:blob.index(b"\0", offset)].decode() if offset else None


class Directory:
    def __init__(self, blob):
        self.blob = blob
        fields = struct.unpack_from(">9I4BI", blob, 0)
        self.version, self.flags, self.hashes, identifier = fields[2:6]
        self.special, self.pages, self.limit = fields[6:9]
        self.hash_size, self.hash_type, _, self.page_shift = fields[9:13]
        self.identifier = text_at(blob, identifier)
        self.team = text_at(blob, struct.unpack_from(">I", blob, 48)[0]) if self.version >= 0x20200 else None
        self.cdhash = self.hash(blob)[:20].hex()

    def hash(self, data):
        return hashlib.new(HASHES[self.hash_type], data).digest()[:self.hash_size]

    def slot(self, number):
        start = self.hashes + number * self.hash_size
        return self.blob[start:start + self.hash_size]


def property_list(data):
    """What stands before anything behind </plist>, as macOS reads it."""
    end = data.find(b"</plist>")
    return plistlib.loads(data if end < 0 else data[:end + len(b"</plist>")])


def openssl(arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True)


def check_cms(cms, content, roots, where):
    with tempfile.TemporaryDirectory() as folder:
        names = {"cms": cms, "content": content}
        for name, data in names.items():
            with open(f"{folder}/{name}", "wb") as file:
                file.write(data or b"")
        command = ["cms", "-verify", "-inform", "DER", "-in", f"{folder}/cms", "-binary", "-CAfile", roots, "-purpose", "any",
                   "-ignore_critical", "-no_check_time", "-out", f"{folder}/out"]
        if content is not None:
            command += ["-content", f"{folder}/content"]
        result = openssl(command)
        self_signed = b"self-signed certificate" in result.stderr and b"chain" not in result.stderr
        expect(result.returncode == 0 or self_signed, f"{where}: openssl cms -verify: {result.stderr.decode()[-200:]}")
        count("CMS signatures that openssl verifies")
        with open(f"{folder}/out", "rb") as file:
            return file.read()


def check_slice(path, data, offset, size, roots, seen):
    signature, limit = signature_of(data, offset)
    if signature is None or not signature.startswith(b"\xfa\xde\x0c\xc0"):
        count("unsigned slices")
        return
    blobs = blobs_of(signature)
    directories = [Directory(blob) for slot, blob in sorted(blobs.items()) if slot == 0 or 0x1000 <= slot < 0x1005]
    for directory in directories:
        expect(directory.limit == limit, f"{path}: code limit")
        page = 1 << directory.page_shift
        for number in range(directory.pages):
            start = offset + number * page
            end = min(start + page, offset + limit)
            expect(directory.hash(data[start:end]) == directory.slot(number), f"{path}: page {number}")
            count("page hashes")
        for slot, blob in blobs.items():
            if 2 <= slot <= 11 and slot <= directory.special:
                expect(directory.hash(blob) == directory.slot(-slot), f"{path}: slot {slot}")
        seen.setdefault(path, []).append(directory)
    cms = blobs.get(0x10000, b"")[8:]
    if cms:
        check_cms(cms, blobs[0], roots, path)
    if 5 in blobs and 7 in blobs:
        listing = openssl(["asn1parse", "-inform", "DER"], blobs[7][8:])
        expect(listing.returncode == 0, f"{path}: DER entitlements")
        keys = re.findall(r"UTF8STRING +:(\S+)", listing.stdout.decode())
        expect(all(key in keys for key in property_list(blobs[5][8:])), f"{path}: DER entitlements lack a key")
        count("DER entitlements that openssl parses")
    count("signed slices")


def check_lief(path, data, seen):
    if lief is None:
        return
    fat = lief.MachO.parse(path)
    expect(fat is not None and fat.size == len(slices_of(data)), f"{path}: LIEF reads another number of slices")
    for index, binary in enumerate(fat or []):
        offset = slices_of(data)[index][0]
        signature, limit = signature_of(data, offset)
        right, why = lief.MachO.check_layout(binary)
        expect(right, f"{path}: LIEF: {why}")
        if signature is not None:
            expect(bytes(binary.code_signature.content) == signature, f"{path}: LIEF finds another signature")
            expect(binary.code_signature.data_offset == limit, f"{path}: LIEF finds the signature elsewhere")
        count("slices that LIEF finds well laid out")


def check_rcodesign(program, path, seen):
    result = subprocess.run([program, "print-signature-info", path], capture_output=True, text=True)
    expect(result.returncode == 0, f"{path}: rcodesign: {result.stderr[-200:]}")
    for directory in seen.get(path, []):
        expect(directory.identifier in result.stdout, f"{path}: rcodesign finds another identifier")
        expect(directory.team is None or directory.team in result.stdout, f"{path}: rcodesign finds another team")
        expect(directory.cdhash in result.stdout, f"{path}: rcodesign finds another cdhash than {directory.cdhash}")
        count("code directories that rcodesign reads alike")


def check_seal(path, seen):
    folder = os.path.dirname(os.path.dirname(path))
    with open(path, "rb") as file:
        seal = plistlib.load(file)
    for name, entry in seal.get("files2", {}).items():
        place = os.path.join(folder, name)
        if not os.path.lexists(place):
            expect(entry.get("optional"), f"{path}: {name} is missing")
        elif "hash2" in entry:
            with open(place, "rb") as file:
                expect(hashlib.sha256(file.read()).digest() == entry["hash2"], f"{path}: {name}")
            count("sealed files")
        elif "cdhash" in entry:
            inside = [d for p, all in seen.items() if p == place or p.startswith(place + "/") for d in all]
            expect(entry["cdhash"].hex() in [d.cdhash for d in inside], f"{path}: cdhash of {name}")
            count("sealed code items")


def check_ticket(path, data, seen):
    chain, payload = struct.unpack_from("<II", data, 8)
    body = data[16 + chain:16 + chain + payload]
    entries = struct.unpack_from("<I", body, 8)[0]
    known = {d.cdhash for directories in seen.values() for d in directories}
    for i in range(entries):
        expect(body[25 + 21 * i:45 + 21 * i].hex() in known, f"{path}: ticket entry {i}")
        count("ticket entries")
    with tempfile.TemporaryDirectory() as folder:
        leaf_length = struct.unpack_from(">H", data, 16 + 4 + 2)[0] + 4
        files = {"leaf": data[20:20 + leaf_length], "signed": data[:16 + chain + payload],
                 "signature": data[16 + chain + payload:][:data[16 + chain + payload + 1] + 2]}
        for name, content in files.items():
            with open(f"{folder}/{name}", "wb") as file:
                file.write(content)
        key = openssl(["x509", "-inform", "DER", "-in", f"{folder}/leaf", "-pubkey", "-noout"]).stdout
        with open(f"{folder}/key", "wb") as file:
            file.write(key)
        result = openssl(["dgst", "-sha256", "-verify", f"{folder}/key", "-signature", f"{folder}/signature", f"{folder}/signed"])
        expect(result.returncode == 0, f"{path}: ticket signature: {result.stderr.decode()}")
        count("tickets that openssl verifies")


def main(arguments):
    if len(arguments) < 2:
        sys.exit(__doc__)
    roots, *folders = arguments
    rcodesign = shutil.which("rcodesign") or os.environ.get("RCODESIGN")
    files = [os.path.join(place, name) for folder in folders for place, _, names in os.walk(folder) for name in names]
    files = sorted(path for path in files if not os.path.islink(path))
    seen = {}
    contents = {}
    for path in files:
        with open(path, "rb") as file:
            contents[path] = file.read()
    for path, data in contents.items():
        for offset, size in slices_of(data):
            check_slice(path, data, offset, size, roots, seen)
        if slices_of(data):
            check_lief(path, data, seen)
            if rcodesign and path in seen:
                check_rcodesign(rcodesign, path, seen)
    for path, data in contents.items():
        name = os.path.basename(path)
        if path.endswith("_CodeSignature/CodeResources"):
            check_seal(path, seen)
        elif name == "CodeResources":
            check_ticket(path, data, seen)
        elif name.endswith(("provisionprofile", "mobileprovision")):
            profile = plistlib.loads(check_cms(data, None, roots, path))
            if "DER-Encoded-Profile" in profile:
                inner = check_cms(profile["DER-Encoded-Profile"], None, roots, path + " (DER form)")
                expect(openssl(["asn1parse", "-inform", "DER"], inner).returncode == 0, f"{path}: DER form")
            folder = os.path.dirname(path)
            teams = {d.team for p, all in seen.items() if p.startswith(folder) for d in all}
            expect(profile["TeamIdentifier"][0] in teams, f"{path}: another team than the code's")
            count("profiles")
    for what, number in sorted(counts.items()):
        print(f"{number:8}  {what}")
    for tool, there in (("LIEF", lief is not None), ("rcodesign", bool(rcodesign))):
        print(f"          {tool}: {'asked' if there else 'not installed'}")
    print(f"{len(differences):8}  differences")
    for difference in differences[:50]:
        print("   ", difference)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

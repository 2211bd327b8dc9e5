#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Validates every JSON document in the golden transcripts, and the JSON files that they read, against the schemas.

usage: validate_schema.py SCHEMA_FOLDER CASES_FOLDER FILES_FOLDER

Exits 77 (skipped) where python3-jsonschema is not installed.
"""
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed; nothing was validated.")
    sys.exit(77)


def validators(folder):
    """A validator for each schema by the name of its file; references between the files are resolved offline."""
    schemas = {path.name.split(".")[0]: json.loads(path.read_text()) for path in folder.glob("*.schema.json")}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    try:
        from referencing import Registry, Resource

        registry = Registry().with_resources((s["$id"], Resource.from_contents(s)) for s in schemas.values())
        return {n: jsonschema.Draft202012Validator(s, registry=registry) for n, s in schemas.items()}
    except ImportError:  # jsonschema before 4.18
        store = {schema["$id"]: schema for schema in schemas.values()}
        return {
            n: jsonschema.Draft202012Validator(s, resolver=jsonschema.RefResolver.from_schema(s, store=store))
            for n, s in schemas.items()
        }


def documents(case):
    """The JSON documents that a transcript shows; none where its command prints text."""
    text = case.read_text()
    if not text.startswith("$ neinspect") or "--format json" not in text.split("\n", 1)[0]:
        return []
    if "|" in text.split("\n", 1)[0] or "---- stdout\n" not in text:
        return []
    output = text.split("---- stdout\n", 1)[1].rsplit("---- stderr\n", 1)[0].replace("@VERSION@", "0.0.0")
    if not output.strip():
        return []
    if "--format jsonl" in text.split("\n", 1)[0]:
        return [json.loads(line) for line in output.splitlines()]
    return [json.loads(output)]


def schema_name(document):
    """"inspect" of "neinspect/inspect/1"; "error" for the line of an input that could not be read."""
    return document["schema"].split("/")[1] if "schema" in document else "error"


def main():
    schema_folder, case_folder, file_folder = map(pathlib.Path, sys.argv[1:4])
    known = validators(schema_folder)
    count, faults = 0, []
    shown = [(case, document) for case in sorted(case_folder.glob("*.txt")) for document in documents(case)]
    read = [(file, json.loads(file.read_text())) for file in sorted(file_folder.glob("*.json"))]
    for path, document in shown + read:
        count += 1
        for error in known[schema_name(document)].iter_errors(document):
            faults.append("%s: %s: %s" % (path.name, error.json_path, error.message[:300]))
    print("\n".join(faults))
    print("%d documents validated, %d faults" % (count, len(faults)))
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())

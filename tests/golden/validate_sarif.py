#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Validates what `neinspect check --format sarif` prints in the golden transcripts against the official schema.

usage: validate_sarif.py CASES_FOLDER

NEI_SARIF_SCHEMA names the schema, sarif-schema-2.1.0.json of OASIS; it is not kept here. Exits 77 (skipped) without it.
"""
import json
import os
import pathlib
import sys


def sarif_logs(folder):
    for case in sorted(folder.glob("*.txt")):
        command, _, text = case.read_text().partition("\n")
        if "--format sarif" in command and "|" not in command and "exit 64" not in text.split("\n", 1)[0]:
            output = text.split("---- stdout\n", 1)[1].rsplit("---- stderr\n", 1)[0]
            yield case.name, json.loads(output.replace("@VERSION@", "0.0.0"))


def main():
    schema = os.environ.get("NEI_SARIF_SCHEMA")
    try:
        import jsonschema
    except ImportError:
        print("python3-jsonschema is not installed; nothing was validated.")
        return 77
    if not schema:
        print("NEI_SARIF_SCHEMA names no schema; nothing was validated.")
        return 77
    checker = jsonschema.validators.validator_for(json.loads(pathlib.Path(schema).read_text()))
    validator = checker(json.loads(pathlib.Path(schema).read_text()), format_checker=jsonschema.FormatChecker())
    count, faults = 0, 0
    for name, log in sarif_logs(pathlib.Path(sys.argv[1])):
        count += 1
        for error in validator.iter_errors(log):
            faults += 1
            print("%s: %s: %s" % (name, error.json_path, error.message[:300]))
    print("%d logs validated, %d faults" % (count, faults))
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())

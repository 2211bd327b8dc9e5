#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that no rule can be lost unnoticed: switches each rule off in turn and runs the tests of rules.

    tests/unit/rules/switch_off_each_rule.py build/dev/tests/unit/unit_tests

Prints a table of rules, each with a test that fails without it. Ends with 1 where no test misses one.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[3]
EVERYTHING = "*Rule*:*Judge*"
FAILED = re.compile(r"^\[  FAILED  \] (\S+?),? ", re.M)


def rule_ids():
    texts = (file.read_text() for file in sorted((SOURCE / "core" / "rules").glob("*.cpp")))
    return sorted(name for text in texts for name in re.findall(r'\{\.id = "([a-z0-9-]+)"', text))


def first_failure(program, tests, without=None):
    environment = dict(os.environ)
    environment.pop("NEI_WITHOUT_RULE", None)
    if without:
        environment["NEI_WITHOUT_RULE"] = without
    done = subprocess.run([program, f"--gtest_filter={tests}", "--gtest_brief=1"], env=environment,
                          capture_output=True, text=True, check=False)
    failed = FAILED.search(done.stdout)
    if done.returncode != 0 and not failed:
        sys.exit(f"{program} ended with {done.returncode} and named no failed test:\n{done.stdout}{done.stderr}")
    return failed.group(1) if failed else None


def who_misses(program, rule):
    """The tests of the rule itself first: they are a few of hundreds, and mostly enough."""
    own = f"*/{rule.replace('-', '_')}_*"
    return first_failure(program, own, rule) or first_failure(program, EVERYTHING, rule)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program, rules = sys.argv[1], rule_ids()
    if not rules:
        sys.exit("no rules found")
    if failed := first_failure(program, EVERYTHING):
        sys.exit(f"With every rule in force a test fails: {failed}")
    missed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for rule, failed in zip(rules, pool.map(lambda rule: who_misses(program, rule), rules)):
            missed += failed is not None
            print(f"{rule:<48} {failed or 'NOBODY NOTICED'}", flush=True)
    print(f"{missed} of {len(rules)} rules are missed by a test when they are switched off")
    sys.exit(missed != len(rules))


if __name__ == "__main__":
    main()

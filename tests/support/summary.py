"""Sums up a CTest JUnit report in one closing line: N passed, N failed, N skipped.

Counts single test cases where a program says how many it ran (Catch2, Python's unittest), and one for each
other program. Exit status 1 when anything failed, or when nothing ran.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

CATCH_ALL_PASSED = re.compile(r"All tests passed \(.* in (\d+) test cases?\)")
UNITTEST_RAN = re.compile(r"^Ran (\d+) tests? in ", re.MULTILINE)
UNITTEST_SKIPPED = re.compile(r"\bskipped=(\d+)")


def cases(output):
    """How many cases ran and how many of them were skipped, by a program's own account."""
    match = CATCH_ALL_PASSED.search(output)
    if match:
        return int(match[1]), 0
    match = UNITTEST_RAN.search(output)
    if match:
        skipped = UNITTEST_SKIPPED.search(output)
        return int(match[1]), int(skipped[1]) if skipped else 0
    return 1, 0


def count(report):
    passed = failed = skipped = 0
    failures = []
    for test in ElementTree.parse(report).getroot().iter("testcase"):
        output = test.findtext("system-out") or ""
        if test.get("status") == "run":
            ran, not_run = cases(output)
            passed += ran - not_run
            skipped += not_run
        elif test.get("status") == "notrun" and test.find("skipped") is not None and "SKIP_RETURN_CODE" in str(
                test.find("skipped").get("message")):
            skipped += 1
        else:
            failed += 1
            failures.append(test.get("name"))
    return passed, failed, skipped, failures


def main():
    try:
        passed, failed, skipped, failures = count(sys.argv[1])
    except (OSError, ElementTree.ParseError) as error:
        print(f"no test report: {error}")
        passed, failed, skipped, failures = 0, 1, 0, []
    for name in failures:
        print(f"failed: {name}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

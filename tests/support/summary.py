"""Sums up a CTest JUnit report in one closing line: N passed, N failed, N skipped.

Counts single test cases where a program says how many it ran (Catch2, Python's unittest, the golden runner), and
one for each other program. Exit status 1 when anything failed, or when nothing ran.
"""

import collections
import re
import sys
import xml.etree.ElementTree as ElementTree

Count = collections.namedtuple("Count", "passed failed skipped")

CATCH_PASSED = re.compile(r"All tests passed \(.* in (\d+) test cases?\)")
CATCH_MIXED = re.compile(r"^test cases: +(\d+) \|(?: +(\d+) passed \|)? +(\d+) failed", re.MULTILINE)
UNITTEST = re.compile(r"^Ran (\d+) tests? in .*\n\n(?:OK|FAILED)(?: \((.*)\))?$", re.MULTILINE)
GOLDEN = re.compile(r"^\S+: (\d+) cases, (\d+) failed$", re.MULTILINE)


def cases(output):
    """What a program says of its own cases, or None."""
    if match := CATCH_PASSED.search(output):
        return Count(int(match[1]), 0, 0)
    if match := CATCH_MIXED.search(output):
        return Count(int(match[2] or 0), int(match[3]), 0)
    if match := UNITTEST.search(output):
        parts = dict(part.split("=") for part in (match[2] or "").split(", ") if part)
        failed = int(parts.get("failures", 0)) + int(parts.get("errors", 0))
        skipped = int(parts.get("skipped", 0))
        return Count(int(match[1]) - failed - skipped, failed, skipped)
    if match := GOLDEN.search(output):
        return Count(int(match[1]) - int(match[2]), int(match[2]), 0)
    return None


def count_test(test):
    ran = cases(test.findtext("system-out") or "")
    status = test.get("status")
    if status == "run":
        return ran._replace(failed=0) if ran else Count(1, 0, 0)
    skipped = test.find("skipped")
    if status == "notrun" and skipped is not None and "SKIP" in skipped.get("message", ""):
        return Count(0, 0, 1)
    # Crashed, timed out, not found, or failed in a way of its own: at least one failure, whatever was printed.
    return ran._replace(failed=max(ran.failed, 1)) if ran else Count(0, 1, 0)


def main():
    total, failures = Count(0, 0, 0), []
    try:
        for test in ElementTree.parse(sys.argv[1]).getroot().iter("testcase"):
            one = count_test(test)
            total = Count(*map(sum, zip(total, one)))
            if one.failed:
                failures.append(test.get("name"))
    except (OSError, ElementTree.ParseError) as error:
        print(f"no test report: {error}")
        total = Count(0, 1, 0)
    for name in failures:
        print(f"failed: {name}")
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())

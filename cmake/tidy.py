"""Runs clang-tidy over the sources below some folders, two at a time, and prints what it finds.

usage: tidy.py --tool CLANG-TIDY --build BUILD-DIRECTORY FOLDER...

Needs the build directory's compile_commands.json, and its generated headers (build once before).
Exit status 1 when something is found.
"""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default="clang-tidy-14")
    parser.add_argument("--build", required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("folders", nargs="+")
    options = parser.parse_args()
    with open(os.path.join(options.build, "compile_commands.json"), encoding="utf-8") as file:
        known = {os.path.relpath(entry["file"]) for entry in json.load(file)}
    sources = sorted(path for path in known if any(path.startswith(folder.rstrip("/") + "/") for folder in options.folders))

    def check(path):
        done = subprocess.run([options.tool, "-p", options.build, "--quiet", path], capture_output=True, text=True)
        return done.returncode, done.stdout

    found = set()
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, (code, output) in zip(sources, pool.map(check, sources)):
            failed += code != 0
            if output not in found:
                found.add(output)
                print(output, end="", flush=True)
    print(f"{len(sources)} files checked, {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""The page that shows a graph: what it holds, that nothing in it can break out of its data, that it fetches
nothing, and, where Chromium is installed, what it shows there.

Usage: page_test.py KG [unittest arguments]
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

KG = None
CHROMIUM = shutil.which("chromium")


class Page(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="kg-page-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.store = os.path.join(self.directory, "store")
        self.run_kg("create")
        self.run_kg("query", """
            add "Ada" "wrote to" "Grace" [source "letters", quote 'My dear Grace'];
            add "Ada" "wrote to" "</script><script>alert(1)</script>" [source "letters", quote '<b>bold</b> & "so"'];
            add "Ada" "was born in" 1815""")

    def run_kg(self, *arguments):
        done = subprocess.run([KG, "--store", self.store, *arguments], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout.decode()

    def page(self, query):
        text = self.run_kg("query", "--format", "page", query)
        data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S).group(1)
        return text, json.loads(data)

    def test_data(self):
        text, data = self.page("Ada ?r ?x")
        labels = {node["label"] for node in data["nodes"]}
        self.assertEqual(labels, {"Ada", "Grace", "1815", "</script><script>alert(1)</script>"})
        quotes = {claim["quote"] for edge in data["edges"] for claim in edge["claims"]}
        self.assertEqual(quotes, {"My dear Grace", '<b>bold</b> & "so"'})
        self.assertEqual(text.count("<script"), 2)
        self.assertNotIn("@DATA@", text)

    def test_fetches_nothing(self):
        text, _ = self.page("Ada ?r ?x")
        self.assertIn("default-src 'none'", text)
        for way in (r"\ssrc\s*=", r"<link", r"@import", r"fetch\(", r"XMLHttpRequest", r"\burl\((?!#)"):
            self.assertIsNone(re.search(way, text), way)

    @unittest.skipIf(CHROMIUM is None, "chromium is not installed")
    def test_in_a_browser(self):
        text, _ = self.page("Ada ?r ?x")
        path = os.path.join(self.directory, "page.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

        def dom(fragment):
            done = subprocess.run(
                [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 "--user-data-dir=" + os.path.join(self.directory, "profile"), "--virtual-time-budget=2000",
                 "--dump-dom", "file://" + path + fragment], capture_output=True, timeout=120)
            return re.search(r"<body>.*<script", done.stdout.decode(), re.S).group(0)

        shown = dom("")
        self.assertEqual(shown.count('class="node'), 4)
        self.assertEqual(len(re.findall(r'class="edge', shown)), 3)
        self.assertIn("4 things and values, 3 relations", shown)
        self.assertNotIn("NaN", shown)
        chosen = dom("#Ada")
        self.assertIn("<h1>Ada</h1>", chosen)
        self.assertIn("wrote to Grace", chosen)
        words = dom("#Ada wrote to Grace")
        self.assertIn("<blockquote>My dear Grace</blockquote>", words)


if __name__ == "__main__":
    KG = sys.argv.pop(1)
    unittest.main()

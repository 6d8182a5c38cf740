#!/usr/bin/env python3
"""The checks of .ci must see what they are there for: each wrong line below is found, each right one is left alone."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECKS = pathlib.Path(__file__).resolve().parents[2] / ".ci"

WRONG_ARROWS = {
    "rules/law/a.cpp": '#include "bot/message.hpp"',
    "rules/law/b.cpp": '#include "db/store.hpp"',
    "db/sqlite/a.cpp": '#include "rules/law/verdict.hpp"',
    "bot/delivery/a.cpp": '#include "adapters/matrix/client.hpp"',
    "bot/delivery/b.cpp": '#include "db/sqlite/sqlite_store.hpp"',
    "adapters/matrix/a.cpp": '#include "adapters/terminal/terminal.hpp"',
    "adapters/matrix/b.cpp": '#include "rules/law/verdict.hpp"',
    "adapters/matrix/c.cpp": "#include <boost/beast/http/parser.hpp>",
    "adapters/matrix/d.cpp": "#include <boost/asio.hpp>",
    "bot/reading/a.cpp": "#include <regex>",
    "rules/places/a.cpp": "auto now = std::chrono::system_clock::now();",
    "bot/talking/a.cpp": "auto now = Clock::now();",
    "docs/a.md": "see https://py" + "pi.org/x",
}
RIGHT_ARROWS = {
    "rules/law/a.cpp": '#include "rules/yaml/strict_yaml.hpp"',
    "bot/main.cpp": '#include "adapters/matrix/client.hpp"\nauto now = std::chrono::system_clock::now();',
    "bot/delivery/a.cpp": '#include "db/store.hpp"\n// never Clock::now() here',
    "adapters/matrix/a.cpp": '#include "adapters/net/http.hpp"\n#include "bot/message.hpp"\n#include "db/store.hpp"',
    "adapters/net/a.cpp": "#include <boost/beast/http/parser.hpp>",
}
WRONG_COROUTINES = (
    "if (!(co_await known(id))) co_return;",
    "if (co_await known(id)) { co_return; }",
    "while (co_await next()) {}",
    "co_await send(Reply{room, text});",
    'co_await put(json{{"body", text}});',
    "auto r = web ? co_await a() : co_await b();",
    'co_await note(name ? *name : std::string("?"));',
    "co_await on(worker, [text] { return text; });",
    "co_await on(worker,\n    [text = std::move(text)]() mutable { return text; });",
    "P p{.a = co_await x(), .b = 2};",
    "bool both = co_await a() && co_await b();",
    "asio::co_spawn(ex, run(s), asio::detached);",
    "asio::co_spawn(ex, [s]() -> awaitable<void> { co_await run(s); }(), log);",
)
RIGHT_COROUTINES = (
    "bool const is_known = co_await known(id);\nif (!is_known) co_return;",
    "Reply reply{room, text};\nco_await send(std::move(reply));",
    "if (auto r = co_await f(); !r) { co_return; }",
    "while (auto e = co_await next()) { use(e); }",
    "for (auto& e : co_await all()) co_await use(e);",
    "auto [a, b] = co_await f();",
    "v.push_back(co_await f());",
    "EXPECT_EQ(co_await f(), 3);",
    "auto first = co_await (std::move(op) || timer.async_wait(asio::use_awaitable));",
    "co_await on(worker, [&] { return text; });",
    "co_await on(worker, [this, &text] { return P{text}.x; }); // coro-ok: references only, braces in the body",
    "asio::co_spawn(ex, [s] { return run(s); }, log);",
    "auto job = [text] { return text; };\nco_await on(worker, std::move(job));",
    "if (ready) {\n    P p{1, 2};\n    co_await send(p);\n} else {\n    co_await wait();\n}",
    "// co_await send(Reply{room, text});",
    'co_await say("is it? {yes}");',
)


def run(check, files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text + "\n")
        return subprocess.run([CHECKS / check, folder], capture_output=True, text=True)


def coroutine(body):
    return {"bot/delivery/a.cpp": f"namespace bot {{\nawaitable<void> Pump::work(std::string id) {{\n    {body}\n}}\n}}"}


class Arrows(unittest.TestCase):
    def test_wrong(self):
        for name, line in WRONG_ARROWS.items():
            with self.subTest(file=name):
                answer = run("check-arrows", {name: line})
                self.assertEqual(answer.returncode, 1, answer.stdout + answer.stderr)
                self.assertIn(name, answer.stdout)

    def test_seven_files_with_beast(self):
        files = {f"adapters/net/{n}.cpp": "#include <boost/beast/http.hpp>" for n in range(7)}
        self.assertEqual(run("check-arrows", files).returncode, 1)

    def test_right(self):
        answer = run("check-arrows", RIGHT_ARROWS)
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)


class Coroutines(unittest.TestCase):
    def test_wrong(self):
        for body in WRONG_COROUTINES:
            with self.subTest(body=body):
                answer = run("check-coroutines", coroutine(body))
                self.assertEqual(answer.returncode, 1, answer.stderr)
                self.assertIn("bot/delivery/a.cpp:", answer.stdout)

    def test_right(self):
        for body in RIGHT_COROUTINES:
            with self.subTest(body=body):
                answer = run("check-coroutines", coroutine(body))
                self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)


if __name__ == "__main__":
    sys.exit(unittest.main())

"""TypeScript loses its types and nothing else: every line and column stays where its author wrote it."""

from __future__ import annotations

import pytest

from runtime.connectors.modules.bundle import bundle
from runtime.connectors.modules.linking import link

FILES = frozenset({"x.ts", "lib/y.js", "lib/index.ts"})


def code_of(source: str, file: str = "a.ts") -> str:
    module, problems = link(file, source.encode(), FILES)
    assert module is not None, [str(problem) for problem in problems]
    return module.code.partition("\n")[2]


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("const a: string = b as any", "const a         = b       "),
        ("f<string>(x!)", "f        (x )"),
        ("type A = 1; a()", ";           a()"),
        ("interface A {\n  b: 1 }\na()", ";            \n        \na()"),
        ("function f(this: X, a?: number): void {}", "function f(         a         )       {}"),
        ("const f = (a):\n  string => 1", "const f = (a  \n       ) => 1"),
        ("class A<T> extends B<T> implements C { private readonly x!: T; declare y: T }",
         "class A    extends B                 {                  x    ; ;            }"),
        ("abstract class A { abstract b(): void; c() {} }", "         class A { ;                 ; c() {} }"),
        ("import type { A } from 'anything'", ";" + " " * 32),
        ("import { OnlyAType } from 'anything'\nlet a: OnlyAType", ";" + " " * 35 + "\nlet a           "),
        ("const é: A = 1", "const é    = 1"),
        ("declare const a: 1\nb()", ";" + " " * 17 + "\nb()"),
        ("const t = <T,>(a: T) => a satisfies T", "const t =     (a   ) => a            "),
        ("let a = `${b as string}`", "let a = `${b          }`"),
    ],
)  # fmt: skip
def test_types_are_blanked_where_they_stand(written: str, left: str):
    assert code_of(written) == left


@pytest.mark.parametrize(
    "written",
    ["enum A { B }", "namespace A { export const b = 1 }", "class A { constructor(private b: string) {} }", "@d class A {}",
     "import a = require('b')", "export = 5"],
)  # fmt: skip
def test_what_is_more_than_a_type_is_refused_with_its_line(written: str):
    module, problems = link("a.ts", b"\n" + written.encode(), FILES)
    assert module is None and [problem.line for problem in problems] == [2]


def test_imports_and_exports_stay_in_their_lines():
    imports = "import a, { b as c } from './x'\nimport * as l from './lib'\n"
    source = f"{imports}export default async function run() {{\n  return a(c, l)\n}}\n"
    module, _ = link("a.ts", source.encode(), FILES)
    assert module is not None
    head, *lines = module.code.split("\n")
    assert "default" in head and lines[2].index("async") == source.split("\n")[2].index("async")
    assert len(lines) == len(source.split("\n"))
    assert module.imports == {"./x": "x.ts", "./lib": "lib/index.ts"} and module.exports == ("default",)


def test_a_line_of_the_whole_leads_back_to_its_file():
    modules = {}
    for path, text in {"a.ts": "import './x'\n\nexport default 1\n", "x.ts": "one()\ntwo()\n"}.items():
        module, _ = link(path, text.encode(), FILES)
        modules[path] = module.as_json()
    made = bundle("// ours\n// too", modules, "a.ts", "run")
    lines = made.text.split("\n")
    assert made.place(1) == ("", 0) and made.place(len(lines)) == ("", 0)
    assert made.place(next(n for n, line in enumerate(lines, 1) if line.startswith("two()"))) == ("x.ts", 2)
    assert made.place(next(n for n, line in enumerate(lines, 1) if "__x.default" in line)) == ("a.ts", 3)

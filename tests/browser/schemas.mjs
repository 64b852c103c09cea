// The schemas against the files that they describe, by another reader of YAML and a checker of schemas; and SARIF against its own.
import Ajv04 from "ajv-draft-04";
import Ajv2020 from "ajv/dist/2020.js";
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";

const program = process.env.PROGRAM;
const root = join(import.meta.dirname, "../..");
const run = (...words) => execFileSync(program, words, { encoding: "utf8" });

const validators = Object.fromEntries(
  ["site", "article", "tree", "glossary", "references"].map((file) => {
    const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictTypes: false });
    return [file, ajv.compile(JSON.parse(run("schema", file)))];
  }),
);

/** What kind of file it is, and its YAML. */
function read(folder, path) {
  const text = readFileSync(join(folder, path), "utf8");
  if (path === "site.yaml") return ["site", text];
  if (path === "content/glossary.yaml") return ["glossary", text];
  if (path === "content/references.yaml") return ["references", text];
  if (path.endsWith(".tree.yaml")) return ["tree", text];
  if (path.endsWith(".md") && text.startsWith("---\n")) return ["article", text.slice(4, text.indexOf("\n---", 3))];
  return [];
}

function files(folder) {
  const all = readdirSync(join(folder, "content"), { recursive: true, withFileTypes: true });
  const below = all.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return ["site.yaml", ...below.sort()];
}

function check(folder) {
  const kinds = new Map();
  for (const path of files(folder)) {
    const [kind, text] = read(folder, path);
    if (!kind) continue;
    const validate = validators[kind];
    assert.ok(validate(parse(text) ?? {}), `${path}: ${JSON.stringify(validate.errors, null, 1)}`);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return kinds;
}

test("the club's files fit their schemas", () => {
  const kinds = check(root);
  assert.deepEqual([...kinds.keys()].sort(), ["article", "glossary", "references", "site", "tree"]);
  assert.ok(kinds.get("article") > 20 && kinds.get("tree") >= 2, `${[...kinds]}`);
});

test("a new site's files fit the schemas that it is given", () => {
  const folder = mkdtempSync(join(tmpdir(), "fingerpost-schemas-"));
  run("new", "site", folder);
  run("new", "tree", join(folder, "content/a/b"));
  check(folder);
  for (const path of ["site.yaml", "content/can-i-come.tree.yaml", "content/a/b.tree.yaml"]) {
    const named = /^# yaml-language-server: \$schema=(.*)$/m.exec(readFileSync(join(folder, path), "utf8"))[1];
    const schema = JSON.parse(readFileSync(join(folder, dirname(path), named), "utf8"));
    assert.deepEqual(schema, JSON.parse(run("schema", path === "site.yaml" ? "site" : "tree")));
  }
  rmSync(folder, { recursive: true });
});

test("a misspelt key, a wrong type and a missing key do not fit", () => {
  const tree = readFileSync(join(root, "content/sore-calf.tree.yaml"), "utf8");
  assert.ok(validators.tree(parse(tree)));
  for (const [from, to] of [["\n    ask: ", "\n    aks: "], ["kind: one", "kind: some"], ["title: What", "titel: What"], ["tests:", "tests: 3\nx:"]]) {
    assert.ok(tree.includes(from), from);
    assert.ok(!validators.tree(parse(tree.replace(from, to))), `${to} fits`);
  }
  assert.ok(!validators.site({ title: "T", checks: { "no-such-check": "off" } }));
  assert.ok(!validators.site({ title: "T", checks: { "broken-link": "loud" } }));
  assert.ok(!validators.article({ reviewed: "soon" }));
});

test("SARIF fits the standard's own schema", () => {
  const folder = mkdtempSync(join(tmpdir(), "fingerpost-sarif-"));
  mkdirSync(join(folder, "content"));
  writeFileSync(join(folder, "site.yaml"), "title: A site\ndescripton: a fix is certain\n");
  writeFileSync(join(folder, "content/Two words, ü.md"), "# One\n\n[x](no.md) ![](no.png) [y](#z)\n\n#### Four\n\n##None\n");
  writeFileSync(join(folder, "content/again.md"), "---\naliases: [/two-words-ü/]\n---\n[same](a.md) [same](https://b.example)\n");
  const said = spawnSync(program, ["check", "--root", folder, "--format", "sarif"], { encoding: "utf8" });
  assert.equal(said.status, 1, said.stderr);
  const log = JSON.parse(said.stdout);
  assert.ok(log.runs[0].results.length >= 6 && log.runs[0].results.some((result) => result.fixes), said.stdout);
  const schema = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const ajv = new Ajv04({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false });
  const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
  assert.ok(validate(log), JSON.stringify(validate.errors, null, 1));
  rmSync(folder, { recursive: true });
});

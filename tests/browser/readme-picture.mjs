// The README's picture: the club's home page, an article, a question and a result on a phone, the last in the dark.
// usage: SITE=FOLDER node readme-picture.mjs OUT.png
import { open, serve } from './open.mjs';

const browser = await open();
const site = await serve(process.env.SITE);
const phone = { viewport: { width: 360, height: 780 }, deviceScaleFactor: 1.5 };
const shots = [];
for (const [address, colorScheme] of [['', 'light'], ['cramps/when-a-calf-is-an-emergency/', 'light'], ['sore-calf/one-or-both/', 'light'], ['sore-calf/emergency-chest/', 'dark']]) {
  const page = await (await browser.newContext({ ...phone, colorScheme })).newPage();
  await page.goto(site.url + address, { waitUntil: 'networkidle' });
  shots.push((await page.screenshot()).toString('base64'));
}
const frame = await (await browser.newContext({ viewport: { width: 1320, height: 708 } })).newPage();
const pictures = shots.map((s) => `<img width="296" style="border-radius:14px;box-shadow:0 4px 18px #0004" src="data:image/png;base64,${s}">`).join('');
await frame.setContent(`<body style="margin:0;padding:33px 28px;display:flex;gap:27px;background:#d9e3dc">${pictures}</body>`);
await frame.screenshot({ path: process.argv[2] });
await browser.close();
site.close();

// The README's picture: two pages of the club's site on a phone, side by side. usage: SITE=FOLDER node readme-picture.mjs OUT.png
import { open, serve } from './open.mjs';

const browser = await open();
const site = await serve(process.env.SITE);
const context = await browser.newContext({ viewport: { width: 390, height: 780 }, deviceScaleFactor: 1.5 });
const page = await context.newPage();
const shots = [];
for (const address of ['cramps/cramp-right-now/', 'sore-calf/when-it-comes/', 'sore-calf/emergency-chest/']) {
  await page.goto(site.url + address);
  shots.push((await page.screenshot()).toString('base64'));
}
const frame = await (await browser.newContext({ viewport: { width: 1230, height: 820 } })).newPage();
const pictures = shots.map((s) => `<img width="390" src="data:image/png;base64,${s}">`).join('');
await frame.setContent(`<body style="margin:20px;display:flex;gap:20px;background:#888">${pictures}</body>`);
await frame.screenshot({ path: process.argv[2] });
await browser.close();
site.close();

// Five readers with a question from the forum, on a phone: each finds the page, by the questions, by the search and by
// looking around, in few taps. usage: SITE=FOLDER node --test readers.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { open, serve } from './open.mjs';

const SIGNS = ['None of these', 'None of these'];
const CALF = 'What helps my sore calf after a long run?';
const PACE = 'Which run/walk ratio and training pace suit me?';
const READERS = {
  'cramp at night after a race': {
    tree: [CALF, ...SIGNS, 'Both about the same', 'At night', 'None of these', 'None of these', 'None of these'],
    outcome: 'sore-calf/care-night-cramp/',
    browse: ['Sleep', 'Night cramps'],
    page: 'sleep/night-cramps/',
  },
  'one calf swollen after a flight home': {
    tree: [CALF, 'None of these', 'Any of: one leg is swollen'],
    outcome: 'sore-calf/today-clot-or-infection/',
    browse: ['Circulation', 'Clot or cramp?'],
    page: 'circulation/clot-or-cramp/',
  },
  'calves tight for three days': {
    tree: [CALF, ...SIGNS, 'Both about the same', 'As soreness', 'None of these, but', 'None of these', 'None of these'],
    outcome: 'sore-calf/care-next-day-soreness/',
    browse: ['Muscle damage', 'Soreness in the next days'],
    page: 'muscle-damage/soreness-in-the-next-days/',
  },
  'I want to run a marathon but I am a beginner': {
    tree: [PACE, 'No', 'No', 'Less than 6 months', '0 to 2'],
    outcome: 'run-walk/which-ratio-and-pace/beginner-plan/',
    browse: ['Run/walk and training', 'Patience over years'],
    page: 'run-walk/patience-over-years/',
  },
  'takes statins': {
    tree: [CALF, ...SIGNS, 'Both about the same', 'Within about 2 hours', 'None of these', 'None of these', 'I take a statin'],
    outcome: 'sore-calf/care-tired-calf/about-you-medicine-or-more-or-unsure/',
    browse: ['Cramps', 'Statins and other medicines'],
    page: 'cramps/statins-and-other-medicines/',
  },
};
let browser;
let site;

before(async () => {
  browser = await open();
  site = await serve(process.env.SITE);
});
after(async () => {
  await browser.close();
  site.close();
});

/** Taps as `steps` say, each the first thing in the page's main part that begins with these words; says where that leads. */
async function taps(steps, options) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, ...options });
  const page = await context.newPage();
  try {
    await page.goto(site.url);
    for (const words of steps) {
      const begins = new RegExp(`^\\s*${words.replace(/[?.]/g, '\\$&')}`);
      const from = page.url();
      await page.locator('main a').filter({ hasText: begins, visible: true }).first().tap();
      await page.waitForURL((url) => url.href !== from);
    }
    return new URL(page.url()).pathname.slice(1);
  } finally {
    await context.close();
  }
}

for (const [question, reader] of Object.entries(READERS)) {
  test(`by the questions, without JavaScript: ${question}`, async () => {
    assert.equal(await taps(reader.tree, { javaScriptEnabled: false }), reader.outcome);
  });

  test(`by looking around, in two taps: ${question}`, async () => {
    assert.equal(await taps(reader.browse, {}), reader.page);
  });

  test(`by the search, in two taps: ${question}`, async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const page = await context.newPage();
    await page.goto(site.url);
    const field = page.locator('#search-field').first();
    await page.locator('button.search-link').tap();
    await field.fill(question);
    await page.locator('.search-panel li').first().tap();
    await page.waitForURL((url) => url.href !== site.url);
    assert.equal(new URL(page.url()).pathname.slice(1), reader.page);
    await context.close();
  });
}

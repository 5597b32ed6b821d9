/** An HTML report of a real run with hostile names, in a real browser: what is read without scripts, what is drawn with them, and what never runs. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { Workshop } from './cli/support.ts';
import { violations } from './support/axe.ts';
import { SHOTS, launch } from './support/viewHarness.ts';

/** A folder and a file whose path closes elements, attributes and comments. */
const HOSTILE = path.join(`a"'\u202e<`, `script><img src=x onerror=pwned=1><!--\u{1f600}.js`);
const PROGRAM = `
const { setTimeout: sleep } = require('node:timers/promises');
const stock = { '</script><script>pwned=1</script>': 1 };
async function ѕсriрt(n) {
  const key = '</script><script>pwned=1</script>';
  const before = stock[key];
  await sleep(5); // </pre><script>pwned=1</script>
  stock[key] = before + n;
}
async function waitsForever() {
  await new Promise(() => {});
}
Promise.all([ѕсriрt(1), ѕсriрt(2)]).then(waitsForever);
`;

describe('HTML report', function () {
  this.timeout(120_000);
  let browser: Browser;
  let file: string;
  let cwd: string;

  before(async function () {
    const shop = new Workshop(this);
    shop.file(HOSTILE, PROGRAM);
    cwd = shop.folder;
    const { stderr } = await shop.run(['run', '--html', 'r.html', '--', process.execPath, HOSTILE, '"><script>pwned=1</script>']);
    file = path.join(shop.folder, 'r.html');
    assert.ok(fs.existsSync(file), stderr);
    browser = await launch();
  });
  after(() => browser?.close());

  async function open(options: {
    readonly javaScriptEnabled?: boolean;
    readonly colorScheme?: 'dark' | 'light';
    readonly forcedColors?: 'active' | 'none';
    /** For what the tests themselves put into the page. */
    readonly bypassCSP?: boolean;
  }): Promise<{ page: Page; problems: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const problems: string[] = [];
    // What the policy refuses is an error; warnings are about how often this test reads the canvas.
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href && !request.url().startsWith('data:')) problems.push(`asks for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return { page, problems };
  }
  const shot = (page: Page, name: string): Promise<unknown> =>
    page.screenshot({ path: path.join(SHOTS, `report-${name}.png`), fullPage: true });

  it('is complete as text without scripts', async () => {
    const { page, problems } = await open({ javaScriptEnabled: false, colorScheme: 'light' });
    const text = await page.locator('body').innerText();
    assert.match(text, /race\.atomicity/);
    assert.match(text, /The timeline needs scripts, which do not run here/);
    assert.match(text, /No lock is held|no lock is held/);
    assert.match(text, /Read after waiting/);
    assert.match(text, /What happened/);
    assert.match(text, /waitsForever waits/);
    assert.match(text, /Statistics/);
    // As text, in an excerpt.
    assert.match(await page.locator('pre').first().innerText(), /<\/pre><script>pwned=1<\/script>/);
    assert.equal(await page.locator('[data-finding]').first().isVisible(), false);
    assert.equal(await page.locator('img, iframe, object').count(), 0);
    await shot(page, 'text');
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  for (const colorScheme of ['dark', 'light'] as const) {
    it(`draws the timeline in the page, ${colorScheme}, and nothing hostile runs`, async () => {
      const { page, problems } = await open({ colorScheme });
      await page.locator('.surface canvas').first().waitFor();
      await page.locator('#picture .finding').first().waitFor();
      assert.equal(await page.locator('#picture-status').innerText(), '');
      assert.equal(await page.evaluate(() => document.body.classList.contains('vscode-dark')), colorScheme === 'dark');
      await page.waitForFunction(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.surface canvas');
        const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
        return data !== undefined && new Set(new Uint32Array(data.buffer)).size > 5;
      });
      // From the text to the picture, and from the picture to the text.
      await page.locator('[data-finding]').first().click();
      await page
        .locator('#picture .finding[aria-current=true], #picture .finding.selected, #picture [aria-selected=true]')
        .first()
        .waitFor();
      assert.equal(await page.evaluate(() => (globalThis as { pwned?: number }).pwned), undefined);
      assert.equal(await page.evaluate(() => document.scripts.length), 3);
      assert.equal(await page.locator('img, iframe, object').count(), 0);
      await shot(page, colorScheme);
      assert.deepEqual(problems, []);
      await page.context().close();
    });
  }

  it('saves a finding as a picture, without markup of others', async () => {
    const { page, problems } = await open({});
    await page.locator('[data-finding]').first().click();
    await page.locator('#picture').getByRole('button', { name: 'Explain' }).click();
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export SVG…' }).click()]);
    assert.match(saved.suggestedFilename(), /^race\.atomicity-[\w.-]+\.svg$/);
    const svg = fs.readFileSync(await saved.path(), 'utf8');
    assert.match(svg, /What happened[\s\S]*reads stock\[key\][\s\S]*What would be safe/);
    assert.doesNotMatch(svg, /<script|<img|\u202e/);
    assert.deepEqual(
      problems.filter((problem) => !problem.startsWith('asks for blob:')),
      [],
    );
    await page.context().close();
  });

  for (const colorScheme of ['dark', 'light'] as const) {
    for (const forcedColors of ['none', 'active'] as const) {
      it(`has no violation that axe knows, ${colorScheme}${forcedColors === 'active' ? ', high contrast' : ''}`, async () => {
        const { page } = await open({ colorScheme, forcedColors, bypassCSP: true });
        await page.locator('#picture .finding').first().waitFor();
        assert.deepEqual(await violations(page), []);
        await shot(page, `${colorScheme}-${forcedColors}`);
        await page.context().close();
      });
    }
  }

  it('runs no other script: the policy refuses one that was put into the file', async () => {
    const page = fs.readFileSync(file, 'utf8');
    const forged = path.join(cwd, 'forged.html');
    fs.writeFileSync(forged, page.replace('<main', '<script>pwned=1</script><img src="x" onerror="pwned=2"><main'));
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(forged).href);
    await tab.locator('#picture .finding').first().waitFor();
    assert.equal(await tab.evaluate(() => (globalThis as { pwned?: number }).pwned), undefined);
    await context.close();
  });
});

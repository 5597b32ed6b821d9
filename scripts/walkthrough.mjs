// Makes the pictures of the walkthrough from real runs in a real VS Code, in its four themes: `node scripts/walkthrough.mjs [name ...]`.
// Writes media/walkthrough/<step>-<theme>.webp.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser, openEditor, openFile, openWorkbench, pick, raisePanel, READY_MS, timelineOf } from './lib/editorPage.mjs';
import { inRoot } from './lib/paths.mjs';

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  hc: 'Default High Contrast',
  hcLight: 'Default High Contrast Light',
};
const media = inRoot('media/walkthrough');
/** Colours fade, and the timeline is painted anew, a moment after a theme was chosen; nothing tells when. */
const REPAINT_MS = 1500;

const HANGING_TEST = `const { test } = require('node:test');
const { Mutex } = require('async-mutex');

const account = new Mutex();

async function withdraw(amount) {
  await account.runExclusive(() => amount);
}

test('transfers between accounts', { timeout: 1500 }, async () => {
  await account.runExclusive(() => withdraw(5));
});
`;

/** A folder of three lessons and a test that hangs. */
function makeFolder() {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'interleave-walkthrough-')), 'bank');
  mkdirSync(folder);
  const lessons = inRoot('examples/lessons');
  cpSync(path.join(lessons, '11-lost-update', 'main.js'), path.join(folder, 'counter.js'));
  cpSync(path.join(lessons, '12-deadlock', 'main.js'), path.join(folder, 'locks.js'));
  writeFileSync(path.join(folder, 'transfer.test.js'), HANGING_TEST);
  symlinkSync(path.join(lessons, 'node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "bank" }\n');
  mkdirSync(path.join(folder, '.vscode'));
  return folder;
}

function setTheme(folder, theme) {
  const settings = {
    'workbench.colorTheme': theme,
    'files.exclude': { node_modules: true, '.vscode': true, '.interleave': true },
    'editor.minimap.enabled': false,
    'workbench.tips.enabled': false,
  };
  writeFileSync(path.join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
}

/** Each leads to what is to be seen and resolves with the part of the page to take. */
const SCENES = {
  async sample(page) {
    await trace(page, 'counter.js');
    const view = timelineOf(page);
    await view
      .locator('.finding', { hasText: 'race' })
      .first()
      .click({ position: { x: 60, y: 12 } });
    await view.locator('.finding.selected').waitFor();
    await page.locator('.squiggly-error, .squiggly-warning').first().waitFor({ timeout: READY_MS });
    return undefined;
  },
  async trace(page) {
    await openFile(page, 'counter.js');
    await page.locator('.editor-actions .dropdown-action-container .action-label').first().click();
    const menu = page.locator('.monaco-menu').first();
    await menu.waitFor();
    const box = await menu.boundingBox();
    const { width } = page.viewportSize();
    return { x: Math.max(0, width - 640), y: 0, width: 640, height: Math.max(280, Math.ceil(box.y + box.height) + 40) };
  },
  async pending(page) {
    await trace(page, 'locks.js');
    await pick(page, 'F1', '>Interleave: Focus on Pending');
    await widenSideBar(page, 430);
    await raisePanel(page, 150);
    await page
      .getByText(/waits for a lock/)
      .first()
      .waitFor();
    return undefined;
  },
  async tests(page) {
    await openFile(page, 'transfer.test.js');
    // The extension is awake from here on, and finds the test.
    await pick(page, 'F1', '>Interleave: Show Timeline');
    await page.locator('.testing-run-glyph').first().waitFor({ timeout: READY_MS });
    await pick(page, 'F1', '>Test: Run Tests in Current File');
    await page.locator('.test-message-inline-content').first().waitFor({ timeout: READY_MS });
    await pick(page, 'F1', '>Test Results: Focus on Test Results View');
    await raisePanel(page, 60);
    return undefined;
  },
};

async function widenSideBar(page, pixels) {
  const bar = await page.locator('.part.sidebar').boundingBox();
  await page.mouse.move(bar.x + bar.width, bar.y + bar.height / 2);
  await page.mouse.down();
  await page.mouse.move(bar.x + pixels, bar.y + bar.height / 2, { steps: 5 });
  await page.mouse.up();
}

async function trace(page, name) {
  await openFile(page, name);
  await pick(page, 'F1', '>Interleave: Trace Concurrency in Current File');
  await page
    .getByText(/^\s*\d+ findings?\s*$/)
    .first()
    .waitFor({ timeout: READY_MS });
}

/** A third of the size of a PNG: the package holds sixteen of these. */
async function picture(page, clip) {
  const session = await page.context().newCDPSession(page);
  const options = { format: 'webp', quality: 70, ...(clip ? { clip: { ...clip, scale: 1 } } : {}) };
  const { data } = await session.send('Page.captureScreenshot', options);
  await session.detach();
  return Buffer.from(data, 'base64');
}

const wanted = process.argv.slice(2);
const folder = makeFolder();
setTheme(folder, THEMES.dark);
const { address, close } = await openEditor(folder);
const browser = await launchBrowser();
try {
  mkdirSync(media, { recursive: true });
  for (const [step, play] of Object.entries(SCENES)) {
    if (wanted.length > 0 && !wanted.includes(step)) continue;
    const page = await openWorkbench(browser, address, { width: 1100, height: 740 });
    await page.keyboard.press('Control+B');
    const clip = await play(page).catch(async (error) => {
      const seen = path.join(os.tmpdir(), `walkthrough-${step}.png`);
      await page.screenshot({ path: seen });
      throw new Error(`${step} did not get there; what was seen: ${seen}`, { cause: error });
    });
    for (const [name, theme] of Object.entries(THEMES)) {
      setTheme(folder, theme);
      await page.waitForTimeout(REPAINT_MS);
      const file = path.join(media, `${step}-${name}.webp`);
      writeFileSync(file, await picture(page, clip));
      console.log(path.relative(inRoot('.'), file));
    }
    setTheme(folder, THEMES.dark);
    await page.close();
  }
} finally {
  await browser.close();
  close();
  rmSync(path.dirname(folder), { recursive: true, force: true });
}

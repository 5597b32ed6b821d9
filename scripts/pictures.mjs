// Makes the pictures of README and docs from a real run in a real VS Code: `node scripts/pictures.mjs`. Writes docs/images/*.png.
// Opens examples/shop in code-server, traces main.js from the palette, and takes the screen when the findings are there, and when one is explained. The report is
// that of a lesson, from the command line.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser, openEditor, openFile, openWorkbench, pick, raisePanel, READY_MS, timelineOf } from './lib/editorPage.mjs';
import { inRoot } from './lib/paths.mjs';

/** A copy: the paths in the pictures are those of no checkout. */
const folder = path.join(os.tmpdir(), 'shop');
const images = inRoot('docs/images');
/** How much higher than by default the panel is made. */
const RAISED_PX = 130;

/** The HTML report of a deadlock, from the command line to the browser. */
async function pictureOfReport(browser) {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'interleave-pictures-'));
  const report = path.join(temporary, 'report.html');
  const args = [
    inRoot('dist/cli.js'),
    'run',
    '--html',
    report,
    '--out',
    path.join(temporary, 'run.ilv'),
    '--',
    process.execPath,
    'main.js',
  ];
  spawnSync(process.execPath, args, { cwd: inRoot('examples/lessons/12-deadlock'), stdio: 'ignore' });
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  await page.goto(pathToFileURL(report).href);
  await page.locator('#picture .finding .title').first().click();
  await page.locator('#picture .finding.selected').waitFor();
  await page.evaluate(() => document.fonts.ready);
  // The lanes come with the next picture from the engine; nothing else tells that they are there.
  await page.waitForTimeout(1500);
  await page.screenshot({ path: path.join(images, 'report.png') });
  console.log('docs/images/report.png');
  await page.close();
  rmSync(temporary, { recursive: true });
}

rmSync(folder, { recursive: true, force: true });
cpSync(inRoot('examples/shop'), folder, { recursive: true, filter: (file) => path.basename(file) !== '.interleave' });
const { address, close } = await openEditor(folder);
const browser = await launchBrowser();
try {
  mkdirSync(images, { recursive: true });
  await pictureOfReport(browser);
  const page = await openWorkbench(browser, address, { width: 1500, height: 940 });
  await openFile(page, 'orders.js');
  await openFile(page, 'main.js');
  await pick(page, 'F1', '>Interleave: Trace Concurrency in Current File');
  await page
    .getByText(/^\s*\d+ findings?\s*$/)
    .first()
    .waitFor({ timeout: READY_MS });
  const view = timelineOf(page);
  // The run has ended when the timeline says as many findings as the status bar.
  await page
    .getByText('shop is closed')
    .first()
    .waitFor({ state: 'attached', timeout: READY_MS })
    .catch(() => {});
  await view
    .getByRole('heading', { name: /^[3-9] findings$/ })
    .or(view.getByText(/^[3-9] findings$/))
    .first()
    .waitFor({ timeout: READY_MS });
  // Room for the picture: no explorer, and a higher panel.
  await page.keyboard.press('Control+B');
  await raisePanel(page, RAISED_PX);
  await view
    .locator('.finding', { hasText: 'race.atomicity' })
    .first()
    .click({ position: { x: 60, y: 12 } });
  await view.locator('.finding.selected').waitFor();
  await page.locator('.tab', { hasText: 'orders.js' }).first().waitFor();
  // The editor's squiggles and the timeline's zoom come a moment after the click; nothing else tells that they are there.
  await page.locator('.squiggly-error, .squiggly-warning').first().waitFor({ timeout: 20_000 });
  await page.waitForTimeout(1500);
  await page.screenshot({ path: path.join(images, 'timeline.png') });
  console.log('docs/images/timeline.png');
  await view.getByRole('button', { name: 'Explain' }).click();
  await view.locator('.stepper').waitFor();
  await view.getByRole('button', { name: '▶' }).click();
  await view.locator('.lanes .source').first().waitFor();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: path.join(images, 'explain.png') });
  console.log('docs/images/explain.png');
} finally {
  await browser.close();
  close();
  rmSync(folder, { recursive: true, force: true });
}

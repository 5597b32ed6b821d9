// A real VS Code (code-server) with the extension in it, seen through a browser: for the scripts that take pictures.
import { spawn } from 'node:child_process';
import { chromium } from 'playwright-core';
import { inRoot } from './paths.mjs';
import { findChromium } from './vscodeInstall.mjs';

export const READY_MS = 60_000;

/** Starts `npm run vscode` on a folder and resolves with its address, and with what ends it. */
export function openEditor(folder) {
  const editor = spawn(process.execPath, [inRoot('scripts/vscode.mjs'), '--code-server', `--folder=${folder}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const close = () => {
    editor.removeAllListeners('exit');
    editor.kill('SIGINT');
  };
  return new Promise((resolve, reject) => {
    let output = '';
    editor.stdout.on('data', (text) => {
      output += text;
      const address = /VS Code with Interleave: (\S+)/.exec(output)?.[1];
      if (address) resolve({ address, close });
    });
    editor.once('exit', (code) => reject(new Error(`the editor ended (${code})\n${output}`)));
  });
}

export function launchBrowser() {
  return chromium.launch({
    executablePath: findChromium(console.log),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** A page with the workbench, when the files of its folder are listed. */
export async function openWorkbench(browser, address, viewport) {
  const page = await browser.newPage({ viewport });
  await page.goto(address);
  await page.locator('.monaco-workbench').waitFor({ timeout: READY_MS });
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: READY_MS });
  return page;
}

/** Opens a picker by its keys and takes the entry that a text names, `>` before that of a command, once it is the first. */
export async function pick(page, keys, text) {
  await page.keyboard.press(keys);
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(text);
  await page.locator('.quick-input-list .monaco-list-row[data-index="0"]', { hasText: text.replace('>', '') }).waitFor();
  await page.keyboard.press('Enter');
}

export async function openFile(page, name) {
  await pick(page, 'Control+P', name);
  await page.locator('.tab.active', { hasText: name }).waitFor();
}

/** The page of the timeline, inside its two frames. */
export function timelineOf(page) {
  return page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
}

/** Makes the panel so much higher than by default. */
export async function raisePanel(page, pixels) {
  const panel = await page.locator('.part.panel').boundingBox();
  await page.mouse.move(panel.x + panel.width / 2, panel.y - 1);
  await page.mouse.down();
  await page.mouse.move(panel.x + panel.width / 2, panel.y - pixels, { steps: 5 });
  await page.mouse.up();
}

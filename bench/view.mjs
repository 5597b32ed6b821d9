// The timeline of big traces in the real webview: code-server with the extension as it is built, in Chromium. Two traces of ten million events are opened side by side.
// Times are taken from the click to what the page marks (src/view/main.ts); all but frames depends on how busy the machine is, so the processor's part is told, too.
import { existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRoot, root } from '../scripts/lib/paths.mjs';
import { startServer, TEST_SERVER_ARGS } from '../scripts/lib/vscodeHost.mjs';
import { findChromium, installCodeServer } from '../scripts/lib/vscodeInstall.mjs';
import { percentile } from './runner.mjs';
import { readRun, start, TRACE } from './variants.mjs';

const MB = 1 << 20;
const READY_MS = 180_000;
/** An editor that has started uses less processor time than this in a second, of the page's process and the extension host together. */
const QUIET_MS = 120;
const MAX_SECONDS = 40;
/** What a reader does, as often as it is here: in, out, along, down, and now and then far. Each round begins with all of it and goes another way. */
const KEYS = ['w', 'w', 'w', 'w', 'w', 's', 's', 's', 'a', 'a', 'a', 'd', 'd', 'd', 'Shift+W', 'Shift+D', 'Shift+A', 'PageDown', 'PageUp'];
const ROUNDS = 6;
const MOVES = 18;
let random = 1;

const ms = (value) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;

/** Linux tells the memory and the processor time of each process; elsewhere these figures are missing. */
function processes() {
  if (!existsSync('/proc/self/smaps_rollup')) return [];
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'latin1').split(') ')[1].split(' ');
      const command = readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ');
      return [{ pid: Number(name), ppid: Number(fields[1]), command, cpuMs: (Number(fields[11]) + Number(fields[12])) * 10 }];
    } catch {
      return []; // It has ended.
    }
  });
}

function isBelow(all, pid, ancestor) {
  for (let at = pid; at > 1; at = all.find((each) => each.pid === at)?.ppid ?? 0) if (at === ancestor) return true;
  return false;
}

/** Memory that is the process's own, in MB. */
function privateMemory(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
  return [...text.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].reduce((sum, [, kb]) => sum + Number(kb), 0) / 1024;
}

/** The page of the workbench, which holds the webviews, and the process in which the extension and its engine run. */
function findProcesses() {
  const all = processes();
  const extensionHost = all.find(
    ({ pid, command }) =>
      /--type=extensionHost|bootstrap-fork/.test(command) && /extensionHost/.test(command) && isBelow(all, pid, process.pid),
  );
  const renderer = all
    .filter(({ pid, command }) => command.includes('--type=renderer') && isBelow(all, pid, process.pid))
    .toSorted((a, b) => privateMemory(b.pid) - privateMemory(a.pid))[0];
  return { extensionHost: extensionHost?.pid, renderer: renderer?.pid };
}

/** Collects garbage in the page, then tells what its process holds. */
async function heldBy(session, pid) {
  await session.send('HeapProfiler.collectGarbage');
  return pid === undefined ? NaN : privateMemory(pid);
}

/** The frame of the timeline that was opened last. */
async function newestTimeline(page, known) {
  for (const until = Date.now() + READY_MS; Date.now() < until; await page.waitForTimeout(20)) {
    for (const frame of page.frames()) {
      if (known.includes(frame) || frame.isDetached()) continue;
      if (await frame.evaluate(() => 'interleaveFrames' in window).catch(() => false)) return frame;
    }
  }
  throw new Error('no timeline has come up');
}

/** Milliseconds from `since` (of the clock on the wall) until the page has marked something. */
async function untilMark(frame, name, since) {
  await frame.waitForFunction((wanted) => performance.getEntriesByName(wanted).length > 0, name, { timeout: READY_MS, polling: 50 });
  return frame.evaluate(
    ([wanted, begin]) => performance.timeOrigin + performance.getEntriesByName(wanted)[0].startTime - begin,
    [name, since],
  );
}

/** Opens a file by its name, as a person does: `keys` Enter, or Control+Enter for beside what is open. */
async function open(page, name, keys, known) {
  await page.keyboard.press('Control+P');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  const since = Date.now();
  await page.keyboard.press(keys);
  return { since, frame: await newestTimeline(page, known) };
}

/** Pans and zooms; what each frame and each tile took. */
async function move(page, frame) {
  const surface = frame.locator('.surface');
  await surface.focus();
  await frame.evaluate(() => {
    window.interleaveFrames.length = window.interleaveTiles.length = window.interleaveSharp.length = 0;
    window.longTasks = [];
    window.longTaskObserver ??= new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((each) => each.duration)));
    window.longTaskObserver.observe({ type: 'longtask' });
  });
  const frames = [];
  const tiles = [];
  const sharp = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < MOVES; i++) {
      random = (random * 48_271) % 2_147_483_647;
      await page.keyboard.press(i === 0 ? '0' : KEYS[random % KEYS.length]);
      await page.waitForTimeout(40);
    }
    const taken = await frame.evaluate(() =>
      [window.interleaveFrames, window.interleaveTiles, window.interleaveSharp].map((times) => times.splice(0)),
    );
    frames.push(...taken[0]);
    tiles.push(...taken[1]);
    sharp.push(...taken[2]);
  }
  const longTasks = await frame.evaluate(() => window.longTasks.splice(0));
  return { frames, tiles, sharp, longTasks };
}

/** @param {boolean} quick @returns {(options: { node: string, folder: string, report: (text: string) => void }) => Promise<import('./limits.mjs').Figure[]>} */
export function view(quick) {
  return async ({ node, folder, report }) => {
    report('recording');
    await start('full', { node, program: [inRoot('bench/programs/mixture.js'), String(quick ? 2000 : 155_000)], folder }).ended;
    const run = readRun(folder);
    const trace = path.join(folder, TRACE);
    const chromium = findChromium(report);
    const installed = await installCodeServer(report);
    // Short, since sockets lie below it.
    const own = mkdtempSync(path.join(os.tmpdir(), 'ilb-'));
    const workspace = path.join(own, 'ws');
    mkdirSync(workspace);
    for (const name of ['first.ilv', 'second.ilv']) linkSync(trace, path.join(workspace, name));
    const server = await startServer(installed, { folder: own, trusted: true, args: TEST_SERVER_ARGS });
    const { chromium: browserType } = await import('playwright-core');
    const browser = await browserType.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    try {
      const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
      const development = [['extensionDevelopmentPath', server.origin.replace('http', 'vscode-remote') + encodeURI(root)]];
      const payload = encodeURIComponent(JSON.stringify(development));
      await page.goto(`${server.origin}/?folder=${encodeURIComponent(workspace)}&payload=${payload}`);
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'second.ilv' }).first().waitFor({ timeout: READY_MS });
      return await measure(page, { run, bytes: statSync(trace).size, report });
    } finally {
      await browser.close();
      await server.stop();
      rmSync(own, { recursive: true, force: true, maxRetries: 5 });
    }
  };
}

/** Processor time so far of the page's process and of the extension host with its engines; what has not started yet has used none. */
function processorTime() {
  const { renderer, extensionHost } = findProcesses();
  const all = processes();
  const of = (pid) => all.find((each) => each.pid === pid)?.cpuMs ?? 0;
  return { page: of(renderer), host: of(extensionHost) };
}

function spent(since) {
  const now = processorTime();
  return `${ms(now.host - since.host)} in the extension host, ${ms(now.page - since.page)} in the page`;
}

/**
 * An editor that has just come up is busy with itself for ten seconds, and for some of these its browser holds back the worker without which no webview is shown. None of that is ours, nor does it
 * come again with the next trace.
 */
async function untilStarted(page) {
  let before = processorTime();
  for (let second = 0; second < MAX_SECONDS; second++) {
    await page.waitForTimeout(1000);
    const now = processorTime();
    if (second > 10 && now.page + now.host - before.page - before.host < QUIET_MS) return;
    before = now;
  }
}

async function measure(page, { run, bytes, report }) {
  await untilStarted(page);
  const session = await page.context().newCDPSession(page);
  const { renderer } = findProcesses();
  const empty = await heldBy(session, renderer);
  const figures = [];
  const frames = [];
  for (const [which, name, keys] of [
    ['first trace', 'first.ilv', 'Enter'],
    ['second trace, beside it', 'second.ilv', 'Control+Enter'],
  ]) {
    report(`opening ${name}`);
    const before = processorTime();
    const { frame, since } = await open(page, name, keys, frames);
    frames.push(frame);
    const picture = await untilMark(frame, 'interleave-picture', since);
    const atPicture = spent(before);
    const script = await frame.evaluate(
      (begin) => performance.timeOrigin + performance.getEntriesByName('interleave-script')[0].startTime - begin,
      since,
    );
    const whole = await untilMark(frame, 'interleave-whole', since);
    const atWhole = spent(before);
    const { tiles, sharp } = await move(page, frame);
    const findings = await untilMark(frame, 'interleave-findings', since);
    figures.push(
      { what: `${which}: the editor runs the script of the page after`, value: ms(script), budget: '' },
      { what: `${which}: first picture`, value: `${ms(picture)} (${atPicture})`, budget: '1000 ms' },
      { what: `${which}: complete`, value: `${ms(whole)} (${atWhole})`, budget: '5000 ms' },
      { what: `${which}: findings`, value: ms(findings), budget: '' },
      { what: `${which}: a tile while it is analysed`, value: slow(tiles), budget: '' },
      { what: `${which}: a sharp picture after a move meanwhile`, value: sharpness(sharp), budget: '' },
    );
  }
  for (const [i, frame] of frames.entries()) {
    report(`moving about, ${i + 1} of ${frames.length}`);
    const { frames: times, tiles, sharp, longTasks } = await move(page, frame);
    const longest = longTasks.length === 0 ? 'no long task' : `${longTasks.length} long tasks, the longest ${ms(Math.max(...longTasks))}`;
    figures.push(
      { what: `trace ${i + 1}: script time of a frame`, value: `${slow(times)}, ${longest}`, budget: '8 ms' },
      { what: `trace ${i + 1}: a tile, from the question to the answer`, value: slow(tiles), budget: '10 ms' },
      { what: `trace ${i + 1}: a sharp picture after a move`, value: sharpness(sharp), budget: '10 ms' },
    );
  }
  const held = (await heldBy(session, renderer)) - empty;
  figures.push({ what: 'memory of a webview, two open', value: `${(held / 2).toFixed(0)} MB`, budget: '150 MB' });
  const { extensionHost } = findProcesses();
  if (extensionHost !== undefined) {
    figures.push({
      what: 'memory of the extension host with both engines',
      value: `${privateMemory(extensionHost).toFixed(0)} MB`,
      budget: '',
    });
  }
  const size = `${(run.events / 1e6).toFixed(1)} million events, ${(bytes / MB).toFixed(0)} MB: `;
  return figures.map((figure, i) => (i === 0 ? { ...figure, what: size + figure.what } : figure));
}

/** After how long what is looked at is drawn from a tile of its own zoom; at once, where that was there. */
function sharpness(values) {
  return `${slow(values)}, at once after ${((100 * values.filter((value) => value === 0).length) / values.length).toFixed(0)} %`;
}

/** The slow ones and the middle. */
function slow(values) {
  return `${ms(percentile(values, 0.95))} for 95 % of ${values.length}, median ${ms(percentile(values, 0.5))}`;
}

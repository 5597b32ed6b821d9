// The real bundle in Chromium: what is painted, keys, selection, table, themes, hide and restore. Pictures go to out/shots.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { demoTrace } from '../support/demoTrace.ts';
import { rowIdOf } from '../support/rows.ts';
import { launch, openView } from '../support/viewHarness.ts';
import type { Harness } from '../support/viewHarness.ts';
import { PROTOCOL_VERSION } from '../../src/view/protocol.ts';

const SETTINGS = { revealOnSelect: 'preview', compactLanes: false, keysWithScreenReader: false };

describe('timeline in a browser', function () {
  this.timeout(120_000);
  const { trace, report } = demoTrace();
  let browser: Browser;
  let view: Harness;

  before(async () => {
    assert.ok(existsSync('dist/view.js'), 'build first: node esbuild.mjs');
    browser = await launch();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    view = await openView(browser, trace, report, { lineOf: ({ line }) => `  code of line ${line} <b>` });
    await view.page.locator('.surface').focus();
  });
  afterEach(() => view.close());

  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await view.page.keyboard.press(key);
      await view.settle();
    }
  };
  /** Different colours on a canvas. */
  const colors = (index: number): Promise<number> =>
    view.page.evaluate((i) => {
      const canvas = document.querySelectorAll<HTMLCanvasElement>('.surface canvas')[i]!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    }, index);
  const hears = (pattern: RegExp): Promise<unknown> =>
    view.page.waitForFunction(
      (source) => new RegExp(source).test(document.querySelector('[aria-live=polite]')?.textContent ?? ''),
      pattern.source,
    );
  const saved = async (): Promise<{
    fromNs: number;
    toNs: number;
    finding: string;
    selection: { row: number } | null;
    table: boolean;
    filter: string;
  }> => {
    return (await view.savedState()) as never;
  };
  const rowId = (label: string): number => rowIdOf(trace, report, label);

  it('says that it is ready, asks for what it shows, and paints all layers', async () => {
    assert.equal(view.messages[0]?.['type'], 'ready');
    assert.ok((await colors(0)) > 10);
    assert.ok((await colors(1)) > 10);
    assert.equal(await view.page.locator('.empty').isHidden(), true);
    assert.equal(await view.page.locator('.finding').count(), 6);
  });

  it('zooms and pans by keys, and fits again', async () => {
    const all = await saved();
    await press('w', 'w', 'w');
    const near = await saved();
    assert.ok(near.toNs - near.fromNs < (all.toNs - all.fromNs) / 2);
    await press('d');
    assert.ok((await saved()).fromNs > near.fromNs);
    await press('0');
    assert.equal(Math.round((await saved()).toNs / 1e6), Math.round(all.toNs / 1e6));
  });

  it('draws the next step, and the one before, without asking for it first', async () => {
    const sharp = (): Promise<number[]> =>
      view.page.evaluate(() => (window as unknown as { interleaveSharp: number[] }).interleaveSharp.splice(0));
    await press('w');
    await sharp();
    for (const key of ['w', 'w', 'd', 'd', 's', 's', '0']) {
      await view.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
      await view.settle();
      await press(key);
    }
    assert.deepEqual(await sharp(), [0, 0, 0, 0, 0, 0, 0]);
  });

  it('walks through findings, dims the rest, pins their tasks and opens the source', async () => {
    await press('x');
    assert.equal((await saved()).finding, 'f1');
    const mirror = await view.page.locator('[role=tree] [role=treeitem]').allInnerTexts();
    assert.match(mirror[0] ?? '', /^transferAB/);
    assert.match(mirror[1] ?? '', /^transferBA/);
    const opened = view.messages.findLast((m) => m['type'] === 'openSource');
    assert.ok(opened);
    assert.deepEqual([(opened['place'] as { line: number }).line, opened['preserveFocus']], [22, true]);
    await press('Enter');
    const gone = view.messages.findLast((m) => m['type'] === 'openSource');
    assert.ok(gone);
    assert.deepEqual([(gone['place'] as { line: number }).line, gone['preserveFocus']], [22, false]);
    await press('Shift+X');
    assert.equal((await saved()).finding, 'f6');
    await press('Escape');
    assert.equal((await saved()).finding, '');
  });

  it('explains a finding in words and as two orders, and steps through both editors', async () => {
    await press('x', 'e');
    assert.equal(await view.page.locator('.explain').isVisible(), true);
    assert.match(await view.page.locator('.explain h1').innerText(), /wait for each other/);
    assert.equal(await view.page.locator('.lanes').count(), 2);
    assert.match(await view.page.locator('.lanes').first().innerText(), /code of line \d+ <b>/);
    await press('ArrowRight');
    const opened = view.messages.findLast((m) => m['type'] === 'openSource');
    assert.equal(opened?.['side'], true);
    assert.match(await view.page.locator('.stepper [role=status]').innerText(), /Step 2 of 4: transferBA takes acct:b/);
    await view.page.getByText('Copy as Mermaid').click();
    assert.match(String(view.messages.findLast((m) => m['type'] === 'copy')?.['text']), /^sequenceDiagram/);
    await view.page.getByText('Copy as Markdown').click();
    assert.match(
      String(view.messages.findLast((m) => m['type'] === 'copy')?.['text']),
      /```mermaid\nsequenceDiagram[^`]*\n {2}else Safe: both take/,
    );
    await view.page.getByRole('button', { name: 'Export SVG…' }).click();
    assert.equal(view.messages.findLast((m) => m['type'] === 'exportSvg')?.['finding'], 'f1');
    await press('Escape');
    assert.equal(await view.page.locator('.explain').isHidden(), true);
  });

  it('selects, says why in a sentence and as a chain, and goes to who blocks', async () => {
    await view.send({ type: 'select', row: rowId('POST /settle'), ns: 10e9 });
    await view.settle();
    await hears(/POST .settle settleAccounts, waits acct:. ← held by .*press B/);
    assert.equal(await view.page.locator('#tab-why').getAttribute('aria-selected'), 'true');
    assert.ok((await view.page.locator('ol.why li').count()) >= 4);
    const before = (await saved()).selection?.row;
    await press('b');
    assert.notEqual((await saved()).selection?.row, before);
    await press('Backspace');
    assert.equal((await saved()).selection?.row, before);
    for (const tab of ['Summary', 'Stack', 'Flows', 'Locks']) {
      await view.page.getByRole('tab', { name: tab }).click();
      assert.ok((await view.page.locator('.panel').innerText()).length > 20, tab);
    }
  });

  it('shows the critical path of a task as a line and in words, to walk along', async () => {
    await press('c');
    assert.match(await view.page.locator('body').innerText(), /Select a task first/);
    const row = rowId('POST /settle');
    await view.send({ type: 'select', row, ns: 10e9 });
    await view.settle();
    await press('c');
    const side = view.page.locator('.side');
    assert.match(await side.innerText(), /Critical path of/);
    const shares = (await side.locator('.states tr').allInnerTexts()).map((text) => Number(/(\d+) %/.exec(text)?.[1]));
    const sum = shares.reduce((total, each) => total + each, 0);
    assert.ok(sum >= 98 && sum <= 102, `${shares.join(' + ')} %`);
    await view.shot('critical-path');
    await side.locator('.why button.hop').first().click();
    await view.settle();
    assert.match(await side.innerText(), /Critical path of/, 'it stays while one walks along it');
    await view.page.locator('.surface').focus();
    await press('Escape');
    assert.doesNotMatch(await side.innerText(), /Critical path of/);
  });

  it('selects by click, without taking the focus of the editor', async () => {
    await view.page.mouse.click(740, 672);
    await view.settle();
    const opened = view.messages.filter((m) => m['type'] === 'openSource');
    assert.ok(opened.length > 0 && opened.every((m) => m['preserveFocus'] === true));
    assert.notEqual((await saved()).selection, null);
  });

  it('selects a range by dragging, with statistics', async () => {
    await view.page.mouse.move(500, 400);
    await view.page.mouse.down();
    await view.page.mouse.move(640, 400, { steps: 4 });
    await view.page.mouse.up();
    await view.settle();
    assert.match(await view.page.locator('.panel').innerText(), /By state[\s\S]*Running/);
    await press('Escape');
  });

  it('counts the whole run: sorted by a column, filtered to a line, copied', async () => {
    await press('Shift+R');
    const panel = view.page.locator('.panel');
    assert.match(await panel.innerText(), /The whole run: 12\.00 s[\s\S]*By state[\s\S]*Waiting by lock/);
    await view.shot('statistics');
    const first = view.page.locator('table[aria-label="By task"] td:first-child');
    const names = await first.allInnerTexts();
    await view.page.locator('table[aria-label="By task"] .sort').first().click();
    await view.settle();
    const sorted = await first.allInnerTexts();
    assert.notDeepEqual(sorted, names);
    assert.deepEqual(
      sorted.toSorted((a, b) => a.localeCompare(b)),
      sorted,
    );
    assert.equal(await view.page.locator('table[aria-label="By task"] th').first().getAttribute('aria-sort'), 'ascending');
    await view.page.getByText('Copy as TSV').click();
    await view.page.getByText('Copy as Markdown').click();
    const [tsv, markdown] = view.messages.filter((m) => m['type'] === 'copy').map((m) => String(m['text']));
    assert.match(String(tsv), /^by\tname\tcount\ttotal_ms\t.*\n(.*\n)*lock\tdbLock\t\d+\t[\d.]+\t/);
    assert.match(
      String(markdown),
      /### Waiting by lock\n\n\| Lock \| n \| total \| p50 \| p95 \| max \|\n\| --- \| --: .*\n(\|.*\n)*\| dbLock \|/,
    );
    await view.page.locator('table[aria-label="Waiting by lock"] button', { hasText: 'dbLock' }).click();
    await view.settle();
    assert.equal((await saved()).filter, 'lock:"dbLock"');
    await view.page.waitForFunction(() => !/listProducts/.test(document.querySelector('.panel')?.textContent ?? ''));
    const site = view.page.locator('table[aria-label="Waiting by place"] td button').first();
    await site.click();
    await view.page.waitForFunction(() => document.querySelector<HTMLInputElement>('.filter')?.value.startsWith('site:'));
    assert.match(await view.page.locator('.filter').inputValue(), /^site:\/\w+\\\.ts:\d+\$\/$/);
    assert.equal(await view.page.locator('.hits.bad').count(), 0);
  });

  it('shows the same as a table, with rows that open', async () => {
    await press('t');
    const table = view.page.locator('[role=treegrid]');
    assert.equal(await table.isVisible(), true);
    assert.ok(Number(await table.getAttribute('aria-rowcount')) > 40);
    // Down to the row of a task that waits for the database, opening what is on the way.
    for (let i = 0; i < 12 && !/socket db:5432/.test(await table.innerText()); i++) await press('ArrowDown', 'ArrowRight');
    assert.match(await table.innerText(), /socket db:5432/);
    const rows = await table
      .locator('[role=row]')
      .evaluateAll((list) => list.map((r) => [r.getAttribute('aria-level'), r.getAttribute('aria-rowindex')]));
    assert.ok(rows.slice(1).every(([level, index]) => Number(level) >= 1 && Number(index) >= 2));
    await press('t');
    assert.equal(await table.isHidden(), true);
  });

  it('filters, counts matches, says what is wrong with a filter, and offers to clear it', async () => {
    await press('/');
    await view.page.keyboard.type('state:lock wait>50ms');
    await view.page.keyboard.press('Enter');
    await view.settle();
    assert.equal(await view.page.locator('.hits').innerText(), '8 tasks');
    await view.page.locator('.filter').fill('wait>soon');
    await view.page.keyboard.press('Enter');
    await view.settle();
    assert.match(await view.page.locator('.hits').innerText(), /not a time/);
    await view.page.locator('.filter').fill('name:nothing');
    await view.page.keyboard.press('Enter');
    await view.settle();
    await view.page.getByText('Clear filter').click();
    await view.settle();
    assert.equal((await saved()).filter, '');
  });

  it('completes what is written into the filter, by keys', async () => {
    await press('/');
    await view.page.keyboard.type('sta');
    const options = view.page.locator('.filter-box [role=option]');
    assert.deepEqual(await options.locator('code').allInnerTexts(), ['state:', 'status:']);
    await press('ArrowDown', 'ArrowDown', 'Enter');
    assert.equal(await view.page.locator('.filter-box .filter').inputValue(), 'status:');
    await view.shot('completions');
    await press('ArrowDown', 'Tab');
    assert.equal(await view.page.locator('.filter-box .filter').inputValue(), 'status:pending ');
    assert.equal((await saved()).filter, 'status:pending ');
    await view.page.locator('.filter-box .filter').fill('tag:slow');
    await press('Enter');
    assert.match(await view.page.locator('.hits').innerText(), /^tag: is no key\. Keys are name: .* write "tag:slow"\.$/);
    await view.shot('filter-refused');
  });

  it('goes to a time, a task and a lock', async () => {
    await press('g');
    await view.page.keyboard.type('5s');
    await view.page.locator('.go-to [role=option]').first().waitFor();
    await view.page.waitForFunction(() => document.querySelector('.go-to [role=option] code')?.textContent?.startsWith('5'));
    await view.shot('go-to');
    await press('Enter');
    let { fromNs, toNs } = await saved();
    assert.ok(fromNs <= 5e9 && toNs >= 5e9);
    await press('g');
    await view.page.keyboard.type('waitForConfig');
    await view.page.waitForFunction(() => document.querySelector('.go-to [role=option] code')?.textContent === 'waitForConfig');
    await press('Enter');
    assert.equal((await saved()).selection?.row, rowId('waitForConfig'));
    await press('g');
    await view.page.keyboard.type('dbLock');
    await view.page.waitForFunction(() => document.querySelector('.go-to [role=option] code')?.textContent === 'dbLock');
    await press('Enter');
    assert.equal((await saved()).selection?.row, rowId('dbLock'));
    await press('g', 'Escape');
    assert.equal(await view.page.locator('.go-to').isHidden(), true);
    assert.ok(await view.page.evaluate(() => document.activeElement?.classList.contains('surface')));
  });

  it('comes back as it was after it was hidden', async () => {
    await press('x', 'w', 'w');
    await view.page.locator('.filter').fill('POST');
    await view.page.keyboard.press('Enter');
    await view.settle();
    const before = await saved();
    const again = await openView(browser, trace, report, { state: before });
    const after = (await again.savedState()) as typeof before;
    await again.close();
    assert.deepEqual([after.finding, after.filter], [before.finding, 'POST']);
    assert.ok(Math.abs(after.fromNs - before.fromNs) < (before.toNs - before.fromNs) * 0.01);
  });

  it('paints nothing when nothing changes, and asks for nothing while it is hidden', async () => {
    const frames = (): Promise<number> =>
      view.page.evaluate(() => (window as unknown as { interleaveFrames: number[] }).interleaveFrames.length);
    await view.settle();
    const painted = await frames();
    const asked = view.asked();
    await view.settle();
    assert.equal(await frames(), painted);
    const setVisibility = (value: string): Promise<void> =>
      view.page.evaluate((v) => {
        Object.defineProperty(document, 'visibilityState', { value: v, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, value);
    await setVisibility('hidden');
    await view.send({ type: 'progress', live: true, events: 5 });
    await view.settle();
    assert.equal(view.asked(), asked);
    await setVisibility('visible');
    await view.page.waitForFunction(() => (window as unknown as { interleaveFrames: number[] }).interleaveFrames.length > 0);
    await view.settle();
    assert.ok(view.asked() > asked);
  });

  it('keeps notes: at a selection and over a range, by keyboard, to go to, to change and to delete', async () => {
    const kept = (): { text: string; task: string; fromNs: number; toNs: number; row: number }[] =>
      (view.messages.findLast((m) => m['type'] === 'saveNotes')?.['notes'] ?? []) as never;
    await view.send({ type: 'select', row: rowId('POST /settle'), ns: 10e9 });
    await view.settle();
    await press('m');
    await view.page.keyboard.type('<b>who</b> holds it?');
    await press('Control+Enter');
    assert.deepEqual(
      kept().map(({ text, task, row }) => [text, task, row]),
      [['<b>who</b> holds it?', 'POST /settle', rowId('POST /settle')]],
    );
    assert.equal(await view.page.evaluate(() => document.activeElement?.className), 'surface');
    // Nothing written, or thought better of, is no note.
    await press('m', 'Escape', 'm', 'Control+Enter');
    assert.equal(kept().length, 1);
    await view.page.mouse.move(500, 400);
    await view.page.mouse.down();
    await view.page.mouse.move(640, 400, { steps: 4 });
    await view.page.mouse.up();
    await view.settle();
    await press('m');
    await view.page.keyboard.type('slow here');
    await view.page.getByRole('button', { name: 'Save' }).click();
    await view.settle();
    const [first] = kept();
    assert.equal(first?.text, 'slow here');
    assert.ok(first.toNs > first.fromNs && first.row === -1);
    await view.page.locator('.surface').focus();
    await press('Escape', 'Escape', '0');
    await view.shot('notes');
    const panel = view.page.locator('.panel');
    await view.page.getByRole('tab', { name: 'Notes' }).click();
    assert.match(await panel.innerText(), /2 notes[\s\S]*slow here[\s\S]*in POST \/settle[\s\S]*<b>who<\/b> holds it\?/);
    await panel.getByRole('button', { name: /POST .settle/ }).click();
    await view.settle();
    assert.equal((await saved()).selection?.row, rowId('POST /settle'));
    await panel.getByRole('button', { name: 'Edit' }).first().click();
    await view.page.locator('.note-text').fill('fast here');
    await view.page.getByRole('button', { name: 'Save' }).click();
    await panel.getByRole('button', { name: 'Delete' }).nth(1).click();
    await view.settle();
    assert.deepEqual(
      kept().map(({ text }) => text),
      ['fast here'],
    );
    // They come from the host again.
    const again = await openView(browser, trace, report, { notes: kept() });
    await again.page.getByRole('tab', { name: 'Notes' }).click();
    assert.match(await again.page.locator('.panel').innerText(), /1 note[\s\S]*fast here/);
    await again.close();
  });

  it('has names, roles and sizes that people can use', async () => {
    const problems = await view.page.evaluate(() => {
      const found: string[] = [];
      const visible = (e: Element): boolean => (e as HTMLElement).offsetParent !== null;
      for (const button of document.querySelectorAll('button')) {
        if (!visible(button)) continue;
        const name = button.getAttribute('aria-label') ?? button.textContent ?? '';
        if (name.trim() === '') found.push(`a button without a name: ${button.outerHTML.slice(0, 80)}`);
        if (button.getBoundingClientRect().height < 19.5) found.push(`a button of ${button.getBoundingClientRect().height} px: ${name}`);
      }
      for (const e of document.querySelectorAll('[aria-controls],[aria-labelledby],[aria-activedescendant]')) {
        for (const name of ['aria-controls', 'aria-labelledby', 'aria-activedescendant']) {
          const id = e.getAttribute(name);
          if (id !== null && id !== '' && visible(e) && document.getElementById(id) === null) {
            found.push(`${name} of ${e.tagName} names ${id}, which is not there`);
          }
        }
      }
      const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
      if (new Set(ids).size !== ids.length) found.push('an id is used twice');
      if (document.querySelectorAll('[role=tab][aria-selected=true]').length !== 1) found.push('not one tab is selected');
      if (document.querySelector('.surface')?.getAttribute('role') !== 'application') found.push('the canvas has no role');
      if (document.querySelectorAll('canvas:not([aria-hidden=true])').length > 0) found.push('a canvas is not hidden from screen readers');
      return found;
    });
    assert.deepEqual(problems, []);
    // Tab leaves the canvas.
    await view.page.keyboard.press('Tab');
    assert.notEqual(await view.page.evaluate(() => document.activeElement?.className), 'surface');
  });

  it('speaks the language of the editor, in words that fit', async () => {
    const german = await openView(browser, trace, report, { language: 'de' });
    await german.page.locator('.surface').focus();
    assert.match(await german.page.locator('.side').innerText(), /Befunde[\s\S]*6 Befunde[\s\S]*Aufgaben[\s\S]*Sperren[\s\S]*beobachtet/);
    assert.equal(await german.page.locator('.surface').getAttribute('aria-roledescription'), 'Zeitleiste');
    await german.shot('german');
    await german.page.keyboard.press('x');
    await german.page.keyboard.press('e');
    await german.settle();
    assert.match(await german.page.locator('.explain').innerText(), /Was geschah[\s\S]*Wo\n/);
    await german.shot('german-explain');
    await german.page.keyboard.press('Escape');
    await german.page.keyboard.press('?');
    await german.settle();
    assert.match(await german.page.locator('.help').innerText(), /Die Zeitleiste lesen[\s\S]*hinein zoomen/);
    await german.shot('german-help');
    const cut = await german.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.toolbar *, .tabs *, .help *')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflow === 'hidden')
        .map((element) => element.textContent),
    );
    assert.deepEqual(cut, []);
    await german.close();
  });

  it('puts the details below when it is narrow', async () => {
    await view.page.setViewportSize({ width: 420, height: 800 });
    await view.shot('narrow');
    const [stage, side] = await view.page.evaluate(() =>
      ['.stage', '.side'].map((s) => document.querySelector(s)!.getBoundingClientRect().top),
    );
    assert.ok((side ?? 0) > (stage ?? 0) + 200);
  });

  it('keeps room for rows in a short panel', async () => {
    await view.page.setViewportSize({ width: 1440, height: 290 });
    await view.shot('short-panel');
    const names = await view.page.locator('[role=tree] [role=treeitem]').allInnerTexts();
    assert.ok(names.length >= 6, `${names.length} rows are visible`);
    await view.page.setViewportSize({ width: 342, height: 290 });
    await view.shot('short-and-narrow-panel');
    const canvas = await view.page.locator('.surface').boundingBox();
    assert.ok((canvas?.height ?? 0) > 140, JSON.stringify(canvas));
  });

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    it(`is painted in ${theme}`, async () => {
      const themed = await openView(browser, trace, report, { theme });
      const picture = await themed.shot(theme);
      await themed.page.locator('.surface').focus();
      await themed.page.keyboard.press('x');
      await themed.shot(`${theme}-finding`);
      await themed.close();
      assert.ok(picture.length > 20_000);
    });
  }

  it('says how far a file has been read and that it is analysed, and asks again only for much more', async () => {
    const init = { type: 'init', version: PROTOCOL_VERSION, trace: 'a file', live: false, settings: SETTINGS, state: null };
    const events = trace.eventCount;
    const chip = view.page.locator('.chip.opening');
    const said = (): Promise<string> => view.page.locator('.side h2').first().innerText();
    const tell = async (share: number, known: number): Promise<void> => {
      await view.send({ type: 'progress', live: false, events: known, opening: { phase: 'reading', share } });
      await view.settle();
    };
    await view.send({ ...init, opening: { phase: 'reading', share: 0.1 } });
    await view.settle();
    assert.equal(await chip.innerText(), 'Reading 10 %');
    assert.equal(await chip.getAttribute('aria-valuenow'), '10');
    assert.equal(await view.page.locator('.live').isVisible(), false);
    const asked = view.asked();
    await tell(0.22, events * 2);
    assert.equal(await chip.innerText(), 'Reading 22 %');
    assert.equal(view.asked(), asked);
    await tell(0.8, events * 4);
    assert.equal(view.asked(), asked);
    await tell(0.25, events * 4);
    assert.ok(view.asked() > asked);
    await view.send({ type: 'progress', live: false, events, opening: { phase: 'analysing', share: 1 } });
    await view.settle();
    assert.equal(await chip.innerText(), 'Analysing…');
    assert.equal(await chip.getAttribute('aria-valuenow'), null);
    await view.send({ type: 'report' });
    await view.send({ type: 'progress', live: false, events });
    await chip.waitFor({ state: 'hidden' });
    assert.equal(await said(), `${report.findings.length} findings`);
  });

  it('does not say that there is no problem before a file has been analysed', async () => {
    const clean = await openView(browser, trace, { findings: [], notes: [], suppressed: 0 });
    const said = (): Promise<string> => clean.page.locator('.side h2').first().innerText();
    const words = {
      reading: 'Reading the trace: findings follow.',
      analysing: 'Analysing the trace: findings follow.',
      failed: 'The trace was not analysed.',
    };
    for (const [phase, text] of Object.entries(words)) {
      await clean.send({ type: 'progress', live: false, events: 1, opening: { phase, share: 1 } });
      await clean.settle();
      assert.equal(await said(), text);
    }
    await clean.send({ type: 'progress', live: false, events: 1 });
    await clean.page.getByText('No problems found in this run').waitFor();
    await clean.close();
  });

  it('shows what was looked at before when all of a file is there, unless one has moved', async () => {
    await press('w', 'w', 'd');
    const state = { ...(await saved()), trace: 'a file' };
    const init = {
      type: 'init',
      version: PROTOCOL_VERSION,
      trace: 'a file',
      live: false,
      settings: SETTINGS,
      state,
      opening: { phase: 'reading', share: 0.1 },
    };
    const whole = { type: 'progress', live: false, events: 1, opening: { phase: 'analysing', share: 1 } };
    for (const key of ['', 'w']) {
      const other = await openView(browser, trace, report);
      await other.send(init);
      await other.settle();
      await other.page.locator('.surface').focus();
      if (key !== '') await other.page.keyboard.press(key);
      await other.settle();
      await other.send(whole);
      await other.settle();
      const { fromNs, toNs } = (await other.savedState()) as { readonly fromNs: number; readonly toNs: number };
      const isAsBefore = Math.abs(fromNs - state.fromNs) + Math.abs(toNs - state.toNs) < 1;
      assert.equal(isAsBefore, key === '');
      await other.close();
    }
  });

  it('follows a running program, and stops when one looks at something', async () => {
    const live = await openView(browser, trace, report, { live: true });
    assert.equal(await live.page.locator('.live').innerText(), '● Live');
    await live.page.locator('.surface').focus();
    await live.page.keyboard.press('w');
    await live.settle();
    assert.equal(await live.page.locator('.live').innerText(), '⏸ Paused');
    await live.page.keyboard.press(' ');
    await live.settle();
    assert.equal(await live.page.locator('.live').innerText(), '● Live');
    await live.send({ type: 'progress', live: false, events: 10 });
    await live.settle();
    assert.equal(await live.page.locator('.live').isHidden(), true);
    await live.close();
  });

  it('goes on following a run when a page that was asking is told to start anew', async () => {
    let loses = false;
    const live = await openView(browser, trace, report, { live: true, loses: () => loses });
    try {
      const more = async (): Promise<void> => {
        const before = live.asked();
        await live.send({ type: 'progress', live: true, events: 1 });
        while (live.asked() === before) await live.settle();
      };
      loses = true;
      await more();
      loses = false;
      await live.send({ type: 'init', version: PROTOCOL_VERSION, trace: 'demo', live: true, settings: SETTINGS, state: null });
      await live.settle();
      await more();
      await more();
      assert.ok((await live.page.locator('body').innerText()).includes('tasks'));
    } finally {
      await live.close();
    }
  });
});

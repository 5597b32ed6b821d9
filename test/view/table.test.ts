// The table in Chromium: the keys of the picture work in it, and it gets the keyboard back.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { demoTrace } from '../support/demoTrace.ts';
import { rowIdOf } from '../support/rows.ts';
import { launch, openView } from '../support/viewHarness.ts';
import type { Harness } from '../support/viewHarness.ts';

describe('makeTable', function () {
  this.timeout(120_000);
  const { trace, report } = demoTrace();
  let browser: Browser;
  let view: Harness;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    view = await openView(browser, trace, report);
    await view.page.locator('.surface').focus();
    await press('t');
  });
  afterEach(() => view.close());

  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await view.page.keyboard.press(key);
      await view.settle();
    }
  };
  const focused = (): Promise<string> => view.page.evaluate(() => document.activeElement?.className ?? '');

  it('knows the keys for findings, filter and help, and has the keyboard again after them', async () => {
    await press('x');
    assert.equal(await view.page.locator('.finding.selected').count(), 1);
    await press('e');
    assert.equal(await view.page.locator('.explain').isVisible(), true);
    await press('Escape');
    assert.equal(await focused(), 'table');
    await press('?');
    assert.equal(await view.page.locator('.help').isVisible(), true);
    await press('Escape');
    assert.equal(await focused(), 'table');
    await press('/');
    assert.equal(await focused(), 'filter');
    await press('Escape');
    assert.equal(await focused(), 'table');
  });

  it('has the names of its columns above them', async () => {
    await view.page.setViewportSize({ width: 1200, height: 240 });
    await view.settle();
    const edges = (line: string): Promise<number[]> =>
      view.page
        .locator(`${line} > span`)
        .evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().left)).slice(1));
    assert.deepEqual(await edges('.line.head'), await edges('.line.active'));
  });

  it('goes to the line of what is selected elsewhere', async () => {
    await view.send({ type: 'select', row: rowIdOf(trace, report, 'POST /settle'), ns: 10e9 });
    await view.settle();
    assert.match(await view.page.locator('.line.active').innerText(), /POST \/settle/);
    const before = await view.page.locator('.line.active').innerText();
    await view.page.locator('.table').focus();
    await press('b');
    assert.notEqual(await view.page.locator('.line.active').innerText(), before);
  });

  it('says why: what is waited for, and what was found', async () => {
    const names = await view.page.locator('[role=columnheader]').allInnerTexts();
    assert.deepEqual(names, ['Task', 'State', 'Start', 'Duration', 'Why', 'Source']);
    const cells = await view.page
      .locator('.table .body .line')
      .evaluateAll((lines) => lines.map((line) => [...line.children].map((cell) => cell.textContent)));
    const row = cells.find(([task]) => /waitForConfig/.test(task ?? ''));
    assert.match(row?.[1] ?? '', /∞ never settled/);
    assert.equal(row?.[4], 'cause not seen, promise.never-settles');
    assert.ok(
      cells.some(([, state, , , why]) => /finding/.test(state ?? '') && /^[a-z]+\.[a-z-]+/.test(why ?? '')),
      JSON.stringify(cells),
    );
  });
});

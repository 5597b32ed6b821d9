// A finding explained, in Chromium: one who steps through it stays where they are.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { demoTrace } from '../support/demoTrace.ts';
import { launch, openView } from '../support/viewHarness.ts';
import type { Harness } from '../support/viewHarness.ts';
import { PROTOCOL_VERSION } from '../../src/view/protocol.ts';

const SETTINGS = { revealOnSelect: 'preview', compactLanes: false, keysWithScreenReader: false };

describe('makeExplain', function () {
  this.timeout(120_000);
  const { trace, report } = demoTrace();
  let browser: Browser;
  let view: Harness;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(() => view.close());

  const explained = async (width: number, height: number, live = false): Promise<void> => {
    view = await openView(browser, trace, report, { width, height, live, lineOf: () => 'await lock(db);' });
    await view.page.locator('.surface').focus();
    for (const key of ['x', 'e']) {
      await view.page.keyboard.press(key);
      await view.settle();
    }
  };
  const step = (): Promise<string> => view.page.locator('.stepper [role=status]').innerText();

  it('goes on by its button as often as that is pressed', async () => {
    await explained(1400, 500);
    await view.page.getByRole('button', { name: '▶' }).focus();
    for (const expected of [/^Step 2 of 4/, /^Step 3 of 4/]) {
      await view.page.keyboard.press('Enter');
      await view.settle();
      assert.match(await step(), expected);
    }
  });

  it('keeps the step in sight where all of it has no room', async () => {
    await explained(420, 300);
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) {
      await view.page.keyboard.press(key);
      await view.settle();
      const box = await view.page.locator('.lanes .current').first().boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= 301, JSON.stringify(box));
    }
  });

  it('has names of any length in their places', async () => {
    const name = 'bookSeatAndChargeCustomerAndWriteTheLedgerForAccounting';
    const longer = report.findings.map((finding) => ({
      ...finding,
      message: `${name} and ${name} wait for each other.`,
      ...(finding.scenario && { scenario: { ...finding.scenario, lanes: finding.scenario.lanes.map(() => name) } }),
    }));
    for (const [width, height] of [
      [1050, 290],
      [400, 600],
    ] as const) {
      view = await openView(browser, trace, { ...report, findings: longer }, { width, height });
      await view.page.locator('.surface').focus();
      for (const key of ['x', 'e']) {
        await view.page.keyboard.press(key);
        await view.settle();
      }
      const beyond = await view.page.evaluate(() =>
        [...document.querySelectorAll('.explain, .explain h1, .explain .words, .explain .lanes th')]
          .filter((each) => each.scrollWidth > each.clientWidth + 1)
          .map((each) => `${each.tagName} ${each.className}`),
      );
      assert.deepEqual(beyond, []);
      if (width > 400) await view.close();
    }
  });

  it('does what one presses also when there is news between down and up', async () => {
    await explained(1400, 500, true);
    const box = await view.page.getByText('Copy as Markdown').boundingBox();
    assert.ok(box);
    await view.page.mouse.move(box.x + 20, box.y + 8);
    await view.page.mouse.down();
    const before = view.asked();
    await view.send({ type: 'progress', live: true, events: 1 });
    while (view.asked() === before) await view.settle();
    await view.page.mouse.up();
    await view.settle();
    assert.ok(view.messages.some((message) => message['type'] === 'copy'));
  });

  it('is there when it is asked for as the page comes up, and never without a finding', async () => {
    view = await openView(browser, trace, report);
    const begin = { type: 'init', version: PROTOCOL_VERSION, trace: 'another', live: false, settings: SETTINGS, state: null };
    await view.page.evaluate(
      (messages) => {
        for (const message of messages) window.postMessage(message, '*');
      },
      [begin, { type: 'select', finding: 'f2', explain: true }],
    );
    await view.settle();
    assert.equal(await view.page.locator('.explain h1').innerText(), report.findings[1]?.message.replaceAll('`', ''));
    await view.page.keyboard.press('Escape');
    await view.send({ type: 'select', finding: 'no-such', explain: true });
    await view.settle();
    assert.equal(await view.page.locator('.explain').isHidden(), true);
  });
});

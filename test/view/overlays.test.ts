// What lies over the canvas, in Chromium: words under the pointer, whole and where they belong.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { demoTrace } from '../support/demoTrace.ts';
import { launch, openView } from '../support/viewHarness.ts';

/** Width of the labels until somebody changes it. */
const GUTTER = 260;

describe('makeTooltip', function () {
  this.timeout(120_000);
  const { trace, report } = demoTrace();
  let browser: Browser;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  it('is whole also at the lower edge of the picture', async () => {
    const view = await openView(browser, trace, report, { width: 1200, height: 320 });
    const canvas = await view.page.locator('.surface').boundingBox();
    assert.ok(canvas);
    await view.page.mouse.move(canvas.x + 380, canvas.y + canvas.height - 8);
    await view.page.locator('.tooltip').waitFor();
    const box = await view.page.locator('.tooltip').boundingBox();
    assert.ok(box && box.y >= canvas.y && box.y + box.height <= canvas.y + canvas.height, JSON.stringify({ box, canvas }));
    await view.close();
  });

  it('has the whole name of a row for which there is no room', async () => {
    const view = await openView(browser, trace, report, { width: 400, height: 600 });
    const canvas = await view.page.locator('.surface').boundingBox();
    assert.ok(canvas);
    const names = await view.page.locator('[role=tree] [role=treeitem]').allInnerTexts();
    await view.page.mouse.move(canvas.x + 90, canvas.y + 130 + 42 + 24 + 12);
    await view.page.locator('.tooltip').waitFor();
    const told = (await view.page.locator('.tooltip').innerText()).replaceAll('\n', ', ');
    assert.ok(
      names.some((name) => name.startsWith(told)),
      `${told} is none of\n${names.join('\n')}`,
    );
    const beyond = await view.page.locator('.tooltip').evaluate((tooltip) => {
      tooltip.textContent = 'bookSeatAndChargeCustomer'.repeat(6);
      return tooltip.scrollWidth - tooltip.clientWidth;
    });
    assert.ok(beyond <= 0, `${beyond} px stand beside it`);
    await view.close();
  });

  it('says what a sign on the rail of findings stands for, and what the strips show', async () => {
    const view = await openView(browser, trace, report);
    const canvas = await view.page.locator('.surface').boundingBox();
    assert.ok(canvas);
    // The finding's window is in the middle, with a margin of a fifth of it.
    await view.page.locator('.surface').focus();
    await view.page.keyboard.press('x');
    await view.settle();
    const x = GUTTER + (canvas.width - GUTTER) * (0.2 / 1.4);
    await view.page.mouse.move(canvas.x + x, canvas.y + 70);
    await view.page.locator('.tooltip').waitFor();
    assert.match(await view.page.locator('.tooltip').innerText(), /wait for each other/);
    // The strips below it have no figures of their own.
    await view.page.mouse.move(canvas.x + x, canvas.y + 95);
    await view.page.locator('.tooltip dl').waitFor();
    assert.match(await view.page.locator('.tooltip').innerText(), /Loop lag[^]*Running\s+\d+ %[^]*Thread pool\s+\d of 4 busy/);
    await view.close();
  });
});

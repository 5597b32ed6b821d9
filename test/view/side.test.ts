// The pane beside the canvas in Chromium: what is new in it takes neither the keyboard nor a press from who uses it.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { demoTrace } from '../support/demoTrace.ts';
import { rowIdOf } from '../support/rows.ts';
import { Simulation } from '../support/simulate.ts';
import { launch, openView } from '../support/viewHarness.ts';
import type { Trace } from '../../src/model/trace.ts';
import type { SummaryReply } from '../../src/model/requests.ts';
import { figuresOf } from '../../src/view/panels/words.ts';
import type { Harness } from '../support/viewHarness.ts';

describe('makeSide', function () {
  this.timeout(120_000);
  const { trace, report } = demoTrace();
  let browser: Browser;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  const focused = (view: Harness): Promise<string> => view.page.evaluate(() => document.activeElement?.textContent ?? '');
  const press = async (view: Harness, ...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await view.page.keyboard.press(key);
      await view.settle();
    }
  };

  it('leaves the keyboard at the finding that it selects, and at its neighbours after that', async () => {
    const view = await openView(browser, trace, report);
    const titles = view.page.locator('.finding .title');
    const second = await titles.nth(1).innerText();
    await titles.nth(1).focus();
    await press(view, 'Enter');
    assert.equal(await view.page.locator('.finding.selected').count(), 1);
    assert.equal(await focused(view), second);
    await press(view, 'Tab', 'Tab');
    assert.equal(await focused(view), 'Explain');
    await view.close();
  });

  it('leaves the keyboard at the column that it sorts by, and in the chain that one walks along', async () => {
    const view = await openView(browser, trace, report);
    await view.page.locator('.surface').focus();
    await press(view, 'Shift+R');
    await view.page.getByRole('button', { name: 'max' }).first().focus();
    await press(view, 'Enter');
    assert.match(await focused(view), /^max ▼/);
    await press(view, 'Enter');
    assert.match(await focused(view), /^max ▲/);
    await view.send({ type: 'select', row: rowIdOf(trace, report, 'POST /settle'), ns: 10e9 });
    await view.settle();
    await view.page.getByRole('tab', { name: 'Why' }).click();
    await view.page.locator('.why .hop:not([disabled])').nth(1).focus();
    await press(view, 'Enter');
    assert.equal(await view.page.evaluate(() => document.activeElement?.closest('.panel') !== null), true);
    await view.close();
  });

  it('says what the row above is, when one goes there', async () => {
    const view = await openView(browser, trace, report);
    await view.send({ type: 'select', row: rowIdOf(trace, report, 'POST /settle'), ns: 10e9 });
    await view.settle();
    const title = view.page.locator('.panel h2').first();
    assert.match(await title.innerText(), /POST \/settle/);
    await view.page.locator('.surface').focus();
    await press(view, 'ArrowLeft', 'ArrowLeft');
    assert.equal(await title.count(), 0);
    assert.match(await view.page.locator('.panel').innerText(), /Nothing happens in this row/);
    await view.close();
  });

  it('says why a finding is one and how its tasks stand, and leads to each of them', async () => {
    const view = await openView(browser, trace, report);
    await view.send({ type: 'select', row: rowIdOf(trace, report, 'POST /settle'), ns: 10e9 });
    await view.settle();
    const finding = report.findings.find(({ window }) => window !== undefined);
    assert.ok(finding);
    await view.send({ type: 'select', finding: finding.id, explain: false });
    await view.settle();
    const panel = view.page.locator('.panel');
    for (const name of ['Summary', 'Why', 'Stack', 'Flows', 'Locks']) {
      await view.page.getByRole('tab', { name }).click();
      await panel.locator('p.task').first().waitFor();
      const text = await panel.innerText();
      assert.ok(text.includes(finding.kind) && !/Select something|POST \/settle/.test(text), `${name}: ${text}`);
      assert.equal(text.includes(finding.why[0]!.replaceAll('`', '')), name === 'Why');
    }
    await view.page.getByRole('tab', { name: 'Why' }).click();
    const task = panel.locator('p.task .hop').first();
    const title = await task.innerText();
    await task.click();
    await view.settle();
    assert.equal(await view.page.locator('.panel h2').innerText(), title);
    assert.equal(await view.page.getByRole('tab', { name: 'Why' }).getAttribute('aria-selected'), 'true');
    await view.close();
  });

  it('counts what every report counts, and one as one', async () => {
    const view = await openView(browser, trace, report);
    const text = await view.page.locator('.panel .sub').first().innerText();
    assert.equal(text.replace(/^\D*(\d+)\D?(\d*) tasks.*$/, '$1$2'), String(trace.tasks.length));
    await view.close();
    const words = figuresOf({ tasks: 1, locks: 1, threads: 1, endNs: 2e6 } as SummaryReply);
    assert.equal(words, '1 task, 1 lock, 1 thread, 2.0 ms');
  });

  it('does what one presses also when there is news between down and up', async () => {
    const view = await openView(browser, trace, report, { live: true });
    const box = await view.page.locator('.finding .title').nth(1).boundingBox();
    assert.ok(box);
    await view.page.mouse.move(box.x + 40, box.y + 12);
    await view.page.mouse.down();
    for (let events = 1; events < 4; events++) {
      const before = view.asked();
      await view.send({ type: 'progress', live: true, events });
      while (view.asked() === before) await view.settle();
    }
    await view.page.mouse.up();
    await view.settle();
    assert.equal(await view.page.locator('.finding.selected').count(), 1);
    await view.close();
  });

  it('says of a run that goes on what was found so far, and of one in which nothing was that there is nothing to say', async () => {
    const none = { ...report, findings: [], notes: [] };
    const nothing = (ended: boolean): Trace => {
      const sim = new Simulation();
      sim.thread(sim.process(1, ['node', '/app/main.js'], 0), 0, 'main', 0);
      const made = sim.finish(5, 0);
      Object.assign(made.run, { ended });
      return made;
    };
    const live = await openView(browser, nothing(false), none, { live: true });
    assert.match(await live.page.locator('.panel').innerText(), /^No problems found so far\.(?![^]*not a proof)[^]*still running/);
    await live.close();
    const cut = await openView(browser, nothing(false), none);
    assert.match(await cut.page.locator('.panel').innerText(), /^Nothing was recorded\.(?![^]*not a proof)[^]*its end was not recorded/);
    assert.match(await cut.page.locator('.empty').innerText(), /cut before its first event/);
    await cut.close();
    const empty = await openView(browser, nothing(true), none);
    assert.match(await empty.page.locator('.panel').innerText(), /^Nothing was recorded\.(?![^]*not a proof)/);
    await empty.close();
  });

  it('says of a trace with gaps that it is of what was recorded', async () => {
    trace.run.incomplete.push('The trace is cut at byte 221925: what came before is shown.');
    const view = await openView(browser, trace, { ...report, findings: [] });
    trace.run.incomplete.pop();
    assert.match(await view.page.locator('.panel').innerText(), /^No problems found in what was recorded\./);
    await view.close();
  });

  it('leads from a run that was stopped to what it left waiting', async () => {
    const { trace: stopped } = demoTrace();
    Object.assign(stopped.run, { ended: true, exitCode: null });
    const outcome = { ...report, findings: [], timeouts: [{}], pending: [{ count: 1 }] };
    const view = await openView(browser, stopped, outcome);
    assert.match(await view.page.locator('.panel').innerText(), /1 task was still waiting at the end\./);
    await view.page.getByRole('button', { name: 'What it was waiting for' }).click();
    assert.ok(view.messages.some(({ type }) => type === 'showPending'));
    await view.close();
  });

  it('tells hints below the findings, and as no finding', async () => {
    const hints = report.findings.slice(0, 2).map((finding, i) => ({ ...finding, id: `h${i}`, severity: 'hint' as const }));
    const both = await openView(browser, trace, { ...report, findings: [report.findings[0]!, ...hints] });
    assert.match(await both.page.locator('.panel').innerText(), /^1 finding\n[^]*\n2 hints\n/);
    await both.close();
    const only = await openView(browser, trace, { ...report, findings: hints.slice(0, 1) });
    assert.match(await only.page.locator('.panel').innerText(), /^No problems found[^]*\n1 hint\n[^]*A clean run is not a proof/);
    await only.close();
  });

  it('says of a program that failed with what words it ended', async () => {
    const { trace: failed } = demoTrace();
    Object.assign(failed.run, { ended: true, exitCode: 3 });
    const view = await openView(browser, failed, { ...report, findings: [] });
    await view.send({ type: 'progress', live: false, events: 1, lastWords: 'no database' });
    await view.settle();
    const text = await view.page.locator('.panel').innerText();
    assert.match(text, /^No problems found in this run, which ended with exit code 3\.[^]*Its last words: no database/);
    await view.close();
  });

  it('begins each tab at its beginning', async () => {
    const view = await openView(browser, trace, report, { width: 900, height: 260 });
    const panel = view.page.locator('.panel');
    const scrolled = await panel.evaluate((element) => {
      element.scrollTop = 200;
      return element.scrollTop;
    });
    assert.ok(scrolled > 0);
    await view.page.getByRole('tab', { name: 'Notes' }).click();
    await view.page.getByRole('tab', { name: 'Findings' }).click();
    assert.equal(await panel.evaluate((element) => element.scrollTop), 0);
    await view.close();
  });

  it('has room for all columns of the statistics', async () => {
    const view = await openView(browser, trace, report, { width: 1050, height: 600 });
    await view.page.locator('.surface').focus();
    await press(view, 'Shift+R');
    const [wide, room] = await view.page.locator('.panel').evaluate((panel) => [panel.scrollWidth, panel.clientWidth]);
    assert.ok((wide ?? 0) <= (room ?? 0), `${wide} > ${room}`);
    await view.close();
  });

  it('says above the list what is missing in it', async () => {
    const view = await openView(browser, trace, { ...report, notes: ['Checked: race.atomicity.', '420 more findings are not listed.'] });
    const [note, first] = await Promise.all([
      view.page.getByText('420 more findings are not listed.').boundingBox(),
      view.page.locator('.finding').first().boundingBox(),
    ]);
    assert.ok(note && first && note.y < first.y);
    await view.close();
  });

  it('brings a finding into sight that was chosen elsewhere', async () => {
    const findings = Array.from({ length: 500 }, (_, i) => ({ ...report.findings[i % report.findings.length]!, id: `f${i + 1}` }));
    const view = await openView(browser, trace, { ...report, findings });
    await view.page.locator('.surface').focus();
    await press(view, 'Shift+X');
    const [card, pane] = await Promise.all([
      view.page.locator('.finding.selected').boundingBox(),
      view.page.locator('.panel').boundingBox(),
    ]);
    assert.ok(card && pane);
    assert.ok(card.y >= pane.y && card.y + card.height <= pane.y + pane.height + 1, JSON.stringify({ card, pane }));
    await view.close();
  });

  it('has its tabs in one line beside a picture of usual width', async () => {
    const view = await openView(browser, trace, report);
    await view.page.setViewportSize({ width: 1020, height: 300 });
    await view.settle();
    const tops = await view.page.locator('.tabs button').evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().top));
    assert.equal(new Set(tops).size, 1);
    await view.close();
  });
});

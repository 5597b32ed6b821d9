// The gate: axe finds nothing in any state of the timeline, in any theme; everything can be reached by keyboard; nothing moves for who wants no motion.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { violations } from '../support/axe.ts';
import { demoTrace } from '../support/demoTrace.ts';
import { rowIdOf } from '../support/rows.ts';
import { launch, openView } from '../support/viewHarness.ts';
import type { Harness } from '../support/viewHarness.ts';

const THEMES = ['dark', 'light', 'highContrast', 'highContrastLight'] as const;

describe('timeline for everybody', function () {
  this.timeout(600_000);
  const { trace, report } = demoTrace();
  let browser: Browser;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  const rowId = (label: string): number => rowIdOf(trace, report, label);
  /** Everything that can be on the screen, one after the other. */
  const states: readonly (readonly [string, (view: Harness) => Promise<void>])[] = [
    ['overview', async () => {}],
    ['a state left out', (view) => view.page.locator('.legend .chip').nth(3).click()],
    [
      'a finding',
      async (view) => {
        await view.page.locator('.legend .chip').nth(3).click();
        await onCanvas(view, 'x');
      },
    ],
    ...(['reading', 'analysing', 'failed'] as const).map(
      (phase) =>
        [
          `a file, ${phase}`,
          (view: Harness) => view.send({ type: 'progress', live: false, events: 1, opening: { phase, share: 0.4 } }),
        ] as const,
    ),
    ['a file that is open', (view) => view.send({ type: 'progress', live: false, events: 1 })],
    ['the finding explained', (view) => press(view, 'e')],
    [
      'a selection',
      async (view) => {
        await press(view, 'Escape', 'Escape');
        await view.send({ type: 'select', row: rowId('POST /settle'), ns: 10e9 });
        await view.settle();
      },
    ],
    ...['Summary', 'Stack', 'Flows', 'Locks'].map(
      (tab) => [`tab ${tab}`, (view: Harness) => view.page.getByRole('tab', { name: tab }).click()] as const,
    ),
    ['critical path', (view) => onCanvas(view, 'c')],
    ['statistics of a range', (view) => onCanvas(view, 'Escape', 'r')],
    ['a note that is written', (view) => onCanvas(view, 'Escape', 'm')],
    [
      'notes',
      async (view) => {
        await view.page.keyboard.type('why so long?');
        await press(view, 'Control+Enter');
      },
    ],
    ['help', (view) => onCanvas(view, '?')],
    ['table', (view) => press(view, 'Escape', 't', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight')],
    [
      'a filter that finds nothing',
      async (view) => {
        await view.page.locator('.filter').fill('name:nothing');
        await view.page.keyboard.press('Enter');
      },
    ],
    [
      'a wrong filter',
      async (view) => {
        await view.page.locator('.filter').fill('wait>soon');
        await view.page.keyboard.press('Enter');
      },
    ],
  ];
  async function press(view: Harness, ...keys: string[]): Promise<void> {
    for (const key of keys) {
      await view.page.keyboard.press(key);
      await view.settle();
    }
  }
  async function onCanvas(view: Harness, ...keys: string[]): Promise<void> {
    await view.page.locator('.surface').focus();
    await press(view, ...keys);
  }

  for (const theme of THEMES) {
    it(`has no violation that axe knows in ${theme}`, async () => {
      const view = await openView(browser, trace, report, { theme, lineOf: () => 'await lock(db);' });
      await view.page.locator('.surface').focus();
      const found: string[] = [];
      for (const [name, go] of states) {
        await go(view);
        await view.settle();
        // Names, roles and order are the same in all themes.
        for (const line of await violations(view.page, theme === 'dark' ? undefined : 'color')) found.push(`${name}: ${line}`);
      }
      await view.close();
      assert.deepEqual([...new Set(found)], []);
    });
  }

  it('is used by keyboard alone: from the canvas to a task, its reasons, its source, a finding, the table, and back', async () => {
    const view = await openView(browser, trace, report);
    const active = (): Promise<string> =>
      view.page.evaluate(() => {
        const { activeElement: e } = document;
        return e === null ? '' : `${e.className} ${e.id} ${e.getAttribute('aria-label') ?? e.textContent ?? ''}`;
      });
    /** Presses Tab until the focus is on what matches. */
    const tabTo = async (pattern: RegExp): Promise<void> => {
      const seen: string[] = [];
      for (let i = 0; i < 60; i++) {
        await view.page.keyboard.press('Tab');
        seen.push(await active());
        if (pattern.test(seen.at(-1) ?? '')) return;
      }
      assert.fail(`${pattern.source} is not among\n${seen.join('\n')}`);
    };
    await tabTo(/^filter/);
    await tabTo(/^surface/);
    // To a task, and what is said of it.
    await press(view, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight');
    await view.page.waitForFunction(() => document.querySelector('[aria-live=polite]')?.textContent !== '');
    await press(view, 'Enter');
    assert.ok(view.messages.some((m) => m['type'] === 'openSource' && m['preserveFocus'] === false));
    // Through the tabs.
    await tabTo(/tab-/);
    await press(view, 'ArrowRight', 'ArrowRight');
    assert.match(await active(), /tab-/);
    // A finding is opened, explained and left.
    await tabTo(/^surface|panel/);
    await onCanvas(view, 'x', 'e');
    assert.match(await active(), /wait for each other/);
    await tabTo(/Copy as Markdown/);
    await press(view, 'Enter');
    assert.ok(view.messages.some((m) => m['type'] === 'copy'));
    await press(view, 'Escape');
    assert.match(await active(), /^surface/);
    // The table takes the focus and gives it back.
    await press(view, 't');
    assert.match(await active(), /^table/);
    await press(view, 't');
    assert.match(await active(), /^surface/);
    await view.close();
  });

  it('moves nothing for who wants no motion', async () => {
    const view = await openView(browser, trace, report);
    await view.page.emulateMedia({ reducedMotion: 'reduce' });
    await view.page.locator('.surface').focus();
    for (const key of ['x', 'e', 'Escape', 't', 't', '?', 'Escape']) {
      await press(view, key);
      assert.equal(await view.page.evaluate(() => document.getAnimations().length), 0, key);
    }
    await view.close();
  });

  it('is usable at a width of 320 pixels: nothing is beside the screen', async () => {
    const view = await openView(browser, trace, report, { width: 320, height: 640 });
    const beyond = await view.page.evaluate(() =>
      [...document.querySelectorAll('button, input, h2, p')]
        .filter((e) => (e as HTMLElement).offsetParent !== null && !e.classList.contains('offscreen') && e.closest('.tabs') === null)
        .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
        .map((e) => e.outerHTML.slice(0, 80)),
    );
    assert.deepEqual(beyond, []);
    await view.shot('very-narrow');
    await view.close();
  });
});

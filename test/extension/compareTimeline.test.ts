// Two real runs of one program beside each other: where their order differs, in words, tables and pictures that everybody can read.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { compareHtml } from '../../src/extension/compare/compareHtml.ts';
import type { ComparedOrders } from '../../src/extension/compare/compareTimeline.ts';
import { english } from '../../src/base/words.ts';
import { openTrace } from '../../src/host/openTrace.ts';
import { compareRuns } from '../../src/model/compare/compare.ts';
import { compareOrders, pairTasks } from '../../src/model/compare/compareOrder.ts';
import { STATE_RUNNING } from '../../src/model/requests.ts';
import type { RowStates, RunOrder } from '../../src/model/compare/runOrder.ts';
import { Workshop } from '../cli/support.ts';
import { violations } from '../support/axe.ts';
import { launch, openPage } from '../support/viewHarness.ts';

/** Who writes first is said on the command line; the line of comments moves all others, as an edit would. */
const PROGRAM = `
const gates = {};
const gate = (name) => new Promise((resolve) => { gates[name] = resolve; });
const account = { balance: 100 };
async function withdraw(amount, at) {
  const before = account.balance;
  await at;
  account.balance = before - amount;
}
async function request(amount, at) {
  await withdraw(amount, at);
}
const both = Promise.all([request(10, gate('first')), request(20, gate('second'))]);
(async () => {
  for (const name of process.argv.slice(2)) {
    gates[name]();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
})();
both.then(() => console.log(account.balance));
`;

interface Recorded {
  readonly order: RunOrder;
  readonly states: (rows: readonly number[]) => Promise<readonly RowStates[]>;
  readonly dispose: () => void;
}

describe('two runs on one axis', function () {
  this.timeout(240_000);
  let first: Recorded;
  let second: Recorded;
  let again: Recorded;

  before(async function () {
    const shop = new Workshop(this);
    const record = async (name: string, text: string, args: readonly string[]): Promise<Recorded> => {
      shop.file('program.js', text);
      await shop.run(['run', '--out', name, '--', process.execPath, 'program.js', ...args]);
      const trace = await openTrace(path.join(shop.folder, name), path.resolve('dist'));
      return {
        order: (await trace.request({ type: 'order' })) as RunOrder,
        states: async (rows) => (await trace.request({ type: 'states', rows })) as readonly RowStates[],
        dispose: () => trace.dispose(),
      };
    };
    first = await record('a.ilv', PROGRAM, ['first', 'second']);
    second = await record('b.ilv', `// edited\n${PROGRAM}`, ['second', 'first']);
    again = await record('c.ilv', PROGRAM, ['first', 'second']);
  });
  after(() => {
    for (const each of [first, second, again]) each.dispose();
  });

  async function ordersOf(one: Recorded, two: Recorded): Promise<ComparedOrders> {
    const comparison = compareOrders(one.order, two.order);
    const pairs = pairTasks(one.order, two.order, comparison.divergence, 12);
    const left = await one.states(pairs.map((pair) => pair.before?.row ?? -1));
    const right = await two.states(pairs.map((pair) => pair.after?.row ?? -1));
    const tasks = pairs.map((pair, i) => ({ ...pair, states: [left[i] ?? null, right[i] ?? null] as const }));
    return {
      comparison,
      tasks,
      ranges: [
        [0, one.order.endNs],
        [0, two.order.endNs],
      ],
    };
  }
  async function page(one: Recorded, two: Recorded): Promise<string> {
    const figures = { durationMs: 1, findings: [], lines: [] };
    const about = { title: 'a run', when: 'today', href: 'command:x', figures };
    return compareHtml({
      before: about,
      after: about,
      comparison: compareRuns(figures, figures),
      orders: await ordersOf(one, two),
      hrefOf: ({ line }, run) => `command:y?${line},${run}`,
      language: 'en',
      nonce: 'test',
      t: english,
    });
  }

  it('names the two writes that changed places, although their lines moved', async () => {
    const { divergence } = compareOrders(first.order, second.order);
    assert.ok(divergence);
    const said = divergence.after.swapped.map((i) => divergence.after.steps[i]).map((step) => [step?.what, step?.text, step?.place?.line]);
    assert.deepEqual(said, [
      ['writes', 'account.balance', 9],
      ['writes', 'account.balance', 9],
    ]);
    assert.equal(compareOrders(first.order, again.order).divergence, null);
    assert.ok(compareOrders(first.order, again.order).compared >= 4);
  });

  it('draws what the tasks did in both runs', async () => {
    const { tasks } = await ordersOf(first, second);
    const drawn = tasks.filter(({ name }) => name === 'withdraw');
    assert.equal(drawn.length, 2);
    for (const { states } of drawn) assert.ok(states.every((list) => list !== null && list.length >= 2));
    // They await a call at once, in a callback that then goes on with others: from its end they wait.
    for (const { states } of tasks.filter(({ name }) => name === 'request')) {
      assert.ok(states.every((list) => list?.some(([state]) => state !== STATE_RUNNING) === true));
    }
    const html = await page(first, second);
    assert.match(
      html,
      /Before, <code>withdraw \(1\)<\/code> writes <code>account\.balance<\/code> first, and then <code>withdraw \(2\)<\/code> writes it/,
    );
    assert.equal(html.match(/<svg role="img"/g)?.length, 2);
    assert.match(await page(first, again), /All \d+ steps on shared data and locks that are in both runs came in the same order/);
  });

  describe('in a browser', () => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
      it(`has no violation that axe knows, and no text outside of its picture, in ${theme}`, async () => {
        const tab = await openPage(browser, await page(first, second), theme);
        await tab.screenshot({ path: `out/shots/compare-orders-${theme}.png`, fullPage: true });
        assert.deepEqual(await violations(tab), []);
        const outside = await tab.evaluate(() =>
          [...document.querySelectorAll('svg[role=img]')].flatMap((svg) => {
            const box = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text')]
              .filter((text) => text.getBoundingClientRect().right > box.right + 1 || text.getBoundingClientRect().left < box.left)
              .map((text) => text.textContent);
          }),
        );
        assert.deepEqual(outside, []);
        await tab.close();
      });
    }
  });
});

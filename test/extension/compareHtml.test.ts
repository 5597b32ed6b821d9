// The page that compares two runs: what it says, that names stay names, and that everybody can read it.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { compareHtml } from '../../src/extension/compare/compareHtml.ts';
import { english } from '../../src/base/words.ts';
import { compareRuns } from '../../src/model/compare/compare.ts';
import type { RunFigures } from '../../src/model/compare/compare.ts';
import { violations } from '../support/axe.ts';
import { launch, openPage } from '../support/viewHarness.ts';

const BAD = `</td><script>x</script>"'&\u202e`;
const finding = { kind: 'race.atomicity', severity: 'error', occurrences: 3, locations: [{ file: `/a/${BAD}.js`, line: 7, column: 1 }] };
const line = (by: 'task' | 'lock' | 'site', name: string, count: number, totalNs: number) => ({
  by,
  name,
  count,
  totalNs,
  p50Ns: totalNs / count,
  p95Ns: totalNs,
  maxNs: totalNs,
});
const BEFORE: RunFigures = {
  durationMs: 1500,
  findings: [{ ...finding, fingerprint: 'a', message: '`cart.total` is lost' }],
  lines: [line('task', 'GET /orders', 10, 4e9), line('lock', BAD, 2, 5e6)],
};
const AFTER: RunFigures = {
  durationMs: 900,
  findings: [{ ...finding, fingerprint: 'b', message: BAD }],
  lines: [line('task', 'GET /orders', 10, 1e9), line('task', 'POST /orders', 1, 2e6), line('lock', BAD, 2, 5e6)],
};

function page(before: RunFigures, after: RunFigures): string {
  const run = (title: string, figures: RunFigures) => ({ title, when: 'today', href: `command:x?${title}`, figures });
  return compareHtml({
    before: run('one', before),
    after: run(BAD, after),
    comparison: compareRuns(before, after),
    orders: {
      comparison: { compared: 0, divergence: null, isCut: false },
      tasks: [],
      ranges: [
        [0, 1],
        [0, 1],
      ],
    },
    language: 'en',
    hrefOf: ({ line: at }, run) => `command:y?${at},${run}`,
    nonce: 'test',
    t: english,
  });
}
const wordsOf = (html: string): string =>
  html
    .slice(html.indexOf('<body>'))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('compareHtml', function () {
  this.timeout(240_000);

  it('tells what is new, gone and changed, the biggest change first', () => {
    const words = wordsOf(page(BEFORE, AFTER));
    assert.match(words, /Before: one today 1\.50 s 1/);
    assert.match(words, /new race\.atomicity .* gone race\.atomicity cart\.total is lost/);
    assert.match(
      words,
      /GET \/orders 10 4\.00 s → 1\.00 s −3\.00 s \(−75 %\) 400 ms → 100 ms 4\.00 s → 1\.00 s POST \/orders – → 1 – → 2\.0 ms \+2\.0 ms \(new\)/,
    );
    assert.match(words, /2 5\.0 ms ±0/);
  });

  it('links places as they were in the run that has them', () => {
    const links = [...page(BEFORE, AFTER).matchAll(/(new|gone)<[^]*?command:y\?\d+,(\w+)"/g)].map(([, change, run]) => [change, run]);
    assert.deepEqual(links, [
      ['new', 'after'],
      ['gone', 'before'],
    ]);
  });

  it('keeps names names', () => {
    const html = page(BEFORE, AFTER);
    assert.doesNotMatch(html, /<script|\u202e/);
    assert.match(html, /default-src 'none'; style-src 'nonce-test'/);
  });

  it('says when there is nothing', () => {
    const none: RunFigures = { durationMs: 1, findings: [], lines: [] };
    assert.match(wordsOf(page(none, none)), /Neither run has any/);
  });

  describe('in a browser', () => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
      it(`has no violation that axe knows in ${theme}`, async () => {
        const tab = await openPage(browser, page(BEFORE, AFTER), theme);
        await tab.screenshot({ path: `out/shots/compare-${theme}.png` });
        assert.deepEqual(await violations(tab), []);
        await tab.close();
      });
    }
  });
});

// A finding as a picture: everything that it says is in it, whatever the names are, and nothing leaves its box.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { findingSvg, findingSvgName } from '../../src/model/findingSvg.ts';
import type { SourcePlace, TimelineFinding } from '../../src/model/requests.ts';
import { demoTrace } from '../support/demoTrace.ts';
import { launch } from '../support/viewHarness.ts';

const BAD = '</text><script>x</script>"\'&\u0000\u202e\ud800';
const CODE = '  const balance = accounts.get(from).balance; // a line that is longer than any box is wide';
const { report } = demoTrace();
const [deadlock, cart] = report.findings.filter((each) => each.scenario !== undefined) as [TimelineFinding, TimelineFinding];
const lineOf = ({ line }: SourcePlace): string => (line === 20 ? CODE : '');
const drawn = (finding: TimelineFinding, code = lineOf): string => {
  const svg = findingSvg(finding, code);
  assert.ok(svg);
  return svg;
};

describe('findingSvg', function () {
  this.timeout(60_000);

  it('tells both orders with their tasks, places and code, and why', () => {
    const svg = drawn(deadlock);
    for (const said of [
      'What happened',
      'Safe: both take',
      'transferAB',
      'waits for',
      'bank.ts:22',
      'const balance',
      'observed in this run',
    ]) {
      assert.ok(svg.includes(said), said);
    }
    for (const reason of deadlock.why) assert.ok(svg.includes(reason.split(/[ `]/)[0] ?? ''), reason);
    assert.match(svg, /<desc>What happened: 1\. transferAB takes acct:a \(bank\.ts:20\); 2\. transferBA /);
  });

  it('has nothing to draw of a finding without an order', () => {
    const { scenario: _, ...plain } = deadlock;
    assert.equal(findingSvg(plain, lineOf), undefined);
  });

  it('names two calls of one function', () => {
    assert.ok(deadlock.scenario);
    const svg = drawn({ ...deadlock, scenario: { ...deadlock.scenario, lanes: ['work', 'work'] } });
    assert.match(svg, />work \(1\)<[\s\S]*>work \(2\)</);
  });

  it('is called after its kind and place', () => {
    assert.match(findingSvgName(cart), /^race\.atomicity-cart\.ts-\d+$/);
    assert.match(
      findingSvgName({ ...cart, locations: [{ file: `/a b/${BAD}`, line: 1, column: 1, role: '', function: '' }] }),
      /^[\w.-]+$/,
    );
  });

  describe('in a browser', () => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    for (const [name, finding] of [
      ['deadlock', deadlock],
      ['cart', cart],
    ] as const) {
      for (const scheme of ['light', 'dark'] as const) {
        it(`is well-formed, with no text outside of its box: ${name}, ${scheme}`, async () => {
          const page = await browser.newPage({ viewport: { width: 1200, height: 700 }, colorScheme: scheme });
          const bad = finding.scenario && {
            ...finding,
            message: `${finding.message} ${BAD}`,
            scenario: {
              ...finding.scenario,
              lanes: [...finding.scenario.lanes.slice(0, -1), `${BAD} 注文を書き込む注文を書き込む注文を書き込む`],
            },
          };
          for (const each of [finding, bad]) {
            assert.ok(each);
            const wide = 'W'.repeat(60);
            const svg = drawn(each, each === bad ? () => wide : lineOf);
            const problems = await page.evaluate((text) => {
              const document = new DOMParser().parseFromString(text, 'image/svg+xml');
              if (document.querySelector('parsererror') !== null) return [document.documentElement.textContent ?? 'not well-formed'];
              if (document.querySelector('script') !== null) return ['a script'];
              window.document.body.replaceChildren(window.document.importNode(document.documentElement, true));
              const width = window.document.querySelector('svg')!.getBoundingClientRect().right;
              return [...window.document.querySelectorAll('text')]
                .filter((element) => element.getBoundingClientRect().right > width)
                .map((element) => `${element.textContent} is wider than the picture`);
            }, svg);
            assert.deepEqual(problems, []);
          }
          await page.screenshot({ path: `out/shots/svg-${name}-${scheme}.png` });
          await page.close();
        });
      }
    }
  });
});

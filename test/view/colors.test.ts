// The states of the timeline, as painted: in each theme and for each kind of colour vision any two of them differ by colour, and all by shape or pattern alone.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { answer } from '../../src/model/query/query.ts';
import type { SearchReply } from '../../src/model/requests.ts';
import { ROW_HEIGHT, geometryOf } from '../../src/view/layout.ts';
import { demoTrace } from '../support/demoTrace.ts';
import { Eye, VISIONS, distance, visionOf } from '../support/pixels.ts';
import type { Look, Vision } from '../support/pixels.ts';
import { launch, openView } from '../support/viewHarness.ts';
import { PROTOCOL_VERSION } from '../../src/view/protocol.ts';

const STATES = ['running', 'native', 'ready', 'timer', 'lock', 'io', 'unknown'] as const;
const SETTINGS = { revealOnSelect: 'off', compactLanes: false, keysWithScreenReader: false };
/** Less of a difference does not count: in Oklab, of any line of pixels, of what is drawn. */
const COLOR = 0.1;
const SHAPE = 0.25;
const PATTERN = 0.1;
/** How often the picture of a state is waited for. */
const MOST_LOOKS = 50;

describe('colours and shapes of states', function () {
  this.timeout(600_000);
  const { trace, report } = demoTrace();
  let browser: Browser;
  let eye: Eye;

  before(async () => {
    browser = await launch();
    eye = await Eye.open(browser);
  });
  after(() => browser?.close());

  /** A view that shows nothing but the middle of the longest bar of a state, in its first row. */
  const stateOf = (name: string): unknown => {
    const { hits } = answer(trace, report, { type: 'search', query: `state:${name}`, limit: 5000, row: -1 }) as SearchReply;
    const [hit] = hits.toSorted((a, b) => b.endNs - b.startNs - (a.endNs - a.startNs));
    assert.ok(hit, name);
    const span = hit.endNs - hit.startNs;
    return {
      version: PROTOCOL_VERSION,
      trace: 'demo',
      fromNs: hit.startNs + span * 0.1,
      toNs: hit.startNs + span * 0.9,
      scroll: 0,
      toggled: [],
      pinned: [hit.row],
      hidden: [],
      filter: '',
      hideOthers: false,
      justMyCode: true,
      foldIdle: false,
      hiddenStates: 0,
      tab: 'findings',
      table: false,
      selection: null,
      finding: '',
    };
  };

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    it(`can be told apart in ${theme}`, async () => {
      const view = await openView(browser, trace, report, { theme, width: 700, height: 480 });
      const see = await visionOf(view.page);
      const box = await view.page.locator('.surface').boundingBox();
      assert.ok(box);
      const top = box.y + geometryOf(box.width, box.height, 260, 1).bands.header;
      const clip = { x: box.x + box.width * 0.85, y: top + 1, width: 36, height: ROW_HEIGHT - 2 };
      const looks = new Map<string, Map<Vision, Look>>();
      let last = await view.page.screenshot({ clip });
      for (const state of STATES) {
        // In one step, so that the view does not save the state before in between.
        await view.page.evaluate(
          ([saved, init]) => {
            Object.assign(globalThis, { savedState: saved });
            window.dispatchEvent(new MessageEvent('message', { data: init }));
          },
          [stateOf(state), { type: 'init', version: PROTOCOL_VERSION, trace: 'demo', live: false, settings: SETTINGS, state: null }],
        );
        // No two states look the same: what does not change has not been painted yet.
        let picture = last;
        for (let i = 0; i < MOST_LOOKS && picture.equals(last); i++) {
          await view.settle();
          picture = await view.page.screenshot({ clip });
        }
        last = picture;
        const seen = new Map<Vision, Look>();
        for (const vision of VISIONS) {
          await see(vision);
          seen.set(vision, await eye.look(await view.page.screenshot({ clip })));
        }
        looks.set(state, seen);
      }
      await see('none');
      await view.close();
      const alike: string[] = [];
      for (const vision of VISIONS) {
        for (const [i, a] of STATES.entries()) {
          for (const b of STATES.slice(i + 1)) {
            const [one, other] = [looks.get(a)!.get(vision)!, looks.get(b)!.get(vision)!];
            const color = distance(one.color, other.color);
            const shape = Math.max(...one.outline.map((part, y) => Math.abs(part - (other.outline[y] ?? 0))));
            const pattern = Math.abs(one.texture - other.texture);
            if (shape < SHAPE && pattern < PATTERN) alike.push(`${a} and ${b} have one shape (${vision})`);
            if (color < COLOR && shape < SHAPE) alike.push(`${a} and ${b} have one colour and height: ${color.toFixed(3)} (${vision})`);
          }
        }
      }
      assert.deepEqual(alike, []);
    });
  }
});

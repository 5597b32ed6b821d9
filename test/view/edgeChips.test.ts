// Ends of arrows that are outside of the picture have chips at its edge that lead there.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { FlowItem, Row } from '../../src/model/requests.ts';
import { TimeAxis } from '../../src/view/axis.ts';
import { geometryOf, layoutRows } from '../../src/view/layout.ts';
import { chipAt, edgeChips } from '../../src/view/render/edgeChips.ts';
import { demoTrace } from '../support/demoTrace.ts';
import { ALL_ROWS, rowIdOf } from '../support/rows.ts';
import { launch, openView } from '../support/viewHarness.ts';
import { answer } from '../../src/model/query/query.ts';
import type { RowsReply } from '../../src/model/requests.ts';

const demo = demoTrace();
const { rows } = answer(demo.trace, demo.report, ALL_ROWS) as RowsReply;

describe('edgeChips', () => {
  const geometry = geometryOf(1000, 400, 260, 1);
  const layout = layoutRows(rows, false);
  const picture = { axis: new TimeAxis(10e9, []), geometry, layout, viewport: { from: 4e9, to: 5e9 }, scroll: 0 };
  const first = rows[3] as Row;
  const flow = (over: Partial<FlowItem>): FlowItem => ({
    direction: 'in',
    kind: 'resolved',
    text: 'resolved by someone',
    row: first.id,
    fromRow: first.id,
    fromNs: 1e9,
    toRow: first.id,
    toNs: 4.5e9,
    place: null,
    ...over,
  });

  it('say what lies to the left and to the right, and how far from the selection', () => {
    const [left, right] = [flow({}), flow({ direction: 'out', fromNs: 4.5e9, toNs: 8e9 })].map((each) => edgeChips([each], picture)[0]);
    assert.equal(left?.text, `← ${first.label} · 3.50 s earlier`);
    assert.equal(right?.text, `→ ${first.label} · 3.50 s later`);
    assert.ok((left?.x ?? 0) >= geometry.gutter && (right?.x ?? 0) + (right?.width ?? 0) <= geometry.width);
    assert.deepEqual([left?.ns, right?.ns], [1e9, 8e9]);
  });

  it('say what is in rows above, below or in none', () => {
    const last = rows.at(-1) as Row;
    const below = edgeChips([flow({ row: last.id, fromNs: 4.2e9 })], picture)[0];
    assert.match(below?.text ?? '', /^↓ /);
    assert.ok((below?.y ?? 0) < geometry.height);
    assert.match(edgeChips([flow({ fromNs: 4.2e9 })], { ...picture, scroll: 500 })[0]?.text ?? '', /^↑ /);
    assert.match(edgeChips([flow({ row: 999_999, fromNs: 4.2e9 })], picture)[0]?.text ?? '', /^↑ resolved by someone · /);
  });

  it('are none for what is in the picture, do not cover each other, and are few', () => {
    assert.deepEqual(edgeChips([flow({ fromNs: 4.2e9 })], picture), []);
    const many = edgeChips(
      Array.from({ length: 20 }, () => flow({})),
      picture,
    );
    assert.ok(many.length <= 6);
    assert.equal(new Set(many.map((chip) => chip.y)).size, many.length);
    const [chip] = many;
    assert.ok(chip);
    assert.equal(chipAt(many, chip.x + 5, chip.y + 5), chip);
    assert.equal(chipAt(many, chip.x + 5, chip.y - 30), undefined);
  });
});

describe('a chip at the edge', function () {
  this.timeout(120_000);
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  it('leads to the other end of the arrow, and back', async () => {
    const view = await openView(browser, demo.trace, demo.report);
    const row = rowIdOf(demo.trace, demo.report, 'POST /settle');
    await view.send({ type: 'select', row, ns: 10e9 });
    await view.settle();
    const at = (): Promise<string> => view.page.locator('.side .panel').innerText();
    const before = await at();
    // Near enough that what it waits for is outside.
    await view.page.locator('.surface').focus();
    for (let i = 0; i < 12; i++) await view.page.keyboard.press('w');
    await view.settle();
    const box = await view.page.locator('.surface').boundingBox();
    assert.ok(box);
    // Wherever they are: the pointer says what can be pressed.
    let found = false;
    for (let y = box.height - 20; y > 130 && !found; y -= 16) {
      for (let x = 350; x < box.width - 20 && !found; x += 70) {
        await view.page.mouse.move(box.x + x, box.y + y);
        found = (await view.page.locator('.surface').evaluate((element) => element.style.cursor)) === 'pointer';
        if (found) await view.page.mouse.click(box.x + x, box.y + y);
      }
    }
    assert.ok(found, 'there is a chip');
    await view.settle();
    assert.notEqual(await at(), before);
    await view.page.keyboard.press('Backspace');
    await view.settle();
    assert.equal(await at(), before);
    await view.close();
  });
});

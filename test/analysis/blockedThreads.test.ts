/**
 * Threads that wait for each other, each program traced by the command line. Those with the defect never end: the line about it must come while they hang, and the
 * report after Ctrl-C must have it too. Their repaired twins end by themselves, with nothing said.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Workshop } from '../cli/support.ts';
import { until } from '../host/support.ts';
import { expectations, show } from '../support/programs.ts';

const programs = path.resolve('test/programs/threads');
const GRAVE = ['error', 'warning'];

describe('programs whose threads wait for each other', () => {
  let shop: Workshop;
  beforeEach(function () {
    this.timeout(90_000);
    shop = new Workshop(this);
  });

  for (const file of readdirSync(programs)) {
    const [expected] = expectations(readFileSync(path.join(programs, file), 'utf8'));
    const args = ['run', '--json', 'report.json', '--out', 'run.ilv', '--', process.execPath, path.join(programs, file)];
    it(`${file}: ${expected?.[0]?.kind ?? 'nothing'}`, async () => {
      if (expected?.[0] === undefined) {
        const { status, stderr } = await shop.run(args);
        assert.equal(status, 0, stderr);
        assert.doesNotMatch(stderr, /error:/);
        const found = shop.report().findings.filter((f) => GRAVE.includes(f.severity));
        assert.equal(found.length, 0, show(found));
        return;
      }
      const { kind, places } = expected[0];
      const { child, output, result } = shop.start(args);
      await until(() => output.stderr.includes(`[${kind}]`), `the line about ${kind}`, 60_000);
      process.kill(-(child.pid ?? 0), 'SIGINT');
      await result;
      const found = shop.report().findings.filter((f) => GRAVE.includes(f.severity));
      await shop.run(['analyze', '--json', 'again.json', 'run.ilv']);
      assert.deepEqual(
        shop.report('again.json').findings.map((f) => f.message),
        shop.report().findings.map((f) => f.message),
        'the file says the same later',
      );
      assert.deepEqual(
        found.map((f) => f.kind),
        [kind],
        show(found),
      );
      const shown = found[0]?.locations.slice(0, 3).map((l) => l.line) ?? [];
      for (const { line } of places) assert.ok(shown.includes(line), show(found));
    });
  }
});

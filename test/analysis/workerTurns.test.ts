/** worker.idle of many threads on few processors: only there does a thread that has work wait for its turn most of the time. */
import assert from 'node:assert/strict';
import type { AnalysisContext } from '../../src/analysis/analyze.ts';
import { workerUseRule } from '../../src/analysis/rules/time/workerUse.ts';
import { NONE } from '../../src/model/ids.ts';
import { MS, Simulation } from '../support/simulate.ts';

const THREADS = 4;
const LIFE_MS = 2000;

/** Messages about threads of which each was in one callback nearly all the time, and had the processor for so long. */
function idleBeside(cpuMs: number): string[] {
  const sim = new Simulation();
  const process = sim.process(1, ['node', 'main.js'], 0);
  const main = sim.thread(process, 0, 'main', 0);
  sim.main(main, 0, 5, null);
  const children = Array.from({ length: THREADS }, (_, i) => sim.thread(process, i + 1, 'worker', 10));
  for (const child of children) {
    sim.worker(main, child, '/shop/worker.js');
    sim.main(child, 12, 0.1, null);
    sim.main(child, 20, LIFE_MS - 30, null);
  }
  const trace = sim.finish(LIFE_MS, 0);
  const site =
    trace.sites.push({ line: 3, column: 0, kind: 'new', fn: 0, text: 'new Worker', file: 0, function: NONE, variableIndex: NONE }) - 1;
  for (const worker of trace.workers) Object.assign(worker, { site, exitNs: worker.startNs + (LIFE_MS - 10) * MS });
  const { segments } = trace;
  for (let segment = 0; segment < segments.length; segment++) {
    const [thread, ns] = [segments.thread.at(segment), segments.endNs.at(segment)];
    if (thread === main || ns - segments.startNs.at(segment) < MS) continue;
    trace.longs.push({ thread, segment, cpuNs: cpuMs * MS, ownNs: 0, site: NONE, ns });
  }
  for (const thread of trace.threads) (thread as { readyNs: number }).readyNs = thread.startNs;
  return workerUseRule.run({ trace, earlier: [] } as unknown as AnalysisContext).map((draft) => `${draft.kind}: ${draft.message}`);
}

describe('worker threads that wait for a processor', () => {
  it('are not idle when they have work', () => assert.deepEqual(idleBeside(100), []));
  it('are idle when all that they did was to start', () => {
    const [found = ''] = idleBeside(3);
    assert.match(found, /^worker\.idle: The 4 worker threads started here were idle 100 % of the time, and got no work\.$/);
  });
});

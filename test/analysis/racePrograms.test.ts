/** The race rules on small real programs, each traced through the built bundles (test/programs/races/README.md). */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { nodeBinary } from '../preload/adaptersHarness.ts';
import { rightInBatches } from '../support/batches.ts';
import { checkProgram, oldestNode, hasTurn, mainOf } from '../support/programs.ts';

const FOLDER = path.resolve('test/programs/races');

/** Which program shows that a filter of detection.md §3.8 keeps still, and which near twin that it does not keep still about more than it should. */
const FILTERS: Readonly<Record<string, { readonly about: string; readonly quiet: string; readonly speaks: string }>> = {
  F1: { about: 'both store the same primitive', quiet: 'safe-idempotent-config.js', speaks: 'buggy-config-differs.js' },
  F2: { about: 'accumulators in one step', quiet: 'safe-accumulators.mjs', speaks: 'buggy-accumulator-split.mjs' },
  F3: { about: 'numbers that only report', quiet: 'safe-hits-reported.js', speaks: 'buggy-sold-counted.js' },
  F4: { about: 'steps that the task waits for', quiet: 'safe-child-awaited.js', speaks: 'buggy-child-left.js' },
  F5: { about: 'read again after the wait', quiet: 'safe-recheck-map.mjs', speaks: 'buggy-recheck-too-early.mjs' },
  F6: { about: 'the promise is kept', quiet: 'safe-nullish-promise.mjs', speaks: 'buggy-nullish-assign.mjs' },
  F7: { about: 'busy flag', quiet: 'safe-busy-flag-class.js', speaks: 'buggy-busy-flag-class.js' },
  F8: { about: 'version token', quiet: 'safe-version-guard.mjs', speaks: 'buggy-version-not-looked-at.mjs' },
  F9: { about: 'compare and retry', quiet: 'safe-compare-retry.js', speaks: 'buggy-compare-too-early.js' },
  F10: { about: 'cache of equal values', quiet: 'safe-equal-answers-alone.mjs', speaks: 'buggy-equal-answers-counted.mjs' },
  F11: { about: 'object of one request', quiet: 'safe-request-context.js', speaks: 'buggy-request-context-shared.js' },
  F12: { about: 'recursion in one task', quiet: 'safe-recursion.mjs', speaks: 'buggy-recursion-parallel.mjs' },
  F13: { about: 'declared with a value', quiet: 'safe-declared-with-value.mjs', speaks: 'buggy-use-before-init-await.mjs' },
  F14: { about: 'different keys', quiet: 'safe-different-keys.mjs', speaks: 'buggy-same-key.mjs' },
  F15: { about: 'test framework', quiet: 'safe-tests-in-turn.mjs', speaks: 'buggy-concurrent-tests.mjs' },
  F16: { about: 'state of a library', quiet: 'safe-p-queue-results.mjs', speaks: 'buggy-p-queue-own-count.mjs' },
  F17: { about: 'exit handlers', quiet: 'safe-reset-at-exit.js', speaks: 'buggy-reset-by-timer.js' },
  F18: { about: 'a common lock', quiet: 'safe-acquire-release.js', speaks: 'buggy-lock-each-call.js' },
  F19: { about: 'a flag covers the use', quiet: 'safe-covered-by-flag.js', speaks: 'buggy-flag-too-early.js' },
  F20: { about: 'silenced in the code', quiet: 'safe-silenced.mjs', speaks: 'buggy-not-silenced.mjs' },
};

function programs(): string[] {
  return fs.readdirSync(FOLDER).filter((name) => /^(?:buggy|safe)-/.test(name));
}

/** So many lines of the longer one must stand in the other as well. */
const NEAR = 0.7;

/** The share of lines that two programs have in common, without what they expect and other comments. */
function nearness(one: string, other: string): number {
  const linesOf = (name: string): string[] =>
    fs
      .readFileSync(path.join(FOLDER, name), 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('//'));
  const [mine, theirs] = [linesOf(one), linesOf(other)];
  const left = [...theirs];
  const common = mine.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return common.length / Math.max(mine.length, theirs.length);
}

describe('race rules on programs', () => {
  const chosen = programs().filter((each) => hasTurn(path.join(FOLDER, each)));
  const isRight = rightInBatches(chosen.map((name) => mainOf(path.join(FOLDER, name))));
  for (const name of chosen) {
    it(name.startsWith('safe') ? `stays silent on ${name}` : `finds ${name}`, async () => {
      const main = mainOf(path.join(FOLDER, name));
      if (isRight(main)) return;
      const oldest = oldestNode(main);
      const isOld = oldest > Number(process.versions.node.split('.')[0]);
      await checkProgram(main, isOld ? await nodeBinary(oldest) : undefined);
    });
  }

  it('covers each filter with a quiet program and a near one that must speak', () => {
    const names = new Set(programs());
    assert.deepEqual(
      Object.keys(FILTERS),
      Array.from({ length: 20 }, (_, i) => `F${i + 1}`),
    );
    for (const [filter, { quiet, speaks }] of Object.entries(FILTERS)) {
      assert.ok(names.has(quiet) && quiet.startsWith('safe-'), `${filter}: ${quiet}`);
      assert.ok(names.has(speaks) && speaks.startsWith('buggy-'), `${filter}: ${speaks}`);
      const share = nearness(quiet, speaks);
      assert.ok(share >= NEAR, `${filter}: ${quiet} and ${speaks} have ${Math.round(share * 100)} % in common`);
    }
  });
});

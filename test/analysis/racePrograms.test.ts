/** The race rules on small real programs, each traced through the built bundles (test/programs/races/README.md). */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { checkProgram } from '../support/programs.ts';

const FOLDER = path.resolve('test/programs/races');

/** Which program shows that a filter of detection.md §3.8 keeps still, and which near twin that it does not keep still about more than it should. */
const FILTERS: Readonly<Record<string, { readonly about: string; readonly quiet: string; readonly speaks: string }>> = {
  F1: { about: 'both store the same primitive', quiet: 'safe-idempotent-config.js', speaks: 'buggy-lazy-login' },
  F2: { about: 'accumulators in one step', quiet: 'safe-accumulators.mjs', speaks: 'buggy-accumulate-callbacks.js' },
  F3: { about: 'numbers that only report', quiet: 'safe-metrics.js', speaks: 'buggy-fastify-quota.mjs' },
  F4: { about: 'steps that the task waits for', quiet: 'safe-sequence-of-helpers.js', speaks: 'buggy-child-not-awaited.js' },
  F5: { about: 'read again after the wait', quiet: 'safe-recheck-map.mjs', speaks: 'buggy-stale-guard-fresh-value.js' },
  F6: { about: 'the promise is kept', quiet: 'safe-memo-in-flight.js', speaks: 'buggy-nullish-assign.mjs' },
  F7: { about: 'busy flag', quiet: 'safe-busy-flag-class.js', speaks: 'buggy-busy-flag-late.js' },
  F8: { about: 'version token', quiet: 'safe-version-guard.mjs', speaks: 'buggy-last-write-emitter.mjs' },
  F9: { about: 'compare and retry', quiet: 'safe-compare-retry.js', speaks: 'buggy-compare-too-early.js' },
  F10: { about: 'cache of equal values', quiet: 'safe-equal-cache.mjs', speaks: 'buggy-lazy-static.js' },
  F11: { about: 'object of one request', quiet: 'safe-request-context.js', speaks: 'buggy-http-likes.mjs' },
  F12: { about: 'recursion in one task', quiet: 'safe-recursion.mjs', speaks: 'buggy-recursion-parallel.mjs' },
  F13: { about: 'set up, then used', quiet: 'safe-init-awaited-class.mjs', speaks: 'buggy-use-before-init-await.mjs' },
  F14: { about: 'different keys', quiet: 'safe-different-keys.mjs', speaks: 'buggy-sign-up.mjs' },
  F15: { about: 'test framework', quiet: 'safe-node-test.mjs', speaks: 'buggy-concurrent-tests.mjs' },
  F16: { about: 'state of a library', quiet: 'safe-p-queue-results.mjs', speaks: 'buggy-emitter-subclass.mjs' },
  F17: { about: 'exit handlers', quiet: 'safe-exit-handler.js', speaks: 'buggy-interval-overlap.js' },
  F18: { about: 'a common lock', quiet: 'safe-acquire-release.js', speaks: 'buggy-two-mutexes.js' },
  F19: { about: 'a flag covers the use', quiet: 'safe-covered-by-flag.js', speaks: 'buggy-use-before-init.js' },
  F20: { about: 'silenced in the code', quiet: 'safe-silenced.mjs', speaks: 'buggy-not-silenced.mjs' },
};

function programs(): string[] {
  return fs.readdirSync(FOLDER).filter((name) => /^(?:buggy|safe)-/.test(name));
}

function mainOf(name: string): string {
  const at = path.join(FOLDER, name);
  if (!fs.statSync(at).isDirectory()) return at;
  return path.join(at, fs.readdirSync(at).find((file) => /^main\.m?js$/.test(file)) ?? 'main.js');
}

describe('race rules on programs', () => {
  for (const name of programs()) {
    it(name.startsWith('safe') ? `stays silent on ${name}` : `finds ${name}`, async () => {
      await checkProgram(mainOf(name));
    });
  }

  it('covers each filter with a quiet program and one that must speak', () => {
    const names = new Set(programs());
    assert.deepEqual(
      Object.keys(FILTERS),
      Array.from({ length: 20 }, (_, i) => `F${i + 1}`),
    );
    for (const [filter, { quiet, speaks }] of Object.entries(FILTERS)) {
      assert.ok(names.has(quiet) && quiet.startsWith('safe-'), `${filter}: ${quiet}`);
      assert.ok(names.has(speaks) && speaks.startsWith('buggy-'), `${filter}: ${speaks}`);
    }
  });
});

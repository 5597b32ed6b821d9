// Rings of awaits are told when they are still there some time later; those of locks at once.
import assert from 'node:assert/strict';
import type { Draft } from '../../src/analysis/finding.ts';
import { SETTLE_MS, SettledRings } from '../../src/host/settledRings.ts';

function draft(key: string, roles: readonly string[]): Draft {
  return {
    kind: 'deadlock.actual',
    key,
    confidence: 1,
    verdict: 'observed',
    consequence: true,
    message: key,
    why: [],
    places: roles.map((role, site) => ({ site, role })),
    segments: [],
    activations: [],
  };
}

describe('rings that are told while a program runs', () => {
  const keys = (drafts: readonly Draft[]): string[] => drafts.map(({ key }) => key);
  const [awaits, locks] = [draft('awaits', ['await', 'create']), draft('locks', ['hold', 'await'])];

  it('are told at once when locks are in them, and when they last when they are of awaits only', () => {
    const rings = new SettledRings();
    assert.deepEqual(keys(rings.look([awaits, locks], 100)), ['locks']);
    assert.deepEqual(keys(rings.look([awaits, locks], 100 + SETTLE_MS - 1)), ['locks']);
    assert.deepEqual(keys(rings.look([awaits, locks], 100 + SETTLE_MS)), ['awaits', 'locks']);
    assert.equal(rings.isSettled(awaits, 100 + SETTLE_MS), true);
  });

  it('begin anew when they were gone in between', () => {
    const rings = new SettledRings();
    rings.look([awaits], 100);
    rings.look([], 105);
    assert.deepEqual(keys(rings.look([awaits], 100 + SETTLE_MS)), []);
    assert.equal(rings.isSettled(awaits, 100 + SETTLE_MS), false);
    assert.deepEqual(keys(rings.look([awaits], 100 + 2 * SETTLE_MS)), ['awaits']);
  });
});

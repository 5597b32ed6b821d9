/**
 * Rings of awaits that are told while a program runs. Between a promise that is resolved with a thenable and the thenable's own answer lie turns of the microtask queue: events that end in
 * the middle of them can show a ring that is none. One that is still there some time later is real: nothing of the program has undone it.
 */
import type { Draft } from '../analysis/finding.ts';

/** Longer than a turn of what does not compute, and short beside the 50 ms within which a deadlock is to be told. */
export const SETTLE_MS = 5;

export class SettledRings {
  /** When each ring of awaits was seen first, by the key of its finding; of those that were there in the last look. */
  #since = new Map<string, number>();

  /** Of what a look has found, what can be told now. */
  look(drafts: readonly Draft[], nowMs: number): Draft[] {
    const since = new Map<string, number>();
    for (const draft of drafts) if (isOfAwaits(draft)) since.set(draft.key, this.#since.get(draft.key) ?? nowMs);
    this.#since = since;
    return drafts.filter((draft) => this.isSettled(draft, nowMs));
  }

  isSettled(draft: Draft, nowMs: number): boolean {
    return !isOfAwaits(draft) || nowMs - (this.#since.get(draft.key) ?? nowMs) >= SETTLE_MS;
  }
}

function isOfAwaits({ kind, places }: Draft): boolean {
  return kind === 'deadlock.actual' && places.every(({ role }) => role === 'await' || role === 'create');
}

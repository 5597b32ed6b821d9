/** Fail-fast checks for broken invariants (bugs). Expected failures are values, not exceptions. */

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Interleave bug: ${message}`);
}

/** Closes a switch over a closed union. */
export function assertNever(value: never): never {
  throw new Error(`Interleave bug: unexpected ${String(value)}`);
}

/** Returns the value, or throws when it is missing. */
export function ensureDefined<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`Interleave bug: ${what} is missing`);
  return value;
}

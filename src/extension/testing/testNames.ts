/** Patterns that let a test runner run only what was asked for, from the names of tests. Pure. */

export interface WantedTest {
  /** Its own name behind those of the suites that it is in. */
  readonly names: readonly string[];
  /** It has tests in it, with these names: all of them are meant. */
  readonly inner: readonly string[];
  readonly isSuite: boolean;
}

/** For the full name, which runners join with spaces; vitest puts one before it. */
export function testPattern(test: WantedTest): string {
  return `^ ?${test.names.map(escape).join(' ')}${test.isSuite ? '( |$)' : '$'}`;
}

/** For `--test-name-pattern`: of the full name since Node 22. Before, each test is asked by its own name, and what it is in must match as well. */
export function nodePatterns(wanted: readonly WantedTest[], major: number): string[] {
  if (major >= 22) return wanted.map((test) => `/^${test.names.map(escape).join(' ')}${test.isSuite ? '( |$)' : '$'}/`);
  const names = new Set(wanted.flatMap((test) => [...test.names, ...test.inner]));
  return [...names].map((name) => `/^${escape(name)}$/`);
}

/** What a runner fills in when it makes tests from a table (`%s`, `$name`, `${…}`) may be anything. */
function escape(name: string): string {
  return name
    .split(/\$\{[^}]*\}|%[sdifjopc#%]|(?<![\w$])\$[\w.]+/)
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('.*');
}

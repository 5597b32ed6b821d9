/**
 * A reporter for `node --test`, in a bundle of its own: it runs inside Node's test runner and writes one line of JSON for each test that starts or ends, for testController.ts.
 * It takes nothing from the rest of the extension.
 */
import { inspect } from 'node:util';
import type { TestEvent } from './testEvents.ts';

interface RunnerEvent {
  readonly type: string;
  readonly data?: {
    readonly name?: string;
    readonly file?: string;
    readonly line?: number;
    readonly skip?: unknown;
    readonly todo?: unknown;
    readonly details?: { readonly duration_ms?: number; readonly type?: string; readonly error?: RunnerError; readonly passed?: boolean };
  };
}

interface RunnerError extends Error {
  readonly failureType?: string;
  readonly cause?: unknown;
}

/** Where a test is said to have ended before its turn in the report has come; older versions of Node know only the others. */
const ENDS = new Set(['test:complete', 'test:pass', 'test:fail']);

// oxlint-disable-next-line import/no-default-export -- what Node looks for in a reporter
export default async function* report(source: AsyncIterable<RunnerEvent>): AsyncGenerator<string> {
  for await (const { type, data } of source) {
    const line = describe(type, data ?? {});
    if (line) yield `${JSON.stringify(line)}\n`;
  }
}

function describe(type: string, data: NonNullable<RunnerEvent['data']>): TestEvent | undefined {
  const { name, file, line } = data;
  if (name === undefined) return undefined;
  const test = { name, file: file ?? '', line: line ?? 0 };
  if (type === 'test:dequeue' || type === 'test:start') return { ...test, type: 'start' };
  if (!ENDS.has(type)) return undefined;
  const { duration_ms: ms = 0, error } = data.details ?? {};
  const isSkipped = data.skip !== undefined && data.skip !== false;
  const isTodo = data.todo !== undefined && data.todo !== false;
  if (isSkipped || (isTodo && error)) return { ...test, type: 'skip' };
  return error ? { ...test, type: 'fail', ms, ...failure(error) } : { ...test, type: 'pass', ms };
}

/** The error of the test itself, which Node wraps. */
function failure(error: RunnerError): Pick<Extract<TestEvent, { type: 'fail' }>, 'failure' | 'message' | 'stack' | 'expected' | 'actual'> {
  const cause = error.cause instanceof Error ? error.cause : error;
  const inner = (cause as RunnerError).failureType;
  const differs = 'expected' in cause && 'actual' in cause && cause.actual !== cause.expected;
  return {
    failure: inner ?? error.failureType ?? '',
    message: cause.message,
    stack: cause.stack ?? '',
    ...(differs ? { expected: inspect(cause.expected), actual: inspect(cause.actual) } : {}),
  };
}

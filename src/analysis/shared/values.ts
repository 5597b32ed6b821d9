/** What accesses read and wrote, as text, where the user asked for values. */
import type { Trace } from '../../model/trace.ts';
import {
  ACCESS_DELETE,
  VALUE_EMPTY,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_OBJECT,
  VALUE_PROMISE,
  VALUE_TRUE,
  VALUE_UNDEFINED,
  VALUE_UNKNOWN,
  VALUE_ZERO,
} from '../../model/vocabulary.ts';

const FIXED: ReadonlyMap<number, string> = new Map([
  [VALUE_UNDEFINED, 'undefined'],
  [VALUE_NULL, 'null'],
  [VALUE_FALSE, 'false'],
  [VALUE_TRUE, 'true'],
  [VALUE_ZERO, '0'],
  [VALUE_EMPTY, '""'],
]);
/** Names of what nobody else should read. */
const SECRET = /pass(?:word|wd|phrase)?|pwd|secret|token|credential|api_?key|private_?key|auth|cookie|session/i;

/** What the access read or wrote; undefined when it is not known, and where nobody asked for values. */
export function valueText(trace: Trace, access: number): string | undefined {
  const { accesses } = trace;
  if (!trace.run.values || accesses.how.at(access) === ACCESS_DELETE) return undefined;
  const value = accesses.value.at(access) || (trace.held.get(access) ?? VALUE_UNKNOWN);
  const code = trace.site(accesses.site.at(access))?.text ?? '';
  const text = textOf(trace, value);
  if (text === undefined) return undefined;
  if (SECRET.test(code) && value > VALUE_EMPTY && value < VALUE_OBJECT) return '(hidden)';
  // What the expression gives is what was there before.
  return /(?:\+\+|--)$/.test(code) ? `${text} before` : text;
}

function textOf(trace: Trace, value: number): string | undefined {
  if (value === VALUE_UNKNOWN) return undefined;
  if (value >= VALUE_OBJECT) {
    if ((value & VALUE_PROMISE) !== 0) return 'a promise';
    const number = value & ~VALUE_OBJECT;
    return number === 0 ? 'an object' : `object #${number}`;
  }
  const fixed = FIXED.get(value);
  if (fixed !== undefined) return fixed;
  const text = trace.string(trace.values.get(value) ?? 0);
  return text === '' ? undefined : text;
}

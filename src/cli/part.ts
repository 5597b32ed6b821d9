/** The part of a run that the user asks for, in times since it began. */
import type { Part } from '../host/api.ts';
import { outlineOf } from '../host/outline.ts';
import { clockTime } from '../model/partOf.ts';
import { type PartArguments, UsageError } from './usage.ts';

/** Throws a UsageError when there is no such part. */
export async function partOfRun(file: string, { fromMs, toMs }: PartArguments): Promise<Part> {
  if (fromMs === undefined && toMs === undefined) return {};
  const { lengthMs } = await outlineOf(file);
  const from = Math.max(0, sinceBegin(fromMs ?? 0, lengthMs));
  const until = sinceBegin(toMs ?? lengthMs, lengthMs);
  const length = `The run took ${clockTime(lengthMs)} (${lengthMs / 1000} s)`;
  if (from >= lengthMs) throw new UsageError(`${length}: --from is a time before its end.`);
  if (until <= 0) throw new UsageError(`${length}: --to is a time after its beginning.`);
  if (from >= until) throw new UsageError(`--from (${clockTime(from)}) is a time before --to (${clockTime(until)}).`);
  return { ...(from > 0 ? { fromMs: from } : {}), ...(until < lengthMs ? { untilMs: until } : {}) };
}

function sinceBegin(ms: number, lengthMs: number): number {
  return ms < 0 ? lengthMs + ms : ms;
}

/** The report as one JSON document (design.md §3.2). */
import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../../analysis/finding.ts';
import { explainErrno } from '../../host/errors.ts';
import { print } from '../output.ts';
import { UsageError } from '../usage.ts';

/** Writes to `target`, `-` for stdout. Throws a UsageError when the file cannot be written. */
export function writeJson(target: string, value: Report | Report['pending']): void {
  const text = `${JSON.stringify(value, undefined, 2)}\n`;
  if (target === '-') {
    print(text);
    return;
  }
  try {
    fs.writeFileSync(target, text);
  } catch (error) {
    throw cannotWrite(target, error);
  }
}

/** Fails early: a report that has nowhere to go should be known before the program runs, not after. */
export function checkJsonTarget(target: string | undefined): void {
  if (target === undefined || target === '-') return;
  try {
    // Looked at, not created: a run that never starts leaves no empty report.
    const stat = fs.statSync(target, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    fs.accessSync(stat === undefined ? path.dirname(path.resolve(target)) : target, fs.constants.W_OK);
  } catch (error) {
    throw cannotWrite(target, error);
  }
}

function cannotWrite(target: string, error: unknown): UsageError {
  return new UsageError(`Cannot write the report to ${target}: ${explainErrno(error)}. Choose another file for --json.`);
}

/** What is known of a file operation by the place of the call that made it. */
import * as W from '../../wire/events.ts';
import { NONE } from '../ids.ts';
import type { Trace } from '../trace.ts';

const APPENDS = /(?:^|\.)appendFile$/;
const READS = /(?:^|\.)readFile(?:Sync)?$/;

/**
 * Where the flags do not tell it, or nobody knows them: fs.appendFile of Node 26 writes by a job that is recorded as a write, and fs.readFile opens with 'a+' what it makes where it is missing
 * (with 'r+' what shall be there), and reads it.
 */
export function classOfOperation(trace: Trace, kind: number, site: number): number {
  const isRead = kind === W.FS_APPEND || kind === W.FS_META;
  if (kind !== W.FS_WRITE && !isRead) return kind;
  const text = trace.site(site)?.text ?? '';
  if (isRead) return READS.test(text) ? W.FS_READ : kind;
  return APPENDS.test(text) ? W.FS_APPEND : kind;
}

/** Calls of the language and of `path`, none of which begins anything with a file. */
const ONLY_ANSWERS =
  /\.(?:test|exec|includes|startsWith|endsWith|indexOf|match|replace|slice|split|trim|toLowerCase|toUpperCase)$|^path\.\w+$|^(?:basename|dirname|extname|isAbsolute)$/;

/**
 * `watch(folder, { ignored: (file) => /\.part$/.test(file) })`: what a library begins when it has asked a function of the program is its own, though the last call of the program was made there.
 */
export function siteOfOperation(trace: Trace, site: number, isAsync: boolean): number {
  return isAsync && ONLY_ANSWERS.test(trace.site(site)?.text ?? '') ? NONE : site;
}

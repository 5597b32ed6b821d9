/**
 * Runs in the thread of module customization hooks (Node before 22.15): transforms ES modules there. Nothing is recorded in this thread;
 * the site tables go straight to the log, the transformed sources through a port to the thread whose modules they are.
 */
import { createRequire } from 'node:module';
import type { MessagePort } from 'node:worker_threads';
import { CHUNK_SITES } from '../../wire/format.ts';
import { A_FD, A_PID, arenaHeader } from '../arena.ts';
import { fileURLToPath, writeSync } from '../builtins.ts';
import { textChunk } from '../chunks.ts';
import type { ConfiguredLock } from '../../wire/configuredLock.ts';
import { adaptSource, configureLocks, isAdapted } from '../adapters/files.ts';
import { type UserCodeRules, isUserFile } from '../userCode.ts';
import { type TransformModule, setTransformerHost, transformFile } from './transformer.ts';

export interface HooksThreadData {
  readonly arena: SharedArrayBuffer;
  readonly rules: UserCodeRules;
  readonly locks: readonly ConfiguredLock[];
  /** False at level `light`: only libraries with adapters are changed. */
  readonly full: boolean;
  readonly cacheDir: string;
  readonly transformPath: string;
  readonly port: MessagePort;
  /** Grows with each registration: only the newest, outermost instance works. */
  readonly generation: number;
}

interface Loaded {
  format?: string | null;
  source?: unknown;
}

let rules: UserCodeRules | undefined;
let port: MessagePort | undefined;
let generation = 0;

/** Shared by the instances of this module in the hooks thread: the newest generation. */
const NEWEST = Symbol.for('interleave.hooks');
const shared = globalThis as unknown as { [NEWEST]?: number };

export function initialize(data: HooksThreadData): void {
  const header = arenaHeader(data.arena);
  rules = data.full ? data.rules : undefined;
  configureLocks(data.locks, !data.full);
  port = data.port;
  generation = data.generation;
  Object.defineProperty(shared, NEWEST, { value: generation, configurable: true, enumerable: false });
  setTransformerHost({
    arena: header,
    cacheDir: data.cacheDir,
    debugged: false,
    loadTransform: () => createRequire(data.transformPath)(data.transformPath) as TransformModule,
    writeTable: (text) => void writeSync(header[A_FD] as number, textChunk(CHUNK_SITES, header[A_PID] as number, 0, text)),
    note: () => {},
    // None of the program's own code runs in this thread.
    countAsOwn: (work) => work(),
  });
}

function textOf(source: unknown): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source as Uint8Array);
}

export async function load(url: string, context: object, next: (url: string, context: object) => Promise<Loaded>): Promise<Loaded> {
  const result = await next(url, context);
  try {
    if (shared[NEWEST] !== generation || result.format !== 'module' || !url.startsWith('file:')) return result;
    if (isAdapted(url)) {
      const source = adaptSource(url, textOf(result.source));
      return source === undefined ? result : { ...result, source };
    }
    if (rules === undefined || !isUserFile(fileURLToPath(url), rules)) return result;
    const source = transformFile(textOf(result.source), fileURLToPath(url), url, 'module');
    if (source === undefined) return result;
    port?.postMessage(source);
    return { ...result, source: source.code };
  } catch {
    // The program runs its own text.
    return result;
  }
}

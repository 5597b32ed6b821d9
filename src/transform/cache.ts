/** Artefacts on disk, by content: a hit costs one read and no parser. Whatever is wrong with an entry makes it a miss; nothing here throws. */
import { isComplete, type Artefact } from './artefact';
import { digestBytes } from '../wire/digest';
import { digestText } from './digest';

declare const INTERLEAVE_VERSION: string;

/** Raised with every change of the emitted code or of this file's format. */
const FORMAT = 359;
const MAGIC = `interleave-transform ${FORMAT} ${INTERLEAVE_VERSION}\n`;
const DIGEST_LENGTH = 16;

/** How entries are read and written (preload/wholeFiles.ts). */
export interface CacheFiles {
  /** Throws when there is no such file. */
  readonly read: (file: string) => Buffer;
  /** Writes a file, whole or not at all, in a folder that it makes when needed; never throws. */
  readonly replace: (folder: string, name: string, data: Buffer) => void;
}

export interface CacheKey {
  readonly source: string;
  readonly type: string;
  /** Extension of the file, with the dot. */
  readonly extension: string;
  /** Text of the source map the source names, when it is not part of the source. */
  readonly map: string;
}

/** Name of an entry. Another source may have the same by chance: `readEntry` looks. */
export function hashKey(key: CacheKey): string {
  const parts = [MAGIC, key.type, key.extension, key.map, key.source];
  return digestText(parts.map((part) => `${part.length}:${part}`).join(''));
}

/** Reads an entry; undefined when there is none, when it is damaged or of another source, or when it leaves out a probe that other files have made worthwhile since. */
export function readEntry(files: CacheFiles, directory: string, key: string, source: string): Artefact | undefined {
  try {
    const artefact = decodeEntry(files.read(`${folderOf(directory, key)}/${nameOf(key)}`));
    if (!artefact || withoutInsertions(artefact) !== source) return undefined;
    return isComplete(artefact) ? artefact : undefined;
  } catch {
    return undefined; // no entry, or no right to read it
  }
}

/** Writes an entry. Failing is fine: the next run transforms again. */
export function writeEntry(files: CacheFiles, directory: string, key: string, artefact: Artefact): void {
  files.replace(folderOf(directory, key), nameOf(key), encodeEntry(artefact));
}

/** The source that an artefact was made of. */
function withoutInsertions({ code, insertions }: Artefact): string {
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < insertions.length; i += 2) {
    const at = insertions[i] as number;
    parts.push(code.slice(from, at));
    from = at + (insertions[i + 1] as number);
  }
  parts.push(code.slice(from));
  return parts.join('');
}

function folderOf(directory: string, key: string): string {
  return `${directory}/${key.slice(0, 2)}`;
}

function nameOf(key: string): string {
  return `${key.slice(2)}.ilt`;
}

/** Layout: magic line, digest of the rest, four lengths, then JSON, numbers, insertions and code (Latin-1 or UTF-16). */
export function encodeEntry(artefact: Artefact): Buffer {
  const { code, numbers, insertions, ...rest } = artefact;
  const isWide = /[\u0100-\uffff]/.test(code);
  const meta = Buffer.from(JSON.stringify({ ...rest, isWide }));
  const text = Buffer.from(code, isWide ? 'utf16le' : 'latin1');
  const lengths = Buffer.alloc(16);
  [meta.length, numbers.byteLength, insertions.byteLength, text.length].forEach((n, i) => lengths.writeUInt32LE(n, 4 * i));
  const body = Buffer.concat([lengths, meta, bytesOf(numbers), bytesOf(insertions), text]);
  return Buffer.concat([Buffer.from(MAGIC + digestBytes(body)), body]);
}

function bytesOf(array: Int32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

/** Reads what `encodeEntry` wrote; undefined for anything else. */
export function decodeEntry(data: Buffer): Artefact | undefined {
  const start = MAGIC.length + DIGEST_LENGTH;
  if (data.length < start + 16 || data.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const body = data.subarray(start);
  if (digestBytes(body) !== data.toString('latin1', MAGIC.length, start)) return undefined;
  let at = 16;
  const [meta, numbers, insertions, text] = [0, 4, 8, 12].map((offset) => body.subarray(at, (at += body.readUInt32LE(offset))));
  if (!meta || !numbers || !insertions || !text || at !== body.length) return undefined;
  // SAFETY: the digest says that these are the bytes `encodeEntry` wrote.
  const { isWide, ...rest } = JSON.parse(meta.toString('utf8')) as Omit<Artefact, 'code' | 'numbers' | 'insertions'> & { isWide: boolean };
  return { ...rest, code: text.toString(isWide ? 'utf16le' : 'latin1'), numbers: toInts(numbers), insertions: toInts(insertions) };
}

function toInts(bytes: Buffer): Int32Array {
  const copy = new Uint8Array(bytes); // aligned
  return new Int32Array(copy.buffer, 0, copy.length / 4);
}

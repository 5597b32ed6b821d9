/** A copy of a trace that may leave this machine (privacy.ts): chunks in, chunks out, in the same order and with the same events. */
import { CHUNK_EVENTS, CHUNK_HEADER_BYTES, CHUNK_META, CHUNK_SITES, CHUNK_SYNC } from '../wire/format.ts';
import { type Chunk, readChunk } from '../wire/reader.ts';
import { Privacy } from './privacy.ts';
import { StringRewriter } from './rewriteStrings.ts';

type Json = Readonly<Record<string, unknown>>;

/** Changes a site table on its way into the copy. */
export type ChangeSites = (table: Json) => Json;

export class PrivateCopy {
  /** Knows what was hidden so far. */
  readonly privacy = new Privacy();
  readonly #threads = new Map<string, StringRewriter>();
  readonly #changeSites: ChangeSites;

  constructor(changeSites: ChangeSites = (table) => table) {
    this.#changeSites = changeSites;
  }

  /** Whole chunks in, whole chunks out. */
  copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (let result = readChunk(bytes, 0); result.ok; result = readChunk(bytes, result.chunk.end)) {
      const { chunk } = result;
      const payload = this.#payload(chunk);
      if (payload === undefined) continue;
      const head = new Uint8Array(CHUNK_HEADER_BYTES);
      const view = new DataView(head.buffer);
      view.setUint32(0, CHUNK_SYNC, true);
      view.setUint8(4, chunk.kind);
      view.setUint32(8, chunk.pid, true);
      view.setUint32(12, chunk.thread, true);
      view.setUint32(16, payload.length, true);
      // A rewriter's answer is valid until the next question only.
      parts.push(head, payload.slice());
      length += head.length + payload.length;
    }
    const out = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  #payload(chunk: Chunk): Uint8Array | undefined {
    switch (chunk.kind) {
      case CHUNK_EVENTS:
        return this.#thread(chunk).rewrite(chunk.payload);
      case CHUNK_META:
        return this.#json(chunk, (record) => this.#meta(record));
      case CHUNK_SITES:
        return this.#json(chunk, (record) => this.#sites(record));
      default:
        // Nobody knows what is in it.
        return undefined;
    }
  }

  #thread({ pid, thread }: Chunk): StringRewriter {
    const key = `${pid}:${thread}`;
    let rewriter = this.#threads.get(key);
    if (rewriter === undefined) {
      rewriter = new StringRewriter(this.privacy.replace);
      this.#threads.set(key, rewriter);
    }
    return rewriter;
  }

  /** What is not JSON stays unreadable: an empty chunk. */
  #json(chunk: Chunk, change: (record: Json) => Json): Uint8Array {
    try {
      const record: unknown = JSON.parse(Buffer.from(chunk.payload).toString('utf8'));
      if (typeof record === 'object' && record !== null) return Buffer.from(JSON.stringify(change(record as Json)));
    } catch {
      // Damaged.
    }
    return new Uint8Array(0);
  }

  #meta(record: Json): Json {
    const changed: Record<string, unknown> = { ...record };
    for (const key of ['command', 'argv']) {
      const words = record[key];
      if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) continue;
      changed[key] = this.privacy.command(words);
    }
    for (const key of ['name', 'why', 'incomplete']) {
      const text = record[key];
      if (typeof text === 'string') changed[key] = this.privacy.text(text);
      if (Array.isArray(text)) changed[key] = text.map((each: unknown) => (typeof each === 'string' ? this.privacy.text(each) : each));
    }
    return changed;
  }

  #sites(table: Json): Json {
    const { file, patches, sites } = table;
    if (Array.isArray(patches)) {
      for (const { names = [] } of patches as readonly { readonly names?: readonly string[] }[]) this.privacy.learn(names.join(' '));
    }
    if (Array.isArray(sites)) {
      for (const site of sites as readonly ({ readonly text?: unknown } | null)[]) {
        if (typeof site?.text === 'string') this.privacy.learn(site.text);
      }
    }
    return this.#changeSites(typeof file === 'string' ? { ...table, file: this.privacy.text(file) } : table);
  }
}

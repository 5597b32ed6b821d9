/**
 * What may leave this machine: keys of locks and caches and the hosts of peers become short hashes that are the same in every report, so do query strings; the
 * command is masked. Names, places and times stay. Decided for each field of each event, because the same text can be a key in one place and a name in another.
 */
import { createHash } from 'node:crypto';
import { maskCommand } from './maskCommand.ts';

/** What each report and export says about itself. `values`: the user asked for the values of accesses. */
export function privacyNotice(values: boolean): string {
  return `Contains names of functions, files, routes and threads, source places, times and the masked command. Keys of locks and caches, hosts of peers and query strings are replaced by short hashes. ${
    values
      ? 'Values that shared variables and properties held were recorded on request: numbers are shown, texts are replaced by short hashes.'
      : 'Values of variables were never recorded.'
  }`;
}

/** URLs with these schemes are places of code. */
const CODE_SCHEME = /^(?:file|node|webpack|webpack-internal|rspack|turbopack|vite|ng|rollup|vscode)$/i;
const URL_PATTERN = /\b(?<scheme>[a-z][a-z\d+.-]*):\/\/(?<user>[^\s/@?#'"]*@)?(?<host>\[[\da-f:.%]+\]|[^\s/:?#'"(),]*)/gi;
/** Not the line and column that follow it in a stack frame. */
const QUERY = /\?(?=[\w%])[^\s'"`)<>]+?(?=(?::\d+){1,2}(?:[\s)]|$)|[\s'"`)<>]|$)/g;
/** `ENOTFOUND db.internal`, `ECONNREFUSED 10.0.0.7:5432`. */
const FAILED_PEER =
  /\b(?<code>ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)\s+(?<host>\[?[\w.:%-]+?\]?)(?=(?::\d+)?(?:[\s,)]|$))/g;
/** Keys of objects that every program has, and the recorder's own for "is it open?". */
const COMMON_KEYS: ReadonlySet<string> = new Set(['length', 'size', 'constructor', 'prototype', '(open)']);
const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;
const LITERAL = /(['"`])((?:(?!\1)[^\\]|\\.)*)\1/g;
/** Of a program that makes keys without end, the first ones. */
const MAX_KEYS = 100_000;
const LOOPBACK = /^(?:127(?:\.\d+){3}|::1|::ffff:127(?:\.\d+){3}|localhost)$/i;
/** Shorter hosts would be found in the middle of words. */
const SHORTEST_PEER = 4;
/** What stands for a text, in any other text. */
const TOKEN = /\b(?:key|host|query|text)-[\da-f]{8}\b/g;

type HiddenKind = 'key' | 'host' | 'query' | 'text';

/** A short stable name for a text: 'key-1f2e3d4c'. */
export function hashed(kind: HiddenKind, text: string): string {
  return `${kind}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

export class Privacy {
  /** Hosts that the program spoke to: they come again in the messages of errors. */
  readonly #peers = new Set<string>();
  /** Keys by what stands for them: a literal in the source may be one. */
  readonly #keys = new Set<string>();
  /** Words of the program's own code: a property of that name is no key of anybody. */
  readonly #words = new Set<string>();
  /** Texts by what stands for them. */
  readonly #hidden = new Map<string, string>();

  /** How many hosts are known: with each new one, texts that were seen before may have something to hide. */
  get peers(): number {
    return this.#peers.size;
  }

  /** Remembers what stands in the code at a site. */
  learn(code: string): void {
    for (const [word] of code.matchAll(IDENTIFIER)) this.#words.add(word);
  }

  /** What stands for a string of an event (wire/events.ts). */
  readonly replace = (event: string, field: string, text: string, others: readonly string[]): string => {
    switch (`${event}.${field}`) {
      case 'lockNew.name':
        return this.#key(text);
      case 'locationProp.key':
        return this.#isKey(text, others) ? this.#key(text) : text;
      case 'handle.label':
        return this.#label(text);
      case 'value.text':
        // Numbers stand for themselves.
        return text.startsWith('"') ? this.#hide('text', text) : text;
      case 'child.command':
        return this.command(text.split(' ')).join(' ');
      case 'root.label':
      case 'worker.file':
      case 'module.file':
      case 'sample.stack':
      case 'sharedLock.stack':
      case 'unhandled.message':
      case 'unhandled.stack':
      case 'uncaught.message':
      case 'uncaught.stack':
      case 'note.text':
        return this.text(text);
      default:
        return text;
    }
  };

  /** A value as this machine may show it: what stands for a text becomes that text again, in all strings in it. What was masked stays masked. */
  reveal<T>(value: T): T {
    return (
      this.#hidden.size === 0 ? value : mapStrings(value, (text) => text.replace(TOKEN, (token) => this.#hidden.get(token) ?? token))
    ) as T;
  }

  command(words: readonly string[]): string[] {
    return maskCommand(words).map((word) => this.text(word));
  }

  /** Free text: hosts in URLs and in errors of the network, query strings, and hosts that are known as peers. */
  text(text: string): string {
    let result = text
      .replace(URL_PATTERN, (whole: string, scheme: string, _user: string | undefined, host: string) =>
        CODE_SCHEME.test(scheme) || host === '' ? whole : `${scheme}://${this.#host(host)}`,
      )
      .replace(FAILED_PEER, (_whole, code: string, host: string) => `${code} ${this.#host(host)}`)
      .replace(QUERY, (query) => `?${this.#hide('query', query, query.slice(1))}`);
    for (const peer of this.#peers) if (result.includes(peer)) result = result.replaceAll(peer, this.#hide('host', peer));
    return result;
  }

  /** A line of source: literals that are keys, and hosts and queries in literals. */
  source(line: string): string {
    return line.replace(LITERAL, (_whole, quote: string, text: string) => {
      return `${quote}${this.#keys.has(text) ? hashed('key', text) : this.text(text)}${quote}`;
    });
  }

  #key(text: string): string {
    if (this.#keys.size < MAX_KEYS) this.#keys.add(text);
    return this.#hide('key', text);
  }

  #isKey(text: string, others: readonly string[]): boolean {
    // Keys that are objects are numbers of ours; entries of arrays are no keys.
    if (/^#\d+$/.test(text) || this.#words.has(text) || COMMON_KEYS.has(text)) return false;
    return !(/^\d+$/.test(text) && others.some((other) => other.endsWith('Array')));
  }

  /** `connect host:port`, `connect /a/pipe`, `listen host:port`, `spawn command`, `GET http://host/path`. */
  #label(text: string): string {
    const peer = /^connect (?<host>.+?)(?<port>:\d+)?$/.exec(text)?.groups;
    if (peer !== undefined) return `connect ${this.#host(peer['host'] ?? '')}${peer['port'] ?? ''}`;
    if (text.startsWith('spawn ')) return `spawn ${this.command(text.slice('spawn '.length).split(' ')).join(' ')}`;
    return this.text(text);
  }

  #host(host: string): string {
    if (/^host-[\da-f]{8}$/.test(host)) return host;
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    // A connection of this machine with itself tells nothing, but it is how two processes are found to wait for each other.
    if (LOOPBACK.test(bare)) return host;
    // A pipe is a path, which may be the folder of everything else.
    if (bare.length >= SHORTEST_PEER && !/[/\\]/.test(bare)) this.#peers.add(bare);
    return this.#hide('host', bare, host);
  }

  #hide(kind: HiddenKind, text: string, shown = text): string {
    const token = hashed(kind, text);
    this.#hidden.set(token, shown);
    return token;
  }
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapStrings(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapStrings(each, change)]));
}

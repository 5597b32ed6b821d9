/**
 * A trace as others may see it (privacy.ts): a view of the growing trace that shares its tables and shows other texts. Rules run on it, so whatever they write may
 * leave this machine; `Privacy.reveal` puts the texts back for who sits in front of it. Nothing is copied but rows with something to hide.
 */
import { Int32Column } from '../base/columns.ts';
import type { StringIndex } from '../model/ids.ts';
import type { Trace } from '../model/trace.ts';
import { Privacy } from './privacy.ts';

/** What a string stands for decides what is shown: numbers of strings in columns of names say it by one of these, added to them. */
const LOCK_NAME = 1 << 28;
const KEY = 2 << 28;
const ARRAY_KEY = 3 << 28;
const LABEL = 4 << 28;
const VALUE = 5 << 28;
const STRING_BITS = LOCK_NAME - 1;

/** A column of numbers of strings, each read with a mark. */
class MarkedColumn extends Int32Column {
  readonly #column: Int32Column;
  readonly #mark: (row: number) => number;

  constructor(column: Int32Column, mark: (row: number) => number) {
    super();
    this.#column = column;
    this.#mark = mark;
  }

  override get length(): number {
    return this.#column.length;
  }

  override at(row: number): number {
    const index = this.#column.at(row);
    return index > 0 ? index + this.#mark(row) : index;
  }
}

/** Texts of values, each with its mark. */
class MarkedValues extends Map<number, StringIndex> {
  readonly #values: ReadonlyMap<number, StringIndex>;

  constructor(values: ReadonlyMap<number, StringIndex>) {
    super();
    this.#values = values;
  }

  override get(hash: number): StringIndex | undefined {
    const index = this.#values.get(hash) ?? 0;
    return index > 0 ? index + VALUE : undefined;
  }
}

/** Rows with other texts in some of them; the others are those of the trace. */
class HiddenRows<Row extends object> {
  readonly #rows: readonly Row[];
  readonly #hide: (row: Row) => Partial<Row>;
  readonly #shown: Row[] = [];
  readonly #hidden: [row: Row, shown: Row][] = [];
  readonly #grow: boolean;

  /** `grow`: rows get more texts later, so that all of them are shown as copies. */
  constructor(rows: readonly Row[], hide: (row: Row) => Partial<Row>, { grow = false }: { readonly grow?: boolean } = {}) {
    this.#rows = rows;
    this.#hide = hide;
    this.#grow = grow;
  }

  /** What was hidden in no row may be hidden now. */
  reset(): void {
    this.#shown.length = 0;
    this.#hidden.length = 0;
  }

  refresh(): Row[] {
    // What changes in a row later (when a handle was closed) is read again.
    for (const [row, shown] of this.#hidden) Object.assign(shown, row, this.#hide(row));
    for (let i = this.#shown.length; i < this.#rows.length; i++) {
      const row = this.#rows[i] as Row;
      const texts = this.#hide(row);
      const isSame = !this.#grow && Object.entries(texts).every(([field, text]) => String(text) === String(row[field as keyof Row]));
      const shown = isSame ? row : { ...row, ...texts };
      if (!isSame) this.#hidden.push([row, shown]);
      this.#shown.push(shown);
    }
    return this.#shown;
  }
}

function isSame(a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): boolean {
  if (a.size !== b.size) return false;
  // A task may have got another peer.
  for (const [task, peer] of a) if (b.get(task) !== peer) return false;
  return true;
}

type Rows = Pick<HiddenRows<object>, 'refresh' | 'reset'>;

export class PrivateTrace {
  readonly privacy = new Privacy();
  readonly #trace: Trace;
  readonly #view: Trace;
  readonly #texts = new Map<number | string, string>();
  readonly #rows: ReadonlyMap<keyof Trace, Rows>;
  #sites = 0;
  #patches = 0;
  #peers: ReadonlyMap<number, string> = new Map();
  #knownPeers = 0;
  #learnedPeers = 0;

  constructor(trace: Trace) {
    this.#trace = trace;
    const text = (value: string): string => this.#text(value);
    const texts = (values: readonly string[]): string[] => values.map(text);
    const stack = (row: { readonly message: string; readonly stack: string }): object => ({
      message: text(row.message),
      stack: text(row.stack),
    });
    this.#rows = new Map<keyof Trace, Rows>([
      ['processes', new HiddenRows(trace.processes, ({ argv }) => ({ argv: this.privacy.command(argv) }))],
      [
        'threads',
        new HiddenRows(
          trace.threads,
          ({ name, gaps }) => ({ name: text(name), gaps: gaps.map((gap) => ({ ...gap, reason: text(gap.reason) })) }),
          { grow: true },
        ),
      ],
      ['files', new HiddenRows(trace.files, (file) => ({ path: text(file.path) }))],
      ['roots', new HiddenRows(trace.roots, ({ label }) => ({ label: text(label) }))],
      ['handles', new HiddenRows(trace.handles, ({ label }) => ({ label: this.#label(label) }))],
      ['workers', new HiddenRows(trace.workers, ({ file }) => ({ file: text(file) }))],
      ['children', new HiddenRows(trace.children, ({ command }) => ({ command: this.privacy.command(command.split(' ')).join(' ') }))],
      ['unhandled', new HiddenRows(trace.unhandled, stack)],
      ['samples', new HiddenRows(trace.samples, ({ frames }) => ({ frames: texts(frames) }))],
      ['notes', new HiddenRows(trace.notes, (note) => ({ text: text(note.text) }))],
      ['pauses', new HiddenRows(trace.pauses, ({ why }) => ({ why: text(why) }))],
    ]);
    this.#view = this.#makeView();
  }

  /** Up to date with the trace; always the same object. */
  refresh(): Trace {
    const { everyPeer, patches, sites } = this.#trace;
    if (everyPeer.size > this.#learnedPeers) {
      for (const peer of everyPeer) this.#label(`connect ${peer}`);
      this.#learnedPeers = everyPeer.size;
    }
    for (; this.#sites < sites.length; this.#sites++) this.privacy.learn(sites[this.#sites]?.text ?? '');
    for (; this.#patches < patches.length; this.#patches++) this.privacy.learn(patches[this.#patches]?.names.join(' ') ?? '');
    this.#show();
    while (this.privacy.peers > this.#knownPeers) {
      // A host is hidden also in what came before it was known as one.
      this.#knownPeers = this.privacy.peers;
      this.#texts.clear();
      for (const rows of this.#rows.values()) rows.reset();
      this.#show();
    }
    return this.#view;
  }

  #show(): void {
    const { peers, run } = this.#trace;
    const own: Record<string, unknown> = {};
    if (!isSame(peers, this.#peers)) {
      this.#peers = new Map(peers);
      own['peers'] = new Map([...peers].map(([task, peer]) => [task, this.#label(`connect ${peer}`).slice('connect '.length)]));
    }
    for (const [table, rows] of this.#rows) own[table] = rows.refresh();
    own['run'] = { ...run, command: this.privacy.command(run.command), incomplete: run.incomplete.map((text) => this.#text(text)) };
    Object.assign(this.#view, own);
  }

  #makeView(): Trace {
    const trace = this.#trace;
    const { tasks, locks, locations } = trace;
    const isOfArray = (row: number): boolean => trace.string(locations.className.at(row)).endsWith('Array');
    const own = {
      tasks: this.#over(tasks, { label: new MarkedColumn(tasks.label, () => LABEL) }),
      locks: this.#over(locks, { name: new MarkedColumn(locks.name, () => LOCK_NAME) }),
      locations: this.#over(locations, { key: new MarkedColumn(locations.key, (row) => (isOfArray(row) ? ARRAY_KEY : KEY)) }),
      values: new MarkedValues(trace.values),
      string: (index: StringIndex) => this.#string(index),
    };
    return this.#over(trace, own);
  }

  /** The same object with some properties of its own: what the other grows by, it has. */
  #over<T extends object>(object: T, own: Partial<T>): T {
    return Object.assign(Object.create(object) as T, own);
  }

  #string(index: StringIndex): string {
    let text = this.#texts.get(index);
    if (text === undefined) {
      text = this.#hidden(index);
      this.#texts.set(index, text);
    }
    return text;
  }

  #hidden(index: StringIndex): string {
    const text = this.#trace.string(index & STRING_BITS);
    const { privacy } = this;
    switch (index & ~STRING_BITS) {
      case LOCK_NAME:
        return privacy.replace('lockNew', 'name', text, []);
      case KEY:
        return privacy.replace('locationProp', 'key', text, [text]);
      case ARRAY_KEY:
        return privacy.replace('locationProp', 'key', text, [text, 'Array']);
      case LABEL:
        return this.#label(text);
      case VALUE:
        return privacy.replace('value', 'text', text, []);
      default:
        return text;
    }
  }

  #label(text: string): string {
    return this.privacy.replace('handle', 'label', text, []);
  }

  /** Remembered: many requests have one label. */
  #text(text: string): string {
    let hidden = this.#texts.get(text);
    if (hidden === undefined) {
      hidden = this.privacy.text(text);
      this.#texts.set(text, hidden);
    }
    return hidden;
  }
}

/**
 * Passes signals on to the program so that each reaches it exactly once.
 *
 * A signal that was sent to the process group (Ctrl-C in a terminal, `kill -- -PGID`) has reached the program already; one that was sent to this process alone has
 * not. Node does not say which it was. So a witness stands in the group: a process that does nothing but report the signals that it receives itself. When a signal
 * arrives here, the witness is asked; if it has had one too, the signal went to the group and nothing is to be done, else it is passed on.
 *
 * Sound, not a guess: the kernel makes a group's signal pending for all members in one go, and a pending signal is delivered to the witness before it returns from
 * reading our question; so its report always comes before its answer. Signals are counted, not only noticed: two Ctrl-C and one `kill` are three. Two that reach
 * this process while it is not let in are one to it and two to the witness: what is left over of the witness's is forgotten.
 *
 * The program keeps its place in the terminal (no new session, no new group), so job control, `/dev/tty` and `process.stdin` stay as they are.
 * On Windows, Ctrl-C and Ctrl-Break reach every process of the console, and other signals cannot be caught: nothing is ever passed on.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import tty from 'node:tty';

const SIGNALS = ['INT', 'TERM', 'HUP', 'QUIT', 'USR1', 'USR2'] as const;
type SignalName = (typeof SIGNALS)[number];

/** POSIX shell. `read` fails at the end of input and, in some shells, when a trap ran: `t` tells the two apart. */
const SHELL_WITNESS = `for s in ${SIGNALS.join(' ')}; do trap "t=1; echo $s" $s; done; echo ready
while :; do t=; if read -r q; then echo "? $q"; elif [ -z "$t" ]; then exit; fi; done`;
/** The same for systems without /bin/sh. The answer waits two turns, so that a signal that was delivered with the question is reported first. */
const NODE_WITNESS = `for (const s of ${JSON.stringify(SIGNALS)}) process.on('SIG' + s, () => console.log(s)); console.log('ready');
require('node:readline').createInterface(process.stdin).on('line', (q) => setImmediate(() => setImmediate(() => console.log('? ' + q)))).on('close', () => process.exit());`;

/** The kernel may still be handing out a group's signal when it arrives here first. */
const SETTLE_MS = 5;
/** A witness that does not answer for so long (machine overloaded, process stopped) is taken for gone. */
const ANSWER_MS = 1000;

interface Question {
  readonly name: SignalName;
  readonly id: number;
  readonly timer: NodeJS.Timeout;
  /** It came before there was a program: passed on later, wherever it was sent. */
  readonly isEarly: boolean;
}

export interface SignalRelay {
  /** Starts passing signals on to this process. */
  attach(pid: number): void;
  /** From now on, signals call `onSignal` with 128 + its number and are not passed on. */
  detach(onSignal: (status: number) => void): void;
  /** Names of the signals that arrived, in order. */
  readonly received: readonly NodeJS.Signals[];
  /** Resolves when the witness has gone, so that nothing is left of it. */
  dispose(): Promise<void>;
}

/** Takes over the signals of this process. Resolves when the witness watches. */
export async function startSignalRelay(): Promise<SignalRelay> {
  const relay = new Relay();
  await relay.start();
  return relay;
}

class Relay implements SignalRelay {
  readonly received: NodeJS.Signals[] = [];
  /** How many the witness had that are not accounted for. */
  readonly #seen = new Map<SignalName, number>();
  /** How many arrived that are not judged yet. */
  readonly #open = new Map<SignalName, number>();
  readonly #questions: Question[] = [];
  readonly #handlers = new Map<SignalName, () => void>();
  /** Signals that came before there was a program to pass them to. */
  readonly #early: SignalName[] = [];
  #witness: ChildProcess | undefined;
  #target: number | undefined;
  #onSignal: ((status: number) => void) | undefined;
  #nextId = 1;

  async start(): Promise<void> {
    if (process.platform !== 'win32') {
      this.#witness =
        (await startWitness('/bin/sh', ['-c', SHELL_WITNESS], (line) => this.#hear(line))) ??
        (await startWitness(process.execPath, ['-e', NODE_WITNESS], (line) => this.#hear(line)));
      this.#witness?.once('exit', (_code, signal) => this.#lose(signal));
    }
    for (const name of SIGNALS) {
      if (process.platform === 'win32' && name !== 'INT') continue;
      const handler = (): void => this.#arrive(name);
      this.#handlers.set(name, handler);
      process.on(`SIG${name}`, handler);
    }
  }

  attach(pid: number): void {
    this.#target = pid;
    for (const name of this.#early.splice(0)) this.#pass(name);
  }

  detach(onSignal: (status: number) => void): void {
    this.#target = undefined;
    this.#onSignal = onSignal;
  }

  async dispose(): Promise<void> {
    for (const [name, handler] of this.#handlers) process.off(`SIG${name}`, handler);
    for (const question of this.#questions.splice(0)) clearTimeout(question.timer);
    const witness = this.#witness;
    if (witness === undefined) return;
    witness.removeAllListeners('exit');
    const gone = new Promise((resolve) => witness.once('exit', resolve));
    witness.stdin?.end();
    const timer = setTimeout(() => witness.kill('SIGKILL'), ANSWER_MS);
    witness.ref();
    await gone;
    clearTimeout(timer);
  }

  #arrive(name: SignalName): void {
    this.received.push(`SIG${name}`);
    if (this.#onSignal !== undefined) {
      this.#onSignal(128 + signalNumber(name));
      return;
    }
    if (process.platform === 'win32') return;
    const isEarly = this.#target === undefined;
    add(this.#open, name, 1);
    setTimeout(() => this.#ask(name, isEarly), SETTLE_MS);
  }

  #ask(name: SignalName, isEarly: boolean): void {
    const witness = this.#witness;
    if (witness?.stdin === null || witness?.stdin === undefined || !witness.stdin.writable) {
      this.#judgeWithoutWitness(name, isEarly);
      return;
    }
    const id = this.#nextId++;
    const timer = setTimeout(() => {
      this.#questions.splice(
        this.#questions.findIndex((question) => question.id === id),
        1,
      );
      this.#judgeWithoutWitness(name, isEarly);
    }, ANSWER_MS);
    this.#questions.push({ name, id, timer, isEarly });
    witness.stdin.write(`${id}\n`);
  }

  #hear(line: string): void {
    if (!line.startsWith('? ')) {
      add(this.#seen, line as SignalName, 1);
      return;
    }
    const id = Number(line.slice(2));
    const index = this.#questions.findIndex((question) => question.id === id);
    const [question] = index === -1 ? [] : this.#questions.splice(index, 1);
    if (question === undefined) return;
    clearTimeout(question.timer);
    this.#judge(question.name, question.isEarly, this.#takeSeen(question.name));
  }

  /** The witness has gone. When a signal killed it (before its traps stood), that signal was one of the group. */
  #lose(signal: NodeJS.Signals | null): void {
    this.#witness = undefined;
    const name = SIGNALS.find((candidate) => `SIG${candidate}` === signal);
    if (name !== undefined) add(this.#seen, name, 1);
    for (const question of this.#questions.splice(0)) {
      clearTimeout(question.timer);
      this.#judgeWithoutWitness(question.name, question.isEarly);
    }
  }

  /** True, and one less to account for, when the witness has had such a signal too. */
  #takeSeen(name: SignalName): boolean {
    const hasSeen = (this.#seen.get(name) ?? 0) > 0;
    if (hasSeen) add(this.#seen, name, -1);
    return hasSeen;
  }

  /** Ctrl-C is what people do in a terminal; without one, somebody named this process. */
  #judgeWithoutWitness(name: SignalName, isEarly: boolean): void {
    this.#judge(name, isEarly, this.#takeSeen(name) || (tty.isatty(0) && (name === 'INT' || name === 'QUIT')));
  }

  #judge(name: SignalName, isEarly: boolean, wasOfGroup: boolean): void {
    add(this.#open, name, -1);
    if (!wasOfGroup || isEarly) this.#pass(name);
    // What the witness reported has arrived here by the end of this turn of the loop: more than that is left over.
    setImmediate(() => this.#seen.set(name, Math.min(this.#seen.get(name) ?? 0, this.#open.get(name) ?? 0)));
  }

  #pass(name: SignalName): void {
    if (this.#target === undefined) {
      if (this.#onSignal === undefined) this.#early.push(name);
      return;
    }
    try {
      process.kill(this.#target, `SIG${name}`);
    } catch {
      // It ended meanwhile.
    }
  }
}

function add(counts: Map<SignalName, number>, name: SignalName, n: number): void {
  counts.set(name, (counts.get(name) ?? 0) + n);
}

/** The status a shell gives a process that this signal ended, without the 128. */
function signalNumber(name: SignalName): number {
  return { INT: 2, TERM: 15, HUP: 1, QUIT: 3, USR1: 10, USR2: 12 }[name];
}

/** Resolves when it watches; undefined when it cannot be started. */
function startWitness(file: string, args: readonly string[], onLine: (line: string) => void): Promise<ChildProcess | undefined> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'], env: {} });
    let rest = '';
    child.on('error', () => resolve(undefined));
    child.on('exit', () => resolve(undefined));
    child.stdin.on('error', () => undefined);
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === 'ready') resolve(child);
        else onLine(line);
      }
    });
    // It must not keep this process alive.
    child.unref();
    (child.stdin as unknown as { unref?: () => void }).unref?.();
    (child.stdout as unknown as { unref?: () => void }).unref?.();
  });
}

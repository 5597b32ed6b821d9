/**
 * The control channel of one run (wire/control.ts): sends commands to the watchdogs of the traced processes and answers other commands of the same user.
 * Everything works without it (under a debugger, after the socket vanished): commands then reach nobody and say so.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import net from 'node:net';
import path from 'node:path';
import { type Answer, type Command, type Hello, MAX_LINE_BYTES, type Reply, type Request } from '../wire/control.ts';

/** Longest path that fits into sockaddr_un on every system (104 on macOS, with the final zero). */
const MAX_SOCKET_PATH = 103;
/** A stranger has so long to show the token. */
const HELLO_MS = 5000;

interface Peer {
  readonly socket: net.Socket;
  readonly pid: number;
  readonly waiting: Map<number, (ok: boolean) => void>;
}

export interface ControlServer {
  /** Where it listens; '' when it could not (the run goes on without). */
  readonly path: string;
  readonly token: string;
  /** Pids of the processes that are connected. */
  pids(): readonly number[];
  /** Sends a command to every connected process and waits for the replies, `limitMs` at most. Resolves to how many obeyed. */
  send(command: Command['cmd'], limitMs: number): Promise<number>;
  close(): void;
}

/** Opens the channel in `directory`. `onRequest` answers clients. Never rejects. */
export async function openControl(directory: string, onRequest: (request: Request['request']) => Promise<unknown>): Promise<ControlServer> {
  const token = randomBytes(18).toString('base64url');
  const peers = new Set<Peer>();
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    greet(socket, token, peers, onRequest);
  });
  const address = await listen(server, directory);
  let nextId = 1;
  return {
    path: address,
    token,
    pids: () => [...peers].map((peer) => peer.pid),
    async send(command, limitMs) {
      const id = nextId++;
      const replies = await Promise.all([...peers].map((peer) => ask(peer, { id, cmd: command }, limitMs)));
      return replies.filter(Boolean).length;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function listen(server: net.Server, directory: string): Promise<string> {
  const address =
    process.platform === 'win32' ? `\\\\.\\pipe\\interleave-${randomBytes(12).toString('hex')}` : path.join(directory, 'control.sock');
  if (process.platform !== 'win32' && Buffer.byteLength(address) > MAX_SOCKET_PATH) return '';
  return new Promise((resolve) => {
    server.once('error', () => resolve(''));
    server.listen(address, () => {
      server.on('error', () => server.close());
      resolve(address);
    });
  });
}

function greet(socket: net.Socket, token: string, peers: Set<Peer>, onRequest: (request: Request['request']) => Promise<unknown>): void {
  let receive: ((line: string) => void) | undefined;
  const timer = setTimeout(() => socket.destroy(), HELLO_MS);
  socket.on('close', () => clearTimeout(timer));
  socket.on('error', () => socket.destroy());
  readLines(socket, MAX_LINE_BYTES, (line) => {
    if (receive !== undefined) {
      receive(line);
      return;
    }
    const hello = parseJson(line) as Partial<Hello> | undefined;
    if (typeof hello?.token !== 'string' || !isEqual(hello.token, token)) {
      socket.destroy();
      return;
    }
    clearTimeout(timer);
    receive = hello.hello === 'interleave' ? serveProcess(socket, hello, peers) : serveClient(socket, onRequest);
  });
}

function serveProcess(socket: net.Socket, hello: Partial<Hello>, peers: Set<Peer>): (line: string) => void {
  const pid = (hello as { pid?: unknown }).pid;
  const peer: Peer = { socket, pid: typeof pid === 'number' ? pid : 0, waiting: new Map() };
  peers.add(peer);
  socket.on('close', () => {
    peers.delete(peer);
    for (const settle of peer.waiting.values()) settle(false);
  });
  return (line) => {
    const reply = parseJson(line) as Partial<Reply> | undefined;
    if (typeof reply?.id === 'number') peer.waiting.get(reply.id)?.(reply.ok === true);
  };
}

function serveClient(socket: net.Socket, onRequest: (request: Request['request']) => Promise<unknown>): (line: string) => void {
  return (line) => {
    const message = parseJson(line) as Partial<Request> | undefined;
    if (typeof message?.id !== 'number' || message.request !== 'report') {
      socket.destroy();
      return;
    }
    const { id, request } = message;
    const answer = (result: Answer): void => void socket.write(`${JSON.stringify(result)}\n`);
    onRequest(request).then(
      (value) => answer({ id, value }),
      (error: unknown) => answer({ id, error: error instanceof Error ? error.message : String(error) }),
    );
  };
}

function ask(peer: Peer, command: Command, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (ok: boolean): void => {
      clearTimeout(timer);
      peer.waiting.delete(command.id);
      resolve(ok);
    };
    const timer = setTimeout(() => settle(false), limitMs);
    peer.waiting.set(command.id, settle);
    peer.socket.write(`${JSON.stringify(command)}\n`);
  });
}

/** Asks the host of another run. Rejects with an Error when the host does not answer within `limitMs`. */
export function askHost(socketPath: string, token: string, request: Request['request'], limitMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(socketPath);
    const fail = (why: string): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new Error(why));
    };
    const timer = setTimeout(() => fail('no answer'), limitMs);
    socket.on('error', (error) => fail(error.message));
    socket.on('close', () => fail('the connection was closed'));
    readLines(socket, Number.POSITIVE_INFINITY, (line) => {
      const answer = parseJson(line) as Answer | undefined;
      if (answer === undefined || answer.error !== undefined) {
        fail(answer?.error ?? 'the answer makes no sense');
        return;
      }
      clearTimeout(timer);
      resolve(answer.value);
      socket.destroy();
    });
    const hello: Hello = { hello: 'client', token };
    const message: Request = { id: 1, request };
    socket.write(`${JSON.stringify(hello)}\n${JSON.stringify(message)}\n`);
  });
}

/** Calls `onLine` for each line; a line beyond `limit` bytes ends the connection. */
function readLines(socket: net.Socket, limit: number, onLine: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    rest += text;
    for (let end = rest.indexOf('\n'); end !== -1 && !socket.destroyed; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      onLine(line);
    }
    if (rest.length > limit) socket.destroy();
  });
}

function parseJson(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEqual(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

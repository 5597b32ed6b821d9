import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import { type ControlServer, askHost, openControl } from '../../src/host/control.ts';
import type { Command } from '../../src/wire/control.ts';
import { temporaryFolder, until } from './support.ts';

/** Connects and sends `lines`; collects what comes back. */
function connect(server: ControlServer, ...lines: readonly string[]): { readonly socket: net.Socket; received: string } {
  const socket = net.connect(server.path);
  const peer = { socket, received: '' };
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => (peer.received += text));
  socket.on('error', () => undefined);
  socket.write(lines.map((line) => `${line}\n`).join(''));
  return peer;
}

/** 'close' comes after an error, too. */
function closed(socket: net.Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** A traced process that obeys every command. */
function obey(server: ControlServer, pid: number): net.Socket {
  const { socket } = connect(server, JSON.stringify({ token: server.token, hello: 'interleave', pid }));
  socket.on('data', (text: string) => {
    for (const line of text.trim().split('\n')) socket.write(`${JSON.stringify({ id: (JSON.parse(line) as Command).id, ok: true })}\n`);
  });
  return socket;
}

describe('openControl', () => {
  let server: ControlServer;
  let folder: string;
  before(async function () {
    folder = temporaryFolder(this);
  });
  beforeEach(async () => {
    fs.rmSync(`${folder}/control.sock`, { force: true });
    server = await openControl(folder, (request) =>
      request === 'report' ? Promise.resolve({ findings: [] }) : Promise.reject(new Error('no')),
    );
  });
  afterEach(() => server.close());

  it('drops whoever does not show the token in the first line', async () => {
    for (const line of [
      '',
      '{}',
      'GET / HTTP/1.1',
      '[1]',
      'null',
      JSON.stringify({ token: `${server.token}x`, hello: 'interleave', pid: 1 }),
      JSON.stringify({ token: 1 }),
    ]) {
      const { socket, received } = connect(server, line, '{"id":1,"request":"report"}');
      await closed(socket);
      assert.equal(received, '', line);
    }
    assert.deepEqual(server.pids(), []);
  });

  it('drops a line that does not end', async () => {
    const { socket } = connect(server, JSON.stringify({ token: server.token, hello: 'interleave', pid: 1 }));
    socket.write('x'.repeat(1 << 20));
    await closed(socket);
    await until(() => server.pids().length === 0, 'the server to forget the process');
  });

  it('sends commands to every process and counts those that obeyed', async () => {
    const sockets = [obey(server, 11), obey(server, 12)];
    const deaf = connect(server, JSON.stringify({ token: server.token, hello: 'interleave', pid: 13 }));
    await until(() => server.pids().length === 3, 'three processes');
    assert.deepEqual(
      [...server.pids()].toSorted((a, b) => a - b),
      [11, 12, 13],
    );
    assert.equal(await server.send('flush', 50), 2);
    assert.match(deaf.received, /^\{"id":1,"cmd":"flush"\}\n$/);
    for (const socket of [...sockets, deaf.socket]) socket.destroy();
    await until(() => server.pids().length === 0, 'no process');
  });

  it('does not wait for a process that goes away in the middle', async () => {
    const { socket } = connect(server, JSON.stringify({ token: server.token, hello: 'interleave', pid: 1 }));
    await until(() => server.pids().length === 1, 'the process');
    socket.on('data', () => socket.destroy());
    assert.equal(await server.send('dump', 60_000), 0);
  });

  it('answers clients of the same user', async () => {
    assert.deepEqual(await askHost(server.path, server.token, 'report', 5000), { findings: [] });
    await assert.rejects(askHost(server.path, 'wrong', 'report', 5000), /closed|EPIPE|ECONNRESET/);
  });

  it('goes on without a socket where none can be had', async () => {
    const other = await openControl(`${folder}/missing`, () => Promise.resolve(0));
    assert.equal(other.path, '');
    assert.equal(await other.send('flush', 1000), 0);
    other.close();
  });
});

/** The watchdog's side of the control socket, and that its loss changes nothing. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { eventsOf, runTraced } from './support/tracedProgram.ts';

interface Conversation {
  readonly hello: Record<string, unknown>;
  readonly replies: readonly Record<string, unknown>[];
}

/** A host that sends `commands` after the hello and hangs up after the last reply. */
async function listen(commands: readonly string[]): Promise<{ socket: string; conversation: Promise<Conversation>; close: () => void }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-sock-'));
  const socket = path.join(folder, 's');
  let finish: (value: Conversation) => void;
  const conversation = new Promise<Conversation>((resolve) => {
    finish = resolve;
  });
  const server = net.createServer((connection) => {
    let text = '';
    let sent = false;
    connection.setEncoding('utf8').on('data', (data: string) => {
      text += data;
      const lines = text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      if (lines.length > 0 && !sent) {
        sent = true;
        connection.write(`${commands.join('\n')}\n`);
      }
      if (lines.length === commands.length + 1) {
        finish({ hello: lines[0] as Record<string, unknown>, replies: lines.slice(1) });
        connection.destroy();
      }
    });
    connection.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    conversation,
    close: () => {
      server.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs until the file `go` appears beside it. */
const WAITS = `const fs = require('node:fs'); console.log('up'); const i = setInterval(() => { if (fs.existsSync(process.argv[2])) clearInterval(i); }, 5);`;

describe('the control socket', () => {
  it('gets a hello with the token, and every command an answer', async () => {
    const host = await listen(['{"cmd":"flush","id":1}', '{"cmd":"dump","id":2}', '{"cmd":"dance","id":3}', 'noise']);
    const go = path.join(path.dirname(host.socket), 'go');
    try {
      const running = runTraced({ 'a.cjs': WAITS }, { args: [go], options: { socket: host.socket, token: 'secret' } });
      const { hello, replies } = await host.conversation;
      fs.writeFileSync(go, '');
      const trace = await running;
      assert.equal(hello['hello'], 'interleave');
      assert.equal(hello['token'], 'secret');
      assert.equal(hello['pid'], trace.meta[0]?.['pid']);
      assert.equal(hello['node'], process.version);
      assert.deepEqual(
        replies.map((reply) => [reply['ok'], reply['id']]),
        [
          [true, 1],
          [true, 2],
          [false, 3],
          [false, undefined],
        ],
      );
      assert.deepEqual([trace.code, trace.stderr], [0, '']);
      assert.equal(eventsOf(trace, 'exitProcess').length, 1);
    } finally {
      host.close();
    }
  });
  it('may be missing or vanish without effect', async () => {
    const trace = await runTraced(
      { 'a.cjs': `setTimeout(() => console.log('done'), 50);` },
      { options: { socket: path.join(os.tmpdir(), 'il-no-such-socket') } },
    );
    assert.deepEqual([trace.stdout, trace.stderr, trace.code], ['done\n', '', 0]);
  });
});

describe('without a watchdog', () => {
  it('an idle frame is still written under a debugger', async () => {
    const trace = await runTraced(
      { 'a.cjs': `setInterval(() => {}, 1e6); setTimeout(() => console.log('now'), 200);` },
      { options: { debugged: true }, onFirstOutput: (pid) => process.kill(pid, 'SIGKILL') },
    );
    assert.equal(trace.signal, 'SIGKILL');
    assert.equal(eventsOf(trace, 'timer').length, 2);
    assert.match(String(eventsOf(trace, 'note')[0]?.['text']), /debugger/);
  });
});

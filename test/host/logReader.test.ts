import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { LogReader } from '../../src/host/logReader.ts';
import { MAX_CHUNK_BYTES } from '../../src/wire/format.ts';
import { chunk, concat, log, integers, temporaryFolder, until } from './support.ts';

interface Followed {
  readonly reader: LogReader;
  readonly problems: string[];
  bytes(): Uint8Array;
}

function follow(directory: string): Followed {
  const parts: Uint8Array[] = [];
  const problems: string[] = [];
  const reader = new LogReader({ directory, onChunks: (bytes) => parts.push(bytes), onProblem: (sentence) => problems.push(sentence) });
  return { reader, problems, bytes: () => concat(parts) };
}

const body = (bytes: Uint8Array): Uint8Array => bytes.subarray(4);

describe('LogReader', () => {
  it('hands on whole chunks only, wherever the log is cut, and the rest when it comes', function () {
    const folder = temporaryFolder(this);
    const whole = log(chunk({ payload: '{"a":1}' }), chunk({ payload: '' }), chunk({ payload: 'x'.repeat(40) }));
    const ends = [4, 31, 51, 111];
    for (let cut = 0; cut <= whole.length; cut++) {
      const directory = path.join(folder, String(cut));
      fs.mkdirSync(directory);
      const file = path.join(directory, 'p7-abc.log');
      fs.writeFileSync(file, whole.subarray(0, cut));
      const followed = follow(directory);
      followed.reader.readAvailable();
      const expected = ends.findLast((end) => end <= cut) ?? 4;
      assert.deepEqual(followed.bytes(), whole.subarray(4, expected), `cut at ${cut}`);
      assert.deepEqual(followed.reader.tornTails(), cut > 0 && cut !== expected ? [{ pid: 7, bytes: cut < 4 ? cut : cut - expected }] : []);
      fs.appendFileSync(file, whole.subarray(cut));
      followed.reader.readAvailable();
      assert.deepEqual(followed.bytes(), body(whole));
      assert.deepEqual(followed.problems, []);
      followed.reader.close();
    }
  });

  it('reads every byte of logs that grow in random steps, several at once', function () {
    const directory = temporaryFolder(this);
    const seed = Date.now() & 0xffffff;
    const next = integers(seed);
    const files = [1, 2, 3].map((pid) => ({
      pid,
      file: path.join(directory, `p${pid}-z.log`),
      bytes: log(...Array.from({ length: 60 }, () => chunk({ pid, payload: 'y'.repeat(next(3000)) }))),
      written: 0,
    }));
    const byPid = new Map<number, Uint8Array[]>();
    const reader = new LogReader({
      directory,
      onChunks: (bytes) => {
        const pid = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
        byPid.set(pid, [...(byPid.get(pid) ?? []), bytes]);
        reader.consumed(bytes.length);
      },
      onProblem: (sentence) => assert.fail(`seed ${seed}: ${sentence}`),
    });
    while (files.some((f) => f.written < f.bytes.length)) {
      for (const f of files) {
        const step = next(5000);
        fs.appendFileSync(f.file, f.bytes.subarray(f.written, f.written + step));
        f.written += step;
      }
      reader.readAvailable();
    }
    for (const f of files) assert.deepEqual(concat(byPid.get(f.pid) ?? []), body(f.bytes), `seed ${seed}`);
    reader.close();
  });

  it('hands on a chunk that is larger than a batch', function () {
    const directory = temporaryFolder(this);
    const whole = log(chunk({ payload: 'a' }), chunk({ payload: 'b'.repeat(3 << 20) }), chunk({ payload: 'c' }));
    fs.writeFileSync(path.join(directory, 'p1-a.log'), whole);
    const followed = follow(directory);
    followed.reader.readAvailable();
    assert.equal(Buffer.compare(followed.bytes(), body(whole)), 0);
    followed.reader.close();
  });

  it('stops at a hostile length or at noise, says so once, and keeps what came before', function () {
    const folder = temporaryFolder(this);
    const good = chunk({ payload: 'kept' });
    const cases: Readonly<Record<string, Uint8Array>> = {
      length: log(good, chunk({ length: MAX_CHUNK_BYTES + 1 }), good),
      huge: log(good, chunk({ length: 0xffffffff })),
      sync: log(good, chunk({ sync: 0 }), good),
    };
    for (const [name, bytes] of Object.entries(cases)) {
      const directory = path.join(folder, name);
      fs.mkdirSync(directory);
      fs.writeFileSync(path.join(directory, 'p9-a.log'), bytes);
      const followed = follow(directory);
      followed.reader.readAvailable();
      followed.reader.readAvailable();
      assert.deepEqual(followed.bytes(), good, name);
      assert.deepEqual(followed.problems, ['The log of process 9 is damaged at byte 28; what came before is kept.']);
      followed.reader.close();
    }
  });

  it('refuses logs of another version and files that are none', function () {
    const directory = temporaryFolder(this);
    fs.writeFileSync(path.join(directory, 'p1-a.log'), 'hello world');
    fs.writeFileSync(path.join(directory, 'p2-a.log'), concat([new Uint8Array([0x49, 0x4c, 0x56, 99]), chunk()]));
    fs.writeFileSync(path.join(directory, 'other.txt'), 'not looked at');
    const followed = follow(directory);
    followed.reader.readAvailable();
    assert.deepEqual(followed.problems.toSorted(), [
      'The log of process 1 does not hold a recording; what came before is kept.',
      'The log of process 2 was written by another version of Interleave; what came before is kept.',
    ]);
    assert.equal(followed.bytes().length, 0);
    followed.reader.close();
  });

  it('never follows a link or blocks on a pipe', function () {
    if (process.platform === 'win32') return;
    const directory = temporaryFolder(this);
    const target = path.join(directory, 'target');
    fs.writeFileSync(target, log(chunk()));
    fs.symlinkSync(target, path.join(directory, 'p1-a.log'));
    fs.mkdirSync(path.join(directory, 'p2-a.log'));
    const followed = follow(directory);
    followed.reader.readAvailable();
    assert.equal(followed.bytes().length, 0);
    followed.reader.close();
  });

  it('keeps reading a log whose folder was removed', function () {
    const folder = temporaryFolder(this);
    const directory = path.join(folder, 'run');
    fs.mkdirSync(directory);
    const fd = fs.openSync(path.join(directory, 'p1-a.log'), 'ax');
    fs.writeSync(fd, log(chunk({ payload: 'before' })));
    const followed = follow(directory);
    followed.reader.readAvailable();
    fs.rmSync(directory, { recursive: true });
    fs.writeSync(fd, chunk({ payload: 'after' }));
    followed.reader.readAvailable();
    assert.deepEqual(followed.bytes(), concat([chunk({ payload: 'before' }), chunk({ payload: 'after' })]));
    fs.closeSync(fd);
    followed.reader.close();
  });

  it('pauses while the receiver lags far behind, and loses nothing', function () {
    const directory = temporaryFolder(this);
    const bytes = log(...Array.from({ length: 40 }, () => chunk({ payload: new Uint8Array(1 << 20) })));
    fs.writeFileSync(path.join(directory, 'p1-a.log'), bytes);
    let received = 0;
    const reader = new LogReader({ directory, onChunks: (part) => (received += part.length), onProblem: assert.fail });
    assert.equal(reader.readAvailable(), false);
    assert.ok(received < bytes.length - 4);
    reader.consumed(received);
    assert.equal(reader.readAvailable(), true);
    assert.equal(received, bytes.length - 4);
    reader.close();
  });

  it('notices new logs and new chunks by itself', async function () {
    const directory = temporaryFolder(this);
    const followed = follow(directory);
    followed.reader.start();
    const file = path.join(directory, 'p1-a.log');
    fs.writeFileSync(file, log(chunk({ payload: '1' })));
    await until(() => followed.bytes().length === 21, 'the first chunk');
    fs.appendFileSync(file, chunk({ payload: '2' }));
    await until(() => followed.bytes().length === 42, 'the second chunk');
    followed.reader.close();
  });
});

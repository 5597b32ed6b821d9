import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { TraceWriter, metaChunk, readTrace } from '../../src/host/traceFile.ts';
import { CHUNK_HEADER_BYTES, FILE_HEADER_BYTES, MAX_CHUNK_BYTES } from '../../src/wire/format.ts';
import { rounds } from '../support/random.ts';
import { chunk, concat, log, integers, temporaryFolder } from './support.ts';

async function read(file: string): Promise<{ bytes: Uint8Array; reason: string | undefined }> {
  const parts: Uint8Array[] = [];
  // As an engine gets them: they are gone here then.
  const { reason } = await readTrace(file, (bytes) => void parts.push(structuredClone(bytes, { transfer: [bytes.buffer] })));
  return { bytes: concat(parts), reason };
}

describe('TraceWriter', () => {
  it('writes what readTrace reads', async function () {
    const file = path.join(temporaryFolder(this), 'sub', 'a.ilv');
    const writer = TraceWriter.create(file);
    const chunks = [
      metaChunk({ type: 'end', exitCode: 0, signal: null, durationMs: 1, timedOut: false, incomplete: [] }),
      chunk({ payload: 'x'.repeat(3 << 20) }),
    ];
    for (const bytes of chunks) writer.append(bytes);
    writer.close();
    writer.append(chunk());
    assert.deepEqual(await read(file), { bytes: concat(chunks), reason: undefined });
    if (process.platform !== 'win32') assert.equal(fs.statSync(file).mode & 0o077, 0);
  });

  it('takes the next free number and never overwrites', function () {
    const folder = path.join(temporaryFolder(this), 'traces');
    const names = [1, 2, 3].map(() => {
      const writer = TraceWriter.createNumbered(folder);
      writer.close();
      return path.basename(writer.file);
    });
    assert.deepEqual(names, ['run-1.ilv', 'run-2.ilv', 'run-3.ilv']);
    fs.rmSync(path.join(folder, 'run-1.ilv'));
    const writer = TraceWriter.createNumbered(folder);
    writer.close();
    assert.equal(path.basename(writer.file), 'run-4.ilv');
  });

  it('says in one sentence that the place cannot be written', function () {
    const folder = temporaryFolder(this);
    fs.writeFileSync(path.join(folder, 'file'), '');
    assert.throws(
      () => TraceWriter.create(path.join(folder, 'file', 'a.ilv')),
      /^UserError: Cannot write the trace .*Choose another place with --out\.$/,
    );
    assert.throws(() => TraceWriter.create(folder), /it is a folder/);
  });
});

describe('readTrace', () => {
  it('goes on after chunks of every size, also those that are batches of their own', async function () {
    const file = path.join(temporaryFolder(this), 'large.ilv');
    const sizes = [10, 300 << 10, 5, (256 << 10) - CHUNK_HEADER_BYTES, 3 << 20, 1 << 20, 7];
    const whole = log(...sizes.map((size) => chunk({ payload: 'x'.repeat(size) })));
    fs.writeFileSync(file, whole);
    const { bytes, reason } = await read(file);
    assert.deepEqual({ length: bytes.length, reason }, { length: whole.length - FILE_HEADER_BYTES, reason: undefined });
  });

  it('reads up to the last whole chunk of a trace that is cut at any byte', async function () {
    const file = path.join(temporaryFolder(this), 'cut.ilv');
    const whole = log(chunk({ payload: '{"a":1}' }), chunk({ payload: '' }), chunk({ payload: 'z'.repeat(30) }));
    const ends = [4, 31, 51, 101];
    for (let cut = 0; cut < whole.length; cut++) {
      fs.writeFileSync(file, whole.subarray(0, cut));
      if (cut < 4) {
        await assert.rejects(read(file), cut === 0 ? /holds no recording/ : /is not an Interleave trace/);
        continue;
      }
      const end = ends.findLast((e) => e <= cut) ?? 4;
      const { bytes, reason } = await read(file);
      assert.deepEqual(bytes, whole.subarray(4, end), `cut at ${cut}`);
      assert.equal(reason, cut === end ? undefined : `The trace is cut at byte ${cut}: what came before is shown.`);
    }
  });

  it('never fails on noise: it stops where the noise begins, with one sentence', async function () {
    const file = path.join(temporaryFolder(this), 'noise.ilv');
    const seed = Date.now() & 0xffffff;
    const next = integers(seed);
    for (let round = 0; round < rounds(200); round++) {
      const good = Array.from({ length: next(4) }, () => chunk({ payload: 'k'.repeat(next(50)) }));
      const noise = Uint8Array.from({ length: 1 + next(300) }, () => next(256));
      fs.writeFileSync(file, log(...good, noise));
      const { bytes, reason } = await read(file);
      assert.deepEqual(bytes.subarray(0, concat(good).length), concat(good), `seed ${seed} round ${round}`);
      assert.match(reason ?? '', /^The trace is (?:damaged|cut) at byte \d+: /, `seed ${seed} round ${round}`);
    }
  });

  it('never fails on a whole trace with flipped bytes', async function () {
    const file = path.join(temporaryFolder(this), 'flip.ilv');
    const seed = Date.now() & 0xffffff;
    const next = integers(seed);
    const whole = log(...Array.from({ length: 10 }, () => chunk({ payload: 'k'.repeat(next(100)) })));
    for (let round = 0; round < rounds(200); round++) {
      const bytes = whole.slice();
      for (let flips = 1 + next(5); flips > 0; flips--) bytes[4 + next(bytes.length - 4)] = next(256);
      fs.writeFileSync(file, bytes);
      assert.ok((await read(file)).bytes.length <= whole.length, `seed ${seed} round ${round}`);
    }
  });

  it('does not make room for a length that the file does not hold', async function () {
    const file = path.join(temporaryFolder(this), 'long.ilv');
    fs.writeFileSync(file, log(chunk({ length: MAX_CHUNK_BYTES })));
    assert.match((await read(file)).reason ?? '', /is cut at byte/);
    fs.writeFileSync(file, log(chunk({ length: MAX_CHUNK_BYTES + 1 })));
    assert.match((await read(file)).reason ?? '', /is damaged at byte 4:/);
  });

  it('says what is wrong with a file that is no trace of this version', async function () {
    const folder = temporaryFolder(this);
    const file = path.join(folder, 'x.ilv');
    fs.writeFileSync(file, 'PK\u0003\u0004 something else');
    await assert.rejects(read(file), /^UserError: .* is not an Interleave trace\. Give a \.ilv file/);
    fs.writeFileSync(file, Uint8Array.of(0x49, 0x4c, 0x56, 9));
    await assert.rejects(read(file), /written by a newer Interleave \(format 9\)\. Update/);
    fs.writeFileSync(file, Uint8Array.of(0x49, 0x4c, 0x56, 0));
    await assert.rejects(read(file), /written by an older Interleave \(format 0\)/);
    await assert.rejects(read(path.join(folder, 'none.ilv')), /There is no file .*none\.ilv\./);
    await assert.rejects(read(folder), /is not an Interleave trace/);
  });
});

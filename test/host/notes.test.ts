// Notes beside a trace: kept, read back, and not trusted.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkedNotes, notesFile, readNotes, writeNotes } from '../../src/host/notes.ts';

const NOTE = { fromNs: 10, toNs: 20, row: 3, task: 'work', text: 'here\nit stalls' };

describe('notes', () => {
  let folder: string;
  let trace: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-notes-'));
    trace = path.join(folder, 'run.ilv');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('are kept in a file beside the trace, which goes with the last of them', () => {
    assert.deepEqual(readNotes(trace), []);
    const earlier = { ...NOTE, fromNs: 5, row: -1, task: '' };
    writeNotes(trace, [NOTE, earlier]);
    assert.deepEqual(readNotes(trace), [earlier, NOTE]);
    assert.equal(fs.existsSync(trace), false, 'the trace itself is not touched');
    writeNotes(trace, []);
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  it('of another make are not read, and break nothing', () => {
    for (const text of ['', '{', 'null', '[]', '{"version":2,"notes":[]}', '{"version":1,"notes":{}}']) {
      fs.writeFileSync(notesFile(trace), text);
      assert.deepEqual(readNotes(trace), [], text);
    }
  });

  it('keep only what has the shape of a note', () => {
    const wrong = [
      null,
      'x',
      {},
      { ...NOTE, text: '' },
      { ...NOTE, text: 1 },
      { ...NOTE, fromNs: -1 },
      { ...NOTE, toNs: 1 },
      { ...NOTE, fromNs: Number.NaN },
    ];
    assert.deepEqual(checkedNotes([...wrong, { ...NOTE, row: 1.5, task: 7, more: true }]), [{ ...NOTE, row: -1, task: '' }]);
    assert.equal(checkedNotes([{ ...NOTE, text: 'x'.repeat(9000) }])[0]?.text.length, 4000);
  });
});

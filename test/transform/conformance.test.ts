// The transform changes nothing: every program of the corpus does the same steps in the same microtasks with and without it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { instrumentSource, makeCheckingRuntime, makeInertRuntime, readCorpus, runProgram, runScript } from './support';

/** Only the body of a function can be this. */
const NO_SCRIPT = new Set(['top-level return']);

describe('programs of the corpus', () => {
  const corpus = readCorpus(readFileSync('test/transform/corpus.txt', 'utf8'));

  it('has the programs', () => assert.ok(corpus.length >= 150));

  for (const program of corpus) {
    it(`runs the same: ${program.name}`, async () => {
      const plain = await runProgram(program.source, program.type, undefined);
      const { code, table } = instrumentSource(program.source, program.type, 5000);
      assert.deepEqual(await runProgram(code, program.type, makeInertRuntime()), plain, code);
      const problems: string[] = [];
      assert.deepEqual(await runProgram(code, program.type, makeCheckingRuntime(table, problems)), plain, code);
      assert.deepEqual(problems, [], code);
    });
  }

  for (const program of corpus.filter((p) => p.type === 'commonjs' && !NO_SCRIPT.has(p.name))) {
    it(`runs the same as a script in a context: ${program.name}`, async () => {
      const plain = await runScript(program.source, undefined);
      const { code } = instrumentSource(program.source, 'script', 5000);
      assert.deepEqual(await runScript(code, makeInertRuntime()), plain, code);
    });
  }
});

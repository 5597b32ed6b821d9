/**
 * The rules of advice (event loop, pool, leaks, workers, waiting) on small real programs: a folder each, with the expectation in the first line of its main file:
 *   // expect: nothing     or     // expect: kind[@info] file:line [| kind file:line] [; another]
 * `// never: kind kind` names kinds that may not even be found at info, `// stop-after: N` ends the program after N seconds. Work is long enough for machines
 * of any speed: it goes by the clock, or takes many times what the rule asks for. Findings at warning level that are not expected fail the test.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../src/analysis/finding.ts';
import { hasTurn, mainOf, show, traceProgram } from './programs.ts';

const FOLDER = path.resolve('test/programs/advice');

interface Wanted {
  readonly kind: string;
  readonly severity: string;
  readonly file: string;
  readonly line: number;
}

function directive(source: string, name: string): string | undefined {
  return new RegExp(`^// ${name}: (.*)$`, 'm').exec(source)?.[1];
}

function parse(text: string): Wanted[][] {
  if (text.trim() === 'nothing') return [];
  return text.split(';').map((one) =>
    one.split('|').map((alternative) => {
      const [name = '', place = ''] = alternative.trim().split(/\s+/);
      const [kind = '', severity = 'warning'] = name.split('@');
      const [file = '', line = ''] = place.split(':');
      return { kind, severity, file, line: Number(line) };
    }),
  );
}

function isMet(finding: Finding, wanted: readonly Wanted[]): boolean {
  return wanted.some(
    (w) =>
      w.kind === finding.kind &&
      (w.severity === 'info' || (finding.severity !== 'info' && finding.severity !== 'hint')) &&
      finding.locations.slice(0, 3).some((l) => path.basename(l.file) === w.file && l.line === w.line),
  );
}

/** Tests of the programs whose folders a predicate accepts. */
export function testAdvice(accepts: (name: string) => boolean): void {
  for (const name of fs.readdirSync(FOLDER).filter(accepts)) {
    const folder = path.join(FOLDER, name);
    if (!fs.statSync(folder).isDirectory() || !hasTurn(folder)) continue;
    it(name.startsWith('safe') ? `stays silent on ${name}` : `finds ${name}`, async () => {
      const main = mainOf(folder);
      const source = fs.readFileSync(main, 'utf8');
      const text = directive(source, 'expect');
      assert.ok(text !== undefined, 'the first line must be "// expect: ..."');
      const stop = directive(source, 'stop-after');
      const { report } = await traceProgram(main, stop === undefined ? {} : { args: ['--timeout', stop] });
      const wanted = parse(text);
      for (const alternatives of wanted) {
        assert.ok(
          report.findings.some((f) => isMet(f, alternatives)),
          `expected ${JSON.stringify(alternatives)}, got\n${show(report.findings)}\n${report.notes.join('\n')}`,
        );
      }
      const extra = report.findings.filter(
        (f) => f.severity !== 'info' && f.severity !== 'hint' && !wanted.some((alternatives) => isMet(f, alternatives)),
      );
      assert.equal(extra.length, 0, `not expected:\n${show(extra)}`);
      const never = (directive(source, 'never') ?? '').split(' ');
      const wrong = report.findings.filter((f) => never.includes(f.kind));
      assert.equal(wrong.length, 0, `not even at info:\n${show(wrong)}`);
    });
  }
}

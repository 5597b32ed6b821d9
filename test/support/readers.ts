/** Readers of other makers for what Interleave exports; they are installed in test/programs/readers. */
import { createRequire } from 'node:module';
import path from 'node:path';

export const requireReader = createRequire(path.resolve('test/programs/readers/package.json'));

interface Validate {
  (value: unknown): boolean;
  readonly errors?: readonly unknown[] | null;
}

let validate: Validate | undefined;

/** What is wrong with a log by the schema of SARIF 2.1.0; empty when nothing is. */
export function sarifProblems(log: unknown): readonly unknown[] {
  validate ??= compileSarif();
  return validate(log) ? [] : (validate.errors ?? []);
}

function compileSarif(): Validate {
  const Ajv = requireReader('ajv-draft-04') as new (options: object) => { compile(schema: unknown): Validate };
  const addFormats = requireReader('ajv-formats') as (ajv: object) => void;
  // The schema has a pattern that is none with the flag u.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  return ajv.compile(requireReader('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
}

/** `interleave export`: a trace in the format of another tool. */
import path from 'node:path';
import tty from 'node:tty';
import { exportTrace } from '../host/exportTrace.ts';
import { checkWritable } from '../host/reportFiles.ts';
import { openTrace } from '../host/openTrace.ts';
import { partOfRun } from './part.ts';
import { say } from './output.ts';
import { type ExportArguments, UsageError } from './usage.ts';

/** Returns the exit status. */
export async function exportCommand(args: ExportArguments, distDir: string): Promise<number> {
  if (args.out !== undefined) checkWritable(args.out, 'out');
  else if (args.to === 'perfetto' && tty.isatty(1)) {
    throw new UsageError('The format of Perfetto is not for a terminal: name a file with --out, or send stdout to one.');
  }
  const file = path.resolve(args.file);
  const missing = await exportTrace(openTrace, file, distDir, args.to, args.out, await partOfRun(file, args.part));
  for (const sentence of missing) say(`interleave ▸ incomplete: ${sentence}\n`);
  return 0;
}

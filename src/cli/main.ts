/**
 * The command line `interleave`: parses, dispatches, and maps failures to exit statuses. It knows the host and reports; it knows nothing of VS Code.
 * Start reading at run.ts (a recording) or analyze.ts (a trace).
 */
import { UserError } from '../host/errors.ts';
import { analyzeCommand } from './analyze.ts';
import { dumpCommand } from './dump.ts';
import { exportCommand } from './export.ts';
import { print, say } from './output.ts';
import { runCommand } from './run.ts';
import { USAGE, UsageError, parseAnalyze, parseDump, parseExport, parseRun } from './usage.ts';

declare const INTERLEAVE_VERSION: string;

const MIN_NODE = 20;
const EXIT_USAGE = 2;
const EXIT_NOT_RECORDED = 3;

async function main(args: readonly string[]): Promise<number> {
  const [major = ''] = process.versions.node.split('.');
  if (Number(major) < MIN_NODE) {
    throw new UserError(
      'engine',
      `Interleave needs Node ${MIN_NODE} or newer, and this is Node ${process.versions.node}. Run it with a newer Node.`,
    );
  }
  const [verb, ...rest] = args;
  switch (verb) {
    case 'run':
      return isHelp(rest) ? help() : runCommand(parseRun(rest), __dirname);
    case 'analyze':
      return isHelp(rest) ? help() : analyzeCommand(parseAnalyze(rest), __dirname);
    case 'dump':
      return isHelp(rest) ? help() : dumpCommand(parseDump(rest), __dirname);
    case 'export':
      return isHelp(rest) ? help() : exportCommand(parseExport(rest), __dirname);
    case '--help':
    case '-h':
    case 'help':
      return help();
    case '--version':
    case '-v':
      print(`${INTERLEAVE_VERSION}\n`);
      return 0;
    case undefined:
      throw new UsageError('Say what to do: interleave run -- node app.js (or analyze, dump, export; see "interleave --help").');
    default:
      throw new UsageError(`"${verb}" is not a command of interleave: use run, analyze, dump or export (see "interleave --help").`);
  }
}

function isHelp(args: readonly string[]): boolean {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  return own.includes('--help') || own.includes('-h');
}

function help(): number {
  print(USAGE);
  return 0;
}

/** Failures of the host: what the user named is wrong (2), or nothing could be recorded (3). */
function statusOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT_USAGE;
  if (error instanceof UserError) return ['folder', 'trace-file', 'engine'].includes(error.code) ? EXIT_NOT_RECORDED : EXIT_USAGE;
  return EXIT_NOT_RECORDED;
}

function sentenceOf(error: unknown): string {
  if (error instanceof UsageError || error instanceof UserError) return error.message;
  return `This is a bug in Interleave, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    say(`interleave: ${sentenceOf(error)}\n`);
    process.exitCode = statusOf(error);
  },
);

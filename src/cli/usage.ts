/** Words and options of the command line (design.md §3.1), and what counts as wrong usage. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Severity } from '../analysis/finding.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../host/exportTrace.ts';
import type { ReportTargets } from '../host/reportFiles.ts';

export const USAGE = `Usage:
  interleave run [options] -- <command> [args]   trace a command (node app.js, npm test, ...) and report
    --level full|light    full (default): everything; light: no source transform
    --values              record what shared state held when it was read and written; values are in the trace then
    --json FILE           write the report as JSON; - for stdout
    --sarif FILE          write it as SARIF 2.1.0, for code scanning
    --html FILE           write it as one page with the timeline in it
    --summary             where tasks spent their time, processor use, and durations by state, task, place, lock and thread
    --out FILE.ilv        where the trace goes (default: .interleave/run-<n>.ilv)
    --timeout SECONDS     when it passes: record who waits for whom, report it, end the program
    --fail-on error|warning|info|never
                          exit 1 when the program itself exits 0 and there is such a finding (default: never)
  interleave analyze FILE.ilv [--json FILE] [--sarif FILE] [--html FILE] [--summary] [--fail-on LEVEL]
  interleave dump <pid>|FILE.ilv [--at TIME] [--json FILE]
                        who is pending and why: now, at the end, or TIME (1.5s, 250ms) after the run began
  interleave export --to perfetto|chrome|otlp FILE.ilv [--out FILE]
                        the trace for ui.perfetto.dev, in Chrome's trace event format, or as OpenTelemetry spans; to stdout without --out
  Of a long run, analyze, dump and export can look at a part:
    --from TIME           TIME after the run began (90s, 2m30s, 1500ms, 2:30), or before its end (--from=-30s: its last 30 seconds)
    --to TIME             the same; of export, whose --to is the format, --until TIME
  interleave --help | --version
`;

const PART_OPTIONS = { from: { type: 'string' }, until: { type: 'string' } } as const;
const REPORT_OPTIONS = {
  json: { type: 'string' },
  sarif: { type: 'string' },
  html: { type: 'string' },
  summary: { type: 'boolean' },
} as const;

export type FailOn = 'error' | 'warning' | 'info' | 'never';

/** Wrong usage: one sentence, exit status 2. */
export class UsageError extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'UsageError';
  }
}

export interface RunArguments {
  readonly command: readonly string[];
  readonly level: 'full' | 'light';
  readonly values: boolean;
  readonly reports: ReportTargets;
  readonly summary: boolean;
  readonly out: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly failOn: FailOn;
}

/** The part of a run that is looked at; negative: so long before its end. */
export interface PartArguments {
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
}

export interface AnalyzeArguments {
  readonly file: string;
  readonly part: PartArguments;
  readonly reports: ReportTargets;
  readonly summary: boolean;
  readonly failOn: FailOn;
}

export interface DumpArguments {
  /** A process id, or a file. */
  readonly target: number | string;
  /** Milliseconds since the run began; undefined: now, or at the end. */
  readonly atMs: number | undefined;
  readonly part: PartArguments;
  readonly json: string | undefined;
}

export interface ExportArguments {
  readonly file: string;
  readonly part: PartArguments;
  readonly to: ExportFormat;
  /** undefined: stdout. */
  readonly out: string | undefined;
}

export function parseRun(args: readonly string[]): RunArguments {
  const separator = args.indexOf('--');
  if (separator === -1) throw new UsageError('The command to trace comes after "--": interleave run -- node app.js');
  const { values, positionals } = parse('run', args.slice(0, separator), {
    level: { type: 'string' },
    values: { type: 'boolean' },
    ...REPORT_OPTIONS,
    out: { type: 'string' },
    timeout: { type: 'string' },
    'fail-on': { type: 'string' },
  });
  if (positionals[0] !== undefined) throw new UsageError(`"${positionals[0]}" is not an option: the command to trace comes after "--".`);
  const command = args.slice(separator + 1);
  if (command.length === 0 || command[0] === '') throw new UsageError('There is no command after "--": interleave run -- node app.js');
  const level = values['level'] ?? 'full';
  if (level !== 'full' && level !== 'light') throw new UsageError(`--level is full or light, not "${level}".`);
  return {
    command,
    level,
    values: values['values'] !== undefined,
    reports: reports(values),
    summary: values['summary'] !== undefined,
    out: file('out', values['out']),
    timeoutMs: seconds(values['timeout']),
    failOn: failOn(values['fail-on']),
  };
}

export function parseAnalyze(args: readonly string[]): AnalyzeArguments {
  const { values, positionals } = parse('analyze', args, {
    ...REPORT_OPTIONS,
    ...PART_OPTIONS,
    to: { type: 'string' },
    'fail-on': { type: 'string' },
  });
  return {
    file: only('analyze', 'a trace: interleave analyze FILE.ilv', positionals),
    part: part(values),
    reports: reports(values),
    summary: values['summary'] !== undefined,
    failOn: failOn(values['fail-on']),
  };
}

export function parseDump(args: readonly string[]): DumpArguments {
  const { values, positionals } = parse('dump', args, {
    json: { type: 'string' },
    at: { type: 'string' },
    ...PART_OPTIONS,
    to: { type: 'string' },
  });
  const target = only('dump', 'a process id or a trace: interleave dump <pid>|FILE.ilv', positionals);
  const looked = part(values);
  if (values['at'] !== undefined && looked.toMs !== undefined) {
    throw new UsageError('--at and --to both say where to stop: one of them is enough.');
  }
  return {
    target: /^\d+$/.test(target) ? Number(target) : target,
    atMs: moment(values['at']),
    part: looked,
    json: file('json', values['json']),
  };
}

export function parseExport(args: readonly string[]): ExportArguments {
  const { values, positionals } = parse('export', args, { to: { type: 'string' }, out: { type: 'string' }, ...PART_OPTIONS });
  const to = EXPORT_FORMATS.find((format) => format === values['to']);
  if (to === undefined) {
    throw new UsageError(`export needs --to perfetto, chrome or otlp${values['to'] === undefined ? '' : `, not "${values['to']}"`}.`);
  }
  const out = file('out', values['out']);
  return {
    file: only('export', 'a trace: interleave export --to perfetto FILE.ilv', positionals),
    part: part({ ...values, to: undefined }),
    to,
    out: out === '-' ? undefined : out,
  };
}

function parse(
  verb: string,
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
): { values: Readonly<Record<string, string | undefined>>; positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    return { values: values as Record<string, string | undefined>, positionals };
  } catch (error) {
    // Node's sentence, without its advice on positionals that begin with a dash.
    const sentence = (error as Error).message.split('. To specify')[0] ?? '';
    throw new UsageError(`${sentence.replace(/\.$/, '')}. See "interleave --help" for the options of ${verb}.`);
  }
}

function only(verb: string, what: string, positionals: readonly string[]): string {
  const [first, second] = positionals;
  if (first === undefined || first === '') throw new UsageError(`${verb} needs ${what}`);
  if (second !== undefined) throw new UsageError(`${verb} takes one argument, not "${second}" as well.`);
  return first;
}

function file(option: string, value: string | undefined): string | undefined {
  if (value === '') throw new UsageError(`--${option} needs the name of a file.`);
  return value;
}

function reports(values: Readonly<Record<string, string | undefined>>): ReportTargets {
  const onlyFile = (option: 'sarif' | 'html'): string | undefined => {
    const target = file(option, values[option]);
    if (target === '-') throw new UsageError(`--${option} needs the name of a file: only --json writes to stdout.`);
    return target;
  };
  return { json: file('json', values['json']), sarif: onlyFile('sarif'), html: onlyFile('html') };
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  // setTimeout takes at most 2^31 - 1 ms.
  if (text.trim() === '' || !(value > 0) || value > 2_147_483) {
    throw new UsageError(`--timeout is a number of seconds greater than 0, not "${text}".`);
  }
  return value * 1000;
}

/** '1.5s', '1.5', '250ms', '2m30s' or '2:30' in milliseconds; undefined when it is no time. */
function time(text: string): number | undefined {
  const clock = /^(?:(?<h>\d+):)?(?<m>\d+):(?<s>[0-5]\d(?:\.\d+)?)$/.exec(text.trim())?.groups;
  const number = String.raw`\d+(?:\.\d+)?`;
  const units = new RegExp(
    `^(?:(?<h>${number}) ?h ?)?(?:(?<m>${number}) ?m(?!s) ?)?(?:(?<s>${number}) ?(?:s ?|$))?(?:(?<ms>${number}) ?ms)?$`,
  );
  const groups = clock ?? (text.trim() === '' ? undefined : units.exec(text.trim())?.groups);
  if (groups === undefined) return undefined;
  const of = (name: string): number => Number(groups[name] ?? 0);
  return of('h') * 3_600_000 + of('m') * 60_000 + of('s') * 1000 + of('ms');
}

function moment(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = time(text);
  if (ms === undefined) throw new UsageError(`--at is a time since the run began, such as 1.5s or 250ms, not "${text}".`);
  return ms;
}

/** Times that may also be said from the end of the run. */
function part(values: Readonly<Record<string, string | undefined>>): PartArguments {
  const of = (option: string): number | undefined => {
    const text = values[option];
    if (text === undefined) return undefined;
    const isBefore = text.startsWith('-');
    const ms = time(isBefore ? text.slice(1) : text);
    if (ms === undefined) {
      throw new UsageError(
        `--${option} is a time since the run began, such as 90s or 2m30s, or before its end, such as --${option}=-30s, not "${text}".`,
      );
    }
    // So long before the end as nothing: the end.
    return isBefore ? Math.min(-ms, -Number.MIN_VALUE) : ms;
  };
  if (values['to'] !== undefined && values['until'] !== undefined) {
    throw new UsageError('--to and --until say the same: one of them is enough.');
  }
  return { fromMs: of('from'), toMs: of('to') ?? of('until') };
}

function failOn(text: string | undefined): FailOn {
  if (text === undefined) return 'never';
  if (text === 'error' || text === 'warning' || text === 'info' || text === 'never') return text;
  throw new UsageError(`--fail-on is error, warning, info or never, not "${text}".`);
}

const RANK: Readonly<Record<Severity, number>> = { error: 3, warning: 2, info: 1, hint: 0 };

/** True when a finding is at least as severe as --fail-on asks. */
export function isFailure(level: FailOn, severities: readonly Severity[]): boolean {
  return level !== 'never' && severities.some((severity) => RANK[severity] >= RANK[level]);
}

/** The report as SARIF 2.1.0, for code scanning: kinds as rules, places relative to the folder, both orders of a race as code flows, suppressed findings as such. */
import type { Finding, FindingLocation, Report, ScenarioStep, Severity, SuppressedFinding } from '../analysis/finding.ts';
import { type Help, plainText } from './help.ts';
import { fileUri, relativeUri } from './uri.ts';
import { roleText } from '../model/requests.ts';

export interface SarifOptions {
  /** Places below it are relative to it. */
  readonly folder: string;
  readonly version: string;
  readonly help: ReadonlyMap<string, Help>;
  /** URI of the document that the help is from. */
  readonly helpUri: string;
  /** What the report contains, and what not. */
  readonly privacy: string;
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const BASE = 'SRCROOT';
/** The name says how it is computed: another computation gets another name. */
const FINGERPRINT = 'interleave/v1';
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

/** A SARIF log, ready for JSON.stringify. */
export function toSarif(report: Report, options: SarifOptions): object {
  return new SarifWriter(options).write(report);
}

class SarifWriter {
  readonly #options: SarifOptions;
  /** Kinds in order of their rules. */
  readonly #kinds: string[] = [];

  constructor(options: SarifOptions) {
    this.#options = options;
  }

  write(report: Report): object {
    const { folder, version, privacy } = this.#options;
    const results = [
      ...report.findings.map((finding) => this.#result(finding)),
      ...(report.suppressedFindings ?? []).map((suppressed) => this.#suppressed(suppressed)),
    ];
    return {
      $schema: SCHEMA,
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'Interleave', version, semanticVersion: version, rules: this.#kinds.map((kind) => this.#rule(kind)) } },
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: { [BASE]: { uri: fileUri(folder).replace(/\/?$/, '/') } },
          invocations: [invocation(report)],
          results,
          properties: { contains: privacy, tasks: report.run.tasks, events: report.run.events, pending: report.pending.length },
        },
      ],
    };
  }

  #rule(kind: string): object {
    const { help, helpUri } = this.#options;
    const section = help.get(kind);
    const text = plainText(section?.summary ?? kind);
    return {
      id: kind,
      name: kind.replaceAll(/(?:^|[.-])(\w)/g, (_whole, letter: string) => letter.toUpperCase()),
      shortDescription: { text: /^.*?[.?](?=\s|$)/.exec(text)?.[0] ?? text },
      fullDescription: { text },
      helpUri: `${helpUri}#${kind}`,
      ...(section !== undefined && { help: { text: plainText(section.markdown), markdown: section.markdown } }),
      properties: { tags: ['concurrency', kind.split('.')[0] ?? kind] },
    };
  }

  #result(finding: Finding): object {
    let rule = this.#kinds.indexOf(finding.kind);
    if (rule < 0) rule = this.#kinds.push(finding.kind) - 1;
    const [first, ...related] = finding.locations;
    return {
      ruleId: finding.kind,
      ruleIndex: rule,
      level: LEVELS[finding.severity],
      message: { text: plain([finding.message, ...finding.why.map((why) => `- ${why}`)].join('\n')) },
      ...(first !== undefined && { locations: [this.#location(first, undefined)] }),
      ...(related.length > 0 && { relatedLocations: related.map((at, i) => ({ id: i + 1, ...this.#location(at, described(at)) })) }),
      ...(finding.scenario !== undefined && { codeFlows: this.#codeFlows(finding.scenario) }),
      partialFingerprints: { [FINGERPRINT]: finding.fingerprint },
      occurrenceCount: Math.max(1, finding.occurrences),
      rank: Math.round(finding.confidence * 100),
      properties: { verdict: finding.verdict, confidence: finding.confidence },
    };
  }

  #suppressed({ finding, by, reason }: SuppressedFinding): object {
    const suppression = { kind: by === 'comment' ? 'inSource' : 'external', status: 'accepted', justification: reason };
    return { ...this.#result(finding), suppressions: [suppression] };
  }

  /** What happened and what else can happen: one flow each, in it a thread of steps for each task; the order of execution is their interleaving. */
  #codeFlows({ lanes, happened, other, otherTitle }: NonNullable<Finding['scenario']>): object[] {
    const flows = [
      { title: 'What happened', steps: happened },
      { title: otherTitle, steps: other },
    ];
    return flows
      .filter(({ steps }) => steps.length > 0)
      .map(({ title, steps }) => ({
        message: { text: title === '' ? 'Another order' : title },
        threadFlows: this.#threadFlows(lanes, steps),
      }));
  }

  #threadFlows(lanes: readonly string[], steps: readonly ScenarioStep[]): object[] {
    const used = [...new Set(steps.map((step) => step.lane))].toSorted((a, b) => a - b);
    return used.map((lane) => ({
      id: lanes[lane] ?? `task ${lane + 1}`,
      message: { text: lanes[lane] ?? `task ${lane + 1}` },
      locations: steps.flatMap((step, order) => (step.lane === lane ? [this.#step(step, order + 1)] : [])),
    }));
  }

  #step(step: ScenarioStep, executionOrder: number): object {
    const text = step.text === '' ? 'step' : plain(step.text);
    return { executionOrder, location: step.location === null ? { message: { text } } : this.#location(step.location, text) };
  }

  #location(at: FindingLocation, message: string | undefined): object {
    const uri = relativeUri(at.file, this.#options.folder);
    return {
      physicalLocation: {
        artifactLocation: uri === undefined ? { uri: fileUri(at.file) } : { uri, uriBaseId: BASE },
        region: { startLine: Math.max(1, at.line), startColumn: Math.max(1, at.column) },
      },
      ...(at.function !== '' && { logicalLocations: [{ name: at.function, kind: 'function' }] }),
      ...(message !== undefined && { message: { text: message } }),
    };
  }
}

/** Code such as `handlers[name](event)` is no link, and `{0}` no place for an argument. */
function plain(text: string): string {
  return text.replaceAll(/\[(?=[^\]]*\]\()/g, '\\[').replaceAll(/\{(?=\d+\})/g, '{{');
}

function described(at: FindingLocation): string {
  return at.function === '' ? roleText(at) : `${roleText(at)} in ${at.function}`;
}

function invocation({ run, notes }: Report): object {
  const started = Date.parse(run.startedAt);
  const told = (level: 'warning' | 'note') => (text: string) => ({ level, message: { text: plain(text) } });
  return {
    // Of the tool: a program that fails has been examined all the same.
    executionSuccessful: true,
    commandLine: run.command.join(' '),
    ...(Number.isNaN(started)
      ? {}
      : { startTimeUtc: new Date(started).toISOString(), endTimeUtc: new Date(started + Math.max(0, run.durationMs)).toISOString() }),
    toolExecutionNotifications: [...run.incomplete.map(told('warning')), ...notes.map(told('note'))],
    properties: { node: run.node, level: run.level, exitCode: run.exitCode, signal: run.signal, incomplete: run.incomplete.length > 0 },
  };
}

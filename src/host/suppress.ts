/** What the user asked not to be told: `interleave.config.json`, and `// interleave-ignore` comments in sources that reach Node only after a build step. */
import fs from 'node:fs';
import path from 'node:path';
import type { Finding, Report, SuppressedFinding } from '../analysis/finding.ts';
import type { Config, IgnoreEntry } from './config.ts';

const COMMENT = /(?:\/\/|\/\*)\s*interleave-ignore\s+(?<kinds>[\w.*-]+(?:\s*,\s*[\w.*-]+)*)\s+--\s+(?<reason>\S.*)/;

/** The report without the findings that are suppressed; they are counted. `today`: YYYY-MM-DD, after which an entry that has expired no longer holds. */
export function suppress(report: Report, config: Config, today: string): Report {
  const comments = new SourceComments();
  const kept: Finding[] = [];
  const hidden: SuppressedFinding[] = [];
  for (const finding of report.findings) {
    const entry = config.ignore.find((each) => holds(each, finding, config.folder, today));
    const comment = entry === undefined ? comments.ignoring(finding) : undefined;
    if (entry !== undefined) hidden.push({ finding, by: 'configuration', reason: entry.reason });
    else if (comment !== undefined) hidden.push({ finding, by: 'comment', reason: comment });
    else kept.push(finding);
  }
  const expired = config.ignore.filter((entry) => entry.expires !== undefined && entry.expires < today);
  if (hidden.length === 0 && expired.length === 0) return report;
  return {
    ...report,
    findings: kept.map((finding, index) => ({ ...finding, id: `f${index + 1}` })),
    suppressed: report.suppressed + hidden.length,
    suppressedFindings: [...(report.suppressedFindings ?? []), ...hidden],
    notes: [...report.notes, ...expired.map((entry) => `A suppression of ${entry.kind} has expired on ${entry.expires}: ${entry.reason}`)],
  };
}

/** `kind` is the pattern: a kind, a family (`race`, `race.*`) or `*`. */
export function matchesKind(pattern: string, kind: string): boolean {
  const family = pattern.replace(/\.\*$/, '');
  return pattern === '*' || kind === family || kind.startsWith(`${family}.`);
}

function holds(entry: IgnoreEntry, finding: Finding, folder: string, today: string): boolean {
  if (entry.expires !== undefined && entry.expires < today) return false;
  if (!matchesKind(entry.kind, finding.kind)) return false;
  if (entry.fingerprint !== undefined && entry.fingerprint !== finding.fingerprint) return false;
  if (entry.site === undefined) return true;
  const { glob, line } = splitSite(entry.site);
  return finding.locations.some((at) => (line === undefined || line === at.line) && matchesGlob(glob, path.relative(folder, at.file)));
}

function splitSite(site: string): { readonly glob: string; readonly line: number | undefined } {
  const match = /^(?<glob>.*):(?<line>\d+)$/.exec(site);
  return { glob: match?.groups?.['glob'] ?? site, line: match === null ? undefined : Number(match.groups?.['line']) };
}

/** `*` within a folder, `**` across folders, `?` one character. A glob without a slash matches the file's name in any folder. */
export function matchesGlob(glob: string, file: string): boolean {
  const name = file.replaceAll(path.sep, '/');
  const subject = glob.includes('/') ? name : (name.split('/').at(-1) ?? '');
  const source = glob
    .replace(/^\.\//, '')
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*\*\/|\*\*|\*|\?/g, (token) => (token === '**/' ? '(?:.*/)?' : token === '**' ? '.*' : token === '*' ? '[^/]*' : '[^/]'));
  return new RegExp(`^${source}$`).test(subject);
}

/** Comments in the author's files, read once a report. */
class SourceComments {
  readonly #lines = new Map<string, readonly string[]>();

  /** The reason in the comment on the line of one of the finding's places, or on the line above; undefined when there is none. */
  ignoring(finding: Finding): string | undefined {
    for (const at of finding.locations) {
      const reason = this.#reason(at.file, at.line, finding.kind) ?? this.#reason(at.file, at.line - 1, finding.kind);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  #reason(file: string, line: number, kind: string): string | undefined {
    const text = this.#read(file)[line - 1];
    const comment = text === undefined ? undefined : COMMENT.exec(text)?.groups;
    const isMeant = comment?.['kinds']?.split(',').some((pattern) => matchesKind(pattern.trim(), kind)) === true;
    return isMeant ? (comment?.['reason'] ?? '').replace(/\s*\*\/.*$/, '').trim() : undefined;
  }

  #read(file: string): readonly string[] {
    let lines = this.#lines.get(file);
    if (lines === undefined) {
      try {
        lines = fs.readFileSync(file, 'utf8').split(/\r?\n/);
      } catch {
        lines = []; // Moved or deleted since it was recorded.
      }
      this.#lines.set(file, lines);
    }
    return lines;
  }
}

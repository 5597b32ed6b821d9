/** What the user asked not to be told: `interleave.config.json`, and `// interleave-ignore` comments in sources that reach Node only after a build step. */
import fs from 'node:fs';
import path from 'node:path';
import type { Finding, Report } from '../analysis/finding.ts';
import type { Config, IgnoreEntry } from './config.ts';

const COMMENT = /(?:\/\/|\/\*)\s*interleave-ignore\s+(?<kinds>[\w.*-]+(?:\s*,\s*[\w.*-]+)*)\s+--\s+\S/;

/** The report without the findings that are suppressed; they are counted. `today`: YYYY-MM-DD, after which an entry that has expired no longer holds. */
export function suppress(report: Report, config: Config, today: string): Report {
  const comments = new SourceComments();
  const kept = report.findings.filter(
    (finding) => !config.ignore.some((entry) => holds(entry, finding, config.folder, today)) && !comments.ignore(finding),
  );
  const hidden = report.findings.length - kept.length;
  const expired = config.ignore.filter((entry) => entry.expires !== undefined && entry.expires < today);
  if (hidden === 0 && expired.length === 0) return report;
  return {
    ...report,
    findings: kept.map((finding, index) => ({ ...finding, id: `f${index + 1}` })),
    suppressed: report.suppressed + hidden,
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

  /** True when one of the finding's places has a comment on its line or on the line above. */
  ignore(finding: Finding): boolean {
    return finding.locations.some((at) => [at.line, at.line - 1].some((line) => this.#ignores(at.file, line, finding.kind)));
  }

  #ignores(file: string, line: number, kind: string): boolean {
    const text = this.#read(file)[line - 1];
    const kinds = text === undefined ? undefined : COMMENT.exec(text)?.groups?.['kinds'];
    return kinds !== undefined && kinds.split(',').some((pattern) => matchesKind(pattern.trim(), kind));
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

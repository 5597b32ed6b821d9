/** What a report can say about a kind of finding: its section in docs/findings.md. */

export interface Help {
  /** The first sentences: what it means. */
  readonly summary: string;
  /** How to repair it. */
  readonly fix: string;
  /** The section, in Markdown. */
  readonly markdown: string;
}

/** The sections of docs/findings.md by kind. */
export function parseHelp(document: string): Map<string, Help> {
  const sections = new Map<string, Help>();
  for (const part of document.split(/^(?:<a id="[^"]*"><\/a>\s*\n)?## /m).slice(1)) {
    const end = part.indexOf('\n');
    const kind = part.slice(0, end).trim();
    const markdown = part.slice(end + 1).trim();
    const [summary = ''] = markdown.split(/\n\s*\n/);
    const fix = /^\*\*Fix\.\*\*\s*(?<text>[\s\S]*?)(?=\n\s*\n|$(?![\s\S]))/m.exec(markdown)?.groups?.['text'] ?? '';
    sections.set(kind, { summary: oneLine(summary), fix: oneLine(fix), markdown });
  }
  return sections;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}

/** Markdown of one paragraph as plain text. */
export function plainText(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*([^*]+)\*\*/g, '$1')
    .replaceAll(/(^|[\s(])\*([^*\s][^*]*)\*/g, '$1$2');
}

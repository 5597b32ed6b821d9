/** The output channel "Interleave": tags with fields, so that a log can be searched and carries no user data by accident. */
import * as vscode from 'vscode';

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;
type Tag =
  | 'run.prepare'
  | 'run.start'
  | 'run.progress'
  | 'run.stop'
  | 'run.restart'
  | 'run.finish'
  | 'run.failed'
  | 'run.note'
  | 'session.start'
  | 'session.end'
  | 'problem'
  | 'trace.open'
  | 'trace.prune'
  | 'webview.message'
  | 'webview.failed';

export class Log implements vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('Interleave', { log: true });

  info(tag: Tag, fields: Fields = {}): void {
    this.#channel.info(format(tag, fields));
  }

  warn(tag: Tag, fields: Fields = {}): void {
    this.#channel.warn(format(tag, fields));
  }

  /** A caught value, with its stack: people get a sentence, this is for the report of the bug. */
  error(tag: Tag, error: unknown, fields: Fields = {}): void {
    this.#channel.error(`${format(tag, fields)} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

function format(tag: Tag, fields: Fields): string {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return [tag, ...known.map(([key, value]) => `${key}=${JSON.stringify(value)}`)].join(' ');
}

/** Work that takes its time: told in a notification that can end it. */
import * as vscode from 'vscode';

/** Undefined when the user ended it: then the work goes on unseen as far as it does not heed the signal, and must write nothing more. */
export function withCancel<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Thenable<T | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (_progress, token) => {
    const controller = new AbortController();
    const { signal } = controller;
    const ended = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
    token.onCancellationRequested(() => controller.abort());
    const done = work(signal).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    return Promise.race([done, ended]);
  });
}

/** Tests in the editor: a controller for those of Node's own runner, and the menu entry on those of others. */
import * as vscode from 'vscode';
import type { Requests } from '../launch/debugConfiguration.ts';
import { t } from '../l10n.ts';
import type { Launch } from '../launch/launch.ts';
import type { Log } from '../log.ts';
import { problems } from '../problems.ts';
import type { Runs } from '../runs.ts';
import { TestItems } from './testItems.ts';
import { launchTests, testFileToTrace } from './testLaunch.ts';
import { runTests } from './testRuns.ts';

export class Testing implements vscode.Disposable {
  readonly #items: TestItems;
  #run: ((request: vscode.TestRunRequest, token: vscode.CancellationToken) => Promise<void>) | undefined;

  constructor(runs: Runs, requests: Requests, log: Log) {
    this.#items = new TestItems((controller) => {
      // Called while the items are made when a file of tests is open already: they are there once something is run.
      const handler = (debugged: boolean) => (request: vscode.TestRunRequest, token: vscode.CancellationToken) =>
        runTests({ runs, requests, items: this.#items, log, controller, debugged }, request, token);
      this.#run = handler(false);
      controller.createRunProfile(t('Trace Concurrency'), vscode.TestRunProfileKind.Run, this.#run, true);
      controller.createRunProfile(t('Debug and Trace'), vscode.TestRunProfileKind.Debug, handler(true), true);
    });
  }

  /** What the menu of a test starts: undefined when it was one of ours, which ran. Rejects with a UserProblem. */
  async trace(item: vscode.TestItem | undefined): Promise<Launch | undefined> {
    if (!item?.uri) throw problems.noTest();
    if (this.#items.owns(item)) {
      await this.#run?.(new vscode.TestRunRequest([item]), new vscode.CancellationTokenSource().token);
      return undefined;
    }
    const file = await testFileToTrace(item.uri);
    const names = namesInFile(item);
    return launchTests(file, names.length > 0 ? [{ names, inner: [], isSuite: item.children.size > 0 }] : []);
  }

  dispose(): void {
    this.#items.dispose();
  }
}

/** Names of a test of another extension and of its suites. Above them is the file, in most trees: it has no place in itself. */
function namesInFile(item: vscode.TestItem): string[] {
  const isTest = item.range !== undefined || item.parent?.uri?.toString() === item.uri?.toString();
  if (!isTest) return [];
  const { parent } = item;
  const inFile = parent?.uri?.toString() === item.uri?.toString() ? parent : undefined;
  return [...(inFile ? namesInFile(inFile) : []), item.label];
}

/**
 * The tests of Node's own runner as the Testing view and the gutter show them. Nothing is searched before somebody looks: a file that is open in an editor is read at once,
 * the others when the view asks, and the tests of a file when it is unfolded or run.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { TEST_CONTROLLER } from '../ids.ts';
import { scanTests, usesNodeTest, type ScannedTest } from './testScan.ts';

/** The names by which `node --test` finds tests. */
const TEST_FILES = '**/{*.test,*-test,*_test,test-*,test}.{js,mjs,cjs,ts,mts,cts}';
const TEST_FOLDERS = '**/test/**/*.{js,mjs,cjs,ts,mts,cts}';
const NOT_OURS = '**/node_modules/**';
const MOST_FILES = 5000;
/** Files that are read at once. */
const AT_ONCE = 16;

type Resolve = (item?: vscode.TestItem) => Promise<void>;

export class TestItems implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[];
  readonly #onCreate: (controller: vscode.TestController) => void;
  /** Not there until there is a test: an empty one would put the Testing view into every window. */
  #controller: vscode.TestController | undefined;
  #searched = false;
  /** What only running showed. */
  readonly #seen = new WeakSet<vscode.TestItem>();
  /** The text of a file whose tests its item holds. */
  readonly #filled = new WeakMap<vscode.TestItem, string>();

  /** `onCreate` gives the controller its profiles. */
  constructor(onCreate: (controller: vscode.TestController) => void) {
    this.#onCreate = onCreate;
    this.#subscriptions = [
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((each) => this.#see(each.document))),
      vscode.workspace.onDidSaveTextDocument((document) => this.#see(document)),
      vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach((each) => this.#controller?.items.delete(each.toString()))),
    ];
    for (const each of vscode.window.visibleTextEditors) this.#see(each.document);
  }

  get controller(): vscode.TestController | undefined {
    return this.#controller;
  }

  /** Whether a test of any controller is one of ours. */
  owns(item: vscode.TestItem): boolean {
    return item.uri !== undefined && this.#controller?.items.get(item.uri.toString()) === rootOf(item);
  }

  /** The item of a file, made when the file has tests of Node's runner. */
  async file(uri: vscode.Uri): Promise<vscode.TestItem | undefined> {
    const text = await readFile(uri.fsPath, 'utf8').catch(() => '');
    if (!usesNodeTest(text)) return undefined;
    const item = this.#fileItem(uri);
    this.#fill(item, text);
    return item;
  }

  /** All items of files, searched for when that was not done yet. */
  async files(): Promise<vscode.TestItem[]> {
    await this.#resolve();
    return [...this.#made().items].map(([, item]) => item);
  }

  /** Fills an item of a file with its tests. */
  readonly resolve: Resolve = (item) => this.#resolve(item);

  /** A test that only running could show: made by a loop, or by a function of another name. */
  addSeen(file: vscode.TestItem, name: string, line: number): vscode.TestItem {
    const at = new vscode.Position(Math.max(0, line - 1), 0);
    const parent = this.#around(file, at) ?? file;
    const id = `${parent.id}/${name}`;
    const known = parent.children.get(id);
    if (known) return known;
    const item = this.#made().createTestItem(id, name, file.uri);
    item.range = new vscode.Range(at, at);
    this.#seen.add(item);
    parent.children.add(item);
    return item;
  }

  dispose(): void {
    this.#controller?.dispose();
    for (const each of this.#subscriptions) each.dispose();
  }

  #see(document: vscode.TextDocument): void {
    if (document.uri.scheme !== 'file' || !/^(java|type)script$/.test(document.languageId)) return;
    const text = document.getText();
    if (usesNodeTest(text)) this.#fill(this.#fileItem(document.uri), text);
    else this.#controller?.items.delete(document.uri.toString());
  }

  #made(): vscode.TestController {
    if (this.#controller) return this.#controller;
    const controller = vscode.tests.createTestController(TEST_CONTROLLER, 'node:test');
    this.#controller = controller;
    controller.resolveHandler = (item) => this.#resolve(item);
    controller.refreshHandler = async () => {
      this.#searched = false;
      await this.#resolve();
    };
    this.#onCreate(controller);
    return controller;
  }

  #fileItem(uri: vscode.Uri): vscode.TestItem {
    const controller = this.#made();
    const id = uri.toString();
    const known = controller.items.get(id);
    if (known) return known;
    const item = controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    controller.items.add(item);
    return item;
  }

  /** An unchanged text has nothing new, and what running showed of it stays: a file is looked at whenever an editor comes into view, that of a test's own message too. */
  #fill(item: vscode.TestItem, text: string): void {
    if (this.#filled.get(item) === text) return;
    this.#filled.set(item, text);
    fill(this.#made(), item, text);
  }

  async #resolve(item?: vscode.TestItem): Promise<void> {
    if (item?.uri) {
      this.#fill(item, await readFile(item.uri.fsPath, 'utf8').catch(() => ''));
      return;
    }
    if (this.#searched) return;
    this.#searched = true;
    const found = await Promise.all([TEST_FILES, TEST_FOLDERS].map((glob) => vscode.workspace.findFiles(glob, NOT_OURS, MOST_FILES)));
    const files = [...new Map(found.flat().map((uri) => [uri.toString(), uri])).values()].filter((uri) => uri.scheme === 'file');
    const read = async (): Promise<void> => {
      for (let uri = files.pop(); uri; uri = files.pop()) {
        const text = await readFile(uri.fsPath, 'utf8').catch(() => '');
        if (usesNodeTest(text)) this.#fileItem(uri);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, read));
  }

  /** The innermost test of the text whose lines hold a place. */
  #around(item: vscode.TestItem, at: vscode.Position): vscode.TestItem | undefined {
    for (const [, child] of item.children) {
      const { range } = child;
      if (this.#seen.has(child) || !range || at.line < range.start.line || at.line > range.end.line) continue;
      return this.#around(child, at) ?? child;
    }
    return undefined;
  }
}

/** The item of the file that a test is in. */
export function rootOf(item: vscode.TestItem): vscode.TestItem {
  return item.parent ? rootOf(item.parent) : item;
}

/** The names of a test and of what it is in, outermost first; none for a file. */
export function namesOf(item: vscode.TestItem): string[] {
  return item.parent ? [...namesOf(item.parent), item.label] : [];
}

/** An item and all below it. */
export function* itemsBelow(item: vscode.TestItem): Generator<vscode.TestItem> {
  yield item;
  for (const [, child] of item.children) yield* itemsBelow(child);
}

/** Whether an item is another one, or in it. */
export function isWithin(item: vscode.TestItem, outer: vscode.TestItem): boolean {
  return item === outer || (item.parent !== undefined && isWithin(item.parent, outer));
}

function fill(controller: vscode.TestController, file: vscode.TestItem, text: string): void {
  const make = (parent: vscode.TestItem, tests: readonly ScannedTest[]): void => {
    const seen = new Map<string, number>();
    parent.children.replace(
      tests.map((test) => {
        const count = (seen.get(test.name) ?? 0) + 1;
        seen.set(test.name, count);
        const item = controller.createTestItem(`${parent.id}/${test.name}${count > 1 ? ` (${count})` : ''}`, test.name, file.uri);
        item.range = new vscode.Range(test.line, test.character, test.endLine, 0);
        make(item, test.children);
        return item;
      }),
    );
  };
  make(file, scanTests(text));
  file.canResolveChildren = true;
}

/** The item for a test that ran, by name and 1-based line. */
export function findTest(file: vscode.TestItem, name: string, line: number): vscode.TestItem | undefined {
  const named = [...itemsBelow(file)].filter((each) => each !== file && each.label === name);
  return named.find((each) => each.range?.start.line === line - 1) ?? (line === 0 || named.length === 1 ? named[0] : undefined);
}

/** Whether Node means the file itself, which has a result of its own when it could not be run. */
export function isFile(file: vscode.TestItem, name: string): boolean {
  const own = file.uri?.fsPath ?? '';
  return name === own || (path.extname(name) !== '' && own.endsWith(path.sep + path.normalize(name)));
}

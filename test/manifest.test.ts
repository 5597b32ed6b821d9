// The manifest and the code say the same: every id both ways, every setting documented and read, and the package holds what it should.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  COLORS,
  COMMANDS,
  CONTAINERS,
  CONTEXT,
  DEBUG_PROPERTY,
  DEBUG_TYPE,
  EXTENSION_ID,
  PROBLEM_MATCHER,
  SETTINGS,
  TASK_TYPE,
  TERMINAL_PROFILE,
  TRACE_EDITOR,
  TRACE_EXTENSION,
  VIEWS,
  WALKTHROUGH,
} from '../src/extension/ids.ts';

interface Manifest {
  name: string;
  publisher: string;
  icon: string;
  keywords: string[];
  engines: { vscode: string };
  activationEvents: string[];
  devDependencies: Record<string, string>;
  dependencies?: Record<string, string>;
  capabilities: {
    untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] };
    virtualWorkspaces: { supported: string };
  };
  contributes: {
    commands: { command: string; title: string; category: string; enablement?: string }[];
    menus: Record<string, { command: string; when?: string; group?: string }[]>;
    views: Record<string, { id: string }[]>;
    viewsContainers: Record<string, { id: string; icon: string }[]>;
    viewsWelcome: { view: string; contents: string }[];
    taskDefinitions: { type: string }[];
    problemMatchers: { name: string }[];
    terminal: { profiles: { id: string }[] };
    customEditors: { viewType: string; selector: { filenamePattern: string }[] }[];
    debuggers: {
      type: string;
      configurationAttributes: { launch: { properties: Record<string, unknown> } };
      configurationSnippets?: { label: string; body: { type: string; request: string; [property: string]: unknown } }[];
    }[];
    configuration: { title: string; properties: Record<string, Setting> }[];
    colors: { id: string; defaults: Record<string, string> }[];
    walkthroughs: { id: string; steps: { description: string; media: { image: Record<string, string>; altText: string } }[] }[];
  };
}

interface Setting {
  type: string;
  default: unknown;
  scope: string;
  enum?: string[];
  enumDescriptions?: string[];
  minimum?: number;
  maximum?: number;
  markdownDescription: string;
}

const root = path.resolve(__dirname, '../..');
const readText = (name: string): string => readFileSync(path.join(root, name), 'utf8');
/** In English: test/l10n.test.ts says which languages there are. */
const texts = JSON.parse(readText('package.nls.json')) as Record<string, string>;
const manifest = JSON.parse(readText('package.json'), (_key, value: unknown) =>
  typeof value === 'string' ? value.replace(/^%([\w.]+)%$/, (whole, key: string) => texts[key] ?? whole) : value,
) as Manifest;
const { contributes } = manifest;
const settings = Object.fromEntries(contributes.configuration.flatMap((section) => Object.entries(section.properties)));
const sorted = (values: Iterable<string>): string[] => [...values].toSorted();

describe('the manifest', () => {
  it('offers one thing by a button where there is nothing to show yet, and the rest by links', () => {
    for (const { view, contents } of contributes.viewsWelcome) {
      const buttons = contents.split('\n').filter((line) => /^\[[^\]]+\]\([^)]+\)$/.test(line));
      assert.ok(buttons.length <= 1, `${view}: ${buttons.join(' ')}`);
    }
  });

  it('contributes the ids of the code, and no others', () => {
    assert.equal(`${manifest.publisher}.${manifest.name}`, EXTENSION_ID);
    assert.deepEqual(sorted(contributes.commands.map((each) => each.command)), sorted(Object.values(COMMANDS)));
    assert.deepEqual(
      sorted(Object.values(contributes.views).flatMap((views) => views.map((view) => view.id))),
      sorted(Object.values(VIEWS)),
    );
    const containers = Object.values(contributes.viewsContainers).flatMap((each) => each.map((container) => container.id));
    assert.deepEqual(sorted(containers), sorted(Object.values(CONTAINERS)));
    assert.deepEqual(sorted(Object.keys(contributes.views)), sorted(Object.values(CONTAINERS)));
    assert.deepEqual(sorted(Object.keys(settings)), sorted(Object.values(SETTINGS)));
    assert.deepEqual(sorted(contributes.colors.map((each) => each.id)), sorted(COLORS));
    assert.deepEqual(
      contributes.taskDefinitions.map((each) => each.type),
      [TASK_TYPE],
    );
    assert.deepEqual(
      contributes.problemMatchers.map((each) => `$${each.name}`),
      [PROBLEM_MATCHER],
    );
    assert.deepEqual(
      contributes.terminal.profiles.map((each) => each.id),
      [TERMINAL_PROFILE],
    );
    assert.deepEqual(
      contributes.walkthroughs.map((each) => each.id),
      [WALKTHROUGH],
    );
    assert.deepEqual(
      contributes.customEditors.map((each) => [each.viewType, each.selector[0]?.filenamePattern]),
      [[TRACE_EDITOR, `*${TRACE_EXTENSION}`]],
    );
  });

  it('puts the commands of the palette into one category, under clear titles', () => {
    for (const { command, title, category } of contributes.commands) {
      assert.equal(category, 'Interleave', command);
      assert.doesNotMatch(title, /Interleave|[:!…]/, command);
    }
  });

  it('refers only to commands, views and context keys that exist', () => {
    const text = JSON.stringify(contributes);
    const commands = new Set<string>(Object.values(COMMANDS));
    for (const items of Object.values(contributes.menus)) for (const { command } of items) assert.ok(commands.has(command), command);
    for (const [, linked] of text.matchAll(/command:(interleave\.[\w.]+)/g)) {
      const isFocus = Object.values(VIEWS).some((view) => linked === `${view}.focus`);
      assert.ok(isFocus || commands.has(String(linked)), String(linked));
    }
    for (const { view } of contributes.viewsWelcome) assert.ok(Object.values<string>(VIEWS).includes(view), view);
    const known = new Set<string>([
      ...Object.values(CONTEXT),
      ...Object.values(VIEWS),
      ...Object.values(COMMANDS),
      ...Object.values(SETTINGS),
      ...COLORS,
      TERMINAL_PROFILE,
      TRACE_EDITOR,
      WALKTHROUGH,
    ]);
    for (const [mentioned] of text.matchAll(/\binterleave\.[a-z][\w.]*\w/gi)) {
      const base = mentioned.replace(/\.focus$/, '');
      if (!/\.(json|svg)$/.test(base)) assert.ok(known.has(base), mentioned);
    }
  });

  it('hides from the palette what needs an argument', () => {
    const hidden = contributes.menus['commandPalette']?.filter((item) => item.when === 'false').map((item) => item.command);
    const { openPlace, showFinding, explain, copyFinding, showHelp, suppress, traceTest } = COMMANDS;
    const needing = [openPlace, showFinding, explain, copyFinding, showHelp, suppress, traceTest];
    assert.deepEqual(sorted(hidden ?? []), sorted(needing));
  });

  it('wakes the extension only for debugging Node', () => {
    for (const event of manifest.activationEvents) assert.match(event, /^(onDebugResolve|onDebugDynamicConfigurations):/);
    assert.ok(manifest.activationEvents.includes(`onDebugDynamicConfigurations:${DEBUG_TYPE}`));
  });

  it('documents every setting with its default and its limits', () => {
    for (const [id, setting] of Object.entries(settings)) {
      assert.match(id, /^interleave\.(record|analysis|timeline|editor|diagnostics|sources)\.\w+$/);
      assert.ok(setting.markdownDescription.length > 20, id);
      assert.notEqual(setting.default, undefined, id);
      assert.ok(setting.scope, id);
      if (setting.enum) assert.equal(setting.enumDescriptions?.length, setting.enum.length, id);
      if (setting.type === 'integer') assert.ok(setting.minimum !== undefined && setting.maximum !== undefined, id);
    }
  });

  it('has every setting in the table of the README, with its default', () => {
    const rows = [...readText('README.md').matchAll(/^\| `(interleave\.[\w.]+)` \| (.*?) ?\|/gm)].map(([, id, value]) => [
      id,
      value?.replaceAll('`', ''),
    ]);
    assert.deepEqual(
      rows,
      Object.entries(settings).map(([id, setting]) => [
        id,
        typeof setting.default === 'object' ? JSON.stringify(setting.default) : String(setting.default),
      ]),
    );
  });

  it('restricts the settings that a workspace could do harm with, in an untrusted one', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    assert.deepEqual(restrictedConfigurations, [SETTINGS.directory, SETTINGS.node]);
    assert.equal(manifest.capabilities.virtualWorkspaces.supported, 'limited');
  });

  it('knows the property that asks for a trace in the configurations that it is read from', () => {
    for (const type of ['node', 'node-terminal']) {
      const found = contributes.debuggers.find((each) => each.type === type);
      assert.ok(found?.configurationAttributes.launch.properties[DEBUG_PROPERTY], type);
    }
    assert.ok(contributes.debuggers.some((each) => each.type === DEBUG_TYPE));
  });

  it('offers configurations for programs, scripts and each test runner, of types that can be traced', () => {
    const snippets = contributes.debuggers.flatMap((each) => each.configurationSnippets ?? []);
    for (const { label, body } of snippets) {
      assert.equal(body.type === DEBUG_TYPE || (body.type === 'node' && body[DEBUG_PROPERTY] === true), true, label);
      assert.equal(body.request, 'launch', label);
    }
    for (const wanted of ['npm', 'node:test', 'vitest', 'jest', 'mocha']) {
      assert.ok(
        snippets.some(({ label }) => label.includes(wanted)),
        wanted,
      );
    }
    const runners = snippets.flatMap(({ body }) => /node_modules\/(mocha\/[^"]*)/.exec(String(body['program']))?.[1] ?? []);
    assert.deepEqual(runners, ['mocha/bin/mocha.js']);
    for (const each of runners) assert.ok(existsSync(path.join(root, 'node_modules', each)), each);
  });

  it('supports the editor that its types are of, and depends on nothing at run time', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
    assert.equal(manifest.dependencies, undefined);
    assert.ok(manifest.keywords.length <= 8);
  });

  it('has the pictures that it names', () => {
    const icons = Object.values(contributes.viewsContainers).flatMap((each) => each.map((container) => container.icon));
    const steps = contributes.walkthroughs.flatMap((each) => each.steps);
    const files = [manifest.icon, ...icons, ...steps.flatMap((step) => Object.values(step.media.image))];
    for (const file of files) assert.ok(existsSync(path.join(root, file)), file);
    assert.equal(steps.length, 4);
    for (const { media } of steps) {
      assert.ok(media.altText.length > 20);
      assert.deepEqual(Object.keys(media.image), ['dark', 'light', 'hc', 'hcLight']);
      assert.equal(new Set(Object.values(media.image)).size, 4);
    }
  });
});

/** The sources in a folder of their own, with one file of everything that must not be packed. */
async function copyOfSources(context: Mocha.Context): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'il-package-'));
  context.test?.parent?.afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const module = pathToFileURL(path.join(root, 'scripts/lib/package.mjs')).href;
  const { copySources } = (await import(module)) as { copySources: (folder: string) => void };
  copySources(folder);
  for (const name of ['node_modules/acorn', 'test/programs/node_modules/ws', 'out/test', '.cache/node', '.interleave']) {
    mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, name, 'index.js'), '');
  }
  return folder;
}

function listPackage(cwd: string): string[] {
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const listed = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return listed.trim().split('\n').filter(Boolean);
}

describe('the pages of the package', () => {
  for (const name of ['README.md', 'CHANGELOG.md']) {
    it(`have neither pictures nor links that lead nowhere, in ${name}`, async () => {
      const module = pathToFileURL(path.join(root, 'scripts/lib/packagedPage.mjs')).href;
      const { packagedPage } = (await import(module)) as { packagedPage: (text: string) => string };
      const original = readText(name);
      const page = packagedPage(original);
      const targets = [...page.matchAll(/\]\(([^)]*)\)|\b(?:src|href)="([^"]*)"/g)].map(([, link, attribute]) => link ?? attribute ?? '');
      for (const target of targets) assert.match(target, /^(https:\/\/|#[\w-]+$)/);
      // Nothing else is lost: the words of the links are there.
      const words = (text: string): string[] =>
        text
          .replaceAll(/^!\[.*\n\n?/gm, '')
          .replaceAll(/\]\([^)]*\)/g, '')
          .match(/[\p{L}\d]+/gu) ?? [];
      assert.deepEqual(words(page), words(original));
    });
  }
});

describe('the package', () => {
  it('holds every bundle, the media and the documents, and nothing else', async function () {
    // It starts a program: on a busy machine that takes its time, however the tests are run.
    this.timeout(60_000);
    const files = listPackage(await copyOfSources(this));
    for (const file of files) {
      assert.match(
        file,
        /^(dist\/([\w.]+\.m?js|node_modules\/interleave\/preload\.js)|media\/[\w./-]+\.(svg|png|webp|css)|docs\/(configuration|findings|locks)\.md|examples\/lessons\/[\w-]+\/[\w-]+\.(js|md)|package(\.nls(\.\w+)?)?\.json|l10n\/bundle\.l10n(\.\w+)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
      );
    }
    const bundles = readdirSync(path.join(root, 'dist')).filter((name) => /\.m?js$/.test(name));
    for (const name of bundles) assert.ok(files.includes(`dist/${name}`), name);
    for (const needed of [
      'package.json',
      'dist/extension.js',
      'dist/node_modules/interleave/preload.js',
      'dist/engineServer.js',
      'dist/analysisWorker.js',
      'docs/findings.md',
      'package.nls.json',
      'package.nls.de.json',
      'l10n/bundle.l10n.de.json',
      manifest.icon,
    ]) {
      assert.ok(files.includes(needed), needed);
    }
    const bytes = files.map((file) => statSync(path.join(root, file)).size).reduce((sum, size) => sum + size, 0);
    assert.ok(bytes < 4 << 20, `${bytes} bytes before compression`);
  });
});

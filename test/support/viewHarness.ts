/** Opens the real bundle of the timeline in Chromium, with the engine in the test process: what the extension does, without the extension. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { answer } from '../../src/model/query/query.ts';
import type { EngineRequest, SourcePlace, TimelineNote, TimelineReport } from '../../src/model/requests.ts';
import type { Trace } from '../../src/model/trace.ts';
import { STATE_COLORS, colorVariables } from '../../src/model/stateColors.ts';
import { PROTOCOL_VERSION, type Answer } from '../../src/view/protocol.ts';
import type { ThemeKind } from '../../src/view/render/theme.ts';

const CANDIDATES = [
  process.env['CHROME_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
export const SHOTS = path.join('out', 'shots');

/** Path of Chromium; throws with what to do when there is none. */
export function findChromium(): string {
  const found = CANDIDATES.find((candidate) => candidate !== '' && existsSync(candidate));
  if (found === undefined) throw new Error('Chromium was not found: install it, or name it in CHROME_PATH.');
  return found;
}

export async function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), headless: true, args: ['--no-sandbox', '--disable-gpu'] });
}

/** The editor's own colours in its four default themes. */
const THEMES: Readonly<Record<ThemeKind, Readonly<Record<string, string>>>> = {
  dark: {
    'editor-background': '#1f1f1f',
    'panel-background': '#181818',
    foreground: '#cccccc',
    descriptionForeground: '#9d9d9d',
    'panel-border': '#2b2b2b',
    focusBorder: '#0078d4',
    'list-hoverBackground': '#2a2d2e',
    'list-inactiveSelectionBackground': '#37373d',
    'editorError-foreground': '#f14c4c',
    'editorWarning-foreground': '#cca700',
    'editorInfo-foreground': '#3794ff',
    'input-background': '#313131',
    'input-foreground': '#cccccc',
    'input-border': '#3c3c3c',
    'input-placeholderForeground': '#989898',
    'textLink-foreground': '#4daafc',
    'sideBarSectionHeader-background': '#202020',
    'inputOption-activeBackground': '#2489db82',
    'inputOption-activeBorder': '#2488db',
    'inputOption-activeForeground': '#ffffff',
    'editorHoverWidget-background': '#202020',
    'editorHoverWidget-border': '#454545',
    'editorWidget-background': '#202020',
    'button-background': '#0078d4',
    'button-foreground': '#ffffff',
    'button-secondaryBackground': '#313131',
    'button-secondaryForeground': '#cccccc',
  },
  light: {
    'editor-background': '#ffffff',
    'panel-background': '#f8f8f8',
    foreground: '#3b3b3b',
    descriptionForeground: '#5f5f5f',
    'panel-border': '#e5e5e5',
    focusBorder: '#005fb8',
    'list-hoverBackground': '#f2f2f2',
    'list-inactiveSelectionBackground': '#e4e6f1',
    'editorError-foreground': '#e51400',
    'editorWarning-foreground': '#a36b00',
    'editorInfo-foreground': '#1a85ff',
    'input-background': '#ffffff',
    'input-foreground': '#3b3b3b',
    'input-border': '#cecece',
    'input-placeholderForeground': '#767676',
    'textLink-foreground': '#005fb8',
    'sideBarSectionHeader-background': '#efefef',
    'inputOption-activeBackground': '#bed6ed',
    'inputOption-activeBorder': '#005fb8',
    'inputOption-activeForeground': '#000000',
    'editorHoverWidget-background': '#f8f8f8',
    'editorHoverWidget-border': '#c8c8c8',
    'editorWidget-background': '#f8f8f8',
    'button-background': '#005fb8',
    'button-foreground': '#ffffff',
    'button-secondaryBackground': '#e5e5e5',
    'button-secondaryForeground': '#3b3b3b',
  },
  highContrast: {
    'editor-background': '#000000',
    'panel-background': '#000000',
    foreground: '#ffffff',
    descriptionForeground: '#e0e0e0',
    contrastBorder: '#6fc3df',
    'panel-border': '#6fc3df',
    focusBorder: '#f38518',
    'editorError-foreground': '#f48771',
    'editorWarning-foreground': '#ffd37c',
    'editorInfo-foreground': '#3794ff',
    'input-background': '#000000',
    'input-foreground': '#ffffff',
    'input-border': '#6fc3df',
    'textLink-foreground': '#21a6ff',
    'editorHoverWidget-background': '#0c141f',
    'editorHoverWidget-border': '#6fc3df',
    'editorWidget-background': '#0c141f',
    'inputOption-activeBackground': '#00000000',
  },
  highContrastLight: {
    'editor-background': '#ffffff',
    'panel-background': '#ffffff',
    foreground: '#292929',
    descriptionForeground: '#3b3b3b',
    contrastBorder: '#0f4a85',
    'panel-border': '#0f4a85',
    focusBorder: '#006bbd',
    'editorError-foreground': '#b5200d',
    'editorWarning-foreground': '#895503',
    'editorInfo-foreground': '#0063d3',
    'input-background': '#ffffff',
    'input-foreground': '#292929',
    'input-border': '#0f4a85',
    'textLink-foreground': '#0f4a85',
    'editorHoverWidget-background': '#ffffff',
    'editorHoverWidget-border': '#0f4a85',
    'editorWidget-background': '#ffffff',
    'inputOption-activeBackground': '#00000000',
  },
};
const BODY_CLASS: Readonly<Record<ThemeKind, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  highContrast: 'vscode-high-contrast',
  highContrastLight: 'vscode-high-contrast vscode-high-contrast-light',
};

export interface HarnessOptions {
  readonly theme?: ThemeKind;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly live?: boolean;
  readonly state?: unknown;
  /** Text of a source line. */
  readonly lineOf?: (place: SourcePlace) => string;
  readonly notes?: readonly TimelineNote[];
  /** The language of the editor; English unless said. */
  readonly language?: string;
  /** Whether the reply to a request never arrives. */
  readonly loses?: () => boolean;
}

export interface Harness {
  readonly page: Page;
  /** What the view told the host, except requests. */
  readonly messages: readonly Record<string, unknown>[];
  /** Requests to the engine so far. */
  readonly asked: () => number;
  /** The view's state, saved as when it is hidden. */
  savedState(): Promise<unknown>;
  send(message: unknown): Promise<void>;
  /** Waits until nothing is asked for and everything is painted. */
  settle(): Promise<void>;
  shot(name: string): Promise<Buffer>;
  close(): Promise<void>;
}

/** Styles and class of a theme as VS Code sets them on a webview. */
export function themeStyle(kind: ThemeKind): string {
  const variables = Object.entries(THEMES[kind]).map(([name, value]) => `--vscode-${name}: ${value};`);
  for (const color of STATE_COLORS) {
    const [name = ''] = colorVariables(color.id);
    variables.push(`--vscode-${name.replaceAll('.', '\\.')}: ${color[kind]};`);
  }
  variables.push(
    "--vscode-font-family: 'Segoe UI', 'Noto Sans', 'DejaVu Sans', system-ui, sans-serif;",
    '--vscode-font-size: 13px;',
    "--vscode-editor-font-family: 'DejaVu Sans Mono', monospace;",
  );
  return variables.join(' ');
}

/** Opens a page of the extension that has no script, with the styles of a theme as VS Code adds them to a webview. */
export async function openPage(browser: Browser, html: string, kind: ThemeKind): Promise<Page> {
  mkdirSync(SHOTS, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 }, bypassCSP: true });
  const style = `<style>html { ${themeStyle(kind)} } body { background: var(--vscode-editor-background); }</style>`;
  await page.setContent(html.replace('</head>', `${style}</head>`).replace('<body>', `<body class="${BODY_CLASS[kind]}">`));
  return page;
}

/** Opens the view on a trace. */
export async function openView(browser: Browser, trace: Trace, report: TimelineReport, options: HarnessOptions = {}): Promise<Harness> {
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1440, height: options.height ?? 860 },
    deviceScaleFactor: options.scale ?? 1,
  });
  const messages: Record<string, unknown>[] = [];
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error.stack ?? error)));
  let open = 0;
  let asked = 0;
  const kind = options.theme ?? 'dark';
  const reply = ({ id, request }: { id: number; request: EngineRequest }): Answer => {
    try {
      return { id, reply: answer(trace, report, request) };
    } catch (error) {
      return { id, error: String((error as Error).stack) };
    }
  };
  await page.exposeFunction('hostReceives', async (message: Record<string, unknown>) => {
    if (message['type'] === 'lines') {
      const places = message['places'] as readonly SourcePlace[];
      return JSON.stringify([{ id: message['id'], reply: places.map((place) => options.lineOf?.(place) ?? '') }]);
    }
    if (message['type'] !== 'requests') {
      messages.push(message);
      return null;
    }
    const requests = message['requests'] as readonly { id: number; request: EngineRequest }[];
    asked += requests.length;
    if (options.loses?.() === true) return null;
    open++;
    try {
      return JSON.stringify(requests.map(reply), pack);
    } finally {
      open--;
    }
  });
  const css = readFileSync('media/timeline.css', 'utf8');
  const script = readFileSync('dist/view.js', 'utf8');
  // Styles as strict as in the editor: nothing but what carries the nonce.
  const policy = `<meta http-equiv="Content-Security-Policy" content="style-src 'nonce-test'; img-src data:">`;
  const style = `<style nonce="test">html { ${themeStyle(kind)} } ${css}</style>`;
  const { language } = options;
  // As extension/timeline/webviewHtml.ts gives them to the page.
  const texts =
    language === undefined
      ? ''
      : `<script type="application/json" id="interleave-texts">${readFileSync(`l10n/bundle.l10n.${language}.json`, 'utf8').replaceAll('<', '\\u003c')}</script>`;
  await page.setContent(
    `<!doctype html><html lang="${language ?? 'en'}"><head>${policy}<title>Interleave</title>${style}</head><body class="${BODY_CLASS[kind]}">${texts}</body></html>`,
  );
  await page.evaluate(installHost, options.state ?? null);
  await page.addScriptTag({ content: script });
  const harness: Harness = {
    page,
    messages,
    asked: () => asked,
    savedState: () =>
      page.evaluate(() => {
        window.dispatchEvent(new Event('pagehide'));
        return (window as unknown as { savedState: unknown }).savedState;
      }),
    send: (message) => page.evaluate((m) => window.postMessage(m, '*'), message as never),
    async settle() {
      for (let quiet = 0; quiet < 2;) {
        const idle = await page.evaluate(
          () =>
            new Promise<boolean>((resolve) =>
              requestAnimationFrame(() =>
                requestAnimationFrame(() => setTimeout(() => resolve((window as unknown as { pending: number }).pending === 0), 8)),
              ),
            ),
        );
        quiet = idle && open === 0 ? quiet + 1 : 0;
      }
      if (errors.length > 0) throw new Error(errors.join('\n'));
    },
    async shot(name) {
      mkdirSync(SHOTS, { recursive: true });
      await harness.settle();
      return page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
    },
    close: () => page.close(),
  };
  const settings = { revealOnSelect: 'preview', compactLanes: false, keysWithScreenReader: false };
  await harness.send({
    type: 'init',
    version: PROTOCOL_VERSION,
    trace: 'demo',
    live: options.live ?? false,
    settings,
    state: null,
    notes: { list: options.notes ?? [], writable: true },
  });
  await harness.settle();
  return harness;
}

function pack(_key: string, value: unknown): unknown {
  if (value instanceof ArrayBuffer) return { packed: 'ArrayBuffer', data: Buffer.from(value).toString('base64') };
  if (value instanceof Uint8Array || value instanceof Float32Array) {
    return { packed: value.constructor.name, data: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  }
  return value;
}

/** Runs in the page: acquireVsCodeApi with replies through the test process. */
function installHost(saved: unknown): void {
  const w = window as unknown as Record<string, unknown> & {
    pending: number;
    savedState: unknown;
    hostReceives(m: unknown): Promise<string | null>;
  };
  w.pending = 0;
  w.savedState = saved;
  const unpack = (_key: string, value: { packed?: string; data?: string } | null): unknown => {
    if (value === null || typeof value !== 'object' || value.packed === undefined) return value;
    const bytes = Uint8Array.from(atob(value.data ?? ''), (c) => c.charCodeAt(0));
    if (value.packed === 'ArrayBuffer') return bytes.buffer;
    return value.packed === 'Float32Array' ? new Float32Array(bytes.buffer) : bytes;
  };
  w['acquireVsCodeApi'] = () => ({
    postMessage(message: unknown) {
      w.pending++;
      void w.hostReceives(message).then((text) => {
        if (text !== null) window.postMessage({ type: 'answers', answers: JSON.parse(text, unpack as never) as unknown }, '*');
        setTimeout(() => w.pending--, 0);
      });
    },
    getState: () => w.savedState ?? undefined,
    setState(state: unknown) {
      w.savedState = state;
    },
  });
}

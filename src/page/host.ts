/** Plays the view's host inside the page: unpacks the trace, answers the view's questions, and leads from the picture to the text of the report. */
import { findingSvg, findingSvgName } from '../model/findingSvg.ts';
import type { SourcePlace } from '../model/requests.ts';
import type { Answer, HostMessage, ViewMessage } from '../view/protocol.ts';
import { PROTOCOL_VERSION } from '../view/protocol.ts';
import { openPicture, type Picture } from './picture.ts';

const DARK = matchMedia('(prefers-color-scheme: dark)');
/** A browser may ask where to before it reads what it saves. */
const KEEP_MS = 60_000;
const HIGH_CONTRAST = matchMedia('(forced-colors: active)');

function post(message: HostMessage): void {
  window.dispatchEvent(new MessageEvent('message', { data: message }));
}

/** The classes by which the view knows the editor's themes. */
function applyTheme(): void {
  const contrast = HIGH_CONTRAST.matches ? (DARK.matches ? 'vscode-high-contrast' : 'vscode-high-contrast-light') : '';
  document.body.classList.remove('vscode-dark', 'vscode-light', 'vscode-high-contrast', 'vscode-high-contrast-light');
  document.body.classList.add(contrast === '' ? (DARK.matches ? 'vscode-dark' : 'vscode-light') : contrast);
}

function say(text: string): void {
  const status = document.getElementById('picture-status');
  if (status !== null) status.textContent = text;
}

let picture: Promise<Picture> | undefined;

async function answer({ id, request }: Extract<ViewMessage, { type: 'requests' }>['requests'][number]): Promise<Answer> {
  try {
    return { id, reply: (await picture)?.answer(request) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

function excerptOf({ file, line }: SourcePlace): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>('[data-place]')].find((element) => element.dataset['place'] === `${file}:${line}`);
}

/** The line as the excerpt has it, without its number. */
function lineOf(place: SourcePlace): string {
  return (
    excerptOf(place)
      ?.querySelector('mark')
      ?.textContent?.replace(/^ *\d+ /, '') ?? ''
  );
}

/** Leads to the excerpt of a line; what is not in the report is named. */
function show(place: SourcePlace): void {
  const key = `${place.file}:${place.line}`;
  const excerpt = excerptOf(place);
  if (excerpt === undefined) post({ type: 'notice', message: `${key} is not among the excerpts of this report.` });
  else reveal(excerpt);
}

function reveal(element: HTMLElement): void {
  element.closest('details')?.setAttribute('open', '');
  element.scrollIntoView({ block: 'center' });
  element.classList.add('r-found');
  element.addEventListener('animationend', () => element.classList.remove('r-found'), { once: true });
}

function receive(message: ViewMessage): void {
  switch (message.type) {
    case 'ready':
      void start();
      break;
    case 'requests':
      void Promise.all(message.requests.map(answer)).then((answers) => post({ type: 'answers', answers }));
      break;
    case 'lines':
      post({ type: 'answers', answers: [{ id: message.id, reply: message.places.map(lineOf) }] });
      break;
    case 'openSource':
      // Selecting shows the source beside it in an editor; here it would lead away from the picture.
      if (!message.preserveFocus) show(message.place);
      break;
    case 'copy':
      void navigator.clipboard?.writeText(message.text).catch(() => undefined);
      break;
    case 'exportSvg':
      void exportSvg(message.finding);
      break;
    case 'openDocs': {
      const kind = message.help.split('#')[1] ?? '';
      const help = document.querySelector<HTMLElement>(`[data-help="${CSS.escape(kind)}"]`);
      if (help !== null) reveal(help);
      break;
    }
    case 'suppress':
      post({
        type: 'notice',
        message: `To accept it, write "// interleave-ignore ${message.finding.kind} -- reason" above its line.`,
      });
      break;
    case 'showPending':
      document.getElementById('pending')?.scrollIntoView();
      break;
    case 'choosePart':
    case 'saveState':
    case 'saveNotes':
    case 'focus':
    case 'moment':
      break;
  }
}

/** What is in the page was made for others already. */
async function exportSvg(id: string): Promise<void> {
  const finding = (await picture)?.report.findings.find((each) => each.id === id);
  const svg = finding === undefined ? undefined : findingSvg(finding, lineOf);
  if (finding === undefined || svg === undefined) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  link.download = `${findingSvgName(finding)}.svg`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
}

async function start(): Promise<void> {
  try {
    await picture;
  } catch (error) {
    say(`The picture cannot be drawn: ${error instanceof Error ? error.message : String(error)}. The text below is complete.`);
    document.documentElement.classList.remove('with-picture');
    return;
  }
  say('');
  const notes = { list: (await picture)?.notes ?? [], writable: false };
  const settings = { revealOnSelect: 'off', compactLanes: false, keysWithScreenReader: false } as const;
  post({ type: 'init', version: PROTOCOL_VERSION, trace: document.title, live: false, settings, state: null, notes });
}

applyTheme();
DARK.addEventListener('change', applyTheme);
HIGH_CONTRAST.addEventListener('change', applyTheme);
document.documentElement.classList.add('with-picture');
say('Opening the recording …');
picture = openPicture();
// Told in start().
picture.catch(() => undefined);

for (const link of document.querySelectorAll<HTMLElement>('[data-finding]')) {
  link.hidden = false;
  link.addEventListener('click', () => {
    document.getElementById('picture')?.scrollIntoView();
    post({ type: 'select', finding: link.dataset['finding'] ?? '', explain: false });
  });
}

Object.assign(globalThis, {
  acquireVsCodeApi: () => ({
    postMessage: (message: ViewMessage) => queueMicrotask(() => receive(message)),
    getState: () => undefined,
    setState: () => undefined,
  }),
});

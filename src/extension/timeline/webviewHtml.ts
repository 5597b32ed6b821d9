/** The documents of our webviews: one script, one style sheet, nothing from anywhere else. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { escape } from '../compare/compareText.ts';
import { t } from '../l10n.ts';

/** What a webview of ours may load: the bundle and the style sheet. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist'), vscode.Uri.joinPath(extensionUri, 'media')],
  };
}

/** The timeline. */
export function timelineHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString('hex');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'view.js'));
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'media', 'timeline.css'));
  const source = webview.cspSource;
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    `img-src ${source} data: blob:`,
    `worker-src blob:`,
    `connect-src ${source}`,
  ];
  return page(
    language(),
    policy,
    `<link rel="stylesheet" href="${String(style)}">`,
    `${texts()}<script nonce="${nonce}" src="${String(script)}"></script>`,
  );
}

/** Of what `t` gives: English where nobody has translated it into the editor's language. */
export function language(): string {
  return vscode.l10n.bundle === undefined ? 'en' : vscode.env.language;
}

/** What the page says in the editor's language (view/l10n.ts): data, which no policy has to allow. */
function texts(): string {
  const { bundle } = vscode.l10n;
  const json = bundle === undefined ? '' : JSON.stringify(bundle).replaceAll('<', '\\u003c');
  return json === '' ? '' : `<script type="application/json" id="interleave-texts">${json}</script>`;
}

/** A link to a command; with arguments it leads to an earlier run. */
export interface StartingPoint {
  readonly title: string;
  readonly command: string;
  readonly args?: readonly unknown[];
}

/** What the timeline view says before there is anything to draw. `refusal`: why nothing can be traced here. */
export function emptyHtml(commands: readonly StartingPoint[], refusal: string | undefined): string {
  const nonce = randomBytes(16).toString('hex');
  const style = `<style nonce="${nonce}">
    body { font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); color: var(--vscode-foreground); padding: 12px 20px; }
    p { margin: 0 0 8px; max-width: 70ch; line-height: 1.4; }
    a { color: var(--vscode-textLink-foreground); text-decoration: none; }
    a:hover, a:focus { text-decoration: underline; color: var(--vscode-textLink-activeForeground); }
  </style>`;
  const links = commands.map(({ title, command, args = [] }) => {
    const query = args.length === 0 ? '' : `?${encodeURIComponent(JSON.stringify(args))}`;
    return `<p><a href="command:${command}${query}">${escape(title)}</a></p>`;
  });
  const nothing = commands.some(({ args }) => args !== undefined)
    ? t('No program has been traced since this window was opened. The timeline fills while a traced program runs.')
    : t('No program has been traced yet. The timeline fills while a traced program runs.');
  const text = `<p>${escape(refusal ?? nothing)}</p>`;
  return page(language(), [`default-src 'none'`, `style-src 'nonce-${nonce}'`], style, text + links.join(''));
}

function page(language: string, policy: readonly string[], head: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<title>${t('Interleave timeline')}</title>
${head}
</head>
<body>${body}</body>
</html>`;
}

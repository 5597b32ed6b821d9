/** Translates what the extension says into the language of the editor; package.nls.json does the same for the manifest. */
import * as vscode from 'vscode';
import type { Translate } from '../base/words.ts';

/** The text in the editor's language, from l10n/; as it is where nobody has translated it. */
export const t: Translate = (text, ...values) => vscode.l10n.t(text, ...values);

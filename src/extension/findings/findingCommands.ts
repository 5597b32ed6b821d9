/** What can be done with one finding: from the light bulb, the line above its code, the Problems panel and the tree. */
import * as vscode from 'vscode';
import type { Finding } from '../../analysis/finding.ts';
import { findingMarkdown } from '../../model/findingText.ts';
import type { FindingDiagnostics } from './diagnostics.ts';
import type { Moved } from '../sources/fileHistory.ts';
import { COMMANDS } from '../ids.ts';
import { problems } from '../problems.ts';
import { openLocation } from '../sources/locations.ts';
import type { Shown } from '../shown.ts';
import type { SourceChanges } from '../sources/sourceChanges.ts';
import { suppressFinding } from './suppress.ts';
import type { Selection } from '../timeline/timelineBridge.ts';

/** The finding itself, or its row in the tree. */
type OfFinding = Finding | { readonly finding: Finding };

export interface FindingContext {
  readonly diagnostics: FindingDiagnostics;
  readonly changes: SourceChanges;
  readonly shown: Shown;
  /** Brings something into sight in the timeline that shows the findings; whether that is an opened trace. */
  readonly reveal: (what: Selection, takeFocus?: boolean) => Promise<boolean>;
  /** Folder of the shipped documents. */
  readonly docs: vscode.Uri;
}

export function findingHandlers({ diagnostics, changes, shown, reveal, docs }: FindingContext) {
  return {
    [COMMANDS.showFinding]: async (of: OfFinding | undefined, place = 0) => {
      const { id, locations } = findingOf(of);
      const location = locations[place];
      const isOpenedTrace = await reveal({ finding: id, explain: false });
      if (!location) return;
      const moved = (): Promise<Moved> => changes.look(location, shown.source);
      await openLocation(location, { preserveFocus: true, untrusted: isOpenedTrace, moved });
    },
    [COMMANDS.explain]: async (of?: OfFinding) => {
      await reveal({ finding: findingOf(of).id, explain: true }, true);
    },
    [COMMANDS.copyFinding]: (of?: OfFinding) => Promise.resolve(vscode.env.clipboard.writeText(findingMarkdown(findingOf(of)))),
    [COMMANDS.showHelp]: (of?: string | OfFinding) => showHelp(docs, typeof of === 'string' ? of : findingOf(of).kind),
    // The tree gives its whole selection as the second argument.
    [COMMANDS.suppress]: (of: OfFinding | undefined, line?: unknown) =>
      suppressFinding(findingOf(of), typeof line === 'number' ? line : diagnostics.lineOf(findingOf(of))),
  };
}

/** A command that is hidden can still be run, by a key or by another extension. */
function findingOf(of: OfFinding | undefined): Finding {
  if (typeof of !== 'object') throw problems.noFinding();
  return 'finding' in of ? of.finding : of;
}

/** The section about a kind of finding, rendered. */
async function showHelp(docs: vscode.Uri, kind: string): Promise<void> {
  // Headings are `## race.atomicity`; the anchors that the preview gives them have neither dots nor capitals.
  const fragment = kind.toLowerCase().replace(/[^\w-]/g, '');
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(docs, 'findings.md').with({ fragment }));
}

/** What can go wrong before and around a run, in the user's words: what happened, why, and what to do about it. */
import * as vscode from 'vscode';
import { UserError } from '../host/errors.ts';
import { COMMANDS, EXTENSION_ID, SETTINGS } from './ids.ts';
import { t } from './l10n.ts';
import type { Log } from './log.ts';
import { likelyFolder, locateFolder } from './sources/sourceFolders.ts';

/** One way out of a problem, shown as a button. */
export interface Remedy {
  readonly title: string;
  readonly run: () => unknown;
}

/** A problem that the user can do something about. */
export class UserProblem extends Error {
  readonly remedies: readonly Remedy[];
  constructor(message: string, remedies: readonly Remedy[] = []) {
    super(message);
    this.name = 'UserProblem';
    this.remedies = remedies;
  }
}

const command = (title: string, id: string, ...args: unknown[]): Remedy => ({
  title,
  run: () => vscode.commands.executeCommand(id, ...args),
});
const openConfigurations = (): Remedy => command(t('Open launch.json'), 'workbench.action.debug.configure');
const settings = (id: string): Remedy => command(t('Open Settings'), 'workbench.action.openSettings', id);

export const problems = {
  untrusted: () =>
    new UserProblem(
      t(
        'Tracing runs the code of this workspace, and the workspace is not trusted. Trust it to trace; recorded traces can be opened as it is.',
      ),
      [command(t('Manage Trust'), 'workbench.trust.manage')],
    ),
  virtual: () =>
    new UserProblem(
      t(
        'Node runs files from a disk, and this workspace is not on one. Open a folder on a disk to trace; recorded traces can be opened as it is.',
      ),
    ),
  notTracing: () => new UserProblem(t('No traced program is running, so there is nothing to stop.')),
  nothingToRepeat: () =>
    new UserProblem(t('Nothing has been traced in this window yet, so there is nothing to trace again. Trace a program first.'), [
      command(t('Trace Current File'), COMMANDS.traceFile),
    ]),
  noParts: () =>
    new UserProblem(t('There is no recorded run to choose a part of. Wait until the program has ended, or open a trace first.'), [
      command(t('Open Trace'), COMMANDS.openTrace),
    ]),
  noTimeline: () =>
    new UserProblem(t('No timeline is in sight, so there is nothing to do in it. Show the timeline of a run or open a trace first.'), [
      command(t('Show Timeline'), COMMANDS.showTimeline),
      command(t('Open Trace'), COMMANDS.openTrace),
    ]),
  noAction: (name: string) =>
    new UserProblem(t('The timeline has no action "{0}". Correct the arguments of the keyboard shortcut, or choose one.', name), [
      command(t('Choose Timeline Action'), COMMANDS.timelineAction),
    ]),
  nothingToExport: () =>
    new UserProblem(t('Nothing has been traced yet, so there is nothing to export. Trace a program or open a trace first.'), [
      command(t('Open Trace'), COMMANDS.openTrace),
    ]),
  traceGone: (file: string) =>
    new UserProblem(
      t('The trace {0} was deleted or moved since it was recorded. Trace the program again, or open the trace where it is.', file),
      [command(t('Open Trace'), COMMANDS.openTrace)],
    ),
  nothingToRead: () =>
    new UserProblem(t('Nothing has been traced yet, so there is nothing to read. Trace a program or open a trace first.'), [
      command(t('Open Trace'), COMMANDS.openTrace),
    ]),
  nothingToDraw: () =>
    new UserProblem(
      t('No finding of this run is about the order of two tasks, so there is nothing to draw. Export the run as a web page instead.'),
      [command(t('Export as Web Page'), COMMANDS.exportHtml)],
    ),
  noEditor: () =>
    new UserProblem(t('No file is open. Open the JavaScript or TypeScript file that starts your program, then trace it.'), []),
  notOnDisk: (name: string) =>
    new UserProblem(t("Node runs files from disk, and {0} is not on this machine's disk. Save it in a folder, then trace it.", name), []),
  notSaved: (name: string) =>
    new UserProblem(t('{0} has not been saved, and Node runs what is on disk. Save it, then trace it.', name), []),
  notJavaScript: (name: string) =>
    new UserProblem(
      t('{0} is not a program that Node can run. Open a .js, .mjs, .cjs, .ts, .mts or .cts file, or trace a launch configuration.', name),
      [command(t('Trace a Launch Configuration'), COMMANDS.traceConfig)],
    ),
  missingFile: (file: string) =>
    new UserProblem(t('{0} does not exist on disk any more. Save it again, or open another file, then trace it.', file)),
  missingProgram: (file: string) =>
    new UserProblem(
      t('{0} does not exist. If a build makes it, run the build first; otherwise correct "program" in the launch configuration.', file),
      [openConfigurations()],
    ),
  notText: (property: string) =>
    new UserProblem(t('"{0}" must be a text. Correct it in the launch configuration.', property), [openConfigurations()]),
  notObject: (property: string) =>
    new UserProblem(t('"{0}" must be an object. Correct it in the launch configuration.', property), [openConfigurations()]),
  /** `value`: of "interleave" in a launch configuration. */
  wrongProperty: (value: unknown) =>
    new UserProblem(
      t(
        'The program was not run: "interleave" is {0} in the launch configuration. Make it true, or an object such as {"level": "light"}.',
        asJson(value),
      ),
      [openConfigurations()],
    ),
  unknownProperty: (name: string) =>
    new UserProblem(
      t('The program was not run: "interleave" has no property {0}, only "level". Correct it in the launch configuration.', asJson(name)),
      [openConfigurations()],
    ),
  wrongLevel: (value: unknown) =>
    new UserProblem(
      t(
        'The program was not run: there is no level {0}. Make "level" in the launch configuration "full" (everything) or "light" (no code is rewritten).',
        asJson(value),
      ),
      [openConfigurations()],
    ),
  /** `used`: what stands in for `value`, the default. */
  wrongSetting: (id: string, value: unknown, used: unknown) =>
    new UserProblem(t('The setting {0} cannot be {1}, so {2} is used. Correct it in the settings.', id, asJson(value), asJson(used)), [
      settings(id),
    ]),
  missingFolder: (folder: string) =>
    new UserProblem(t('The working folder {0} does not exist. Correct "cwd" in the launch configuration.', folder), [openConfigurations()]),
  /** `choose`: undefined where a launch configuration names the one that is too old. */
  oldNode: (version: string, runUntraced: () => unknown, choose: (() => unknown) | undefined) =>
    new UserProblem(
      t('Node {0} was found, and Interleave needs Node 20 or newer. Choose another, or put a newer one first on PATH.', version),
      [choose ? { title: t('Choose Node…'), run: choose } : openConfigurations(), { title: t('Run Untraced'), run: runUntraced }],
    ),
  noNode: (executable: string, choose: (() => unknown) | undefined) =>
    new UserProblem(
      t(
        '"{0}" could not be started, so there is nothing to trace. Choose a Node of this machine, or install Node 20 or newer.',
        executable,
      ),
      [choose ? { title: t('Choose Node…'), run: choose } : openConfigurations()],
    ),
  noTypeScript: (name: string, version: string, choose: () => unknown) =>
    new UserProblem(
      t(
        'Node {0} cannot run {1} as it is: TypeScript needs Node 22.18 or newer, or a loader. Install one ("npm install --save-dev tsx"), or use a newer Node.',
        version,
        name,
      ),
      [{ title: t('Choose Node…'), run: choose }],
    ),
  noTestRunner: (name: string) =>
    new UserProblem(
      t(
        '{0} uses neither node:test nor a vitest, jest or mocha that can be found from its folder. For another test runner, add "interleave": true to a launch configuration that runs it.',
        name,
      ),
      [command(t('Trace a Launch Configuration'), COMMANDS.traceConfig)],
    ),
  noScript: () =>
    new UserProblem(t('No package.json here has scripts, so there is none to trace. Trace the current file instead.'), [
      command(t('Trace Current File'), COMMANDS.traceFile),
    ]),
  noTest: () =>
    new UserProblem(t('This command is for a test in the Testing view. For the tests of an open file, use "Trace Tests in Current File".')),
  noPlace: () =>
    new UserProblem(t('This command is for a place that a view names. Click a finding, a task or a lock in the views of Interleave.')),
  noFinding: () =>
    new UserProblem(t('This command is for a finding: in the tree of findings, the light bulb, or the line above its code.')),
  noConfiguration: () =>
    new UserProblem(t('There is no launch configuration for Node here. Trace the current file, or add a configuration to launch.json.'), [
      command(t('Trace Current File'), COMMANDS.traceFile),
      openConfigurations(),
    ]),
  attach: () =>
    new UserProblem(
      t(
        'Interleave must be there when the program starts, so it cannot trace one that you attach to; this session is not traced. Use a configuration with "request": "launch".',
      ),
    ),
  /** `said`: the last lines on its stderr; '' where they are not known. */
  nothingRecorded: (said: string) => {
    const log = command(t('Show Log'), COMMANDS.showLog);
    if (said === '') {
      return new UserProblem(
        t(
          'The program ran, but Interleave was not loaded into it: something replaced NODE_OPTIONS on the way (a shell profile, an .env file or an npm script), or it was not Node. Append to NODE_OPTIONS there instead of setting it.',
        ),
        [log],
      );
    }
    return new UserProblem(
      t(
        'Nothing was recorded: the program ended without Interleave in it. Its last words: "{0}". If it ran all the same, something replaced NODE_OPTIONS on the way (a shell profile, an .env file or an npm script), or it was not Node.',
        said,
      ),
      [command(t('Show Debug Console'), 'workbench.panel.repl.view.focus'), log],
    );
  },
  unwritable: (folder: string, reason: string) =>
    new UserProblem(
      t('The trace cannot be written to {0} ({1}). Make the folder writable, or choose another for traces.', folder, reason),
      [settings(SETTINGS.directory)],
    ),
  notesNotKept: (file: string, reason: string) =>
    new UserProblem(
      t('The notes cannot be written to {0} ({1}): they are lost when the timeline is closed. Make the folder writable.', file, reason),
    ),
  /** `sentence` says what is wrong with the file and what to do. */
  notATrace: (sentence: string) => new UserProblem(sentence, [command(t('Open Another Trace'), COMMANDS.openTrace)]),
  cannotStart: (reason: string) =>
    new UserProblem(t('The trace could not be started ({0}). The program was not run; the log has the details.', reason), [
      command(t('Show Log'), COMMANDS.showLog),
    ]),
  /** `title`: of the command. */
  commandFailed: (title: string, reason: string) =>
    new UserProblem(t('"{0}" did not work ({1}). That is a fault of Interleave; the log has the details.', title, reason), [
      command(t('Show Log'), COMMANDS.showLog),
    ]),
  cannotFinish: (reason: string) =>
    new UserProblem(
      t('The program ended, but its trace could not be analysed ({0}). What was recorded is kept; the log says where.', reason),
      [command(t('Show Log'), COMMANDS.showLog)],
    ),
  nothingTraced: () =>
    new UserProblem(t('Nothing has been traced yet, so there is no timeline to show the line in. Trace the program first.'), [
      command(t('Trace Current File'), COMMANDS.traceFile),
    ]),
  /** `place`: where it is now. */
  lineChanged: (place: string) =>
    new UserProblem(
      t(
        '{0} was written or changed after the run began, so the timeline has nothing of this line as it is. Trace the program again.',
        place,
      ),
      [command(t('Trace Again'), COMMANDS.traceAgain)],
    ),
  noLesson: (reason: string) => new UserProblem(t('The lesson could not be copied to a place where it can run ({0}).', reason)),
  lessonNeeds: (library: string, folder: string) =>
    new UserProblem(
      t('This lesson uses {0}, which is not installed in {1}. Install it there, then open the lesson again.', library, folder),
      [
        {
          title: t('Install in Terminal'),
          run: () => {
            const terminal = vscode.window.createTerminal({ name: `npm install ${library}`, cwd: folder });
            terminal.show();
            terminal.sendText(`npm install --no-save ${library}`);
          },
        },
      ],
    ),
  noRun: () =>
    new UserProblem(t('There is no run yet, so nothing is pending. Trace a program first.'), [
      command(t('Trace Current File'), COMMANDS.traceFile),
    ]),
  noMoment: () =>
    new UserProblem(
      t(
        'What is pending is shown as it is at the end of the run, or now while it runs. Select a moment in the timeline of an ended run to see another.',
      ),
    ),
  noSnapshot: () =>
    new UserProblem(t('No snapshot of what is pending was taken, so there is nothing to compare with. Take one first.'), [
      command(t('Take Snapshot'), COMMANDS.takeSnapshot),
    ]),
  oldView: () =>
    new UserProblem(
      t('The timeline belongs to another version of Interleave, which was updated while this window was open. Reload the window.'),
      [command(t('Reload Window'), 'workbench.action.reloadWindow')],
    ),
  /** `found`: what to do when its folder has been located. */
  sourceMissing: (file: string, found: () => unknown = () => undefined) => {
    const locate = async (folder?: string): Promise<void> => {
      if (await locateFolder(file, folder)) await found();
    };
    const likely = likelyFolder(file);
    return new UserProblem(
      t(
        '{0} is not on this machine. If the program is in another folder here, locate it: the trace is then shown with the files of that folder.',
        file,
      ),
      [
        ...(likely ? [{ title: t('Use Folder {0}', likely.name), run: () => locate(likely.uri.fsPath) }] : []),
        { title: t('Locate Folder…'), run: () => locate() },
      ],
    );
  },
  nothingToLocate: () =>
    new UserProblem(t('Nothing has been traced yet, so no source is missing. Trace a program or open a trace first.'), [
      command(t('Open Trace'), COMMANDS.openTrace),
    ]),
  nothingMissing: () => new UserProblem(t('The files of all findings are on this machine, so there is no folder to locate.')),
};

/** The message of a caught value, for the parentheses of a problem: one line, without a final stop. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').replace(/\.$/, '');
}

/** A value of launch.json as it stands there, on one line and not too long. */
function asJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** As the palette shows it. */
function titleOf(id: string): string {
  const manifest: unknown = vscode.extensions.getExtension(EXTENSION_ID)?.packageJSON;
  // SAFETY: our own manifest, in which every command has a title.
  const { contributes } = manifest as { contributes: { commands: readonly { command: string; title: string }[] } };
  return contributes.commands.find((each) => each.command === id)?.title ?? id;
}

function asProblem(error: unknown, doing: string | undefined): UserProblem {
  if (error instanceof UserProblem) return error;
  // The host's own sentences say what to do already.
  if (error instanceof UserError) return new UserProblem(error.message, [command(t('Show Log'), COMMANDS.showLog)]);
  return doing === undefined ? problems.cannotStart(reasonOf(error)) : problems.commandFailed(titleOf(doing), reasonOf(error));
}

/** Tells the user, with buttons; returns when they are done with it. `doing`: the id of the command that met it; without one it was the start of a trace. Anything that is not a UserProblem is a bug and goes to the log whole. */
export async function showProblem(error: unknown, log: Log, doing?: string): Promise<void> {
  const problem = asProblem(error, doing);
  if (error instanceof UserError || problem === error) log.warn('problem', { message: problem.message });
  else log.error('problem', error);
  const chosen = await vscode.window.showErrorMessage(problem.message, ...problem.remedies.map((remedy) => remedy.title));
  await problem.remedies.find((remedy) => remedy.title === chosen)?.run();
}

/**
 * handle.leak of watched files (leakAlive.ts): a part of the program that gives others what stands in a file (settings, texts, flags), and watches the file to keep that fresh. Nobody asked
 * the program to stay for it, nor for one that only takes out what was kept of a file that changes. Who watches in order to work (a builder, a follower of a log) means to stay, and so does the main file with what it watches itself.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { FS_CHECK, FS_DELETE, FS_LIST, FS_META, FS_READ } from '../../../model/vocabulary.ts';
import { TASK_CLEARED, type FsRow, type Trace } from '../../../model/trace.ts';
import type { Draft } from '../../finding.ts';
import { closedBy, closedFirst } from './closedOwners.ts';
import { isMainFile, MAKES, onlyForgets, setOffBy, WORKS } from './leftTimers.ts';

/** Names of what is there to do something whenever a file changes. */
const ACTS =
  /Tail|Follow|Sync|Mirror|Build|Bundl|Compil|Transpil|Generat|Serve|Dev|Restart|Rerun|Runner|Upload|Deploy|Ingest|Inbox|Spool|Trigger/i;
const LOOKS: ReadonlySet<number> = new Set([FS_CHECK, FS_DELETE, FS_LIST, FS_META, FS_READ]);
const CLOSES = /(?:^|\.)\w*watch\w*\.close$/i;

/** The watcher keeps fresh what its file has read, has done no more than that, and was made on the way to something else; or nothing can come of it but that something is forgotten. */
export function isLeftWatcher(trace: Trace, watcher: number, process: number): boolean {
  const { tasks } = trace;
  const site = trace.site(tasks.site.at(watcher));
  const fn = trace.functions[site?.function ?? NONE];
  const path = trace.files[site?.file ?? NONE]?.path ?? '';
  if (site === undefined || fn === undefined) return false;
  if (isReplaced(trace, watcher) || onlyForgets(trace, watcher) || closedBy(trace, watcher) !== NONE) return true;
  const names = `${fn.name} ${path.slice(path.lastIndexOf('/') + 1)}`;
  if (WORKS.test(names) || ACTS.test(names)) return false;
  const isMain = isMainFile(trace, process, path);
  const isMade = fn.name.endsWith('.constructor') || (!isMain && (fn.parentFunction === NONE || MAKES.test(fn.name)));
  // In the main file only what a class could close, had anybody asked it to.
  if (!isMade || (isMain && !trace.sites.some((s) => s.file === site.file && CLOSES.test(s.text)))) return false;
  const own = trace.fs.filter((row) => trace.site(row.site)?.file === site.file);
  const isReading = own.some((row) => row.class === FS_READ);
  // Others may take the file away: then it can only say that it is gone.
  const paths = new Set(own.map((row) => row.path));
  return isReading && own.every(isLook) && onlyLooks(trace, watcher, paths);
}

/** So many watchers that were replaced are no chance. */
const MIN_REPLACED = 2;

/** Of those that the same code made for the same file one was closed, and several from before it are still there: each new one took the place of the one before, and whoever closed it meant the program to end. */
function isReplaced(trace: Trace, watcher: number): boolean {
  const { tasks } = trace;
  let left = 0;
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.site.at(task) !== tasks.site.at(watcher) || tasks.label.at(task) !== tasks.label.at(watcher)) continue;
    if (trace.isPromise(task) || trace.taskType(task) !== 'FSEVENTWRAP' || tasks.thread.at(task) !== tasks.thread.at(watcher)) continue;
    if ((tasks.flags.at(task) & TASK_CLEARED) === 0) left++;
    else if (left >= MIN_REPLACED) return true;
  }
  return false;
}

function isLook(row: FsRow): boolean {
  return LOOKS.has(row.class);
}

/** Whenever the file had changed, it was read again, and no more. */
function onlyLooks(trace: Trace, watcher: number, paths: ReadonlySet<string>): boolean {
  const { segments } = trace;
  const ticking = { first: watcher, tasks: new Set([watcher]) };
  const { tasks: after, isQuiet } = setOffBy(trace, ticking);
  if (isQuiet) return true;
  const isOwn = (segment: number): boolean => {
    const task = segments.task.at(segment);
    return task === watcher || after.has(task);
  };
  const isHarmless = (row: FsRow): boolean => isLook(row) || (row.class === FS_DELETE && paths.has(row.path));
  if (trace.messages.some((m) => isOwn(m.postSegment)) || trace.fs.some((row) => isOwn(row.segment) && !isHarmless(row))) return false;
  const { tasks } = trace;
  for (let task = 0; task < tasks.length; task++) {
    if (after.has(task) || trace.isPromise(task) || !isOwn(tasks.initSegment.at(task))) continue;
    if (!/^(?:FSREQ|FILEHANDLE|TickObject|Microtask|Immediate)/.test(trace.taskType(task))) return false;
  }
  return true;
}

export function watcherDrafts(trace: Trace, watchers: readonly number[]): Draft[] {
  const { tasks } = trace;
  const bySite = new Map<number, number[]>();
  for (const task of watchers) addTo(bySite, tasks.site.at(task), task);
  return [...bySite].map(([site, list]) => ({
    kind: 'handle.leak',
    key: `${site}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `${list.length === 1 ? 'A file that is watched' : `${list.length} watchers made`} by \`${trace.site(site)?.text ?? ''}\` kept the finished program alive: nothing else was left to do, and it had to be stopped from outside.`,
    why: [
      'no function waited, and no timer, server, socket or child process was left',
      list.some((task) => isReplaced(trace, task))
        ? 'another watcher of the same file, made here later, was closed: each new one takes the place of the one before, which stays open'
        : onlyForgets(trace, list[0] ?? NONE)
          ? 'when the file changes, what was kept of it in memory is forgotten, and no more'
          : list.some((task) => closedBy(trace, task) !== NONE)
            ? list.some((task) => closedFirst(trace, task) !== NONE)
              ? 'its owner was closed while what opened it was under way, which does not look whether it still is wanted'
              : 'its owner was closed, and has left it open'
            : list.some((task) => tasks.firstRun.at(task) !== NONE)
              ? 'when the file had changed, it was read again, and no more'
              : 'the file did not change while the program was at rest',
      'close() ends it; { persistent: false } or unref() lets the program end without',
    ],
    places: [{ site, role: 'create' }],
    segments: list.slice(0, 8).map((task) => tasks.initSegment.at(task)),
    activations: [],
  }));
}

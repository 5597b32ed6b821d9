/** Every failure that a user can meet in the host: one sentence that says what happened and what to do. */

export type UserErrorCode = 'folder' | 'trace-file' | 'not-a-trace' | 'no-such-file' | 'engine' | 'not-traced' | 'config' | 'report-file';

/** Its message is shown as it is; anything else that is thrown is a bug. */
export class UserError extends Error {
  readonly code: UserErrorCode;
  constructor(code: UserErrorCode, message: string) {
    super(message);
    this.name = 'UserError';
    this.code = code;
  }
}

/** Node's error code (ENOENT, ...) in words. */
export function explainErrno(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  switch (code) {
    case 'ENOENT':
      return 'it does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
      return 'the disk is full';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOTDIR':
      return 'a part of its path is not a folder';
    case 'EEXIST':
      return 'it exists already';
    default:
      return code ?? (error instanceof Error ? error.message : String(error));
  }
}

export const errors = {
  folderNotWritable: (folder: string, error: unknown): UserError =>
    new UserError(
      'folder',
      `Cannot record: the folder ${folder} cannot be written (${explainErrno(error)}). Set XDG_RUNTIME_DIR or TMPDIR to a folder of yours.`,
    ),
  folderNotPrivate: (folder: string, why: string): UserError =>
    new UserError('folder', `Cannot record: ${folder} ${why}. Remove it, or set XDG_RUNTIME_DIR to a folder that only you can write.`),
  traceNotWritable: (file: string, error: unknown): UserError =>
    new UserError('trace-file', `Cannot write the trace ${file}: ${explainErrno(error)}. Choose another place with --out.`),
  noSuchTrace: (file: string): UserError => new UserError('no-such-file', `There is no file ${file}. Give the path of a .ilv trace.`),
  unreadableTrace: (file: string, error: unknown): UserError =>
    new UserError('no-such-file', `Cannot read ${file}: ${explainErrno(error)}. Check the path and its permissions.`),
  notATrace: (file: string): UserError =>
    new UserError('not-a-trace', `${file} is not an Interleave trace. Give a .ilv file that "interleave run" wrote.`),
  newerTrace: (file: string, version: number): UserError =>
    new UserError('not-a-trace', `${file} was written by a newer Interleave (format ${version}). Update Interleave to open it.`),
  olderTrace: (file: string, version: number): UserError =>
    new UserError(
      'not-a-trace',
      `${file} was written by an older Interleave (format ${version}) that this one cannot read. Record the program again.`,
    ),
  emptyTrace: (file: string): UserError =>
    new UserError('not-a-trace', `${file} holds no recording: it was cut before the first event. Record the program again.`),
  engineGone: (why: string): UserError =>
    new UserError(
      'engine',
      `The analysis stopped: ${why}. What was recorded is in the trace file; open it again with "interleave analyze".`,
    ),
  notTraced: (pid: number): UserError =>
    new UserError('not-traced', `Process ${pid} is not being traced by Interleave. Start it with "interleave run -- <command>".`),
  reportNotWritable: (file: string, option: string, error: unknown): UserError =>
    new UserError(
      'report-file',
      `Cannot write the report to ${file}: ${explainErrno(error)}. Choose another file${option === '' ? '' : ` for --${option}`}.`,
    ),
  badConfig: (file: string, why: string): UserError => new UserError('config', `${file} is not valid: ${why}.`),
};

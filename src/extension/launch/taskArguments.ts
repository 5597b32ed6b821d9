/** A task of type `interleave` as the command line that it runs. Pure. */

/** As in tasks.json: whatever a person wrote there. */
export interface TaskProperties {
  readonly command?: unknown;
  readonly args?: unknown;
  readonly level?: unknown;
  readonly failOn?: unknown;
  readonly timeout?: unknown;
}

/** Arguments of `node`; undefined where there is no command. What is wrong in the others is said by the command line. */
export function taskArguments(cli: string, { command, args, level, failOn, timeout }: TaskProperties): string[] | undefined {
  if (typeof command !== 'string' || command === '') return undefined;
  const options = Object.entries({ level, 'fail-on': failOn, timeout }).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [`--${name}`, String(value)] : [],
  );
  return [cli, 'run', ...options, '--', command, ...(Array.isArray(args) ? args.map(String) : [])];
}

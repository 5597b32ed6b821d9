/** The processes below a process, and how to end them. */
import { addTo } from '../base/lists.ts';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { isAlive } from './runFolder.ts';

/** After SIGTERM a process has so long before SIGKILL. */
const GRACE_MS = 2000;
/** SIGKILL works at once but for a process in the middle of a system call that cannot be interrupted. */
const KILL_MS = 2000;
const LOOK_MS = 25;

/** `root` and everything below it, parents first. Processes that were adopted by init in the meantime are not found. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const [pid, ppid] of parentsOfAll()) {
    addTo(children, ppid, pid);
  }
  const tree = [root];
  for (let i = 0; i < tree.length; i++) tree.push(...(children.get(tree[i] ?? 0) ?? []));
  return tree;
}

function parentsOfAll(): (readonly [pid: number, ppid: number])[] {
  if (process.platform === 'linux') {
    return fs.readdirSync('/proc').flatMap((name) => {
      if (!/^\d+$/.test(name)) return [];
      try {
        // pid (command) state ppid ...; the command may hold spaces and parentheses.
        const stat = fs.readFileSync(`/proc/${name}/stat`, 'latin1');
        return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])] as const];
      } catch {
        return []; // Ended meanwhile.
      }
    });
  }
  try {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    return lines.map((line) => {
      const [pid, ppid] = line.trim().split(/\s+/);
      return [Number(pid), Number(ppid)] as const;
    });
  } catch {
    return []; // No ps: only the root is known.
  }
}

/** SIGTERM to all, SIGKILL to those that are still there after a while, and then waits until they are gone. On Windows, where there is no SIGTERM, each ends at once. */
export async function endProcesses(pids: readonly number[]): Promise<void> {
  // Children first: a shell that sees its child end may end by itself.
  const order = [...pids].reverse();
  for (const pid of order) signal(pid, 'SIGTERM');
  await untilEnded(order, GRACE_MS);
  for (const pid of order) if (isAlive(pid)) signal(pid, 'SIGKILL');
  await untilEnded(order, KILL_MS);
}

async function untilEnded(pids: readonly number[], limitMs: number): Promise<void> {
  const limit = performance.now() + limitMs;
  while (pids.some(isAlive) && performance.now() < limit) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Ended by itself.
  }
}

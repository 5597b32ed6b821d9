/** Asks axe-core what is wrong with a page for people who use a screen reader, a keyboard or a high contrast. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
  }[];
}

const SCRIPT = path.join('node_modules', 'axe-core', 'axe.min.js');

/**
 * One line for each violation of WCAG 2.2 AA and of axe's best practices; empty when all is well.
 * `only: 'color'`: of the rules that depend on the theme.
 */
export async function violations(page: Page, only?: 'color'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(readFileSync(SCRIPT, 'utf8'));
  const rules = only === 'color' ? { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } } : {};
  const result = await page.evaluate(
    async (options) => {
      const { axe } = globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResult> } };
      return axe.run(options);
    },
    { resultTypes: ['violations'], ...rules },
  );
  return result.violations.flatMap(({ id, help, nodes }) => {
    const lines = new Map<string, string>();
    for (const { target, failureSummary } of nodes) {
      const summary = failureSummary?.replaceAll(/\s+/g, ' ') ?? '';
      if (!lines.has(summary)) lines.set(summary, `${id} (${help}) at ${target.join(' ')}: ${summary}`);
    }
    return [...lines.values()];
  });
}

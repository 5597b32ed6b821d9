/** Settings whose values are none that they can have: what is used instead is told, once for each value, when a program is traced. */
import * as vscode from 'vscode';
import { EXTENSION_ID, TASK_TYPE } from './ids.ts';
import type { Log } from './log.ts';
import { problems } from './problems.ts';
import { isAllowed, type SettingSchema } from './settingSchema.ts';
import type { Runs } from './runs.ts';

interface Manifest {
  readonly contributes: { readonly configuration: readonly { readonly properties: Readonly<Record<string, SettingSchema>> }[] };
}

export function registerSettingsCheck(runs: Runs, log: Log): vscode.Disposable {
  const told = new Set<string>();
  const check = (scope: vscode.ConfigurationScope | undefined): void => {
    const all = vscode.workspace.getConfiguration(undefined, scope ?? null);
    for (const [id, schema] of Object.entries(schemas())) {
      const value = all.get<unknown>(id);
      const key = `${id} ${JSON.stringify(value)}`;
      if (told.has(key) || isAllowed(schema, value)) continue;
      told.add(key);
      const { message, remedies } = problems.wrongSetting(id, value, schema.default);
      log.warn('problem', { message });
      void vscode.window
        .showWarningMessage(message, ...remedies.map(({ title }) => title))
        .then((chosen) => remedies.find(({ title }) => title === chosen)?.run());
    }
  };
  return vscode.Disposable.from(
    runs.onDidChangeCurrent((run) => check(run.folder)),
    vscode.tasks.onDidStartTask(({ execution: { task } }) => {
      if (task.definition.type === TASK_TYPE) check(typeof task.scope === 'object' ? task.scope : undefined);
    }),
  );
}

function schemas(): Readonly<Record<string, SettingSchema>> {
  const manifest: unknown = vscode.extensions.getExtension(EXTENSION_ID)?.packageJSON;
  // SAFETY: our own manifest.
  const { configuration } = (manifest as Manifest).contributes;
  return Object.assign({}, ...configuration.map(({ properties }) => properties)) as Record<string, SettingSchema>;
}

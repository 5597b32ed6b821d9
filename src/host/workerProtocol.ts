/** Messages between the host and its engine worker (analysisClient.ts ↔ engineServer.ts). */
import type { Report } from '../analysis/finding.ts';
import type { RunProgress } from './api.ts';
import type { Part } from './part.ts';

export type ToWorker =
  /** Whole chunks, in arrival order. The buffer is transferred. */
  | { readonly kind: 'chunks'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Everything has arrived, or as much as there is (`damage` says in one sentence why not more): analyse with all rules, answer with a reply that carries the Report. */
  | { readonly kind: 'finish'; readonly id: number; readonly damage: string | undefined }
  /** All rules now, on what has arrived; answered by a reply that carries the Report. */
  | { readonly kind: 'report'; readonly id: number }
  /** A request of a view (tiles, pending, ...). */
  | { readonly kind: 'request'; readonly id: number; readonly message: unknown };

export type FromWorker =
  | { readonly kind: 'consumed'; readonly bytes: number }
  | { readonly kind: 'progress'; readonly progress: EngineProgress }
  /** Findings so far; sent when they changed. */
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };

export interface EngineProgress extends RunProgress {
  /** Nothing more will come. */
  readonly isWhole: boolean;
}

/** What the worker is started with. */
export type WorkerData = WorkerSettings & {
  /** One number: 1 as soon as what has been taken in by then is enough. (A message would wait behind the chunks that are on their way.) */
  readonly enough: SharedArrayBuffer;
  /** Where code caches are kept, '' for nowhere. */
  readonly cacheDir: string;
};

export type WorkerSettings =
  /** A run: analyse while chunks arrive. */
  | { readonly live: true; readonly part?: Part }
  /** A file of so many bytes: analyse when asked; its views come before its reading. */
  | {
      readonly live: false;
      readonly fileBytes: number;
      /** A view is on its way: its picture is made ready while the editor opens. */
      readonly isViewed: boolean;
      readonly part: Part;
    };

/**
 * Time ↔ position on the axis; pure. Long idle stretches can be folded: each takes a small fixed part of the axis, and time keeps its true labels.
 * "Axis" coordinates are ns without what is folded away.
 */
import type { AxisPiece } from '../model/requests.ts';

/** Part of the axis that one fold takes. */
const FOLD_SHARE = 0.025;

export interface Fold {
  readonly fromNs: number;
  readonly toNs: number;
  readonly fromAxis: number;
  readonly toAxis: number;
}

export class TimeAxis {
  readonly folds: readonly Fold[];
  /** Length of the whole axis. */
  readonly length: number;
  readonly endNs: number;

  /** @param idle stretches to fold, in order, not overlapping */
  constructor(endNs: number, idle: readonly (readonly [number, number])[]) {
    const folded = idle.reduce((sum, [from, to]) => sum + to - from, 0);
    const foldLength = Math.max(1, (endNs - folded) * FOLD_SHARE);
    const folds: Fold[] = [];
    let removed = 0;
    for (const [fromNs, toNs] of idle) {
      if (toNs - fromNs <= foldLength) continue;
      folds.push({ fromNs, toNs, fromAxis: fromNs - removed, toAxis: fromNs - removed + foldLength });
      removed += toNs - fromNs - foldLength;
    }
    this.folds = folds;
    this.endNs = endNs;
    this.length = Math.max(1, endNs - removed);
  }

  /** The axis of a run. What lies before the first event (Node starts, the recorder loads) is folded always: nobody asks about it. */
  static ofRun(run: { readonly endNs: number; readonly idle: readonly (readonly [number, number])[] } | null, foldIdle: boolean): TimeAxis {
    const idle = run?.idle ?? [];
    return new TimeAxis(run?.endNs ?? 1, foldIdle ? idle : idle.filter(([from]) => from <= 0));
  }

  toAxis(ns: number): number {
    let at = ns;
    for (const fold of this.folds) {
      if (ns <= fold.fromNs) break;
      if (ns < fold.toNs) return fold.fromAxis + ((ns - fold.fromNs) / (fold.toNs - fold.fromNs)) * (fold.toAxis - fold.fromAxis);
      at = fold.toAxis + (ns - fold.toNs);
    }
    return at;
  }

  toNs(axis: number): number {
    let at = axis;
    for (const fold of this.folds) {
      if (axis <= fold.fromAxis) break;
      if (axis < fold.toAxis) return fold.fromNs + ((axis - fold.fromAxis) / (fold.toAxis - fold.fromAxis)) * (fold.toNs - fold.fromNs);
      at = fold.toNs + (axis - fold.toAxis);
    }
    return at;
  }

  /** Linear parts of [from, to) of the axis drawn on `width` pixels; pixel edges of the parts are whole. */
  pieces(from: number, to: number, width: number): AxisPiece[] {
    const cuts = [from];
    for (const fold of this.folds) for (const cut of [fold.fromAxis, fold.toAxis]) if (cut > from && cut < to) cuts.push(cut);
    cuts.push(to);
    const pieces: AxisPiece[] = [];
    for (let i = 0; i + 1 < cuts.length; i++) {
      const a = cuts[i] as number;
      const b = cuts[i + 1] as number;
      const x0 = Math.round(((a - from) / (to - from)) * width);
      const x1 = Math.round(((b - from) / (to - from)) * width);
      if (x1 > x0) pieces.push({ t0: this.toNs(a), t1: this.toNs(b), x0, x1 });
    }
    return pieces;
  }
}

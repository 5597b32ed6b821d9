/** Messages between the timeline's webview and its host, both ways: plain data. The one file of the view that the extension may import. */
import type { EngineRequest, SourcePlace, TimelineFinding, TimelineNote } from '../model/requests.ts';

/** Raised whenever a message changes its meaning; both sides refuse another version with one clear sentence. */
export const PROTOCOL_VERSION = 2;

/** What survives a hidden or reloaded view: setState and saveState. Times are ns since the run began. */
export interface ViewState {
  readonly version: number;
  readonly trace: string;
  readonly fromNs: number;
  readonly toNs: number;
  readonly scroll: number;
  readonly toggled: readonly number[];
  readonly pinned: readonly number[];
  readonly hidden: readonly number[];
  readonly filter: string;
  readonly hideOthers: boolean;
  readonly justMyCode: boolean;
  readonly foldIdle: boolean;
  readonly hiddenStates: number;
  readonly tab: string;
  readonly table: boolean;
  readonly selection: { readonly row: number; readonly ns: number } | null;
  readonly finding: string;
}

/** What can be done in a timeline by a key. */
export interface TimelineAction {
  /** As in input.ts; what `interleave.timelineAction` takes. */
  readonly name: string;
  /** As the help of the timeline writes them. */
  readonly keys: readonly string[];
  /** In the language of the page. */
  readonly meaning: string;
}

export interface ViewSettings {
  /** Open the source of what is selected. */
  readonly revealOnSelect: 'preview' | 'off';
  readonly compactLanes: boolean;
  /** Single-letter keys also with a screen reader. */
  readonly keysWithScreenReader: boolean;
}

/** A file that is being opened: how much of it has been read, 0 to 1, or that all has been and the rules run, or that this came to no end. */
export interface Opening {
  readonly phase: 'reading' | 'analysing' | 'failed';
  readonly share: number;
}

/** What became of one request. */
export type Answer = { readonly id: number; readonly reply: unknown } | { readonly id: number; readonly error: string };

/** Host → view. */
export type HostMessage =
  | {
      readonly type: 'init';
      readonly version: number;
      /** Identifies the run; a saved state of another one is not used. */
      readonly trace: string;
      readonly live: boolean;
      readonly opening?: Opening | undefined;
      readonly settings: ViewSettings;
      /** State kept by the host, when the view has none of its own. */
      readonly state: ViewState | null;
      /** What the reader noted, and whether more can be kept. */
      readonly notes?: { readonly list: readonly TimelineNote[]; readonly writable: boolean };
      /** Of a file that is too large to be shown at once, another part can be asked for. */
      readonly canChoosePart?: boolean;
    }
  /** Answers to all that came in one message. */
  | { readonly type: 'answers'; readonly answers: readonly Answer[] }
  /** Something to show. */
  | { readonly type: 'notice'; readonly message: string }
  /** There is more to see; the view asks for it when it is visible. */
  | {
      readonly type: 'progress';
      readonly live: boolean;
      readonly events: number;
      readonly opening?: Opening | undefined;
      /** What a program that has failed wrote to stderr last. */
      readonly lastWords?: string;
    }
  /** Findings changed. */
  | { readonly type: 'report' }
  | { readonly type: 'select'; readonly finding: string; readonly explain: boolean }
  | { readonly type: 'select'; readonly place: SourcePlace }
  | { readonly type: 'select'; readonly row: number; readonly ns: number }
  | { readonly type: 'settings'; readonly settings: ViewSettings }
  /** The editor's theme changed (also noticed by itself). */
  | { readonly type: 'theme' }
  /** What a key does, asked for by its name. */
  | { readonly type: 'action'; readonly name: string };

/** View → host. */
export type ViewMessage =
  | { readonly type: 'ready'; readonly version: number; readonly actions: readonly TimelineAction[] }
  /** Whatever is asked at the same time: a message takes the editor longer than most answers take the engine. */
  | { readonly type: 'requests'; readonly requests: readonly { readonly id: number; readonly request: EngineRequest }[] }
  /** The text of source lines; the reply has '' for what is not there, or changed since the run. */
  | { readonly type: 'lines'; readonly id: number; readonly places: readonly SourcePlace[] }
  /** `preserveFocus`: show without taking the keyboard. `side`: in a second editor group. */
  | { readonly type: 'openSource'; readonly place: SourcePlace; readonly preserveFocus: boolean; readonly side: boolean }
  | { readonly type: 'saveState'; readonly state: ViewState }
  /** All notes, after one was added, changed or deleted. */
  | { readonly type: 'saveNotes'; readonly notes: readonly TimelineNote[] }
  | { readonly type: 'copy'; readonly text: string }
  /** As a picture in a file: the host makes it, of what others may see. */
  | { readonly type: 'exportSvg'; readonly finding: string }
  /** Another part of the run is wanted: the host asks which. */
  | { readonly type: 'choosePart' }
  /** What the run left waiting is to be seen. */
  | { readonly type: 'showPending' }
  | { readonly type: 'suppress'; readonly finding: TimelineFinding }
  | { readonly type: 'openDocs'; readonly help: string }
  /** The time that is selected, ns since the run began; null: none. */
  | { readonly type: 'moment'; readonly ns: number | null }
  /** For context keys. */
  | { readonly type: 'focus'; readonly focused: boolean; readonly selectionKind: string };

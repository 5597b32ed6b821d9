/** Readers of other makers for what Interleave exports; they are installed in test/programs/readers. */
import { createRequire } from 'node:module';
import path from 'node:path';

export const requireReader = createRequire(path.resolve('test/programs/readers/package.json'));

interface Validate {
  (value: unknown): boolean;
  readonly errors?: readonly unknown[] | null;
}

let validate: Validate | undefined;

/** What is wrong with a log by the schema of SARIF 2.1.0; empty when nothing is. */
export function sarifProblems(log: unknown): readonly unknown[] {
  validate ??= compileSarif();
  return validate(log) ? [] : (validate.errors ?? []);
}

function compileSarif(): Validate {
  const Ajv = requireReader('ajv-draft-04') as new (options: object) => { compile(schema: unknown): Validate };
  const addFormats = requireReader('ajv-formats') as (ajv: object) => void;
  // The schema has a pattern that is none with the flag u.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  return ajv.compile(requireReader('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
}

interface ProtoType {
  decode(bytes: Uint8Array): unknown;
  toObject(message: unknown, options: object): unknown;
  verify(message: unknown): string | null;
  fromObject(value: unknown): unknown;
}

/** The part of Perfetto's published protos that is used; names and numbers are theirs (protos/perfetto/trace). */
const PERFETTO = `
syntax = "proto2";
message Trace { repeated TracePacket packet = 1; }
message TracePacket {
  optional ClockSnapshot clock_snapshot = 6;
  optional uint64 timestamp = 8;
  optional uint32 trusted_packet_sequence_id = 10;
  optional TrackEvent track_event = 11;
  optional InternedData interned_data = 12;
  optional uint32 sequence_flags = 13;
  optional TrackDescriptor track_descriptor = 60;
}
message ClockSnapshot { message Clock { optional uint32 clock_id = 1; optional uint64 timestamp = 2; } repeated Clock clocks = 1; }
message InternedData { repeated EventName event_names = 2; }
message EventName { optional uint64 iid = 1; optional string name = 2; }
message TrackDescriptor {
  optional uint64 uuid = 1;
  optional string name = 2;
  optional ProcessDescriptor process = 3;
  optional ThreadDescriptor thread = 4;
  optional uint64 parent_uuid = 5;
}
message ProcessDescriptor { optional int32 pid = 1; repeated string cmdline = 2; optional string process_name = 6; }
message ThreadDescriptor { optional int32 pid = 1; optional int32 tid = 2; optional string thread_name = 5; }
message DebugAnnotation { optional string string_value = 6; optional string name = 10; }
message TrackEvent {
  enum Type { TYPE_UNSPECIFIED = 0; TYPE_SLICE_BEGIN = 1; TYPE_SLICE_END = 2; TYPE_INSTANT = 3; TYPE_COUNTER = 4; }
  repeated DebugAnnotation debug_annotations = 4;
  optional Type type = 9;
  optional uint64 name_iid = 10;
  optional uint64 track_uuid = 11;
  repeated string categories = 22;
  optional string name = 23;
  repeated fixed64 flow_ids = 47;
  repeated fixed64 terminating_flow_ids = 48;
}`;

export interface PerfettoPacket {
  readonly timestamp?: number;
  readonly trackEvent?: {
    readonly type: string;
    readonly trackUuid: number;
    readonly nameIid?: number;
    readonly name?: string;
    readonly categories?: readonly string[];
    readonly flowIds?: readonly number[];
    readonly terminatingFlowIds?: readonly number[];
  };
  readonly internedData?: { readonly eventNames: readonly { readonly iid: number; readonly name: string }[] };
  readonly trackDescriptor?: {
    readonly uuid: number;
    readonly name?: string;
    readonly parentUuid?: number;
    readonly process?: { readonly pid: number; readonly processName: string; readonly cmdline: readonly string[] };
    readonly thread?: { readonly pid: number; readonly tid: number; readonly threadName: string };
  };
}

/** The packets of a Perfetto trace, as protobufjs reads them. */
export function readPerfetto(bytes: Uint8Array): readonly PerfettoPacket[] {
  const { parse } = requireReader('protobufjs') as { parse(text: string): { root: { lookupType(name: string): ProtoType } } };
  const type = parse(PERFETTO).root.lookupType('Trace');
  return (type.toObject(type.decode(bytes), { longs: Number, enums: String }) as { readonly packet: readonly PerfettoPacket[] }).packet;
}

/** What is wrong with OTLP's JSON by OpenTelemetry's own protos; undefined when nothing is. */
export function otlpProblem(request: unknown): string | undefined {
  const root = requireReader('@opentelemetry/otlp-transformer/build/src/generated/root') as {
    opentelemetry: {
      proto: { collector: { trace: { v1: { ExportTraceServiceRequest: ProtoType & { encode(m: unknown): { finish(): Uint8Array } } } } } };
    };
  };
  const type = root.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
  // In JSON, ids are hexadecimal and 64-bit numbers are text; in the messages they are bytes and numbers.
  const value: unknown = JSON.parse(JSON.stringify(request), (key, each: unknown) => {
    if (typeof each !== 'string') return each;
    if (key === 'traceId' || key === 'spanId' || key === 'parentSpanId') return [...Buffer.from(each, 'hex')];
    return each;
  });
  const message = type.fromObject(value);
  const problem = type.verify(message);
  if (problem !== null) return problem;
  // A field that the protos do not know is lost on the way through their bytes.
  const back = type.toObject(type.decode(type.encode(message).finish()), { longs: String, arrays: true, bytes: Array });
  const [there, here] = [leaves(value), leaves(back)];
  return there === here ? undefined : `${there - here} values are not in the protos`;
}

/** Number of values below, except those of defaults, which are not written. */
function leaves(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + leaves(each), 0);
  if (typeof value === 'object' && value !== null) return Object.values(value).reduce<number>((sum, each) => sum + leaves(each), 0);
  return value === '' || value === 0 || value === '0' || value === false ? 0 : 1;
}

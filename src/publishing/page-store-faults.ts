/** Named points of a write at which a test kills the process, in the order they are reached. */
export const faultPoints = [
  'body-written',
  'staged',
  'locked',
  'stale-copies-removed',
  'file-placed',
  'copies-placed',
  'index-placed',
  'unlocked',
  'old-body-removed',
] as const;
export type FaultPoint = (typeof faultPoints)[number];

const wanted = process.env.NODE_ENV === 'production' ? undefined : process.env.FAULT_POINT;

/** Dies here, as by a power cut of this process, when `FAULT_POINT` says so; never in production. */
export function reached(point: FaultPoint): void {
  if (wanted === point) process.kill(process.pid, 'SIGKILL');
}

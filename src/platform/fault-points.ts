/** Points at which a test may kill this process, in the order of an effect's way. Named in `FAULT_POINT`, deaf in production. */
export const faultPoints = [
  'after-commit',
  'relay-before-add',
  'relay-after-add',
  'before-effect',
  'during-effect',
  'after-effect',
] as const;
export type FaultPoint = (typeof faultPoints)[number];

const armed = process.env['NODE_ENV'] === 'production' ? undefined : process.env['FAULT_POINT'];

/** Dies at once, as by SIGKILL, when a test asked for it here. */
export function faultPoint(name: FaultPoint): void {
  if (armed === name) process.kill(process.pid, 'SIGKILL');
}

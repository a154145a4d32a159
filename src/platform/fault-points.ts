/**
 * Points at which a test may kill this process, in the order of an effect's way. Deaf in production. `FAULT_POINT` names one, as
 * `before-effect`, or one in a job, as `before-effect@publishing.render`: others' rounds then pass it unharmed.
 */
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
export function faultPoint(name: FaultPoint, job?: string): void {
  if (armed === name || (job !== undefined && armed === `${name}@${job}`)) process.kill(process.pid, 'SIGKILL');
}

import type { Reason } from './errors.js';

/** A guard returns a sentence for the person, or nothing. Pure: no IO, no clock, no framework. */
export type Guard<Facts> = (facts: Facts) => string | undefined;

/**
 * One row of a lifecycle. The same row drives the endpoint, the permission check, the buttons, the test matrix and the diagram.
 * `from: 'none'` creates the subject. `to` names every state it may lead to; with more than one, `target` picks from the facts.
 */
export interface Transition<State extends string, Role extends string, Facts, Fact extends string> {
  label: string;
  from: readonly State[] | 'none';
  to: readonly State[];
  target?: (facts: Facts) => State;
  /** Roles, any of which suffices. `clock` alone is never offered over HTTP. */
  by: readonly Role[];
  /** What must hold of the facts, whether or not an input is there yet. */
  guards: Record<string, Guard<Facts>>;
  /** What must hold of the input; not asked while only listing what is possible. */
  needs?: Record<string, Guard<Facts>>;
  /** The fact it leaves, one a transition. */
  event: Fact;
}

export type Lifecycle<
  State extends string,
  Role extends string,
  Facts,
  Fact extends string,
  Name extends string,
> = Record<Name, Transition<State, Role, Facts, Fact>>;

export type Decision<State> = { allowed: true; to: State } | { allowed: false; forbidden: boolean; reasons: Reason[] };

/**
 * May this person do this now, and where does it lead? A refusal carries all reasons, never the first alone.
 * `input: false` lists what is possible: the needs of the input are left out.
 */
export function decide<State extends string, Role extends string, Facts>(
  transition: Transition<State, Role, Facts, string>,
  state: State | 'none',
  roles: ReadonlySet<Role>,
  facts: Facts,
  options = { input: true },
): Decision<State> {
  if (!transition.by.some((role) => roles.has(role))) return forbidden(transition);
  const reasons: Reason[] = [];
  const starts = transition.from === 'none' ? state === 'none' : (transition.from as readonly string[]).includes(state);
  if (!starts) reasons.push({ code: 'state', message: `“${transition.label}” is not possible while it is ${state}.` });
  const guards = { ...transition.guards, ...(options.input ? transition.needs : {}) };
  for (const [code, guard] of Object.entries(guards)) {
    const message = guard(facts);
    if (message) reasons.push({ code, message });
  }
  if (reasons.length > 0) return { allowed: false, forbidden: false, reasons };
  return { allowed: true, to: targetOf(transition, facts) };
}

function targetOf<State extends string, Facts>(
  transition: Transition<State, string, Facts, string>,
  facts: Facts,
): State {
  const to = transition.target ? transition.target(facts) : transition.to[0];
  if (to === undefined || !transition.to.includes(to))
    throw new Error(`“${transition.label}” led to an undeclared state.`);
  return to;
}

function forbidden(transition: Transition<string, string, never, string>): {
  allowed: false;
  forbidden: true;
  reasons: Reason[];
} {
  return {
    allowed: false,
    forbidden: true,
    reasons: [{ code: 'role', message: `“${transition.label}” is for: ${transition.by.join(', ')}.` }],
  };
}

/** Throws when a lifecycle names an unknown state or has one that nothing reaches. Called at start-up. */
export function checkLifecycle(
  noun: string,
  states: readonly string[],
  initial: readonly string[],
  table: Record<string, Pick<Transition<string, string, never, string>, 'from' | 'to'>>,
): void {
  const reached = new Set(initial);
  for (const [name, row] of Object.entries(table)) {
    for (const state of [...(row.from === 'none' ? [] : row.from), ...row.to]) {
      if (!states.includes(state)) throw new Error(`${noun}.${name} names an unknown state: ${state}`);
    }
    for (const state of row.to) reached.add(state);
  }
  const unreached = states.filter((state) => !reached.has(state));
  if (unreached.length > 0) throw new Error(`${noun}: nothing leads to ${unreached.join(', ')}`);
}

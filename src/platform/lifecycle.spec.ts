import { describe, expect, it } from '@jest/globals';
import { checkLifecycle, decide, type Transition } from './lifecycle.js';

type State = 'empty' | 'full' | 'shut';
interface Facts {
  clean: boolean;
  dry: boolean;
  amount?: number;
  shutWhile?: State;
}

const fill: Transition<State, 'cook' | 'guest', Facts, string> = {
  label: 'Fill',
  from: ['empty', 'full'],
  to: ['full'],
  by: ['cook'],
  guards: {
    clean: ({ clean }) => (clean ? undefined : 'Wash it first.'),
    dry: ({ dry }) => (dry ? undefined : 'Dry it first.'),
  },
  needs: { amount: ({ amount }) => (amount === undefined ? 'Say how much.' : undefined) },
  event: 'jar.filled',
};
const reopen: Transition<State, 'cook' | 'guest', Facts, string> = {
  label: 'Open again',
  from: ['shut'],
  to: ['empty', 'full'],
  target: ({ shutWhile }) => shutWhile ?? 'empty',
  by: ['cook', 'guest'],
  guards: {},
  event: 'jar.opened',
};
const ready: Facts = { clean: true, dry: true, amount: 3 };
const cook = new Set(['cook'] as const);

describe('A decision', () => {
  it('allows what state, role, facts and input allow, and says where it leads', () => {
    expect(decide(fill, 'empty', cook, ready)).toEqual({ allowed: true, to: 'full' });
  });

  it('names every reason against it, never the first alone', () => {
    const decision = decide(fill, 'shut', cook, { clean: false, dry: false });
    expect(decision).toEqual({
      allowed: false,
      forbidden: false,
      reasons: [
        { code: 'state', message: '“Fill” is not possible while it is shut.' },
        { code: 'clean', message: 'Wash it first.' },
        { code: 'dry', message: 'Dry it first.' },
        { code: 'amount', message: 'Say how much.' },
      ],
    });
  });

  it('tells those without the role whom it is for, and nothing about the facts', () => {
    const decision = decide(fill, 'shut', new Set(['guest'] as const), { clean: false, dry: false });
    expect(decision).toEqual({
      allowed: false,
      forbidden: true,
      reasons: [{ code: 'role', message: '“Fill” is for: cook.' }],
    });
  });

  it('asks nobody without any role', () => {
    expect(decide(fill, 'empty', new Set<never>(), ready)).toMatchObject({ allowed: false, forbidden: true });
  });

  it('leaves the needs of the input out while only listing what is possible', () => {
    const facts = { clean: true, dry: false };
    expect(decide(fill, 'empty', cook, { clean: true, dry: true }, { input: false })).toEqual({
      allowed: true,
      to: 'full',
    });
    expect(decide(fill, 'empty', cook, facts, { input: false })).toMatchObject({ reasons: [{ code: 'dry' }] });
  });

  it('takes its target from the facts where there are several', () => {
    expect(decide(reopen, 'shut', cook, { ...ready, shutWhile: 'full' })).toEqual({ allowed: true, to: 'full' });
    expect(decide(reopen, 'shut', cook, ready)).toEqual({ allowed: true, to: 'empty' });
  });

  it('throws rather than lead to a state that the table does not name', () => {
    expect(() => decide(reopen, 'shut', cook, { ...ready, shutWhile: 'shut' })).toThrow('led to an undeclared state');
  });

  it('creates from nothing, and only from nothing', () => {
    const create = { ...fill, from: 'none' as const };
    expect(decide(create, 'none', cook, ready)).toEqual({ allowed: true, to: 'full' });
    expect(decide(create, 'empty', cook, ready)).toMatchObject({ allowed: false, reasons: [{ code: 'state' }] });
    expect(decide(fill, 'none', cook, ready)).toMatchObject({ allowed: false, reasons: [{ code: 'state' }] });
  });
});

describe('Start-up', () => {
  const states = ['empty', 'full', 'shut'];
  const table = {
    make: { from: 'none', to: ['empty'] },
    fill: { from: ['empty'], to: ['full'] },
    shut: { from: ['empty', 'full'], to: ['shut'] },
  } as const;

  it('accepts a table whose states are known and reached', () => {
    expect(() => checkLifecycle('jar', states, [], table)).not.toThrow();
    expect(() => checkLifecycle('jar', states, ['empty'], { fill: table.fill, shut: table.shut })).not.toThrow();
  });

  it('refuses a table that names an unknown state, on either side', () => {
    const from = { ...table, break: { from: ['broken'], to: ['empty'] } };
    const to = { ...table, break: { from: ['full'], to: ['broken'] } };
    expect(() => checkLifecycle('jar', states, [], from)).toThrow('jar.break names an unknown state: broken');
    expect(() => checkLifecycle('jar', states, [], to)).toThrow('jar.break names an unknown state: broken');
  });

  it('refuses a table with a state that nothing reaches', () => {
    expect(() => checkLifecycle('jar', states, [], { make: table.make, fill: table.fill })).toThrow(
      'jar: nothing leads to shut',
    );
  });
});

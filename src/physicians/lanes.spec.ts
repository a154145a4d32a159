import { describe, expect, it } from '@jest/globals';
import type { CurrentCheck } from './application-facts.js';
import type { CheckId } from './check.js';
import { laneOf } from './lanes.js';

const always: CheckId[] = ['V01', 'V02', 'V03', 'V04', 'V05', 'V06', 'V07', 'V10', 'V11', 'V13', 'V15'];

const first = { kind: 'initial', disputed: false, hasBiography: false, touched: null } as const;

function lane(
  but: Partial<Record<CheckId, Partial<CurrentCheck> | null>> = {},
  application: Parameters<typeof laneOf>[0] = first,
): string {
  const ids = [...new Set([...always, ...(Object.keys(but) as CheckId[])])].filter((id) => but[id] !== null);
  const passed = { outcome: 'pass', foundBy: null, resolution: null, ageInDays: 0, expired: false } as const;
  return laneOf(
    application,
    ids.map((checkId, id) => ({ id, checkId, ...passed, ...but[checkId] })),
  );
}

describe('The lane of a file', () => {
  it.each<[string, string, Parameters<typeof lane>[0]]>([
    ['clean', 'all passed', {}],
    ['clean', 'SAM.gov was not asked', { V11: { outcome: 'skipped' } }],
    ['clean', 'license and biography passed by machine', { V08: {}, V09: {}, V16: {} }],
    ['clean', 'a person found what is not yet settled', { V08: { outcome: 'review', foundBy: 'vera' } }],
    ['standard', 'a check is missing', { V07: null }],
    ['standard', 'a machine leaves the license to a person', { V08: { outcome: 'review' } }],
    ['high', 'a machine found the license revoked', { V08: { outcome: 'fail' } }],
    ['high', 'the biography is prohibited', { V16: { outcome: 'fail' } }],
    ['high', 'the name is on the list of the excluded', { V10: { outcome: 'review' } }],
    ['high', 'the name is on the list of SAM.gov', { V11: { outcome: 'review' } }],
  ])('is %s where %s', (expected, _why, but) => {
    expect(lane(but)).toBe(expected);
  });

  it('is that of disputes whatever was found', () => {
    expect(laneOf({ ...first, disputed: true }, [])).toBe('disputes');
  });

  it('is that of renewals for a member’s, unless something was found', () => {
    const renewal = { ...first, kind: 'recredentialing' } as const;
    expect([lane({}, renewal), lane({ V07: { outcome: 'review' } }, renewal)]).toEqual([
      'recredentialing',
      'recredentialing',
    ]);
    expect(lane({ V03: { outcome: 'fail' } }, renewal)).toBe('high');
  });

  it('of a change is judged by what reads the change alone', () => {
    const change = { ...first, kind: 'change', touched: ['V04', 'V10'] } as const;
    const only = Object.fromEntries(always.map((id) => [id, id === 'V04' || id === 'V10' ? {} : null]));
    expect(lane(only, { ...change, touched: [...change.touched] })).toBe('clean');
    expect(lane({ ...only, V04: { outcome: 'review' } }, { ...change, touched: [...change.touched] })).toBe('standard');
  });
});

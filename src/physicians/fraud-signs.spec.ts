import { describe, expect, it } from '@jest/globals';
import { type FraudFacts, fraudSigns } from './fraud-signs.js';

type Addresses = NonNullable<FraudFacts['record']>['addresses'];

const addresses = (purpose: string, ...lines: string[]): Addresses => [
  { purpose, lines, city: 'SPECIMEN', state: 'CA', postalCode: '000000000', phone: '' },
];

const calm = {
  today: '2026-11-22',
  record: { enumeratedOn: '2007-02-15', updatedOn: '2024-08-05', addresses: addresses('LOCATION', '100 EXAMPLE PLZ') },
  email: 'marisol@derm.example',
  applicationsFromNetwork: 1,
  duplicate: false,
  alreadyActive: false,
  formSeconds: 240,
} satisfies FraudFacts;

const score = (changes: Partial<FraudFacts>) => fraudSigns({ ...calm, ...changes }).score;
const record = (changes: Partial<FraudFacts['record']>) => score({ record: { ...calm.record, ...changes } });

describe('V15, signs of fraud', () => {
  it('are none in an ordinary application', () => {
    expect(fraudSigns(calm)).toEqual({ outcome: 'pass', reasons: [], score: 0 });
  });

  it('are not read from what the registry does not hold', () => {
    expect(score({ record: null })).toBe(0);
    expect(record({ enumeratedOn: null, updatedOn: null, addresses: [] })).toBe(0);
  });

  it.each([
    ['2026-08-24', 0],
    ['2026-08-25', 20],
    ['2026-11-22', 20],
    ['2026-11-23', 20],
  ])('a number given out on %s adds %i', (enumeratedOn, points) => expect(record({ enumeratedOn })).toBe(points));

  it.each([
    ['2026-11-08', 0],
    ['2026-11-09', 15],
  ])('a record changed on %s adds %i', (updatedOn, points) => expect(record({ updatedOn })).toBe(points));

  it.each(['PO BOX 12', 'P.O. Box 12', 'P O BOX 12', 'POST OFFICE BOX 12', 'THE UPS STORE', '7 SAMPLE ST PMB 12'])(
    'a practice at “%s” adds 15',
    (line) => expect(record({ addresses: addresses('LOCATION', '7 SAMPLE ST', line) })).toBe(15),
  );

  it.each(['1 BOXWOOD LN', '12 UPSTORE RD', '4 MAILLARD AVE'])('a practice at “%s” adds nothing', (line) =>
    expect(record({ addresses: addresses('LOCATION', line) })).toBe(0),
  );

  it('letters may go to a box', () => expect(record({ addresses: addresses('MAILING', 'PO BOX 12') })).toBe(0));

  it.each<[string, Partial<FraudFacts>, number]>([
    ['a free mail service', { email: 'marisol@gmail.com' }, 5],
    ['a throw-away address', { email: 'marisol@mailinator.com' }, 60],
    ['the third application of a network in a day', { applicationsFromNetwork: 3 }, 0],
    ['the fourth application of a network in a day', { applicationsFromNetwork: 4 }, 25],
    ['the number of an active member', { alreadyActive: true }, 50],
    ['a duplicate', { duplicate: true }, 50],
    ['a form filled in four seconds', { formSeconds: 4.9 }, 40],
    ['a form filled in five seconds', { formSeconds: 5 }, 0],
    ['a form of unknown time', { formSeconds: null }, 0],
  ])('%s adds %j', (_sign, changes, points) => expect(score(changes)).toBe(points));

  it.each<[Partial<FraudFacts>, number, string]>([
    [{ applicationsFromNetwork: 4 }, 25, 'pass'],
    [{ applicationsFromNetwork: 4, email: 'marisol@gmail.com' }, 30, 'review'],
    [{ formSeconds: 1, applicationsFromNetwork: 4 }, 65, 'review'],
    [{ formSeconds: 1, applicationsFromNetwork: 4, email: 'marisol@gmail.com' }, 70, 'fail'],
  ])('%j make %i points: %s', (changes, points, outcome) => {
    const found = fraudSigns({ ...calm, ...changes });
    expect([found.score, found.outcome]).toEqual([points, outcome]);
  });

  it('are told to the verifier with their points', () => {
    expect(fraudSigns({ ...calm, alreadyActive: true }).reasons).toEqual([
      'The number belongs to an active member. (50 points)',
    ]);
  });
});

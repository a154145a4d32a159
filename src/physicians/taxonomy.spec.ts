import { describe, expect, it } from '@jest/globals';
import { isMappedSpecialty, isOtherProfessionCode, isPhysicianCode, matchesSpecialty } from './taxonomy.js';

describe('the map from taxonomy codes to our specialties', () => {
  it.each([
    ['dermatology', '207N00000X'],
    ['dermatology', '207ND0101X'],
    ['plastic-surgery', '2086S0122X'],
    ['facial-plastic', '207YX0007X'],
    ['oculoplastic', '207WX0200X'],
    ['endocrinology', '207RE0101X'],
    ['gynecology', '207V00000X'],
    ['general-surgery', '208600000X'],
    ['primary-care', '208D00000X'],
  ])('accepts for %s the code %s, which is a physician’s', (specialty, code) => {
    expect([matchesSpecialty(code, specialty), isPhysicianCode(code)]).toEqual([true, true]);
  });

  it('does not take a surgeon for a plastic surgeon, nor an internist for an endocrinologist', () => {
    expect(matchesSpecialty('208600000X', 'plastic-surgery')).toBe(false);
    expect(matchesSpecialty('207R00000X', 'endocrinology')).toBe(false);
  });

  it('knows no code for a category that is no specialty', () => {
    expect(isMappedSpecialty('hair-restoration')).toBe(false);
    expect(matchesSpecialty('207N00000X', 'hair-restoration')).toBe(false);
    expect(isMappedSpecialty('constructor')).toBe(false);
  });
});

describe('the code of a profession', () => {
  it.each(['363A00000X', '363LF0000X', '390200000X', '122300000X', '1223G0001X'])('%s is no physician’s', (code) => {
    expect([isPhysicianCode(code), isOtherProfessionCode(code)]).toEqual([false, true]);
  });

  it.each(['193400000X', '213E00000X', '20', '207N00000', '207N00000XX', '207n00000X', ''])(
    '“%s” is no physician’s either',
    (code) => expect(isPhysicianCode(code)).toBe(false),
  );
});

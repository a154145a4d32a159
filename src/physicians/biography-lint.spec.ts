import { describe, expect, it } from '@jest/globals';
import { lintBiography, type BiographyContext } from './biography-lint.js';

const dermatology: BiographyContext = { certification: 'American Board of Dermatology', state: 'NY' };
const outcome = (text: string, context = dermatology): string => lintBiography(text, context).outcome;

describe('A biography of plain facts', () => {
  it.each([
    'Jane Roe treats adults and children with diseases of hair and scalp. She trained in Albany.',
    'There is no cure for this condition, and she says so.',
    'No treatment cures hair loss.',
    'Surgery in the first year is best avoided.',
    'She works by current best practices and in the best interest of her patients.',
    'He does not guarantee results.',
    'Results cannot be guaranteed.',
    'No procedure is risk-free or painless.',
    'No treatment is without side effects.',
    'Smoking is the leading cause of slow healing, leading to scars.',
    'She is leading a trial on scalp cooling.',
    'She sees patients with hair loss on top of the scalp.',
    'Her work covers the superior eyelid.',
    'She does her best to explain every option.',
    'Dr. Roe never promises a perfect result. She lives in Troy, N.Y.',
    'She is board certified by the American Board of Dermatology.',
    'She is not board certified.',
    'The clinic was founded in 2011.',
    'She speaks Spanish, and enjoys rowing; her office is at 100 Example Plaza, 12205.',
    '',
  ])('passes: %s', (text) => {
    expect(lintBiography(text, dermatology)).toEqual({
      outcome: 'pass',
      reasons: ['No claim that has to be cut or shown.'],
    });
  });
});

describe('A prohibited claim', () => {
  it.each([
    ['best', 'She is the best dermatologist in Albany.'],
    ['best', 'Not only the best, also the nicest.'],
    ['top', 'One of the top hair surgeons of the state.'],
    ['top', 'A top dermatologist.'],
    ['leading', 'A leading specialist in hair loss.'],
    ['leading', 'A world-leading clinic.'],
    ['first', 'The #1 clinic for hair.'],
    ['first', 'Number one in Texas.'],
    ['guarantees', 'Full hair, guaranteed.'],
    ['guarantees', 'We guarantee growth.'],
    ['cure', 'Her method cures hair loss.'],
    ['cure', 'There is no cure elsewhere, but she can cure it.'],
    ['praises', 'Perfect hairlines, every time.'],
    ['praises', 'A painless procedure.'],
    ['above all', 'The most natural results in the city.'],
    ['outcomes', 'Patients leave with superior results.'],
    ['no risk', 'The treatment has no side effects.'],
    ['no risk', 'Hair transplants without scars.'],
    ['compares', 'Her hands are steadier and more precise than other surgeons in town.'],
    ['compares', 'Unlike many doctors, he listens.'],
    ['compares', 'The only surgeon who does this.'],
    ['patients or ratings', 'Five-star care, say our testimonials.'],
    ['patients or ratings', 'Rated 4.9/5 by 300 people.'],
    ['patients or ratings', 'Patients love her.'],
    ['e-mail', 'Write to jane@roe.example today.'],
    ['phone', 'Call (202) 555-0142.'],
    ['phone', 'Call 2025550142.'],
    ['link', 'More at www.roe.example/hair'],
    ['link', 'More at roe-skin.com'],
    ['link', 'Follow @drroe there'],
    ['hair restoration', 'A board certified hair restoration surgeon.'],
    ['full name of the board', 'She is board certified.'],
    ['full name of the board', 'Board-certified in dermatology.'],
    ['full name of the board', 'She is double board-certified by the ABD.'],
  ])('(%s) fails: %s', (word, text) => {
    const found = lintBiography(text, dermatology);
    expect(found.outcome).toBe('fail');
    expect(found.reasons.join(' ')).toContain(word);
  });

  it('is quoted, so that the applicant can be asked to change it', () => {
    expect(lintBiography('She trained in Albany. She is the best.', dermatology).reasons).toEqual([
      'It calls somebody or something the best: “She is the best.”',
    ]);
  });

  it('is found in every sentence and every line', () => {
    const { reasons } = lintBiography('We guarantee growth.\nShe is a top surgeon. Call 202-555-0142.', dermatology);
    expect(reasons).toHaveLength(3);
  });
});

describe('A claim to edit', () => {
  it.each([
    ['counts procedures', 'She has performed more than 2,000 hair transplants.'],
    ['counts procedures', 'Thousands of happy patients.'],
    ['expert', 'An expert in scalp diseases.'],
    ['renowned', 'A renowned teacher.'],
    ['award', 'She received the teaching award of her hospital.'],
    ['years', 'She has twenty years of experience.'],
    ['years', 'With over 15 years’ experience in hair surgery.'],
    ['years', 'She has been practicing medicine for more than two decades.'],
    ['not one of ABMS', 'Board certified by the American Board of Hair Restoration Surgery.'],
    ['not one of ABMS', 'Board certified by the Example Board of Scalp Medicine.'],
    ['not declared', 'She is board certified by the American Board of Plastic Surgery.'],
  ])('(%s) is for a person: %s', (word, text) => {
    const found = lintBiography(text, dermatology);
    expect(found.outcome).toBe('review');
    expect(found.reasons.join(' ')).toContain(word);
  });

  it('beside a prohibited one is told too, and the whole fails', () => {
    const { outcome: judged, reasons } = lintBiography('An expert, and the best.', dermatology);
    expect([judged, reasons.length]).toEqual(['fail', 2]);
  });
});

describe('A certification by a board outside ABMS and AOA', () => {
  const claim = 'She is board certified by the American Board of Hair Restoration Surgery.';
  const sentence = 'Not certified by an organization recognized by the Texas Medical Board.';
  const claimed = { certification: 'American Board of Hair Restoration Surgery' };

  it('is for a person in most states, and prohibited in California', () => {
    expect(outcome(claim, { ...claimed, state: 'NY' })).toBe('review');
    expect(outcome(claim, { ...claimed, state: 'CA' })).toBe('fail');
  });

  it('in Texas comes with the sentence that the board there asks for', () => {
    expect(outcome(claim, { ...claimed, state: 'TX' })).toBe('fail');
    expect(outcome(`${claim} ${sentence}`, { ...claimed, state: 'TX' })).toBe('review');
  });

  it('of ABMS or AOA passes in both where it was declared', () => {
    const text = 'She is board certified by the American Osteopathic Board of Dermatology.';
    for (const state of ['CA', 'TX'])
      expect(outcome(text, { certification: 'American Osteopathic Board of Dermatology', state })).toBe('pass');
  });
});

describe('A long text of one character', () => {
  it.each(['a', '9', ' ', '(', 'best not ', 'the only '])('of “%s” is read in no time', (piece) => {
    const text = piece.repeat(1200).slice(0, 1200);
    const start = performance.now();
    lintBiography(text, dermatology);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

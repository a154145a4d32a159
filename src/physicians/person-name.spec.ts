import { describe, expect, it } from '@jest/globals';
import { compareNames, foldName, type PersonName } from './person-name.js';

const name = (first: string, last: string, middle = ''): PersonName => ({ first, middle, last });

describe('a folded name', () => {
  it.each([
    ['EXAMPLE-REYES', 'example reyes'],
    ['Núñez', 'nunez'],
    ['Łukasiewicz', 'lukasiewicz'],
    ['Weiß', 'weiss'],
    ['Sørensen', 'sorensen'],
    ["O'Sample", 'osample'],
    ['O’Sample', 'osample'],
    ['St. Sample', 'st sample'],
    ['  Sample   Jr.', 'sample'],
    ['SAMPLE III', 'sample'],
    ['Sample, M.D., FACS', 'sample'],
    ['Sample, D.O.', 'sample'],
    ['--', ''],
    ['', ''],
  ])('“%s” reads “%s”', (text, read) => expect(foldName(text)).toBe(read));

  it('keeps family names that look like a title', () => {
    expect([foldName('Do'), foldName('DO'), foldName('Van Do'), foldName('Md')]).toEqual(['do', 'do', 'van do', 'md']);
  });
});

describe('two names are the same', () => {
  it.each([
    ['whatever the case', name('Marisol', 'Reyes'), name('MARISOL', 'REYES')],
    ['whatever the accents', name('Zoë', 'Núñez'), name('ZOE', 'NUNEZ')],
    ['in either form of an accent', name('Zoe\u0308', 'Nu\u0301n\u0303ez'), name('Zoë', 'Núñez')],
    ['with a hyphen, a space or neither', name('Marisol', 'Example Reyes'), name('MARISOL', 'EXAMPLE-REYES')],
    ['with the parts of a family name together', name('Ana', 'Delacruz'), name('ANA', 'DE LA CRUZ')],
    ['with or without the apostrophe', name('Ann', 'OSample'), name('ANN', "O'SAMPLE")],
    ['with a generation on one side', name('Peter', 'Sample, Jr.'), name('PETER', 'SAMPLE')],
    ['when the given name is an initial', name('M', 'Sample'), name('MARISOL', 'SAMPLE')],
    ['when the registry holds only an initial', name('Marisol', 'Sample'), name('M.', 'SAMPLE')],
    ['when the person is called by a short name', name('Bill', 'Sample'), name('WILLIAM', 'SAMPLE')],
    ['with a family name of one letter', name('Jun', 'O'), name('JUN', 'O')],
    ['with a second given name that one side leaves out', name('Mary Ann', 'Sample'), name('MARY', 'SAMPLE')],
    ['with a second given name as the middle name', name('Mary Ann', 'Sample'), name('MARY', 'SAMPLE', 'ANN')],
    ['with a second given name as an initial', name('Mary A.', 'Sample'), name('MARY', 'SAMPLE', 'ANN')],
  ])('%s', (_why, declared, present) => expect(compareNames(declared, present)).toBe('same'));
});

describe('two names are close, for a person to judge', () => {
  it.each([
    ['with a letter mistyped in the family name', name('Marisol', 'Gonzales'), name('MARISOL', 'GONZALEZ')],
    ['with letters swapped in the given name', name('Marhta', 'Sample'), name('MARTHA', 'SAMPLE')],
    ['with given and family name swapped', name('Reyes', 'Marisol'), name('MARISOL', 'REYES')],
    ['with one part of a double family name', name('Marisol', 'Reyes'), name('MARISOL', 'EXAMPLE-REYES')],
    ['with another second given name', name('Mary Ann', 'Sample'), name('MARY', 'SAMPLE', 'BETH')],
    ['when the person goes by the middle name', name('Robert', 'Sample'), name('JULIUS', 'SAMPLE', 'ROBERT')],
  ])('%s', (_why, declared, present) => expect(compareNames(declared, present)).toBe('close'));

  it('when only a former name agrees', () => {
    const others = [name('MARISOL', 'FORMER')];
    expect(compareNames(name('Marisol', 'Former'), name('MARISOL', 'PRESENT'), others)).toBe('close');
  });

  it('when only a former family name agrees, written without a given name', () => {
    const others = [name('--', 'FORMER')];
    expect(compareNames(name('Marisol', 'Former'), name('MARISOL', 'PRESENT'), others)).toBe('close');
  });
});

describe('two names are different', () => {
  it.each([
    ['with another family name', name('Marisol', 'Sample'), name('MARISOL', 'REYES')],
    ['with another given name', name('Marisol', 'Sample'), name('PETER', 'SAMPLE')],
    ['with another initial', name('K', 'Sample'), name('MARISOL', 'SAMPLE')],
    ['when family names share only their beginning', name('John', 'Adams'), name('JOHN', 'ADLER')],
    ['when a family name is shortened to its initial', name('Jun', 'S'), name('JUN', 'SAMPLE')],
    ['when the registry holds no name', name('Marisol', 'Sample'), name('--', '--')],
    ['when nothing was declared', name('', ''), name('', '')],
  ])('%s', (_why, declared, present) => expect(compareNames(declared, present)).toBe('different'));

  it('when a former name belongs to somebody else', () => {
    const others = [name('PETER', 'FORMER')];
    expect(compareNames(name('Marisol', 'Sample'), name('ANN', 'PRESENT'), others)).toBe('different');
  });
});

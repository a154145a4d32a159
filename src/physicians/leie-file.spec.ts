import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { inventedFile, leieFile, leieHeader, leieRow, type LeieCells } from '../../test/support/exclusion-file.js';
import { LeieReading } from './leie-file.js';
import { LeieFileProblem, type ListedExclusion } from './leie-row.js';

const doe: LeieCells = {
  LASTNAME: 'EXAMPLE-WEBB JR',
  FIRSTNAME: 'ADA',
  MIDNAME: 'M',
  GENERAL: 'PHYSICIAN (MD, DO)',
  SPECIALTY: 'DERMATOLOGY',
  NPI: '1234567893',
  DOB: '19610714',
  STATE: 'TX',
  EXCLTYPE: '1128a1',
  EXCLDATE: '20200319',
};

async function read(source: string | Buffer | (string | Buffer)[]): Promise<ListedExclusion[]> {
  const chunks = Array.isArray(source) ? source : [source];
  const listed: ListedExclusion[] = [];
  for await (const row of new LeieReading(Readable.from(chunks)).exclusions()) listed.push(row);
  return listed;
}

const one = async (cells: LeieCells): Promise<ListedExclusion | undefined> => (await read(leieFile([cells])))[0];

async function problemOf(source: Parameters<typeof read>[0]): Promise<string> {
  const error = await read(source).then(
    () => new Error('It was read.'),
    (reason: Error) => reason,
  );
  expect(error).toBeInstanceOf(LeieFileProblem);
  return error.message;
}

describe('A row of the exclusion list', () => {
  it('is kept with its names as listed and folded, and of the date of birth only the year', async () => {
    expect(await one(doe)).toEqual({
      rowHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      npi: '1234567893',
      lastName: 'EXAMPLE-WEBB JR',
      firstName: 'ADA',
      middleName: 'M',
      businessName: null,
      lastNameFolded: 'examplewebb',
      firstNameFolded: 'ada',
      birthYear: 1961,
      state: 'TX',
      general: 'PHYSICIAN (MD, DO)',
      specialty: 'DERMATOLOGY',
      exclusionType: '1128a1',
      excludedOn: '2020-03-19',
      reinstatedOn: null,
    });
  });

  it('may be a business, of which the fillers say nothing', async () => {
    const business = await one({
      BUSNAME: 'INVENTED "HOME" CARE, INC',
      NPI: '0000000000',
      DOB: '',
      REINDATE: '20240229',
    });
    expect(business).toMatchObject({
      businessName: 'INVENTED "HOME" CARE, INC',
      lastName: null,
      lastNameFolded: null,
      npi: null,
      birthYear: null,
      reinstatedOn: '2024-02-29',
    });
  });

  it('keeps its hash while what is kept of it stays, and changes it with that', async () => {
    const hash = async (cells: LeieCells): Promise<string | undefined> => (await one({ ...doe, ...cells }))?.rowHash;
    const before = await hash({});
    expect(await hash({ ADDRESS: '9 OTHER RD', DOB: '19610101', LASTNAME: ' EXAMPLE-WEBB  JR' })).toBe(before);
    for (const change of [{ NPI: '0000000000' }, { STATE: 'NM' }, { EXCLTYPE: '1128a3' }, { MIDNAME: '' }, { DOB: '' }])
      expect([change, await hash(change)]).not.toEqual([change, before]);
  });

  it('is read in UTF-8, and where that is impossible in Windows-1252, name by name', async () => {
    const bytes = (name: string, encoding: BufferEncoding): Buffer =>
      Buffer.from(leieRow({ LASTNAME: name }), encoding);
    const listed = await read([leieHeader, bytes('PEÑA', 'utf8'), bytes('PEÑA', 'latin1'), bytes('WEBB', 'utf8')]);
    expect(listed.map(({ lastName }) => lastName)).toEqual(['PEÑA', 'PEÑA', 'WEBB']);
  });
});

describe('An exclusion list', () => {
  it('is read whatever pieces it comes in, with a byte order mark or without, with CRLF or line feeds', async () => {
    const text = leieFile([doe, { LASTNAME: 'GARDEN' }]);
    const expected = await read(text);
    expect(expected).toHaveLength(2);
    expect(await read([...Buffer.from(text)].map((byte) => Buffer.from([byte])))).toEqual(expected);
    expect(await read(`\ufeff${text}`)).toEqual(expected);
    expect(await read(text.replaceAll('\r\n', '\n'))).toEqual(expected);
  });

  it('tells its rows and the digest of its bytes once it was read', async () => {
    const reading = new LeieReading(inventedFile(300));
    for await (const _ of reading.exclusions());
    const again = new LeieReading(inventedFile(300));
    for await (const _ of again.exclusions());
    expect([reading.rows, reading.sha256]).toEqual([300, again.sha256]);
  });

  it.each([
    ['another name', leieHeader.replace('EXCLDATE', 'EXCLUSIONDATE')],
    ['another order', leieHeader.replace('NPI,DOB', 'DOB,NPI')],
    ['one more', leieHeader.replace('\r\n', ',NOTE\r\n')],
    ['one less', leieHeader.replace('UPIN,', '')],
    ['small letters', leieHeader.toLowerCase()],
    ['a page instead', '<!doctype html>\n<title>Maintenance</title>\n'],
  ])('is refused when its header is not the known one: %s', async (_name, header) => {
    expect(await problemOf(header + leieRow(doe))).toMatch(/header|does not have 18 columns/);
  });

  it.each([
    ['within a quoted value', (text: string) => text.slice(0, text.lastIndexOf('00000000') + 3)],
    ['between two values', (text: string) => text.slice(0, text.lastIndexOf(',"00000000"'))],
    ['before its last line break', (text: string) => text.trimEnd()],
  ])('is refused when it was cut off %s', async (_name, cut) => {
    expect(await problemOf(cut(leieFile([doe, doe])))).toMatch(/cut off|columns/);
  });

  it('is refused when it is empty, or its source breaks off', async () => {
    expect(await problemOf('')).toBe('The file is empty.');
    const broken = Readable.from(
      (async function* () {
        yield leieFile([doe]);
        throw new Error('socket hang up');
      })(),
    );
    const rows = new LeieReading(broken).exclusions();
    await expect(async () => {
      for await (const _ of rows);
    }).rejects.toThrow('Reading broke off: socket hang up.');
  });

  it.each([
    ['NPI', '123456789', 'NPI'],
    ['NPI', '12345678X3', 'NPI'],
    ['EXCLDATE', '00000000', 'EXCLDATE'],
    ['EXCLDATE', '20230229', 'EXCLDATE'],
    ['EXCLDATE', '03/19/2020', 'EXCLDATE'],
    ['REINDATE', '20231301', 'REINDATE'],
    ['EXCLTYPE', '', 'EXCLTYPE'],
    ['DOB', '0614', 'DOB'],
  ])('is refused for a value that is not as published: %s “%s”', async (column, value, named) => {
    const text = leieFile([doe, { ...doe, [column]: value }]);
    expect(await problemOf(text)).toBe(`Row 2: its ${named} is not as published.`);
  });

  it('is refused when a row has a column too many or too few', async () => {
    const row = leieRow(doe);
    expect(await problemOf(leieHeader + row + row.replace('\r\n', ',""\r\n'))).toBe('Row 2 does not have 18 columns.');
    expect(await problemOf(leieHeader + row.replace('"TX",', ''))).toBe('Row 1 does not have 18 columns.');
  });

  it('is refused rather than read on when a quote is open for the rest of the file', async () => {
    const text = leieFile([doe]).replace('"TX"', '"TX') + leieRow(doe).repeat(200);
    expect(await problemOf(text)).toMatch(/^Row 1 /);
  });
});

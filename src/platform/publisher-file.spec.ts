import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';
import { readPublisherFile } from './publisher-file.js';
import type { Publisher } from './publisher.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imprimatur-publisher-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const svg = (inside: string, attributes = 'viewBox="0 0 40 20"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`;

function read(yaml: string): { publisher: Partial<Publisher>; problems: string[] } {
  const file = join(folder, 'publisher.yaml');
  writeFileSync(file, yaml);
  const problems: string[] = [];
  const publisher = readPublisherFile(file, problems);
  const prefix = `PUBLISHER_FILE, ${file}: `;
  expect(problems.filter((problem) => !problem.startsWith(prefix))).toEqual([]);
  return { publisher, problems: problems.map((problem) => problem.slice(prefix.length)) };
}

function readWithLogo(bytes: string | Buffer): { publisher: Partial<Publisher>; problems: string[] } {
  writeFileSync(join(folder, 'logo'), bytes);
  return read('logo: logo');
}

const palette = "{ paper: '#fff', raised: '#f4f4f4', ink: '#222', soft: '#555', line: '#ddd', link: '#0b5566' }";

describe('The file of a publisher', () => {
  it('gives what it holds and leaves the rest to the environment', () => {
    const file = join(folder, 'some.yaml');
    writeFileSync(file, 'name: Larkspur Health\nmembersPay: false\n');
    const { publisher } = readConfig({
      DATABASE_URL: 'postgres://u:p@127.0.0.1/d',
      SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      PUBLISHER_FILE: file,
      PUBLISHER_NAME: 'Another',
      PUBLISHER_CONTACT: 'desk@larkspur.example',
    });
    expect(publisher).toEqual({
      name: 'Larkspur Health',
      contact: 'desk@larkspur.example',
      timeZone: 'America/New_York',
      language: 'en-US',
      membersPay: false,
    });
  });

  it('is worked out in the example', () => {
    const problems: string[] = [];
    const publisher = readPublisherFile('examples/publisher.yaml', problems);
    expect(problems).toEqual([]);
    expect(publisher).toMatchObject({
      name: 'Larkspur Health',
      logo: { mediaType: 'image/svg+xml', width: 64, height: 64 },
      tokens: { light: { link: 'oklch(44% 0.13 272)' }, fonts: { text: 'serif' }, radius: 8, measure: 66 },
    });
    expect(Object.keys(publisher.policies ?? {})).toHaveLength(5);
    expect(publisher.policies?.howWeReview).toMatch(/^A physician of the specialty/);
  });

  it('is refused at start with everything that is wrong with it', () => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(
      file,
      'nmae: Larkspur\ntimeZone: Mars/Base\nmembersPay: maybe\nstanding: [a]\ntokens: { radius: 99 }\n',
    );
    const attempt = () => readConfig({ DATABASE_URL: 'postgres://u:p@127.0.0.1/d', PUBLISHER_FILE: file });
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(/SECRET_KEY must hold/);
    for (const key of [
      'nmae is not known',
      'timeZone must be',
      'membersPay must be',
      'standing must be',
      'tokens.radius',
    ])
      expect(attempt).toThrow(`PUBLISHER_FILE, ${file}: ${key}`);
  });

  it('is refused when it cannot be read, is no YAML, or says a thing twice', () => {
    const problems: string[] = [];
    readPublisherFile(join(folder, 'nowhere.yaml'), problems);
    expect(problems).toEqual([expect.stringContaining('it cannot be read')]);
    expect(read('- a\n- b\n').problems).toEqual(['it must hold keys and values.']);
    expect(read('name: A\nname: B\n').problems).toEqual([expect.stringMatching(/unique/)]);
    expect(read('name: [').problems).toHaveLength(1);
  });

  it.each([
    ['contact: javascript:alert(1)', 'contact must be an e-mail address or an https URL'],
    ['contact: http://larkspur.example', 'contact must be'],
    ['language: english please', 'language must be a language tag'],
    ['policies: { terms: x }', 'policies.terms is not known here'],
    ['policies: { privacy: nowhere.md }', 'policies.privacy names a file without text: nowhere.md'],
    ['logo: nowhere.svg', 'logo names a file that cannot be read: nowhere.svg'],
    ['tokens: { fonts: { text: Comic } }', 'tokens.fonts.text must be one of serif, old-style, sans, humanist'],
    ['tokens: { measure: 200 }', 'tokens.measure must be a number from 50 to 80'],
    ['tokens: { css: "body{display:none}" }', 'tokens.css is not known here'],
  ])('may not say %p', (yaml, problem) => {
    expect(read(yaml).problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('A palette', () => {
  it('is taken whole and sound', () => {
    expect(read(`tokens: { dark: ${palette} }`)).toMatchObject({
      problems: [],
      publisher: { tokens: { dark: { paper: '#fff', link: '#0b5566' } } },
    });
  });

  it('may not be half a palette', () => {
    const { problems } = read("tokens: { light: { paper: '#fff', ink: '#000' } }");
    expect(problems).toEqual(['raised', 'soft', 'line', 'link'].map((name) => `tokens.light.${name} is missing.`));
  });

  it('may not hold CSS of any other kind', () => {
    const { problems } = read(`tokens: { light: ${palette.replace("'#0b5566'", "'#fff;} * {display:none'")} }`);
    expect(problems).toEqual([expect.stringContaining('tokens.light.link must be a color such as')]);
  });

  it('must be readable: text has a contrast of at least 4.5 to what lies behind it', () => {
    const { problems } = read(`tokens: { light: ${palette.replace('#0b5566', '#6fb7c8').replace('#222', '#888')} }`);
    expect(problems).toEqual([
      expect.stringMatching(/^tokens\.light\.ink has a contrast of 3\.\d\d to paper, and readers need 4\.5/),
      expect.stringMatching(/^tokens\.light\.ink .* to raised/),
      expect.stringMatching(/^tokens\.light\.link .* to paper/),
      expect.stringMatching(/^tokens\.light\.link .* to raised/),
    ]);
  });
});

describe('A logo', () => {
  it('is an SVG of shapes, or a PNG, and brings its size', () => {
    const shapes = '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><rect fill="url(#g)"/>';
    expect(readWithLogo(svg(shapes)).publisher.logo).toMatchObject({
      mediaType: 'image/svg+xml',
      width: 40,
      height: 20,
    });
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    expect(readWithLogo(png).publisher.logo).toMatchObject({ mediaType: 'image/png', width: 1, height: 1 });
  });

  it.each([
    ['a script', svg('<script>alert(1)</script>')],
    ['a script of another case', svg('<SCRIPT>alert(1)</SCRIPT>')],
    ['a handler', svg('<rect onload="alert(1)"/>')],
    ['a handler on itself', svg('<rect/>', 'viewBox="0 0 4 4" onload="alert(1)"')],
    ['HTML inside', svg('<foreignObject><p>x</p></foreignObject>')],
    ['a link', svg('<a href="javascript:alert(1)"><rect/></a>')],
    ['something from elsewhere', svg('<use href="https://elsewhere.example/x.svg#a"/>')],
    ['a picture from elsewhere', svg('<image href="https://elsewhere.example/x.png"/>')],
    ['a style that loads', svg('<rect style="fill:url(https://elsewhere.example/x)"/>')],
    ['a style sheet', svg('<style>@import "https://elsewhere.example/x.css"</style>')],
    ['a style that spells in escapes', svg('<rect style="fill:\\75rl(https://elsewhere.example/x)"/>')],
    ['an entity', `<!DOCTYPE svg [<!ENTITY x "y">]>${svg('<rect/>')}`],
    ['a style sheet in front', `<?xml-stylesheet href="x.css"?>${svg('<rect/>')}`],
    ['motion', svg('<rect><set attributeName="href" to="javascript:alert(1)"/></rect>')],
    ['HTML in its place', '<html><body onload="alert(1)"></body></html>'],
    ['another kind of file', 'GIF89a'],
    ['no size', svg('<rect/>', '')],
    ['more bytes than a page should carry', svg(`<title>${'x'.repeat(100_001)}</title>`)],
    ['more pixels than a screen', svg('<rect/>', 'viewBox="0 0 4000 4000"')],
  ])('may not be or hold %s', (_what, bytes) => {
    const { publisher, problems } = readWithLogo(bytes);
    expect(publisher.logo).toBeUndefined();
    expect(problems).toEqual([expect.stringMatching(/^logo (is|has|holds) /)]);
  });
});

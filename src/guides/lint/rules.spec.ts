import { describe, expect, it } from '@jest/globals';
import { sampleContent } from '../../../test/support/sample-content.js';
import type { GuideContent } from '../content.js';
import { lint, lintRules } from './rules.js';

const found = (content: GuideContent): string[] =>
  lint(content).map(({ rule, severity, part, message, quote }) =>
    [rule, severity, part, message, ...(quote === undefined ? [] : [quote])].join(' | '),
  );
const withText = (markdown: string): GuideContent => {
  const content = sampleContent();
  content.sections[1]!.markdown = markdown;
  return content;
};
const digest = 'b2'.repeat(32);

describe('lint', () => {
  it('finds nothing in a guide that keeps the standard', () => {
    expect(lint(sampleContent())).toEqual([]);
    expect(lintRules.map(({ id }) => id)).toEqual(['L01', 'L04', 'L16', 'L17', 'L20', 'L21', 'L22']);
  });

  it('L01 asks for title, summary, category and a specialty', () => {
    const head = { title: '', summary: '', category: '', specialties: [] };
    expect(found(sampleContent({ head }))).toEqual([
      'L01 | error | head | The guide has no title.',
      'L01 | error | head | The guide has no summary.',
      'L01 | error | head | The guide has no category.',
      'L01 | error | head | The guide has no specialty whose physicians may review it.',
    ]);
  });

  it('L04 blocks a guide without references, and a citation that leads nowhere', () => {
    const content = sampleContent({ references: { entries: [] } });
    expect(found(content)).toEqual([
      'L04 | error | lead | The text cites a reference that is not in the list. | [^roe-2024]',
      'L04 | error | section:procedure | The text cites a reference that is not in the list. | [^roe-2024]',
      'L04 | error | references | The guide has no references.',
    ]);
    expect(found(withText('A [link [^constructor]](https://a.example/) and `[^code]`.'))).toEqual([
      'L04 | error | section:recovery | The text cites a reference that is not in the list. | [^constructor]',
    ]);
  });

  it('L04 warns of a reference that no text cites', () => {
    const content = sampleContent();
    content.references.entries.push({ ...content.references.entries[0]!, id: 'poe', title: 'Never read' });
    expect(found(content)).toEqual(['L04 | warning | references | No text cites this reference. | Never read']);
  });

  it.each([
    'Lorem ipsum dolor',
    'Costs TODO',
    'about TBD dollars',
    'XX dollars',
    'xxx sessions',
    'see [insert source]',
    'why ???',
  ])('L16 blocks the placeholder in “%s”', (text) => {
    expect(lint(withText(text)).map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['L16 error']);
  });

  it.each([
    'todo el mundo',
    'a woman with XX chromosomes',
    'karyotype 46,XX or 47,XXX',
    'XX/XY',
    'XXL gowns',
    'the exxon',
    'Really??',
  ])('L16 lets “%s” pass', (text) => {
    expect(lint(withText(text))).toEqual([]);
  });

  it('L16 looks at titles and questions too', () => {
    const content = sampleContent();
    content.head.title = 'TBD';
    content.faq.entries[0]!.question = 'Does it cost XX?';
    expect(lint(content).map(({ part }) => part)).toEqual(['head', 'faq']);
  });

  it('L17 blocks empty sections and half a question', () => {
    const content = withText('');
    content.faq.entries.push({ question: 'Why?', answer: '' }, { question: '', answer: 'Because.' });
    expect(found(content)).toEqual([
      'L17 | error | section:recovery | The section has no text. | Recovery',
      'L17 | error | faq | A question has no answer. | Why?',
      'L17 | error | faq | An answer has no question. | ',
    ]);
  });

  it.each([
    ['# Title', 'Headings inside a section begin with “###”: title and section headings stand above them.'],
    ['Underlined\n---', 'Headings inside a section begin with “###”: title and section headings stand above them.'],
    ['#### Deep', 'A heading skips a level (from 2 to 4).'],
    ['### a\n\n##### b', 'A heading skips a level (from 3 to 5).'],
    ['###', 'A heading has no words.'],
  ])('L20 blocks %j in a section', (text, message) => {
    expect(lint(withText(text)).map((finding) => `${finding.rule} ${finding.message}`)).toEqual([`L20 ${message}`]);
  });

  it('L20 takes an outline without gaps, and what only looks like a heading', () => {
    expect(lint(withText('### a\n\n#### b\n\n### c\n\n#### d\n\n```\n# code\n```\n\n#hashtag'))).toEqual([]);
  });

  it('L20 blocks headings outside sections, and sections without one', () => {
    const content = sampleContent({
      lead: { markdown: 'Text.[^roe-2024]\n\n### In the lead' },
      disclosures: { text: '# No' },
    });
    content.faq.entries[0]!.answer = '### Answer';
    content.sections[0]!.heading = '';
    expect(found(content)).toEqual([
      'L20 | error | section:procedure | The section has no heading.',
      'L20 | error | lead | The lead cannot hold headings. | In the lead',
      'L20 | error | faq | The answer 1 cannot hold headings. | Answer',
      'L20 | error | disclosures | The disclosures cannot hold headings. | No',
    ]);
  });

  it('L21 asks for a list entry, alternative text and a credit, and tells of images nobody sees', () => {
    const content = withText(`![](image:${digest}) ![Scalp](image:${'c3'.repeat(32)})`);
    content.images.entries = [
      { digest, alt: '', credit: '', source: '' },
      { digest: 'd4'.repeat(32), alt: 'x', credit: 'x', source: '' },
    ];
    expect(found(content)).toEqual([
      'L21 | error | section:recovery | An image in the text has no alternative text. | image:b2b2b2b2b2b2…',
      'L21 | error | section:recovery | The text shows an image that is not in the list of images. | image:c3c3c3c3c3c3…',
      'L21 | error | images | An image in the list has no alternative text. | image:b2b2b2b2b2b2…',
      'L21 | warning | images | An image has no credit. | image:b2b2b2b2b2b2…',
      'L21 | info | images | No text shows this image. | image:d4d4d4d4d4d4…',
    ]);
  });

  it.each([
    '<script>alert(1)</script>',
    'a <b onclick="x()">b</b>',
    '<!-- hidden -->',
    'broken <script src=x',
    'broken <img src=x onerror=alert(1)',
    '[x](javascript:alert(1))',
    '[x](&#106;avascript&colon;alert(1))',
    '[x](< javascript:alert(1)>)',
    '[x](data:text/html,x)',
    '[x](//a.example/)',
    '[x](/guides/other)',
    '[x](guide:Not A Slug)'.replaceAll(' ', '%20'),
    '[x]\n\n[x]: vbscript:x',
    '<javascript:alert(1)>',
    '![x](https://a.example/p.png)',
    '![x](data:image/png;base64,AAAA)',
  ])('L22 blocks %s', (text) => {
    const findings = lint(withText(text));
    expect(findings.length).toBeGreaterThan(0);
    for (const { rule, severity, part } of findings)
      expect([rule, severity, part]).toEqual(['L22', 'error', 'section:recovery']);
  });

  it.each([
    '5 < 6 and 7 > 6',
    'a <- b',
    '`<script>` in code',
    '```\n<script>\n```',
    '[x](https://a.example/) [y](guide:other) [z](#costs)',
    '\\<b>',
  ])('L22 lets %j pass', (text) => {
    expect(lint(withText(text))).toEqual([]);
  });

  it.each(['[', '<', '<a ', '<!-- ', '![', '> ', '`', '[insert ', 'X', '?'])(
    'is fast when a text repeats %j',
    (unit) => {
      const start = performance.now();
      lint(withText(unit.repeat(60_000 / unit.length)));
      expect(performance.now() - start).toBeLessThan(10_000);
    },
  );
});

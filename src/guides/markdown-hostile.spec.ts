import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderMarkdown } from './markdown.js';

const reference = { id: 'roe', title: 'Roe', authors: 'Roe J', source: 'Example', year: 2024 };
const html = (markdown: string): string => renderMarkdown(markdown, { references: [reference] });
const digest = 'a1'.repeat(32);

const hostile = [
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<IMG SRC=`javascript:alert(1)`>',
  '<svg/onload=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  '<style>@import "//a.example"</style>',
  '<!--><script>alert(1)</script>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#x0A;script:alert(1))',
  '[x](javascript&#58;alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](< javascript:alert(1)>)',
  '[x](\\javascript:alert(1))',
  '[x](%6Aavascript:alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](file:///etc/passwd)',
  '[x](blob:https://a.example/1)',
  '[x](//a.example/)',
  '[x](/\\a.example)',
  '[x](https://user:secret@a.example/)',
  '[x](guide:../../admin)',
  '[x](guide:a"onclick="alert(1))',
  '[x](#a"onclick="alert(1))',
  '[x](https://a.example/"onmouseover="alert(1))',
  "[x](https://a.example/'onmouseover='alert(1))",
  '[x](https://a.example/ "a\\" onclick=\\"alert(1)")',
  '<javascript:alert(1)>',
  '<data:text/html,x>',
  '[x]\n\n[x]: javascript:alert(1)',
  '[x][__proto__]\n\n[__proto__]: javascript:alert(1)',
  '![x](javascript:alert(1))',
  '![x"onerror="alert(1)](image:' + digest + ')',
  '![<img src=x onerror=alert(1)>](image:' + digest + ')',
  '```"><script>alert(1)</script>\nx\n```',
  '`<script>alert(1)</script>`',
  '|<script>alert(1)</script>|\n|-|\n|<img src=x onerror=alert(1)>|',
  '[^"onclick=alert(1)]',
  '[^roe"><script>alert(1)</script>]',
  '[![a](image:' + digest + ')](javascript:alert(1))',
  '[[[[x](javascript:alert(1))](javascript:alert(2))]](https://a.example/)',
  '<a data-guide="x">y</a><img data-image="z" alt="" />',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '\\<script>alert(1)\\</script>',
];

/** What may stand in our HTML, written by hand: every tag with exactly these attributes. */
const tag =
  /<\/?(?:p|h[3-6]|strong|em|code|pre|blockquote|ul|ol|li|table|thead|tbody|tr|sup|th|td|a)>|<(?:br|hr) \/>|<ol start="\d+">|<sup class="cite">|<t[hd] class="align-(?:left|right|center)">|<a href="#[a-z0-9-]+"(?: id="cite-[a-z0-9-]+")?>|<a href="(?:https?:\/\/|mailto:)[^"<>]*" rel="noopener">|<a data-guide="[a-z0-9-]+">|<img data-image="[0-9a-f]{64}" alt="[^"<>]*" \/>/gi;

describe('hostile Markdown', () => {
  it.each(hostile)('cannot bring markup of its own: %s', (markdown) => {
    expect(html(markdown).replace(tag, '')).not.toMatch(/[<>]/);
  });

  it('cannot bring markup of its own, whatever is put together', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...hostile,
        ...'<>[]()!*_`"\'&;:#|-\\\n \t'.split(''),
        '](',
        '![',
        '[^roe]',
        'https://a.example/',
        'javascript:',
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expect(html(pieces.join('')).replace(tag, '')).not.toMatch(/[<>]/);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the words of a link it cannot allow', () => {
    expect(html('see [the *words*](javascript:alert(1)) here')).toBe('<p>see the <em>words</em> here</p>');
  });

  it.each(['[', '![', '[^', '[a](b "', '*a **b ', '`', '<', '&', '> ', '[^roe]'])(
    'is rendered fast when 100,000 characters repeat %j',
    (unit) => {
      const start = performance.now();
      html(unit.repeat(Math.ceil(100_000 / unit.length)));
      expect(performance.now() - start).toBeLessThan(15_000);
    },
  );

  it('is rendered fast when tables and lists are enormous', () => {
    const start = performance.now();
    html(`${'|a'.repeat(8_000)}\n${'|-'.repeat(8_000)}\n${'|\n'.repeat(3000)}`);
    html(Array.from({ length: 440 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n'));
    html(Array.from({ length: 440 }, (_, length) => '`'.repeat(length + 1)).join(' '));
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

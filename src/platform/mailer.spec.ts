import { describe, expect, it } from '@jest/globals';
import { headerText, oneAddress } from './mailer.js';

describe('a mail header', () => {
  it('stays on one line whatever it is given', () => {
    expect(headerText('Reminder\r\nBcc: all@guides.example\u2028x\0', 200)).toBe('Reminder Bcc: all@guides.example x');
    expect(headerText('x'.repeat(300), 200)).toHaveLength(200);
  });
});

describe('a recipient', () => {
  it('is exactly one plain address', () => {
    expect(oneAddress('ines.okafor+desk@guides.example')).toBe('ines.okafor+desk@guides.example');
    for (const address of [
      'a@x.example, b@x.example',
      'a@x.example\r\nBcc: b@x.example',
      'Ines <a@x.example>',
      '"a b"@x.example',
      'group: a@x.example;',
      'a@@x.example',
      'a@x.example ',
      '',
    ]) {
      expect(() => oneAddress(address)).toThrow('not one mail address');
    }
  });
});

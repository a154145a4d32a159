import { describe, expect, it } from '@jest/globals';
import { publicAddress } from './public-address.js';

describe('An address that a page links', () => {
  it('is an https address, kept as a browser would write it', () => {
    expect(publicAddress('https://court.example')).toBe('https://court.example/');
    expect(publicAddress('https://court.example/orders/7?a=1')).toBe('https://court.example/orders/7?a=1');
    expect(publicAddress(' https://court.example/a b>"<')).toBe('https://court.example/a%20b%3E%22%3C');
  });

  it.each([
    undefined,
    '',
    'court.example',
    'http://court.example/',
    'javascript:alert(1)',
    'https://localhost/',
    'https://user:word@court.example/',
    'https://court.example/\u0000'.replace('https', 'ftp'),
    `https://court.example/${'a'.repeat(500)}`,
    `https://court.example/${'é'.repeat(120)}`,
  ])('is none in %j', (address) => {
    expect(publicAddress(address)).toBeUndefined();
  });

  it('breaks no header, whatever stands in it', () => {
    const address = publicAddress('https://court.example/\r\nset-cookie: a=b>; rel="x"\u2028é');
    expect(address).toMatch(/^[\x21-\x7e]+$/);
    expect(address).not.toMatch(/[<>"\\]/);
  });
});

import { createHash } from 'node:crypto';

const palette = `
:root{color-scheme:light dark;--paper:#fbfaf7;--raised:#f2f0ea;--ink:#20262b;--soft:#56606a;--line:#d9d5cb;--link:#0b5a6a;--warn-ink:#6b3e00;--warn:#fdf1dc;--warn-line:#b86e00;
--serif:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Georgia,"Liberation Serif",serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif}
@media (prefers-color-scheme:dark){:root{--paper:#15191c;--raised:#1e2428;--ink:#e4e1da;--soft:#a5adb4;--line:#363d42;--link:#84cbd9;--warn-ink:#f7d9a4;--warn:#33260f;--warn-line:#d99a3a}}`;

const base = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1.125rem/1.65 var(--serif);overflow-wrap:break-word}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.13em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
h1,h2,h3{font-family:var(--sans);line-height:1.25;text-wrap:balance}
h1{font-size:clamp(1.55rem,1.05rem + 2.6vw,2.6rem);hyphens:auto;letter-spacing:-.015em;margin:.25rem 0 .75rem}
h2{font-size:1.4rem;letter-spacing:-.01em;margin:2.5rem 0 .5rem}
h3{font-size:1.125rem;margin:1.75rem 0 .25rem}
p,ul,ol{margin:0 0 1rem}
li{margin-bottom:.3rem}
img{max-width:100%;height:auto}
figure{margin:1.5rem 0}
figcaption{color:var(--soft);font:.875rem/1.5 var(--sans)}
blockquote{margin:1.5rem 0;padding-left:1rem;border-left:3px solid var(--line);color:var(--soft)}
table{display:block;max-width:100%;overflow-x:auto;border-collapse:collapse;font:.9375rem/1.5 var(--sans);margin:1.5rem 0}
th,td{padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
sup{line-height:0;font:.75em var(--sans)}
sup a{text-decoration:none;padding:.3em .15em}
:target{background:var(--warn)}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;padding:.5rem 1rem;background:var(--paper);z-index:1}`;

const frame = `
.site,.foot,main{max-width:64rem;margin:0 auto;padding:0 clamp(1rem,4vw,2rem)}
.site{font-family:var(--sans);padding-top:1rem;padding-bottom:1rem}
.site a{display:inline-block;padding:.25rem 0;color:var(--ink);font-weight:650;text-decoration:none}
.site a:hover{text-decoration:underline}
body>header{border-bottom:1px solid var(--line)}
main{padding-top:1.75rem;padding-bottom:3rem}
body>footer{border-top:1px solid var(--line);background:var(--raised);font:.9375rem/1.6 var(--sans)}
.foot{padding-top:1.5rem;padding-bottom:2rem}
.foot p{max-width:44rem;margin:0 0 .6rem}
.foot a{display:inline-block;min-height:24px}
.reading{max-width:40rem}
.crumbs{font:.9375rem/1.5 var(--sans)}
.crumbs ol{display:flex;flex-wrap:wrap;margin:0;padding:0;list-style:none}
.crumbs li{margin:0}
.crumbs li+li::before{content:"/";padding:0 .5rem;color:var(--soft)}
.crumbs a{display:inline-block;min-height:24px;text-decoration:none}
.crumbs a:hover{text-decoration:underline}
.meta{color:var(--soft);font:.9375rem/1.6 var(--sans);margin:0 0 .25rem}
.meta strong{color:var(--ink);font-weight:600}
.listing{list-style:none;padding:0}
.listing li{padding:1rem 0;border-top:1px solid var(--line);margin:0}
.listing a{font:600 1.125rem/1.4 var(--sans)}
.listing p{margin:.2rem 0 0}`;

const guide = `
.stale{font:.9375rem/1.5 var(--sans);color:var(--warn-ink);border-left:4px solid var(--warn-line);padding:.15rem 0 .15rem .75rem;margin:1rem 0}
.stale:empty{display:none}
.stale[data-stale=banner],.notice{background:var(--warn);color:var(--warn-ink);border:1px solid var(--warn-line);border-left-width:6px;border-radius:4px;padding:.9rem 1.1rem}
.stale[data-stale=banner]{font-size:1.0625rem;font-weight:650}
.notice{font:1rem/1.55 var(--sans);margin:1rem 0}
.notice p{margin:0}
.lead{font-size:1.2rem;line-height:1.6;margin:1.5rem 0}
.lead p:last-child{margin-bottom:0}
.toc{font:.9375rem/1.45 var(--sans);margin:1.5rem 0;padding:1rem 1.25rem;background:var(--raised);border-radius:6px}
.toc h2{font-size:.9375rem;margin:0 0 .25rem;letter-spacing:0}
.toc ul{list-style:none;margin:0;padding:0}
.toc li{margin:0;break-inside:avoid}
.reading .toc ul{columns:11rem}
.toc a{display:inline-block;padding:.22rem 0;text-decoration:none}
.toc a:hover{text-decoration:underline}
section:first-child>h2{margin-top:1.25rem}
details{border-top:1px solid var(--line);padding:.25rem 0}
details:last-of-type{border-bottom:1px solid var(--line)}
summary{cursor:pointer;font:600 1.0625rem/1.4 var(--sans);padding:.6rem 0}
details>div{padding:0 0 .5rem}
.small{font:.9375rem/1.55 var(--sans)}
.small ol{padding-left:1.75rem}
.small .back{display:inline-block;min-width:24px;min-height:24px;text-align:center}
.plain{padding-left:1.2rem}
.own{display:inline-block;min-height:24px}
.featured{margin-top:2.5rem;padding:.25rem 1.25rem 1rem;border:1px solid var(--line);border-radius:6px}
.featured h2{margin-top:1rem}
.apply{margin-top:1.5rem}
.caution{margin-top:2.5rem;padding-top:1rem;border-top:1px solid var(--line)}
.guide>*{max-width:40rem}
@media (min-width:64rem){.guide{display:grid;grid-template-columns:minmax(0,40rem) minmax(0,1fr);column-gap:4rem;align-items:start}
.guide>*{grid-column:1}.guide>.toc{grid-column:2;grid-row:1/span 2;position:sticky;top:1.5rem;margin:0;max-height:calc(100vh - 3rem);overflow:auto;background:none;border-left:1px solid var(--line);border-radius:0;padding:.25rem 0 .25rem 1.25rem}}`;

const form = `
.trap{position:absolute;left:-999rem}
form,.notice ul{font:1rem/1.5 var(--sans)}
fieldset{border:0;border-top:1px solid var(--line);padding:.75rem 0;margin:0;min-width:0}
legend{font-weight:650;padding:0 .75rem 0 0}
.field{margin:0 0 1.1rem}
.field label{display:block;font-weight:600}
.hint{display:block;color:var(--soft);font-size:.9375rem}
input,select,textarea,button{font:inherit;min-height:2.75rem;max-width:100%}
input,select,textarea{width:100%;padding:.4rem .6rem;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:4px}
[type=checkbox],[type=radio]{width:1.5rem;min-height:1.5rem;margin:0 .6rem 0 0}
.field .tick{display:flex;align-items:start;font-weight:400}
.tick input{flex:none}
[aria-invalid]{border:2px solid var(--warn-line)}
button{padding:.5rem 1.2rem;font-weight:650;color:var(--paper);background:var(--link);border:0;border-radius:4px;cursor:pointer}
[aria-busy] button{opacity:.6;cursor:progress}
[role=alert]:empty{display:none}
.notice ul{margin:.4rem 0 0;padding-left:1.2rem}
.notice a{color:inherit}
.lines{white-space:pre-line}
dt{font:600 .9375rem/1.5 var(--sans)}
dd{margin:0 0 .6rem}`;

const compare = `
.pair>div{min-width:0}.pair mark{font:600 .875rem/1.4 var(--sans);background:var(--warn);color:var(--warn-ink);padding:.1em .4em;border-radius:3px}
.differs{border-left:4px solid var(--warn-line);padding-left:1rem}
@media (min-width:56rem){.pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);column-gap:2.5rem}.pair>h2{grid-column:1/-1}}`;

const print = `
@media print{:root{--paper:#fff;--raised:#fff;--ink:#000;--soft:#333;--line:#999;--link:#000;--warn:#fff;--warn-ink:#000;--warn-line:#000}
body{font-size:11pt}.skip,.toc,.crumbs,.small .back,.apply{display:none}.guide{display:block}.site,.foot,main,.reading,.guide>*{max-width:none;padding-left:0;padding-right:0}
.small ol a[href^=http]::after{content:" (" attr(href) ")"}
h2,h3,summary{break-after:avoid}.notice,.stale,.small li,tr{break-inside:avoid}
details::details-content{content-visibility:visible;block-size:auto}}`;

/** The whole style sheet, inlined in every page. */
export const styles = [palette, base, frame, guide, form, compare, print].join('').replaceAll('\n', '');

/** CSP source expression of the style sheet. */
export const stylesHash = `'sha256-${createHash('sha256').update(styles).digest('base64')}'`;

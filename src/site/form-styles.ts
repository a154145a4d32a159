/** Forms: of applicants, of search, of reports. */
export const formStyles = `
.trap{position:absolute;left:-999rem}
form,.notice ul{font:1rem/1.5 var(--ui)}
fieldset{border:0;border-top:1px solid var(--line);padding:.75rem 0;margin:0;min-width:0}
legend{font-weight:650;padding:0 .75rem 0 0}
.field{margin:0 0 1.1rem}
.field label{display:block;font-weight:600}
.hint{display:block;color:var(--soft);font-size:.9375rem}
input,select,textarea,button{font:inherit;min-height:2.75rem;max-width:100%}
input,select,textarea{width:100%;padding:.4rem .6rem;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:calc(var(--radius)/1.5)}
textarea{min-height:7rem}
[type=checkbox],[type=radio]{width:1.5rem;min-height:1.5rem;margin:0 .6rem 0 0;accent-color:var(--link)}
.field .tick{display:flex;align-items:start;font-weight:400}
.tick input{flex:none}
[aria-invalid]{border:2px solid var(--warn-line)}
button{padding:.5rem 1.2rem;font-weight:650;color:var(--paper);background:var(--link);border:0;border-radius:calc(var(--radius)/1.5);cursor:pointer}
[aria-busy] button{opacity:.6;cursor:progress}
[role=alert]:empty{display:none}
.notice ul{margin:.4rem 0 0;padding-left:1.2rem}
.lines{white-space:pre-line}
dt{font:600 .9375rem/1.5 var(--ui)}
dd{margin:0 0 .6rem}
.form{padding:1.25rem;background:var(--raised);border:1px solid var(--line);border-radius:var(--radius)}
form.search{display:flex;flex-wrap:wrap;align-items:end;gap:.6rem;margin:1rem 0}
form.search label{flex:1 1 14rem;font-weight:600}
form.search label span{display:block;font-size:.9375rem}
section.search{margin-top:1.5rem}
.site form.search{margin:0;gap:.4rem}
.site form.search label{flex:1 1 9rem}
.site form.search label span{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}
.site form.search :is(input,button){min-height:2.25rem;padding:.2rem .7rem}`;

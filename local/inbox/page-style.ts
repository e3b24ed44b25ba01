/** In the page itself, which loads nothing. */
export const pageStyle = `
:root { color-scheme: light; --ink: #17212b; --quiet: #4a5763; --line: #c9d2da; --paper: #ffffff; --desk: #eef2f5; --mark: #1d4f7c; --bubble: #d9f2df; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 48rem; padding: 1.5rem 1rem 4rem; background: var(--desk); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.75rem; }
header p { margin: .25rem 0; }
.note, .through, .meta, .empty { color: var(--quiet); font-size: .9rem; }
section { margin-top: 2.5rem; }
h2 { margin: 0 0 .75rem; padding-bottom: .25rem; border-bottom: 2px solid var(--mark); font-size: 1.2rem; overflow-wrap: anywhere; }
.count { display: inline-block; min-width: 1.6em; padding: 0 .4em; border-radius: 1em; background: var(--mark); color: #fff; font-size: .85rem; text-align: center; }
article { margin: 0 0 1.25rem; }
.meta { display: flex; justify-content: space-between; gap: 1rem; margin: 0 0 .4rem; }
.kind { font-weight: 600; }
.email { padding: 1rem 1.25rem; background: var(--paper); border: 1px solid var(--line); border-left: 5px solid var(--mark); border-radius: .25rem; }
.email h3 { margin: 0 0 .75rem; font-size: 1.1rem; overflow-wrap: anywhere; }
pre { margin: 0; font: .95rem/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.text { max-width: 24rem; }
.bubble { margin: 0; padding: .75rem 1rem; border: 1px solid #8fc79d; border-radius: 1.25rem 1.25rem 1.25rem .25rem; background: var(--bubble); white-space: pre-wrap; overflow-wrap: anywhere; }
.through { margin: .6rem 0 0; overflow-wrap: anywhere; }
.foot { margin: .9rem 0 0; padding-top: .6rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; }
a { color: var(--mark); }
code { font: .85rem ui-monospace, monospace; }
`;

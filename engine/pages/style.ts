/**
 * The style sheet of all pages, in the page itself: nothing is loaded. The policy allows this very text by its hash. Colours
 * have a contrast of 4.5 at least on their grounds, in light and dark.
 */
import { createHash } from 'node:crypto';

const COLOURS = `
:root { color-scheme: light dark; --paper: #ffffff; --ground: #f3f5f4; --ink: #15201b; --quiet: #52615a; --line: #d5dcd8; --edge: #7a8a82;
	--hover: #eaf0ed; --accent: #0b6b49; --accent-ink: #ffffff; --link: #075f80; --bad: #a3211a; --bad-ground: #fdecea; --good-ground: #e2f3ea;
	--warn: #7a4a00; --warn-ground: #fdf1dc; --bar-1: #b9ddcb; --bar-2: #7cc0a0; --bar-3: #2f8f66; --bar-4: #0b5c40; }
@media (prefers-color-scheme: dark) { :root { --paper: #161c19; --ground: #0e1311; --ink: #e7eeea; --quiet: #a2b2aa; --line: #2b3630; --edge: #76877e;
	--hover: #202a25; --accent: #4cc795; --accent-ink: #04150e; --link: #6fcaea; --bad: #ff9d94; --bad-ground: #3a1917; --good-ground: #12372a;
	--warn: #f4c574; --warn-ground: #35270d; --bar-1: #24483a; --bar-2: #2f6f55; --bar-3: #45a87f; --bar-4: #8fe3bd; } }
`;

const FRAME = `
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
.wide { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
main { padding-bottom: 4rem !important; }
main:focus { outline: none; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1.5rem 0 1rem; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin: 2rem 0 .75rem; }
h3 { font-size: 1rem; margin: 1rem 0 .5rem; }
p { margin: .5rem 0; max-width: 46rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999rem; top: 0; background: var(--paper); padding: .75rem 1rem; z-index: 1; }
.skip:focus { left: 0; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.top { background: var(--paper); border-bottom: 1px solid var(--line); }
.top .wide { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; padding-top: .5rem; padding-bottom: .5rem; }
.top ul { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 0; padding: 0; }
.top li a { display: block; padding: .5rem .75rem; border-radius: 8px; text-decoration: none; color: var(--ink); }
.top li a:hover { background: var(--hover); }
.top li a[aria-current] { background: var(--hover); font-weight: 650; box-shadow: inset 0 -2px var(--accent); }
.told { background: var(--good-ground); border-left: 4px solid var(--accent); border-radius: 6px; padding: .75rem 1rem; margin: 1rem 0; }
.told.refused { background: var(--bad-ground); border-color: var(--bad); }
.warning { background: var(--warn-ground); border-left: 4px solid var(--warn); border-radius: 6px; padding: .75rem 1rem; margin: 1rem 0; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.25rem; margin: 1rem 0; }
.card > :is(h2, h3):first-child { margin-top: 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 1rem; margin: 1rem 0; }
.cards > .card { margin: 0; }
.quiet { color: var(--quiet); }
.none { color: var(--quiet); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.mark { display: inline-block; white-space: nowrap; border-radius: 99px; padding: .05rem .6rem; font-size: .85rem; font-weight: 600; background: var(--hover); color: var(--ink); }
.mark.good { background: var(--good-ground); color: var(--accent); }
.mark.bad { background: var(--bad-ground); color: var(--bad); }
.mark.warn { background: var(--warn-ground); color: var(--warn); }
.facts { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .35rem 1.25rem; margin: .5rem 0; }
.figures + .facts { margin-top: 1rem; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; }
.words { white-space: pre-wrap; }
details { margin: .5rem 0; }
summary { cursor: pointer; padding: .35rem 0; }
`;

const FIGURES = `
.figures { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: .75rem 0 0; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dt { color: var(--quiet); font-size: .9rem; }
.figures dd { margin: 0; font-size: 1.35rem; font-weight: 650; font-variant-numeric: tabular-nums; line-height: 1.2; }
.funnel { display: block; width: 12rem; max-width: 40vw; height: 2.6rem; border-radius: 3px; }
.track { fill: var(--hover); }
.bar-sent { fill: var(--bar-2); }
.bar-delivered { fill: var(--bar-3); }
.bar-read { fill: var(--bar-4); }
.sending { margin: .75rem 0; }
.sending ul { list-style: none; margin: 0; padding: 0; }
progress { width: 8rem; accent-color: var(--accent); vertical-align: middle; }
ul.plain, ol.plain { list-style: none; margin: 0; padding: 0; }
.plain li { margin: .35rem 0; }
button.tag { border-radius: 99px; min-height: 2rem; padding: .1rem .7rem; }
`;

const FORMS = `
button, .button { display: inline-block; font: inherit; cursor: pointer; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 8px; padding: .45rem .9rem; min-height: 2.6rem; text-decoration: none; }
button:hover, .button:hover { background: var(--hover); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); font-weight: 600; }
button.danger, .button.danger { color: var(--bad); border-color: var(--bad); }
form.inline { display: inline-flex; gap: .25rem; max-width: 100%; margin: 0 .25rem .25rem 0; }
form.inline select { min-width: 0; }
form.inline button { flex: none; }
form.form { display: grid; gap: .6rem; max-width: 34rem; margin: .75rem 0; justify-items: start; }
form.filter { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem; margin: 1rem 0; }
label { display: grid; gap: .2rem; font-weight: 600; }
label.tick { display: flex; gap: .5rem; align-items: center; font-weight: 400; min-height: 2.2rem; }
label .hint, .hint { font-weight: 400; color: var(--quiet); font-size: .9rem; }
form.form label:not(.tick) { width: 100%; }
input, select, textarea { font: inherit; font-weight: 400; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 8px; padding: .45rem .65rem; min-height: 2.6rem; max-width: 100%; }
form.form input:not([type=checkbox]):not([type=radio]), form.form select, form.form textarea { width: 100%; }
input[type=checkbox], input[type=radio] { min-height: 0; width: 1.25rem; height: 1.25rem; accent-color: var(--accent); flex: none; }
textarea { min-height: 6rem; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; margin: .75rem 0; }
.pager { margin: 1rem 0; }
`;

const TABLES = `
table.list { width: 100%; border-collapse: collapse; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; margin: .75rem 0; }
.list th, .list td { text-align: left; padding: .55rem .75rem; border-top: 1px solid var(--line); vertical-align: top; font-weight: 400; }
.list thead th { border-top: 0; color: var(--quiet); font-size: .9rem; overflow-wrap: normal; }
.list td:not(.number) { min-width: 7rem; }
.list tr:has(button) > * { vertical-align: baseline; }
.list tbody th { font-weight: 600; }
.list .number { text-align: right; }
.list .label { display: none; }
@media (max-width: 45rem) {
	.list thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
	.list tbody, .list tr, .list th, .list td { display: block; }
	.list tr { border-top: 1px solid var(--line); padding: .5rem 0; }
	.list tr:first-child { border-top: 0; }
	.list tbody th, .list td, .list td.number { border: 0; padding: .15rem .75rem; text-align: left; }
	.list td { display: flex; justify-content: space-between; gap: 1rem; }
	.list .label { display: inline; color: var(--quiet); flex: none; }
	.list .value { text-align: right; }
	.facts { grid-template-columns: 1fr; gap: 0; }
	.facts dd { margin-bottom: .5rem; }
}
`;

export const STYLE = COLOURS + FRAME + FIGURES + FORMS + TABLES;

/** For `style-src`. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE, 'utf8').digest('base64')}`;

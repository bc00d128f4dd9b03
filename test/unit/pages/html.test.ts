import { foreign, html, markup } from '../../../engine/pages/html';

const RIGHT_TO_LEFT_OVERRIDE = '\u202E';

describe('markup', () => {
	it('shows what people are called as text, whatever it is', () => {
		const name = `<img src=x onerror="alert('1')">`;
		expect(html`<p title="${name}">${name}</p>`.text).toBe(
			'<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;">&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;</p>',
		);
	});

	it('keeps markup that was made before, and joins lists', () => {
		expect(html`<ul>${['a', 'b<'].map((one) => html`<li>${one}</li>`)}</ul>`.text).toBe('<ul><li>a</li><li>b&lt;</li></ul>');
	});

	it('shows nothing for what is not there, and a zero for zero', () => {
		expect(html`[${null}${undefined}${false}${''}${0}]`.text).toBe('[0]');
	});

	it('takes the power from signs that turn the direction of writing around', () => {
		expect(html`${`invoice${RIGHT_TO_LEFT_OVERRIDE}gpj.exe`}`.text).toBe('invoice\uFFFDgpj.exe');
		expect(html`${'\u2066a\u2069\u0000b'}`.text).toBe('\uFFFDa\uFFFD\uFFFDb');
	});

	it('leaves right-to-left scripts as they are, set apart', () => {
		expect(foreign('שלום').text).toBe('<bdi>שלום</bdi>');
	});

	it('does not take an object that looks like markup for markup', () => {
		const forged = JSON.parse('{"text":"<b>"}') as string;
		expect(html`${forged}`.text).toBe('[object Object]');
		expect(html`${markup('<b>')}`.text).toBe('<b>');
	});
});

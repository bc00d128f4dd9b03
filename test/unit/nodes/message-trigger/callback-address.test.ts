import { ownerOf, unreachableForMeta } from '../../../../nodes/WhatsAppMessageTrigger/callback-address';

const META = 'https://graph.facebook.com';

describe('whose address it is', () => {
	const ours = 'https://n8n.example.com/webhook/id/webhook';
	test.each([
		[ours, false, 'this'],
		['https://n8n.example.com/webhook-test/id/webhook', false, 'own_test'],
		['https://n8n.example.com/my-hooks/id/webhook', true, 'own_production'],
		['https://n8n.example.com/webhook/other/webhook', false, 'other'],
		['https://old.example.com/webhook/id/webhook', false, 'other'],
		['https://n8n.example.com/webhook/id/webhook?of=somebody', false, 'other'],
		['no address', false, 'other'],
		['', false, 'nobody'],
	] as const)('%s', (registered, isTest, owner) => {
		expect(ownerOf(registered, { address: ours, isTest, listener: '', n8n: ours })).toBe(owner);
	});

	test('that of the dedicated listener is production to a test, and nothing else tells whose it is', () => {
		const listener = 'https://hooks.example.com/whatsapp';
		expect(ownerOf(listener, { address: ours, isTest: true, listener, n8n: ours })).toBe('own_production');
		expect(ownerOf(listener, { address: listener, isTest: false, listener, n8n: '' })).toBe('this');
		expect(ownerOf(listener, { address: ours, isTest: true, listener: '', n8n: ours })).toBe('other');
	});
});

describe('what Meta can call', () => {
	test.each([
		'https://n8n.example.com/webhook', 'https://n8n.example.com:8443/webhook', 'https://203.0.113.7/webhook', 'https://[2001:db8::1]/webhook',
	])('%s it can', (address) => {
		expect(unreachableForMeta(address, META)).toBeNull();
	});

	test.each([
		'http://n8n.example.com/webhook', 'https://localhost/webhook', 'http://127.0.0.1:5678/webhook', 'https://10.1.2.3/webhook',
		'https://192.168.0.10/webhook', 'https://172.20.0.2/webhook', 'https://n8n/webhook', 'https://n8n.local/webhook', 'https://[::1]/webhook', '', 'n8n',
	])('"%s" it cannot', (address) => {
		expect(unreachableForMeta(address, META)).toMatch(/\.$/);
	});
});

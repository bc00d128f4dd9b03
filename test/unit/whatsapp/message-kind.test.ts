import { kindOf } from '../../../engine/whatsapp/message-kind';

test.each([
	['text', undefined, 'text'],
	['button', {}, 'button'],
	['interactive', { button_reply: { id: '1' } }, 'button'],
	['interactive', { list_reply: { id: '1' } }, 'button'],
	['interactive', { nfm_reply: {} }, 'form'],
	['interactive', { call_permission_reply: {} }, 'other'],
	['interactive', undefined, 'other'],
	['image', {}, 'image'],
	['hologram', {}, 'other'],
	['unsupported', {}, 'other'],
])('%s with %p is "%s"', (type, content, kind) => {
	expect(kindOf({ type, content })).toBe(kind);
});

import fc from 'fast-check';
import { callbackDataOf, readCallbackData } from '../../../engine/store/operations/sending/callback-data';
import { postIdOf, readPostId } from '../../../engine/store/operations/sending/post-id';

describe('callback data', () => {
	it('names the step of a sequence, or the send itself, and is read back', () => {
		fc.assert(
			fc.property(fc.uuid(), fc.uuid(), fc.string(), (enrollment, node, step) => {
				const data = callbackDataOf({ id: 's', enrollment_id: enrollment, node, step });
				expect(readCallbackData(data)).toEqual({ enrollment_id: enrollment, node, step });
			}),
		);
		expect(readCallbackData(callbackDataOf({ id: 's', enrollment_id: null, node: 'n', step: null }))).toEqual({ id: 's' });
	});

	it.each([undefined, '', 'order-17', '{', '{}', 'null', '[]', '{"send":1}', '{"enrollment":"e"}', '{"enrollment":"e","node":"n","step":null}'])(
		'of another program (%j) is nobody\'s',
		(data) => {
			expect(readCallbackData(data)).toBeNull();
		},
	);

	it('never throws', () => {
		fc.assert(fc.property(fc.json(), (data) => void readCallbackData(data)));
		fc.assert(fc.property(fc.string(), (data) => void readCallbackData(`{${data}`)));
	});
});

describe('the id of a POST', () => {
	it('tells the send and which of its POSTs', () => {
		expect(readPostId(postIdOf({ id: 'abc', posts: 3 }))).toEqual({ id: 'abc', posts: 3 });
	});
});

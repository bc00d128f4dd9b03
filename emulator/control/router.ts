import { GraphError } from '../errors';
import { needUserToken } from '../graph/auth';
import { asFlag, parseObject, type JsonObject } from '../json';
import { ok, type Answer, type Call } from '../http/request';
import { resetWorld, type World } from '../world';
import { inbound, notify, preferences } from './inbound';
import { BadControl } from './refusal';
import { changeLimit, changeToken } from './account';
import { listAllTemplates, setContact, setFaults, setNumber, setTemplate, steerWebhooks } from './settings';
import { getConversation, listConversations, stats } from './views';

/** The control paths under `/emulator`; JSON in and out. `undefined` when there is no such path. */
export async function control(world: World, call: Call): Promise<Answer | undefined> {
	const [, name, id] = call.segments;
	try {
		if (call.method === 'GET') return read(world, call, name, id);
		if (call.method === 'POST' && id === undefined) return await write(world, call, name);
		return undefined;
	} catch (error) {
		if (error instanceof GraphError) return { status: error.status, body: error.toBody() };
		if (error instanceof BadControl) return { status: 400, body: { error: error.message } };
		throw error;
	}
}

function read(world: World, call: Call, name: string | undefined, id: string | undefined): Answer | undefined {
	switch (name) {
		case 'sends':
			return ok(world.sends.list());
		case 'stats':
			return stats(world);
		case 'templates':
			return listAllTemplates(world);
		case 'conversations':
			return id === undefined ? listConversations(world, call.query) : getConversation(world, id, call.query);
		case 'media': {
			// Meta's media addresses ask for the same token as Graph does.
			needUserToken(world.options.account, call);
			const file = id === undefined ? undefined : world.media.get(id);
			return file && { status: 200, body: file.bytes, headers: { 'Content-Type': file.mimeType, 'Content-Disposition': 'attachment' } };
		}
		default:
			return undefined;
	}
}

async function write(world: World, call: Call, name: string | undefined): Promise<Answer | undefined> {
	const request = bodyOf(call);
	switch (name) {
		case 'inbound':
			return inbound(world, request);
		case 'preferences':
			return preferences(world, request);
		case 'notify':
			return notify(world, request);
		case 'contacts':
			return setContact(world, request);
		case 'number':
			return setNumber(world, request);
		case 'limit':
			return changeLimit(world, request);
		case 'token':
			return changeToken(world, request);
		case 'faults':
			return setFaults(world, request);
		case 'webhooks':
			return steerWebhooks(world, request);
		case 'templates':
			return setTemplate(world, request);
		case 'reset':
			resetWorld(world, asFlag(request.subscriptions) ?? false);
			return ok({ reset: true });
		default:
			return undefined;
	}
}

function bodyOf(call: Call): JsonObject {
	if (call.raw.length === 0) return {};
	const body = parseObject(call.raw.toString('utf8'));
	if (!body) throw new BadControl('The body must be a JSON object.');
	return body;
}

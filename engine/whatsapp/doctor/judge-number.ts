/** The phone number: whether it can send, how Meta rates it, how many people it may reach. */
import { record, records, text } from '../json-shape';
import type { ConnectionFacts } from './facts';
import { ok, problem, warning, type Finding } from './finding';

const NOT_FOUND = new Set([33, 100, 803]);
const BLOCKING = new Set(['BLOCKED', 'LIMITED']);

export function judgeNumber(facts: ConnectionFacts): Finding[] {
	const { number, credential } = facts;
	const { phoneNumberId } = credential;
	if (number === null) return [];
	if (number.kind === 'refused' && NOT_FOUND.has(number.error.code)) {
		return [
			problem(
				'number_unknown',
				'Phone number',
				`Meta finds no number with the Phone Number ID ${phoneNumberId} for this token.`,
				'Copy the Phone Number ID (not the number itself) again from WhatsApp > API Setup, and give the system user access to this WhatsApp account.',
			),
		];
	}
	if (number.kind === 'refused') {
		return /^(0|102|190)$/.test(String(number.error.code))
			? []
			: [problem('number_not_readable', 'Phone number', `Meta does not show the number: ${number.error.message} (code ${number.error.code}).`, 'Check that the system user of the token has access to this WhatsApp account.')];
	}
	if (number.kind !== 'ok') {
		return [problem('meta_unreachable', 'Connection', 'Meta cannot be reached from n8n.', 'Check n8n’s internet connection, and Graph Base URL in the credential.')];
	}
	return [...judgeState(number.body), ...judgeHealth(number.body), ...judgeAccount(facts)];
}

function judgeState(number: Record<string, unknown>): Finding[] {
	const shown = `+${text(number.display_phone_number).replace(/\D/g, '')} (${text(number.verified_name) || 'no name'})`;
	const status = text(number.status);
	const quality = text(number.quality_rating);
	const tier = text(number.whatsapp_business_manager_messaging_limit);
	const platform = text(number.platform_type);
	const findings: Finding[] = [];
	if (status !== '' && status !== 'CONNECTED') {
		findings.push(problem('number_not_registered', 'Phone number', `The number ${shown} is ${status}, not CONNECTED: it can neither send nor receive.`, 'Register it in WhatsApp Manager > Phone numbers, or by POST /{Phone Number ID}/register with its PIN.'));
	}
	if (platform !== '' && platform !== 'CLOUD_API') {
		findings.push(problem('number_platform', 'Phone number', `The number ${shown} is on ${platform}, not on the Cloud API.`, 'Move it to the Cloud API in WhatsApp Manager.'));
	}
	if (text(number.code_verification_status) === 'NOT_VERIFIED') {
		findings.push(warning('number_not_verified', 'Phone number', `Nobody has proved that the number ${shown} is yours.`, 'Verify it in WhatsApp Manager > Phone numbers by the code that Meta sends to it.'));
	}
	if (quality === 'RED' || quality === 'YELLOW') {
		const advice = 'People block or report your messages: send less marketing, to people who asked for it, and make opting out easy.';
		findings.push(warning('number_quality', 'Phone number', `Meta rates the quality of ${shown} ${quality === 'RED' ? 'low' : 'medium'}${quality === 'RED' ? ', and may lower how many people it may write to' : ''}.`, advice));
	}
	if (!findings.some(({ severity }) => severity === 'problem')) {
		const limit = tier === '' ? '' : `; it may begin conversations with ${peopleOf(tier)} in 24 hours`;
		findings.unshift(ok('number', 'Phone number', `The number is ${shown}, ${status || 'CONNECTED'}, quality ${quality || 'UNKNOWN'}${limit}.`));
	}
	return findings;
}

/** TIER_2K is 2,000 people. */
function peopleOf(tier: string): string {
	if (tier === 'TIER_UNLIMITED') return 'any number of people';
	const found = /^TIER_(\d+)(K?)$/.exec(tier);
	return found ? `${(Number(found[1]) * (found[2] ? 1000 : 1)).toLocaleString('en')} people` : `as many people as ${tier} allows`;
}

/** `health_status` names what stands in the way, entity by entity (Meta: support/health-status). */
function judgeHealth(number: Record<string, unknown>): Finding[] {
	return records(record(number.health_status).entities)
		.filter((entity) => BLOCKING.has(text(entity.can_send_message)))
		.map((entity) => {
			const [error] = records(entity.errors);
			const what = `Meta says that the ${text(entity.entity_type).toLowerCase().replace('_', ' ')} can send ${text(entity.can_send_message) === 'BLOCKED' ? 'nothing' : 'only a part of its messages'}`;
			const say = text(entity.can_send_message) === 'BLOCKED' ? problem : warning;
			return say('health', 'Sending', `${what}${error ? `: ${text(error.error_description)}` : ''}.`, text(error?.possible_solution) || 'Look at the account in WhatsApp Manager.');
		});
}

function judgeAccount({ numbers, credential: { businessAccountId, phoneNumberId } }: ConnectionFacts): Finding[] {
	if (numbers === null) return [];
	if (numbers.kind === 'refused' && NOT_FOUND.has(numbers.error.code)) {
		return [problem('account_unknown', 'WhatsApp account', `Meta finds no WhatsApp Business Account ${businessAccountId} for this token.`, 'Copy the ID again from WhatsApp > API Setup.')];
	}
	if (numbers.kind !== 'ok' || numbers.body.paging === undefined) return [];
	if (record(record(numbers.body.paging).cursors).after !== undefined && record(numbers.body.paging).next !== undefined) return [];
	const ids = records(numbers.body.data).map(({ id }) => text(id));
	if (ids.length === 0 || ids.includes(phoneNumberId)) return [];
	return [problem('number_of_other_account', 'WhatsApp account', `The number ${phoneNumberId} does not belong to the WhatsApp account ${businessAccountId}.`, 'Copy both IDs again from WhatsApp > API Setup, where they stand below each other.')];
}

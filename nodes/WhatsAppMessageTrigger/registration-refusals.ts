/** Why an address cannot be registered at Meta although the credential is right: somebody else's is in the way. */
import { ActivationRefusal } from '../shared/activation-refusal';
import type { Level } from './registration-plan';

const WHO = 'Meta sends a webhook to one address only. If this one is a former address of this n8n, or no longer used, it is safe to take over.';

/** The place where the address is to go has another one. */
export function occupied(level: Level, address: string): ActivationRefusal {
	if (level === 'app') {
		return new ActivationRefusal(
			`Meta already sends the messages of this app to ${address}: set Registration to Phone Number Override to get only this number's, or allow Take Over the Webhook in this node's options`,
			`An override leaves the other numbers of the app where they are. ${WHO}`,
		);
	}
	const what = level === 'number' ? 'this number' : 'this WhatsApp account';
	return new ActivationRefusal(
		`Meta already sends the messages of ${what} to ${address} (a webhook override): have it removed there, or allow Take Over the Webhook in this node's options`,
		WHO,
	);
}

/** An override that wins over what the user has chosen. */
export function overridden(address: string): ActivationRefusal {
	return new ActivationRefusal(
		`Meta sends the messages of this number to ${address} (a webhook override): have it removed there, or use another number`,
		'Another platform has set an address for this number or its WhatsApp account, which wins over the Registration chosen in this node. n8n does not change it.',
	);
}

export function testNotPossible(address: string): ActivationRefusal {
	return new ActivationRefusal(
		`Meta sends the messages of this number to ${address}, so a test event cannot arrive here: use another number for tests, or set Registration to Phone Number Override`,
		'A test would take the messages away from there, and it never does that to an address that is not of this node.',
	);
}

export function fixedFieldChosen(fields: string[], callback: string): ActivationRefusal {
	return new ActivationRefusal(
		`Meta sends ${fields.join(', ')} always to the webhook of the app, which is ${callback}: take it out of Start On, or set Registration to App Webhook`,
		'An override of a number or account covers messages, statuses, calls and answers from the phone app only.',
	);
}

export function missingAtForeignApp(fields: string[], callback: string): ActivationRefusal {
	return new ActivationRefusal(
		`The Meta app is not subscribed to ${fields.join(', ')}, so Meta sends it nowhere: switch it on in Meta under WhatsApp > Configuration > Webhook fields`,
		`An override gets only what the app is subscribed to, and the webhook of the app belongs to ${callback}, so n8n does not change it.`,
	);
}

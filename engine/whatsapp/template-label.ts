/** How templates are called in the ledger, in lists and in notices: "promo_welcome (en)". */

export function templateLabel({ name, language }: { name: string; language: string }): string {
	return `${name} (${language})`;
}

/**
 * The template in the label of a send, which may name a variant behind it: "promo (en) [B]". Meta writes languages with
 * a hyphen in webhooks and with an underscore elsewhere (Meta: webhooks/reference/message_template_status_update).
 */
export function templateInLabel(label: string): string {
	return label.replace(/ \[[^\]]*\]$/, '').replace(/\(([^()]*)\)$/, (whole) => whole.replace('-', '_'));
}

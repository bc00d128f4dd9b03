import type { JsonObject } from '../json';

/** As `GET /{WABA}/message_templates` names them. Source: D/templates/template-management */
export type TemplateStatus =
	| 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED' | 'DISABLED' | 'IN_APPEAL'
	| 'PENDING_DELETION' | 'DELETED' | 'FLAGGED' | 'LIMIT_EXCEEDED' | 'LOCKED' | 'ARCHIVED';

export type TemplateCategory = 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';

export interface TemplateButton {
	type: string;
	text?: string;
	url?: string;
	phone_number?: string;
	flow_id?: string;
	example?: string | string[];
}

/** One component as Graph reads it back: types and formats in upper case. */
export interface TemplateComponent {
	type: string;
	/** Of a HEADER: TEXT, IMAGE, VIDEO, DOCUMENT, LOCATION, PRODUCT or GIF. */
	format?: string;
	text?: string;
	buttons?: TemplateButton[];
	cards?: Array<{ components: TemplateComponent[] }>;
	limited_time_offer?: { text?: string; has_expiration?: boolean };
	example?: JsonObject;
}

export interface Template {
	/** Made from name and language when absent. */
	id?: string;
	name: string;
	language: string;
	category: TemplateCategory;
	status: TemplateStatus;
	/** POSITIONAL when absent: `{{1}}`, `{{2}}`. NAMED: `{{first_name}}`. */
	parameter_format?: 'POSITIONAL' | 'NAMED';
	components: TemplateComponent[];
}

/** A template that the catalog holds: it always has its id. */
export type StoredTemplate = Template & { id: string; parameter_format: 'POSITIONAL' | 'NAMED' };

export function componentOf(components: readonly TemplateComponent[], type: string): TemplateComponent | undefined {
	return components.find((component) => component.type.toUpperCase() === type);
}

export function buttonsOf(components: readonly TemplateComponent[]): TemplateButton[] {
	return componentOf(components, 'BUTTONS')?.buttons ?? [];
}

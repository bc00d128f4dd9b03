/** What the node panel asks Meta for: the fields of the chosen template. */
import type { ILoadOptionsFunctions, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { variablesOf, type TemplateVariable } from '../../engine/whatsapp/template-variables';
import { readTemplates } from '../shared/template-search';
import { findTemplate } from './prepare';

/** One field per variable of the chosen template, named as in the template and with its example. */
export async function templateFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const chosen = this.getCurrentNodeParameter('template', { extractValue: true });
	const [name = '', language = ''] = typeof chosen === 'string' ? chosen.split('|') : [];
	if (name === '') return { fields: [], emptyFieldsNotice: 'Choose a template first.' };
	if (name.startsWith('=')) return { fields: [], emptyFieldsNotice: 'Fields can be shown for a fixed template only, not for an expression.' };
	const list = await readTemplates(this);
	const template = findTemplate(list, { name, language });
	if (!template) {
		throw new NodeOperationError(this.getNode(), `There is no template "${name}"${language === '' ? '' : ` in ${language}`} in this WhatsApp account`, {
			description: 'Choose one from the list. A name alone is enough only when the template exists in one language.',
		});
	}
	const variables = variablesOf(template);
	if (variables.length === 0) return { fields: [], emptyFieldsNotice: 'This template has no variables: there is nothing to fill in.' };
	return { fields: variables.map(toField) };
}

function toField({ key, label, example, required }: TemplateVariable): ResourceMapperField {
	return {
		id: key,
		displayName: shortened(example === '' ? inPanel(label) : `${inPanel(label)}: ${example}`),
		required,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		// Optional fields wait under "Add variable to send", so that the form shows what is needed.
		removed: !required,
		type: 'string',
	};
}

/** Most variables are of the body, and a label has little room: 25 characters beside n8n's own buttons. */
const inPanel = (label: string): string => label.replace(/^Body /, '');

/** Of a longer label the beginning tells enough. */
const LONGEST_LABEL = 60;

function shortened(label: string): string {
	const characters = [...label];
	return characters.length > LONGEST_LABEL ? `${characters.slice(0, LONGEST_LABEL - 1).join('')}…` : label;
}

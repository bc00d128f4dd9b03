/** The template and its variables. */
import type { INodeProperties } from 'n8n-workflow';
import { PLACEHOLDERS } from './display';

const forTemplate = { show: { message: ['template', 'auto'] } };

export const templateProperties: INodeProperties[] = [
	{
		displayName: 'Template',
		name: 'template',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		displayOptions: forTemplate,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose a template…',
				typeOptions: { searchListMethod: 'searchTemplates', searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. promo_welcome|en',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^[a-z0-9_]+(\\|[A-Za-z_-]+)?$',
							errorMessage: 'Write the name and the language code, like promo_welcome|en',
						},
					},
				],
			},
		],
		description: 'Approved templates of the WhatsApp account. By name, add the language after a bar: promo_welcome|en.',
	},
	{
		displayName: 'Variables',
		name: 'variables',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		displayOptions: forTemplate,
		typeOptions: {
			loadOptionsDependsOn: ['template.value'],
			resourceMapper: {
				resourceMapperMethod: 'templateFields',
				// Only this mode makes n8n mark required fields that are empty.
				mode: 'add',
				valuesLabel: 'Variables',
				fieldWords: { singular: 'variable', plural: 'variables' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: false,
				noFieldsError: 'This template has no variables: there is nothing to fill in.',
			},
		},
		description: `Values for the variables of the template; a file is a link, a media ID, or the name of a binary field of the item. ${PLACEHOLDERS}.`,
	},
];

/** Products of a multi-product message as a person types them: "Shoes: id1, id2; Hats: id3". */

export interface ProductSection {
	title: string;
	product_items: Array<{ product_retailer_id: string }>;
}

/** Meta: templates/marketing-templates/mpm-templates. */
const MOST_PRODUCTS = 30;
const MOST_SECTIONS = 10;
const LONGEST_TITLE = 24;

/** The sections, or the fault in words. Ids without a title make a section called "Products". */
export function productSections(typed: string): { sections: ProductSection[]; fault: string | null } {
	const sections = typed.split(';').map(readSection).filter(({ title, product_items }) => title !== '' || product_items.length > 0);
	return { sections, fault: faultOf(sections) };
}

function readSection(typed: string): ProductSection {
	const colon = typed.indexOf(':');
	const ids = typed.slice(colon + 1).split(',').map((id) => id.trim()).filter(Boolean);
	const title = colon < 0 ? (ids.length > 0 ? 'Products' : '') : typed.slice(0, colon).trim();
	return { title, product_items: ids.map((id) => ({ product_retailer_id: id })) };
}

function faultOf(sections: ProductSection[]): string | null {
	const products = sections.reduce((sum, { product_items }) => sum + product_items.length, 0);
	if (products === 0) return 'write them as Section: id1, id2; Next section: id3.';
	if (sections.length > MOST_SECTIONS) return `there are ${sections.length} sections; WhatsApp takes up to ${MOST_SECTIONS}.`;
	if (products > MOST_PRODUCTS) return `there are ${products} of them; WhatsApp takes up to ${MOST_PRODUCTS}.`;
	const empty = sections.find(({ product_items }) => product_items.length === 0);
	if (empty) return `the section "${empty.title}" has none.`;
	const long = sections.find(({ title }) => title === '' || [...title].length > LONGEST_TITLE);
	return long ? `the section title "${long.title}" must have 1 to ${LONGEST_TITLE} characters.` : null;
}

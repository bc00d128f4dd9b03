/** Errors as n8n shows them: what happened in one sentence, never a stack trace. */
import { NodeOperationError, type INode, type Logger } from 'n8n-workflow';
import { StoreRefusal } from '../../engine/store/contract';
import { CatalogUnavailable } from '../../engine/whatsapp/template-catalog';
import { ActivationRefusal } from './activation-refusal';

/** A NodeOperationError for whatever was thrown; `itemIndex` marks the item it belongs to. */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeOperationError {
	if (error instanceof NodeOperationError) return error;
	const where = itemIndex === undefined ? {} : { itemIndex };
	if (error instanceof ActivationRefusal) return new NodeOperationError(node, error.message, { description: error.description, level: 'warning' });
	if (error instanceof StoreRefusal || error instanceof CatalogUnavailable) {
		return new NodeOperationError(node, withoutSystemCodes(error.message), { ...where, level: 'warning' });
	}
	const detail = error instanceof Error ? error.message : String(error);
	return new NodeOperationError(node, `The node could not finish: ${detail}`, {
		...where,
		description: 'This is not about your input. Nothing of this batch was stored; run it again, and report it when it comes back.',
	});
}

/** n8n replaces a whole message that holds EACCES, ENOENT and the like by a text of its own; our advice would be lost. */
function withoutSystemCodes(message: string): string {
	return message.replace(/\bE[A-Z]{3,}\b:? ?/g, '');
}

/** Writes errors into n8n's log, each with what it is about. */
export function reporter({ logger }: { logger: Logger }, about: string): (error: unknown) => void {
	return (error) => logger.error(`${about}: ${error instanceof Error ? error.message : String(error)}`);
}

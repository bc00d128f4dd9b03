/** n8n loads the files that package.json names under `n8n`; this is the way in for programs and tests. */
export { WhatsAppSequencesApi } from './credentials/WhatsAppSequencesApi.credentials';
export { ConversationDesk } from './nodes/ConversationDesk/ConversationDesk.node';
export { DeskTrigger } from './nodes/DeskTrigger/DeskTrigger.node';
export { KeywordMatch } from './nodes/KeywordMatch/KeywordMatch.node';
export { ReviewGate } from './nodes/ReviewGate/ReviewGate.node';
export { SendTemplate } from './nodes/SendTemplate/SendTemplate.node';
export { SequenceDashboard } from './nodes/SequenceDashboard/SequenceDashboard.node';
export { SequenceEnrollment } from './nodes/SequenceEnrollment/SequenceEnrollment.node';
export { SequenceTrigger } from './nodes/SequenceTrigger/SequenceTrigger.node';
export { StopWhenGuard } from './nodes/StopWhenGuard/StopWhenGuard.node';
export { TagManager } from './nodes/TagManager/TagManager.node';
export { WhatsAppMessageTrigger } from './nodes/WhatsAppMessageTrigger/WhatsAppMessageTrigger.node';

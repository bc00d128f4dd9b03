/** Fields of the object `whatsapp_business_account` an app can subscribe to. Source: D/webhooks/overview */
export const WEBHOOK_FIELDS = [
	'account_alerts', 'account_review_update', 'account_settings_update', 'account_update', 'automatic_events',
	'business_capability_update', 'business_status_update', 'business_username_update', 'calls', 'consumer_profile', 'flows',
	'group_lifecycle_update', 'group_participants_update', 'group_settings_update', 'group_status_update', 'history',
	'message_echoes', 'message_template_components_update', 'message_template_quality_update',
	'message_template_status_update', 'messages', 'messaging_handovers', 'partner_solutions',
	'payment_configuration_update', 'phone_number_name_update', 'phone_number_quality_update', 'security',
	'smb_app_state_sync', 'smb_message_echoes', 'standby', 'template_category_update', 'tracking_events',
	'user_id_update', 'user_preferences',
] as const;

const OVERRIDABLE = new Set<string>([
	'messages', 'message_echoes', 'calls', 'consumer_profile', 'messaging_handovers', 'group_lifecycle_update',
	'group_participants_update', 'group_settings_update', 'group_status_update', 'smb_message_echoes',
	'smb_app_state_sync', 'history', 'account_settings_update',
]);

/** Whether an override reaches the field; all others go to the app's own callback. Source: D/webhooks/override */
export function isOverridable(field: string): boolean {
	return OVERRIDABLE.has(field);
}

import { consentWord, ownWords, USUAL_WORDS } from '../../../engine/contact/consent-words';
import type { InboundMessage } from '../../../engine/whatsapp/webhook-event';

const text = (words: string): InboundMessage => ({ type: 'text', text: words });

describe('consentWord', () => {
	test.each([
		['English', 'STOP'], ['English', 'Unsubscribe.'], ['English', ' stop! '], ['English', '🛑 Stop'], ['Spanish', 'BAJA'],
		['Spanish', 'cancelar suscripción'], ['Portuguese', 'Parar'], ['Portuguese', 'SAIR'], ['French', 'Arrêt'],
		['French', 'ARRET'], ['French', 'désabonner'], ['German', 'Abmelden'], ['German', 'stopp'], ['Italian', 'Disiscrivimi'],
		['Dutch', 'afmelden'], ['Swedish', 'Avregistrera'], ['Polish', 'wypisz mnie'], ['Czech', 'odhlásit'], ['Hungarian', 'leiratkozás'],
		['Romanian', 'dezabonare'], ['Russian', 'СТОП'], ['Russian', 'отписаться'], ['Ukrainian', 'відписатися'],
		['Turkish', 'DURDUR'], ['Turkish', 'abonelikten çık'], ['Arabic', 'إيقاف'], ['Arabic', 'الغاء الاشتراك'], ['Hebrew', 'הסר'],
		['Hindi', 'रोकें'], ['Bengali', 'বন্ধ করুন'], ['Indonesian', 'Berhenti'], ['Vietnamese', 'Hủy đăng ký'], ['Chinese', '退订'],
		['Chinese', '停止'], ['Japanese', '配信停止'], ['Korean', '수신거부'], ['Thai', 'ยกเลิกการรับข่าวสาร'], ['Greek', 'διακοπή'],
	])('%s: "%s" is an opt-out', (_language, words) => {
		expect(consentWord(text(words))).toBe('stop');
	});

	test.each(['START', 'Subscribe!', 'alta', 'anmelden', 'старт', '订阅', 'اشتراك'])('"%s" is an opt-in', (words) => {
		expect(consentWord(text(words))).toBe('start');
	});

	test.each([
		'', 'cancel', 'end', 'no', 'cancelar', 'iptal', 'annulla', 'alto', 'Please stop by on Monday', 'parar de fumar', 'stop it',
		'start now', 'When do you stop serving?', '🛑', 'x'.repeat(5000),
	])('"%s" says nothing about consent', (words) => {
		expect(consentWord(text(words))).toBeNull();
	});

	test('a "Stop promotions" button counts by what it shows and by its payload', () => {
		expect(consentWord({ type: 'button', text: 'Stop promotions', payload: 'x1' })).toBe('stop');
		expect(consentWord({ type: 'button', text: 'No more, thanks', payload: 'STOP_PROMOTIONS' })).toBe('stop');
		expect(consentWord({ type: 'interactive', text: 'Unsubscribe', payload: 'u' })).toBe('stop');
		expect(consentWord({ type: 'button', text: 'Subscribe', payload: '' })).toBe('start');
	});

	test('a reply button of a menu that says "Start" is no opt-in', () => {
		expect(consentWord({ type: 'interactive', text: 'Start', payload: 'game' })).toBeNull();
	});

	test('the caption of a picture is no opt-out', () => {
		expect(consentWord({ type: 'image', text: 'stop' })).toBeNull();
	});
});

describe('words of a number\'s own', () => {
	test('take the place of the usual ones, and what is left out stays', () => {
		const words = ownWords({ stop: 'no more\ngenug, ¡Basta!' });
		expect(['No more!', 'GENUG', 'basta', 'STOP'].map((said) => consentWord(text(said), words))).toEqual(['stop', 'stop', 'stop', null]);
		expect(consentWord(text('START'), words)).toBe('start');
	});

	test('that were not edited are the usual ones', () => {
		const words = ownWords(USUAL_WORDS);
		expect(['STOP', '退订', 'hủy đăng ký', 'subscribe', 'hello'].map((said) => consentWord(text(said), words))).toEqual(['stop', 'stop', 'stop', 'start', null]);
	});

	test('may be none', () => {
		expect(consentWord(text('STOP'), ownWords({ stop: '' }))).toBeNull();
	});
});

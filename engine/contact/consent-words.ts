/**
 * Words by which people leave and join, in the languages WhatsApp is used in most. Only a whole message counts,
 * and words that customers also use for other things (cancel, end, parar de …, "no") are left out: an opt-out by
 * mistake costs a customer, and one that was missed can still be made in words, by button or in WhatsApp itself.
 */
import type { InboundMessage } from '../whatsapp/webhook-event';
import { normalise } from './normalise';

const STOP_WORDS = `
	stop, stop all, stopall, unsubscribe, unsubscribe me, opt out, optout, remove me, stop messages, stop promotions
	baja, darme de baja, darse de baja, dar de baja, cancelar suscripción, desuscribir, desuscribirme, detener promociones
	parar, sair, descadastrar, cancelar inscrição, cancelar assinatura, remover da lista, parar promoções
	arrêt, arrêter, stop pub, désabonner, me désabonner, se désabonner, désinscrire, désinscription, arrêter les promotions
	abmelden, abbestellen, austragen, stopp, werbung stoppen, keine werbung
	annulla iscrizione, cancella iscrizione, disiscrivi, disiscrivimi, disiscrizione, interrompi promozioni
	afmelden, uitschrijven, avregistrera, avprenumerera, avmeld, afmeld, lopeta tilaus
	wypisz, wypisz mnie, zrezygnuj z subskrypcji, odhlásit, odhlásit odběr, leiratkozás, leiratkozom, dezabonare, mă dezabonez
	стоп, отписаться, отписка, отпиши меня, отпишите меня, відписатися, відписка, отписване
	durdur, abonelikten çık, aboneliği iptal et, listeden çık
	إيقاف, توقف, إلغاء الاشتراك, الغاء الاشتراك, أوقف الرسائل, لغو اشتراک, توقف ارسال
	הסר, הסירו אותי, הסר אותי, להסרה
	रोकें, रोको, बंद करें, संदेश बंद करें, सदस्यता समाप्त करें, সাবস্ক্রিপশন বাতিল, বন্ধ করুন
	berhenti, berhenti berlangganan, henti, henti langganan, hentikan promosi, hủy đăng ký, dừng lại
	停止, 退订, 退訂, 取消订阅, 取消訂閱, 停止接收, 配信停止, ストップ, 登録解除, 수신거부, 수신 거부, 구독취소, 구독 취소
	หยุด, ยกเลิกการรับข่าวสาร, ยกเลิกการสมัคร, διακοπή, διαγραφή από τη λίστα, jiondoe, acha ujumbe
`;

const START_WORDS = `
	start, unstop, subscribe, opt in, optin, resume messages
	alta, darme de alta, suscribir, suscribirme, inscrever, inscrever me, quero receber
	s'abonner, m'abonner, abonner, je m'abonne, anmelden, iscrivimi, iscrizione, aanmelden, zapisz mnie
	старт, подписаться, підписатися, başlat, abone ol
	اشتراك, ابدأ, שלחו לי, शुरू करें, शुरू, langganan, mulai langganan, đăng ký
	订阅, 訂閱, 重新订阅, 配信再開, 配信開始, 구독, 수신동의, 수신 동의, สมัครรับข่าวสาร
`;

/** The words as people read and edit them: commas or lines between them. */
export const USUAL_WORDS = { stop: tidy(STOP_WORDS), start: tidy(START_WORDS) };

/** Which words count, each as a whole message. */
export interface ConsentWords {
	stop: ReadonlySet<string>;
	start: ReadonlySet<string>;
}

const USUAL: ConsentWords = { stop: wordSet(STOP_WORDS), start: wordSet(START_WORDS) };

/** Words of a number's own; what is left out stays as usual. */
export function ownWords({ stop, start }: { stop?: string; start?: string }): ConsentWords {
	return { stop: stop === undefined ? USUAL.stop : wordSet(stop), start: start === undefined ? USUAL.start : wordSet(start) };
}

/** Types in which a person says something in words; the text of others is a caption. */
const SPOKEN = new Set(['text', 'button', 'interactive']);

/**
 * Whether the message as a whole asks to be left alone (stop) or to be written to again (start). Buttons count
 * by what they show and by their payload, so that "Stop promotions" under a template works as it is.
 */
export function consentWord(message: InboundMessage, words: ConsentWords = USUAL): 'stop' | 'start' | null {
	if (!SPOKEN.has(message.type)) return null;
	const said = [message.text, message.payload ?? ''].map(wholeMessage);
	if (said.some((word) => words.stop.has(word))) return 'stop';
	// A reply button that says "Start" belongs to some menu; only typed words and template buttons invite us back.
	if (message.type !== 'interactive' && said.some((word) => words.start.has(word))) return 'start';
	return null;
}

/** Longer messages are no single word: they are not even looked at, however long. */
const LONGEST_WORD = 80;

function wholeMessage(text: string): string {
	return text.length > LONGEST_WORD ? '' : normalise(text);
}

function tidy(lines: string): string {
	return lines.trim().split(/\n/u).map((line) => line.trim()).join('\n');
}

function wordSet(lines: string): ReadonlySet<string> {
	return new Set(lines.split(/[\n,،，、]/u).map(normalise).filter((word) => word !== ''));
}

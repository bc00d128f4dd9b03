/** People of the store on which damaged webhooks are played; the last ones stand in no body and in no replacement. */
export interface Known {
	phone: string;
	userId: string;
}

const known = (n: number): Known => ({ phone: `+4917000000${n}0${n}`, userId: `DE.900800700600500${n}0${n}` });

export const PEOPLE: readonly Known[] = Array.from({ length: 6 }, (_, n) => known(n));

/** wamid of the message that each of them got. */
export const wamidOf = (n: number): string => `wamid.OUT-${n}-OF-OURS`;

/** Stands for the callback data of somebody's message, which has ids that are not known before. */
export const CALLBACK_MARK = '«callback data»';

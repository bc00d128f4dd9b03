/**
 * Area codes that lie in another zone than most of their country, where mobile numbers carry area codes too: North
 * America (nationalnanpa.com, area code maps), Brazil (Anatel's DDD list) and Mexico (IFT's numbering plan). The same
 * facts are in libphonenumber's resources/timezones. An area code that two zones share stands with the one in which
 * more people live: Florida's 850 with Chicago, Idaho's 208 with Denver, Kentucky's 270 with Chicago.
 */
const AREAS: Record<string, Record<string, string>> = {
	US: {
		'America/Chicago':
			'205 210 214 217 218 219 224 225 228 251 254 256 262 270 281 308 309 312 314 316 318 319 320 325 331 334 337 346 361 364 402 405 409 414 417 430 432 447 448 464 469 479 501 504 507 512 515 531 534 539 557 563 572 573 580 601 605 608 612 615 618 620 629 630 636 641 651 659 660 662 682 701 708 712 713 715 726 730 731 737 763 769 773 779 785 806 815 816 817 830 832 847 850 861 870 872 901 903 913 918 920 931 936 938 940 945 952 956 972 975 979 985',
		'America/Denver': '208 303 307 385 406 435 505 575 719 720 801 915 970 983 986',
		'America/Phoenix': '480 520 602 623 928',
		'America/Los_Angeles':
			'206 209 213 253 279 310 323 341 350 360 369 408 415 424 425 442 458 503 509 510 530 541 559 562 564 619 626 628 650 657 661 669 702 707 714 725 747 760 775 805 818 820 831 840 858 909 916 925 949 951 971',
		'America/Anchorage': '907',
		'Pacific/Honolulu': '808',
	},
	CA: {
		'America/St_Johns': '709 879',
		'America/Halifax': '428 506 782 902',
		'America/Winnipeg': '204 431 584',
		'America/Regina': '306 474 639',
		'America/Edmonton': '368 403 587 780 825 867',
		'America/Vancouver': '236 250 257 604 672 778',
	},
	BR: {
		'America/Manaus': '92 97',
		'America/Porto_Velho': '69',
		'America/Boa_Vista': '95',
		'America/Cuiaba': '65 66',
		'America/Campo_Grande': '67',
		'America/Rio_Branco': '68',
	},
	MX: {
		'America/Tijuana': '646 658 661 663 664 665 686',
		'America/Hermosillo': '622 631 632 633 634 637 638 642 643 644 645 647 651 653 662',
		'America/Mazatlan': '311 323 324 612 613 615 624 667 668 669 672 673 687 694 695 696 697 698',
		'America/Cancun': '983 984 987 997 998',
	},
};

/** ISO country -> area code -> IANA zone. The codes of one country are all of the same length. */
export const AREA_ZONES: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
	Object.entries(AREAS).map(([country, zones]) => [
		country,
		new Map(Object.entries(zones).flatMap(([zone, codes]) => codes.split(' ').map((code): [string, string] => [code, zone]))),
	]),
);

/**
 * Readings of characters common in place names of Japan, Korea and Vietnam, which Chinese writes in the same characters:
 * `character=reading,reading` without diacritics. Recalled, not taken from a source, and so unverified; each counts for
 * less than one example, so that the training pairs outvote it.
 */
const japanese = `山=yama,san 川=kawa,gawa 河=kawa 田=ta,da 本=moto,hon 大=o,dai 小=ko,o 长=naga,cho 野=no 岛=shima,jima 冈=oka 崎=saki,zaki
福=fuku 宫=miya 城=shiro,jo,ki,gi 石=ishi 松=matsu 津=tsu,zu 原=hara,wara,bara 口=kuchi,guchi 井=i 木=ki,gi 村=mura 町=machi 高=taka,ko 东=to,azuma 西=nishi
北=kita,hoku 南=minami,nan 京=kyo 都=to 阪=saka 良=ra 和=wa 歌=ka 取=tori 根=ne 熊=kuma 鹿=ka,shika 青=ao 森=mori 岩=iwa 手=te,de 秋=aki 形=gata 群=gun
千=chi 叶=ha,ba 新=nii,shin,ara 潟=gata 富=to,tomi 梨=nashi 岐=gi 静=shizu 爱=ai,e 知=chi 三=mi,san 重=e,shige 贺=ga,ka 香=ka 德=toku 佐=sa 分=ita,wake
旭=asahi 滨=hama 前=mae 桥=hashi,bashi 横=yoko 仙=sen 台=dai 札=sap 幌=poro 名=na 古=go,furu,ko 屋=ya 沼=numa 清=kiyo,shi 水=mizu 丰=toyo 上=kami,ue
下=shimo 中=naka 泽=sawa,zawa 谷=tani,ya 江=e 户=to,do 立=tachi 日=hi,ni 光=hiko,ko 金=kana,kane 马=ma,uma 伊=i 势=se 纪=ki 若=waka 鸟=tori,tot 武=take,mu`;

const korean = `江=gang,kang 原=won 全=jeon,jeol 罗=ra,la,na 南=nam 北=buk,puk 道=do 庆=gyeong,kyong 尚=sang 忠=chung 清=cheong,chong 济=je 州=ju 釜=bu,pu
仁=in 川=cheon,chon 大=dae,tae 田=jeon 光=gwang,kwang 蔚=ul 平=pyeong,pyong 壤=yang 城=seong,song 水=su 东=dong 西=seo 海=hae 浦=po 新=sin 义=ui 开=gae,kae
成=seong,song 咸=ham 兴=heung,hung 镇=jin,chin 津=jin 昌=chang 丽=ryeo,yeo 群=gun 木=mok 首=su 龙=yong 天=cheon 安=an 晋=jin 春=chun 束=sok 草=cho`;

const vietnamese = `广=quang 南=nam 北=bac 平=binh 安=an,yen 河=ha 内=noi 静=tinh 义=nghia,ngai 治=tri 承=thua 天=thien 顺=thuan 化=hoa 和=hoa 庆=khanh 富=phu
寿=tho 永=vinh 福=phuc 隆=long 龙=long 同=dong 塔=thap 奈=nai 宁=ninh 海=hai 阳=duong 防=phong 兴=hung 太=thai 原=nguyen 高=cao 谅=lang 山=son 莱=lai
州=chau 老=lao 街=cai 宣=tuyen 光=quang 西=tay 清=thanh 江=giang 前=tien 后=hau 茶=tra 荣=vinh 坚=kien 辽=lieu 嘉=gia 林=lam 多=dac,dak 乐=lac,lak
昆=kon 嵩=tum 农=nong 定=dinh 新=tan 边=bien 朔=soc 庄=trang 芹=can 苴=tho 槟=ben 椥=tre 岘=da 港=nang 奠=dien 薄=bac 春=xuan 美=my 东=dong 三=tam 岐=ky`;

/** Every such reading as a pair of character and Latin letters. */
export function sinoReadings(): [ch: string, reading: string][] {
  return [japanese, korean, vietnamese].flatMap((list) =>
    list.split(/\s+/).flatMap((entry) => {
      const [ch = '', readings = ''] = entry.split('=');
      return readings.split(',').map((reading): [string, string] => [ch, reading]);
    }),
  );
}

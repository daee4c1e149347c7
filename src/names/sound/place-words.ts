import { foldSound, type SoundForm, type SoundScript } from './fold.ts';

/**
 * Words of place names that are translated rather than spelt by sound, by concept: `Latn | Hani | Thai | Grek | Cyrl`.
 * Concepts under `kinds` say what sort of place is meant and are often left out in one language; those under
 * `meanings` tell places apart. General vocabulary, not names.
 */
const kinds: Record<string, string> = {
  province: 'province provinces provincia provincie provinz provins | 省 | จังหวัด มณฑล | επαρχία επαρχίας επαρχίες | провинция провинции',
  state: 'state states estado | 州 邦 | รัฐ | πολιτεία πολιτείας πολιτείες | щат щати штат',
  county: 'county judet megye zupanija apskritis maakond | 县 郡 | มณฑล เทศมณฑล | κομητεία νομός νομού επαρχία | окръг графство жупания област',
  district: 'district districts distrito distrikt rajon rayon raion | 区 地区 专区 大区 县 | เขต อำเภอ | διαμέρισμα διαμερίσματος περιφέρεια περιοχή επαρχία | район окръг',
  region: 'region regione voblast oblast krai kray | 大区 地区 地 边疆区 边疆 州 | ภูมิภาค แคว้น ภาค | περιφέρεια περιφέρειας ομπλάστ περιοχή περιοχής κράι κυβερνείο | регион край област',
  department: 'department departement departamento | 省 | จังหวัด | νομοσ | департамент',
  governorate: 'governorate muhafazah wilayat oblast | 省 | เขตผู้ว่าการ | κυβερνείο γκοβερνοράτε | губернаторство мухафаза',
  prefecture: 'prefecture prefektur | 县 府 州 | จังหวัด พรีเฟกเจอร์ | νομός νομού διοικητική | префектура',
  division: 'division | 专区 专 | ดิวิชั่น | διαιρεση | дивизия',
  municipality: 'municipality municipio municipiu commune gemeinde kommune obcina opstina mesto | 市 市镇 | เทศบาล | δήμος δήμου κοινότητα πόλη | община град',
  city: 'city ciudad cidade ville stadt shi | 市 城 城市 | เมือง ซิตี กรุง เทศบาล | πόλη πόλης σίτι | град сити',
  town: 'town township | 镇 城 | เมือง ทาวน์ | πόλη ταουν | град таун',
  canton: 'canton kanton | 州 | มณฑล | καντονι καντονιου | кантон',
  voivodeship: 'voivodeship wojewodztwo | 省 | จังหวัด | βοιβοδατο | войводство',
  autonomous: 'autonomous | 自治区 自治县 自治州 自治旗 自治 都会自治 | ปกครองตนเอง | αυτόνομη αυτόνομος αυτόνομης | автономна автономен',
  republic: 'republic republika respublika republica | 共和国 | สาธารณรัฐ | δημοκρατια | република',
  kingdom: 'kingdom | 王国 | ราชอาณาจักร | βασιλειο | кралство',
  emirate: 'emirate | 酋长国 | เอมิเรต | εμιρατο | емирство',
  territory: 'territory territories | 领地 地区 | ดินแดน | επικρατεια εδαφη | територия територии',
  article: 'the la le les el los las al il ad as ash at ar az der die das het | | อัล | αλ ελ λα η ο το οι τα | ал ел ла ле',
  people: 'people | 族 | | |',
  street: 'street | 街 街道 | ถนน | οδοσ | улица',
  village: 'village | 村 乡 | หมู่บ้าน | χωριο | село',
}; // prettier-ignore

const meanings: Record<string, string> = {
  north: 'north northern nord norte noord norra nordre severna severen sever polnocna pohjois uttar | 北 北部 | เหนือ ภาคเหนือ | βόρειο βόρεια βόρειος βορείου βόρειας βορρά | северен северна северно северни север норт',
  south: 'south southern sud sur sul zuid sodra sondre juzna juzni poludniowa etela dakshin | 南 南部 | ใต้ ภาคใต้ | νότιο νότια νότιος νοτίου νοτίας νότου | южен южна южно южни юг саут',
  east: 'east eastern est este leste oost oriental orientale orientales ost ostra purba | 东 东部 | ตะวันออก ภาคตะวันออก | ανατολική ανατολικό ανατολικής ανατολικά ανατολικός | източен източна източно източни изток ийст',
  west: 'west western ouest oeste occidental occidentale vest vastra zapad paschim | 西 西部 | ตะวันตก ภาคตะวันตก | δυτική δυτικό δυτικός δυτικής δυτικά | западен западна западно западни запад уест',
  central: 'central centre center centro centrale middle mid | 中 中央 中部 | กลาง ภาคกลาง | κεντρική κεντρικό κέντρο κεντρικής | централен централна централно център',
  upper: 'upper haut haute alto alta ober hautes hauts upper gorna gornji gorni gorno | 上 | บน อัปเปอร์ | άνω άπερ | горна горно горен горни',
  lower: 'lower bas basse baixo bajo nieder dolna dolnji dolni dolno inferior | 下 | ล่าง โลเวอร์ | κατω λοουερ | долна долно долен долни',
  new: 'new nouveau nouvelle nueva nuevo nova novo novi nova neu neue nea nieuw ny | 新 | ใหม่ นิว | νεα νεο νεου | нова ново нови ню',
  old: 'old alt alte viejo vieja velha velho stara staro stary | 旧 老 | เก่า โอลด์ | παλαια παλιο παλιά | стара старо стари олд',
  great: 'great greater grand grande big gran gross grosse veliki velika veliko groot bolshoi | 大 | ใหญ่ เกรต | μεγαλη μεγαλο μεγασ | голям голяма голямо велики велика',
  little: 'little small petit petite klein kleine lesser mala malo mali minor | 小 | น้อย เล็ก | μικρη μικρο μικρα | малък малка малко малки мали',
  saint: 'saint st san santa sankt sao santo sint szent sveti sv saints sainte | 圣 | เซนต์ แซงต์ เซ็นต์ ซานตา ซาน นักบุญ | άγιος αγία αγίου άγιο αγ σεντ σεν σαιν σάντα σαν | свети света св сейнт сен сан санта сент санкт',
  fort: 'fort fuerte forte | 堡 堡垒 | ฟอร์ต | φορτ | форт',
  port: 'port porto puerto harbour harbor | 港 | ท่าเรือ พอร์ต | λιμάνι πορτ πορτο | порт порто пристанище харбър',
  island: 'island isle ile isla ilha insel jima saari isola | 岛 | เกาะ | νήσος νησί νήσου | остров ов',
  islands: 'islands isles iles islas ilhas inseln | 群岛 诸岛 群 | หมู่เกาะ | νησιά νήσοι νήσων νησίδες | острови ови',
  atoll: 'atoll | 环礁 礁 | | ατολ ατολλη | атол',
  river: 'river riviere fiume fleuve rio | 河 江 河畔 | แม่น้ำ | ποταμός ρίβερ | река ривър',
  lake: 'lake lac lago see | 湖 | ทะเลสาบ | λίμνη λέικ | езеро лейк',
  mount: 'mount mountain mont monte mt berg mountains hills | 山 | ภูเขา เมาท์ | όρος βουνό | планина маунт',
  bay: 'bay baie bahia | 湾 | อ่าว เบย์ | κόλπος μπέι | залив зв бей',
  cape: 'cape cap cabo capo | 角 海角 岬 | แหลม เคป | ακρωτηριο | нос кейп',
  beach: 'beach playa plage | 滩 海滩 | บีช หาด | παραλία μπιτς | бийч плаж',
  falls: 'falls | 瀑布 | น้ำตก ฟอลส์ | καταρράκτες φολς | фолс водопад',
  springs: 'springs spring | 泉 温泉 | สปริงส์ | σπρινγκς | спрингс',
  lakes: 'lakes | 湖 | | λιμνεσ | езера',
  valley: 'valley val valle vallee tal | 谷 | หุบเขา วัลเลย์ แวลลีย์ | κοιλαδα | долина вали',
  sea: 'sea mer mar meer maritime maritimes | 海 滨海 | ทะเล | θάλασσα | море приморски',
  ocean: 'ocean | 洋 | มหาสมุทร | ωκεανοσ | океан',
  red: 'red rouge rojo rot | 红 | แดง | ερυθρα ερυθροσ | червено червен',
  black: 'black noir negro schwarz | 黑 | ดำ | μαυρη μαυρο | черна черно черен',
  white: 'white blanc blanca weiss | 白 | ขาว | λευκή λευκό | бяла бяло бял бели уайт',
  capital: 'capital | 首都 首府 | นครหลวง | πρωτευουσασ | столица',
  point: 'point pointe punta | 角 | พอยต์ | ποιντ | пойнт',
  station: 'station gare bahnhof | 站 | สถานี | σταθμοσ | станция гара',
  junction: 'junction | 章克申 | | | джънкшън',
  northeast: 'northeast northeastern | 东北 | ตะวันออกเฉียงเหนือ | βορειοανατολική βορειοανατολικό | североизточен североизточна',
  northwest: 'northwest northwestern | 西北 | ตะวันตกเฉียงเหนือ | βορειοδυτική βορειοδυτικό | северозападен северозападна северозападни',
  southeast: 'southeast southeastern | 东南 | ตะวันออกเฉียงใต้ | νοτιοανατολική νοτιοανατολικό | югоизточен югоизточна',
  southwest: 'southwest southwestern | 西南 | ตะวันตกเฉียงใต้ | νοτιοδυτική νοτιοδυτικό | югозападен югозападна',
  inner: 'inner nei | 内 | ใน | έσω εσωτερική εσωτερικής | вътрешна вътрешен',
  outer: 'outer | 外 | นอก | έξω εξωτερική άουτερ | външна външен',
  hot: 'hot | 温泉 热 | ร้อน | | горещ',
  creek: 'creek | 溪 克里克 | ครีก | κρικ | крийк',
  rock: 'rock roca roche | 岩 石 | ร็อก | ροκ | рок',
  hill: 'hill hills collines colline colli | 丘 丘陵 山 山丘 | ฮิลล์ เนินเขา | λόφος λόφοι χιλ χιλς | хил хилс хълм',
  highlands: 'highlands highland | 高地 | ไฮแลนด์ส ที่ราบสูง | υψίπεδα | планини',
  plain: 'plain plains plaine plaines llanos | 平原 | ที่ราบ | πεδιάδα πεδιάδες | равнина равнини',
  coast: 'coast costa cote | 海岸 岸 | ชายฝั่ง | ακτή ακτές κοστ | бряг крайбрежие коуст',
  gulf: 'gulf golfe golfo | 湾 海湾 | อ่าว | κόλπος | залив',
  forest: 'forest foret bosque wald woods wood | 林 森林 | ป่า ฟอเรสต์ | δάσος | гора форест',
  park: 'park parc parque | 公园 帕克 | พาร์ก สวนสาธารณะ | πάρκο παρκ | парк',
  castle: 'castle castel castillo chateau | 城堡 堡 | ปราสาท | κάστρο καστλ | замък касъл',
  bridge: 'bridge pont puente ponte | 桥 | สะพาน บริดจ์ | γέφυρα μπριτζ | мост бридж',
  mouth: 'mouth | 口 | ปาก | στόμιο | устие',
  desert: 'desert gobi | 沙漠 戈壁 | ทะเลทราย | έρημος | пустиня',
  glacier: 'glacier jokull | 冰川 | ธารน้ำแข็ง | παγετώνας | ледник',
  rapids: 'rapids | 急流 湍 | แรพิดส์ | ράπιντς | рапидс',
  grove: 'grove | 格罗夫 林 | โกรฟ | γκρόουβ | гроув',
  cross: 'cross croix cruz | 十字 | ครอส | σταυρός κρος | кръст крос',
  gold: 'gold golden oro dorado | 金 黄金 | ทอง โกลด์ | χρυσή χρυσό | златен златна голд',
  silver: 'silver plata argent | 银 | เงิน ซิลเวอร์ | ασημένιο σίλβερ | сребърен силвър',
  green: 'green vert verde | 绿 | เขียว กรีน | πράσινο πράσινη | зелен зелена зелено грийн',
  blue: 'blue bleu azul azur | 蓝 | น้ำเงิน บลู | γαλάζιο μπλου | син синьо лазурен блу',
  yellow: 'yellow jaune amarillo | 黄 | เหลือง | κίτρινος κίτρινο | жълт жълто йелоу',
  twin: 'twin two | 双 | คู่ | δίδυμα τουίν | туин близнаци',
  three: 'three trois tres | 三 | สาม | τρία τρεις | три',
  seven: 'seven sept siete | 七 | เจ็ด | επτά εφτά | седем',
  king: 'king roi rey | 王 | กษัตริย์ คิง | βασιλιάς κινγκ | крал кинг',
  prince: 'prince principe | 王子 | เจ้าชาย ปรินซ์ | πρίγκιπας πρινς | принц принс',
  peace: 'peace paix paz | 和平 | สันติภาพ | ειρήνη | мир',
  christmas: 'christmas natal | 圣诞 | คริสต์มาส | χριστουγέννων | рождество коледа',
  french: 'french francaise francais | 法属 | ฝรั่งเศส เฟรนช์ | γαλλική γαλλικά | френска френски',
  british: 'british | 英属 | บริติช | βρετανική βρετανικό | британска британски',
  american: 'american | 美属 | อเมริกัน อเมริกัน | αμερικανική | американска американски',
  time: 'time | 时间 时刻 时区 | เวลา | ώρα | време',
  and: 'and et und y e i og och | 和 | และ | και | и',
}; // prettier-ignore

/** Words that join others: left out without counting. */
const joining =
  'of de du del della da do dos des di von van den of | 之 | แห่ง ของ | του της των στο στη σε από | на от в във дю дел';

const scripts: SoundScript[] = ['Latn', 'Hani', 'Thai', 'Grek', 'Cyrl'];
const kindCount = Object.keys(kinds).length;
/** Names of the concepts, by number; the first ones are kinds of place. */
export const placeConcepts: readonly string[] = [...Object.keys(kinds), ...Object.keys(meanings)];

/** What words of each script may mean, by concept, most usual sense first; no concept for those that join others. */
const senses = new Map<SoundScript, Map<string, number[]>>(scripts.map((script) => [script, new Map()]));
placeConcepts.forEach((name, concept) => {
  const columns = (kinds[name] ?? meanings[name] ?? '').split('|');
  scripts.forEach((script, at) => {
    for (const word of (columns[at] ?? '').trim().split(' ')) learn(script, word, [concept]);
  });
});
joining.split('|').forEach((words, at) => {
  for (const word of words.trim().split(' ')) learn(scripts[at] as SoundScript, word, []);
});

function learn(script: SoundScript, word: string, concepts: number[]): void {
  const text = foldSound(word).text.replaceAll('_', '');
  const known = senses.get(script) as Map<string, number[]>;
  if (text !== '') known.set(text, [...new Set([...(known.get(text) ?? []), ...concepts])]);
}

const longestFirst = (script: SoundScript): string[] =>
  [...(senses.get(script) as Map<string, number[]>).keys()].sort((p, q) => q.length - p.length);
const affixes = { Hani: longestFirst('Hani'), Thai: longestFirst('Thai') };

/** A name with its translated words taken off. */
export interface PlaceCore {
  /** What is left, in the form of {@link SoundForm.text}. */
  core: string;
  /** For each word taken off that tells places apart, what it may mean. */
  meanings: readonly number[][];
  /** How many words of kind were taken off. */
  kinds: number;
  /** What kinds those may be, one bit per concept. */
  kindBits: number;
}

/** How many of the words of two names may mean the same, each used once. */
export function sharedMeanings(a: readonly number[][], b: readonly number[][]): number {
  const free = [...b];
  let shared = 0;
  for (const mine of a) {
    const at = free.findIndex((other) => other.some((concept) => mine.includes(concept)));
    if (at < 0) continue;
    free.splice(at, 1);
    shared++;
  }
  return shared;
}

const lookedUp = new Map<string, readonly number[]>();
const mostLookedUp = 10_000;

/** What a word may mean, remembered: the words of a query are asked about for every candidate. */
function meansPlace(word: string): readonly number[] {
  let concepts = lookedUp.get(word);
  if (!concepts) {
    const { script, text } = foldSound(word);
    concepts = senses.get(script)?.get(text.replaceAll('_', '')) ?? [];
    if (lookedUp.size >= mostLookedUp) lookedUp.clear();
    lookedUp.set(word, concepts);
  }
  return concepts;
}

/** Whether two words are place words that may mean the same and tell places apart (северна, north). */
export function samePlaceWord(a: string, b: string): boolean {
  const theirs = meansPlace(b);
  return meansPlace(a).some((concept) => concept >= kindCount && theirs.includes(concept));
}

function finish(core: string, words: number[][]): PlaceCore | undefined {
  if (words.length === 0 || core.replaceAll('_', '').length < 2) return undefined;
  const isKind = (word: number[]): boolean => (word[0] as number) < kindCount;
  const named = words.filter((word) => word.length > 0);
  const kindWords = named.filter(isKind);
  let kindBits = 0;
  for (const concept of kindWords.flat()) if (concept < kindCount) kindBits |= 1 << concept;
  return { core, meanings: named.filter((word) => !isKind(word)), kinds: kindWords.length, kindBits };
}

/** Words with those written by their first and last letters put together again: о-в (остров), з-в (залив). */
function joinAbbreviated(words: readonly string[], known: ReadonlyMap<string, number[]>): string[] {
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [word, next] = [words[i] as string, words[i + 1]];
    const both = word.length === 1 && next !== undefined && next.length <= 2 ? word + next : '';
    joined.push(known.has(both) ? both : word);
    if (known.has(both)) i++;
  }
  return joined;
}

/** The name without its translated words, or undefined when it has none or nothing would be left. */
export function placeCore(form: SoundForm): PlaceCore | undefined {
  const taken: number[][] = [];
  const known = senses.get(form.script) as Map<string, number[]>;
  if (form.script === 'Hani' || form.script === 'Thai') {
    let rest = form.text.replaceAll('_', '');
    const least = form.script === 'Hani' ? 2 : 3;
    for (let round = 0; round < 3; round++) {
      const word = affixes[form.script].find(
        (w) => rest.length >= w.length + least && (rest.endsWith(w) || rest.startsWith(w)),
      );
      if (word === undefined) break;
      taken.push(known.get(word) as number[]);
      rest = rest.endsWith(word) ? rest.slice(0, -word.length) : rest.slice(word.length);
    }
    return finish(`_${rest}_`, taken);
  }
  const words = joinAbbreviated(
    form.text.split('_').filter((word) => word !== ''),
    known,
  );
  const left = words.filter((word) => {
    const concepts = known.get(word);
    if (concepts !== undefined) taken.push(concepts);
    return concepts === undefined;
  });
  return finish(`_${left.join('_')}_`, taken);
}

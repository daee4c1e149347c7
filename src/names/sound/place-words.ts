import { foldSound, type SoundForm, type SoundScript } from './fold.ts';

/**
 * Words of place names that are translated rather than spelt by sound, by concept: `Latn | Hani | Thai | Grek | Cyrl`.
 * Concepts under `kinds` say what sort of place is meant and are often left out in one language; those under
 * `meanings` tell places apart. General vocabulary, not names.
 */
const kinds: Record<string, string> = {
  province: 'province provincia provincie provinz provins | 省 | จังหวัด | επαρχια επαρχιασ | провинция',
  state: 'state states estado | 州 邦 | รัฐ | πολιτεια | щат щати штат',
  county: 'county judet megye zupanija apskritis maakond | 县 郡 | มณฑล | κομητεια νομοσ νομου | окръг графство жупания',
  district: 'district distrito distrikt rajon rayon raion | 区 地区 专区 大区 | เขต อำเภอ | διαμερισμα διαμερισματοσ | район',
  region: 'region regione voblast oblast krai kray | 大区 地区 地 边疆区 边疆 州 | ภูมิภาค แคว้น ภาค | περιφερεια περιφερειασ ομπλαστ περιοχη | област регион край',
  department: 'department departement departamento | 省 | จังหวัด | νομοσ | департамент',
  governorate: 'governorate muhafazah wilayat | 省 | เขตผู้ว่าการ | κυβερνειο γκοβερνορατε | губернаторство',
  prefecture: 'prefecture prefektur | 县 府 州 | จังหวัด พรีเฟกเจอร์ | νομοσ διοικητικη | префектура',
  division: 'division | 专区 专 | ดิวิชั่น | διαιρεση | дивизия',
  municipality: 'municipality municipio municipiu commune gemeinde kommune obcina opstina | 市 市镇 | เทศบาล | δημοσ κοινοτητα | община',
  city: 'city ciudad cidade ville stadt shi | 市 城 城市 | เมือง ซิตี กรุง เทศบาล | πολη πολησ σιτι | град сити',
  town: 'town township | 镇 | เมือง | ταουν | таун',
  canton: 'canton kanton | 州 | มณฑล | καντονι | кантон',
  voivodeship: 'voivodeship wojewodztwo | 省 | จังหวัด | βοιβοδατο | войводство',
  autonomous: 'autonomous | 自治区 自治县 自治州 自治旗 自治 都会自治 | ปกครองตนเอง | αυτονομη αυτονομοσ | автономна автономен',
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
  north: 'north northern nord norte noord norra nordre severna severen sever polnocna pohjois | 北 北部 | เหนือ ภาคเหนือ | βορειο βορεια βορειοσ βορειου | северен северна северно север норт',
  south: 'south southern sud sur sul zuid sodra sondre juzna juzni poludniowa etela | 南 南部 | ใต้ ภาคใต้ | νοτιο νοτια νοτιοσ νοτιου νοτιασ | южен южна южно юг саут',
  east: 'east eastern est este leste oost oriental orientale ost ostra | 东 东部 | ตะวันออก ภาคตะวันออก | ανατολικη ανατολικο ανατολικη | източен източна източно изток ийст',
  west: 'west western ouest oeste occidental occidentale vest vastra zapad | 西 西部 | ตะวันตก ภาคตะวันตก | δυτικη δυτικο δυτικοσ δυτικησ | западен западна западно запад уест',
  central: 'central centre center centro centrale middle mid | 中 中央 中部 | กลาง ภาคกลาง | κεντρικη κεντρικο κεντρο | централен централна централно център',
  upper: 'upper haut haute alto alta ober hautes hauts upper gorna gornji gorni gorno | 上 | บน อัปเปอร์ | ανω απερ | горна горно горен горни',
  lower: 'lower bas basse baixo bajo nieder dolna dolnji dolni dolno inferior | 下 | ล่าง โลเวอร์ | κατω λοουερ | долна долно долен долни',
  new: 'new nouveau nouvelle nueva nuevo nova novo novi nova neu neue nea nieuw ny | 新 | ใหม่ นิว | νεα νεο νεου | нова ново нови ню',
  old: 'old alt alte viejo vieja velha velho stara staro stary | 旧 老 | เก่า โอลด์ | παλαια παλιο παλιά | стара старо стари олд',
  great: 'great greater grand grande big gran gross grosse veliki velika veliko groot bolshoi | 大 | ใหญ่ เกรต | μεγαλη μεγαλο μεγασ | голям голяма голямо велики велика',
  little: 'little small petit petite klein kleine lesser mala malo mali minor | 小 | น้อย เล็ก | μικρη μικρο μικρα | малък малка малко малки мали',
  saint: 'saint st san santa sankt sao santo sint szent sveti sv saints sainte | 圣 | เซนต์ แซงต์ เซ็นต์ ซานตา ซาน นักบุญ | αγιοσ αγια αγιου σεντ | свети света сейнт сен сан санта',
  fort: 'fort fuerte forte | 堡 | ฟอร์ต | φορτ | форт',
  port: 'port porto puerto | 港 | ท่าเรือ พอร์ต | λιμανι πορτ πορτο | порт порто',
  island: 'island isle ile isla ilha insel jima saari isola | 岛 | เกาะ | νησοσ νησι | остров',
  islands: 'islands isles iles islas ilhas inseln | 群岛 诸岛 群 | หมู่เกาะ | νησια νησοι νησων | острови',
  atoll: 'atoll | 环礁 礁 | | ατολ ατολλη | атол',
  river: 'river riviere fiume fleuve rio | 河 江 | แม่น้ำ | ποταμοσ | река ривър',
  lake: 'lake lac lago see | 湖 | ทะเลสาบ | λιμνη | езеро лейк',
  mount: 'mount mountain mont monte mt berg mountains hills | 山 | ภูเขา เมาท์ | ορος βουνο | планина маунт',
  bay: 'bay baie bahia | 湾 | อ่าว เบย์ | κολποσ μπει | залив бей',
  cape: 'cape cap cabo capo | 角 海角 岬 | แหลม เคป | ακρωτηριο | нос кейп',
  beach: 'beach playa plage | 滩 海滩 | บีช หาด | παραλια μπιτς | бийч плаж',
  falls: 'falls | 瀑布 | น้ำตก ฟอลส์ | καταρρακτεσ | фолс водопад',
  springs: 'springs spring | 泉 | สปริงส์ | σπρινγκς | спрингс',
  lakes: 'lakes | 湖 | | λιμνεσ | езера',
  valley: 'valley val valle vallee tal | 谷 | หุบเขา วัลเลย์ แวลลีย์ | κοιλαδα | долина вали',
  sea: 'sea mer mar meer | 海 | ทะเล | θαλασσα | море',
  ocean: 'ocean | 洋 | มหาสมุทร | ωκεανοσ | океан',
  red: 'red rouge rojo rot | 红 | แดง | ερυθρα ερυθροσ | червено червен',
  black: 'black noir negro schwarz | 黑 | ดำ | μαυρη μαυρο | черна черно черен',
  white: 'white blanc blanca weiss | 白 | ขาว | λευκη λευκο | бяла бяло бял бели',
  capital: 'capital | 首都 首府 | นครหลวง | πρωτευουσασ | столица',
  point: 'point pointe punta | 角 | พอยต์ | ποιντ | пойнт',
  station: 'station gare bahnhof | 站 | สถานี | σταθμοσ | станция гара',
  junction: 'junction | 章克申 | | | джънкшън',
  and: 'and et und y e i og och | 和 | และ | και | и',
}; // prettier-ignore

interface Word {
  text: string;
  concept: number;
}

const scripts: SoundScript[] = ['Latn', 'Hani', 'Thai', 'Grek', 'Cyrl'];
const kindCount = Object.keys(kinds).length;
/** Names of the concepts, by number; the first ones are kinds of place. */
export const placeConcepts: readonly string[] = [...Object.keys(kinds), ...Object.keys(meanings)];

const spaced = new Map<string, number>();
const affixes: Record<'Hani' | 'Thai', Word[]> = { Hani: [], Thai: [] };

placeConcepts.forEach((name, concept) => {
  const columns = (kinds[name] ?? meanings[name] ?? '').split('|');
  scripts.forEach((script, at) => {
    for (const word of (columns[at] ?? '').trim().split(' ')) {
      const text = foldSound(word).text.replaceAll('_', '');
      if (text === '') continue;
      if (script === 'Hani' || script === 'Thai') affixes[script].push({ text, concept });
      else if (!spaced.has(`${script}${text}`)) spaced.set(`${script}${text}`, concept);
    }
  });
});
for (const list of Object.values(affixes)) list.sort((p, q) => q.text.length - p.text.length);

/** A name with its translated words taken off. */
export interface PlaceCore {
  /** What is left, in the form of {@link SoundForm.text}. */
  core: string;
  /** Numbers of the concepts taken off that tell places apart. */
  meanings: number[];
  /** How many words of kind were taken off. */
  kinds: number;
}

function finish(core: string, concepts: number[]): PlaceCore | undefined {
  if (concepts.length === 0 || core.replaceAll('_', '').length < 2) return undefined;
  return {
    core,
    meanings: concepts.filter((c) => c >= kindCount),
    kinds: concepts.filter((c) => c < kindCount).length,
  };
}

/** The name without its translated words, or undefined when it has none or nothing would be left. */
export function placeCore(form: SoundForm): PlaceCore | undefined {
  const concepts: number[] = [];
  if (form.script === 'Hani' || form.script === 'Thai') {
    let rest = form.text.replaceAll('_', '');
    const least = form.script === 'Hani' ? 2 : 3;
    for (let round = 0; round < 3; round++) {
      const word = affixes[form.script].find(
        (w) => rest.length >= w.text.length + least && (rest.endsWith(w.text) || rest.startsWith(w.text)),
      );
      if (!word) break;
      concepts.push(word.concept);
      rest = rest.endsWith(word.text) ? rest.slice(0, -word.text.length) : rest.slice(word.text.length);
    }
    return finish(`_${rest}_`, concepts);
  }
  const words = form.text.split('_').filter((word) => word !== '');
  const left = words.filter((word) => {
    const concept = spaced.get(form.script + word);
    if (concept !== undefined) concepts.push(concept);
    return concept === undefined;
  });
  return finish(`_${left.join('_')}_`, concepts);
}

import { syllableRow, type Readings } from '../../src/names/sound/readings.ts';
import { learnChunks, type ChunkCounts } from './em.ts';
import { sinoReadings } from './sino-readings.ts';
import type { Sharing } from './start.ts';

/**
 * How Latin spelling writes rough sounds (see phonetic.ts), from the orthographies of English, French, German, Italian,
 * Spanish, Portuguese, Dutch, Polish, Turkish and Hungarian: `sound=spelling,spelling`.
 */
const spellings = `i=i,e,ee,ea,y,ie,ij,ii,ei,hi,ey,igh,ie u=u,oo,ou,oe,w,uu,o,ew,hu e=e,ae,ai,a,ei,ee,ea,ay,eh,oe,he,et o=o,au,eau,oa,ow,oo,oe,aw,ho,ot,ault,eaux
a=a,ah,aa,u,o,ha,as,at S=sh,ch,sch,sz,s,sj,sc,sci,ci,ti C=ch,c,tch,tsch,cz,tx,ci,cs,tj J=j,g,dj,gi,ge,zh,dge,dg,di Z=zh,j,z,g,ge,gi,rz,zs,s
k=k,c,ck,q,qu,ch,cc,kk,cch,que,ke g=g,gh,gg,gu,gue h=h,ch,kh,x,j,g y=y,j,i,ll,gi c=ts,c,z,tz,zz,cz w=w,u,ou,v,wh,o v=v,w,f,vv,ve
f=f,ph,ff,gh,v,fe s=s,ss,c,z,ce,sc,x,sz,se,ci z=z,s,zz,se,ze t=t,tt,th,d,te,tte b=b,bb,p,be d=d,dd,dh,de,dt l=l,ll,le,lh,lle m=m,mm,me,mb
n=n,nn,ne,m,gn,kn r=r,rr,rh,re,er,wr,rre p=p,pp,b,pe T=th,t N=ng,n,gn,nk,ngue ks=x,ks,cs,cks,chs kw=qu,kw,cu gw=gu,gw ny=gn,nh,n,ny,ni ly=gl,ll,lh,li
@=a,e,u,o,i,y,ea,ou @r=er,ir,ur,or,re,ar yu=u,ew,ue,yu,ju,iu,eu ya=ya,ja,ia,ea yo=yo,jo,io,eo ay=i,y,ie,ai,ei,igh,ay,uy ey=ay,ai,ei,a,ey oy=oi,oy,eu,oj aw=ow,ou,au oa=oi,ois
ou=o,ou,ow,oa,oe,ough ri=ri,rue,roe,re,ry dz=dz,z,j,ds,tz yan=jan,ian,yan,iang un=ong,un,oon @y=ei,ey,ay,ai uo=wa,ua,oi ua=oi,wa,ua,oua uye=we,hue,ue $=$,e$,s$,t$,es$,x$,h$,d$,r$,ts$,ent$,z$ ^=^,^h`;

/** Chunks of Greek, Cyrillic and Thai share what they know through their rough sound. */
export function soundSharing(row: (x: string) => string, count: number): Sharing {
  const prior: [string, string, number][] = [];
  for (const entry of spellings.split(/\s+/)) {
    const [sound = '', list = ''] = entry.split('=');
    for (const spelling of list.split(',')) prior.push([`<${sound}>`, spelling, count]);
  }
  return { parentName: row, prior, own: [] };
}

/** Latin chunks that a syllable has not been met with but that are spelt much like those it has. */
export interface AlikeOptions {
  /** Examples that the guess is worth. */
  worth: number;
  /** Guesses kept per syllable. */
  most: number;
}

/**
 * Guesses for Latin chunks that a syllable was never seen with (丁 dīng for `deen`): an alignment of the letters of
 * syllables with the letters of the chunks they were seen with, learnt from the counts themselves.
 */
export function alikeChunks(
  counts: ChunkCounts,
  readings: Readings,
  options: AlikeOptions,
): [string, string, number][] {
  const seen = new Map<string, number>();
  const chunks = new Map<string, number>();
  for (const [key, count] of counts) {
    const [x = '', l = ''] = key.split('|');
    const syllable = readings.of(x)[0];
    if (syllable === undefined || l === '') continue;
    seen.set(`${syllable}|${l}`, (seen.get(`${syllable}|${l}`) ?? 0) + count);
    chunks.set(l, (chunks.get(l) ?? 0) + count);
  }
  const pairs = [...seen].filter(([, count]) => count >= 1);
  const examples = pairs.map(([key, count]) => {
    const [x = '', l = ''] = key.split('|');
    return { x, l, weight: Math.sqrt(count) };
  });
  const limits = { x: 2, l: 3, syllabic: false };
  const start = (x: string, l: string): number => (x === l && x !== '' ? 10 : 1);
  const { joint } = learnChunks(examples, limits, { rounds: 8, prior: 0.2, drop: 0.1, start });
  const candidates = [...chunks].filter(([l, count]) => count >= 1.5 && l.length <= 5).map(([l]) => l);
  const out: [string, string, number][] = [];
  for (const syllable of new Set(examples.map(({ x }) => x))) {
    const guesses = candidates
      .map((l): [string, number] => [l, joint(syllable, l)])
      .sort((p, q) => q[1] - p[1] || (p[0] < q[0] ? -1 : 1));
    let sum = 0;
    for (const [, p] of guesses) sum += p;
    for (const [l, p] of guesses.slice(0, options.most)) {
      if (p / sum > 1e-5) out.push([`<${syllable}>`, l, (options.worth * p) / sum]);
    }
  }
  return out;
}

/** Han characters share what they know through their first reading. */
export function readingSharing(
  readings: Readings,
  count: number,
  alike: Iterable<[string, string, number]>,
): Sharing {
  const prior: [string, string, number][] = [...alike];
  const own: [string, string, number][] = [];
  const seen = new Set<string>();
  for (const [ch, reading] of sinoReadings()) {
    own.push([ch, reading, 0.7]);
    prior.push([`<${readings.of(ch)[0]}>`, reading, 0.001]);
  }
  for (const ch of readings.all()) {
    for (const syllable of readings.of(ch).slice(1)) {
      own.push([ch, syllable.replace('v', 'u'), count / 4]);
      prior.push([`<${readings.of(ch)[0]}>`, syllable.replace('v', 'u'), 0.001]);
    }
    for (const syllable of readings.of(ch)) {
      if (seen.has(syllable)) continue;
      seen.add(syllable);
      prior.push([`<${syllable}>`, '', 0.02]);
      for (const [spelling, share] of syllableSpellings(syllable))
        prior.push([`<${syllable}>`, spelling, count * share]);
    }
  }
  return {
    parentName: (x) => syllableRow(readings, x),
    prior,
    own,
  };
}

/** How a pinyin syllable (ü as v) is met in Latin names: pinyin, and Wade-Giles without its apostrophe. */
export function syllableSpellings(syllable: string): [spelling: string, share: number][] {
  const spellings: [string, number][] = [[syllable.replace('v', 'u'), 1]];
  if (syllable.includes('v')) spellings.push([syllable.replace('v', 'yu'), 0.3]);
  const wade = wadeGiles(syllable);
  if (wade !== spellings[0]?.[0]) spellings.push([wade, 0.1]);
  return spellings;
}

function wadeGiles(syllable: string): string {
  const [, initial = '', final = ''] = /^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)$/.exec(syllable) ?? [];
  const initials: Record<string, string> = {
    b: 'p',
    d: 't',
    g: 'k',
    j: 'ch',
    q: 'ch',
    x: 'hs',
    zh: 'ch',
    z: 'ts',
    c: 'ts',
    r: 'j',
  };
  const finals: Record<string, string> = {
    ian: 'ien',
    ie: 'ieh',
    ong: 'ung',
    ui: 'uei',
    uo: 'o',
    ve: 'ueh',
    v: 'u',
    e: 'e',
  };
  if (final === 'i' && /^(zh|ch|sh|r)$/.test(initial)) return `${initials[initial] ?? initial}ih`;
  if (final === 'i' && /^(z|c|s)$/.test(initial)) return initial === 's' ? 'ssu' : 'tzu';
  return (initials[initial] ?? initial) + (finals[final] ?? final);
}

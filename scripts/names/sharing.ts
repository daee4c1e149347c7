import { syllableRow, type Readings } from '../../src/names/sound/readings.ts';
import type { Sharing } from './start.ts';

/**
 * How Latin spelling writes rough sounds (see phonetic.ts), from the orthographies of English, French, German, Italian,
 * Spanish, Portuguese, Dutch, Polish, Turkish and Hungarian: `sound=spelling,spelling`.
 */
const spellings = `i=i,e,ee,ea,y,ie,ij,ii,ei,hi u=u,oo,ou,oe,w,uu,o,ew,hu e=e,ae,ai,a,ei,ee,ea,ay,eh,oe,he,et o=o,au,eau,oa,ow,oo,oe,aw,ho,ot,ault,eaux
a=a,ah,aa,u,o,ha,as,at S=sh,ch,sch,sz,s,sj,sc,sci,ci,ti C=ch,c,tch,tsch,cz,tx,ci,cs,tj J=j,g,dj,gi,ge,zh,dge,dg,di Z=zh,j,z,g,ge,gi,rz,zs,s
k=k,c,ck,q,qu,ch,cc,kk,cch,que,ke g=g,gh,gg,gu,gue h=h,ch,kh,x,j,g y=y,j,i,ll,gi c=ts,c,z,tz,zz,cz w=w,u,ou,v,wh,o v=v,w,f,vv,ve
f=f,ph,ff,gh,v,fe s=s,ss,c,z,ce,sc,x,sz,se,ci z=z,s,zz,se,ze t=t,tt,th,d,te,tte b=b,bb,p,be d=d,dd,dh,de,dt l=l,ll,le,lh,lle m=m,mm,me,mb
n=n,nn,ne,m,gn,kn r=r,rr,rh,re,er,wr,rre p=p,pp,b,pe T=th,t N=ng,n,gn,nk,ngue ks=x,ks,cs,cks,chs kw=qu,kw,cu gw=gu,gw ny=gn,nh,n,ny,ni ly=gl,ll,lh,li
@=a,e,u,o,i,y,ea,ou @r=er,ir,ur,or,re,ar yu=u,ew,ue,yu,ju,iu,eu ya=ya,ja,ia,ea yo=yo,jo,io,eo ay=i,y,ie,ai,ei,igh,ay,uy ey=ay,ai,ei,a,ey oy=oi,oy,eu,oj aw=ow,ou,au oa=oi,ois
uo=wa,ua,oi ua=oi,wa,ua,oua uye=we,hue,ue $=$,e$,s$,t$,es$,x$,h$,d$,r$,ts$,ent$,z$ ^=^,^h`;

/** Chunks of Greek, Cyrillic and Thai share what they know through their rough sound. */
export function soundSharing(row: (x: string) => string, count: number): Sharing {
  const prior: [string, string, number][] = [];
  for (const entry of spellings.split(/\s+/)) {
    const [sound = '', list = ''] = entry.split('=');
    for (const spelling of list.split(',')) prior.push([`<${sound}>`, spelling, count]);
  }
  return { parentName: row, prior, own: [] };
}

/** Han characters share what they know through their first reading. */
export function readingSharing(readings: Readings, count: number): Sharing {
  const prior: [string, string, number][] = [];
  const own: [string, string, number][] = [];
  const seen = new Set<string>();
  for (const ch of readings.all()) {
    for (const syllable of readings.of(ch).slice(1)) own.push([ch, syllable.replace('v', 'u'), count / 4]);
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

import { describe, expect, it } from 'vitest';
import { createNameEngine, type NameRecord } from '../../src/names/engine.ts';

const records: NameRecord[] = [
  { id: '1', name: '香槟', group: 'champagne' },
  { id: '2', name: 'Champagne', group: 'champagne' },
  { id: '3', name: '龙井茶', group: 'longjing' },
  { id: '4', name: 'Longjing cha', group: 'longjing' },
  { id: '5', name: 'ข้าวหอมมะลิทุ่งกุลาร้องไห้', group: 'tkr' },
  { id: '6', name: 'กาแฟดอยช้าง', group: 'doi-chang' },
  { id: '7', name: 'Prosciutto di Parma', group: 'parma' },
  { id: '8', name: 'Ούζο', group: 'ouzo' },
];

describe('search', () => {
  const engine = createNameEngine(records);
  it.each([
    ['香槟', 'champagne'],
    ['champagne', 'champagne'],
    ['CHAMPAGNE', 'champagne'],
    ['champ', 'champagne'],
    ['龙井', 'longjing'],
    ['龍井', 'longjing'],
    ['Longjing', 'longjing'],
    ['ข้าวหอมมะลิ', 'tkr'],
    ['กาแฟดอยช้าง', 'doi-chang'],
    ['Oύζο', 'ouzo'],
    ['ouzo', 'ouzo'],
    ['ouz', 'ouzo'],
    ['乌佐', 'ouzo'],
    ['Chmpagne', 'champagne'],
    ['khao hom mali', 'tkr'],
  ])('%s finds %s first', (query, group) => {
    expect(engine.search(query)[0]?.group).toBe(group);
  });
});

/** An alert that a case or a refusal was begun from, as the API tells of it. */
export interface FollowedAlert {
  id: string;
  status: string;
  moved: boolean;
}

/** What became of the alert, in a line. */
export function followedLine({ id, status, moved }: FollowedAlert): string {
  return moved ? `${id} is ${status} from now on.` : `${id} stays ${status}.`;
}

/** What an alert tells of itself that a case needs, as the API tells it. */
export interface ToldByAlert {
  gi: { id: string };
  mark: { office: string; number: string; text: string; holder?: string; goods?: string };
  kind: string;
  office: string;
  deadline?: string;
}

/** What an alert tells of a case that it leads to, as the options would. */
export const fromAlert = ({
  gi,
  mark,
  kind,
  office,
  deadline,
}: ToldByAlert): Record<string, string | undefined> => ({
  gi: gi.id,
  sign: mark.text,
  in: office === 'EM' ? 'EU' : office,
  conflict: kind,
  against: mark.holder,
  due: deadline,
});
